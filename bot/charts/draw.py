"""SVG into PNG, in a process of its own: drawing holds the interpreter's lock, so here it would stop everything else.

A process a picture costs a tenth of a second more than one that is kept, and nothing at all while none is wanted.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Final

_PAINT: Final = Path(__file__).with_name("paint.py")


class NotDrawn(Exception):
    """A picture could not be made; the text is the last line that the process wrote."""


async def png(svg: str) -> bytes:
    """The picture in the size that the SVG names; a call that is given up ends the process, too.

    Raises NotDrawn, or ChildProcessError when somebody ended the process: another try may do.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", str(_PAINT), stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
    )
    try:
        picture, complaint = await process.communicate(svg.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    ended = process.returncode or 0
    if ended < 0:
        raise ChildProcessError(f"ended by signal {-ended}")
    if ended:
        raise NotDrawn(complaint.decode(errors="replace").strip().rpartition("\n")[2])
    return picture
