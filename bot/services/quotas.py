"""The platforms' monthly calls: told to the administrators when they run short, and what is left out then (U1, U3)."""

from bot.cards import Card, note, words
from bot.services import health
from bot.services.work import Work
from storage import quotas as rows
from storage.outbox import Notice, ToPerson
from storage.quotas import Report

WARN_SHARE = 0.8


def enter(work: Work, report: Report) -> None:
    """Keep a report; at four fifths, and when nothing is left, the administrators are told, once a pool and month."""
    rows.put(work.db, report, work.now)
    if report.spent:
        _tell(work, report, "spent", _card(report, "spent", "bad"))
    elif report.most and report.used >= report.most * WARN_SHARE:
        _tell(work, report, "short", _card(report, "short", "warn"))


def is_spent(work: Work, platform: str) -> bool:
    """Whether the platform takes no more calls this month: what is optional is left out then."""
    return any(report.spent for report in rows.reports(work.db, work.now, platform))


def _card(report: Report, what: str, tone: str) -> Card:
    platform, pool = words(f"health.platform_{report.platform}"), words(f"health.pool_{report.pool}")
    title = words(f"health.quota_{what}", platform=platform, pool=pool, used=report.used, most=report.most)
    return note(title, words(f"health.quota_{what}_how"), tone="bad" if tone == "bad" else "warn")


def _tell(work: Work, report: Report, what: str, card: Card) -> None:
    for person in health.responsible(work):
        key = f"quota:{report.platform}:{report.pool}:{report.month}:{what}:{person.id}"
        work.send(Notice(ToPerson(person.id or 0), card, "U1", key))
