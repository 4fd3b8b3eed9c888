"""SVG becomes PNG in another process, with a font of our own."""

import asyncio
import os
import struct
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bot.charts import draw, paint
from bot.charts.draw import NotDrawn
from bot.charts.gantt import chart
from tests.charts.plans import bar, plan

KNOWN = paint.drawable(paint.FONT.read_bytes())


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def painters() -> list[psutil.Process]:
    """The processes that draw for this one."""
    return [each for each in psutil.Process().children() if "paint.py" in " ".join(each.cmdline())]


async def test_a_plan_becomes_a_picture_of_1440_pixels_width() -> None:
    assert size(await draw.png(chart(plan(bar(1)), "zh"))) == (1440, 570)


async def test_another_process_does_the_work_of_drawing() -> None:
    svg, before = chart(plan(*(bar(id) for id in range(1, 61))), "zh"), os.times()
    assert size(await draw.png(svg))[0] == 1440
    after = os.times()
    own = after.user + after.system - before.user - before.system
    assert own < 0.2 * (after.children_user - before.children_user)


async def test_what_is_no_svg_is_an_error_of_its_own() -> None:
    with pytest.raises(NotDrawn, match="unknown token at 1:1"):
        await draw.png("no picture")


async def test_a_process_that_somebody_ends_may_do_better_at_another_try() -> None:
    drawing = asyncio.create_task(draw.png(chart(plan(*(bar(id) for id in range(1, 61))), "zh")))
    while not (found := painters()) and not drawing.done():
        await asyncio.wait([drawing], timeout=0.01)
    found[0].terminate()
    with pytest.raises(ChildProcessError, match="ended by signal 15"):
        await drawing


async def test_a_key_that_ends_the_bot_does_not_end_its_pictures() -> None:
    drawing = asyncio.create_task(draw.png(chart(plan(*(bar(id) for id in range(1, 61))), "zh")))
    while not (found := painters()) and not drawing.done():
        await asyncio.wait([drawing], timeout=0.01)
    assert os.getpgid(found[0].pid) != os.getpgid(0)
    assert size(await drawing)[0] == 1440


async def test_a_call_that_is_given_up_leaves_no_process_behind() -> None:
    drawing = asyncio.create_task(draw.png(chart(plan(*(bar(id) for id in range(1, 61))), "zh")))
    await asyncio.wait([drawing], timeout=0.1)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert painters() == []


def test_the_bot_never_loads_the_drawing_library() -> None:
    code = "import sys, bot.app; print('resvg_py' in sys.modules, 'bot.charts.paint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_font_has_the_characters_that_people_are_called_by() -> None:
    assert set("垚喆镕玥珺翀堃赟昇璟彧祎婳繁體日本かなßÉ·–…“”→") <= set(map(chr, KNOWN))


def test_emoji_are_left_out_and_unknown_letters_become_one_box() -> None:
    assert paint.readable("🎉海报✔\ufe0f 한국어 𬭎工", KNOWN) == "海报 □ □工"


def test_letters_with_a_mark_of_its_own_are_joined_to_what_the_font_has() -> None:
    assert paint.readable("Cafe\u0301", KNOWN) == "Café"


def test_the_font_comes_with_its_licence() -> None:
    licence = Path(paint.FONT).with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
