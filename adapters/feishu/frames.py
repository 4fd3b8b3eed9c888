"""The frames of the long connection: a protobuf message of nine fields, written and read by hand. Pure.

Fields 1 to 4 are required and written even when they are 0; the others only when they hold something.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

CONTROL, DATA = 0, 1
PARTS_LIVE = timedelta(seconds=5)
MOST_PARTS = 1024
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_U64 = (1 << 64) - 1


class BadFrame(ValueError):
    """The bytes are no frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of the connection. `method` is CONTROL or DATA; `service` comes from the connection's address."""

    seq: int = 0
    log: int = 0
    service: int = 0
    method: int = CONTROL
    headers: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    type: str = ""
    payload: bytes = b""
    log_new: str = ""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


def ping(service: int) -> Frame:
    return Frame(service=service, headers=(("type", "ping"),))


def answer(frame: Frame, payload: bytes, milliseconds: int) -> Frame:
    """The acknowledgement of a frame: the frame itself with our payload and the time it took."""
    return replace(frame, headers=(*frame.headers, ("biz_rt", str(milliseconds))), payload=payload)


def encode(frame: Frame) -> bytes:
    out = bytearray()
    for number, value in enumerate((frame.seq, frame.log, frame.service, frame.method), start=1):
        out += _varint(number << 3 | _VARINT) + _varint(value & _U64)
    for key, text in frame.headers:
        out += _chunk(5, _chunk(1, key.encode()) + _chunk(2, text.encode()))
    rest = (frame.encoding.encode(), frame.type.encode(), frame.payload, frame.log_new.encode())
    for number, chunk in enumerate(rest, start=6):
        out += _chunk(number, chunk) if chunk else b""
    return bytes(out)


def decode(raw: bytes) -> Frame:
    """Read a frame; fields not known are passed over. Raises BadFrame."""
    numbers = {1: 0, 2: 0, 3: 0, 4: 0}
    chunks = {6: b"", 7: b"", 8: b"", 9: b""}
    headers: list[tuple[str, str]] = []
    for number, value in _fields(raw):
        if number in numbers and isinstance(value, int):
            numbers[number] = value
        elif number == 5 and isinstance(value, bytes):
            pair = dict(_fields(value))
            headers.append((_text(pair.get(1, b"")), _text(pair.get(2, b""))))
        elif number in chunks and isinstance(value, bytes):
            chunks[number] = value
    return Frame(
        numbers[1],
        numbers[2],
        _signed(numbers[3]),
        _signed(numbers[4]),
        tuple(headers),
        _text(chunks[6]),
        _text(chunks[7]),
        chunks[8],
        _text(chunks[9]),
    )


@dataclass
class Parts:
    """Payloads that come in several frames, in any order; what is not complete within 5 seconds is given up."""

    _open: dict[str, tuple[datetime, dict[int, bytes]]] = field(default_factory=dict)

    def add(self, frame: Frame, now: datetime) -> bytes | None:
        """The whole payload once the frame completes it. Raises BadFrame."""
        total, index = _count(frame.header("sum")), _count(frame.header("seq"))
        if total <= 1:
            return frame.payload
        if index >= total or total > MOST_PARTS:
            raise BadFrame(f"part {index} of {total}")
        self._open = {key: entry for key, entry in self._open.items() if abs(now - entry[0]) <= PARTS_LIVE}
        key = frame.header("message_id")
        parts = self._open.setdefault(key, (now, {}))[1]
        parts[index] = frame.payload
        if len(parts) < total:
            return None
        del self._open[key]
        return b"".join(parts[number] for number in sorted(parts))


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _chunk(number: int, raw: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(raw)) + raw


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(raw):
        tag, at = _read_varint(raw, at)
        kind = tag & 7
        if kind == _VARINT:
            value, at = _read_varint(raw, at)
            yield tag >> 3, value
            continue
        if kind == _BYTES:
            size, at = _read_varint(raw, at)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
        else:
            raise BadFrame(f"wire type {kind}")
        if at + size > len(raw):
            raise BadFrame("cut short")
        yield tag >> 3, raw[at : at + size]
        at += size


def _read_varint(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(10):
        if at + count >= len(raw):
            raise BadFrame("cut short")
        value |= (raw[at + count] & 0x7F) << 7 * count
        if raw[at + count] < 0x80:
            return value & _U64, at + count + 1
    raise BadFrame("number too long")


def _signed(value: int) -> int:
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value


def _text(raw: int | bytes) -> str:
    if isinstance(raw, int):
        raise BadFrame("a number where a text belongs")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise BadFrame("not UTF-8") from None
