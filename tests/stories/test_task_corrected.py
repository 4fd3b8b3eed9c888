"""What was understood is put right, agreed to or dropped in words, and questions are answered in many (T7)."""

import pytest

from tests.chat import GROUP, Chat


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("不对，是周四", "截止：3月5日（周四）"),
        ("周四", "截止：3月5日（周四）"),
        ("actually Thursday", "截止：3月5日（周四）"),
        ("改成3月8日", "截止：3月8日（周日）"),
        ("负责人应该是王五", "负责人：王五"),
        ("不是李四，是王五", "负责人：王五"),
        ("换王五吧", "负责人：王五"),
    ],
)
def test_t7_what_waits_for_a_tap_is_put_right(team: Chat, said: str, shown: str) -> None:
    team.tells("张三", "李四周五前出图")
    team.tells("张三", said)
    team.shows("dm:张三", "要新建任务“出图”吗？", shown)


def test_t7_what_waits_for_a_tap_may_be_agreed_to_in_words(team: Chat) -> None:
    team.tells("张三", "李四周五前出图")
    team.tells("张三", "确认")
    team.shows("dm:张三", "出图（", "负责人：李四")


def test_t7_what_waits_for_a_tap_may_be_dropped_in_words(team: Chat) -> None:
    team.tells("张三", "李四周五前出图")
    team.tells("张三", "先不要了")
    team.shows("dm:张三", "好的，没有改动。")


@pytest.mark.parametrize("said", ["给李四", "让李四来", "负责人是李四", "it's 李四"])
def test_t7_an_owner_is_named_in_many_ways(team: Chat, said: str) -> None:
    team.tells("张三", "/任务 出图 周五前")
    team.tells("张三", said)
    team.shows("dm:张三", "出图（", "负责人：李四")


def test_t7_of_several_who_are_named_one_has_to_be_chosen(team: Chat) -> None:
    team.tells("张三", "/任务 出图 周五前")
    team.tells("张三", "李四和王五")
    assert {"李四", "王五"} <= set(team.shows("dm:张三", "“出图”").buttons)


def test_t1_a_name_that_nobody_has_is_told_where_an_owner_is_asked_for(team: Chat) -> None:
    team.says("张三", "/任务 写总结 周五")
    team.says("张三", "@bot 赵六")
    team.shows(GROUP, "没找到“赵六”")
    team.says("张三", "@bot 李四")
    team.shows(GROUP, "写总结", "李四", kind="post")


def test_t1_a_name_that_nobody_has_is_told_before_a_task_is_made(team: Chat) -> None:
    team.says("张三", "@bot 赵六周五前写完总结")
    team.shows(GROUP, "要新建任务“写完总结”吗？", "负责人：没有找到“赵六”，确认后再问")
