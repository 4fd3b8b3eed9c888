"""Minutes as assistants write them and as people type them in a hurry (M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, rows


def test_green_ticks_before_every_point_of_a_list_are_bullets() -> None:
    text = "门店周会\n会议待办\n✅ 陶静：整理缺货清单（截止：3月11日）\n✅ 老盛：跟商场谈延时，本周内给答复"
    assert rows(text) == [("整理缺货清单", "陶静", "03-11"), ("跟商场谈延时，给答复", "老盛", "03-13")]


def test_green_ticks_beside_open_boxes_are_done() -> None:
    text = "门店周会\n待办\n✅ 陶静：整理缺货清单\n☐ 老盛：跟商场谈延时，本周内给答复"
    assert [each[1] for each in rows(text)] == ["老盛"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- **Staff rota:** Publish the rota by March 20 (Priya)", ("Staff rota: Publish the rota", "Priya", "03-20")),
        ("- Quarantine flaky tests (Hugo, by 13 March)", ("Quarantine flaky tests", "Hugo", "03-13")),
        ("[ ] @Amina Yusuf - Send the contract by Friday", ("Send the contract", "Amina Yusuf", "03-13")),
        ("2. 机组报价：阿坤向三家询价，3月20日前汇总", ("机组报价： 向三家询价，汇总", "阿坤", "03-20")),
        ("- Handoff checklist -> Elif, 13 March", ("Handoff checklist", "Elif", "03-13")),
    ],
)
def test_an_assistant_names_the_owner_wherever_it_likes(line: str, expected: tuple[str, str, str]) -> None:
    text = f"Weekly sync\nAttendees: Priya Nair, Hugo, Amina Yusuf, 阿坤, Elif\nFollow-up tasks\n{line}"
    what, who, due = rows(text)[0]
    assert (what, who.split()[0], due) == (expected[0], expected[1].split()[0], expected[2])


def test_what_is_done_about_it_is_the_task_not_what_was_wrong() -> None:
    text = "护理质量会\n整改措施：\n1.标识不清。整改措施：药学部换标签。责任人：谈静。完成时间：3月16日\n"
    text += "2.记录漏项。整改措施：修订模板。责任人：各病区护士长。完成时间：3月底"
    assert [each[1:] for each in rows(text)] == [("谈静", "03-16"), ("各病区护士长", "03-31")]
    assert rows(text)[1][0] == "修订模板"


def test_next_week_of_a_department_is_work_of_that_department() -> None:
    text = "公司周例会\n【生产部】\n本周：完成订单126台。\n下周：3月14日前完成ECN切换。\n【采购部】\n本周：已催两次。"
    assert rows(text) == [("完成ECN切换", "生产部", "03-14")]


def test_points_below_a_person_are_theirs() -> None:
    text = "一对一周报\n参会：Jasper、盛楠\n## Jasper\n - 画像v2（done）\n - 3/13 前补充访谈5个\n## 盛楠\n - 配合拍视频"
    assert rows(text) == [("补充访谈5个", "Jasper", "03-13")]


def test_blanks_stand_for_commas_where_nothing_else_does() -> None:
    text = "刚开完会\n参会：小芸\n出口那单 单证 小芸你明天中午前把箱单发我 客户等着呢"
    assert [each[1:] for each in rows(text)] == [("小芸", "03-11")]


def test_the_matter_stands_before_the_sentence_that_hands_it_out() -> None:
    text = "专题会议纪要\n会议议定：\n（一）优化尽调模板。由合规部牵头，公司部配合，3月25日前完成修订。"
    assert rows(text) == [("优化尽调模板：完成修订", "合规部", "03-25")]


def test_whoever_was_charged_just_before_is_meant_by_a_pronoun() -> None:
    text = "Harvest call\nMarta is going to line up two crews; she'll confirm numbers by Thursday."
    assert [each[1:] for each in rows(text)] == [("Marta", ""), ("Marta", "03-12")]


def test_whoever_speaks_first_in_a_transcript_is_no_title() -> None:
    text = (
        "小詹 00:02\n义卖的场地谁去谈？\n小倪 00:10\n我去吧，我熟。\n小詹 00:15\n行，那这周内给个信。\n小祁 00:20\n好"
    )
    assert read(text).topic == ""
    assert rows(text) == [("义卖的场地", "小倪", "03-13")]


def test_points_of_one_line_may_follow_a_bracket() -> None:
    text = "3/9产研对齐：1.登录改造延后（产品决定）2.召回优化由大刘跟，3/20出结论 3.埋点规范邓邓周五前发"
    assert rows(f"参会：大刘、邓邓\n{text}") == [
        ("召回优化跟，出结论", "大刘", "03-20"),
        ("埋点规范发", "邓邓", "03-13"),
    ]


def test_a_table_of_problems_and_measures_holds_the_measures() -> None:
    text = "| 问题描述 | 对策 | 担当 | 完成日 | 确认 |\n| --- | --- | --- | --- | --- |\n"
    text += "| 漏打 | 加防错传感器 | 阮工 | 3/18 | |\n| 压痕 | 换托盘 | 费工 | 3/6 | OK 已完成 |"
    assert rows(text) == [("加防错传感器", "阮工", "03-18")]


def test_what_was_due_before_and_has_a_new_day_is_still_open() -> None:
    text = "周会\n参会：阿梁、关姐\n【上周待办跟踪】\n- 尾板维修（阿梁）✔ 已修好\n- 合同续签（关姐）⏳ 压价，周三前谈完"
    assert rows(text) == [("合同续签", "关姐", "03-11")]


def test_matters_settled_under_a_title_that_says_so_were_decided() -> None:
    found = read("校长办公会议定事项\n2026年3月9日\n1. 不再订购纸质报刊。\n2. 教师体检定于4月11日，工会负责通知。")
    assert found.decisions == ("不再订购纸质报刊。", "教师体检定于4月11日，工会负责通知。")


def test_any_other_business_may_hold_tasks() -> None:
    assert rows("Field meeting\nIn attendance: Achieng\nAOB\nAchieng will collect contributions.")[0][1] == "Achieng"


@pytest.mark.parametrize(
    "line", ["胸牌 果果妈妈打印", "班费余额小宇爸爸月底公示一下", "带宽温温向财务确认后反馈", "保险我来买"]
)
def test_the_object_may_stand_before_who_does_it(line: str) -> None:
    text = f"家委碰头会\n参会：果果妈妈、小宇爸爸、温温\n1、春游定植物园\n2、{line}"
    assert len(rows(text)) == 1
    assert read(text).topics == ()


def test_a_tracker_is_a_list_of_actions_from_its_first_line_on() -> None:
    text = "Action tracker – Annual conference\nBy 13 March\n- Book flights (Ola)\nDone\n- Venue deposit – Ola"
    assert rows(text) == [("Book flights", "Ola", "03-13")]


def test_an_item_that_begins_with_its_state_is_over() -> None:
    text = "Incident review\nPresent: Luca, Idris\nAI-1 Add checks — owner: Idris — due: 20 March\n"
    assert rows(text + "AI-2 (closed) Restore dashboards — owner: Luca") == [("Add checks", "Idris", "03-20")]


def test_what_is_required_by_a_day_is_due_then() -> None:
    text = "筹建推进会\n事项：消防验收\n责任人：魏工\n要求：3月18日前通过验收"
    assert rows(text) == [("消防验收", "魏工", "03-18")]


def test_what_somebody_did_before_a_comma_leaves_them_what_follows() -> None:
    assert rows("Daily scrum notes\n参会：Nina\nNina: 用例写了80%，周四前全部写完")[0][1:] == ("Nina", "03-12")


def test_whoever_is_mentioned_may_be_asked() -> None:
    text = "Standup summary\nPresent: Mei Lin\n- tokens missing, @Mei Lin can you export them today?"
    assert [each[1] for each in rows(text)] == ["Mei Lin"]
