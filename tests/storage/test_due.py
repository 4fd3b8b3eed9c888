"""The due queue: order, one winner, rows that fail (design.md 2)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlmodel import Session

from storage import due
from storage.engine import Database
from tests.storage.queues import at, on_postgresql


def first(db: Session, now: datetime) -> due.Due | None:
    """The first due row, claimed alone."""
    return next(due.claim(db, now, 1), None)


def test_rows_are_claimed_in_order_of_their_moment_not_of_their_making(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(2))
        due.put(db, "round", 2, at(1))
        due.put(db, "round", 3, at(3))
        claimed = [row.subject for row in due.claim(db, at(5), 9)]
    assert claimed == ["2", "1", "3"]


def test_nothing_is_claimed_before_its_moment(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(2))
        assert first(db, at(1.99)) is None


def test_setting_a_duty_again_moves_it(database: Database) -> None:
    with database.transaction() as db:
        for minutes in (5, 5, 9, 1):
            due.put(db, "round", 1, at(minutes))
        claimed = [first(db, at(20)), first(db, at(20))]
    assert claimed == [due.Due("round", "1", at(1), 0), None]


def test_a_dropped_duty_is_not_run(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(1))
        due.drop(db, "round", 1)
        assert first(db, at(5)) is None


def test_rows_claimed_together_that_the_first_moves_or_drops_are_not_given_out(database: Database) -> None:
    with database.transaction() as db:
        for subject in range(6):
            due.put(db, "round", subject, at(subject))
        given = []
        for row in due.claim(db, at(5), 9):
            given.append(row.subject)
            if row.subject == "0":
                assert [due.when(db, "round", subject) for subject in (0, 1)] == [None, at(1)]
                due.drop(db, "round", 1)
                due.put(db, "round", 2, at(7))
                due.move(db, "round", {"3": None, "4": at(8), "9": at(8)}, at(5))
        left = [due.when(db, "round", subject) for subject in range(6)]
    assert given == ["0", "5"]
    assert left == [None, None, at(7), None, at(8), None]


def test_a_claim_that_is_undone_leaves_the_row_in_the_queue(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(1))
    with database.transaction() as db:
        first(db, at(1))
        db.rollback()
    with database.transaction() as db:
        assert due.when(db, "round", 1) == at(1)


def test_the_next_moment_leaves_out_what_is_due_already(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(1))
        due.put(db, "round", 2, at(7))
        assert (due.next_at(db), due.next_at(db, at(1))) == (at(1), at(7))


def test_late_rows_are_counted(database: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(1))
        due.put(db, "round", 2, at(7))
        assert due.late_count(db, at(3)) == 1


@on_postgresql
def test_a_row_being_claimed_is_passed_over_by_another_process(database: Database, replica: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(1))
        due.put(db, "round", 2, at(2))
    with database.transaction() as one, replica.transaction() as two:
        ours, theirs = first(one, at(5)), first(two, at(5))
    assert [row.subject for row in (ours, theirs) if row] == ["1", "2"]


@on_postgresql
def test_many_claimers_at_once_run_every_row_exactly_once(database: Database, postgresql_url: str) -> None:
    shared = Database(postgresql_url, threads=8)
    with database.transaction() as db:
        for number in range(100):
            due.put(db, "round", number, at(1))

    def claim_all() -> list[str]:
        claimed: list[str] = []
        while True:
            with shared.transaction() as db:
                row = first(db, at(1))
                if row is None:
                    return claimed
                claimed.append(row.subject)

    with ThreadPoolExecutor(6) as pool:
        claims = [subject for each in [pool.submit(claim_all) for _ in range(6)] for subject in each.result()]
    shared.close()
    assert sorted(claims, key=int) == [str(number) for number in range(100)]


@on_postgresql
def test_two_processes_that_move_the_same_row_leave_one_row(database: Database, replica: Database) -> None:
    with database.transaction() as db:
        due.put(db, "round", 1, at(1))
    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as one:
            due.put(one, "round", 1, at(2))

            def put_too() -> None:
                with replica.transaction() as two:
                    due.put(two, "round", 1, at(3))

            waiting = pool.submit(put_too)
        waiting.result()
    with database.transaction() as db:
        assert (due.when(db, "round", 1), due.late_count(db, at(9))) == (at(3), 1)
