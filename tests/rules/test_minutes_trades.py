"""Minutes of many trades: a shift in a plant, a kitchen, a school that moves, a company's circular (M2, M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, row, rows


def test_teams_of_a_plant_are_charged_like_departments() -> None:
    text = "3月10日 班前会\n1#线换模，钳工班3月11日十点前换好，质检陪同首检。\n2#线缺料，仓库把料3月11日先调过来。"
    assert [(owner, due) for _, owner, due in rows(text)] == [("钳工班", "03-11"), ("仓库", "03-11")]


def test_a_day_before_a_comma_is_not_of_whoever_stands_behind_it() -> None:
    text = (
        "班前会\n订单加急，12号必须发走，计划员小雯今天重排计划。\n开放日定于3月26日，施工单位倒排计划，3月18日前上报。"
    )
    assert [(owner, due) for _, owner, due in rows(text)] == [("小雯", "03-10"), ("施工单位", "03-18")]


def test_who_stands_just_before_the_day_owns_a_row() -> None:
    text = "与会：阿豪、王先生\n待办汇总\n1. 王先生快剪 阿豪 3/12"
    assert rows(text) == [("王先生快剪", "阿豪", "03-12")]


def test_a_list_of_decisions_ends_at_the_summary_of_what_is_to_do() -> None:
    told = read("婚庆周会\n定了：\n五一加收加急费\n待办汇总\n1. 报价表 大刘 3/10")
    assert told.decisions == ("五一加收加急费",)
    assert [item.title for item in told.items] == ["报价表"]


def test_what_a_meeting_demanded_is_a_list_of_actions_without_its_slogans() -> None:
    text = "安全生产专题会议纪要\n会议要求：\n1.各部门要提高政治站位，压实责任。\n"
    found = rows(f"{text}2.安环部牵头修订动火办法，3月31日前印发。")
    assert [(owner, due) for _, owner, due in found] == [("安环部", "03-31")]


def test_a_time_before_a_name_says_who_speaks() -> None:
    text = "00:12 主持人 骆楠\n课桌椅呢？\n00:43 后勤 尤师傅\n我盯着。\n00:52 骆楠\n校车谁跟运输公司谈？\n"
    told = read(f"{text}00:57 教务 邰老师\n我来谈吧，这周五给结果。")
    assert [one.name for one in told.attendees] == ["骆楠", "尤师傅", "邰老师"]
    assert [item.owners[0].written for item in told.items] == ["邰老师"]


def test_one_word_that_settles_is_of_the_sentence_before_it() -> None:
    assert read("Menu tasting\nThe lamb stays, the risotto goes. Decided.").decisions == (
        "The lamb stays, the risotto goes. Decided.",
    )


def test_what_is_asked_behind_a_name_and_a_dash_is_theirs() -> None:
    text = "Here: Femi, Ollie\n- Femi – new quote for the oysters by Friday, please ask two suppliers."
    assert [(owner, due) for _, owner, due in rows(text)] == [("Femi", "03-13")]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("【会议记录】消防整改推进会\n日期：3月10日", "消防整改推进会"),
        ("关于召开安全生产专题会议的纪要\n3月9日，蓝海主持召开安全生产专题会议。", "安全生产专题会议"),
        ("3月10日 班前会 二车间\n主持 佟主任", "班前会 二车间"),
        ("Steering Committee – Bed Tracking\nMinutes no. 7, 10 March 2026", "Steering Committee – Bed Tracking"),
    ],
)
def test_the_subject_is_told_in_many_kinds_of_titles(text: str, topic: str) -> None:
    assert read(text).topic == topic


def test_posts_companies_and_dashes_beside_a_name_are_no_part_of_it() -> None:
    told = read("会议纪要\n到会：园区经理秦朗、工程外包-小滕、租户代表（顺丰）苗经理\nAbsent with apology: M. Duarte")
    assert [one.name for one in told.attendees] == ["秦朗", "小滕", "苗经理"]
    assert [one.name for one in told.absentees] == ["M. Duarte"]


def test_chapters_without_marks_stand_above_paragraphs() -> None:
    text = "MINUTES\nParents' Association – Committee meeting\nPresent: Gwen Adeyemi, Shirin Azad, Pete Holloway\n"
    text += "Matters arising\nThe climbing frame has been repaired and painted by the caretaker.\nSummer fair\n"
    text += "Date agreed: Saturday 20 June. Shirin will approach the brass band again.\nFinance\n"
    told = read(f"{text}The committee resolved to buy books. Pete to transfer the money by 20 March.")
    assert [topic.title for topic in told.topics] == ["Summer fair", "Finance"]
    assert [row(item) for item in told.items] == [
        ("approach the brass band again", "Shirin Azad", ""),
        ("transfer the money", "Pete Holloway", "03-20"),
    ]


def test_what_is_carried_over_names_its_owner_behind_it() -> None:
    text = "与会：Ruby、滕飞\n上期行动项回顾\n1. 风险客户清单（滕飞，3/6）✅\n2. FAQ更新 Ruby —— 进行中，顺延到3/17"
    assert rows(text) == [("FAQ更新", "Ruby", "03-17")]


def test_a_task_before_the_next_sync_is_no_next_meeting() -> None:
    told = read("Here: Kit, Noor\nAction items\n- Kit: review the dashboard (before next sync)")
    assert (told.next_meeting, [item.owners[0].written for item in told.items]) == ("", ["Kit"])


def test_what_is_to_be_reviewed_names_no_reviewer() -> None:
    assert rows("与会：Tim、白露\n下周计划\n· 性能压测方案评审 Tim 3/18") == [("性能压测方案评审", "Tim", "03-18")]


def test_a_line_of_a_chat_with_its_time_is_no_title() -> None:
    assert read("[14:02] 范总: 今天三件事\n[14:03] 小鹿: 好\n[14:04] 范总: 样机够不够\n[14:05] 小鹿: 够").topic == ""


def test_sentences_below_a_point_of_the_agenda_are_no_topics() -> None:
    text = "双周会\n二、议题\n（1）恒信投诉\n情况：导出连续失败，客户要说明。\n（2）帮助中心\n还没定谁来改。"
    assert [topic.title for topic in read(text).topics] == ["恒信投诉", "帮助中心"]


def test_a_matter_with_its_cause_measure_owner_and_day_is_one_item() -> None:
    text = "部门：仓储部  日期：3/10  记录：阿秀\n事项1：退货区积压\n  原因：人手不足\n  措施：向质检部借调2人\n"
    text += "  负责人：佟主管\n  完成时间：3月13日\n事项2：盘点差异\n  措施：复盘B区\n  完成时间：已完成"
    assert rows(text) == [("退货区积压：向质检部借调2人", "佟主管", "03-13")]


def test_who_helps_to_look_it_over_is_no_owner() -> None:
    text = "与会：范工、老窦\n并网申请材料由施工方负责准备，范工帮忙把关，3月20日之前报供电所。"
    assert rows(text) == [("并网申请材料准备，报供电所", "施工方", "03-20")]


def test_a_name_in_brackets_may_stand_before_the_day() -> None:
    text = "Here: Ines, Tobias\nActions\n- Screenshots for the store listing (Tobias) by 17 March"
    assert rows(text) == [("Screenshots for the store listing", "Tobias", "03-17")]
