"""Duties: each whole or not at all (design.md 2)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import note
from bot.duties import DUTIES
from bot.services.work import Work
from storage import due
from storage.due import Due
from storage.outbox import Notice, ToChat
from tests.chat import GROUP, Chat

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)  # in Shanghai


def _plan(chat: Chat, *kinds: str) -> None:
    with chat.stage.database.transaction() as db:
        for number, kind in enumerate(kinds):
            due.put(db, kind, number, chat.stage.clock.now() + timedelta(minutes=number))


def _later(work: Work, row: Due) -> None:
    due.put(work.db, "ran", row.subject, work.now + timedelta(days=300))


def _broken(work: Work, row: Due) -> None:
    _later(work, row)
    raise ZeroDivisionError


def _when(chat: Chat, kind: str, subject: int) -> timedelta | None:
    with chat.stage.database.transaction() as db:
        found = due.when(db, kind, subject)
    return None if found is None else found - chat.stage.clock.now()


def test_a_duty_that_fails_leaves_nothing_behind_and_is_pushed_ahead(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(DUTIES, "broken", _broken)
    monkeypatch.setitem(DUTIES, "later", _later)
    _plan(chat, "broken", "later")
    chat.passes(minutes=1)
    assert (_when(chat, "broken", 0), _when(chat, "ran", 0)) == (timedelta(minutes=59), None)
    assert _when(chat, "ran", 1) == timedelta(days=300)


def test_a_duty_that_is_run_twice_within_a_second_sends_twice(team: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    said = note("said")
    monkeypatch.setitem(DUTIES, "says", lambda work, row: work.send(Notice(ToChat(1), said, "S2", work.key())))
    for milliseconds in (300, 600):
        with team.stage.database.transaction() as db:
            due.put(db, "says", 1, NINE + timedelta(milliseconds=milliseconds))
        team.passes(hours=1)
        team.shows(GROUP, "said")


def test_a_duty_of_an_unknown_kind_holds_up_nobody(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DUTIES, "later", _later)
    _plan(chat, "of_a_newer_version", "later")
    chat.passes(minutes=1)
    assert (_when(chat, "of_a_newer_version", 0), _when(chat, "later", 1)) == (timedelta(minutes=59), None)


def test_a_duty_dropped_by_the_one_before_it_is_not_run(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DUTIES, "drops", lambda work, row: due.drop(work.db, "later", 1))
    monkeypatch.setitem(DUTIES, "later", _later)
    _plan(chat, "drops", "later")
    chat.stage.clock.move_to(chat.stage.clock.now() + timedelta(hours=1))
    chat.passes(minutes=0)
    assert _when(chat, "ran", 1) is None


def test_a_duty_that_fails_among_others_leaves_them_whole(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DUTIES, "broken", _broken)
    monkeypatch.setitem(DUTIES, "later", _later)
    _plan(chat, "later", "broken", "later")
    chat.stage.clock.move_to(chat.stage.clock.now() + timedelta(minutes=5))
    chat.passes(minutes=0)
    assert [_when(chat, "ran", number) for number in range(3)] == [timedelta(days=300), None, timedelta(days=300)]
    assert _when(chat, "broken", 1) == timedelta(hours=1)


def test_a_duty_that_met_another_process_is_run_again_at_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    hitches = [KeyError("another one was faster"), KeyError("and again")]

    def hindered(work: Work, row: Due) -> None:
        _later(work, row)
        if hitches:
            raise hitches.pop()

    monkeypatch.setitem(DUTIES, "hindered", hindered)
    _plan(chat, "hindered")
    chat.passes(minutes=0)
    assert (_when(chat, "hindered", 0), _when(chat, "ran", 0)) == (None, timedelta(days=300))
