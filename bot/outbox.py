"""The way out: lease, look again whether it is still true, render for the reader, send, keep the reference.

Sending has three steps: `prepare` (one transaction), the adapters' network calls, `settle` (one transaction). A call
that takes long holds up nobody but its own receiver, whose next message is leased only when this one is settled. A
process that dies between the last two steps leaves a lease that runs out; the same message is then sent again under the
same key, or looked up first where the platform knows no keys.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from adapters.base import Adapter
from bot import metrics
from bot.attachments import Workshop
from bot.cards import Attachment, Card, Reader, Rendered, Section, Words, gather, note, render, words
from bot.clock import Clock, monotonic
from bot.errors import FileRefused, SendFailed
from bot.rules.workdays import WorkCalendar
from bot.services import arrivals, conditions, people, quotas, renewals
from bot.services.work import Defaults, Work, person_calendar
from bot.wire import Delivery, Target
from storage import outbox as rows
from storage import people as people_rows
from storage import posted
from storage import project as project_rows
from storage.engine import Database, will_pass
from storage.outbox import Notice, Rank, ToChat, ToPerson, Waiting
from storage.posted import Place

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
SEND_SECONDS = 45.0  # well inside the lease, so that nobody else takes up what is still on its way
MOST_TRIES = 20  # about an hour
TRIES_OF_A_FILE = 3
LONG_HOLD = timedelta(minutes=10)
AT_ONCE = 16
MOST_UNDER_WAY = 128  # receivers that hang fill these places, for SEND_SECONDS at most
SHARE_OF_ONE = 0.75  # of the places, where there are several platforms, so that one that hangs leaves some to others
CROWDED_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Job:
    """A message ready to be sent, and the queued messages it consists of; `file` is still to be made."""

    waiting: Waiting
    parts: tuple[Waiting, ...]
    delivery: Delivery
    reader: Reader
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the platform's reference, or the failure, or `unsure`: nobody can tell whether it came.

    instead: what the receiver of a file that cannot come is told.
    """

    job: Job
    ref: str = ""
    unsure: bool = False
    failure: SendFailed | None = None
    instead: Words | None = None


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Where a message goes, who reads it, and when it may disturb."""

    target: Target
    reader: Reader
    calendar: WorkCalendar
    zone: ZoneInfo


class Outbox:
    """Delivers what waits, over the platforms that are connected."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        defaults: Defaults,
        adapters: Mapping[str, Adapter],
        answered: Callable[[], None],
    ) -> None:
        """`answered` is called when `deliver_some` has something to do again, because a call has ended."""
        self._database = database
        self._clock = clock
        self._defaults = defaults
        self._adapters = adapters
        self._tell = answered
        self._under_way: dict[asyncio.Task[Outcome], str] = {}
        self._outcomes: list[Outcome] = []
        self._settling = asyncio.Lock()
        self._workshop = Workshop(database, clock, defaults)

    async def deliver_some(self) -> bool:
        """Settle what has ended and begin to send the next messages, one a receiver; False when there was neither."""
        settled = await self._settle()
        places = min(AT_ONCE, MOST_UNDER_WAY - len(self._under_way))
        if places <= 0:
            return settled
        platforms, began = frozenset(self._adapters), monotonic()
        leased, jobs = await self._database.run(prepare, self._clock.now(), self._defaults, platforms, places)
        for job in jobs:
            platform = job.delivery.target.platform
            # So late that the lease could run out while it is sent, and another process would send it too.
            late = monotonic() - began > LEASE.total_seconds() - SEND_SECONDS
            call = asyncio.create_task(self._refuse(job) if late or self._is_crowded(platform) else self._send(job))
            self._under_way[call] = platform
            call.add_done_callback(self._ended)
        return settled or leased > 0

    def _is_crowded(self, platform: str) -> bool:
        calls = list(self._under_way.values()).count(platform)
        return len(self._adapters) > 1 and calls >= MOST_UNDER_WAY * SHARE_OF_ONE

    async def _refuse(self, job: Job) -> Outcome:
        return Outcome(job, failure=SendFailed("not the time to send it", held=True, retry_after=CROWDED_SECONDS))

    def _ended(self, call: asyncio.Task[Outcome]) -> None:
        del self._under_way[call]
        if not call.cancelled():
            self._outcomes.append(call.result())
            self._tell()

    async def _settle(self) -> bool:
        """Write down what has ended; what a tired database did not take is kept for the next time."""
        async with self._settling:
            left = portion = len(self._outcomes)
            settled = left > 0
            while left:
                try:
                    await self._database.run(settle, self._outcomes[:portion], self._clock.now(), self._defaults)
                except Exception as error:
                    if will_pass(error):
                        raise
                    if portion > 1:
                        portion = 1  # one that cannot be written down must not take its neighbours along
                        continue
                    # Its lease runs out, and it is sent again under its key.
                    log.exception("outcome not written", key=self._outcomes[0].job.waiting.key)
                del self._outcomes[:portion]
                left -= portion
            return settled

    async def finish(self) -> None:
        """Wait for the calls under way and settle them."""
        while self._under_way or self._outcomes:
            if self._under_way:
                await asyncio.wait(self._under_way)
            await self._settle()

    async def abandon(self) -> None:
        """Give up the calls under way; their leases run out, and whoever takes them finds out what became of them."""
        calls = list(self._under_way)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    async def _send(self, job: Job) -> Outcome:
        adapter = self._adapters[job.delivery.target.platform]
        delivery = job.delivery
        looking = job.waiting.perhaps_sent and job.waiting.kind == "post" and not adapter.can.idempotent
        try:
            async with asyncio.timeout(SEND_SECONDS):
                made = await self._with_file(job)
                if isinstance(made, Outcome):
                    return made
                delivery = made
                if looking:
                    found = await adapter.find(delivery)
                    if found != "":
                        return Outcome(job, ref=found or "", unsure=found is None)
                looking = False
                return Outcome(job, ref=await adapter.send(delivery))
        except FileRefused as unwanted:
            name = delivery.file.name if delivery.file else ""
            return Outcome(job, failure=unwanted, instead=words(f"common.file_{unwanted.why}", name=name))
        except SendFailed as failure:
            # Until it was looked up nothing is known of the message, which must be before it is sent again.
            unknown = SendFailed(failure.reason, ambiguous=True, retry_after=failure.retry_after, held=failure.held)
            return Outcome(job, failure=unknown if looking else failure)
        except Exception as error:
            log.exception("adapter failed", platform=adapter.name, key=job.delivery.key)
            return Outcome(job, failure=SendFailed(type(error).__name__, ambiguous=True))

    async def _with_file(self, job: Job) -> Delivery | Outcome:
        """The delivery with its file, or what to say when that cannot be made by our fault. Raises SendFailed."""
        if job.file is None:
            return job.delivery
        try:
            made = await self._workshop.make(job.file, job.reader)
            card = Card(job.waiting.card.title, sections=(Section((made.alt, made.name)),))
            return replace(job.delivery, content=render(card, job.reader), file=made)
        except SendFailed:
            raise
        except Exception as error:
            if will_pass(error) or (isinstance(error, OSError) and job.waiting.tries < TRIES_OF_A_FILE):
                raise SendFailed(f"file not made: {type(error).__name__}") from None
            code = secrets.token_hex(3).upper()
            log.exception("file not made", code=code, key=job.delivery.key)
            failure = SendFailed(f"defect: {code}: {type(error).__name__}", permanent=True)
            return Outcome(job, failure=failure, instead=words("common.our_fault", code=code))


def prepare(
    db: Session, now: datetime, defaults: Defaults, platforms: frozenset[str], limit: int
) -> tuple[int, list[Job]]:
    """Lease messages, at most `limit`, and make them ready; how many were leased, and those to be sent."""
    leased = rows.lease(db, now, now + LEASE, limit)
    work = Work(db, now, defaults, source="outbox")
    jobs = [job for waiting in leased if (job := _job(work, waiting, platforms)) is not None]
    return len(leased), jobs


def _job(work: Work, waiting: Waiting, platforms: frozenset[str]) -> Job | None:
    try:
        return _ready(work, waiting, platforms)
    except Exception as error:
        if will_pass(error):
            raise
        # Closed and counted: one message that cannot be shown must not hold up all the others.
        log.exception("message not ready", key=waiting.key)
        rows.finish(work.db, waiting.id, "failed", work.now, note=f"defect: {type(error).__name__}")
        return None


def _ready(work: Work, waiting: Waiting, platforms: frozenset[str]) -> Job | None:
    place = posted.place(work.db, waiting.card_key, waiting.lane) if waiting.kind == "update" else None
    # A card is replaced where it was posted, whichever of somebody's accounts would be written to now.
    receiver = _receiver(work, waiting, platforms & {place.platform} if place else platforms)
    if receiver is None:
        _unreachable(work, waiting, "no account on a connected platform")
        return None
    if waiting.kind == "update":
        if place is None:
            rows.finish(work.db, waiting.id, "dropped", work.now, note="not posted yet; the post will show it")
            return None
        if waiting.tries == 0 and not _may_disturb(work, waiting, receiver):
            return None
        return _addressed(work, waiting, rows.shown_in(work.db, place.post_id), receiver, place.ref)
    parts = waiting.parts if waiting.perhaps_sent else _true_parts(work, waiting)
    if not parts or (waiting.tries == 0 and not _may_disturb(work, waiting, receiver)):
        return None
    return _addressed(work, waiting, parts, receiver)


def _true_parts(work: Work, waiting: Waiting) -> tuple[Waiting, ...]:
    """What of a message is still true; the rest is dropped with a record. Nothing when its own row is dropped."""
    true = tuple(part for part in waiting.parts if _still(work, part))
    if not true or true[0] is not waiting:
        # Those gathered with it may be true; they go out in a message of their own.
        rows.release(work.db, waiting.id, work.now)
        true, stale = (), [waiting]
    else:
        stale = [part for part in waiting.gathered if part not in true]
    for part in stale:
        rows.finish(work.db, part.id, "dropped", work.now, note="no longer true")
    return true


def _addressed(work: Work, waiting: Waiting, parts: tuple[Waiting, ...], receiver: _Receiver, ref: str = "") -> Job:
    card = _card(parts)
    content = render(card, receiver.reader)
    accounts = _accounts(work, content, receiver.target.platform)
    # An update names the card its post was named by, whichever of the cards gathered there has changed.
    card_key = next((part.card_key for part in parts if part.card_key), "")
    weight = waiting.merge if waiting.kind == "update" else ""
    delivery = Delivery(
        waiting.key,
        receiver.target,
        content,
        waiting.why,
        ref,
        card_key,
        accounts,
        news=weight == rows.NEWS,
        slight=weight == rows.SLIGHT,
    )
    return Job(waiting, parts, delivery, receiver.reader, card.file)


def _card(parts: tuple[Waiting, ...]) -> Card:
    """The card of a message, or of several that were gathered."""
    cards = tuple(part.card for part in parts)
    if len(cards) == 1:
        return cards[0]
    worst = "bad" if any(card.tone == "bad" for card in cards) else cards[0].tone
    return gather(Words(parts[0].merge, {"n": len(cards)}), cards, worst)


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
        here = project or (bound[0] if bound else None)
        norms = work.norms(here)
        language = norms.language if project or bound else people.read_by_all(work, chat)
        apart = here is not None and any(zone != norms.zone.key for zone in project_rows.zones(work.db, here.id or 0))
        reader = Reader(language, norms.zone, work.today(norms), apart)
        return _Receiver(Target(chat.platform, "group", chat.ref), reader, norms.calendar, norms.zone)
    person = people_rows.person(work.db, waiting.to.id)
    allowed = platforms & {waiting.to.platform} if waiting.to.platform else platforms
    account = people.account_for(work, person, project, allowed)
    if account is None or not person.active:
        return None
    norms = work.norms(project)
    zone = work.zone_of(person, norms)
    reader = Reader(person.language or norms.language, zone, work.now.astimezone(zone).date())
    target = Target(account.platform, "dm", account.user)
    return _Receiver(target, reader, person_calendar(work, person, norms), zone)


def _may_disturb(work: Work, waiting: Waiting, receiver: _Receiver) -> bool:
    """Working hours, the group's daily posts and the month's calls (design.md 4); what may not go now is put off."""
    if waiting.rank is Rank.NOTICE:
        opening = receiver.calendar.next_in_hours(work.now, receiver.zone)
        if opening > work.now:
            rows.postpone(work.db, waiting.id, opening)
        return opening <= work.now
    if waiting.rank is Rank.ROUND and quotas.is_spent(work, receiver.target.platform):
        rows.finish(work.db, waiting.id, "dropped", work.now, note="the month's calls are used up")
        return False
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


def settle(db: Session, outcomes: list[Outcome], now: datetime, defaults: Defaults) -> None:
    """Write down what became of the jobs of one round."""
    work = Work(db, now, defaults, source="outbox")
    for outcome in outcomes:
        if outcome.unsure:
            metrics.outbox_sent.labels(outcome.job.delivery.target.platform, "unsure").inc()
            rows.finish(db, outcome.job.waiting.id, "unsure", now, note="perhaps delivered")
        elif outcome.failure is None:
            _sent(work, outcome)
        else:
            _failed(work, outcome, outcome.failure)


def _sent(work: Work, outcome: Outcome) -> None:
    waiting, delivery = outcome.job.waiting, outcome.job.delivery
    rows.finish(work.db, waiting.id, "sent", work.now, ref=outcome.ref)
    metrics.outbox_sent.labels(delivery.target.platform, "sent").inc()
    if waiting.tries == 0 and waiting.rank in (Rank.REPLY, Rank.URGENT):
        metrics.observe_lag(metrics.outbox_lag_seconds, waiting.created_at, work.now)
    if waiting.kind == "update":
        if outcome.ref != delivery.ref:
            posted.move_place(work.db, waiting.lane, delivery.ref, outcome.ref)
            renewals.watch(work, delivery.target.platform, waiting.card_key, waiting.lane)
        return
    place = Place(delivery.target.platform, outcome.ref, waiting.id)
    follows = Work(work.db, work.now, work.defaults, source=f"outbox:{waiting.id}")
    for part in outcome.job.parts:
        if part.card_key:
            posted.remember_place(work.db, part.card_key, part.lane, place)
            renewals.watch(work, delivery.target.platform, part.card_key, part.lane)
            arrivals.arrived(follows, part.card_key)


def _failed(work: Work, outcome: Outcome, failure: SendFailed) -> None:
    waiting, sent = outcome.job.waiting, metrics.outbox_sent.labels
    platform = outcome.job.delivery.target.platform
    last = waiting.tries + 1 >= MOST_TRIES and not failure.held
    if failure.ambiguous and (failure.permanent or last):
        # Nobody can find out any more whether it arrived; sending it again might say it twice.
        sent(platform, "unsure").inc()
        rows.finish(work.db, waiting.id, "unsure", work.now, note=failure.reason)
        return
    if outcome.instead:
        sent(platform, "failed").inc()
        rows.finish(work.db, waiting.id, "failed", work.now, note=failure.reason)
        told, key = note(outcome.instead, tone="warn"), f"fallback:{waiting.id}"
        work.send(Notice(waiting.to, told, waiting.why, key, waiting.rank, project_id=waiting.project_id))
        return
    pause = timedelta(seconds=failure.retry_after or min(300, 2**waiting.tries))
    if failure.held and failure.permanent:
        rows.finish(work.db, waiting.id, "dropped", work.now, note=failure.reason)
        return
    if failure.held:
        sent(platform, "held").inc()
        _hold(work, waiting, work.now + pause, failure.reason)
        return
    if failure.permanent or last:
        sent(platform, "failed").inc()
        _unreachable(work, waiting, failure.reason)
        return
    sent(platform, "retry").inc()
    again = rows.retry_unanswered if failure.ambiguous else rows.retry
    again(work.db, waiting.id, work.now + pause, failure.reason)


def _hold(work: Work, waiting: Waiting, until: datetime, reason: str) -> None:
    """Keep what the platform was not even asked to take."""
    if until - work.now > LONG_HOLD and not waiting.perhaps_sent:
        # Others to the same receiver may find another way meanwhile, and it is looked at again like a new one.
        rows.postpone(work.db, waiting.id, until)
    else:
        rows.hold(work.db, waiting, until, reason)


def _unreachable(work: Work, waiting: Waiting, reason: str) -> None:
    """Close a message nobody can receive, and let the administrators and the groups of its project know."""
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
    if isinstance(waiting.to, ToPerson):
        for part in waiting.parts:
            _pass_on(work, part, name)


def _pass_on(work: Work, part: Waiting, name: str) -> None:
    """Put what a person cannot be told into the groups of its project; answers concern nobody else."""
    if not part.project_id or part.rank is Rank.REPLY:
        return
    card = Card(words("record.passed_on", name=name, title=part.card.title), part.card.tone, part.card.sections)
    for chat in project_rows.chats(work.db, part.project_id):
        key = f"fallback:{part.id}:c{chat.id}"
        work.send(
            Notice(
                ToChat(chat.id or 0),
                card,
                part.why,
                key,
                part.rank,
                merge=part.merge,
                project_id=part.project_id,
                still=part.still,
                expires=part.expires,
            )
        )
