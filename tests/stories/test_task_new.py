"""Setting tasks as a conversation (T1, T6, T7, P3). Monday is 2 March 2026, half past eight."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.chat import GROUP, Chat, defaults

LINE = "/任务 完成3款海报初稿 @李四 3月4日17:00前 标准: 300DPI 协作 @王五 优先级 高"


@pytest.fixture
def english(database: Database) -> Iterator[Chat]:
    """A group that reads English: Ann leads, Bob and Cid design."""
    chat = Chat(database, rules=defaults(language="en"))
    chat.person("Ann", dept="Marketing", role="head")
    chat.person("Bob", dept="Design")
    chat.person("Cid", dept="Design")
    chat.group("Launch", "Ann", "Bob", "Cid")
    chat.says("Ann", "/project new Autumn launch 2026-03-02 to 2026-03-20", "Launch")
    yield chat
    chat.close()


# ---------------------------------------------------------------------------------------------------------------------
# One line


def test_t1_one_line_makes_the_task_and_shows_what_was_understood(team: Chat) -> None:
    team.says("张三", LINE)
    card = team.shows(GROUP, why="reply")
    assert card.text.splitlines() == [
        "🟢 正常｜完成3款海报初稿（SJB20260001）",
        "负责人：李四",
        "截止：3月4日（周三）17:00",
        "状态：未开始",
        "确认：等待负责人接受",
        "验收标准：300DPI",
        "协作人：王五",
        "优先级：高",
        "部门：设计部",
    ]
    assert card.buttons == ("接受", "有困难", "开始", "进度", "完成", "阻塞", "改期")
    assert card.mentions == ()


def test_t1_one_line_in_english(english: Chat) -> None:
    line = "/task Draft 3 posters @Bob by 4 March 17:00 criteria: 300 DPI with @Cid priority high"
    english.says("Ann", line, "Launch")
    english.shows(
        "group:Launch",
        "🟢 On track | Draft 3 posters (DESI20260001)",
        "Owner: Bob",
        "Due: Wed 4 Mar 17:00",
        "Acceptance criteria: 300 DPI",
        "Collaborators: Cid",
        "Priority: high",
        why="reply",
    )


def test_t1_a_mention_of_the_bot_and_a_direct_message_do_as_well(team: Chat) -> None:
    team.says("张三", "@bot 任务 写文案 @李四 3月6日前")
    team.shows(GROUP, "写文案（SJB20260001）", why="reply")
    team.tells("张三", "任务 选图 @李四 3月6日前")
    team.shows("dm:张三", "选图（SJB20260002）", why="reply")


def test_j2_a_task_set_in_private_is_seen_by_the_group_in_working_hours(team: Chat) -> None:
    team.tells("张三", "/任务 选图 @李四 3月6日前")
    team.hides(GROUP, "选图")
    team.passes(minutes=30)
    team.shows(GROUP, "选图（SJB20260001）", why="T1")


def test_t1_deliverable_phase_department_and_planned_start_are_read(team: Chat) -> None:
    team.says("张三", "/任务 开发布会 @李四 3月13日前 开始：3月9日 交付物：场地方案 阶段：筹备 部门：市场部")
    team.shows(GROUP, "SCB20260001", "交付物：场地方案", "阶段：筹备", "部门：市场部", "计划开始：3月9日（周一）")


def test_t1_an_unknown_department_is_told(team: Chat) -> None:
    team.says("张三", "/任务 对账 @李四 3月6日前 部门：外星部")
    team.shows(GROUP, "没有“外星部”这个部门，请检查名称。")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("/任务 取消旧合同 @李四 3月6日前", "取消旧合同"),
        ("/任务 开始 招聘 @李四 3月6日前", "开始 招聘"),
        ("/task start recruiting @李四 by 6 March", "start recruiting"),
    ],
)
def test_t1_a_title_that_begins_like_a_sub_command_is_a_title(team: Chat, typed: str, title: str) -> None:
    team.says("张三", typed)
    team.shows(GROUP, f"{title}（SJB20260001）")


def test_t1_user_text_is_shown_as_it_was_typed(team: Chat) -> None:
    team.says("张三", "/任务 看{title}与<b>粗体</b> @李四 3月6日前")
    team.shows(GROUP, "看{title}与<b>粗体</b>（SJB20260001）")


# ---------------------------------------------------------------------------------------------------------------------
# Codes and sub-tasks


def test_t1_codes_count_per_department_of_the_owner(team: Chat) -> None:
    team.says("张三", "/任务 一 @李四 3月6日前")
    team.says("张三", "/任务 二 @张三 3月6日前")
    team.shows(GROUP, "SCB20260001")
    team.says("张三", "/任务 三 @王五 3月6日前")
    team.shows(GROUP, "SJB20260002")


def test_t1_a_sub_task_carries_its_parents_code(team: Chat) -> None:
    team.says("张三", "/任务 海报 @李四 3月6日前")
    team.says("李四", "/任务 配色 @王五 3月4日前 上级 SJB20260001")
    team.shows(GROUP, "配色（SJB20260001-01）", "上级任务：海报（SJB20260001）")


def test_t1_a_sub_task_cannot_be_divided_again(team: Chat) -> None:
    team.says("张三", "/任务 海报 @李四 3月6日前")
    team.says("李四", "/任务 配色 @王五 3月4日前 上级 SJB20260001")
    team.says("李四", "/任务 色卡 @王五 3月4日前 上级 SJB20260001-01")
    team.shows(GROUP, "“配色”已经是子任务，下面不能再分。请挂到它的上级任务下。")


def test_t1_an_unknown_parent_is_told(team: Chat) -> None:
    team.says("李四", "/任务 配色 @王五 3月4日前 上级 SJB20269999")
    team.shows(GROUP, "这里没有编号为 SJB20269999 的任务。")


# ---------------------------------------------------------------------------------------------------------------------
# One question at a time


def test_t7_a_missing_owner_is_asked_for_then_the_date(team: Chat) -> None:
    team.says("张三", "/任务 写文案")
    asked = team.shows(GROUP, "“写文案”由谁负责？")
    assert asked.buttons == ("我来负责", "选择负责人")
    team.presses("张三", "我来负责")
    dates = team.shows(GROUP, "“写文案”什么时候截止？", kind="update")
    assert dates.buttons == ("3月3日（周二）", "3月6日（周五）", "3月13日（周五）", "其他日期")
    team.presses("张三", "3月6日（周五）")
    team.shows(GROUP, "写文案（SCB20260001）", "截止：3月6日（周五）", kind="post")
    team.shows(GROUP, "已创建任务“写文案”（SCB20260001）", kind="update")


def test_t7_the_questions_in_english(english: Chat) -> None:
    english.says("Ann", "/task Write the copy", "Launch")
    english.shows("group:Launch", "Who owns “Write the copy”?")
    english.presses("Ann", "I will")
    english.shows("group:Launch", "When is “Write the copy” due?")


def test_t7_owner_and_date_can_be_written_into_forms(team: Chat) -> None:
    team.says("张三", "/任务 写文案")
    team.presses("张三", "选择负责人")
    team.fills("张三", 负责人="李四")
    team.presses("张三", "其他日期")
    team.fills("张三", 截止="3月6日15:00")
    team.shows(GROUP, "负责人：李四", "截止：3月6日（周五）15:00", kind="post")


def test_t7_what_is_no_date_is_asked_again(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @李四")
    team.presses("张三", "其他日期")
    team.fills("张三", 截止="尽量")
    team.shows("dm:张三", "没看懂“尽量”是什么时间。请写成：3月6日、周五17:00、3个工作日内")


def test_p3_of_several_people_one_is_asked_to_own_and_the_others_help(team: Chat) -> None:
    team.says("张三", "/任务 终稿 @李四 @王五 3月6日前")
    asked = team.shows(GROUP, "“终稿”由谁负责？", "负责人只能有一位，其他人会列为协作人。")
    assert asked.buttons == ("李四", "王五")
    team.presses("张三", "李四")
    team.shows(GROUP, "负责人：李四", "协作人：王五", kind="post")


def test_t7_a_date_that_is_over_is_asked_for(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @李四 2026年2月27日前")
    asked = team.shows(GROUP, "已经过去了，请重新选择截止时间。", "任务：写文案")
    assert "其他日期" in asked.buttons


def test_t7_a_date_of_two_meanings_is_asked_with_both(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @李四 3月4日周四前")
    asked = team.shows(GROUP, "是指哪个时间？")
    assert asked.buttons == ("3月4日（周三）", "3月5日（周四）", "其他日期")
    team.presses("张三", "3月5日（周四）")
    team.shows(GROUP, "截止：3月5日（周四）", kind="post")


def test_t7_an_unknown_name_gets_the_nearest(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @李思 3月6日前")
    asked = team.shows(GROUP, "没有找到“李思”，是下面这位吗？")
    assert asked.buttons == ("是李四", "选择负责人")
    team.presses("张三", "是李四")
    team.shows(GROUP, "负责人：李四", kind="post")


def test_t7_a_name_like_nobodys_asks_who_owns_it(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @Zoe 3月6日前")
    team.shows(GROUP, "“写文案”由谁负责？", "没有找到“Zoe”。")


def test_t7_an_unknown_collaborator_can_be_left_out(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @李四 3月6日前 协作 @王武")
    team.presses("张三", "不加这个人")
    card = team.shows(GROUP, "负责人：李四", kind="post")
    assert "协作人" not in card.text


def test_t7_only_who_asked_answers_the_questions(team: Chat) -> None:
    team.says("张三", "/任务 写文案")
    team.presses("王五", "我来负责")
    team.shows("dm:王五", "这条由张三来确认。")


def test_t7_a_second_tap_on_an_answer_makes_no_second_task(team: Chat) -> None:
    team.says("张三", "/任务 写文案 @李四")
    seen = team.sees("张三", "3月6日（周五）")
    team.presses("张三", "3月6日（周五）")
    team.presses_late("张三", seen)
    team.shows("dm:张三", "这条已经处理过了，不用再点。")
    assert len([line for line in team.lines(GROUP, kind="post") if "写文案（" in line.text]) == 1


# ---------------------------------------------------------------------------------------------------------------------
# The form


def test_t1_the_word_alone_offers_the_form_of_five_elements(team: Chat) -> None:
    team.says("张三", "/任务")
    team.shows(GROUP, "新任务要写清五件事：负责人、截止时间、验收标准、协作人、所需资源。")
    team.presses("张三", "填写任务")
    people = {"负责人": "李四", "协作人": "王五"}
    team.fills("张三", people, 任务名称="预算表", 截止="3月9日", 验收标准="含税", 所需资源="报价单")
    team.shows(GROUP, "预算表（SJB20260001）", "负责人：李四", "验收标准：含税", "协作人：王五", "所需资源：报价单")


def test_t7_a_form_without_owner_asks_for_it(team: Chat) -> None:
    team.says("张三", "/任务")
    team.presses("张三", "填写任务")
    team.fills("张三", 任务名称="预算表", 截止="3月9日")
    team.shows(GROUP, "“预算表”由谁负责？")


# ---------------------------------------------------------------------------------------------------------------------
# Lists (T6) and permissions (U4)


def test_t6_the_list_is_grouped_by_light_late_first(team: Chat) -> None:
    team.says("张三", "/任务 慢的 @李四 3月2日10:00前")
    team.says("张三", "/任务 远的 @李四 3月13日前")
    team.says("张三", "/任务 近的 @王五 3月3日前")
    team.until("2026-03-02 11:00")
    team.says("王五", "/任务 列表")
    lines = team.shows(GROUP, "Q4宣传物料：3 项未完成任务").text.splitlines()[1:]
    assert [line.split(" · ")[0] for line in lines] == ["🔴 逾期｜慢的", "🟡 临期｜近的", "🟢 正常｜远的"]


def test_t6_the_list_of_one_person(team: Chat) -> None:
    team.says("张三", "/任务 海报 @李四 3月6日前")
    team.says("张三", "/任务 拍摄 @王五 3月6日前")
    team.says("张三", "/任务 列表 @王五")
    shown = team.shows(GROUP, "1 项未完成任务", "拍摄")
    assert "海报" not in shown.text


def test_t6_an_empty_list_offers_to_make_a_task(team: Chat) -> None:
    team.says("张三", "/task list")
    assert team.shows(GROUP, "Q4宣传物料没有未完成的任务。").buttons == ("填写任务",)


def test_t1_a_card_can_be_called_up_by_code_or_title(team: Chat) -> None:
    team.says("张三", LINE)
    team.says("王五", "/任务 查看 sjb20260001")
    team.shows(GROUP, "验收标准：300DPI", kind="post")
    team.tells("王五", "/task show 完成3款海报初稿")
    team.shows("dm:王五", "验收标准：300DPI")


def test_u4_outsiders_learn_nothing_of_a_task(team: Chat) -> None:
    team.says("张三", LINE)
    for command in ("/任务 查看 SJB20260001", "/进度 SJB20260001 50%", "/历史 SJB20260001"):
        team.tells("孙六", command)
        team.shows("dm:孙六", "这里没有编号为 SJB20260001 的任务。")
        team.hides("dm:孙六", "海报")


# ---------------------------------------------------------------------------------------------------------------------
# What may have been meant


def test_t7_a_name_without_a_sign_is_offered_and_leaves_the_title(team: Chat) -> None:
    team.says("张三", "/任务 做海报 李四 蓝色 3月11日")
    asked = team.shows(GROUP, "“做海报 蓝色”由谁负责？")
    assert asked.buttons == ("李四", "我来负责", "选择负责人")
    team.presses("张三", "李四")
    team.shows(GROUP, "做海报 蓝色（SJB20260001）", "负责人：李四", "截止：3月11日")


@pytest.mark.parametrize(
    ("typed", "title", "due"),
    [
        ("/任务 做海报 李四 3月11日", "做海报", "3月11日（周三）"),
        ("/任务 3.16-3.20 直播排期 李四", "直播排期", "3月20日（周五）"),
        ("/任务 做海报，李四，3月10日17:30", "做海报", "3月10日（周二）17:30"),
        ("/任务 “双11大促页面” @李四 3/12", "双11大促页面", "3月12日（周四）"),
        ("/任务 把“周五前交”这句话删掉 @李四 3月9日", "把“周五前交”这句话删掉", "3月9日（周一）"),
        ("/任务 设计部 盘点样品 3月9日", "盘点样品", "3月9日（周一）"),
    ],
)
def test_t1_who_stands_apart_is_the_owner_and_leaves_no_crumbs(team: Chat, typed: str, title: str, due: str) -> None:
    team.says("张三", typed)
    team.shows(GROUP, f"{title}（SJB20260001）", "负责人：李四", f"截止：{due}")


@pytest.mark.parametrize("typed", ["/任务 把报价发给 李四 3月11日", "/任务 采访 李四 3月11日"])
def test_t7_whom_the_work_is_for_is_not_taken_for_the_owner(team: Chat, typed: str) -> None:
    team.says("张三", typed)
    team.shows(GROUP, "由谁负责？")


def test_t7_an_english_name_without_a_sign_is_offered(english: Chat) -> None:
    english.says("Ann", "/task Flyer Bob March 10", "Launch")
    assert english.shows("group:Launch", "Who owns “Flyer”?").buttons[0] == "Bob"


def test_t7_a_bare_number_is_offered_as_a_date_and_leaves_the_title_when_chosen(team: Chat) -> None:
    team.says("张三", "/任务 做海报 3.13 @李四")
    team.shows(GROUP, "“3.13”", "任务：做海报 3.13")
    team.presses("张三", "3月13日（周五）")
    team.shows(GROUP, "做海报（SJB20260001）", "截止：3月13日（周五）", kind="post")


def test_t7_a_name_like_nobodys_is_not_said_to_be_somebodys(team: Chat) -> None:
    team.says("张三", "/任务 定稿 @李四 @所有人 3月6日")
    asked = team.shows(GROUP, "没有找到“所有人”。")
    assert ("是下面这位吗" in asked.text, asked.buttons) == (False, ("不加这个人",))


@pytest.fixture
def namesakes(team: Chat) -> Chat:
    """A 李雷 beside 李四."""
    team.person("李雷", dept="技术部")
    return team


def test_t7_a_surname_and_a_title_of_several_is_asked_and_the_others_do_not_help(namesakes: Chat) -> None:
    namesakes.says("张三", "/任务 小李周五前做海报")
    asked = namesakes.shows(GROUP, "“小李”是哪一位？")
    assert asked.buttons == ("李四", "李雷")
    namesakes.presses("张三", "李四")
    made = namesakes.shows(GROUP, "做海报（SJB20260001）", "负责人：李四", kind="post")
    assert "李雷" not in made.text


def test_t7_before_the_tap_a_name_of_several_is_shown_as_it_was_written(namesakes: Chat) -> None:
    namesakes.tells("张三", "小李周五前做海报")
    namesakes.shows("dm:张三", "要新建任务“做海报”吗？", "负责人：小李（确认后选是哪一位）")


def test_t7_which_helper_is_meant_is_asked_or_left_out(namesakes: Chat) -> None:
    namesakes.says("张三", "/任务 海报，王五负责，小李配合，周五前")
    asked = namesakes.shows(GROUP, "“小李”是哪一位？")
    assert asked.buttons == ("李四", "李雷", "不加这个人")
    namesakes.presses("张三", "不加这个人")
    assert "协作" not in namesakes.shows(GROUP, "海报（SJB20260001）", "负责人：王五", kind="post").text


def test_p5_a_department_stands_for_its_liaison(team: Chat) -> None:
    team.says("张三", "/任务 由设计部于3月12日前完成3款初稿")
    team.shows(GROUP, "完成3款初稿（", "负责人：李四", "部门：设计部", kind="post")


def test_t7_a_vague_request_is_asked_what_whom_when_and_how_well_one_by_one(team: Chat) -> None:
    team.says("张三", "/任务 尽快处理一下")
    team.shows(GROUP, "“尽快处理一下”具体要做什么？请写清要交付的成果。")
    team.fills("张三", {"said": "给客户的报价单"})
    team.shows(GROUP, "“给客户的报价单”由谁负责？")
    team.presses("张三", "我来负责")
    team.shows(GROUP, "“给客户的报价单”什么时候截止？")
    team.presses("张三", "3月6日（周五）")
    team.shows(GROUP, "“给客户的报价单”做到什么程度算完成？")
    team.presses("张三", "没有特别要求")
    team.shows(GROUP, "给客户的报价单（", "负责人：张三", kind="post")


def test_t7_questions_are_answered_by_typing_too(team: Chat) -> None:
    team.says("张三", "/任务 处理一下")
    team.says("张三", "@bot 给客户的报价单")
    team.shows(GROUP, "已回答：给客户的报价单", kind="update")
    team.shows(GROUP, "“给客户的报价单”由谁负责？")
    team.says("张三", "@bot 李四吧")
    team.shows(GROUP, "“给客户的报价单”什么时候截止？")
    team.says("张三", "@bot 周五17:00前")
    team.says("张三", "@bot 含三档方案")
    team.shows(GROUP, "给客户的报价单（", "负责人：李四", "截止：3月6日（周五）17:00", "验收标准：含三档方案")


@pytest.mark.parametrize("typed", ["客户说周五可能不行", "李四在吗", "系统排查已完成50%", "@张三 @李四"])
def test_t7_words_that_answer_another_question_are_no_answer(team: Chat, typed: str) -> None:
    team.tells("李四", "/任务 系统排查 3月4日 @李四")
    team.tells("张三", "/任务 做海报 3月11日 负责人：赵六六")
    team.tells("张三", typed)
    team.hides("dm:张三", "做海报（SJB")
    team.hides("dm:张三", "已回答")


def test_t7_an_open_question_is_dropped_by_a_word(team: Chat) -> None:
    team.says("张三", "/任务 做海报 @李四")
    team.says("张三", "@bot 算了")
    team.shows(GROUP, "好的，没有改动。", kind="post")
    team.says("张三", "@bot 周五")
    team.hides(GROUP, "做海报（")
