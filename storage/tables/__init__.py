"""All tables, so that `SQLModel.metadata` is complete once this package is imported."""

from sqlalchemy import Engine
from sqlmodel import SQLModel

from storage.tables import minutes, overdue, people, plumbing, project, record, standup, task

__all__ = ["lay", "minutes", "overdue", "people", "plumbing", "project", "record", "standup", "task"]


def lay(engine: Engine) -> None:
    """All tables at once, without steps: for a database that lives no longer than its process."""
    SQLModel.metadata.create_all(engine)
