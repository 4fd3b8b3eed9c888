"""How well and how fast minutes are read: `python -m tests.bench.minutes [--each]` (M5).

Twice: with nobody known beforehand, so that people and departments are found in the text alone, and with the people of
each meeting known, as they are in a workspace.
`--each` lists what is missed and made up in the half that rules may be fitted to; of the other only sums are shown.
"""

import re
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot import calendars
from bot.rules.deadlines import Deadline, choose, find
from bot.rules.minutes import Item, Minutes, read_minutes
from bot.rules.roster import Name
from tests.corpus.minutes.cases import HALVES, Action, Case, Reading, load
from tests.corpus.minutes.score import match, report, same_moment, same_people

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CALENDAR: Final = calendars.load("CN")
ROUNDS: Final = 5
_GROUP: Final = re.compile(r"[部门组处室科中心方队员家司院行]$|各|全|team|everyone|all|department", re.IGNORECASE)


def read(case: Case) -> Reading:
    """One minutes as the rules read it when nobody is known, in the corpus's terms."""
    return _told(case, _read(case))


def read_known(case: Case) -> Reading:
    """The same with the people known who were there or are named as owners."""
    named = (*case.expected.attendees, *(name for name, _ in case.expected.absent))
    owners = (owner for action in case.expected.actions for owner in action.owners)
    people = dict.fromkeys(name for name in (*named, *owners) if not _GROUP.search(name))
    roster = tuple(Name(place, name) for place, name in enumerate(people, 1))
    return _told(case, _read(case, roster))


def _told(case: Case, found: Minutes) -> Reading:
    return Reading(
        topic=found.topic,
        date=found.day.isoformat() if found.day else "",
        start=f"{found.clock:%H:%M}" if found.clock else "",
        host=found.host,
        recorder=found.recorder,
        attendees=tuple(one.name for one in found.attendees),
        absent=tuple((one.name, one.reason) for one in found.absentees),
        topics=tuple((topic.title, topic.conclusion) for topic in found.topics),
        decisions=found.decisions,
        follow_ups=found.follow_ups,
        next=_next(found, case),
        actions=tuple(_action(item) for item in found.items),
    )


def _read(case: Case, roster: Sequence[Name] = ()) -> Minutes:
    return read_minutes(case.text, _said_on(case), CALENDAR, SHANGHAI, roster)


def _said_on(case: Case) -> datetime:
    return case.said_on.replace(tzinfo=SHANGHAI)


def _next(found: Minutes, case: Case) -> str:
    now = datetime.combine(found.day, datetime.min.time(), SHANGHAI) if found.day else _said_on(case)
    moment = choose(find(found.next_meeting, now, CALENDAR, SHANGHAI))
    return _moment(moment) if isinstance(moment, Deadline) else ""


def _action(item: Item) -> Action:
    due = _moment(item.due) if isinstance(item.due, Deadline) else ""
    return Action(item.title, tuple(actor.written for actor in item.owners), due, item.text, item.sure)


def _moment(due: Deadline) -> str:
    return due.due.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if due.timed else due.day.isoformat()


def _speed() -> float:
    """Lines a second on one core."""
    cases = [case for half in HALVES for case in load(half)]
    began = time.perf_counter()
    for _ in range(ROUNDS):
        for case in cases:
            _read(case)
    return ROUNDS * sum(len(case.lines) for case in cases) / (time.perf_counter() - began)


def _each() -> None:
    for case in load("written"):
        found = read(case)
        pairs = match(case.expected.actions, found.actions)
        print(f"== {case.name}")
        for want in case.expected.actions:
            mine = next((mine for first, mine in pairs if first == want), None)
            if mine is None:
                print(f"  missed   {want}")
            elif not same_people(want.owners, mine.owners) or not same_moment(want.due, mine.due):
                print(f"  wrong    {want}\n       as  {mine}")
        for item in found.actions:
            if item not in [mine for _, mine in pairs]:
                print(f"  made up  {item}")


def main() -> None:
    """Print the table, and what went wrong where that is asked for."""
    if "--each" in sys.argv:
        _each()
    print(report(read))
    print("\nwith the people of each meeting known:")
    print(report(read_known))
    print(f"{_speed():,.0f} lines a second on one core")


if __name__ == "__main__":
    main()
