"""Loads children with events, kills them, restarts them, and looks at what is left."""

import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection, wait
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from adapters.console.adapter import ConsoleAdapter
from adapters.console.store import ConsoleStore, Message
from bot.clock import MovableClock, SystemClock
from bot.engine import Engine
from storage import due, inbox, outbox
from storage.engine import Database
from storage.tables.plumbing import inbox as inbox_rows
from storage.tables.plumbing import outbox as outbox_rows
from storage.tables.record import Record
from storage.tables.task import Task
from tests.chat import defaults
from tests.crash import child
from tests.crash.child import BEAT, Orders

OPENS = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
CHATS = ("g1", "g2", "g3", "g4")
EVENTS_A_KILL = 80  # more would only make a backlog that has to be worked off at the end
SETTLES_WITHIN = timedelta(minutes=15)  # each group takes one message at a time
POINTS = (
    "inbox committed",
    "in a turn",
    "before turn.run_some",
    "after turn.run_some",
    "after outbox.prepare",
    "sent, not marked",
    "before outbox.settle",
    "after outbox.settle",
    "in a duty",
    "after loop.run_some",
    "any commit",
)
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.crash.child"])


async def furnish(url: str, path: str) -> None:
    """Four groups with a project each, and a heart beating in every one."""
    store, clock = ConsoleStore(path), MovableClock(OPENS)
    for user in ("u1", "u2", "u3"):
        store.add_user(user, f"成员{user}", "zh", "Asia/Shanghai")
    console = ConsoleAdapter(store, clock.now)
    engine = Engine(Database(url, inline=True), clock, defaults(), {console.name: console})
    await console.start(engine.inbox.deliver)
    for chat in CHATS:
        store.add_group(chat, f"项目群{chat}")
        for user in ("u1", "u2", "u3"):
            store.add_member(chat, user)
        await console.join(chat)
        await console.say("u1", chat, f"/项目 新建 项目{chat} 2026-03-02 到 2026-03-20", f"new-{chat}")
        await engine.settle()
    with engine.database.transaction() as db:
        for number in range(1, len(CHATS) + 1):
            due.put(db, "beat", number, OPENS)
    engine.database.close()
    store.close()


@dataclass
class Process:
    """A child and what it was given and has not acknowledged."""

    handle: multiprocessing.process.BaseProcess
    pipe: Connection
    ready: bool = False
    given: dict[str, list[str]] = field(default_factory=dict)


class Siege:
    """Several processes on one database, each chat with one event under way at a time."""

    def __init__(self, url: str, folder: Path, processes: int = 1, seed: int = 1) -> None:
        self.url, self.path = url, str(folder / "console.db")
        self.acknowledged: list[str] = []
        self.missed: list[str] = []
        self._chance = random.Random(seed)
        self._began = SystemClock().now()
        self._count = processes
        self._processes: list[Process] = []
        self._unsaid: dict[str, list[str]] = {}
        self._said = Counter[str]()
        self._loading = 0

    def run(self, kills: Sequence[str]) -> None:
        """One kill after the other, under load: "" at a random moment, else at the point of that name."""
        for point in kills:
            self._loading = EVENTS_A_KILL
            self._fill(point)
            self._work(until=None if point else self._chance.uniform(0.02, 0.5), patience=4.0)
            self._kill(point)
        self._loading = 0
        self._settle()
        self._stop()

    def _fill(self, point: str) -> None:
        while len(self._processes) < self._count:
            ours, theirs = _context.Pipe()
            orders = Orders(self.url, self.path, self._began, OPENS, point, self._chance.randint(1, 4))
            handle = _context.Process(target=child.main, args=(orders, theirs), daemon=True)
            handle.start()
            theirs.close()
            self._processes.append(Process(handle, ours))

    def _work(self, until: float | None, patience: float) -> None:
        """Feed the children for so many seconds, or until one of them dies."""
        ends = SystemClock().now() + timedelta(seconds=patience if until is None else until)
        alive = len(self._processes)
        while len(self._processes) == alive and SystemClock().now() < ends:
            self._feed()
            for pipe in wait([process.pipe for process in self._processes], timeout=0.05):
                self._hear(next(process for process in self._processes if process.pipe is pipe))
            if until is not None and not all(process.ready for process in self._processes):
                ends = SystemClock().now() + timedelta(seconds=until)

    def _feed(self) -> None:
        under_way = {said[1] for process in self._processes for said in process.given.values()}
        for process in self._processes:
            for chat in CHATS:
                if process.ready and chat not in under_way:
                    self._say(process, chat)
                    under_way.add(chat)

    def _say(self, process: Process, chat: str) -> None:
        said = self._unsaid.pop(chat, None)
        if said is None:
            if not self._loading:
                return
            self._loading -= 1
            self._said[chat] += 1
            number = self._said[chat]
            said = ["u1", chat, f"/任务 清单{chat}-{number:04} @成员u2 3月4日17:00前", f"{chat}-{number:04}"]
        process.given[said[3]] = said
        process.pipe.send(said)

    def _hear(self, process: Process) -> None:
        try:
            while process.pipe.poll():
                key = process.pipe.recv()
                process.ready = True
                if key in process.given:
                    del process.given[key]
                    self.acknowledged.append(key)
        except (EOFError, OSError):
            self._bury(process)

    def _bury(self, process: Process) -> None:
        process.handle.join()
        process.pipe.close()
        self._processes.remove(process)
        # What was not acknowledged is delivered again, as every platform does.
        self._unsaid.update({said[1]: said for said in process.given.values()})

    def _kill(self, point: str) -> None:
        if len(self._processes) < self._count:
            return
        if point:
            self.missed.append(point)
        victim = self._chance.choice(self._processes)
        victim.handle.kill()
        victim.handle.join()
        self._hear(victim)
        if victim in self._processes:
            self._bury(victim)

    def _settle(self) -> None:
        """Stop the beats and work until nothing is left to do."""
        database, ends = Database(self.url, inline=True), SystemClock().now() + SETTLES_WITHIN
        while SystemClock().now() < ends:
            self._fill("")
            for process in self._processes:
                if process.ready:
                    process.pipe.send(["halt"])
            self._work(until=0.2, patience=0)
            with database.transaction() as db:
                if not self._unsaid and not any(p.given for p in self._processes) and _idle(db):
                    break
        database.close()

    def _stop(self) -> None:
        for process in self._processes:
            process.pipe.send(["stop"])
        for process in self._processes:
            process.handle.join(10)
            process.handle.kill()
            process.pipe.close()
        self._processes = []


def _idle(db: Session) -> bool:
    beats = any(due.when(db, "beat", number) for number in range(1, len(CHATS) + 1))
    states = outbox.counts(db)
    return not beats and not inbox.backlog(db)[0] and not states.get("waiting") and not states.get("sending")


@dataclass(frozen=True)
class Findings:
    """What was found wrong after a siege, empty when all is well."""

    lost: list[str]
    unfinished: list[str]
    failed: list[str]
    doubled: list[str]
    unanswered: list[str]
    out_of_order: list[str]
    beats: list[str]
    undelivered: list[str]


@contextmanager
def _store(path: str) -> Iterator[ConsoleStore]:
    store = ConsoleStore(path)
    yield store
    store.close()


def look(siege: Siege) -> Findings:
    """Compare what was acknowledged with what the database and the platform hold."""
    database = Database(siege.url, inline=True)
    with _store(siege.path) as store, database.transaction() as db:
        messages = sorted(store.visible("u1"), key=lambda message: message.seq)
        stored = {row.key: row for row in db.connection().execute(select(inbox_rows))}
        unfinished = [key for key, row in stored.items() if row.done_ms is None]
        open_keys = frozenset(unfinished)
        titles = Counter(db.exec(select_rows(Task.title)))
        answers = {chat: _answers(messages, chat) for chat in CHATS}
        answered = Counter(title for found in answers.values() for title in found)
        expected = [f"清单{key}" for key in siege.acknowledged if key not in open_keys]
        undelivered = select(outbox_rows.c.key).where(outbox_rows.c.state.in_(("failed", "unsure")))
        findings = Findings(
            lost=[title for title in expected if not titles[title]],
            unfinished=unfinished,
            failed=[key for key, row in stored.items() if row.failure],
            doubled=[title for title, count in (titles + answered).items() if max(titles[title], answered[title]) > 1],
            unanswered=[title for title in expected if not answered[title]],
            out_of_order=[chat for chat, found in answers.items() if found != sorted(found)],
            beats=[fault for number in range(1, len(CHATS) + 1) if (fault := _beats(db, messages, number))],
            undelivered=list(db.connection().execute(undelivered).scalars()),
        )
    database.close()
    return findings


def _answers(messages: Sequence[Message], chat: str) -> list[str]:
    """The titles of the tasks the bot answered for in a group, in the order of its answers."""
    own = [m.text for m in messages if m.kind == "group" and m.target == chat and not m.author and m.why == "reply"]
    return [text.partition("｜")[2].partition("（")[0] for text in own if "清单" in text.partition("\n")[0]]


def _beats(db: Session, messages: Sequence[Message], number: int) -> str:
    """What is wrong with the beats of a group: every one recorded once and shown once, in order, none left out."""
    query = select_rows(Record.action).where(Record.subject == f"beat:{number}").order_by(col(Record.id))
    recorded = [int(action) for action in db.exec(query)]
    shown = [int(m.text.split()[1]) for m in messages if m.target == CHATS[number - 1] and m.text.startswith("beat ")]
    step, first = int(BEAT.total_seconds()), round(OPENS.timestamp())
    whole = [first + step * n for n in range(len(recorded))]
    return "" if recorded == whole == shown else f"group {number}: {len(recorded)} recorded, {len(shown)} shown"
