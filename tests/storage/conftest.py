"""Queues as the tests see them."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.storage.queues import Queue


@pytest.fixture
def queue(database: Database) -> Queue:
    """The outbox of an empty database."""
    return Queue(database)


@pytest.fixture
def replica(postgresql_url: str) -> Iterator[Database]:
    """The PostgreSQL database as a second process has it. For tests marked `on_postgresql`."""
    other = Database(postgresql_url, inline=True)
    yield other
    other.close()
