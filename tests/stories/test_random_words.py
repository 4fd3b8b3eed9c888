"""Random words to the bot: whatever they are, nothing changes without a command or a tap (design 3)."""

from typing import Final

import pytest
from sqlmodel import Session, func, select

from bot import parser
from bot.commands import APART, NAMES
from storage.engine import Database
from storage.tables.record import Record
from storage.tables.task import Task
from tests.bench import fuzz
from tests.chat import Chat

MESSAGES: Final = 60


def _counts(db: Session) -> tuple[int, int]:
    return db.exec(select(func.count()).select_from(Record)).one(), db.exec(
        select(func.count()).select_from(Task)
    ).one()


def _is_command(text: str) -> bool:
    line = parser.read(text)
    return line.slash or parser.match(line.text, NAMES, line.slash, APART) is not None


@pytest.mark.parametrize("seed", [1, 2])
def test_random_words_change_nothing_and_are_answered(team: Chat, database: Database, seed: int) -> None:
    team.says("张三", "/任务 系统排查 @李四 3月4日17:00前")
    said = [text for text in fuzz.messages(MESSAGES, seed) if text.strip() and not _is_command(text)]
    with database.transaction() as db:
        before = _counts(db)
    for text in said:
        team.tells("李四", text)
    assert not [line for line in team.lines("dm:李四") if "这一步没有完成" in line.text]
    with database.transaction() as db:
        assert _counts(db) == before
