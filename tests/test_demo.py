"""The demo: a believable project in both languages, whose past is played by the real bot without a single mistake."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.console.store import ConsoleStore
from bot import demo, texts
from bot.rehearsal.play import act
from bot.rehearsal.script import SetClock, parse
from bot.rehearsal.stage import Line, Stage

SATURDAY = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


async def played(language: str, at: datetime) -> tuple[Stage, demo.Opening]:
    rules = demo.defaults(language)
    opening = demo.opening(rules, at)
    stage = await Stage.open(opening.begins, rules)
    for step in parse(opening.source):
        if not isinstance(step, SetClock):
            await act(stage, step)
    await stage.move_to(opening.opens)
    return stage, opening


def past(language: str) -> list[Line]:
    stage, _ = asyncio.run(played(language, SATURDAY))
    lines = list(stage.lines)
    stage.close()
    return lines


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_nothing_in_the_demos_past_is_misunderstood(language: str) -> None:
    answers = [line for line in past(language) if line.why == "reply" and line.kind == "post"]
    assert [line.text for line in answers if wrong(line, language)] == []


def wrong(line: Line, language: str) -> bool:
    """Whether an answer is one of those that say something could not be done."""
    keys = (
        "common.did_you_mean",
        "common.unknown_command",
        "common.not_allowed",
        "common.our_fault",
        "task.which",
        "task.none_open",
    )
    beginnings = [texts.template(key, language).split("{")[0].split("\n")[0] for key in keys]
    return any(line.text.startswith(beginning) for beginning in beginnings if beginning)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_demo_shows_tasks_a_standup_a_round_and_a_late_task(language: str) -> None:
    reasons = {line.why for line in past(language)}
    assert {"reply", "T2", "S1", "S2", "O1", "O2", "O3"} <= reasons


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_suggestion_of_the_guide_can_be_sent(language: str) -> None:
    stage, _ = asyncio.run(played(language, SATURDAY))
    for item in demo.guide()[language]:
        before = len(stage.lines)
        asyncio.run(stage.say(item.user, item.text, item.chat))
        answers = stage.lines[before:]
        assert answers and not any(wrong(line, language) for line in answers), item.title
    stage.close()


def test_on_a_day_off_the_demo_opens_in_the_next_working_morning() -> None:
    opening = demo.opening(demo.defaults("zh"), SATURDAY)
    assert opening.opens == datetime(2026, 11, 23, 1, 40, tzinfo=UTC)
    assert opening.begins == datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


def test_in_working_hours_the_demo_opens_at_once() -> None:
    at = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert demo.opening(demo.defaults("zh"), at).opens == at


def test_the_clock_buttons_lead_on() -> None:
    norms = demo.defaults("zh").norms
    friday = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert demo.moved(friday, norms, "hour") == friday + timedelta(hours=1)
    assert demo.moved(friday, norms, "evening") == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    assert demo.moved(friday, norms, "workday") == datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_console_without_people_is_furnished() -> None:
    store = ConsoleStore()
    demo.furnish(store, "en")
    assert [user.name for user in store.users()] == ["Admin", "Zhang San", "Li Si"]
    assert [len(store.members(group.id)) for group in store.groups()] == [3]
