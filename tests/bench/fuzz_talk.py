"""Random messages told to the real bot, which may answer and change nothing:
`python -m tests.bench.fuzz_talk [--messages 10000]`.

Words that are no command are only ever proposals. Prints how many were told; exit 1 when a table but those of the
conversation itself was written to, or a turn failed.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Final

from sqlmodel import SQLModel

from bot import parser
from bot.commands import APART, NAMES
from storage import tables
from storage.engine import IN_MEMORY, Database
from tests.bench import fuzz
from tests.chat import Chat

# What a conversation is made of; everything else is the state of the work.
TALK: Final = ("inbox", "outbox", "posted_card", "proposal", "memory", "due", "post_budget", "standupask", "standupday")
OURS: Final = "这一步没有完成"  # how a failed turn is answered


@contextmanager
def crew() -> Iterator[tuple[Chat, Database]]:
    """A project of three, each with a task, in a database in memory."""
    database = Database(IN_MEMORY, inline=True)
    tables.lay(database.engine)
    chat = Chat(database)
    for name, department in (("张三", "市场部"), ("李四", "设计部"), ("Anna Schmidt", "Design")):
        chat.person(name, dept=department, role="liaison")
    chat.group("新品上市", "张三", "李四", "Anna Schmidt")
    chat.says("张三", "/项目 新建 新品 2026-03-02 到 2026-03-20")
    for title, owner in (("系统排查", "李四"), ("海报初稿", "张三"), ("poster draft", "Anna Schmidt")):
        chat.says("张三", f"/任务 {title} @{owner} 3月4日17:00前")
    yield chat, database
    chat.close()
    database.close()


def state(database: Database) -> dict[str, str]:
    """What stands in each table of the work, as a digest."""
    found = {}
    with database.engine.connect() as connection:
        for name, table in SQLModel.metadata.tables.items():
            if name not in TALK:
                rows = sorted(map(repr, connection.execute(table.select()).all()))
                found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def is_command(text: str) -> bool:
    """Whether a message says what to do by itself."""
    line = parser.read(text)
    return line.slash or "/" in text or parser.match(line.text, NAMES, line.slash, APART) is not None


def tell(messages: int, start: int) -> tuple[int, list[str]]:
    """How many messages were told, and which tables they changed or what they made fail."""
    told, wrong = 0, []
    with crew() as (chat, database):
        before = state(database)
        for text, who in zip(fuzz.messages(messages, start), cycle(("张三", "李四")), strict=False):
            if not text.strip() or is_command(text):
                continue
            chat.tells(who, text)
            told += 1
            if any(OURS in line.text for line in chat.fresh()):
                wrong.append(f"failed: {text!r}")
            if told % 500 == 0:
                wrong += [
                    f"changed before message {told}: {name}"
                    for name, is_now in state(database).items()
                    if is_now != before[name]
                ]
                before = state(database)
        wrong += [f"changed at the end: {name}" for name, is_now in state(database).items() if is_now != before[name]]
    return told, wrong


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    told, wrong = tell(chosen.messages, chosen.seed)
    print(f"{told} messages told, {len(wrong)} changes or failures")
    print("\n".join(wrong[:20]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
