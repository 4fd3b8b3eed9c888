"""The console's own database: people, groups, messages and every send. Apart from the bot's: this is the platform."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from adapters.console.codec import Json
from adapters.console.codec import rendered as decode
from bot.cards import Rendered

_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, lang TEXT NOT NULL, zone TEXT NOT NULL, ordinal INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS groups (id TEXT PRIMARY KEY, name TEXT NOT NULL, ordinal INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS members (
    chat TEXT NOT NULL REFERENCES groups, user TEXT NOT NULL REFERENCES users, ordinal INTEGER NOT NULL,
    PRIMARY KEY (chat, user));
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, ref TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, target TEXT NOT NULL, author TEXT NOT NULL, body TEXT NOT NULL, text TEXT NOT NULL,
    why TEXT NOT NULL, card TEXT NOT NULL, at TEXT NOT NULL, version INTEGER NOT NULL, updated_seq INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS messages_of_target ON messages (kind, target, seq);
CREATE TABLE IF NOT EXISTS files (ref TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sends (
    n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, ref TEXT NOT NULL, outcome TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS sends_of_key ON sends (key);
CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, ref TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reads (
    user TEXT NOT NULL, chat TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (user, chat));
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""
_VISIBLE = """((m.kind = 'dm' AND m.target = :user) OR
    (m.kind = 'group' AND m.target IN (SELECT chat FROM members WHERE user = :user)))"""
_BATCH = 200
_TRIES = 100

TargetKind = Literal["group", "dm"]
Outcome = Literal["post", "update", "repeat", "refused"]


@dataclass(frozen=True, slots=True)
class User:
    """A person of the console; language and zone (an IANA name) may be "", then the page's own count."""

    id: str
    name: str
    lang: str
    zone: str


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now.

    target: the group's id, or the user id of the person whose direct messages these are.
    author: the person's user id, "" for the bot.
    body: the content as JSON text: a card (codec.py), perhaps of a file, or {"spans": …} of a typed text.
    at: when it was first posted; version counts from 1 and rises with every update.
    """

    seq: int
    ref: str
    key: str
    kind: TargetKind
    target: str
    author: str
    body: str
    text: str
    why: str
    card: str
    at: datetime
    version: int
    updated_seq: int

    @property
    def chat(self) -> str:
        """The group's id, "" in direct messages."""
        return self.target if self.kind == "group" else ""

    @property
    def content(self) -> Json:
        parsed: Json = json.loads(self.body)
        return parsed

    def rendered(self) -> Rendered | None:
        """The bot's card; None for what a person typed."""
        return None if self.author else decode(self.content)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be stored; the fields mean the same as in `Message`. data: the bytes of its file."""

    key: str
    kind: TargetKind
    target: str
    author: str
    body: str
    text: str
    why: str
    card: str
    at: datetime
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something the page must hear of: a message that is new or changed, or (ref "") a change of people or groups."""

    seq: int
    kind: Literal["post", "update", "roster"]
    ref: str


class ConsoleStore:
    """One SQLite database on one guarded connection; in memory unless `path` names a file."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        if path != ":memory:":
            _use_wal(self._db)
            self._db.execute("PRAGMA synchronous = FULL")
        with self._writing() as db:
            for statement in filter(str.strip, _SCHEMA.split(";")):
                db.execute(statement)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _all(self, sql: str, **values: str | int) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, **values: str | int) -> sqlite3.Row | None:
        return next(iter(self._all(sql, **values)), None)

    # People and groups

    def add_user(self, id: str, name: str, lang: str = "zh", zone: str = "Asia/Shanghai") -> None:
        """Add a person, or give one another name, language or zone."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO users SELECT ?, ?, ?, ?, count(*) FROM users WHERE true ON CONFLICT (id) DO UPDATE "
                "SET name = excluded.name, lang = excluded.lang, zone = excluded.zone",
                (id, name, lang, zone),
            )
            _log(db, "roster", "")

    def add_group(self, id: str, name: str) -> None:
        """Add a group, or give one another name."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO groups SELECT ?, ?, count(*) FROM groups WHERE true "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                (id, name),
            )
            _log(db, "roster", "")

    def add_member(self, group: str, user: str) -> None:
        """Take a person into a group; again changes nothing."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO members SELECT ?, ?, count(*) FROM members", (group, user))
            _log(db, "roster", "")

    def users(self) -> list[User]:
        return [User(**row) for row in self._all("SELECT id, name, lang, zone FROM users ORDER BY ordinal")]

    def user(self, id: str) -> User | None:
        row = self._one("SELECT id, name, lang, zone FROM users WHERE id = :id", id=id)
        return User(**row) if row else None

    def groups(self) -> list[Group]:
        return [Group(**row) for row in self._all("SELECT id, name FROM groups ORDER BY ordinal")]

    def group(self, id: str) -> Group | None:
        row = self._one("SELECT id, name FROM groups WHERE id = :id", id=id)
        return Group(**row) if row else None

    def members(self, group: str) -> list[User]:
        rows = self._all(
            "SELECT u.id, u.name, u.lang, u.zone FROM members m JOIN users u ON u.id = m.user "
            "WHERE m.chat = :group ORDER BY m.ordinal",
            group=group,
        )
        return [User(**row) for row in rows]

    def groups_of(self, user: str) -> list[Group]:
        rows = self._all(
            "SELECT g.id, g.name FROM members m JOIN groups g ON g.id = m.chat WHERE m.user = :user ORDER BY g.ordinal",
            user=user,
        )
        return [Group(**row) for row in rows]

    # Messages

    def message(self, ref: str) -> Message | None:
        row = self._one("SELECT * FROM messages WHERE ref = :ref", ref=ref)
        return _message(row) if row else None

    def messages(self, viewer: str, chat: str, *, after: int = 0, before: int = 0, limit: int = 50) -> list[Message]:
        """The newest `limit` messages between two sequence numbers (exclusive; 0 is open), oldest first.

        `chat` is a group, or "" for the viewer's direct messages; who is not in the group sees nothing.
        """
        rows = self._all(
            "SELECT * FROM messages m WHERE m.kind = :kind AND m.target = :target AND m.seq > :after "
            f"AND (:before = 0 OR m.seq < :before) AND {_VISIBLE} ORDER BY m.seq DESC LIMIT :limit",
            kind="group" if chat else "dm",
            target=chat or viewer,
            user=viewer,
            after=after,
            before=before,
            limit=limit,
        )
        return [_message(row) for row in reversed(rows)]

    def visible(self, user: str) -> Iterator[Message]:
        """Everything the person can see, newest first: their direct messages and their groups."""
        before = 2**62
        while True:
            rows = self._all(
                f"SELECT * FROM messages m WHERE m.seq < :before AND {_VISIBLE} ORDER BY m.seq DESC LIMIT :limit",
                user=user,
                before=before,
                limit=_BATCH,
            )
            yield from map(_message, rows)
            if len(rows) < _BATCH:
                return
            before = rows[-1]["seq"]

    def can_see(self, user: str, message: Message) -> bool:
        if message.kind == "dm":
            return message.target == user
        return any(member.id == user for member in self.members(message.target))

    def add(self, draft: Draft) -> tuple[str, bool]:
        """Store a message under its key; give its ref, and False when it was there already."""
        with self._writing() as db:
            known = db.execute("SELECT ref FROM messages WHERE key = ?", (draft.key,)).fetchone()
            ref = known["ref"] if known else f"m{_count(db, 'message')}"
            if not known:
                db.execute(
                    "INSERT INTO messages VALUES "
                    "(NULL, :ref, :key, :kind, :target, :author, :body, :text, :why, :card, :at, 1, :updated_seq)",
                    {**asdict(draft), "at": _stamp(draft.at), "ref": ref, "updated_seq": _log(db, "post", ref)},
                )
            if not known and draft.data is not None:
                db.execute("INSERT INTO files VALUES (?, ?)", (ref, draft.data))
            if not draft.author:
                _log_send(db, draft.key, ref, "repeat" if known else "post", draft.at)
            return ref, not known

    def replace(self, ref: str, draft: Draft) -> bool:
        """Replace a message's content, once a key; False when this key did so before."""
        with self._writing() as db:
            done = db.execute("SELECT 1 FROM sends WHERE key = ? AND outcome = 'update'", (draft.key,)).fetchone()
            if not done:
                db.execute(
                    "UPDATE messages SET body = ?, text = ?, why = ?, card = ?, version = version + 1, updated_seq = ? "
                    "WHERE ref = ?",
                    (draft.body, draft.text, draft.why, draft.card, _log(db, "update", ref), ref),
                )
            _log_send(db, draft.key, ref, "repeat" if done else "update", draft.at)
            return not done

    def file(self, ref: str) -> bytes | None:
        """The bytes of a message's file."""
        row = self._one("SELECT data FROM files WHERE ref = :ref", ref=ref)
        return bytes(row["data"]) if row else None

    def take_back(self, ref: str) -> None:
        """Remove a message that could not be handed over."""
        with self._writing() as db:
            db.execute("DELETE FROM messages WHERE ref = ?", (ref,))

    def refuse(self, key: str, ref: str, at: datetime) -> None:
        """Log a send that could not be carried out."""
        with self._writing() as db:
            _log_send(db, key, ref, "refused", at)

    def ref_of(self, key: str) -> str:
        """The message a send with this key made or changed; "" when there was none."""
        row = self._one("SELECT ref FROM sends WHERE key = :key AND outcome != 'refused'", key=key)
        return str(row["ref"]) if row else ""

    def sends(self) -> list[tuple[str, str, Outcome]]:
        """Every send attempt so far, in order: key, ref, what became of it."""
        return [(row["key"], row["ref"], row["outcome"]) for row in self._all("SELECT * FROM sends ORDER BY n")]

    def fresh_key(self) -> str:
        """A key that was never given out before, not even by an earlier run on the same file."""
        with self._writing() as db:
            return f"event-{_count(db, 'event')}"

    # What the page follows

    def last_event(self) -> int:
        row = self._one("SELECT coalesce(max(seq), 0) AS seq FROM events")
        return int(row["seq"]) if row else 0

    def events(self, after: int, limit: int = _BATCH) -> list[Event]:
        """Events behind the number `after`, in order."""
        rows = self._all(
            "SELECT seq, kind, ref FROM events WHERE seq > :after ORDER BY seq LIMIT :limit", after=after, limit=limit
        )
        return [Event(**row) for row in rows]

    def mark_read(self, user: str, chat: str, seq: int) -> None:
        """The person has read this conversation up to the message `seq`."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO reads VALUES (?, ?, ?) "
                "ON CONFLICT (user, chat) DO UPDATE SET seq = max(seq, excluded.seq)",
                (user, chat, seq),
            )

    def mark_all_read(self) -> None:
        """Everybody has read everything so far: a demo begins with what is new."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO reads SELECT u.id, c.id, (SELECT coalesce(max(seq), 0) FROM messages) "
                "FROM users u, (SELECT id FROM groups UNION ALL SELECT '') c"
            )

    def unread(self, user: str) -> dict[str, int]:
        """How many messages of others the person has not read, by group id ("" for direct messages)."""
        rows = self._all(
            "SELECT CASE m.kind WHEN 'dm' THEN '' ELSE m.target END AS chat, count(*) AS n FROM messages m "
            "LEFT JOIN reads r ON r.user = :user AND r.chat = CASE m.kind WHEN 'dm' THEN '' ELSE m.target END "
            f"WHERE m.seq > coalesce(r.seq, 0) AND m.author <> :user AND {_VISIBLE} GROUP BY 1",
            user=user,
        )
        return {row["chat"]: row["n"] for row in rows}


def _use_wal(db: sqlite3.Connection) -> None:
    """Switch the file to WAL, also while other processes open it for the first time."""
    for _ in range(_TRIES):
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            # SQLite does not wait for this switch; it does wait for a write lock.
            db.execute("BEGIN IMMEDIATE")
            db.execute("COMMIT")
    raise sqlite3.OperationalError("other processes keep the console's database locked")


def _count(db: sqlite3.Connection, name: str) -> int:
    row = db.execute(
        "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value", (name,)
    ).fetchone()
    return int(row["value"])


def _log(db: sqlite3.Connection, kind: str, ref: str) -> int:
    return int(db.execute("INSERT INTO events (kind, ref) VALUES (?, ?) RETURNING seq", (kind, ref)).fetchone()["seq"])


def _log_send(db: sqlite3.Connection, key: str, ref: str, outcome: Outcome, at: datetime) -> None:
    db.execute("INSERT INTO sends (key, ref, outcome, at) VALUES (?, ?, ?, ?)", (key, ref, outcome, _stamp(at)))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _message(row: sqlite3.Row) -> Message:
    return Message(**{**row, "at": datetime.fromisoformat(row["at"])})
