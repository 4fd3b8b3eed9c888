"""Requests over HTTP: who may be believed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from adapters.feishu.settings import FeishuSettings
from adapters.feishu.verify import Opened, Refused, _is_fresh, decrypt, is_signed, open_request
from tests.fakes.feishu_wire import envelope, message, seal, sign

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
OPEN = FeishuSettings("cli_app", "secret", "http", verification_token="verify-me")
SEALED = FeishuSettings("cli_app", "secret", "http", encrypt_key="key", verification_token="verify-me")


def opened(body: Any, settings: FeishuSettings = OPEN, headers: dict[str, str] | None = None) -> Opened:
    return open_request(json.dumps(body).encode(), CIMultiDict(headers or {}), settings, NOW)


def sealed(body: dict[str, Any], at: datetime = NOW, key: str = "key") -> Opened:
    raw = json.dumps(seal(key, body)).encode()
    return open_request(raw, CIMultiDict(sign(raw, "key", at)), SEALED, NOW)


def status(body: Any, settings: FeishuSettings = OPEN, headers: dict[str, str] | None = None) -> int:
    with pytest.raises(Refused) as refused:
        opened(body, settings, headers)
    return refused.value.status


def test_the_published_ciphertext_is_decrypted() -> None:
    assert decrypt("test key", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=") == b"hello world"


def test_the_published_signature_is_found_right() -> None:
    wanted = "7db78fdbc2fb617c46e713c3ec3f4b4658d94166682a80434fe557f23afcfd06"
    headers = {
        "X-Lark-Request-Timestamp": "1626947018", "X-Lark-Request-Nonce": "64607134", "X-Lark-Signature": wanted,
    }  # fmt: skip
    assert is_signed(b"{fake}", headers, "fake-xx")


def test_the_signature_covers_the_raw_bytes_not_json_written_anew() -> None:
    raw = b'{"encrypt":  "x"}'
    headers = sign(raw, "key", NOW)
    assert is_signed(raw, headers, "key")
    assert not is_signed(json.dumps(json.loads(raw)).encode(), headers, "key")


def test_a_signed_and_encrypted_event_is_opened() -> None:
    event = message("你好")
    assert sealed(event) == Opened(envelope=event)


def test_header_names_are_found_in_any_case() -> None:
    raw = json.dumps(seal("key", message("hi"))).encode()
    headers = CIMultiDict({name.lower(): value for name, value in sign(raw, "key", NOW).items()})
    assert open_request(raw, headers, SEALED, NOW).envelope


def test_the_challenge_is_not_signed_and_is_sent_back_as_it_came() -> None:
    asked = {"challenge": 'c"1\\', "token": "verify-me", "type": "url_verification"}
    assert opened(asked) == Opened(challenge='c"1\\')
    assert opened(seal("key", asked), SEALED) == Opened(challenge='c"1\\')


def test_a_challenge_with_a_wrong_token_is_refused() -> None:
    assert status({"challenge": "c", "token": "guessed", "type": "url_verification"}) == 401


def test_plain_requests_are_refused_once_a_key_is_configured() -> None:
    assert status(message("hi"), SEALED) == 401


def test_encrypted_requests_without_a_key_cannot_be_read() -> None:
    assert status(seal("key", message("hi"))) == 400


def test_an_unsigned_event_is_refused() -> None:
    assert status(seal("key", message("hi")), SEALED) == 401


@pytest.mark.parametrize("token", ["", "wrong", "vérify-me", None, 7, ["verify-me"]])
def test_a_wrong_token_is_refused(token: Any) -> None:
    body = message("hi")
    body["header"]["token"] = token
    assert status(body) == 401


def test_nothing_is_believed_while_no_token_is_configured() -> None:
    body = message("hi")
    body["header"]["token"] = ""
    assert status(body, FeishuSettings("cli_app", "secret", "http")) == 401


def test_another_apps_event_is_refused() -> None:
    assert status(envelope("im.message.receive_v1", {}, app="cli_other")) == 401


@pytest.mark.parametrize(("hours", "believed"), [(0, True), (7, True), (23, True), (25, False), (-25, False)])
def test_repeats_are_believed_for_a_day(hours: int, believed: bool) -> None:
    try:
        sealed(message("hi"), NOW - timedelta(hours=hours))
    except Refused as refused:
        assert (refused.status, believed) == (401, False)
    else:
        assert believed


@pytest.mark.parametrize("unit", [1, 1000, 1_000_000])
@pytest.mark.parametrize(("hours", "believed"), [(1, True), (25, False)])
def test_a_stamp_is_read_in_the_unit_its_length_shows(unit: int, hours: int, believed: bool) -> None:
    stamp = str(int((NOW - timedelta(hours=hours)).timestamp()) * unit)
    assert _is_fresh({"X-Lark-Request-Timestamp": stamp}, NOW) is believed


def test_events_of_the_old_format_are_acknowledged_and_ignored() -> None:
    old = {"ts": "1", "uuid": "u", "token": "verify-me", "type": "event_callback", "event": {"type": "message"}}
    assert opened(old) == Opened()


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b"7", b"\xff", b"[" * 100_000, b'{"encrypt": 7}', b'{"encrypt": "!"}']
)
def test_junk_is_refused_and_nothing_more(raw: bytes) -> None:
    for settings in (OPEN, SEALED):
        with pytest.raises(Refused):
            open_request(raw, CIMultiDict(), settings, NOW)


def test_headers_that_are_not_ascii_are_no_signature() -> None:
    raw = json.dumps(seal("key", message("hi"))).encode()
    headers = CIMultiDict({**sign(raw, "key", NOW), "X-Lark-Signature": "\udcffé"})
    with pytest.raises(Refused):
        open_request(raw, headers, SEALED, NOW)


@given(st.dictionaries(st.text(), st.text()))
def test_what_was_encrypted_is_decrypted(body: dict[str, str]) -> None:
    assert json.loads(decrypt("key", seal("key", body)["encrypt"])) == body


@given(st.binary(max_size=200))
def test_random_bytes_never_do_more_than_be_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        open_request(raw, CIMultiDict(), SEALED, NOW)
