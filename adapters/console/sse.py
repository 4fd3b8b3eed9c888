"""Server-sent events: one stream a tab, woken when something happened, read from the numbered log, closed at stop.

A stream holds no queue of messages: it remembers the number it has sent and reads on from there, so that a slow tab
costs nothing and a tab that reconnects with `Last-Event-ID` misses nothing.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable

from aiohttp import web

from adapters.console.codec import Json

HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
PULSE_SECONDS = 15.0
MAX_STREAMS = 64
MAX_NOTES = 16

Read = Callable[[int], tuple[list[bytes], int]]
"""Gives the frames behind a number, and the number reached."""


def frame(event: str, data: Json, number: int = 0) -> bytes:
    """One event as it goes over the wire; only numbered events are replayed."""
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


class _Stream:
    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.notes: deque[bytes] = deque(maxlen=MAX_NOTES)


class Streams:
    """All open streams. `pulse` gives the frame that keeps a quiet stream alive."""

    def __init__(self, pulse: Callable[[], bytes], pulse_seconds: float = PULSE_SECONDS) -> None:
        self._pulse = pulse
        self._pulse_seconds = pulse_seconds
        self._open: dict[_Stream, asyncio.Task[object]] = {}
        self._closed = False

    def wake(self) -> None:
        """The log may have grown."""
        for stream in self._open:
            stream.wake.set()

    def note(self, data: bytes) -> None:
        """Send a frame to every open tab, outside the log."""
        for stream in self._open:
            stream.notes.append(data)
            stream.wake.set()

    async def close(self) -> None:
        """End every stream; one that hangs in a dead connection is cut off."""
        self._closed = True
        self.wake()
        if tasks := list(self._open.values()):
            _, hanging = await asyncio.wait(tasks, timeout=1)
            for task in hanging:
                task.cancel()

    async def serve(self, request: web.Request, response: web.StreamResponse, after: int, read: Read) -> None:
        """Write to one tab until it goes or the console stops. Raises HTTPServiceUnavailable for one too many."""
        task = asyncio.current_task()
        if self._closed or len(self._open) >= MAX_STREAMS or task is None:
            raise web.HTTPServiceUnavailable(text="too many open tabs")
        stream = _Stream()
        self._open[stream] = task
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n" + self._pulse())
            await self._pump(stream, response, after, read)
        except ConnectionResetError:
            return
        finally:
            del self._open[stream]

    async def _pump(self, stream: _Stream, response: web.StreamResponse, after: int, read: Read) -> None:
        while not self._closed:
            stream.wake.clear()
            frames, reached = read(after)
            frames.extend(stream.notes)
            stream.notes.clear()
            for data in frames:
                await response.write(data)
            if reached == after and not frames:
                await self._rest(stream, response)
            after = reached

    async def _rest(self, stream: _Stream, response: web.StreamResponse) -> None:
        try:
            await asyncio.wait_for(stream.wake.wait(), self._pulse_seconds)
        except TimeoutError:
            await response.write(self._pulse())
