"""Signatures, reply addresses, gateways, sealed secrets."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.dingtalk.seal import Seal
from adapters.dingtalk.verify import (
    file_address,
    is_gateway,
    is_genuine,
    is_genuine_press,
    is_reply_address,
    press_secret,
    sign,
)

HOSTS = ("oapi.dingtalk.com", "api.dingtalk.com")
SIGNED_AT = datetime.fromtimestamp(1700000000, UTC)
SIGNATURE = "N5P09a4+p1AMJIJWnIvQd2Yxw9+fu/oEBnPrjCcsLXk="


@pytest.mark.parametrize(
    ("timestamp", "secret", "signature"),
    [
        ("1577262236757", "this is a secret", "DJrE6qdyVGCQz9z5r2MDuNcNAhwYnuAkyj13cx169CA="),
        ("1700000000000", "SECabc123", SIGNATURE),
    ],
)
def test_published_signatures_are_reproduced(timestamp: str, secret: str, signature: str) -> None:
    assert sign(timestamp, secret) == signature


PRESSED = "6W1h0Ej8hd4xHfhEMy4GrwjnWmQnMbvnhZNAYG94pW8="  # by another program, over the time alone


@pytest.mark.parametrize(("minutes", "genuine"), [(0, True), (59, True), (-59, True), (61, False), (-61, False)])
def test_a_presss_signature_is_good_for_an_hour(minutes: int, genuine: bool) -> None:
    now = SIGNED_AT + timedelta(minutes=minutes)
    assert is_genuine_press("1700000000000", PRESSED, "SECabc123", now) is genuine


@pytest.mark.parametrize(
    ("timestamp", "signature"),
    [
        ("", PRESSED),
        ("9" * 400, PRESSED),
        ("1700000000000", ""),
        ("1700000000000", "签名\udc80"),
        ("1７00000000000", PRESSED),
        ("1700000000001", PRESSED),
        ("1700000000000", SIGNATURE),
    ],
)
def test_a_presss_signature_that_is_not_ours_is_refused(timestamp: str, signature: str) -> None:
    assert not is_genuine_press(timestamp, signature, "SECabc123", SIGNED_AT)


def test_the_secret_of_presses_does_not_tell_the_apps() -> None:
    assert (len(press_secret("SECabc123")), "SEC" in press_secret("SECabc123")) == (32, False)
    assert press_secret("SECabc123") != press_secret("SECabc124")


@pytest.mark.parametrize(("minutes", "genuine"), [(0, True), (59, True), (-59, True), (61, False), (-61, False)])
def test_a_signature_is_good_for_an_hour(minutes: int, genuine: bool) -> None:
    now = SIGNED_AT + timedelta(minutes=minutes)
    assert is_genuine("1700000000000", SIGNATURE, "SECabc123", now) is genuine


@pytest.mark.parametrize(
    ("timestamp", "signature"),
    [
        ("", SIGNATURE),
        ("abc", SIGNATURE),
        ("9" * 400, SIGNATURE),
        ("1700000000000", ""),
        ("1700000000000", "x"),
        ("1700000000000", "签名\udc80"),
        ("１７００００００００００００", SIGNATURE),
        ("1700000000001", SIGNATURE),
    ],
)
def test_a_wrong_signature_is_refused_whatever_its_shape(timestamp: str, signature: str) -> None:
    assert not is_genuine(timestamp, signature, "SECabc123", SIGNED_AT)


@pytest.mark.parametrize("host", HOSTS)
def test_answers_may_go_to_both_hosts_of_the_platform(host: str) -> None:
    assert is_reply_address(f"https://{host}/robot/sendBySession?session=1", HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "http://oapi.dingtalk.com/robot/sendBySession?session=1",
        "https://oapi.dingtalk.com.evil.com/robot/sendBySession",
        "https://evil.com/robot/sendBySession",
        "https://oapi.dingtalk.com@evil.com/robot/sendBySession",
        "https://user@oapi.dingtalk.com/robot/sendBySession",
        "https://oapi.dingtalk.com:8443/robot/sendBySession",
        "https://oapi.dingtalk.com/robot/send?access_token=1",
        "https://oapi.dingtalk.com/robot/sendBySession/../send",
        "https://127.0.0.1/robot/sendBySession",
        "https://[::1/robot/sendBySession",
        "ftp://oapi.dingtalk.com/robot/sendBySession",
        "",
    ],
)
def test_answers_never_go_anywhere_else(url: str) -> None:
    assert not is_reply_address(url, HOSTS)


API = "https://api.dingtalk.com"


def test_files_are_fetched_over_tls_though_their_address_says_otherwise() -> None:
    assert file_address("http://down.dingtalk.com/f?a=1%2B", API) == "https://down.dingtalk.com/f?a=1%2B"
    assert file_address("https://x.oss-cn.aliyuncs.com/f", API) == "https://x.oss-cn.aliyuncs.com/f"
    assert file_address("http://127.0.0.1:80/files/1", "http://127.0.0.1:80") == "http://127.0.0.1:80/files/1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://127.0.0.1/f",
        "https://10.0.0.8/f",
        "http://2130706433/f",
        "http://127.1/f",
        "https://[::1]/f",
        "http://localhost/f",
        "https://intranet:8443/f",
        "https://files.dingtalk.com:8443/f",
        "file:///etc/passwd",
        "https://[",
    ],
)
def test_files_are_fetched_from_no_machine_of_this_network(url: str) -> None:
    assert file_address(url, API) == ""


def test_connections_are_opened_to_the_platform_only() -> None:
    assert is_gateway("wss://wss-open-connection.dingtalk.com:443/connect", own_base=False)
    assert is_gateway("wss://wss-open-connection-union.dingtalk.com:443/connect", own_base=False)
    assert not is_gateway("ws://wss-open-connection.dingtalk.com/connect", own_base=False)
    assert not is_gateway("wss://evil.com/connect", own_base=False)
    assert not is_gateway("wss://dingtalk.com.evil.com/connect", own_base=False)
    assert is_gateway("ws://127.0.0.1:8080/connect", own_base=True)


@given(st.text(), st.text(min_size=1))
def test_sealed_secrets_open_with_their_own_key_only(text: str, key: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    key = key.encode("utf-8", "ignore").decode()
    sealed = Seal(key).close(text)
    assert Seal(key).open(sealed) == text
    assert Seal(key + "x").open(sealed) is None


@pytest.mark.parametrize("wrong", ["", "=", "abc", "签", "A" * 44])
def test_what_was_never_sealed_does_not_open(wrong: str) -> None:
    assert Seal("key").open(wrong) is None


def test_a_changed_seal_does_not_open() -> None:
    sealed = Seal("key").close("token")
    swapped = sealed[:24] + ("A" if sealed[24] != "A" else "B") + sealed[25:]
    assert Seal("key").open(swapped) is None
