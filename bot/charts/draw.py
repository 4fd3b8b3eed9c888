"""SVG into PNG, in a process of its own: drawing holds the interpreter's lock, so here it would stop everything else.

A process a picture costs a tenth of a second more than one that is kept, and nothing at all while none is wanted.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from functools import lru_cache
from pathlib import Path
from typing import Final

SECONDS: Final = 10.0  # for one picture
_PAINT: Final = Path(__file__).with_name("paint.py")


class NotDrawn(Exception):
    """A picture could not be made; the text is the last line that the process wrote."""


@lru_cache(1)
def _turn(_: asyncio.AbstractEventLoop) -> asyncio.Lock:
    """What lets one picture be drawn after the other; a lock belongs to the loop in which it is waited for."""
    return asyncio.Lock()


async def png(svg: str) -> bytes:
    """The picture in the size that the SVG names. Raises NotDrawn; a call that is given up ends the process, too."""
    async with _turn(asyncio.get_running_loop()):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", str(_PAINT), stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        try:
            async with asyncio.timeout(SECONDS):
                picture, complaint = await process.communicate(svg.encode())
        except TimeoutError as late:
            raise NotDrawn(f"no picture after {SECONDS:g} s") from late
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode:
        raise NotDrawn(complaint.decode(errors="replace").strip().rpartition("\n")[2])
    return picture
