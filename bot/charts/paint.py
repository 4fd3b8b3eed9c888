"""Reads SVG, writes PNG: the process behind `draw`. It imports nothing of ours, so that it starts at once."""

import struct
import sys
import unicodedata
from pathlib import Path

import resvg_py

FONT = Path(__file__).parent / "font" / "NotoSansSC.ttf"
FAMILY = "Noto Sans SC"
MISSING = "□"
_LEFT_OUT = ("So", "Sk", "Mn", "Me", "Cf")  # emoji and what changes them; a box would say nothing


def drawable(font: bytes) -> frozenset[int]:
    """The characters of a font whose one table of them is in format 12."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4s4xII", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for name, offset, _ in entries if name == b"cmap")
    start += struct.unpack_from(">I", font, start + 8)[0]
    (groups,) = struct.unpack_from(">I", font, start + 12)
    ranges = (struct.unpack_from(">II", font, start + 16 + 12 * number) for number in range(groups))
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def readable(svg: str, known: frozenset[int]) -> str:
    """The same picture with texts that the font can show: emoji left out, and one box for a run of unknown letters."""
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", svg):
        if ord(letter) in known or letter == "\n":
            kept.append(letter)
        elif unicodedata.category(letter) not in _LEFT_OUT and kept[-1:] != [MISSING]:
            kept.append(MISSING)
    return "".join(kept)


def paint(svg: str) -> bytes:
    """The picture as PNG. Raises ValueError for what is no SVG."""
    shown = readable(svg, drawable(FONT.read_bytes()))
    return resvg_py.svg_to_bytes(
        svg_string=shown, skip_system_fonts=True, font_files=[str(FONT)], font_family=FAMILY, sans_serif_family=FAMILY
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(paint(sys.stdin.buffer.read().decode()))
