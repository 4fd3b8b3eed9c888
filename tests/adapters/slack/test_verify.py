"""Signatures and bodies of Slack's HTTP requests."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from adapters.slack.verify import is_genuine, parse, signature

# Slack, "Verifying requests from Slack": the worked example.
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
STAMP = "1531420618"
SIGNED = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
    b"channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
    b"response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&"
    b"trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SENT = datetime.fromtimestamp(int(STAMP), UTC)


def test_the_published_example_is_genuine() -> None:
    assert is_genuine(SECRET, STAMP, SIGNED, BODY, SENT)


@pytest.mark.parametrize(("seconds", "genuine"), [(300, True), (301, False), (-300, True), (-301, False)])
def test_a_signature_is_good_for_five_minutes(seconds: int, genuine: bool) -> None:
    assert is_genuine(SECRET, STAMP, SIGNED, BODY, SENT + timedelta(seconds=seconds)) is genuine


@pytest.mark.parametrize("stamp", ["", "abc", "-1531420618", "1531420618.5", "１５３１４２０６１８", "9" * 12])
def test_a_timestamp_that_is_none_is_refused(stamp: str) -> None:
    assert not is_genuine(SECRET, stamp, SIGNED, BODY, SENT)


@pytest.mark.parametrize("signed", ["", "v0=", "v1" + SIGNED[2:], SIGNED.upper(), "v0=" + "ä" * 64, SIGNED + "\n"])
def test_a_signature_that_is_none_is_refused(signed: str) -> None:
    assert not is_genuine(SECRET, STAMP, signed, BODY, SENT)


def test_a_changed_body_is_refused() -> None:
    assert not is_genuine(SECRET, STAMP, SIGNED, BODY + b"x", SENT)


def test_without_a_secret_nothing_is_genuine() -> None:
    assert not is_genuine("", STAMP, signature("", STAMP, BODY), BODY, SENT)


@given(st.text().map(str.encode), st.integers(0, 10**10))
def test_the_sdk_signs_alike(body: bytes, stamp: int) -> None:
    sdk = SignatureVerifier(SECRET).generate_signature(timestamp=str(stamp), body=body)
    assert signature(SECRET, str(stamp), body) == sdk


def test_a_command_that_contains_the_word_payload_stays_whole() -> None:
    form = {"command": "/task", "text": "check payload=1 & payload"}
    assert parse("application/x-www-form-urlencoded", urlencode(form).encode()) == form


def test_an_interaction_is_read_out_of_its_field() -> None:
    raw = urlencode({"payload": json.dumps({"type": "block_actions"})}).encode()
    assert parse("application/x-www-form-urlencoded", raw) == {"type": "block_actions"}


@pytest.mark.parametrize(
    ("content_type", "raw"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/json", b"\xff"),
        ("application/x-www-form-urlencoded", b"payload=%7B"),
        ("application/x-www-form-urlencoded", b"payload=1"),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(200))),
    ],
)
def test_a_malformed_body_is_named_as_one(content_type: str, raw: bytes) -> None:
    with pytest.raises(ValueError):
        parse(content_type, raw)
