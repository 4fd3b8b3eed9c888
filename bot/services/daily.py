"""Posts of the daily rhythm, which count against what a group gets on a day (S1, S2)."""

from datetime import datetime

from bot.cards import Card
from bot.services.work import Work
from storage import project as project_rows
from storage.outbox import Notice, Rank, ToChat
from storage.tables.project import Project


def post(
    work: Work, project: Project, why: str, name: str, card_key: str, card: Card, merge: str, expires: datetime | None
) -> None:
    """Into every group of a project, as long as it is active; `name` begins the deduplication key."""
    for chat in project_rows.chats(work.db, project.id or 0):
        work.send(
            Notice(
                ToChat(chat.id or 0),
                card,
                why,
                f"{name}:{chat.id}",
                Rank.ROUND,
                card_key,
                merge,
                project.id,
                still=(("project_active", project.id or 0),),
                expires=expires,
            )
        )
