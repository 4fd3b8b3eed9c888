"""Sending: bad lines, gathered messages, updates in place, manners (design.md 2 and 4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cards import Button, note, words
from bot.outbox import prepare
from storage import outbox
from storage.outbox import Notice, Rank, ToChat, ToPerson
from tests.chat import Chat
from tests.engine.shaky import Fate, Line, told

MERGED = "record.unreachables"


@pytest.fixture
def people(chat: Chat) -> Chat:
    """李四 and 王五, an administrator, and a project in a group of all three; it is ten in the morning."""
    chat.person("李四")
    chat.person("王五")
    chat.person("管理员", role="admin")
    chat.group("新品上市", "李四", "王五", "管理员")
    chat.says("李四", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    chat.until("2026-03-02 10:00")
    return chat


def _mine(line: Line, *keys: str) -> list[tuple[str, str]]:
    return [(key, outcome) for key, outcome in line.outcomes() if key in keys]


def test_a_refused_message_is_sent_later_and_before_the_ones_behind_it(people: Chat) -> None:
    line = Line(people, "refused")
    line.put(told("a"), told("b"))
    assert _mine(line, "a", "b") == []
    line.passes(minutes=1)
    assert _mine(line, "a", "b") == [("a", "post"), ("b", "post")]


def test_a_message_held_back_by_a_rate_is_never_given_up(people: Chat) -> None:
    long: list[Fate] = ["held"] * 30
    line = Line(people, *long, "refused")
    line.put(told("a"))
    line.passes(minutes=35)
    assert (_mine(line, "a"), line.states()["a"]) == ([("a", "post")], "sent")


def test_a_message_held_back_after_a_lost_answer_is_still_looked_up(people: Chat) -> None:
    line = Line(people, "lost", "held", keys=True)
    line.put(told("a"))
    line.passes(minutes=5)
    assert _mine(line, "a") == [("a", "post"), ("a", "repeat")]


def test_a_round_held_back_costs_the_group_one_post(people: Chat) -> None:
    line = Line(people, "held", "held")
    line.put(
        Notice(ToChat(1), note("一"), "S2", "one", Rank.ROUND), Notice(ToChat(1), note("二"), "S2", "two", Rank.ROUND)
    )
    line.passes(minutes=5)
    assert [line.states()[key] for key in ("one", "two")] == ["sent", "sent"]


def test_a_lost_answer_is_repeated_under_the_same_key_and_the_message_stands_once(people: Chat) -> None:
    line = Line(people, "lost")
    line.put(told("a"))
    line.passes(minutes=1)
    assert (_mine(line, "a"), line.states()["a"]) == ([("a", "post"), ("a", "repeat")], "sent")


def test_without_keys_a_lost_answer_is_looked_up_and_not_sent_again(people: Chat) -> None:
    line = Line(people, "lost", keys=False)
    line.put(told("a"))
    line.passes(minutes=1)
    assert (_mine(line, "a"), line.states()["a"]) == ([("a", "post")], "sent")


def test_without_keys_a_message_that_did_not_arrive_is_sent(people: Chat) -> None:
    line = Line(people, keys=False)
    line.queue(told("a"))
    _die_while_sending(line)
    line.passes(minutes=2)
    assert _mine(line, "a") == [("a", "post")]


def test_when_nobody_can_tell_a_message_is_marked_so_and_not_sent_again(people: Chat) -> None:
    line = Line(people, "lost", keys=False, tells=False)
    line.put(told("a"))
    line.passes(minutes=5)
    assert (_mine(line, "a"), line.states()["a"]) == ([("a", "post")], "unsure")


def test_a_look_up_that_is_refused_is_made_again_and_nothing_is_sent_before(people: Chat) -> None:
    line = Line(people, "lost", keys=False, busy=2)
    line.put(told("a"))
    line.passes(minutes=5)
    assert (_mine(line, "a"), line.states()["a"]) == ([("a", "post")], "sent")


def test_a_message_lost_too_long_ago_is_marked_so_and_not_sent_again(people: Chat) -> None:
    line = Line(people, "forgotten")
    line.put(told("a"))
    line.passes(minutes=5)
    assert (_mine(line, "a"), line.states()["a"]) == ([("a", "post")], "unsure")


def test_a_message_never_answered_is_given_up_as_one_that_may_have_arrived(people: Chat) -> None:
    line = Line(people, keys=False, busy=100)
    line.queue(told("a"))
    _die_while_sending(line)
    line.passes(minutes=120)
    people.says("管理员", "/健康")
    people.shows("dm:管理员", "发送 0 条，未确认送达 1 条")
    assert line.states()["a"] == "unsure"


def test_what_a_dead_process_was_sending_is_sent_when_its_lease_ran_out(people: Chat) -> None:
    line = Line(people)
    line.queue(told("a"))
    _die_while_sending(line)
    line.passes(minutes=0.9)
    assert _mine(line, "a") == []
    line.passes(minutes=0.2)
    assert _mine(line, "a") == [("a", "post")]


def _die_while_sending(line: Line) -> None:
    now = line.clock.now()
    with line.engine.database.transaction() as db:
        assert outbox.lease(db, now, now + timedelta(minutes=1), 5)


def test_administrators_hear_of_somebody_who_cannot_be_reached(people: Chat) -> None:
    line = Line(people, "gone")
    line.put(told("a"))
    assert line.states()["a"] == "failed"
    assert [m.text for m in line.store.visible("u3") if "李四" in m.text and m.kind == "dm"]


def test_what_a_person_cannot_be_told_goes_to_the_projects_group_piece_by_piece(people: Chat) -> None:
    line = Line(people, "gone")
    both: dict[str, Any] = {"merge": MERGED, "project_id": 1}
    line.put(told("die Fahnen", **both), told("the flags", **both))
    passed_on = [m.text for m in line.store.visible("u1") if m.kind == "group" and m.why == "O2"]
    assert ("die Fahnen" in passed_on[0], "the flags" in passed_on[0]) == (True, True)


def test_of_gathered_messages_those_that_are_no_longer_true_are_left_out_with_a_record(people: Chat) -> None:
    line = Line(people)
    stale = line.clock.now() - timedelta(minutes=1)
    line.put(told("first", merge=MERGED), told("second", merge=MERGED, expires=stale), told("third", merge=MERGED))
    states = line.states()
    assert [states[key] for key in ("first", "second", "third")] == ["sent", "dropped", "merged"]


def test_a_leader_that_is_no_longer_true_does_not_take_the_others_along(people: Chat) -> None:
    line = Line(people)
    stale = line.clock.now() - timedelta(minutes=1)
    line.put(told("first", merge=MERGED, expires=stale), told("second", merge=MERGED))
    states = line.states()
    assert [states[key] for key in ("first", "second")] == ["dropped", "sent"]


def test_a_card_inside_a_gathered_message_is_updated_there(people: Chat) -> None:
    line = Line(people)
    line.put(told("first", merge=MERGED, card_key="t1"), told("second", merge=MERGED, card_key="t2"))
    with line.engine.database.transaction() as db:
        outbox.put_update(db, "t2", note("second is done"), "reply", line.clock.now(), "u")
    line.passes()
    (message,) = [m for m in line.store.visible("u1") if m.kind == "dm" and "first" in m.text]
    assert ("second is done" in message.text, message.version) == (True, 2)


def test_buttons_of_a_gathered_card_disappear_with_its_update(people: Chat) -> None:
    line, button = Line(people), Button("task.done", words("common.submit"))
    asked = replace(told("asked", merge=MERGED, card_key="t2"), card=note("asked", buttons=(button,)))
    line.put(told("first", merge=MERGED), asked)
    with line.engine.database.transaction() as db:
        outbox.put_update(db, "t2", note("answered"), "reply", line.clock.now(), "u")
    line.passes()
    (message,) = [m for m in line.store.visible("u1") if m.kind == "dm" and "first" in m.text]
    shown = message.rendered()
    assert shown is not None
    assert shown.buttons() == ()


def test_a_message_that_cannot_be_shown_is_closed_and_holds_up_nobody(people: Chat) -> None:
    line = Line(people)
    broken = Notice(ToPerson(1), note(words("no.such_text")), "O2", "broken", Rank.URGENT)
    line.put(broken, told("next"))
    states = line.states()
    assert [states[key] for key in ("broken", "next")] == ["failed", "sent"]


def test_an_expired_message_leaves_a_record_instead_of_being_sent(people: Chat) -> None:
    line = Line(people)
    line.put(told("late", expires=line.clock.now()))
    assert (line.states()["late"], _mine(line, "late")) == ("dropped", [])


def test_a_notice_waits_for_the_working_day_and_an_urgent_one_does_not(people: Chat) -> None:
    people.until("2026-03-02 22:00")
    line = Line(people)
    line.put(told("notice", rank=Rank.NOTICE), told("urgent"))
    assert _mine(line, "notice", "urgent") == [("urgent", "post")]
    line.passes(minutes=11 * 60)
    assert _mine(line, "notice") == [("notice", "post")]


def test_notices_of_a_night_arrive_as_one_message_in_the_morning(people: Chat) -> None:
    people.until("2026-03-02 22:00")
    line = Line(people)
    line.put(told("one", rank=Rank.NOTICE, merge=MERGED))
    line.passes(minutes=30)
    line.put(told("two", rank=Rank.NOTICE, merge=MERGED))
    line.passes(minutes=11 * 60)
    assert [line.states()[key] for key in ("one", "two")] == ["sent", "merged"]


def test_a_group_gets_two_unasked_posts_a_day(people: Chat) -> None:
    line = Line(people)
    for key in ("one", "two", "three"):
        line.put(Notice(ToChat(1), note(key), "S2", key, Rank.ROUND, project_id=1))
    assert [line.states()[key] for key in ("one", "two", "three")] == ["sent", "sent", "dropped"]


def test_s1_a_question_dropped_during_a_leave_is_asked_when_the_leave_ends(chat: Chat) -> None:
    held: list[Fate] = ["held"] * 5
    chat.person("李四")
    chat.group("新品上市", "李四")
    chat.says("李四", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    line = Line(chat, *held)
    line.passes(minutes=60)
    chat.tells("李四", "/请假 今天")
    chat.passes(minutes=5)
    chat.hides("dm:李四", "站会", why="S1")
    chat.tells("李四", "/销假")
    chat.shows("dm:李四", "站会", why="S1")


def test_a_retried_post_is_charged_to_the_group_once(people: Chat) -> None:
    line = Line(people, "refused")
    line.put(Notice(ToChat(1), note("one"), "S2", "one", Rank.ROUND, project_id=1))
    line.passes(minutes=5)
    line.put(Notice(ToChat(1), note("two"), "S2", "two", Rank.ROUND, project_id=1))
    assert [line.states()[key] for key in ("one", "two")] == ["sent", "sent"]


def test_a_message_refused_for_an_hour_is_given_up_and_reported(people: Chat) -> None:
    plan: list[Fate] = ["refused"] * 200
    line = Line(people, *plan)
    line.put(told("a"))
    line.passes(minutes=90)
    assert line.states()["a"] == "failed"


def test_a_gathered_message_and_its_updates_are_named_by_one_card(people: Chat) -> None:
    line = Line(people)
    named: list[tuple[str, str]] = []
    line.console.listen(lambda posted: named.append((posted.kind, posted.card)))
    line.put(*(told(key, merge=MERGED, card_key=card) for key, card in (("a", ""), ("b", "t1"), ("c", "t2"))))
    with line.engine.database.transaction() as db:
        outbox.put_update(db, "t2", note("third is done"), "reply", line.clock.now(), "u")
    line.passes()
    assert named == [("post", "t1"), ("update", "t1")]


def test_a_slight_change_that_takes_the_place_of_a_greater_one_is_not_slight(people: Chat) -> None:
    line = Line(people)
    line.put(told("first", card_key="t1"))
    line.passes()
    with line.engine.database.transaction() as db:
        outbox.put_update(db, "t1", note("started"), "reply", line.clock.now(), "u1")
        outbox.put_update(db, "t1", note("half done"), "reply", line.clock.now(), "u2", weight=outbox.SLIGHT)
        outbox.put_update(db, "t1", note("nearly done"), "reply", line.clock.now(), "u3", weight=outbox.SLIGHT)
        _, jobs = prepare(db, line.clock.now(), line.engine.defaults, frozenset(line.engine.adapters), 5)
    assert [job.delivery.slight for job in jobs] == [False]
