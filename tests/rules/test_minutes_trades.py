"""Minutes of many trades: a shift in a plant, a kitchen, a school that moves, a company's circular (M2, M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, rows


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
