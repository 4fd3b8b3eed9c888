"""Many rows at once: the same rows, in the same order, whatever stands in them."""

from typing import Any

from sqlalchemy import select

from storage.dialect import dialect, insert_into
from storage.engine import Database
from storage.tables.plumbing import outbox


def test_rows_keep_their_order_and_their_ids_rise(database: Database) -> None:
    assert written(database, ["c", "a", "b"]) == [("c", None, "{}"), ("a", None, "{}"), ("b", None, "{}")]


def test_quotes_signs_and_what_is_not_given_arrive_as_they_are(database: Database) -> None:
    cards = ['{"a":"\\"｛,}"}', "表情😀\n\\N", "NULL"]
    assert [card for _, _, card in written(database, ["a", "b", "c"], cards)] == cards


def test_a_text_with_the_sign_that_keeps_texts_apart_arrives_as_it_is(database: Database) -> None:
    assert [card for _, _, card in written(database, ["a", "b"], ["one\x1etwo", "three"])] == ["one\x1etwo", "three"]


def test_a_row_whose_key_is_there_is_passed_over(database: Database) -> None:
    written(database, ["a", "b"])
    assert [key for key, _, _ in written(database, ["b", "c", "c", "d"])] == ["a", "b", "c", "d"]


def test_an_empty_text_stays_empty(database: Database) -> None:
    assert [card for _, _, card in written(database, ["a", "b"], ["", ""])] == ["", ""]


def written(database: Database, keys: list[str], cards: list[str] | None = None) -> list[Any]:
    """What stands in the table after these rows were written, in order of id."""
    rows = [
        {
            "key": key,
            "person_id": None,
            "lane": "p1",
            "kind": "post",
            "rank": 0,
            "why": "reply",
            "card": card,
            "created_ms": 0,
            "not_before_ms": 2**40,
        }
        for key, card in zip(keys, cards or ["{}"] * len(keys), strict=True)
    ]
    with database.transaction() as db:
        db.connection().execute(insert_into(dialect(db), outbox).on_conflict_do_nothing(), rows)
        query = select(outbox.c.key, outbox.c.person_id, outbox.c.card).order_by(outbox.c.id)
        return [tuple(row) for row in db.connection().execute(query)]
