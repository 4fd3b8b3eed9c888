"""States of tasks and their lights (T3, T6)."""

from datetime import UTC, datetime

import pytest

from bot import calendars
from bot.rules.lights import Light, late, light
from bot.rules.states import STATES, may_move
from bot.rules.zones import parse_zone

SHANGHAI = parse_zone("Asia/Shanghai") or UTC
CHINA = calendars.load("CN")
MONDAY_NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)

# Rows: from; columns: to, in the order of STATES (not started, in progress, blocked, awaiting, done, cancelled).
LEGAL = {
    "not_started": "-xxxxx",
    "in_progress": "--xxxx",
    "blocked": "-x-xxx",
    "awaiting": "-x--xx",
    "done": "------",
    "cancelled": "------",
}


@pytest.mark.parametrize("before", STATES)
def test_t3_only_legal_moves_are_allowed(before: str) -> None:
    assert "".join("x" if may_move(before, after) else "-" for after in STATES) == LEGAL[before]


def test_t3_an_unknown_state_is_a_defect() -> None:
    with pytest.raises(KeyError):
        may_move("asleep", "done")


@pytest.mark.parametrize(
    ("status", "due", "expected"),
    [
        ("in_progress", None, "green"),
        ("in_progress", datetime(2026, 3, 2, 3, 59, tzinfo=UTC), "red"),
        ("in_progress", MONDAY_NOON, "red"),
        ("in_progress", datetime(2026, 3, 2, 9, tzinfo=UTC), "yellow"),
        ("blocked", datetime(2026, 3, 3, 10, tzinfo=UTC), "yellow"),
        ("not_started", datetime(2026, 3, 4, 10, tzinfo=UTC), "green"),
        ("awaiting", datetime(2026, 3, 1, 10, tzinfo=UTC), "red"),
        ("done", datetime(2026, 3, 1, 10, tzinfo=UTC), "done"),
        ("cancelled", datetime(2026, 3, 1, 10, tzinfo=UTC), "cancelled"),
    ],
)
def test_t6_the_light_follows_state_and_due_date(status: str, due: datetime | None, expected: Light) -> None:
    assert light(status, due, MONDAY_NOON, CHINA, SHANGHAI, 1) == expected


def test_t6_due_soon_looks_over_the_weekend() -> None:
    friday_noon = datetime(2026, 3, 6, 4, tzinfo=UTC)
    monday_evening = datetime(2026, 3, 9, 10, tzinfo=UTC)
    assert light("in_progress", monday_evening, friday_noon, CHINA, SHANGHAI, 1) == "yellow"


def test_t6_how_soon_is_soon_is_a_setting() -> None:
    wednesday = datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert light("in_progress", wednesday, MONDAY_NOON, CHINA, SHANGHAI, 2) == "yellow"


def test_t3_what_is_over_is_never_late() -> None:
    assert not late("done", datetime(2026, 3, 1, tzinfo=UTC), MONDAY_NOON)
