"""Whom a text names: mentions, full names, names with titles (张经理, 王总), departments."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import islice
from typing import Final

from bot.rules.codes import initials
from bot.rules.due import Span
from bot.rules.fold import plain

TITLES = (
    "总经理|副总监|副经理|总监|经理|总裁|副总|主任|主管|部长|组长|科长|老师|律师|会计|工程师|博士|董事长|总|工|董|哥|姐"
)
MOST_NAMES: Final = 30  # mentions read in one text
_TOKEN = re.compile(r"<@(\d{1,18})>")
_WRITTEN = re.compile(r"(?<![a-z0-9_.])@\s?([^\s@,;:。、!?()\[\]<>|\"']{1,40})")
_DOUBLE = ("欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒")
_ENDS = re.compile(r"(?!'s)[^a-z0-9_]|$")
# 王总部, 李工程 and 小于5% hold a surname and a title, and name nobody.
_NO_TITLE = re.compile(r"(?<=总)[部结体数量额价分]|(?<=工)[程作业厂具资期地人单艺会序]|(?<=董)事|(?<=[哥姐])们")
# What people add to a whole name: 王芳姐, 刘洋同学.
_COURTESY = re.compile(
    r"(?:姐(?![妹夫])|哥(?!们)|同学(?![会录们])|老师(?!们)|先生|女士|小姐|总监|经理|主任|部长|主管|总(?![部结体数量额价分监共是会计裁])"
    r"|工(?![程作业厂具资期地人单艺会序时商]))"
)
_CALLED_ENDS = re.compile(r"[\s,;:。、|(<@]|[把将做写改交出发搞弄去来跟和与在于负牵主配协今明后周下本]|$")
_DEPARTMENT_ENDS = re.compile(r"(?:部门?|中心|组|处|室)$")
_DEPARTMENT_BEHIND = re.compile(r"\s?\(\s?([^()]{1,20}?)\s?\)")
_LIKE_DATE = re.compile(r"[周明于年月元时后初][\u4e00-\u9fff]{1,2}$")
_IS_DATE = re.compile(r"周[一二三四五六日天末]|明[天早晚日年]|[年月]|后天|初[一二三四五六七八九十]")
_POST = re.compile(r"(?:mr|mrs|ms|miss|dr)(?:\. ?| )")
_TWO_NAMES = re.compile(r"[^\W\d_]+ [^\W\d_]+")
_ONE_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
ALIKE: Final = 0.5  # likeness above which a written name is offered as somebody's


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
    def by_letter(self) -> Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]:
        """The spellings by their first letter, longest first."""
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for spelling, ids in self.spellings.items():
            found.setdefault(spelling[0], []).append((spelling, ids))
        return {letter: tuple(names) for letter, names in found.items()}

    @cached_property
    def openers(self) -> frozenset[str]:
        """The letters with which somebody's name, or a department's, may begin."""
        names = (*self.spellings, *self.first_names, *map(_surname, self.spellings), *self.departments)
        return frozenset((*"小老阿md", *(name[0] for name in names if name)) if self else ())

    @cached_property
    def first_names(self) -> Mapping[str, tuple[int, ...]]:
        """Who may be meant by the first of several Latin names."""
        ids: dict[str, tuple[int, ...]] = {}
        for person in self:
            for spelling in (person.name, *person.aliases):
                first, _, rest = plain(spelling.strip()).partition(" ")
                if rest and first.isascii() and len(first) > 1 and person.id not in ids.get(first, ()):
                    ids[first] = (*ids.get(first, ()), person.id)
        return ids

    @cached_property
    def last_names(self) -> Mapping[str, tuple[int, ...]]:
        """Who may be meant by the last of several Latin names behind "Mr"."""
        ids: dict[str, tuple[int, ...]] = {}
        for person in self:
            *others, last = plain(person.name.strip()).split(" ")
            if others and last.isascii():
                ids[last] = (*ids.get(last, ()), person.id)
        return ids

    @cached_property
    def by_piece(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """Spellings and whose they are, by the pieces they hold."""
        found: dict[str, list[tuple[str, int]]] = {}
        for spelling, ids in (*self.spellings.items(), *self.first_names.items()):
            for piece in _pieces(spelling):
                found.setdefault(piece, []).append((spelling, ids[0]))
        return {piece: tuple(names) for piece, names in found.items()}

    @cached_property
    def by_id(self) -> Mapping[int, Name]:
        """The people by their ids."""
        return {person.id: person for person in self}

    @cached_property
    def by_surname(self) -> Mapping[str, tuple[Name, ...]]:
        """The people by the surname that a title may follow."""
        found: dict[str, list[Name]] = {}
        for person in self:
            if person.name and " " not in person.name:
                found.setdefault(_surname(plain(person.name)), []).append(person)
        return {surname: tuple(people) for surname, people in found.items()}

    @cached_property
    def by_department(self) -> Mapping[str, frozenset[int]]:
        """The ids of a department's people by its folded name; "" holds those without one."""
        found: dict[str, set[int]] = {}
        for person in self:
            found.setdefault(plain(person.department), set()).add(person.id)
        return {department: frozenset(ids) for department, ids in found.items()}

    @cached_property
    def like_dates(self) -> tuple[str, ...]:
        """Names that begin as dates do (周珺, 明哲), so that dates are not looked for in them."""
        names = (plain(person.name) for person in self)
        return tuple(name for name in names if _LIKE_DATE.match(name) and not _IS_DATE.match(name))

    @cached_property
    def titled(self) -> re.Pattern[str]:
        """A surname of the roster with a title behind it."""
        surnames = {_surname(plain(person.name)) for person in self if person.name}
        known = "|".join(sorted(map(re.escape, surnames), key=len, reverse=True)) or "(?!)"
        return re.compile(rf"(?P<surname>{known})(?:{TITLES})|[小老阿](?P<called>{known})")

    @cached_property
    def short_departments(self) -> Mapping[str, str]:
        """Departments without 部 or 组, as they stand before a name (财务陈会计)."""
        names = {_DEPARTMENT_ENDS.sub("", name): name for name in self.departments}
        return {short: name for short, name in names.items() if len(short) > 1 and short != name}

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
    """A place in the text that names a person: one id as a rule, several of whom one is meant, none for an unknown
    name. `department` is the one written beside it, folded."""

    span: Span
    ids: tuple[int, ...] = ()
    unknown: Unknown | None = None
    author: bool = False
    department: str = ""


def mentions(text: str, folded: str, roster: Sequence[Name]) -> list[Named]:
    """Every `<@id>` and `@name` in a text, in order; the longest name fits best."""
    roster = Roster.of(roster)
    near = cache(partial(nearest, roster=roster))
    found = [_by_id(match, roster) for match in _TOKEN.finditer(folded)]
    found += [
        _by_name(match, text, folded, roster, near)
        for match in islice(_WRITTEN.finditer(folded), MOST_NAMES)
        if not (match.start() and folded[match.start() - 1] == "<")
    ]
    return sorted(found, key=lambda named: named.span)[:MOST_NAMES]


def full_name_at(folded: str, start: int, roster: Iterable[Name]) -> Named | None:
    """The roster name that begins at a place."""
    for spelling, ids in Roster.of(roster).by_letter.get(folded[start : start + 1], ()):
        end = start + len(spelling)
        if folded.startswith(spelling, start) and (not spelling[-1].isascii() or _ENDS.match(folded, end)):
            courtesy = None if spelling[-1].isascii() or len(spelling) < 2 else _COURTESY.match(folded, end)
            return Named((start, courtesy.end() if courtesy else end), ids)
    return None


def person_at(text: str, folded: str, start: int, roster: Iterable[Name]) -> Named | None:
    """Whoever is named at a place: by full name, surname and title (张经理, 小李) or Latin first name, with the
    department before or behind where it is written."""
    roster = Roster.of(roster)
    department, place = _department_before(folded, start, roster)
    found = full_name_at(folded, place, roster) or titled_at(folded, place, roster, department)
    found = found or _first_name_at(text, folded, place, roster)
    if found is None:
        return None
    end = found.span[1]
    behind = _DEPARTMENT_BEHIND.match(folded, end)
    if behind and behind[1] in roster.departments:
        department, end = behind[1], behind.end()
    inside = tuple(id for id in found.ids if id in roster.by_department[department]) if department else ()
    ids = inside if len(found.ids) > 1 and inside else found.ids
    return Named((start, end), ids, found.unknown, department=department)


def _department_before(folded: str, start: int, roster: Roster) -> tuple[str, int]:
    """The department whose name stands at a place, and where the person behind it begins."""
    long = department_at(folded, start, roster)
    if long:
        gap = re.compile(r":\s?|的?\s?").match(folded, start + len(long))
        return long, gap.end() if gap else start + len(long)
    for short, name in roster.short_departments.items():
        if folded.startswith(short, start):
            return name, start + len(short)
    return "", start


def titled_at(folded: str, start: int, roster: Iterable[Name], department: str = "") -> Named | None:
    """A surname with a title at a place (张经理, 王总, 小李), resolved where one person fits.

    In a department where nobody has that name, whoever has it elsewhere is only the nearest.
    """
    roster = Roster.of(roster)
    match = roster.titled.match(folded, start)
    if match is None or _NO_TITLE.match(folded, match.end()):
        return None
    if match["called"] and not _CALLED_ENDS.match(folded, match.end()):
        return None
    surname = match["surname"] or match["called"]
    people = roster.by_surname.get(surname, ())
    there = roster.by_department.get(department, frozenset())
    inside = [person for person in people if person.id in there]
    if department and not inside:
        near = people[0] if len(people) == 1 else None
        return Named(match.span(), (), Unknown(match[0], near))
    return Named(match.span(), tuple(person.id for person in inside or people))


def _first_name_at(text: str, folded: str, start: int, roster: Roster) -> Named | None:
    """A Latin first name at a place; before another capitalised word it may be somebody else's."""
    post = _POST.match(folded, start)
    word = re.compile(r"[^\W\d_]{2,20}").match(folded, post.end() if post else start)
    if post and word:
        ids = roster.last_names.get(word[0], ())
        return Named((start, word.end()), ids) if ids and _ENDS.match(folded, word.end()) else None
    if word is None or word[0] not in roster.first_names or not _ENDS.match(folded, word.end()):
        return None
    ids = roster.first_names[word[0]]
    initial = re.compile(r"\s([^\W\d_])(?![^\W_])\.?").match(folded, word.end())
    if initial and any(f" {initial[1]}" in plain(roster.by_id[id].name) for id in ids):
        return Named((word.start(), initial.end()), ids)
    following = re.compile(r"\s([^\W\d_]+)").match(text, word.end())
    if following and following[1][0].isupper() and following[1][0].isascii() and not following[1].isupper():
        return None
    return Named(word.span(), ids)


def department_at(folded: str, start: int, roster: Iterable[Name]) -> str:
    """The roster department whose name stands at a place, or ""."""
    return next((name for name in Roster.of(roster).departments if folded.startswith(name, start)), "")


def nearest(written: str, roster: Iterable[Name]) -> Name | None:
    """The person whose name resembles a written one most, or None; what sounds alike (李楠, 李娜) comes first."""
    roster = Roster.of(roster)
    wanted, best, most = plain(written), 0, 0.0
    sound = initials(wanted) if not wanted.isascii() else ""
    matcher = difflib.SequenceMatcher(b=wanted)
    near = {found for piece in _pieces(wanted) for found in roster.by_piece.get(piece, ())}
    for spelling, id in sorted(near):
        matcher.set_seq1(spelling)
        if matcher.real_quick_ratio() < ALIKE or (score := matcher.ratio()) < ALIKE:
            continue
        score += 0.1 if sound and initials(spelling) == sound else 0
        if score > most:
            best, most = id, score
    return next((person for person in roster if person.id == best), None)


def _pieces(name: str) -> frozenset[str]:
    """What two names must share to be alike at all: a Han character, or two Latin letters in a row."""
    pairs = (name[place : place + 2] for place in range(len(name) - 1))
    return frozenset((*(letter for letter in name if not letter.isascii()), *pairs, name[:1]))


def _surname(name: str) -> str:
    return name[:2] if name.startswith(_DOUBLE) else name[:1]


def _by_id(match: re.Match[str], roster: Iterable[Name]) -> Named:
    known = any(person.id == int(match[1]) for person in roster)
    return Named(match.span(), (int(match[1]),)) if known else Named(match.span(), (), Unknown(match[0], None))


def _by_name(
    match: re.Match[str], text: str, folded: str, roster: Roster, near_to: Callable[[str], Name | None]
) -> Named:
    start, end = match.span(1)
    if match[1] in ("我", "me", "myself", "自己"):
        return Named(match.span(), author=True)
    found = person_at(text, folded, start, roster)
    # One more Han character makes another person's name (李四光), two or more a sentence that goes on.
    behind = folded[found.span[1] : end] if found else ""
    if found and (not _ONE_HAN.fullmatch(behind) or (behind in "和与及跟" and folded[end : end + 1] in ("@", "<"))):
        return Named((match.start(), found.span[1]), found.ids, found.unknown, department=found.department)
    written = text[start:end]
    two = _TWO_NAMES.match(text, start)
    near = near_to(two[0]) if two else None
    if two and near and difflib.SequenceMatcher(None, plain(near.name), plain(two[0])).ratio() > 0.8:
        return Named((match.start(), two.end()), (), Unknown(two[0], near))
    return Named(match.span(), (), Unknown(written, near_to(written)))


def adjoining(named: Sequence[Named], folded: str) -> Iterator[tuple[Named, bool]]:
    """Each named place with whether it goes on from the one before ("@A、@B 和 @C")."""
    last: Named | None = None
    for each in named:
        between = folded[last.span[1] : each.span[0]] if last else None
        yield each, between is not None and re.fullmatch(r"\s*(?:[、,/&+]|和|与|及|跟|and)?\s*", between) is not None
        last = each
