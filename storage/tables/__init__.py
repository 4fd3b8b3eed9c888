"""All tables, so that `SQLModel.metadata` is complete once this package is imported."""

from storage.tables import overdue, people, plumbing, project, record, standup, task

__all__ = ["overdue", "people", "plumbing", "project", "record", "standup", "task"]
