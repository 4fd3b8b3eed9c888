"""Standups (S1)."""

from bot.services.work import Work
from storage.tables.project import Project


def schedule(work: Work, project: Project) -> None:
    """Set or move the moments of a project's standups; called whenever people, settings or the project change."""
