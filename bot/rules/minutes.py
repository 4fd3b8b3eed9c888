"""Free-text minutes read into topic, people, decisions and action items, each with the line it is from (M2, M5).

A line of a list of actions is an item unless it reports, asks or drops something. Anywhere else somebody has to be
charged with something: by a mention, by 由, 请, 负责, "will", "to", or by a name and a date beside a verb. What lacks
an owner or a date, or can be read in two ways, is kept with its doubts, never sure. Relative dates count from the day
of the meeting where the minutes tell it, else from `now`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from bot.rules import minutes_signs as signs
from bot.rules import minutes_talk as talk
from bot.rules.deadlines import CalendarLike, Deadline, Moments
from bot.rules.due import Found, Order
from bot.rules.fold import plain
from bot.rules.minutes_carried import OPEN, carried, left_open, more_of, record
from bot.rules.minutes_cast import Cast
from bot.rules.minutes_clauses import Scene, begins_with_somebody, clause, hands_out
from bot.rules.minutes_groups import day_alone, due_above, fields, people_above, post_and_name, stated
from bot.rules.minutes_inline import inline_details
from bot.rules.minutes_items import asked_for, read_items, with_due, with_owners
from bot.rules.minutes_labels import item_mark
from bot.rules.minutes_lines import Line
from bot.rules.minutes_look import looks_like_minutes
from bot.rules.minutes_matter import about, lacks_object, named_first
from bot.rules.minutes_once import once
from bot.rules.minutes_parts import MATTER, Parts, Said, sort
from bot.rules.minutes_people import attendance, bearer, named
from bot.rules.minutes_points import Point, point
from bot.rules.minutes_posts import chair, scribe
from bot.rules.minutes_rows import beside_due, detailed, read_row
from bot.rules.minutes_runs import allotted
from bot.rules.minutes_settled import is_left, meets_again, settled, statements
from bot.rules.minutes_tables import TableRow
from bot.rules.minutes_title import subject
from bot.rules.minutes_topics import names_topic, no_topic
from bot.rules.minutes_values import LONGEST, Actor, Attendee, Doubt, Item, Minutes, Topic
from bot.rules.minutes_when import meeting_clock, meeting_day
from bot.rules.roster import Name

__all__ = ["Actor", "Attendee", "Doubt", "Item", "Minutes", "Topic", "looks_like_minutes", "read_minutes"]

LEAST_MARKED: Final = 2  # marked lines that make a list, which ends where a sentence has no mark
_START: Final = time(9)  # when a meeting is taken to have begun that has a day but no time
_SILENT: Final = frozenset(("dropped", "other"))
_CLOSED: Final = re.compile(
    r"\W*[(\[](?:closed|done|completed|cancell?ed|dropped|已?(?:完成|关闭|取消|办结|闭环))[)\]]"
)
_WORDS: Final = re.compile(r"[A-Za-z]{2}|[^\W\da-zA-Z年月日号上下午]{2}")
_RECORDED: Final = frozenset(("", "discussion", "actions", "item"))
_SENTENCE_END: Final = re.compile(r"[。.!！?？]$|\s\S+\s\S+\s")
_SENTENCES: Final = re.compile(r"(?<=[。！!；;])\s*|(?<=[a-z0-9)]\.)\s+")
# "会议布置了近期工作：…；…；…": everything behind it is given to somebody.
_GIVEN: Final = re.compile(
    r"[^。：:；;]{0,16}(?:布置|部署|安排|分工|议定|责成|约定|商定)[^。：:；;，,]{0,10}[:：]\s*(?=\S)"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(slots=True)
class _Draft:
    scene: Scene
    items: list[tuple[Item, bool]] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    next_meeting: list[str] = field(default_factory=list)
    owner: tuple[Actor, ...] = ()
    owner_line: int = 0
    above: tuple[Actor, ...] = ()  # who the heading that is open names
    part: str = ""  # of a round
    headed: bool = False
    week: str = ""  # in which what that plans is due
    author: str = ""
    due: Found | None = None
    due_text: str = ""
    marked: int = 0  # lines with a mark in the list that is open
    turn: int = 0
    spoke: Actor | None = None
    spoke_turn: int = 0


def read_minutes(
    text: str,
    now: datetime,
    calendar: CalendarLike,
    zone: tzinfo,
    roster: Sequence[Name] = (),
    departments: Sequence[str] = (),
    order: Order = "ask",
) -> Minutes:
    """What minutes say. `now` is aware, `zone` where the meeting was; people and departments are those that can be
    meant. Source: handbook M2, M5."""
    parts = sort(text[:LONGEST])
    cast = Cast(roster, (), departments)
    cast = Cast(roster, told, departments) if (told := named(parts, cast)) else cast
    hours = parts.fields.get("time", ())
    times = (*hours, parts.title, *parts.fields.get("number", ()), *parts.fields.get("topic", ()))
    held = (found for each in parts.opening if (found := meeting_day(each, now, zone)))
    past = (found for found in held if found <= now.astimezone(zone).date())
    day = next((found for each in times if (found := meeting_day(each, now, zone))), None) or next(past, None)
    clocks = (
        meeting_clock(each)
        for each in (*hours, parts.title, *parts.opening)
        if each != parts.sent and "00:0" not in each[:5]
    )
    clock = next((found for found in clocks if found), None)
    if order == "ask" and len(_HAN.findall(text)) * 2 > len(text.split()):
        order = "mdy"  # whoever writes Chinese names the month first
    moment = now if day is None else datetime.combine(day, clock or _START, zone).astimezone(UTC)
    draft = _Draft(Scene(cast, Moments(moment, calendar, zone, order), bool(roster), spoken=bool(parts.speakers)))
    draft.author = parts.author
    attendees, absentees = attendance(parts, cast)
    _read_body(draft, parts, allotted(parts.body, draft.scene))
    items = once(draft.items)
    return Minutes(
        number=_first(parts, "number"),
        topic=_first(parts, "topic") or subject(parts.title, parts.paragraph),
        day=day,
        clock=clock,
        place=_first(parts, "place"),
        form=_first(parts, "form"),
        host=bearer(parts, "host", cast) or chair(parts.fields.get("attendees", ()), cast),
        recorder=bearer(parts, "recorder", cast) or scribe(parts.fields.get("attendees", ()), cast) or parts.author,
        attendees=attendees,
        absentees=absentees,
        topics=tuple(draft.topics),
        decisions=tuple(dict.fromkeys(draft.decisions)),
        items=items,
        follow_ups=tuple(dict.fromkeys(draft.follow_ups)),
        next_meeting="；".join(draft.next_meeting),
        marks=parts.marks,
    )


def _first(parts: Parts, kind: str) -> str:
    return next(iter(parts.fields.get(kind, ())), "")


# ---------------------------------------------------------------------------------------------------------------------
# The body


def _read_body(draft: _Draft, parts: Parts, body: Sequence[Said | tuple[str, TableRow]]) -> None:
    place = 0
    while place < len(body):
        said = body[place]
        told = record(body, place) if isinstance(said, Said) and said.section in _RECORDED else None
        if told is not None:
            _read_row(draft, *told)
            place += len(told[0])
            continue
        place += 1
        if isinstance(said, tuple):
            _read_table_row(draft, *said)
            continue
        _begin_part(draft, said)
        if said.section == "actions" and _has_ended(draft, said):
            _read_said(draft, replace(said, section=""), parts)
        elif said.section in ("actions", "item") or (said.line.mark == "open" and said.section != "decisions"):
            cells: dict[str, str] = {}
            while place < len(body) and (more := more_of(said, body[place])) is not None:
                cells.setdefault(*more)
                place += 1
            cells.pop("why", "")
            following = body[place] if place < len(body) else None
            _read_listed(draft, said, cells, following if isinstance(following, Said) else None)
        elif names_topic(said, body[place] if place < len(body) else None) and not hands_out(said.text, draft.scene):
            _begin_topic(draft, said.text)
        else:
            _read_said(draft, said, parts)


def _begin_part(draft: _Draft, said: Said) -> None:
    """Take up whose part of a round a line stands in, and until when what it plans is due."""
    if said.above:
        draft.above = draft.scene.cast.whole(said.above) or (draft.scene.cast.person(said.above),)
        draft.week = said.when
    elif draft.part:
        draft.above, draft.week = (), ""
    draft.part = said.above


def _has_ended(draft: _Draft, said: Said) -> bool:
    """Whether a list of marked items is over with a sentence of no mark that names nobody."""
    line = said.line
    if line.mark in ("bullet", "number", "open", "ticked"):
        draft.marked += 1
        return False
    ended = draft.marked >= LEAST_MARKED and line.mark == "" and line.depth == 0 and _SENTENCE_END.search(line.text)
    return bool(ended) and not clause(said.text, replace(draft.scene, listed=True)).spots


def _read_table_row(draft: _Draft, section: str, row: TableRow) -> None:
    cells = dict(row.cells)
    if section == "dropped" or ("name" in cells and "task" not in cells) or (section == "past" and "status" in cells):
        return
    if "topic" in cells and "task" not in cells:
        draft.topics.append(Topic(cells["topic"], cells.get("conclusion", "")))
        if "owner" not in cells:
            return
        cells["task"] = cells.get("conclusion") or cells["topic"]
    if not ("owner" in cells or "due" in cells or section == "actions"):
        return
    item = read_row(cells, row.number, row.raw, draft.scene)
    over = (
        section == "past"
        and item is not None
        and isinstance(item.due, Deadline)
        and item.due.due < draft.scene.moments.now
    )
    if item is not None and not over:
        draft.items.append((item, True))


def _read_listed(draft: _Draft, said: Said, cells: dict[str, str], following: Said | None) -> None:
    """A line of a list of actions, with the lines that tell more of it."""
    line, scene = said.line, draft.scene
    if meets_again(line.folded):
        draft.next_meeting.append(said.text)
        return
    if is_left(line.folded) and not scene.moments.due(said.text):
        draft.follow_ups.append(said.text)
        return
    if draft.owner_line not in (0, line.number):
        draft.owner, draft.owner_line = (), 0
    if line.mark == "ticked" or _CLOSED.match(line.folded):
        return
    if _heads_group(draft, said, cells, following):
        within = following is not None and following.line.number == line.number
        draft.owner_line = line.number if within else 0
        return
    text, inline = fields(said.text, scene) or stated(said.text, scene) or inline_details(said.text)
    if "task" in inline and not scene.cast.whole(text):
        text = ""  # what was wrong stands before what is done about it
    cells = {**cells, **inline}
    text = text or cells.get("task", "")
    text = about(text, cells.pop("measure")) if "measure" in cells else text
    if any(signs.is_closed(plain(cells.get(kind, ""))) for kind in ("status", "due")) or not text:
        return
    author = scene.cast.person(draft.author) if draft.author else None
    found = read_items(text, line.number, line.raw, scene, listed=True, speaker=author)
    if cells and len(found) == 1:
        found = [detailed(found[0], cells, scene)]
    elif not found and "owner" in cells:
        row = read_row({**cells, "task": text}, line.number, line.raw, scene)
        found = [row] if row else []
    _keep(draft, [_inherited(draft, each) for each in found], listed=True)


def _heads_group(draft: _Draft, said: Said, cells: dict[str, str], following: Said | None) -> bool:
    """A line that only says who, or by when, the lines below it are."""
    bare, scene, mark = said.text.rstrip(" :："), draft.scene, said.line.mark
    above = following is not None and following.line.depth > said.line.depth
    lower = following is not None and mark == "number" and following.line.style != said.line.style
    marked = following is not None and following.line.mark in ("bullet", "number", "open")
    listing = marked and (mark in ("", "heading") or lower)
    group = post_and_name(bare, scene) if above and not cells else None
    if group is None and not cells and (bare != said.text or mark == "heading" or listing or above):
        group = people_above(bare, scene, sure=above)
    if group is not None:
        draft.owner = group.owners
        return True
    group = due_above(bare, scene) if bare != said.text or mark == "heading" else None
    group = group or (day_alone(bare, scene) if following is not None and mark in ("", "heading") else None)
    if group is not None:
        draft.due, draft.due_text = group.due, group.due_text
    return group is not None


def _inherited(draft: _Draft, item: Item) -> Item:
    """An item with the owner and date that stand above its list."""
    if not item.owners and (draft.owner or draft.above):
        item = with_owners(item, draft.owner or draft.above, draft.scene)
    if item.due is None and draft.due is not None:
        doubts = tuple(each for each in item.doubts if each != "no_due")
        item = replace(item, due=draft.due, due_text=draft.due_text, doubts=doubts)
    if item.due is None and draft.week:
        item = with_due(item, draft.scene.moments.due(f"{draft.week}内"), draft.week, draft.scene)
    return item


def _keep(draft: _Draft, found: Sequence[Item], listed: bool) -> None:
    base = len(draft.items)
    for item in found:
        if draft.headed and draft.topics and lacks_object(item.title):
            item = replace(item, title=about(draft.topics[-1].title, item.title))
        draft.items.append((replace(item, after=None if item.after is None else base + item.after), listed))


def _read_said(draft: _Draft, said: Said, parts: Parts) -> None:
    section, text = said.section, said.text
    if section not in ("actions", "item"):
        draft.owner, draft.due, draft.marked = (), None, 0
    if section == "next" or (section not in ("spoken", "item") and meets_again(said.line.folded)):
        draft.next_meeting.append(text if section == "next" else _of_meeting(text))
    elif section == "topic" or section == "agenda":
        _begin_topic(draft, text)
    elif section in ("decision", "decisions"):
        _decide(draft, said)
    elif section == "conclusion":
        _conclude(draft, text)
        if not draft.topics:
            draft.decisions.append(text)
        _read_loose(draft, said)
    elif section in ("follow_ups", "questions"):
        if not signs.is_nothing(plain(text)):
            draft.follow_ups.append(text)
        _read_loose(draft, said)
    elif section == "parked":
        draft.follow_ups.append(text)
    elif section == "spoken" and meets_again(said.line.folded):
        draft.next_meeting.append(_of_meeting(text))
    elif section == "spoken":
        _read_spoken(draft, said)
    elif section == "past":
        _read_past(draft, said)
    elif section == "other":
        _read_remark(draft, said)
    elif section not in _SILENT and (told := point(text)) is not None:
        _read_point(draft, said, told)
    elif section not in _SILENT and section not in ("attendees", "absentees"):
        matter = MATTER.match(text) if not draft.headed else None
        listed = matter is not None and said.line.mark == "number" and parts.matters >= 2
        if matter and (parts.matters >= 3 or listed) and not draft.scene.cast.whole(matter["what"]):
            _begin_topic(draft, matter["what"], headed=False)
        _note_settled(draft, text)
        _read_loose(draft, said)


def _read_point(draft: _Draft, said: Said, told: Point) -> None:
    """A line that tells a matter together with what came of it."""
    _begin_topic(draft, told.what)
    if told.asked and (signs.is_question(plain(told.said)) or not told.said):
        draft.follow_ups.append(told.what)
    elif told.said and not told.asked:
        _conclude(draft, told.said)
    _read_under(draft, replace(said, text=told.said), told.what)


def _read_under(draft: _Draft, said: Said, what: str, speaker: Actor | None = None) -> None:
    """What is said of a matter that was named before it."""
    before = len(draft.items)
    _read_loose(draft, said, speaker)
    draft.items[before:] = [(replace(each, title=f"{what}：{each.title}"), kept) for each, kept in draft.items[before:]]


def _read_past(draft: _Draft, said: Said) -> None:
    """A line of what was to be done before: an item where it says that it is still open."""
    open_still = carried(said.text, draft.scene) or left_open(said.text, draft.scene)
    if open_still is not None:
        _read_row(draft, open_still, said.line)
    elif OPEN.search(said.line.folded):
        _read_remark(draft, said, owned=False)


def _read_row(draft: _Draft, cells: Mapping[str, str], line: Line) -> None:
    item = read_row(cells, line.number, line.raw, draft.scene)
    _keep(draft, [item] if item else [], listed=True)


def _of_meeting(text: str) -> str:
    """The sentence that says when people meet again, where others stand before it."""
    sentences = _SENTENCES.split(text)
    return next((each for each in sentences if meets_again(plain(each))), text)


def _note_settled(draft: _Draft, text: str) -> None:
    """Sentences of a discussion that say what was settled, or left open for another time."""
    for sentence in statements(_SENTENCES.split(text)):
        folded = plain(sentence)
        start = settled(folded)
        if is_left(folded):
            draft.follow_ups.append(sentence)
        elif start is not None and not signs.is_question(folded[start:]):
            draft.decisions.append(sentence)


def _read_remark(draft: _Draft, said: Said, owned: bool = True) -> None:
    """What a remark asks until a day, of somebody if `owned`; the rest of it is no task."""
    before = len(draft.items)
    _read_loose(draft, said)
    draft.items[before:] = [each for each in draft.items[before:] if each[0].due and (each[0].owners or not owned)]


def _begin_topic(draft: _Draft, text: str, headed: bool = True) -> None:
    """`headed`: by a heading of its own, so that matters told below it are no topics themselves."""
    draft.above = group.owners if (group := people_above(text, draft.scene)) else ()
    title = re.sub(r"^关于(?=.{3})|\s*[(（][^()（）]{0,20}[)）]\s*$|[。.]$", "", text).strip()
    known = next((topic for topic in draft.topics if topic.title == title), None)
    if known is not None:
        # Listed as agenda before: what is concluded now belongs to it.
        draft.topics.remove(known)
    somebody = no_topic(title) or draft.scene.cast.whole(title, strict=True)
    draft.headed = headed and bool(title) and not somebody
    if draft.headed or (title and not headed and not no_topic(title)):
        draft.topics.append(known or Topic(title))


def _conclude(draft: _Draft, text: str) -> None:
    if draft.topics:
        last = draft.topics[-1]
        joined = f"{last.conclusion}；{text}" if last.conclusion else text
        draft.topics[-1] = replace(last, conclusion=joined)


def _decide(draft: _Draft, said: Said) -> None:
    if signs.is_nothing(plain(said.text)) or not _WORDS.search(said.text):
        return
    if is_left(said.line.folded):
        draft.follow_ups.append(said.text)
        return
    draft.decisions.append(said.text)
    if draft.topics and not draft.topics[-1].conclusion and said.section == "decision":
        _conclude(draft, said.text)
    scene, draft.scene = draft.scene, replace(draft.scene, decided=True)
    _read_loose(draft, said)
    draft.scene = scene


def _read_loose(draft: _Draft, said: Said, speaker: Actor | None = None) -> None:
    """A line in which nothing is an item unless somebody is charged with it."""
    if said.line.mark == "ticked" or _CLOSED.match(said.line.folded):
        return
    headed = named_first(said.text)
    if headed and begins_with_somebody(headed[1], draft.scene) and not clause(headed[0], draft.scene).spots:
        _read_under(draft, replace(said, text=headed[1]), headed[0], speaker)
        return
    text, cells = inline_details(said.text)
    text = text or cells.get("task", "") or beside_due(cells, draft.scene)
    listed = "owner" in cells and bool(text)
    speaker = speaker or (draft.scene.cast.person(draft.author) if draft.author else None)
    speaker = draft.above[0] if len(draft.above) == 1 and not said.who else speaker
    given = _GIVEN.match(said.text)
    if given and len(re.split("[;；]", said.text)) > 1:
        rest = said.text[given.end() :]
        _keep(draft, read_items(rest, said.line.number, said.line.raw, draft.scene, listed=True), listed=False)
        return
    for sentence in _SENTENCES.split(said.text):
        mark = item_mark(plain(sentence))
        if mark and sentence != said.text:
            told = read_items(sentence[mark:], said.line.number, said.line.raw, draft.scene, listed=True)
            _keep(draft, told, listed=True)
            return
    found = read_items(text if listed else said.text, said.line.number, said.line.raw, draft.scene, listed, speaker)
    unowned = not listed and not any(each.owners for each in found) and not said.who
    matter = MATTER.match(said.text) if unowned else None
    if matter and not draft.scene.cast.whole(matter["what"]):
        rest = re.sub(r"^[\s:：.]+", "", said.text[matter.end() :])
        told = read_items(rest, said.line.number, said.line.raw, draft.scene, listed, speaker)
        if any(each.owners for each in told) or not found:
            found = [replace(each, title=f"{matter['what']}：{each.title}") for each in told]
    if listed and len(found) == 1:
        found = [detailed(found[0], cells, draft.scene)]
    _keep(draft, found, listed or said.line.mark == "open")


def _read_spoken(draft: _Draft, said: Said) -> None:
    """A turn of a talk: it speaks of tasks, or answers the one before."""
    scene, speaker, before = draft.scene, draft.scene.cast.person(said.who), len(draft.items)
    draft.turn += 1
    near = bool(draft.items) and draft.turn - draft.spoke_turn <= talk.NEAR
    taken = talk.taken(said.line, said.text, speaker, scene)
    if taken is not None:
        draft.items.append((taken, False))
    elif not (near and draft.spoke != speaker and talk.only_when(said.text, scene) and _answer(draft, said, speaker)):
        _read_loose(draft, said, speaker)
        if len(draft.items) == before and not signs.is_condition(said.line.folded):
            _note_settled(draft, said.text)
        if len(draft.items) == before and near and draft.spoke:
            _answer(draft, said, speaker)
    if len(draft.items) > before:
        draft.spoke, draft.spoke_turn = speaker, draft.turn
    draft.scene = replace(scene, about=asked_for(said.text))


def _answer(draft: _Draft, said: Said, speaker: Actor) -> bool:
    """Whether a turn answers the task spoken of before: who takes it up, or until when."""
    item, listed = draft.items[-1]
    asker = draft.spoke.written if draft.spoke else ""
    told = talk.answered(item, said.text, speaker, asker, draft.scene)
    draft.items[-1] = told, listed
    return told.due != item.due
