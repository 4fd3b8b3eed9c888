"""Every class of error the platform is known to answer with."""

import json
from typing import Any

import pytest

from adapters.dingtalk import faults
from adapters.dingtalk.faults import Kind

DENIED = "Forbidden.AccessDenied."


def kind(status: int, body: Any) -> Kind | None:
    _, fault = faults.read(status, body if isinstance(body, str) else json.dumps(body))
    return fault.kind if fault else None


@pytest.mark.parametrize("body", [{"errcode": 0}, {"errcode": "0", "errmsg": "ok"}, {}, {"processQueryKey": "x"}])
def test_success_in_all_its_shapes(body: dict[str, Any]) -> None:
    assert kind(200, body) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("-1", "again"),
        ("system.error", "again"),
        ("systemBusy", "again"),
        ("send.too.fast", "again"),
        ("send.byToken.tooFast", "again"),
        ("system.busy", "again"),
        ("too.many.group", "again"),
        ("too.many.people", "again"),
        ("toomuch.msg", "again"),
        ("660026", "again"),
        (DENIED + "QpsLimitForAppkeyAndApi", "wait"),
        (DENIED + "QpsLimitForApi", "wait"),
        (DENIED + "QpmLimitForAppkeyAndApi", "wait"),
        ("90018", "wait"),
        ("90002", "wait"),
        ("410100", "wait"),
        ("130101", "wait"),
        ("InvalidAuthentication", "token"),
        ("40014", "token"),
        ("42001", "token"),
        ("300001", "route"),
        ("430101", "content"),
        ("430102", "content"),
        ("430103", "content"),
        ("430104", "content"),
        ("contain.sensitive.word", "content"),
        ("param.contentUnsafe", "content"),
        ("msgParam.tooLong", "split"),
        ("460101", "split"),
        ("101002", "split"),
        ("param.cardAlreadyExist", "exists"),
        (DENIED + "ApiCountLimitForOrg", "used_up"),
        ("ApiCountLimitForOrg", "used_up"),
        ("90020", "used_up"),
        (DENIED + "AccessTokenPermissionDenied", "refused"),
        (DENIED + "IpNotInWhiteList", "refused"),
        ("310000", "refused"),
        ("orgAuthLevelNotEnough", "refused"),
        ("invalidParameter.robotCode.auth", "refused"),
        ("group.disbanded", "gone"),
        ("400013", "gone"),
        ("bot.stopped", "gone"),
        ("400101", "gone"),
        ("400102", "gone"),
        ("400106", "gone"),
        ("resource.unavailable", "gone"),
        ("conversation.org.notMatch", "gone"),
        ("invalid.openConversationId", "gone"),
        ("staffId.notExisted", "gone"),
        ("33012", "gone"),
        ("60121", "gone"),
        ("chatbotId.notAllow.sendOTO", "gone"),
        ("robot.oto.notExist", "gone"),
        ("unknown.send.result", "unsure"),
    ],
)
def test_the_class_of_each_code(code: str, expected: Kind) -> None:
    assert kind(403, {"code": code, "message": "x"}) == expected
    assert kind(200, {"errcode": code, "errmsg": "x"}) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [(500, "again"), (503, "again"), (429, "wait"), (401, "token"), (404, "refused")]
)
def test_the_class_of_an_answer_without_a_code(status: int, expected: Kind) -> None:
    assert kind(status, {}) == expected


@pytest.mark.parametrize("body", ["<html/>", {"status": 1111, "punish": "deny"}, "[]", ""])
def test_a_locked_out_address_is_recognised_by_every_sign(body: Any) -> None:
    assert kind(200, body) == "banned"


def test_a_broken_page_of_a_server_in_trouble_is_no_ban() -> None:
    assert kind(502, "<html/>") == "again"
    assert kind(404, "<html/>") == "refused"


@pytest.mark.parametrize(
    ("code", "seconds"),
    [
        (DENIED + "QpsLimitForApi", 1.0),
        (DENIED + "QpmLimitForAppkeyAndApi", 60.0),
        ("130101", 600.0),
        ("system.busy", 0.0),
    ],
)
def test_how_long_to_wait(code: str, seconds: float) -> None:
    assert faults.of(code).failure().retry_after == seconds


def test_what_the_outbox_is_told() -> None:
    told = {
        name: faults.Fault(name, "x").failure() for name in ("again", "wait", "gone", "refused", "unsure", "used_up")
    }
    assert [name for name, failure in told.items() if failure.permanent] == ["gone", "refused"]
    assert [name for name, failure in told.items() if failure.ambiguous] == ["unsure"]
    assert [name for name, failure in told.items() if failure.held] == ["used_up"]


def test_a_missing_permission_is_named() -> None:
    body = {"code": "x", "message": "y", "accessdenieddetail": {"requiredScopes": ["qyapi_robot_sendmsg"]}}
    _, fault = faults.read(403, json.dumps(body))
    assert fault is not None
    assert fault.failure().reason == "x qyapi_robot_sendmsg"


def wrapped(code: str, said: str) -> dict[str, Any]:
    """As the older interface answers."""
    return {
        "errcode": 88,
        "sub_code": code,
        "sub_msg": said,
        "errmsg": f"ding talk error[subcode={code},submsg={said}]",
    }


@pytest.mark.parametrize("left_out", ["", "sub_code"])
def test_an_error_wrapped_by_the_older_interface_is_the_one_inside(left_out: str) -> None:
    body = {name: value for name, value in wrapped("90018", "qps").items() if name != left_out}
    assert kind(200, body) == "wait"
    assert kind(200, {"errcode": 88, "errmsg": "ding talk error"}) == "refused"


def test_a_permission_missing_in_the_older_interface_is_read_from_the_words() -> None:
    said = "应用尚未开通所需的权限：[qyapi_get_member]，点击链接申请并开通即可：https://open-dev.dingtalk.com/x"
    _, fault = faults.read(200, json.dumps(wrapped("60011", said)))
    assert fault is not None
    assert (fault.kind, fault.code, fault.scopes) == ("refused", "60011", ("qyapi_get_member",))
