"""Whom a text names: mentions, full names, names with titles (张经理, 王总), departments."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from bot.rules.due import Span
from bot.rules.fold import plain

TITLES = (
    "总经理|副总监|副经理|总监|经理|总裁|副总|主任|主管|部长|组长|科长|老师|律师|会计|工程师|博士|董事长|总|工|董|哥|姐"
)
MOST_NAMES: Final = 30  # mentions read in one text
_TOKEN = re.compile(r"<@(\d{1,18})>")
_WRITTEN = re.compile(r"(?<![a-z0-9_.])@\s?([^\s@,;:。、!?()\[\]<>|\"']{1,40})")
_DOUBLE = ("欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒")
_ENDS = re.compile(r"[^a-z0-9_]|$")


@dataclass(frozen=True, slots=True)
class Name:
    """A person of the roster as others may write them."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    department: str = ""


class Roster(tuple[Name, ...]):
    """Everybody who can be named, with what reading needs of them, worked out once."""

    @classmethod
    def of(cls, names: Iterable[Name]) -> "Roster":
        """The names as a roster; a roster is itself."""
        return names if isinstance(names, cls) else cls(names)

    @cached_property
    def spellings(self) -> Mapping[str, tuple[int, ...]]:
        """Who may be meant by each spelling, longest spelling first."""
        ids: dict[str, tuple[int, ...]] = {}
        for person in self:
            for spelling in (person.name, *person.aliases):
                key = plain(spelling.strip())
                if key and person.id not in ids.get(key, ()):
                    ids[key] = (*ids.get(key, ()), person.id)
        return dict(sorted(ids.items(), key=lambda item: -len(item[0])))

    @cached_property
    def titled(self) -> re.Pattern[str]:
        """A surname of the roster with a title behind it."""
        surnames = {_surname(plain(person.name)) for person in self if person.name}
        known = "|".join(sorted(map(re.escape, surnames), key=len, reverse=True)) or "(?!)"
        return re.compile(rf"({known})(?:{TITLES})")

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """The names of departments, folded, longest first."""
        names = {plain(person.department) for person in self if person.department}
        return tuple(sorted(names, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name as written that the roster does not hold, and whom it resembles."""

    written: str
    nearest: Name | None


@dataclass(frozen=True, slots=True)
class Named:
    """A place in the text that names people: one id as a rule, several for namesakes, none for an unknown name."""

    span: Span
    ids: tuple[int, ...] = ()
    unknown: Unknown | None = None
    author: bool = False


def mentions(text: str, folded: str, roster: Sequence[Name]) -> list[Named]:
    """Every `<@id>` and `@name` in a text, in order; the longest name fits best."""
    found = [_by_id(match, roster) for match in _TOKEN.finditer(folded)]
    spellings = spelt(roster)
    found += [
        _by_name(match, text, folded, roster, spellings)
        for match in islice(_WRITTEN.finditer(folded), MOST_NAMES)
        if not (match.start() and folded[match.start() - 1] == "<")
    ]
    return sorted(found, key=lambda named: named.span)[:MOST_NAMES]


def spelt(roster: Iterable[Name]) -> Mapping[str, tuple[int, ...]]:
    """Who may be meant by each spelling, longest spelling first."""
    return Roster.of(roster).spellings


def full_name_at(folded: str, start: int, spellings: Mapping[str, tuple[int, ...]]) -> Named | None:
    """The roster name that begins at a place."""
    for spelling, ids in spellings.items():
        end = start + len(spelling)
        if folded.startswith(spelling, start) and (not spelling[-1].isascii() or _ENDS.match(folded, end)):
            return Named((start, end), ids)
    return None


def titled_at(folded: str, start: int, roster: Sequence[Name], department: str = "") -> Named | None:
    """A surname with a title at a place (张经理, 王总), resolved where one person fits."""
    match = Roster.of(roster).titled.match(folded, start)
    if match is None:
        return None
    people = [person for person in roster if plain(person.name).startswith(match[1]) and " " not in person.name]
    inside = [person for person in people if department and plain(person.department) == department]
    chosen = inside or people
    if len(chosen) == 1:
        return Named(match.span(), (chosen[0].id,))
    return Named(match.span(), tuple(person.id for person in chosen), None if chosen else Unknown(match[0], None))


def department_at(folded: str, start: int, roster: Iterable[Name]) -> str:
    """The roster department whose name stands at a place, or ""."""
    return next((name for name in Roster.of(roster).departments if folded.startswith(name, start)), "")


def nearest(written: str, roster: Iterable[Name]) -> Name | None:
    """The person whose name or alias resembles a written one most, or None."""
    by_spelling = {plain(spelling): person for person in roster for spelling in (person.name, *person.aliases)}
    close = difflib.get_close_matches(plain(written), list(by_spelling), n=1, cutoff=0.5)
    return by_spelling[close[0]] if close else None


def _surname(name: str) -> str:
    return name[:2] if name.startswith(_DOUBLE) else name[:1]


def _by_id(match: re.Match[str], roster: Iterable[Name]) -> Named:
    known = any(person.id == int(match[1]) for person in roster)
    return Named(match.span(), (int(match[1]),)) if known else Named(match.span(), (), Unknown(match[0], None))


def _by_name(
    match: re.Match[str], text: str, folded: str, roster: Sequence[Name], spellings: Mapping[str, tuple[int, ...]]
) -> Named:
    start, end = match.span(1)
    if match[1] in ("我", "me", "myself", "自己"):
        return Named(match.span(), author=True)
    found = full_name_at(folded, start, spellings)
    # One more Han character makes another person's name (李四光), two or more a sentence that goes on.
    if found and not (end - found.span[1] == 1 and "\u4e00" <= folded[found.span[1]] <= "\u9fff"):
        return Named((match.start(), found.span[1]), found.ids)
    titled = titled_at(folded, start, roster)
    if titled and titled.ids:
        return Named((match.start(), titled.span[1]), titled.ids)
    written = text[start:end]
    return Named(match.span(), (), Unknown(written, nearest(written, roster)))


def adjoining(named: Sequence[Named], folded: str) -> Iterator[tuple[Named, bool]]:
    """Each named place with whether it goes on from the one before ("@A、@B 和 @C")."""
    last: Named | None = None
    for each in named:
        between = folded[last.span[1] : each.span[0]] if last else None
        yield each, between is not None and re.fullmatch(r"\s*(?:[、,/&+]|和|与|及|跟|and)?\s*", between) is not None
        last = each
