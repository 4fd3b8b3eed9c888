"""What was typed: which command, and the rest. Pure; meaning is found by `rules`, subjects by `commands.finding`."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from bot.rules.codes import TASK_CODE, initials
from bot.rules.command_words import MEANT, PINYIN
from bot.rules.fold import strip_invisible
from bot.wire import MARKS

V = TypeVar("V")

LONGEST: Final = 40  # characters in which a mistyped command is looked for
MOST: Final = 10  # commands read in one message
_SLASH = re.compile(r"^\s*[\"'“”‘’]?(?:[/／⁄∕]{1,3}|[、\\＼])\s*")
_STYLED = re.compile(r"([*_~]{1,3})(?=[/／])(.*)\1", re.DOTALL)
_COMMAND_LINE = re.compile(r"^[ \t]*(?:[-*•·]|\(?\d{1,2}[.、)）])?[ \t]*(?=[/／][^\s/／])", re.MULTILINE)
_BRAND = re.compile(r"^(?:duiqi|对齐)(?:\s+|$)", re.IGNORECASE)
_QUOTED = re.compile(r"^[ \t]*(?:>|＞|&gt;).*(?:\n|$)", re.MULTILINE)
_CODE = re.compile(r"```.*?(?:```|$)|`\s*[/／][^`]*(?:`|$)|^`[^`]*`$", re.DOTALL)
_FINAL: Final = " 。.!！~～\"'"  # what may stand behind a command and says nothing
_SENTENCE = re.compile(
    r" (?:(?:is|are|was|were|will|does|do|did|has|have|can)(?:n't)?|owns|leads|missed)(?![a-z])"
)  # "who is on it?" is no /who
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PINYIN = re.compile(rf"(?:{'|'.join(PINYIN)})(?![a-z0-9_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A line people typed: whether it began with a slash, and what followed."""

    slash: bool
    text: str


def clean(text: str) -> str:
    """The text without characters nobody sees, which copying from documents leaves behind."""
    return strip_invisible(text).strip()


def read(text: str) -> Typed:
    """Take the slash, and `duiqi` behind it, off a line. What is quoted from others is not said; code is no command.

    An emoji before the slash, and a quotation mark, are passed over; `/rw` is `/任务` for whoever types pinyin.
    """
    text = clean(text)
    styled = _STYLED.fullmatch(text) if text[:1] in ("*", "_", "~") else None
    text = styled[2].strip() if styled else text
    if ">" in text or "＞" in text or "&gt;" in text:
        text = _QUOTED.sub("", text).strip()
    without = _without_slash(text)
    if without is None:
        without = _without_slash(_CODE.sub("", text)) if "`" in text else None
        if without is None:
            return Typed(False, _CODE.sub("", text).strip() if "`" in text else text)
    without = _BRAND.sub("", without, count=1)
    short = _PINYIN.match(without)
    if short:
        without = PINYIN[short[0].lower()] + without[short.end() :]
    return Typed(True, without)


def several(text: str, is_command: Callable[[str], bool]) -> list[str]:
    """The commands of a message that holds one on each of several lines, with what belongs to each; else nothing.

    Lines that begin with no command belong to the one above them; what is quoted or code is left out.
    """
    if text.count("/") + text.count("／") < 2 or "\n" not in text:
        return []
    said = _CODE.sub("", _QUOTED.sub("", clean(text))).strip()
    lines = [match for match in islice(_COMMAND_LINE.finditer(said), MOST) if is_command(said[match.end() :])]
    if len(lines) < 2 or lines[0].start():
        return []
    ends = [*(line.start() for line in lines[1:]), len(said)]
    return [said[line.end() : end].strip() for line, end in zip(lines, ends, strict=True)]


def _without_slash(text: str) -> str | None:
    """What stands behind the slash that begins a line; None when none does."""
    marks = MARKS.match(text)
    start = marks.end() if marks else 0
    slash = _SLASH.match(text[start : start + 8])
    if slash is None:
        return None
    rest = text[start + slash.end() :]
    return rest.rstrip("\"'“”‘’") if slash[0].strip()[0] in "\"'“”‘’" else rest


def fold(word: str) -> str:
    """A word as it is compared: half-width, lower case."""
    return unicodedata.normalize("NFKC", word).casefold()


class Names(dict[str, V]):
    """What folded command names stand for."""

    def __init__(self, names: Mapping[str, V]) -> None:
        super().__init__(names)
        self._by_first: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            self._by_first.setdefault(name[0], []).append(name)

    def begun_by(self, folded: str) -> Iterator[str]:
        """The names a text begins with, the longest first."""
        return (name for name in self._by_first.get(folded[:1], ()) if folded.startswith(name))


def match(text: str, names: Names[V], slash: bool, apart: Container[str] = ()) -> tuple[str, str] | None:
    """The longest command name the text begins with, and the rest; None when there is none.

    Latin names end at a blank; Chinese ones may be followed at once by their text when a slash stands before them
    (`/任务完成初稿`) or a code behind (`完成XZB20260001`), otherwise a blank or the end must follow, so that plain
    sentences are no commands. Names in `apart` begin titles too: `/任务 取消旧合同` and `/task start recruiting @Bob`
    are tasks, unless a code follows.
    """
    folded = " ".join(fold(text).split())
    for name in names.begun_by(folded):
        after = folded[len(name) :]
        if name in apart and "@" in after and not TASK_CODE.search(after):
            continue
        if not slash and _SENTENCE.match(after):
            continue
        glued = slash and not name[-1].isascii() and (name not in apart or after[:1].isascii())
        if not after or (slash and not after.strip(_FINAL)):
            return name, ""
        coded = not name[-1].isascii() and TASK_CODE.match(after) is not None
        if after[0] in " :：,，\n" or glued or coded:
            return name, _rest(text, name)
    return None


def _rest(text: str, name: str) -> str:
    """What follows `name` in the text as typed; blanks inside the name may be written in any number."""
    position = 0
    for letter in name:
        if letter == " ":
            while position < len(text) and text[position].isspace():
                position += 1
        else:
            while position < len(text) and not fold(text[position]):
                position += 1
            position += 1
    return text[position:].lstrip(" \t\r\n:：,，　")


def first_words(text: str) -> str:
    """The first word of a text, for naming what was not understood."""
    return text.split(maxsplit=1)[0] if text.split() else ""


def nearest(text: str, names: Iterable[str], most: int = 3) -> Sequence[str]:
    """Command names that look like what was typed, best first; codes and what else follows are left out of account."""
    spelt = list(names)
    tries = _tries(fold(TASK_CODE.sub(" ", text[:LONGEST])))
    scored: dict[str, float] = {}
    scored.update((MEANT[attempt], 0.8) for attempt in tries if MEANT.get(attempt) in spelt)
    for place, attempt in enumerate(tries):
        for name in spelt:
            score = _likeness(attempt, name) - place / 100
            if score > max(0, scored.get(name, 0)):
                scored[name] = score
    return sorted(scored, key=lambda name: (-scored[name], len(name)))[:most]


def _tries(folded: str) -> list[str]:
    """What may have been meant as the name: two words, the first, and the Han characters glued before a title."""
    words = folded.split()
    if not words:
        return []
    tries = [" ".join(words[:2]), words[0]]
    han = _HAN.match(words[0])
    if han:
        tries += [han[0], *(han[0][:length] for length in (2, 3, 4) if length < len(han[0]))]
    return list(dict.fromkeys(tries))


def _likeness(attempt: str, name: str) -> float:
    """How much a word looks like a command, 0 for not at all. One wrong character of two is a slip; the same initials
    in pinyin (任物 for 任务) make it surer."""
    if not name or not attempt or (attempt.isascii() != name.isascii()):
        return 0.0
    if attempt == name:
        return 1.0
    if len(attempt) > 3 and sorted(attempt) == sorted(name):
        return 0.95
    if name.startswith(attempt) and len(attempt) >= 2:
        return 0.9
    if abs(len(attempt) - len(name)) > max(2, len(name) // 2):
        return 0.0
    ratio = difflib.SequenceMatcher(None, attempt, name).ratio()
    if name.isascii():
        return ratio if ratio >= 0.6 else 0.0
    if len(name) == len(attempt) == 2 and (attempt[0] == name[0] or attempt[1] == name[1]):
        return 0.7 if initials(attempt) == initials(name) else 0.5
    return ratio if ratio >= 0.6 else 0.0
