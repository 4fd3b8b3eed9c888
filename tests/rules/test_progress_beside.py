"""What is said of one task beside another, of a thing that is no task, and of all of them (S3, T4)."""

import pytest

from bot.rules.progress import ProgressUpdate, TaskName, read_progress, says_all_stuck
from bot.rules.standup_text import StandupText, read_standup
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at

TITLES = ("Press release", "Landing copy", "支付联调", "压力测试", "社群投放计划")
TASKS = tuple(TaskName(f"XZB2026000{number}", title) for number, title in enumerate(TITLES, 1))


def updates(text: str) -> tuple[ProgressUpdate, ...]:
    return read_progress(text, at("2026-03-02 08:30"), WEEKDAYS, SHANGHAI, TASKS)


def told(text: str) -> list[tuple[str, int | str | None]]:
    return [((each.code or "?")[-1], each.percent or each.state) for each in updates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("press release done, poster 30%", [("1", "done")]),
        ("press release: done, poster: 30%", [("1", "done")]),
        ("支付联调做完了，接口文档30%", [("3", "done")]),
        ("Press release 60%, overall 70%", [("1", 70)]),
        ("支付联调50%，现在60%", [("3", 60)]),
        ("支付联调完成70%，整体进度75%", [("3", 75)]),
    ],
)
def test_the_share_of_a_thing_that_is_no_task_is_not_the_tasks_own(
    text: str, expected: list[tuple[str, int | str | None]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press release done, landing copy 30%", [("1", "done"), ("2", 30)]),
        ("Press release finished, landing copy blocked", [("1", "done"), ("2", "blocked")]),
        ("finished landing copy, press release half way", [("2", "done"), ("1", 50)]),
        ("支付60%压测10%", [("3", 60), ("4", 10)]),
        ("联调90%压测20%投放50%", [("3", 90), ("4", 20), ("5", 50)]),
        ("压测从10%提升到80%", [("4", 80)]),
    ],
)
def test_each_of_two_tasks_has_its_own_share(text: str, expected: list[tuple[str, int | str | None]]) -> None:
    assert told(text) == expected


def test_a_plan_in_the_name_of_a_task_forecasts_nothing() -> None:
    (update,) = updates("投放计划做到40%，等预算")
    assert (update.code, update.percent, update.state, update.need) == ("XZB20260005", 40, "blocked", "预算")


@pytest.mark.parametrize("text", ["Press release about halfway, next: legal review", "Press release is roughly half"])
def test_a_rough_half_is_a_half(text: str) -> None:
    (update,) = updates(text)
    assert update.percent == 50


def test_a_share_with_its_chief_reason_keeps_both() -> None:
    (update,) = updates("支付联调只完成了30%，主要是王五没给接口")
    assert (update.percent, update.cause) == (30, "王五没给接口")


@pytest.mark.parametrize("day", ["最晚明天", "周五前", "明天"])
def test_a_bare_day_behind_a_need_says_until_when_it_is_needed(day: str) -> None:
    (update,) = updates(f"支付联调卡住了，等接口，{day}")
    assert (update.need, update.expected, update.next_step) == (f"接口，{day}", None, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两个任务都卡住了，没有测试环境", (2, "没有测试环境")),
        ("两个都被卡住了，因为测试环境没好", (2, "测试环境没好")),
        ("both tasks are stuck, no test env", (2, "no test env")),
        ("三个任务都卡了", (3, "")),
        ("联调和压测都卡住了", None),
    ],
)
def test_all_that_is_stuck_in_one_go(text: str, expected: tuple[int, str] | None) -> None:
    assert says_all_stuck(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "did the banner yesterday, 今天 finalize 展架, no blockers",
            ("did the banner", "finalize 展架", ""),
        ),
        (
            "worked on landing copy yesterday; today press release; nothing blocking",
            ("worked on landing copy", "press release", ""),
        ),
        ("昨儿画了主视觉，今儿做展架，卡在供应商没报价", ("画了主视觉", "做展架", "卡在供应商没报价")),
    ],
)
def test_the_first_day_of_a_standup_may_stand_behind_what_it_is_said_of(text: str, parts: tuple[str, str, str]) -> None:
    assert read_standup(text) == StandupText(*parts, unsure=False)
