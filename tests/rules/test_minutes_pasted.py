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
