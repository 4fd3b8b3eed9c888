"""Pieces of SVG: shapes and texts. Nothing that people typed gets into a picture but through `text`."""

import re
import unicodedata
from collections.abc import Sequence
from html import escape
from itertools import accumulate, takewhile
from typing import Final

FONT: Final = "Noto Sans SC"
BOLD: Final = 0.036  # of the size, as a stroke: the font has one weight
_WIDE: Final = "mwMWQO%@—"
_THIN: Final = "iljtfrI.,:;'!|()[] -/"
_EMOJI: Final = re.compile(
    "[\u2700-\u2767\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)  # left out by whoever paints
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn")


def text(
    x: float, y: float, words: str, size: int, fill: str, *, anchor: str = "start", bold: bool = False, title: str = ""
) -> str:
    """Words with their baseline at `y`. `title`: all of what is cut short, for whoever points at it on a page."""
    at = f'x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"'
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = f' stroke="{fill}" stroke-width="{size * BOLD:.2f}"' if bold else ""
    full = f"<title>{_safe(title)}</title>" if title else ""
    return f"<text {at}{side}{weight}>{full}{_safe(words)}</text>"


def rect(x: float, y: float, width: float, height: float, fill: str, *, round: float = 0, line: str = "") -> str:
    """A rectangle; `line` is the attributes of its outline."""
    corner = f' rx="{round:g}"' if round else ""
    outline = f" {line}" if line else ""
    size = f'width="{width:.1f}" height="{height:g}"'
    return f'<rect x="{x:.1f}" y="{y:g}" {size}{corner} fill="{fill}"{outline}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dashes: str = "") -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    ends = f'x1="{x1:.1f}" y1="{y1:g}" x2="{x2:.1f}" y2="{y2:g}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def diamond(x: float, y: float, half: float, fill: str) -> str:
    """A square on its corner."""
    return f'<path d="M{x:.1f} {y - half:g}l{half:g} {half:g}l-{half:g} {half:g}l-{half:g} -{half:g}z" fill="{fill}"/>'


def arrow(corners: Sequence[tuple[float, float]], stroke: str, width: float) -> str:
    """A bent line whose last part goes straight down or up, to where its head points."""
    way = "L".join(f"{x:.1f} {y:g}" for x, y in corners)
    (x, y), back = corners[-1], -8 if corners[-1][1] > corners[-2][1] else 8
    head = f'<path d="M{x:.1f} {y:g}l-5 {back}h10z" fill="{stroke}"/>'
    return f'<path d="M{way}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"/>{head}'


def width(words: str, size: float) -> float:
    """About how wide words are; near enough to cut and to place them by."""
    return sum(_em(letter) for letter in words) * size


def cut(words: str, size: float, room: float) -> str:
    """Words on one line that are no wider than `room`, with … where something is left out."""
    words = " ".join(words.split())
    if width(words, size) <= room:
        return words
    ends = accumulate(_em(letter) * size for letter in words)
    kept = words[: len(list(takewhile(lambda end: end <= room - size, ends)))].rstrip()
    # The font sets … in the middle of the line, as it is written in Chinese and only there.
    return kept + ("…" if kept and _em(kept[-1]) == 1 else "...")


def _em(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in _UNSEEN or _EMOJI.match(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WFA" and letter not in "·–":
        return 1.0
    if letter in _WIDE:
        return 0.86
    return 0.36 if letter in _THIN else 0.66 if letter.isupper() else 0.56


def _safe(words: str) -> str:
    """Words as XML takes them: on one line, escaped, without characters that cannot be seen."""
    seen = (letter for letter in " ".join(words.split()) if unicodedata.category(letter) not in _UNSEEN)
    return escape("".join(seen))
