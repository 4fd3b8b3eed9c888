"""The inbox: repeats, lanes, and what comes in broken (design.md 2)."""

from datetime import timedelta

from bot.cards import note
from storage import inbox, outbox
from storage.engine import Database
from storage.outbox import Notice, ToPerson
from storage.tables.plumbing import inbox as rows
from tests.storage.queues import NOW, on_postgresql, said


def _texts(taken: list[inbox.Stored]) -> list[str]:
    return [stored.event.text for stored in taken]


def test_a_repeated_event_is_stored_once_and_said_to_be_a_repeat(database: Database) -> None:
    with database.transaction() as db:
        assert inbox.put_all(db, [said("e1")], NOW) == [True]
        assert inbox.put_all(db, [said("e1"), said("e2"), said("e2")], NOW) == [False, True, False]
        assert inbox.backlog(db)[0] == 2


def test_the_same_key_on_another_platform_is_another_event(database: Database) -> None:
    with database.transaction() as db:
        assert inbox.put_all(db, [said("e1"), said("e1", platform="other")], NOW) == [True, True]


def test_events_are_taken_in_the_order_they_came(database: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e9", text="one"), said("e1", text="two"), said("e5", text="three")], NOW)
        assert _texts(inbox.take(db, 2, NOW)) == ["one", "two"]


def test_a_large_portion_with_a_repeat_in_it_keeps_its_order(database: Database) -> None:
    portion = [said(f"e{number % 299}", text=str(number)) for number in range(300)]
    with database.transaction() as db:
        assert inbox.put_all(db, portion, NOW) == [True] * 299 + [False]
        assert _texts(inbox.take(db, 300, NOW)) == [str(number) for number in range(299)]


def test_a_finished_event_is_not_taken_again(database: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e1", text="one"), said("e2", text="two")], NOW)
        inbox.finish(db, [inbox.take(db, 1, NOW)[0].id], NOW)
        assert _texts(inbox.take(db, 5, NOW)) == ["two"]


def test_a_clock_put_back_does_not_reorder_events(database: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e1", text="one")], NOW)
        inbox.put_all(db, [said("e2", text="two")], NOW - timedelta(hours=1))
        assert _texts(inbox.take(db, 5, NOW - timedelta(hours=2))) == ["one", "two"]


def test_a_key_longer_than_the_column_still_stops_repeats(database: Database) -> None:
    with database.transaction() as db:
        long = said("k" * 900, chat="c" * 900)
        assert inbox.put_all(db, [long], NOW) == [True]
        assert inbox.put_all(db, [long], NOW) == [False]


def test_characters_no_database_takes_are_left_out_of_an_event(database: Database) -> None:
    with database.transaction() as db:
        odd = [said("e\ud83d", text="a\0b\ud83dc \\u0000 d"), said("e\0", "g\ud83d", text="a\0b")]
        assert inbox.put_all(db, [*odd, *odd], NOW) == [True, True, False, False]
        assert _texts(inbox.take(db, 2, NOW)) == ["ab?c \\u0000 d", "ab"]


def test_an_event_that_cannot_be_read_is_closed_as_a_failure(database: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e1"), said("e2", text="two")], NOW)
        db.connection().execute(rows.update().where(rows.c.key == "e1").values(payload='{"of": "another version"}'))
        assert _texts(inbox.take(db, 5, NOW)) == ["two"]
        assert (inbox.backlog(db)[0], inbox.failures_since(db, NOW)) == (1, 1)


@on_postgresql
def test_two_processes_never_work_on_one_lane_at_once(database: Database, replica: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e1", text="one"), said("e2", text="two"), said("e3", "g2", "three")], NOW)
    with database.transaction() as one, replica.transaction() as two:
        assert _texts(inbox.take(one, 1, NOW)) == ["one"]
        assert _texts(inbox.take(two, 5, NOW)) == ["three"]


@on_postgresql
def test_a_crowded_lane_of_another_process_does_not_hide_the_others(database: Database, replica: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said(f"e{number}") for number in range(20)], NOW)
        inbox.put_all(db, [said("last", "g2", "other")], NOW)
    with database.transaction() as one, replica.transaction() as two:
        assert len(inbox.take(one, 4, NOW)) == 4
        assert _texts(inbox.take(two, 4, NOW)) == ["other"]


@on_postgresql
def test_a_lane_is_free_again_after_its_transaction_and_goes_on_in_order(database: Database, replica: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e1", text="one"), said("e2", text="two")], NOW)
    with database.transaction() as one:
        inbox.finish(one, [inbox.take(one, 1, NOW)[0].id], NOW)
    with replica.transaction() as two:
        assert _texts(inbox.take(two, 5, NOW)) == ["two"]


def test_an_event_is_settled_when_its_turn_is_over_and_its_answers_are_out(database: Database) -> None:
    with database.transaction() as db:
        inbox.put_all(db, [said("e1"), said("e2")], NOW)
        [first, _] = inbox.take(db, 2, NOW)
        assert not inbox.settled(db, "console", "e1", NOW)
        inbox.finish(db, [first.id], NOW)
        outbox.put(db, [Notice(ToPerson(1), note("done"), "reply", f"inbox:{first.id}/1")], NOW)
    with database.transaction() as db:
        assert not inbox.settled(db, "console", "e1", NOW)
        [answer] = outbox.lease(db, NOW, NOW + timedelta(minutes=1), 1)
        outbox.finish(db, answer.id, "sent", NOW)
    with database.transaction() as db:
        assert (inbox.settled(db, "console", "e1", NOW), inbox.settled(db, "console", "e2", NOW)) == (True, False)
