"""Counts what a reader of minutes found, missed and made up."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tests.corpus.minutes.cases import HALVES, Action, Case, Reading, load

Reader = Callable[[Case], Reading]

_WORD: Final = re.compile(r"[a-z0-9]+|\w")  # a Chinese sign counts as a word
_SHORTEST_LINE: Final = 4  # signs: a shorter piece of a line may stand anywhere


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were right, of how many found and how many expected."""

    right: int = 0
    found: int = 0
    expected: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.found + other.found, self.expected + other.expected)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def score(case: Case, found: Reading) -> dict[str, Tally]:
    """The tallies of one minutes. Owners, due and wording are counted among the action items that were found;
    "surely right" counts the items given as sure that are found, owned and dated right."""
    expected = case.expected
    pairs = match(expected.actions, found.actions)
    spare = list((Counter(found.actions) - Counter(mine for _, mine in pairs)).elements())
    wrong = [item for item in spare if not any(_same_line(item.line, part) for part in case.optional)]
    counted = [mine for _, mine in pairs] + wrong
    surely = [_right(item, pairs) for item in counted if item.sure]
    names = [name for name, _ in found.absent]
    concluded = [conclusion for _, conclusion in expected.topics if conclusion]
    return {
        "action items": Tally(len(pairs), len(counted), len(expected.actions)),
        "owners": _among([same_people(want.owners, mine.owners) for want, mine in pairs]),
        "due": _among([same_moment(want.due, mine.due) for want, mine in pairs]),
        "wording": _among([covers(mine.text, want.text) for want, mine in pairs]),
        "surely right": _among(surely),
        "decisions": _texts(expected.decisions, found.decisions, [*case.optional, *concluded]),
        "topics": _texts([title for title, _ in expected.topics], [title for title, _ in found.topics], case.optional),
        "follow-ups": _texts(expected.follow_ups, found.follow_ups, case.optional),
        "attendees": _people(expected.attendees, found.attendees),
        "absentees": _people([name for name, _ in expected.absent], names),
        "absence reasons": _reasons(expected, found),
        "next meeting": _single(expected.next, found.next, same_moment),
        "topic": _single(
            expected.topic, found.topic if expected.topic else "", lambda wanted, own: covers(own, wanted)
        ),
        "date": _single(expected.date, found.date, same_moment),
        "start": _single(expected.start, found.start, same_moment),
        "host": _single(expected.host, found.host, same_name),
        "recorder": _single(expected.recorder, found.recorder, same_name),
    }


def total(cases: Iterable[Case], read: Reader) -> dict[str, Tally]:
    """The tallies of many minutes together."""
    sums: dict[str, Tally] = {}
    for case in cases:
        for name, tally in score(case, read(case)).items():
            sums[name] = sums.get(name, Tally()) + tally
    return sums


def report(read: Reader) -> str:
    """A table of both halves, to print: precision and recall in per cent, with the counts they come from."""
    lines = []
    for half in HALVES:
        cases = load(half)
        lines.append(f"{half}: {len(cases)} minutes, {sum(len(case.lines) for case in cases)} lines")
        for name, tally in total(cases, read).items():
            counts = f"{tally.right} right, {tally.found} found, {tally.expected} expected"
            lines.append(f"  {name:<16} {tally.precision:7.1%} {tally.recall:7.1%}   {counts}")
    return "\n".join(lines)


def match(expected: Sequence[Action], found: Sequence[Action]) -> list[tuple[Action, Action]]:
    """Pairs of expected and found items from the same source line, the likest wording first, each used once."""
    likely = [
        (likeness(want.text, mine.text), first, second)
        for first, want in enumerate(expected)
        for second, mine in enumerate(found)
        if _same_line(mine.line, want.line)
    ]
    pairs: dict[int, int] = {}
    for _, first, second in sorted(likely, key=lambda row: -row[0]):
        if first not in pairs and second not in pairs.values():
            pairs[first] = second
    return [(expected[first], found[second]) for first, second in pairs.items()]


def fold(text: str) -> str:
    """Letters and digits only, half-width and lower case, so that marks and spaces make no difference."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def likeness(one: str, other: str) -> float:
    """How many neighbouring pairs of signs two texts share, 0 to 1 (Dice)."""
    first, second = _pairs(one), _pairs(other)
    both = (first & second).total()
    return 2 * both / ((first.total() + second.total()) or 1)


def covers(found: str, wanted: str) -> bool:
    """Whether a found text holds the essential words and not much else, in any order."""
    kernel, mine = _words(wanted), _words(found)
    return (kernel & mine).total() >= 0.75 * kernel.total() and mine.total() <= 2 * kernel.total() + 4


def same_name(wanted: str, found: str) -> bool:
    """Whether two writings name the same person; a department before the name is no difference."""
    one, other = fold(wanted), fold(found)
    return bool(one) and (one == other or (len(one) > 1 and other.endswith(one)))


def same_people(wanted: Sequence[str], found: Sequence[str]) -> bool:
    return len(wanted) == len(found) and all(any(same_name(name, other) for other in found) for name in wanted)


def same_moment(wanted: str, found: str) -> bool:
    """Whether two ISO moments agree; where only a day is wanted, the time found does not matter."""
    return wanted == found or (len(wanted) == len("2026-03-13") and found.startswith(wanted + "T"))


def _same_line(found: str, part: str) -> bool:
    one, other = fold(found), fold(part)
    return other in one or (len(one) >= _SHORTEST_LINE and one in other)


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(f" {fold(text)} "))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _among(right: Sequence[bool]) -> Tally:
    return Tally(sum(right), len(right), len(right))


def _right(item: Action, pairs: Sequence[tuple[Action, Action]]) -> bool:
    return any(
        mine == item and same_people(want.owners, mine.owners) and same_moment(want.due, mine.due)
        for want, mine in pairs
    )


def _texts(wanted: Sequence[str], found: Sequence[str], optional: Sequence[str]) -> Tally:
    left, wrong = list(wanted), 0
    for text in found:
        # One long line may hold several of the wanted texts.
        rest = [part for part in left if not (_same_line(text, part) or likeness(text, part) >= 0.6)]
        wrong += len(rest) == len(left) and not any(_same_line(text, part) for part in optional)
        left = rest
    right = len(wanted) - len(left)
    return Tally(right, right + wrong, len(wanted))


def _people(wanted: Sequence[str], found: Sequence[str]) -> Tally:
    left = list(wanted)
    for name in found:
        near = next((want for want in left if same_name(want, name)), None)
        if near is not None:
            left.remove(near)
    return Tally(len(wanted) - len(left), len(found), len(wanted))


def _reasons(expected: Reading, found: Reading) -> Tally:
    rows = [
        (reason, other)
        for name, reason in expected.absent
        for mine, other in found.absent
        if same_name(name, mine) and (reason or other)
    ]
    return _among([covers(other, reason) for reason, other in rows])


def _single(wanted: str, found: str, same: Callable[[str, str], bool]) -> Tally:
    right = bool(wanted and found and same(wanted, found))
    return Tally(int(right), int(bool(found)), int(bool(wanted)))
