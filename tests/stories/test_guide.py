"""The first use of a group (J1, J2, P1, P2): greeted once, led through five questions, started after a yes."""

import pytest

from storage import people as people_rows
from storage import project as rows
from tests.chat import GROUP, Chat

WORDS = ["Q4宣传物料 3月2日到3月20日", "好", "好", "好", "好"]
"""What answers every question with what is known, up to the summary."""


@pytest.fixture
def crew(chat: Chat) -> Chat:
    """People of two departments with an executive above, and a fourth of none, in a group without a project."""
    chat.person("张三", dept="市场部", role="head")
    chat.person("李四", dept="设计部", role="liaison")
    chat.person("王五", dept="设计部")
    chat.person("小赵")
    chat.person("赵总", role="executive", over="市场部,设计部")
    chat.person("孙六", dept="财务部")
    chat.group("新品上市", "张三", "李四", "王五", "小赵")
    return chat


def begun(chat: Chat, *answers: str) -> Chat:
    """Led on by so many typed answers."""
    chat.says("张三", "/项目 引导")
    for answer in answers:
        chat.says("张三", f"@对齐 {answer}")
    return chat


def settings_of(chat: Chat) -> dict[str, str]:
    with chat.stage.database.transaction() as db:
        return people_rows.settings(db).get("project:1", {})


def bound(chat: Chat) -> list[str]:
    with chat.stage.database.transaction() as db:
        return [project.name for project in rows.in_chat(db, 1)]


def test_j2_a_group_without_a_project_is_greeted_once_with_one_button(crew: Chat) -> None:
    greeting = crew.lines(GROUP)
    assert [line.buttons for line in greeting] == [("开始设置",)]
    crew.group("新品上市", "孙六")
    assert crew.fresh(GROUP) == []


def test_j1_five_questions_by_buttons_and_forms_lead_to_the_project(crew: Chat) -> None:
    crew.presses("张三", "开始设置")
    crew.shows(GROUP, "第 1 步（共 5 步）", "不会打扰任何人")
    crew.presses("张三", "填写新项目")
    crew.fills("张三", 名称="Q4宣传物料", 开始="2026-03-02", 结束="2026-03-20")
    crew.shows(GROUP, "第 2 步", "目前是：张三", kind="update")
    crew.presses("张三", "没问题")
    crew.shows(GROUP, "第 3 步", "李四（设计部、接口人）", "小赵（未分部门）", kind="update")
    crew.presses("张三", "没问题")
    crew.shows(GROUP, "第 4 步", "设计部：负责人 空缺、接口人 李四、分管领导 赵总", kind="update")
    crew.presses("张三", "没问题")
    crew.shows(GROUP, "第 5 步", "每日站会：09:30", kind="update")
    crew.presses("张三", "没问题")
    crew.shows(GROUP, "请确认", "3月2日（周一） – 3月20日（周五）", kind="update")
    crew.presses("张三", "确认开始")
    crew.shows(GROUP, "“Q4宣传物料”已开始", kind="update")
    crew.shows(GROUP, "项目 Q4宣传物料", "设计部（接口人 李四、分管领导 赵总）", kind="post")


def test_j1_the_same_by_typing(crew: Chat) -> None:
    begun(crew, *WORDS)
    crew.shows(GROUP, "请确认：开始后会这样运行", "项目负责人：张三")
    crew.says("张三", "@对齐 开始")
    crew.shows(GROUP, "项目 Q4宣传物料")
    assert bound(crew) == ["Q4宣传物料"]


def test_j1_the_same_in_english(chat: Chat) -> None:
    chat.person("Anna", dept="Design", role="head", lang="en", tz="Europe/Berlin")
    chat.person("Ben", dept="Sales", lang="en", tz="Europe/Berlin")
    chat.group("Launch", "Anna", "Ben")
    chat.presses("Anna", "Set up")
    for answer in ("Autumn launch Mar 2 to Apr 30", "ok", "Ben Sales liaison", "ok", "standup 10:00, round off"):
        chat.says("Anna", f"@duiqi {answer}", "Launch")
    summary = chat.shows(
        "group:Launch", "Please confirm", "Sales: head vacant, liaison Ben", "time zone: Europe/Berlin"
    )
    assert "Every workday at 10:00" in summary.text and "First standup: Mon 2 Mar 10:00" in summary.text
    chat.says("Anna", "@duiqi start", "Launch")
    chat.shows("group:Launch", "Project Autumn launch", "Sales (liaison Ben)")


def test_s1_nobody_is_asked_anything_before_the_yes(crew: Chat) -> None:
    begun(crew, *WORDS)
    crew.until("2026-03-04 18:00")
    assert crew.fresh() == [] and bound(crew) == []
    with crew.stage.database.transaction() as db:
        assert rows.active(db) == []


def test_s1_after_the_yes_each_is_asked_when_it_was_said(crew: Chat) -> None:
    begun(crew, *WORDS)
    line = crew.shows(
        GROUP, "每个工作日 09:30", "第一次站会：3月2日（周一）09:30", "10:30 在群里发站会汇总", "升级给 赵总"
    )
    assert "第一次：3月2日（周一）17:00" in line.text
    crew.says("张三", "@对齐 开始")
    crew.until("2026-03-02 09:30")
    assert sorted(line.to for line in crew.fresh(why="S1")) == ["dm:小赵", "dm:张三", "dm:李四", "dm:王五"]


def test_s1_where_the_group_is_asked_together_the_summary_says_so(crew: Chat) -> None:
    engine = crew.stage.engine
    engine.defaults.frugal = frozenset(engine.adapters)
    begun(crew, *WORDS)
    crew.shows(GROUP, "每个工作日 09:30 在群里询问站会", "私聊询问：小赵、张三、李四、王五")


def test_s1_begun_after_the_hour_the_first_standup_is_the_next_workdays(crew: Chat) -> None:
    crew.until("2026-03-06 09:40")
    begun(crew, "Q4宣传物料 3月2日到3月20日", *WORDS[1:])
    crew.shows(GROUP, "第一次站会：3月9日（周一）09:30")
    crew.says("张三", "@对齐 开始")
    crew.until("2026-03-09 09:29")
    assert [line for line in crew.fresh(why="S1") if line.to.startswith("dm:")] == []


def test_p1_another_lead_members_and_parts_are_taken_over(crew: Chat) -> None:
    begun(crew, WORDS[0], "@李四", "小赵 技术部 接口人\n去掉 王五", "设计部 负责人 @王五 分管领导 空缺", "好")
    crew.shows(GROUP, "项目负责人：李四", "技术部：负责人 空缺、接口人 小赵", "设计部：负责人 王五、接口人 李四")
    crew.says("张三", "@对齐 开始")
    crew.shows(GROUP, "项目负责人：李四", "技术部（接口人 小赵）", "设计部（负责人 王五、接口人 李四")


def test_p1_whoever_was_taken_off_is_no_member_though_in_the_group(crew: Chat) -> None:
    begun(crew, *WORDS[:2], "去掉 小赵", "好", "好", "开始")
    crew.until("2026-03-02 09:30")
    assert crew.fresh("dm:小赵") == []


def test_p2_a_department_of_the_companys_list_is_not_changed_in_passing(crew: Chat) -> None:
    begun(crew, *WORDS[:2], "王五 市场部")
    crew.shows(GROUP, "公司名单里 王五 属于设计部", "/谁 设置")


def test_s1_s2_times_and_language_are_settings_of_the_project(crew: Chat) -> None:
    begun(crew, *WORDS[:4], "站会 10:00，17点 关，语言 en", "开始")
    assert settings_of(crew) == {"standup_time": "10:00", "round": "off", "language": "en"}


def test_what_cannot_be_read_is_asked_again_with_an_example(crew: Chat) -> None:
    begun(crew, "3月2日到3月20日")
    crew.shows(GROUP, "请写上项目名称，例如")
    crew.says("张三", "@对齐 改版 2026-03-20 到 2026-03-02")
    crew.shows(GROUP, "结束日期早于开始日期")
    crew.says("张三", "@对齐 改版 3月2日到3月20日")
    crew.says("张三", "@对齐 钱七")
    crew.shows(GROUP, "没找到“钱七”")
    crew.says("张三", "@对齐 好")
    crew.says("张三", "@对齐 设计师们都来")
    crew.shows(GROUP, "没看懂“设计师们都来”")


def test_j2_a_lead_may_bind_a_project_there_is_already(team: Chat) -> None:
    team.person("小赵")
    team.group("设计群", "张三", "小赵")
    team.says("张三", "/项目 引导", "设计群")
    team.presses("张三", "绑定“Q4宣传物料”")
    for _ in range(4):
        team.presses("张三", "没问题")
    team.presses("张三", "确认开始")
    team.shows("group:设计群", "项目 Q4宣传物料", "小赵", kind="post")


def test_j2_nobody_binds_a_project_they_do_not_lead(team: Chat) -> None:
    team.group("设计群", "李四")
    team.says("李四", "/项目 引导", "设计群")
    assert team.shows("group:设计群", "第 1 步").buttons == ("填写新项目", "先不设置")


def test_u2_only_who_was_led_the_lead_or_an_administrator_says_yes(crew: Chat) -> None:
    begun(crew, WORDS[0], "@李四", "好", "好", "好")
    crew.presses("王五", "确认开始")
    crew.shows("dm:王五", "请由 张三、李四 确认开始")
    crew.presses("李四", "确认开始")
    assert bound(crew) == ["Q4宣传物料"]


def test_a_project_made_meanwhile_in_another_way_stays_the_only_one(crew: Chat) -> None:
    begun(crew, *WORDS)
    crew.says("李四", "/项目 新建 改版 3月2日到3月20日")
    crew.presses("张三", "确认开始")
    crew.shows("dm:张三", "这个群已绑定“改版”")
    assert bound(crew) == ["改版"]


def test_a_correction_from_the_summary_comes_back_to_it(crew: Chat) -> None:
    begun(crew, *WORDS)
    crew.presses("张三", "修改")
    crew.fills("张三", {"要修改哪一项？": "负责人"})
    crew.presses("张三", "修改")
    crew.fills("张三", 项目负责人="@李四")
    crew.shows(GROUP, "请确认", "项目负责人：李四", kind="update")


def test_a_step_back_shows_the_question_before(crew: Chat) -> None:
    begun(crew, *WORDS[:2])
    crew.says("张三", "@对齐 上一步")
    crew.shows(GROUP, "第 2 步")
    crew.presses("张三", "上一步")
    crew.shows(GROUP, "第 1 步", kind="update")


def test_not_now_leaves_nothing_behind(crew: Chat) -> None:
    begun(crew, *WORDS[:3], "取消")
    crew.shows(GROUP, "先不设置，什么都没有建")
    assert crew.shows(GROUP, "见下方", kind="update").buttons == ()
    crew.says("张三", "@对齐 好")
    crew.hides(GROUP, "第")


def test_an_older_card_loses_its_buttons_when_an_answer_is_typed(crew: Chat) -> None:
    begun(crew, WORDS[0])
    seen = crew.sees("张三", "上一步")
    crew.says("张三", "@对齐 好")
    assert crew.shows(GROUP, "见下方", kind="update").buttons == ()
    crew.presses_late("张三", seen)
    crew.shows("dm:张三", "已经进行到“成员和角色”")


def test_others_words_in_the_group_stay_what_they_are(crew: Chat) -> None:
    begun(crew, *WORDS[:2])
    crew.says("李四", "@对齐 好")
    crew.hides(GROUP, "第 4 步")


def test_a_day_later_plain_words_are_no_answers_any_more(crew: Chat) -> None:
    begun(crew, WORDS[0])
    crew.passes(days=1, minutes=1)
    crew.says("张三", "@对齐 好")
    crew.hides(GROUP, "第 3 步")
    crew.says("张三", "/项目 引导 好")
    crew.shows(GROUP, "第 3 步")


def test_j2_a_group_that_has_a_project_is_not_led_again(team: Chat) -> None:
    team.says("张三", "/项目 引导")
    team.shows(GROUP, "这个群已绑定“Q4宣传物料”")
    team.tells("张三", "/项目 引导")
    team.shows("dm:张三", "请在项目群里使用")


def test_a_project_made_in_one_line_takes_the_greetings_button(crew: Chat) -> None:
    crew.says("张三", "/项目 新建 Q4宣传物料 3月2日到3月20日")
    assert not crew.shows(GROUP, "派任务：/任务", kind="update").buttons
