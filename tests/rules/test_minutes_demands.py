"""Lists of demands and measures: whose they are, what a sentence adds, and what is said beside the task (M5)."""

import pytest

from tests.rules.test_minutes_layouts import rows


def test_demands_of_a_leader_are_a_list_of_actions_after_the_reports() -> None:
    text = (
        "经营例会纪要\n各部门汇报\n销售部：回款完成九成。\n齐总要求\n1. 销售部：3月20日前拿出清欠方案，财务部会签。\n"
    )
    assert rows(f"{text}2. 工程部：栾工抓紧图审") == [
        ("拿出清欠方案", "销售部", "03-20"),
        ("图审", "栾工", ""),
    ]


def test_a_department_above_numbered_measures_owns_them() -> None:
    text = "质量会\n三、对策及责任\n（一）冲压车间\n1、全部模具台账3月20日前补齐。\n"
    assert rows(f"{text}（二）质检科\n1、复测两批来料，3月22日前") == [
        ("全部模具台账补齐", "冲压车间", "03-20"),
        ("复测两批来料", "质检科", "03-22"),
    ]


def test_who_answers_for_a_measure_is_told_behind_it() -> None:
    text = "安全例会\n与会：马六、罗师傅\n1、脚手架连墙件缺失六处，3月20日前整改完毕并回复，安全员马六负责。\n"
    assert rows(f"{text}2、3月22日前重做参数卡并上墙，罗师傅负责，质检科确认。") == [
        ("脚手架连墙件缺失六处，整改完毕并回复", "马六", "03-20"),
        ("重做参数卡并上墙", "罗师傅", "03-22"),
    ]


def test_every_sentence_behind_a_colon_is_of_whoever_stands_before_it() -> None:
    text = "祁主任要求\n1. 门诊部：3月20日前报排班表；导诊台要补人，3月25日给我。"
    assert rows(text) == [("报排班表", "门诊部", "03-20"), ("导诊台要补人", "门诊部", "03-25")]


def test_a_rule_for_the_time_to_come_is_no_measure() -> None:
    assert rows("改进措施\n1. 今后换料后必须做首件三检\n2. 小邱补首检表，3月12日") == [("补首检表", "小邱", "03-12")]


def test_a_day_by_its_label_may_say_what_is_to_be_done() -> None:
    text = "风险联席会\n议题1 钢构厂逾期\n责任：公司部闻静　完成：3月20日前发律师函"
    assert rows(text) == [("发律师函", "闻静", "03-20")]


@pytest.mark.parametrize(
    "line",
    [
        "Draft the notice to tenants by 20 March; Ingrid to approve before it goes out. (Lena)",
        "Draft the notice to tenants and show it to Ingrid by 20 March. (Lena)",
    ],
)
def test_a_name_in_brackets_at_the_end_of_a_listed_line_owns_it(line: str) -> None:
    found = rows(f"Present: Ingrid, Lena, Raj\nActions\n- {line}")
    assert [(owner, due) for _, owner, due in found] == [("Lena", "03-20")]


def test_all_of_a_kind_are_nobody_in_particular() -> None:
    assert rows("Next steps\nAll subcontractors to submit method statements by 20 March.") == [
        ("submit method statements", "All subcontractors", "03-20")
    ]


def test_work_wanted_of_nobody_is_a_task_without_an_owner() -> None:
    assert rows("Actions\n- Ask Platform for a second test bench - anyone?") == [
        ("Ask Platform for a second test bench", "", "")
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Present: Mr. Arai\nAction: Mr. Arai to send a floor plan incl. foyer screens by 13 March"
    assert rows(text) == [("send a floor plan incl. foyer screens", "Mr. Arai", "03-13")]


def test_a_version_is_no_day() -> None:
    assert rows("改进措施\n1. 手持终端全部升级到3.2固件——孔维，3月20日") == [
        ("手持终端全部升级到3.2固件", "孔维", "03-20")
    ]


def test_what_was_carried_over_is_of_whoever_follows_it_up() -> None:
    text = "上月遗留事项跟踪\n1. 锅炉年检报审：殷红跟进，财务已签，等分管院长，延至3月20日前办结"
    assert rows(text) == [("锅炉年检报审", "殷红", "03-20")]
