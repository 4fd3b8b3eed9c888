"""What hurried people type is read as the tables in `spoken/` say (T1, T7, S1, S3)."""

import pytest

from tests.rules.spoken_rows import KINDS, Row, rows, said, wrong_parts

LEAST = {"tasks": 0.9, "progress": 0.85, "standups": 0.75}  # of the rows that are only scored


@pytest.mark.parametrize("row", [row for kind in KINDS for row in rows(kind) if not row.scored], ids=str)
def test_a_sentence_is_read_as_the_table_says(row: Row) -> None:
    assert wrong_parts(row) == [], said(row)


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_the_rules_were_not_written_on_are_mostly_read_right(kind: str) -> None:
    scored = [row for row in rows(kind) if row.scored]
    assert sum(not wrong_parts(row) for row in scored) >= LEAST[kind] * len(scored)
