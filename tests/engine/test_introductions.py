"""Getting to know people from the platforms' directories (P1); a directory that fails holds up nobody."""

import asyncio
from datetime import timedelta

import pytest

from adapters.base import Profile
from adapters.console.adapter import ConsoleAdapter
from bot import introductions
from bot.engine import Engine
from bot.errors import SendFailed
from bot.wire import Incoming
from storage import people as people_rows
from tests.chat import Chat

LI = Profile("李四", language="en", zone="Europe/Berlin", department="设计部")


class Directory(ConsoleAdapter):
    """A console that knows a person as told, or whose directory fails; it counts the questions."""

    def __init__(self, chat: Chat, answer: Profile | Exception | None) -> None:
        super().__init__(chat.stage.console.store, chat.stage.clock.now)
        self.answer = answer
        self.asked: list[str] = []

    async def profile(self, user: str) -> Profile | None:
        self.asked.append(user)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def introduce(chat: Chat, directory: Directory, people: int = 2) -> None:
    stage = chat.stage
    engine = Engine(stage.database, stage.clock, stage.defaults, {directory.name: directory})
    for _ in range(people + 1):
        assert asyncio.run(engine.introductions()) is False


@pytest.fixture
def met(chat: Chat) -> Chat:
    """An administrator, and somebody whose platform gave no name when they wrote."""
    chat.person("管理员", role="admin", lang="zh")
    chat.receives(Incoming("1", "console", "message", "u77", "", text="/我的", addressed=True))
    return chat


def known(chat: Chat, user: str) -> tuple[str, str, str]:
    """Name, language and zone of somebody."""
    with chat.stage.database.transaction() as db:
        person = people_rows.person_of(db, "console", user)
        assert person is not None
        return person.name, person.language, person.zone


def test_what_is_empty_is_filled_from_the_directory(met: Chat) -> None:
    introduce(met, Directory(met, LI))
    assert known(met, "u77") == ("李四", "en", "Europe/Berlin")
    met.tells("管理员", "/谁 设计部")
    met.shows("dm:管理员", "李四")


def test_what_is_known_stays(met: Chat) -> None:
    introduce(met, Directory(met, LI))
    assert known(met, "u1") == ("管理员", "zh", "Europe/Berlin")


def test_everybody_is_asked_about_once(met: Chat) -> None:
    directory = Directory(met, LI)
    introduce(met, directory, people=5)
    assert sorted(directory.asked) == ["u1", "u77"]


def test_a_changed_profile_is_looked_up_again(met: Chat) -> None:
    directory = Directory(met, LI)
    introduce(met, directory)
    met.receives(Incoming("2", "console", "changed", "u77", ""))
    introduce(met, directory)
    assert sorted(directory.asked) == ["u1", "u77", "u77"]


@pytest.mark.parametrize("failure", [SendFailed("no answer", ambiguous=True), ZeroDivisionError(), None])
def test_a_directory_that_does_not_answer_is_asked_again_later(met: Chat, failure: Exception | None) -> None:
    directory = Directory(met, failure)
    introduce(met, directory)
    assert sorted(directory.asked) == ["u1", "u77"]
    met.stage.clock.move_to(met.now + timedelta(hours=6))
    introduce(met, directory)
    assert sorted(directory.asked) == ["u1", "u1", "u77", "u77"]


def test_a_directory_that_is_asked_too_often_is_asked_again_when_it_says(met: Chat) -> None:
    directory = Directory(met, SendFailed("busy", held=True, retry_after=60))
    introduce(met, directory)
    met.stage.clock.move_to(met.now + timedelta(seconds=60))
    introduce(met, directory)
    assert sorted(directory.asked) == ["u1", "u1", "u77", "u77"]


def test_what_a_process_died_over_is_asked_by_another_soon(met: Chat) -> None:
    with met.stage.database.transaction() as db:
        for _ in range(2):
            now = met.stage.clock.now()
            assert people_rows.take_stranger(db, {"console"}, now, now + introductions.LEASE) is not None
    directory = Directory(met, LI)
    introduce(met, directory)
    assert directory.asked == []
    met.stage.clock.move_to(met.now + timedelta(minutes=2))
    introduce(met, directory)
    assert sorted(directory.asked) == ["u1", "u77"]


def test_a_zone_or_language_nobody_knows_is_left_out(met: Chat) -> None:
    introduce(met, Directory(met, Profile("李四", language="fr", zone="Mars/Olympus")))
    assert known(met, "u77") == ("李四", "", "")


def heads(chat: Chat, department: str) -> list[str]:
    with chat.stage.database.transaction() as db:
        found = people_rows.department_named(db, department)
        return [person.name for person in people_rows.holders(db, found.id or 0, "head")] if found else []


def test_the_directorys_head_of_a_department_heads_it_here(met: Chat) -> None:
    met.person("王总")
    introduce(met, Directory(met, Profile("李四", department="设计部", head=met.stage.user("王总"))), people=3)
    assert heads(met, "设计部") == ["王总"]


def test_a_head_that_was_chosen_here_stays(met: Chat) -> None:
    met.person("冯头", dept="设计部", role="head")
    met.person("王总")
    introduce(met, Directory(met, Profile("李四", department="设计部", head=met.stage.user("王总"))), people=4)
    assert heads(met, "设计部") == ["冯头"]


def test_the_lead_hears_each_time_somebody_leaves_by_the_directory(team: Chat) -> None:
    team.says("张三", "/任务 海报 @王五 周三17:00前")
    introduce(team, Directory(team, Profile("")), people=9)
    for key in ("1", "2"):
        team.says("王五", "/我的")
        team.receives(Incoming(key, "console", "changed", team.stage.user("王五"), ""))
        introduce(team, Directory(team, Profile("王五", active=False)))
        team.passes(days=1)
        team.shows("dm:张三", "王五", "海报", why="T3")


def test_an_account_that_is_opened_again_brings_its_person_back(met: Chat) -> None:
    met.receives(Incoming("2", "console", "departed", "u77", ""))
    met.receives(Incoming("3", "console", "changed", "u77", ""))
    introduce(met, Directory(met, LI))
    with met.stage.database.transaction() as db:
        person = people_rows.person_of(db, "console", "u77")
        assert person is not None and person.active


def test_whoever_left_the_company_by_the_directory_is_asked_nothing(met: Chat) -> None:
    introduce(met, Directory(met, Profile("李四", active=False)))
    with met.stage.database.transaction() as db:
        person = people_rows.person_of(db, "console", "u77")
        assert person is not None and not person.active
