"""Folding of typed text, so that rules see one spelling; offsets are kept, so that spans point into the original."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

INVISIBLE = frozenset(
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067"
    "\u2068\u2069\ufe0e\ufe0f\ufeff"
)

_NAME: Final = 24  # characters; names are folded again and again, whole messages once

_SIMPLE = str.maketrans(
    "週禮號點後內個兩這時鐘間開從節國慶過還幾於當務終業發標準優級緊協負責達門階壓進誤遲結後續運營產設計總經",
    "周礼号点后内个两这时钟间开从节国庆过还几于当务终业发标准优级紧协负责达门阶压进误迟结后续运营产设计总经",
)
_SIGNS = str.maketrans("“”„‟‘’‚‛′″。、—–−﹣〜～【】「」《》", '""""\'\'\'\'\'"。、----~~[]""<>')


def fold(text: str, lower: bool = False) -> str:
    """The text with full-width letters, digits and signs narrowed character by character; the length never changes.

    Whatever would grow or shrink (ligatures, circled numbers of several digits) is left as it is.
    """
    if text.isascii():
        return text.lower() if lower else text
    return text.translate(_LOWERED if lower else _NARROWED)


def plain(text: str) -> str:
    """`fold` in lower case, with straight quotes and simplified characters where dates and labels use them."""
    return _known(text) if len(text) <= _NAME else _plain(text)


def joined(parts: Iterable[str]) -> str:
    """Clauses as one text, with the comma of the script they are written in."""
    said = list(parts)
    return ("，" if any("\u2e80" <= letter <= "\u9fff" for part in said for letter in part) else ", ").join(said)


@lru_cache(maxsize=8192)
def _known(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_PLAIN)


def strip_invisible(text: str) -> str:
    """The text without zero-width and direction marks; its length may change."""
    return text if text.isascii() else "".join([char for char in text if char not in INVISIBLE])


class _Folding(dict[int, str]):
    """Each character as it is folded, worked out when it is first met."""

    def __init__(self, lower: bool, simple: bool = False) -> None:
        super().__init__()
        self._lower, self._simple = lower, simple

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code), self._lower)
        folded = self[code] = folded.translate(_SIMPLE).translate(_SIGNS) if self._simple else folded
        return folded


_LOWERED, _NARROWED, _PLAIN = _Folding(True), _Folding(False), _Folding(True, simple=True)


def _fold_char(char: str, lower: bool) -> str:
    if "\u4e00" <= char <= "\u9fff" or char in INVISIBLE:
        return char
    narrow = unicodedata.normalize("NFKC", char)
    if lower:
        narrow = narrow.lower()
    return narrow if len(narrow) == 1 else char
