"""What was typed: which command, and the rest. Pure; meaning is found by `rules`, subjects by `commands.finding`."""

import difflib
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.rules.codes import TASK_CODE

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SLASH = re.compile(r"^\s*[/／、]\s*")
_BRAND = re.compile(r"^(?:duiqi|对齐)(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A line people typed: whether it began with a slash, and what followed."""

    slash: bool
    text: str


def clean(text: str) -> str:
    """The text without characters nobody sees, which copying from documents leaves behind."""
    return _INVISIBLE.sub("", text).strip()


def read(text: str) -> Typed:
    """Take the slash, and `duiqi` behind it, off a line."""
    text = clean(text)
    without = _SLASH.sub("", text, count=1)
    slash = without != text
    return Typed(slash, _BRAND.sub("", without, count=1) if slash else text)


def fold(word: str) -> str:
    """A word as it is compared: half-width, lower case."""
    return unicodedata.normalize("NFKC", word).casefold()


def match(text: str, names: Mapping[str, object], slash: bool, apart: Container[str] = ()) -> tuple[str, str] | None:
    """The longest command name the text begins with, and the rest; None when there is none.

    Latin names end at a blank; Chinese ones may be followed at once by their text when a slash stands before them
    (`/任务完成初稿`), otherwise a blank or the end must follow, so that plain sentences are no commands. Names in
    `apart` begin titles too: `/任务 取消旧合同` and `/task start recruiting @Bob` are tasks, unless a code follows.
    """
    folded = " ".join(fold(text).split())
    for name in sorted(names, key=len, reverse=True):
        if not folded.startswith(name):
            continue
        after = folded[len(name) :]
        if name in apart and "@" in after and not TASK_CODE.search(after):
            continue
        glued = slash and not name[-1].isascii() and (name not in apart or after[:1].isascii())
        if not after or after[0] in " :：,，\n" or glued:
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
    """Command names that look like what was typed, best first."""
    words = fold(text).split()
    tries = [" ".join(words[:2]), words[0]] if words else []
    found: list[str] = []
    for attempt in tries:
        found += difflib.get_close_matches(attempt, list(names), n=most, cutoff=0.6)
        found += [name for name in names if name and (attempt.startswith(name) or name.startswith(attempt))]
    return list(dict.fromkeys(found))[:most]
