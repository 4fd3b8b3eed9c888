"""Several tasks in one message are shown together and made after one tap (T1)."""

import pytest

from tests.chat import GROUP, Chat

BOTH = "李四周五前出主图，王五3月4日17:00前埋点"


@pytest.mark.parametrize("typed", [BOTH, f"/任务 {BOTH}", "1. 李四 出主图 周五\n2. 王五 埋点 3月4日17:00前"])
def test_t1_each_has_its_own_owner_and_date(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    shown = team.shows("dm:张三", "要新建这 2 项任务吗？", "1. 出主图 · 李四 · 3月6日（周五）", "2. 埋点 · 王五 · ")
    assert shown.buttons == ("确认", "不是")
    team.presses("张三", "确认")
    team.shows("dm:张三", "已确认 2 项任务", kind="update")
    team.shows("dm:张三", "出主图（", "负责人：李四", "截止：3月6日（周五）")
    team.shows("dm:张三", "埋点（", "负责人：王五", "截止：3月4日（周三）17:00")


def test_t1_none_is_made_before_the_tap_or_after_a_no(team: Chat) -> None:
    team.says("张三", f"/任务 {BOTH}")
    team.shows(GROUP, "要新建这 2 项任务吗？")
    team.presses("张三", "不是")
    team.tells("张三", "/任务 列表")
    team.shows("dm:张三", "没有未完成的任务")


def test_t7_what_is_missing_of_one_is_asked_after_the_tap(team: Chat) -> None:
    team.tells("张三", "李四出主图，王五周五前埋点")
    team.shows("dm:张三", "1. 出主图 · 李四 · 确认后再问")
    team.presses("张三", "确认")
    team.shows("dm:张三", "埋点（", "负责人：王五")
    team.shows("dm:张三", "“出主图”什么时候截止？")


def test_t7_what_is_missing_of_several_is_asked_one_after_another(team: Chat) -> None:
    team.tells("张三", "李四出主图，王五埋点")
    team.presses("张三", "确认")
    team.shows("dm:张三", "“出主图”什么时候截止？")
    team.hides("dm:张三", "“埋点”什么时候截止？")
    team.tells("张三", "周五")
    team.shows("dm:张三", "出主图（", "截止：3月6日（周五）")
    team.shows("dm:张三", "“埋点”什么时候截止？")
    team.presses("张三", "3月3日（周二）")
    team.shows("dm:张三", "埋点（", "负责人：王五", "截止：3月3日（周二）")


def test_t7_one_of_several_that_is_dropped_does_not_take_the_others_along(team: Chat) -> None:
    team.tells("张三", "李四出主图，王五埋点")
    team.presses("张三", "确认")
    team.tells("张三", "算了")
    team.shows("dm:张三", "好的，没有改动。")
    team.shows("dm:张三", "“埋点”什么时候截止？")


@pytest.mark.parametrize("typed", ["李四周五前出主图，王五配合", "李四、王五周五前出主图"])
def test_t1_who_helps_has_no_task_of_their_own(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    team.shows("dm:张三", "要新建任务“出主图”吗？")


def test_what_was_done_by_several_sets_no_tasks(team: Chat) -> None:
    team.tells("张三", "李四画完了主图，王五联调好了")
    team.shows("dm:张三", "听起来是进展，但没有对上进行中的任务。")
    team.hides("dm:张三", "要新建")


@pytest.mark.parametrize(
    "typed",
    [
        "1.首页 王五 周五 2.接口 李四 3月4日",
        "首页 王五 周五\n接口 李四 3月4日",
        "- 首页：王五 周五\n- 接口：李四 3月4日",
    ],
)
def test_t1_a_list_with_a_name_in_each_item_sets_a_task_each(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    team.shows("dm:张三", "1. 首页 · 王五 · 3月6日（周五）", "2. 接口 · 李四 · 3月4日（周三）")


@pytest.mark.parametrize("typed", ["昨天李四说周五给不了图", "打印店说周四能取", "李四还没给反馈"])
def test_s3_what_is_told_with_a_day_sets_no_task(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    team.hides("dm:张三", "要新建")
    team.hides("dm:张三", "要登记")


@pytest.mark.parametrize(
    "typed", ["昨天的会议纪要请李四周五前整理", "上周的纪要李四周五前发出来", "李四说明文档周五前写完"]
)
def test_t1_what_only_sounds_like_telling_is_a_task(team: Chat, typed: str) -> None:
    team.tells("张三", typed)
    team.shows("dm:张三", "要新建任务")


def test_t1_lists_of_things_with_an_owner_and_a_day_are_no_news_of_tasks_that_sound_alike(team: Chat) -> None:
    team.says("张三", "/任务 场地布置 @李四 3月6日前")
    team.tells("张三", "1. 主图（王五，周五）\n2. 场地（李四，周四）")
    team.shows("dm:张三", "1. 主图 · 王五 · 3月6日（周五）", "2. 场地 · 李四 · 3月5日（周四）")


def test_t1_what_is_told_beside_a_task_is_left_out_of_it(team: Chat) -> None:
    team.tells("张三", "王五请假了，李四周五前出主图")
    team.shows("dm:张三", "要新建任务“出主图”吗？", "负责人：李四")
