"""Inbox, outbox, posted cards and the due queue: what makes sure that nothing is lost and nothing done twice."""

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    literal_column,
)
from sqlmodel import SQLModel

_meta: MetaData = SQLModel.metadata

inbox = Table(
    "inbox",
    _meta,
    # Every moment in these tables is milliseconds since 1970 UTC: they are compared and sorted, never shown.
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("platform", String(16), nullable=False),
    Column("key", String(200), nullable=False),
    Column("lane", String(200), nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("done_ms", BigInteger),
    Column("failure", Text, nullable=False, server_default=""),
    # A repeated delivery stops here.
    Index("inbox_key", "platform", "key", unique=True),
    sqlite_autoincrement=True,
)
# The next events: only unfinished rows are in it, so it stays small.
Index("inbox_open", inbox.c.id, sqlite_where=inbox.c.done_ms.is_(None), postgresql_where=inbox.c.done_ms.is_(None))
# Turns that failed, for the administrator.
_failed = inbox.c.failure != literal_column("''")
Index("inbox_failed", inbox.c.done_ms, sqlite_where=_failed, postgresql_where=_failed)


def _state_in(table: FromClause, *states: str) -> ColumnElement[bool]:
    # Written out, because neither database uses a partial index for a condition on parameters.
    return table.c.state.in_([literal_column(f"'{state}'") for state in states])


def is_open(table: FromClause) -> ColumnElement[bool]:
    """Whether an outbox row (of the table or an alias of it) still waits or is being sent."""
    return _state_in(table, "waiting", "sending")


def is_pressing(table: FromClause) -> ColumnElement[bool]:
    """Whether an outbox row is an answer or urgent (storage.outbox.Rank), and so goes before the rest."""
    return table.c.rank <= literal_column("1")


def is_troubled(table: FromClause) -> ColumnElement[bool]:
    """Whether an outbox row did not, or perhaps not, arrive."""
    return _state_in(table, "failed", "unsure")


outbox = Table(
    "outbox",
    _meta,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),
    # Where to: a person (who is found on a platform at delivery) or a chat; `lane` keeps the order per receiver.
    Column("person_id", Integer),
    Column("chat_id", Integer),
    Column("platform", String(16), nullable=False, server_default=""),
    Column("lane", String(40), nullable=False),
    Column("kind", String(8), nullable=False),  # post, update
    Column("rank", SmallInteger, nullable=False),  # see storage.outbox.Rank
    Column("why", String(16), nullable=False),
    Column("merge", String(80), nullable=False, server_default=""),
    Column("card_key", String(80), nullable=False, server_default=""),
    Column("project_id", Integer),
    Column("card", Text, nullable=False),
    Column("still", Text, nullable=False, server_default="[]"),
    Column("created_ms", BigInteger, nullable=False),
    Column("not_before_ms", BigInteger, nullable=False),
    Column("expires_ms", BigInteger),
    # waiting, sending, sent, merged (went out with the row `into_id`), dropped, failed, unsure (perhaps delivered).
    Column("state", String(12), nullable=False, server_default="waiting"),
    Column("into_id", Integer, index=True),
    Column("lease_ms", BigInteger),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("sent_ms", BigInteger),
    Column("ref", String(200), nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
# What may go out next, of all and of the pressing ones, and what waits before it at the same receiver. Finished rows
# are not in these, so their size is the queue's.
_pressing = is_open(outbox) & is_pressing(outbox)
for _name, _columns, _part in (
    ("outbox_next", (outbox.c.not_before_ms, outbox.c.id), is_open(outbox)),
    ("outbox_pressing", (outbox.c.not_before_ms, outbox.c.id), _pressing),
    ("outbox_lane", (outbox.c.lane, outbox.c.id), is_open(outbox)),
    ("outbox_trouble", (outbox.c.created_ms,), is_troubled(outbox)),
):
    Index(_name, *_columns, sqlite_where=_part, postgresql_where=_part)
# Where a card was posted, and what it shows now.
Index("outbox_card", outbox.c.card_key)

posted = Table(
    "posted_card",
    _meta,
    # Where a card stands, so that it is updated in place instead of posted again.
    Column("card_key", String(80), primary_key=True),
    Column("lane", String(40), primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("ref", String(200), nullable=False),
    Column("outbox_id", Integer, nullable=False),
)

budget = Table(
    "post_budget",
    _meta,
    # Unasked posts of a group on one local day.
    Column("chat_id", Integer, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("posts", Integer, nullable=False),
)

due = Table(
    "due",
    _meta,
    # The due queue, kept in due order: claiming reads from its front only, whatever its size (performance.md 3).
    Column("at_ms", BigInteger, primary_key=True),
    Column("kind", String(24), primary_key=True),
    Column("subject", String(60), primary_key=True),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    # One row a kind and subject: setting a new time moves it.
    Index("due_subject", "kind", "subject", unique=True),
    sqlite_with_rowid=False,
)

memory = Table(
    "memory",
    _meta,
    # What adapters keep between processes and restarts: tokens, forms behind buttons, call counts.
    Column("platform", String(16), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("value", Text, nullable=False),
    Column("expires_ms", BigInteger),
)

wanted_file = Table(
    "wanted_file",
    _meta,
    # Files that came with messages and whose bytes are still to be fetched.
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("platform", String(16), nullable=False),
    Column("event", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
)

directory = Table(
    "directory",
    _meta,
    # One row, whose version rises with every transaction that wrote to storage.session.DIRECTORY.
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
)
