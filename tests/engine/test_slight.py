"""Which changes of a task's cards may wait for the next one where calls are few."""

import pytest
from sqlalchemy import select

from storage.tables.plumbing import outbox
from tests.chat import Chat


@pytest.fixture
def asked(team: Chat) -> Chat:
    """王五 was asked in private to take a task on, whose card stands in the group."""
    team.says("张三", "/任务 海报初稿 @王五 3月6日17:00前")
    team.until("2026-03-02 10:00")
    return team


def weights(chat: Chat) -> list[tuple[str, str]]:
    """The newest update of each of the task's cards, and its weight."""
    query = select(outbox.c.card_key, outbox.c.merge).where(outbox.c.kind == "update").order_by(outbox.c.id)
    with chat.stage.database.transaction() as db:
        newest = {key.partition(":")[0]: weight for key, weight in db.connection().execute(query)}
    return sorted((name, weight) for name, weight in newest.items() if name in ("task", "assigned"))


def test_where_owners_report_before_they_accept_the_question_in_their_messages_may_wait(asked: Chat) -> None:
    asked.says("王五", "/进度 海报初稿 40%")
    assert weights(asked) == [("assigned", "slight"), ("task", "")]


def test_what_others_report_for_them_is_shown_them_at_once(asked: Chat) -> None:
    asked.says("张三", "/进度 海报初稿 40%")
    assert weights(asked) == [("assigned", ""), ("task", "")]


def test_what_they_finish_without_a_word_before_is_shown_them_at_once(asked: Chat) -> None:
    asked.says("王五", "/完成 海报初稿")
    assert weights(asked) == [("assigned", ""), ("task", "")]
