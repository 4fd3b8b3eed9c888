"""Which task is meant by words of its title, when others have words in common with it (T1, T4)."""

import pytest

from tests.chat import GROUP, Chat


@pytest.fixture
def brochure(team: Chat) -> Chat:
    """A task, and another whose longer title begins alike."""
    team.says("张三", "/task Brochure @李四 March 6")
    team.says("张三", "/task Brochure text in English @王五 March 6")
    team.says("张三", "/task Landing page for launch @王五 March 9")
    return team


def test_t3_words_of_a_longer_title_never_end_the_shorter_one(brochure: Chat) -> None:
    brochure.says("张三", '/task cancel "Brochure text" merged')
    brochure.shows(GROUP, "Brochure（SJB20260001）\nBrochure text in English（SJB20260002）")
    brochure.hides(GROUP, "已取消")


def test_t3_a_quoted_title_is_the_whole_title(brochure: Chat) -> None:
    brochure.says("张三", '/task cancel "Brochure" merged')
    brochure.shows(GROUP, "张三取消了“Brochure”\n原因：merged")


def test_t3_a_title_is_known_by_its_first_words_and_they_are_no_cause(brochure: Chat) -> None:
    brochure.says("王五", "/block Landing page photos missing, needs photos")
    brochure.shows(GROUP, "“Landing page for launch”\n原因：photos missing\n需要支持：photos")


def test_j4_a_new_task_is_put_below_another_by_its_title(brochure: Chat) -> None:
    brochure.says("张三", "/task Cover @李四 March 4 parent Brochure")
    brochure.shows(GROUP, "Cover（SJB20260001-01）", "上级任务：Brochure（SJB20260001）")


def test_j4_a_new_task_waits_for_another_by_its_title(brochure: Chat) -> None:
    brochure.says("张三", "/任务 印刷 @王五 3月12日 依赖 Brochure")
    brochure.shows(GROUP, "印刷（SJB20260004）", "前置任务：Brochure")


@pytest.mark.parametrize("typed", ["/block Brochure cause: photos missing", "/block Brochure because photos missing"])
def test_t3_a_cause_is_told_without_its_label(brochure: Chat, typed: str) -> None:
    brochure.says("李四", typed)
    brochure.shows(GROUP, "原因：photos missing")


def test_t4_tenths_are_a_share(brochure: Chat) -> None:
    brochure.says("李四", "/进度 Brochure 五成")
    brochure.shows(GROUP, "“Brochure”进度已更新：50%")


@pytest.mark.parametrize(("due", "told"), [("3月7日", True), ("3月6日", False)])
def test_t7_the_echo_says_when_a_task_is_due_on_a_day_off(team: Chat, due: str, told: bool) -> None:
    team.says("张三", f"/任务 横幅 @李四 {due}")
    assert ("提醒：3月7日（周六）不上班。" in team.shows(GROUP, "横幅").text) is told


def test_u1_the_history_writes_dates_as_they_were_given_and_names_what_is_waited_for(brochure: Chat) -> None:
    brochure.says("张三", "/改期 SJB20260001 3月9日 素材晚到")
    brochure.says("张三", "/依赖 Landing page for launch after Brochure +2d")
    brochure.says("张三", "/历史 Brochure")
    brochure.shows(GROUP, "截止：3月6日（周五）\n", "截止：3月6日（周五） → 3月9日（周一）\n")
    brochure.says("张三", "/历史 Landing page for launch")
    brochure.shows(GROUP, "设置前置任务", "　前置任务：Brochure（完成后再等 2 个工作日）")


def test_t4_an_urge_stands_in_the_history_without_a_change(brochure: Chat) -> None:
    brochure.says("张三", "/催办 SJB20260001")
    brochure.says("张三", "/历史 SJB20260001")
    assert "无 → 李四" not in brochure.shows(GROUP, "催办").text


def test_t7_no_criteria_is_an_answer_and_no_criteria(team: Chat) -> None:
    team.says("张三", "/任务 尽快处理一下 @李四 周五")
    team.says("张三", "@bot 主图换成新版")
    team.says("张三", "@bot 没有要求")
    made = team.shows(GROUP, "主图换成新版", kind="post")
    assert "要求" not in made.text
