"""User text made harmless, and long text cut into parts that the platform takes. Pure.

There is no escape character in this markdown, so its signs are replaced by full-width ones (robot-message-type).
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence

NARROW = "[]()!<>*_`#~|&\\@"
_WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in NARROW})
_SCHEME = re.compile(r":(?=\s*[/\\／＼])")
_RUN = re.compile(r"(?:(?:dtmd|dingtalk)\s*)+(?=[:：])", re.IGNORECASE)
# Clients make links of bare host names too; a break nobody sees stops them.
_HOST = re.compile(r"(?<=[0-9A-Za-z-])\.(?=[A-Za-z]{2})")
_BLOCK = re.compile(r"^(\s*)(?=[-+=>#:]|\d+[.)、])")
_NO_BREAK = "\u200b"
NEWLINE = "  \n  "
_BREAKS = "\n。！？；，、 "


def clean(text: str) -> str:
    """The text without control and direction characters; line ends stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co"))


def escape(text: str) -> str:
    """User text that can neither ping, link, style nor run a command, on as many lines as it had."""
    return "\n".join(_line(line) for line in clean(text).split("\n"))


def flat(text: str) -> str:
    """The same on one line, for titles and labels."""
    return escape(" ".join(clean(text).split()))


def _line(line: str) -> str:
    inert = _SCHEME.sub("：", _RUN.sub("", line))
    inert = _HOST.sub(f".{_NO_BREAK}", inert.translate(_WIDE))
    inert = inert.replace("    ", "　　").replace("\t", "　")
    return _BLOCK.sub(rf"\1{_NO_BREAK}", inert)


def size(text: str) -> int:
    """Bytes of a text as it stands inside a JSON string, which is what the platform counts."""
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2


def cut(text: str, most: int) -> str:
    """The longest beginning of at most `most` bytes, marked when something is missing."""
    if size(text) <= most:
        return text
    return next(_pieces(text, most - 3)) + "…"


def split(lines: Sequence[str], most: int, joint: str = "\n") -> list[str]:
    """Lines joined into parts of at most `most` bytes, cut at line ends, and inside a line only if it is too long."""
    parts: list[str] = []
    current: list[str] = []
    used, between = 0, size(joint)
    for line in lines:
        for piece in _pieces(line, most):
            needed = size(piece) + (between if current else 0)
            if current and used + needed > most:
                parts.append(joint.join(current))
                current, used, needed = [], 0, size(piece)
            current.append(piece)
            used += needed
    return [*parts, joint.join(current)] if current else parts


def _pieces(line: str, most: int) -> Iterator[str]:
    """A line in pieces of at most `most` bytes, ended behind a sign that ends something where there is one."""
    while size(line) > most:
        low, high = 1, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if size(line[:middle]) <= most else (low, middle - 1)
        end = max(line.rfind(sign, low // 2, low) for sign in _BREAKS) + 1 or low
        yield line[:end]
        line = line[end:]
    yield line
