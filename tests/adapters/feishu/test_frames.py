"""Frames of the long connection, written and read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feishu.frames import DATA, BadFrame, Frame, Parts, answer, decode, encode, ping

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SERVICE = 33554678
EVENT_HEADERS = (("type", "event"), ("message_id", "m1"), ("sum", "1"), ("seq", "0"), ("trace_id", "tr1"))
EVENT = Frame(7, 9, SERVICE, DATA, EVENT_HEADERS, payload=b'{"schema":"2.0"}')

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
frame_strategy = st.builds(
    Frame,
    seq=st.integers(0, 2**64 - 1),
    log=st.integers(0, 2**64 - 1),
    service=st.integers(-(2**31), 2**31 - 1),
    method=st.sampled_from([0, 1]),
    headers=st.lists(st.tuples(texts, texts), max_size=4).map(tuple),
    encoding=texts,
    type=texts,
    payload=st.binary(max_size=300),
    log_new=texts,
)


def part(number: int, of: int, payload: bytes, message: str = "m1") -> Frame:
    return Frame(headers=(("message_id", message), ("sum", str(of)), ("seq", str(number))), payload=payload)


def test_a_ping_is_written_as_the_official_client_writes_it() -> None:
    assert encode(ping(SERVICE)).hex() == "0800100018f681801020002a0c0a0474797065120470696e67"


def test_an_event_is_written_as_the_platform_writes_it() -> None:
    wanted = (
        "0807100918f681801020012a0d0a047479706512056576656e742a100a0a6d6573736167655f696412026d312a080a0373756d1201312a"
        "080a037365711201302a0f0a0874726163655f6964120374723142107b22736368656d61223a22322e30227d"
    )
    assert encode(EVENT).hex() == wanted
    assert decode(bytes.fromhex(wanted)) == EVENT


def test_an_answer_is_the_frame_with_our_payload_and_the_time_it_took() -> None:
    reply = answer(EVENT, b'{"code":200}', 12)
    assert reply == Frame(7, 9, SERVICE, DATA, (*EVENT_HEADERS, ("biz_rt", "12")), payload=b'{"code":200}')


@given(frame_strategy)
def test_every_frame_is_read_back_as_it_was_written(frame: Frame) -> None:
    assert decode(encode(frame)) == frame


@given(st.binary(max_size=100))
def test_random_bytes_are_a_frame_or_a_bad_frame(raw: bytes) -> None:
    try:
        decode(raw)
    except BadFrame:
        return


@pytest.mark.parametrize("raw", ["2a", "2a05", "08", "ffffffffffffffffffffff01", "0b", "3202ffff", "2a020a05"])
def test_broken_bytes_are_a_bad_frame(raw: str) -> None:
    with pytest.raises(BadFrame):
        decode(bytes.fromhex(raw))


def test_fields_of_later_versions_are_passed_over() -> None:
    assert decode(encode(EVENT) + bytes.fromhex("980601" + "a20603616263" + "ad0601020304")) == EVENT


def test_parts_are_joined_in_any_order() -> None:
    parts = Parts()
    assert parts.add(part(2, 3, b"c"), NOW) is None
    assert parts.add(part(0, 3, b"a"), NOW) is None
    assert parts.add(part(1, 3, b"b"), NOW) == b"abc"


def test_parts_of_different_messages_are_kept_apart() -> None:
    parts = Parts()
    parts.add(part(0, 2, b"a"), NOW)
    parts.add(part(0, 2, b"x", "m2"), NOW)
    assert parts.add(part(1, 2, b"b"), NOW) == b"ab"


def test_parts_are_given_up_after_five_seconds() -> None:
    parts = Parts()
    parts.add(part(0, 2, b"a"), NOW)
    assert parts.add(part(1, 2, b"b"), NOW + timedelta(seconds=6)) is None


def test_a_part_sent_twice_counts_once() -> None:
    parts = Parts()
    parts.add(part(0, 2, b"a"), NOW)
    assert parts.add(part(0, 2, b"a"), NOW) is None


@pytest.mark.parametrize(("number", "of"), [(2, 2), (0, 5000)])
def test_impossible_parts_are_a_bad_frame(number: int, of: int) -> None:
    with pytest.raises(BadFrame):
        Parts().add(part(number, of, b"a"), NOW)
