"""The 17:00 round (S2)."""

from bot.services.work import Work
from storage.tables.project import Project


def schedule(work: Work, project: Project) -> None:
    """Set or move the moment of a project's next round; called whenever settings or the project change."""
