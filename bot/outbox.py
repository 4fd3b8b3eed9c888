"""The way out: lease, look again whether it is still true, render for the reader, send, keep the reference.

Sending has three steps: `prepare` (one transaction), the adapters' network calls, `settle` (one transaction). A process
that dies between the last two leaves a lease that runs out; the message is then sent again under the same key.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from adapters.base import Adapter
from bot import metrics
from bot.cards import Card, Reader, Rendered, Words, gather, note, render, words
from bot.clock import Clock
from bot.errors import SendFailed
from bot.rules.workdays import WorkCalendar
from bot.services import conditions
from bot.services.work import Defaults, Work, person_calendar
from bot.wire import Delivery, Target
from storage import outbox as rows
from storage import people as people_rows
from storage import project as project_rows
from storage.engine import Database
from storage.outbox import Notice, Rank, ToChat, ToPerson, Waiting

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
MOST_TRIES = 8
AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Job:
    """A message ready to be sent."""

    waiting: Waiting
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the platform's reference, or the failure."""

    job: Job
    ref: str = ""
    failure: SendFailed | None = None


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Where a message goes, who reads it, and when it may disturb."""

    target: Target
    reader: Reader
    calendar: WorkCalendar
    zone: ZoneInfo


class Outbox:
    """Delivers what waits, over the platforms that are connected."""

    def __init__(self, database: Database, clock: Clock, defaults: Defaults, adapters: Mapping[str, Adapter]) -> None:
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._adapters = adapters

    async def deliver_some(self) -> bool:
        """Send the next messages, one a receiver; False when nothing could be leased."""
        now = self._clock.now()
        leased, jobs = await self._database.run(prepare, now, self._defaults, frozenset(self._adapters))
        if jobs:
            outcomes = await asyncio.gather(*(self._send(job) for job in jobs))
            idempotent = frozenset(name for name, adapter in self._adapters.items() if adapter.can.idempotent)
            await self._database.run(settle, outcomes, self._clock.now(), self._defaults, idempotent)
        return leased > 0

    async def _send(self, job: Job) -> Outcome:
        try:
            return Outcome(job, ref=await self._adapters[job.delivery.target.platform].send(job.delivery))
        except SendFailed as failure:
            return Outcome(job, failure=failure)
        except Exception as error:
            log.exception("adapter failed", platform=job.delivery.target.platform, key=job.delivery.key)
            return Outcome(job, failure=SendFailed(type(error).__name__, ambiguous=True))


def prepare(db: Session, now: datetime, defaults: Defaults, platforms: frozenset[str]) -> tuple[int, list[Job]]:
    """Lease messages and make them ready; how many were leased, and those to be sent."""
    leased = rows.lease(db, now, now + LEASE, AT_ONCE)
    work = Work(db, now, defaults, source="outbox")
    jobs = [job for waiting in leased if (job := _ready(work, waiting, platforms)) is not None]
    return len(leased), jobs


def _ready(work: Work, waiting: Waiting, platforms: frozenset[str]) -> Job | None:
    now = work.now
    card = _card(work, waiting)
    if card is None:
        rows.finish(work.db, waiting.id, "dropped", now, note="no longer true")
        return None
    receiver = _receiver(work, waiting, platforms)
    if receiver is None:
        _unreachable(work, waiting, "no account on a connected platform")
        return None
    if waiting.tries == 0 and not _may_disturb(work, waiting, receiver):
        return None
    ref = ""
    if waiting.kind == "update":
        place = rows.place(work.db, waiting.card_key, waiting.lane)
        if place is None:
            rows.finish(work.db, waiting.id, "dropped", now, note="the card was never posted")
            return None
        ref = place[1]
    content = render(card, receiver.reader)
    accounts = _accounts(work, content, receiver.target.platform)
    delivery = Delivery(waiting.key, receiver.target, content, waiting.why, ref, waiting.card_key, accounts)
    return Job(waiting, delivery)


def _card(work: Work, waiting: Waiting) -> Card | None:
    """What is still true of the message and of those gathered with it, or None."""
    parts = [part for part in (waiting, *waiting.gathered) if _still(work, part)]
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0].card
    worst = "bad" if any(part.card.tone == "bad" for part in parts) else parts[0].card.tone
    return gather(Words(waiting.merge, {"n": len(parts)}), tuple(part.card for part in parts), worst)


def _still(work: Work, part: Waiting) -> bool:
    if part.expires is not None and part.expires <= work.now:
        return False
    return all(conditions.holds(work, condition) for condition in part.still)


def _receiver(work: Work, waiting: Waiting, platforms: frozenset[str]) -> _Receiver | None:
    project = project_rows.project(work.db, waiting.project_id) if waiting.project_id else None
    if isinstance(waiting.to, ToChat):
        chat = project_rows.chat(work.db, waiting.to.id)
        if not chat.active or chat.platform not in platforms:
            return None
        bound = project_rows.in_chat(work.db, chat.id or 0)
        norms = work.norms(project or (bound[0] if bound else None))
        reader = Reader(norms.language, norms.zone, work.today(norms))
        return _Receiver(Target(chat.platform, "group", chat.ref), reader, norms.calendar, norms.zone)
    person = people_rows.person(work.db, waiting.to.id)
    accounts = [
        a for a in people_rows.accounts(work.db, [person.id or 0], waiting.to.platform) if a.platform in platforms
    ]
    if not accounts or not person.active:
        return None
    norms = work.norms(project)
    zone = work.zone_of(person, norms)
    reader = Reader(person.language or norms.language, zone, work.now.astimezone(zone).date())
    target = Target(accounts[0].platform, "dm", accounts[0].user)
    return _Receiver(target, reader, person_calendar(work, person, norms), zone)


def _may_disturb(work: Work, waiting: Waiting, receiver: _Receiver) -> bool:
    """Working hours and the group's daily posts (design.md 4); what may not go now is put off."""
    if waiting.rank is Rank.NOTICE:
        opening = receiver.calendar.next_in_hours(work.now, receiver.zone)
        if opening > work.now:
            rows.postpone(work.db, waiting.id, opening)
        return opening <= work.now
    if waiting.rank is not Rank.ROUND or not isinstance(waiting.to, ToChat):
        return True
    day = receiver.reader.today
    project = project_rows.project(work.db, waiting.project_id) if waiting.project_id else None
    if rows.posts_today(work.db, waiting.to.id, day.isoformat()) >= work.norms(project).group_posts_per_day:
        rows.finish(work.db, waiting.id, "dropped", work.now, note="the group had its posts of the day")
        return False
    rows.count_post(work.db, waiting.to.id, day.isoformat())
    return True


def _accounts(work: Work, content: Rendered, platform: str) -> dict[int, str]:
    ids = [ping.person for ping in content.pings]
    return {a.person_id: a.user for a in people_rows.accounts(work.db, ids, platform)} if ids else {}


def settle(db: Session, outcomes: list[Outcome], now: datetime, defaults: Defaults, idempotent: frozenset[str]) -> None:
    """Write down what became of the jobs of one round."""
    work = Work(db, now, defaults, source="outbox")
    for outcome in outcomes:
        if outcome.failure is None:
            _sent(work, outcome)
        else:
            _failed(work, outcome.job, outcome.failure, idempotent)


def _sent(work: Work, outcome: Outcome) -> None:
    waiting, delivery = outcome.job.waiting, outcome.job.delivery
    rows.finish(work.db, waiting.id, "sent", work.now, ref=outcome.ref)
    metrics.outbox_sent.labels(delivery.target.platform, "sent").inc()
    if waiting.tries == 0 and waiting.rank in (Rank.REPLY, Rank.URGENT):
        metrics.observe_lag(metrics.outbox_lag_seconds, waiting.created_at, work.now)
    if waiting.card_key:
        rows.remember_place(work.db, waiting, delivery.target.platform, outcome.ref)


def _failed(work: Work, job: Job, failure: SendFailed, idempotent: frozenset[str]) -> None:
    waiting, sent = job.waiting, metrics.outbox_sent.labels
    platform = job.delivery.target.platform
    if failure.permanent or waiting.tries + 1 >= MOST_TRIES:
        sent(platform, "failed").inc()
        _unreachable(work, waiting, failure.reason)
    elif failure.ambiguous and platform not in idempotent:
        sent(platform, "unsure").inc()
        rows.finish(work.db, waiting.id, "unsure", work.now, note=failure.reason)
    else:
        sent(platform, "retry").inc()
        pause = timedelta(seconds=failure.retry_after or min(300, 2**waiting.tries))
        rows.retry(work.db, waiting.id, work.now + pause, failure.reason)


def _unreachable(work: Work, waiting: Waiting, reason: str) -> None:
    """Close a message nobody can receive, and let the next in line know: deputy, project group, administrators."""
    rows.finish(work.db, waiting.id, "failed", work.now, note=reason)
    if waiting.kind == "update" or waiting.key.startswith("fallback:"):
        return
    log.warning("receiver unreachable", why=waiting.why, key=waiting.key, reason=reason)
    name = conditions.receiver_name(work, waiting.to)
    told = note(words("record.unreachable", name=name), tone="warn")
    for admin in people_rows.admins(work.db):
        if waiting.to != ToPerson(admin.id or 0):
            notice = Notice(
                ToPerson(admin.id or 0), told, "U1", f"fallback:{waiting.id}:{admin.id}", merge="record.unreachables"
            )
            work.send(notice)
    if isinstance(waiting.to, ToPerson) and waiting.project_id and waiting.rank is not Rank.REPLY:
        for chat in project_rows.chats(work.db, waiting.project_id):
            passed_on = replace(waiting.card, title=words("record.passed_on", name=name, title=waiting.card.title))
            work.send(
                Notice(
                    ToChat(chat.id or 0),
                    passed_on,
                    waiting.why,
                    f"fallback:{waiting.id}:c{chat.id}",
                    project_id=waiting.project_id,
                    still=waiting.still,
                )
            )
