"""After a stop everything due is settled at once, merged, without the steps between (design.md 5)."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select

from storage.tables.plumbing import outbox
from tests.chat import GROUP, SHANGHAI, Chat


@pytest.fixture
def work(team: Chat) -> Chat:
    """李四 has three tasks due on Wednesday 4 March 2026 at noon."""
    for number in (1, 2, 3):
        team.says("张三", f"/任务 海报{number} @李四 3月4日12:00")
    return team


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _stop(chat: Chat, from_moment: str, to_moment: str) -> None:
    """Nothing runs between these moments; then all there is to do is done."""
    chat.until(from_moment)
    chat.stage.clock.move_to(_moment(to_moment))
    chat.passes(minutes=0)


def _posts(chat: Chat, to: str) -> list[str]:
    return [line.why for line in chat.fresh(to, kind="post")]


def _notes(chat: Chat, key: str) -> list[str]:
    with chat.stage.database.transaction() as db:
        query = select(outbox.c.note).where(outbox.c.key.startswith(key), outbox.c.state == "dropped")
        return list(db.connection().execute(query).scalars())


def test_twenty_minutes_over_five_o_clock_ask_for_updates_once_and_at_once(work: Chat) -> None:
    _stop(work, "2026-03-03 16:50", "2026-03-03 17:10")
    assert _posts(work, GROUP) == ["S2"]
    assert work.shows(GROUP, "海报1", "海报3", why="S2").at == _moment("2026-03-03 17:10")


def test_a_second_start_after_a_stop_says_nothing_again(work: Chat) -> None:
    _stop(work, "2026-03-03 16:50", "2026-03-03 17:10")
    work.passes(minutes=0)
    assert work.fresh() == []


def test_after_a_night_each_person_is_asked_once_and_reminders_come_as_one(work: Chat) -> None:
    _stop(work, "2026-03-02 17:40", "2026-03-03 09:40")
    assert _posts(work, "dm:李四") == ["O1", "S1"]
    work.shows("dm:李四", "海报1", "海报2", "海报3", why="O1")
    assert _posts(work, "dm:王五") == ["S1"]


def test_after_a_night_nothing_of_yesterday_is_asked_for(work: Chat) -> None:
    _stop(work, "2026-03-03 16:50", "2026-03-04 09:40")
    assert "S2" not in _posts(work, GROUP)


def test_after_three_days_only_the_present_rung_is_posted_and_tasks_are_gathered(work: Chat) -> None:
    _stop(work, "2026-03-03 16:00", "2026-03-06 16:00")
    assert _posts(work, GROUP) == ["O3"]
    work.shows(GROUP, "海报1", "海报2", "海报3", "2 个工作日", why="O3")


def test_after_three_days_nobody_is_asked_for_the_standups_gone_by(work: Chat) -> None:
    _stop(work, "2026-03-03 16:00", "2026-03-06 16:00")
    assert _posts(work, "dm:王五") == []


def test_after_more_than_three_late_days_the_executive_gets_one_message(work: Chat) -> None:
    _stop(work, "2026-03-03 16:00", "2026-03-11 10:00")
    assert _posts(work, "dm:赵总") == ["O4"]
    work.shows("dm:赵总", "海报1", "海报2", "海报3", why="O4")
    assert _posts(work, GROUP) == ["O3"]


def test_over_the_national_holiday_only_workdays_make_a_task_late(team: Chat) -> None:
    team.until("2026-09-28 10:00")
    team.says("张三", "/任务 海报 @李四 9月30日17:00")
    _stop(team, "2026-09-30 16:30", "2026-10-08 10:00")
    assert _posts(team, GROUP) == ["O2"]
    assert _posts(team, "dm:赵总") == []


def test_prompts_that_were_queued_before_the_stop_and_are_stale_are_dropped_with_a_record(work: Chat) -> None:
    work.until("2026-03-03 09:29")
    work.stage.clock.move_to(_moment("2026-03-03 09:30"))
    while asyncio.run(work.stage.engine.duties()):
        pass
    work.stage.clock.move_to(_moment("2026-03-03 16:00"))
    work.passes(minutes=0)
    assert "S1" not in _posts(work, "dm:王五")
    assert _notes(work, "standup") == ["no longer true"] * 3
