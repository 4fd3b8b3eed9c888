"""The outbox: order, leases, gathering, updates (design.md 2, U3)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from bot.cards import note
from storage import outbox, posted
from storage.engine import Database
from storage.outbox import Notice, Rank
from tests.storage.queues import LI, NOW, WANG, Queue, at, on_postgresql, words_of


def test_the_same_key_is_the_same_message(queue: Queue) -> None:
    queue.put("a")
    queue.put("a")
    assert (queue.send(), queue.send()) == (["a"], [])


def test_a_receiver_reads_messages_in_the_order_they_were_written(queue: Queue) -> None:
    for key in ("a", "b", "c"):
        queue.put(key)
    assert [queue.send(), queue.send(), queue.send()] == [["a"], ["b"], ["c"]]


def test_receivers_do_not_wait_for_each_other(queue: Queue) -> None:
    queue.put("a", LI)
    queue.put("b", WANG)
    assert queue.send() == ["a", "b"]


def test_a_message_that_is_put_off_does_not_hold_up_later_ones(queue: Queue) -> None:
    queue.put("tomorrow", minutes=60)
    queue.put("now")
    assert (queue.send(), queue.send(61)) == (["now"], ["tomorrow"])


def test_a_message_being_tried_again_holds_up_later_ones(queue: Queue) -> None:
    queue.put("a")
    queue.put("b")
    (first,) = queue.lease()
    with queue.database.transaction() as db:
        outbox.retry(db, first.id, at(5), "busy")
    assert (queue.send(1), queue.send(5), queue.send(5)) == ([], ["a"], ["b"])


def test_answers_and_urgent_messages_overtake_other_receivers_notices(queue: Queue) -> None:
    queue.put("notice", LI)
    queue.put_notice(Notice(WANG, note("answer"), "reply", "answer", Rank.REPLY))
    assert [words_of(message.card) for message in queue.lease(limit=1)] == ["answer"]


def test_a_lease_that_ran_out_is_taken_up_under_the_same_key(queue: Queue) -> None:
    queue.put("a")
    (first,) = queue.lease()
    assert queue.lease(0.9) == []
    assert queue.lease(1) == [replace(first, tries=1, perhaps_sent=True)]


def test_messages_of_one_cause_are_gathered(queue: Queue) -> None:
    for key in ("a", "b", "c"):
        queue.put(key, merge="late" if key != "b" else "")
    (leader,) = queue.lease()
    assert [words_of(part.card) for part in leader.parts] == ["a", "c"]


def test_what_was_gathered_stays_so_on_a_second_try(queue: Queue) -> None:
    queue.put("a", merge="late")
    queue.put("b", merge="late")
    (first,) = queue.lease()
    queue.put("c", merge="late")
    with queue.database.transaction() as db:
        outbox.retry(db, first.id, at(1), "busy")
    (second,) = queue.lease(1)
    assert [part.key for part in second.parts] == ["a", "b"]


def test_a_message_put_off_lets_go_of_what_was_gathered_with_it(queue: Queue) -> None:
    queue.put("a", merge="late")
    queue.put("b", merge="late")
    (leader,) = queue.lease()
    with queue.database.transaction() as db:
        outbox.postpone(db, leader.id, at(60))
    assert queue.states() == {"a": "waiting", "b": "waiting"}
    assert [len(message.parts) for message in queue.lease(60)] == [2]


def test_what_was_gathered_shares_the_fate_of_a_message_that_failed(queue: Queue) -> None:
    queue.put("a", merge="late")
    queue.put("b", merge="late")
    (leader,) = queue.lease()
    with queue.database.transaction() as db:
        outbox.finish(db, leader.id, "failed", NOW, note="gone")
    assert queue.states() == {"a": "failed", "b": "failed"}


def test_an_update_follows_the_card_it_replaces(queue: Queue) -> None:
    queue.put("task", card_key="t1")
    (post,) = queue.lease()
    queue.update("t1", "new")
    assert queue.lease() == []
    queue.sent(post)
    assert queue.send() == ["new"]


def test_a_later_update_supersedes_one_that_waits(queue: Queue) -> None:
    queue.put("task", card_key="t1")
    queue.send()
    queue.update("t1", "second")
    queue.update("t1", "third")
    assert (queue.send(), queue.send()) == (["third"], [])


def test_a_card_nobody_has_is_not_updated(queue: Queue) -> None:
    queue.update("t1", "new")
    assert queue.states() == {}


def test_a_post_that_was_put_off_goes_out_with_its_latest_content(queue: Queue) -> None:
    queue.put("task", card_key="t1", minutes=60)
    queue.update("t1", "new")
    queue.send(1)
    assert queue.send(60) == ["new"]


def test_a_post_that_shows_the_latest_content_needs_no_update(queue: Queue) -> None:
    queue.put("task", card_key="t1")
    queue.update("t1", "new")
    assert (queue.send(), queue.send()) == (["new"], [])
    assert queue.states() == {"task": "sent", "new:p1": "dropped"}


def test_a_fresh_post_of_a_card_is_not_shown_with_an_older_update(queue: Queue) -> None:
    queue.put("task", card_key="t1")
    queue.send()
    queue.update("t1", "older")
    queue.send()
    queue.put("newer", card_key="t1")
    assert queue.send() == ["newer"]


def test_a_gathered_card_knows_its_place_and_what_stands_beside_it(queue: Queue) -> None:
    queue.put("a", merge="late", card_key="t1")
    queue.put("b", merge="late", card_key="t2")
    queue.send()
    queue.update("t2", "b is done")
    with queue.database.transaction() as db:
        place = posted.place(db, "t2", "p1")
        shown = outbox.shown_in(db, place.post_id) if place else ()
    assert [words_of(part.card) for part in shown] == ["a", "b is done"]


def test_the_next_moment_counts_waiting_messages_and_leases(queue: Queue) -> None:
    queue.put("a")
    queue.put("b", WANG, minutes=30)
    queue.lease()
    with queue.database.transaction() as db:
        assert (outbox.next_at(db, NOW), outbox.next_at(db, at(1))) == (at(1), at(30))


def test_posts_of_a_group_are_counted_by_day(database: Database) -> None:
    with database.transaction() as db:
        for day in ("2026-03-02", "2026-03-02", "2026-03-03"):
            outbox.count_post(db, 7, day)
        assert [outbox.posts_today(db, 7, f"2026-03-0{day}") for day in (2, 3, 4)] == [2, 1, 0]


@on_postgresql
def test_two_processes_never_lease_messages_of_one_receiver_at_once(database: Database, replica: Database) -> None:
    queue = Queue(database)
    queue.put("a", LI)
    queue.put("b", LI)
    queue.put("c", WANG)
    with database.transaction() as one, replica.transaction() as two:
        mine = outbox.lease(one, NOW, at(1), 1)
        yours = outbox.lease(two, NOW, at(1), 5)
    assert ([m.key for m in mine], [m.key for m in yours]) == (["a"], ["c"])


@on_postgresql
def test_many_senders_at_once_send_everything_once_and_in_order(database: Database, postgresql_url: str) -> None:
    shared = Database(postgresql_url, threads=8)
    queue, log = Queue(shared), []
    with database.transaction() as db:
        outbox.put(db, [Notice(LI if n % 2 else WANG, note(f"{n}"), "O2", f"{n}") for n in range(60)], NOW)

    def send_all() -> None:
        while True:
            leased = queue.lease(limit=1)
            for message in leased:
                log.append(int(message.key))
                queue.sent(message)
            with shared.transaction() as db:
                if not outbox.counts(db):
                    return

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(send_all) for _ in range(4)]:
            each.result()
    shared.close()
    assert [[n for n in log if n % 2 == odd] for odd in (0, 1)] == [list(range(0, 60, 2)), list(range(1, 60, 2))]
