"""Counts of seconds, milliseconds and microseconds are told apart by their length."""

from datetime import UTC, datetime

import pytest

from adapters.moments import moment

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("stamp", [1772424000000, "1772424000000", "1772424000.000000", "1772424000000000"])
def test_a_count_since_1970_is_a_moment(stamp: object) -> None:
    assert moment(stamp) == NOON


@pytest.mark.parametrize("stamp", ["", None, "soon", "-1772424000", "1" * 30, True, "１７７２４２４０００"])
def test_anything_else_is_none(stamp: object) -> None:
    assert moment(stamp) is None
