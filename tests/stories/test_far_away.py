"""O4 across zones: an executive who is asked again keeps the buttons until the newer message is there."""

from collections.abc import Iterator

import pytest

from storage.engine import Database
from tests.chat import Chat

EXECUTIVE = "dm:Eve"


@pytest.fixture
def far(database: Database) -> Iterator[Chat]:
    """Two tasks lie before Eve in Los Angeles since Monday night, Shanghai time; it is Wednesday 9:31 there."""
    chat = Chat(database)
    chat.person("Ann", dept="Marketing", role="head")
    chat.person("Bob", dept="Design")
    chat.person("Eve", role="executive", over="Design", lang="en", tz="America/Los_Angeles")
    chat.group("Launch", "Ann", "Bob")
    chat.says("Ann", "/项目 新建 Spring 2026-03-02 到 2026-04-20", "Launch")
    chat.says("Ann", "/任务 Poster @Bob 2026-03-04 17:00", "Launch")
    chat.says("Ann", "/任务 Flyer @Bob 2026-03-04 17:00", "Launch")
    chat.until("2026-03-10 09:29")
    chat.shows(EXECUTIVE, "Poster", "Flyer", why="O4")
    chat.until("2026-03-11 09:29")
    chat.until("2026-03-11 09:31")
    yield chat
    chat.close()


def test_the_buttons_stay_until_the_reminder_has_arrived(far: Chat) -> None:
    assert far.fresh(EXECUTIVE) == []
    far.until("2026-03-12 00:00")
    earlier = far.shows(EXECUTIVE, "newer message", why="O4", kind="update")
    reminder = next(line for line in far.fresh(EXECUTIVE, why="O4", kind="post") if "Poster" in line.text)
    assert (earlier.at, earlier.buttons) == (reminder.at, ())
    assert far.lines(EXECUTIVE).index(reminder) < far.lines(EXECUTIVE).index(earlier)


def test_what_is_decided_meanwhile_is_shown_on_both(far: Chat) -> None:
    far.presses("Eve", "Accept as is")
    assert "Accept as is" in far.shows(EXECUTIVE, "decided", kind="update").buttons
    far.passes(hours=24)
    reminder = next(line for line in far.fresh(EXECUTIVE, why="O4", kind="post"))
    assert "Eve decided: Poster" in reminder.text
    assert reminder.buttons == ("New date", "More resources", "Accept as is", "Cancel task")


def test_what_is_all_decided_meanwhile_is_not_asked_again(far: Chat) -> None:
    far.presses("Eve", "Accept as is")
    far.presses("Eve", "Accept as is")
    assert far.shows(EXECUTIVE, "decided", kind="update").buttons == ()
    far.passes(hours=48)
    assert far.fresh(EXECUTIVE) == []


def test_what_waits_for_the_morning_is_not_asked_once_the_project_is_closed(far: Chat) -> None:
    far.says("Ann", "/项目 结项", "Launch")
    far.presses("Ann", "仍然结项")
    far.passes(hours=24)
    assert far.fresh(EXECUTIVE, why="O4", kind="post") == []


def test_a_group_whose_people_live_in_several_zones_reads_the_offset_with_each_moment(database: Database) -> None:
    chat = Chat(database)
    chat.person("Ann", dept="Marketing", role="head")
    chat.person("Bob", dept="Design", tz="Europe/Berlin", lang="en")
    chat.group("Launch", "Ann", "Bob")
    chat.says("Ann", "/项目 新建 Spring 2026-03-02 到 2026-04-20", "Launch")
    chat.says("Bob", "/task Poster @Bob Friday 17:00", "Launch")
    chat.shows("group:Launch", "截止：3月7日（周六）00:00（UTC+8）")
    chat.tells("Bob", "/my")
    assert "Fri 6 Mar 17:00 ·" in chat.shows("dm:Bob", "Poster").text
    chat.close()
