"""Words that order something to be done, though nobody and no day is named (T1, T7)."""

import pytest

from bot.rules.orders import orders, orders_only


@pytest.mark.parametrize(
    "text",
    [
        "做个易拉宝",
        "写一份活动方案",
        "整理一下用户反馈",
        "请画三张门店示意图",
        "有人订两套工服",
        "建个任务：做易拉宝",
        "新任务 做易拉宝",
        "draft a press release",
        "please order the badges",
        "create a task: badges",
    ],
)
def test_one_piece_of_work_that_is_wanted_is_an_order(text: str) -> None:
    assert orders(text)


@pytest.mark.parametrize(
    "text",
    [
        "做海报",
        "写了个方案",
        "昨天做了个海报",
        "做个海报要几天",
        "写一份方案要多久",
        "做个人吧",
        "改一下",
        "查一下进度",
        "新任务的截止是哪天",
        "任务太多了",
        "wrote a press release",
    ],
)
def test_what_is_done_or_asked_is_no_order(text: str) -> None:
    assert not orders(text)


def test_a_task_alone_is_wanted_without_saying_which() -> None:
    assert orders_only("派任务") and orders_only("create a task.")
    assert not orders_only("派任务给王芳")
