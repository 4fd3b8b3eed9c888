"""What DingTalk's interfaces accept: fields, sizes, receivers, as strictly as the pages say."""

import json
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

ROBOT = "dingrobot"
SECRET = "app-secret"
TEMPLATE = "11111111-2222-3333-4444-555555555555.schema"
GROUP = "cidAbC+/d=="
MOST_AT = 50
PARAM_BYTES, HOOK_BYTES, VALUE_BYTES, CARD_BYTES = 15_000, 20_000, 1_024, 100_000
MARKDOWN = {"title", "text"}
MEDIA_BYTES = 20 * 1024 * 1024
FILES, PICTURES = {"xlsx", "pdf", "zip", "rar", "doc", "docx"}, {"jpg", "gif", "png", "bmp"}
MODELS = {
    "imGroupOpenSpaceModel": {"supportForward", "lastMessageI18n"},
    "imGroupOpenDeliverModel": {"robotCode", "atUserIds", "recipients"},
    "imRobotOpenSpaceModel": {"supportForward", "lastMessageI18n"},
    "imRobotOpenDeliverModel": {"spaceType", "robotCode"},
}


class Refusal(Exception):
    """An error answer of the newer interface."""

    def __init__(self, code: str, status: int = 400, **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"code": code, "message": code, "requestid": "r1", **more}


@dataclass
class Sent:
    """A message as people see it: way, receivers, title, text, who is really mentioned."""

    way: str
    to: tuple[str, ...]
    title: str
    text: str
    at: tuple[str, ...] = ()


@dataclass
class Card:
    """A card as it stands."""

    track: str
    space: str
    params: dict[str, str]
    at: dict[str, str]
    route: str = ""
    updates: int = 0
    answers: int = 0


@dataclass
class Office:
    """The organisation behind the fake: people, groups, and what was sent to them."""

    users: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {user: {"userid": user, "name": user} for user in ("u1", "u2", "u3")}
    )
    departments: dict[int, dict[str, Any]] = field(default_factory=lambda: {1: {"dept_id": 1, "name": "公司"}})
    groups: set[str] = field(default_factory=lambda: {GROUP})
    sent: list[Sent] = field(default_factory=list)
    cards: dict[str, Card] = field(default_factory=dict)
    templates: set[str] = field(default_factory=lambda: {TEMPLATE})
    slow: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    uuids: set[str] = field(default_factory=set)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    callbacks: dict[str, dict[str, str]] = field(default_factory=dict)
    address: str = ""

    # Each takes a body and answers, or raises Refusal.

    def group(self, body: Mapping[str, Any]) -> dict[str, Any]:
        _exactly(body, {"robotCode", "openConversationId", "msgKey", "msgParam"})
        _robot(body)
        if body["openConversationId"] not in self.groups:
            raise Refusal("invalid.openConversationId")
        title, text = self._message(body)
        self.sent.append(Sent("group", (body["openConversationId"],), title, text))
        return {"processQueryKey": f"g{len(self.sent)}"}

    def direct(self, body: Mapping[str, Any]) -> dict[str, Any]:
        _exactly(body, {"robotCode", "userIds", "msgKey", "msgParam"})
        _robot(body)
        users = body["userIds"]
        if not isinstance(users, list) or not 0 < len(users) <= 20:
            raise Refusal("invalidParameter.userIds")
        title, text = self._message(body)
        reached = tuple(user for user in users if user in self.users and user not in self.slow)
        if reached:
            self.sent.append(Sent("direct", reached, title, text))
        return {
            "processQueryKey": f"d{len(self.sent)}",
            "invalidStaffIdList": [user for user in users if user not in self.users],
            "flowControlledStaffIdList": [user for user in users if user in self.slow],
        }

    def _message(self, body: Mapping[str, Any]) -> tuple[str, str]:
        """Title and text; of a file its name and its media id."""
        if body["msgKey"] != "sampleFile":
            title, text = _markdown(body)
            for id in re.findall(r"!\[]\((.*?)\)", text):
                if self.media.get(id, ("",))[0] != "image":
                    raise Refusal("invalidParameter.mediaId")
            return title, text
        file = json.loads(body["msgParam"])
        _exactly(file, {"mediaId", "fileName", "fileType"})
        if self.media.get(file["mediaId"], ("",))[0] != "file" or file["fileType"] not in FILES:
            raise Refusal("invalidParameter.mediaId")
        return file["fileName"], file["mediaId"]

    def upload(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A file handed in: `media` is its name and its bytes."""
        _exactly(body, {"type", "media"})
        kind, (name, data) = body["type"], body["media"]
        suffix = name.rpartition(".")[2]
        if not name.isascii() or suffix not in {"image": PICTURES, "file": FILES | {"xls", "ppt", "pptx"}}[kind]:
            return {"errcode": 40004, "errmsg": "media type"}
        if not 0 < len(data) <= MEDIA_BYTES:
            return {"errcode": 40006, "errmsg": "media size"}
        id = f"@media{len(self.media) + 1}"
        self.media[id] = (kind, data)
        return {"errcode": 0, "errmsg": "ok", "type": kind, "media_id": id, "created_at": 1}

    def hook(self, body: Mapping[str, Any], to: str, keyed: bool = False) -> dict[str, Any]:
        """`keyed`: a message of a `msgUuid` that was here is not shown again; only permanent addresses know it."""
        if len(json.dumps(body, ensure_ascii=False).encode()) > HOOK_BYTES:
            return {"errcode": "460101", "errmsg": "message too long"}
        if (
            body.get("msgtype") != "markdown"
            or set(body["markdown"]) != MARKDOWN
            or set(body) - ({"at", "msgUuid"} if keyed else {"at"}) != {"msgtype", "markdown"}
        ):
            return {"errcode": 40035, "errmsg": "bad parameter"}
        at = body.get("at", {})
        text = body["markdown"]["text"]
        if len(at.get("atUserIds", ())) > MOST_AT:
            return {"errcode": 400023, "errmsg": "too many atUserIds"}
        pinged = tuple(user for user in at.get("atUserIds", ()) if f"@{user}" in text and user in self.users)
        if body.get("msgUuid") in self.uuids:
            return {"errcode": 0, "errmsg": "ok"}
        self.uuids |= {body["msgUuid"]} if "msgUuid" in body else set()
        self.sent.append(Sent("hook", (to,), body["markdown"]["title"], text, pinged))
        return {"errcode": "0", "errmsg": "ok"}

    def create(self, body: Mapping[str, Any]) -> dict[str, Any]:
        needed = {"cardTemplateId", "outTrackId", "callbackType", "cardData", "userIdType", "openSpaceId"}
        _exactly(body, needed, {*MODELS, "cardAtUserIds", "callbackRouteKey"})
        track, space = body["outTrackId"], body["openSpaceId"]
        if body["cardTemplateId"] not in self.templates:
            raise Refusal("param.templateNotExist")
        route = body.get("callbackRouteKey", "")
        called = (body["callbackType"] == "HTTP" and route in self.callbacks) or body["callbackType"] == "STREAM"
        if not called or body["userIdType"] != 1 or len(track) > 100:
            raise Refusal("param.error")
        if track in self.cards:
            raise Refusal("param.cardAlreadyExist")
        for name, fields in MODELS.items():
            _exactly(body.get(name, {}), set(), fields)
        params = _card_params(body["cardData"])
        kind, _, to = space.removeprefix("dtv1.card//").partition(".")
        model = body.get({"IM_GROUP": "imGroupOpenDeliverModel", "IM_ROBOT": "imRobotOpenDeliverModel"}.get(kind, ""))
        if model is None or model["robotCode"] != ROBOT:
            raise Refusal("param.spaceError")
        there = to in (self.groups if kind == "IM_GROUP" else self.users)
        if there:
            self.cards[track] = Card(track, space, params, _pinged(body, model), route)
        result = {"spaceId": to, "spaceType": kind, "success": there, "errorMsg": "" if there else "staffId.notExisted"}
        if there:
            result["carrierId"] = f"c{len(self.cards)}"
        return {"success": True, "result": {"outTrackId": track, "deliverResults": [result]}}

    def register(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Where presses go: what is there stays there and is told, unless the new is forced into its place."""
        _exactly(body, {"callbackRouteKey", "callbackUrl"}, {"apiSecret", "forceUpdate"})
        route, url, force = body["callbackRouteKey"], body["callbackUrl"], body.get("forceUpdate", False)
        if not route or not url:
            raise Refusal("param.callbackUrlEmpty" if route else "param.callbackRouteKeyEmpty")
        if not url.startswith(("https://", "http://")) or not isinstance(force, bool):
            raise Refusal("param.error")
        if force or route not in self.callbacks:
            self.callbacks[route] = {"callbackUrl": url, "apiSecret": body.get("apiSecret", "")}
        return {"success": True, "result": self.callbacks[route]}

    def update(self, body: Mapping[str, Any]) -> dict[str, Any]:
        _exactly(body, {"outTrackId", "cardData"}, {"cardUpdateOptions", "privateData"})
        card = self.cards.get(body["outTrackId"])
        if card is None:
            raise Refusal("param.cardNotExist")
        params = _card_params(body["cardData"])
        by_key = body.get("cardUpdateOptions", {}).get("updateCardDataByKey") is True
        card.params = {**card.params, **params} if by_key else params
        card.updates += 1
        return {"success": True, "result": True}

    def answered(self, track: str, response: Mapping[str, Any]) -> None:
        """What a press was answered with; without both options everything else on the card would be lost."""
        _exactly(response, set(), {"cardUpdateOptions", "cardData", "userPrivateData"})
        if response:
            assert set(response["cardUpdateOptions"]) == {"updateCardDataByKey", "updatePrivateDataByKey"}
            assert all(response["cardUpdateOptions"].values())
        if "userPrivateData" in response:
            _card_params(response["userPrivateData"])
        if "cardData" in response:
            card = self.cards[track]
            card.params = {**card.params, **_card_params(response["cardData"])}
            card.answers += 1

    def user(self, body: Mapping[str, Any]) -> dict[str, Any]:
        found = self.users.get(body["userid"])
        if found is None:
            return {"errcode": 33012, "errmsg": "user not exist"}
        return {"errcode": 0, "errmsg": "ok", "result": found}

    def department(self, body: Mapping[str, Any]) -> dict[str, Any]:
        found = self.departments.get(body["dept_id"])
        return {"errcode": 0, "errmsg": "ok", "result": found} if found else {"errcode": 60003, "errmsg": "no such"}

    def download(self, body: Mapping[str, Any]) -> dict[str, Any]:
        _exactly(body, {"robotCode", "downloadCode"})
        _robot(body)
        if body["downloadCode"] not in self.files:
            raise Refusal("invalidParameter.downloadCode")
        return {"downloadUrl": f"{self.address}/files/{body['downloadCode']}"}

    def routes(self) -> dict[tuple[str, str], Callable[[Mapping[str, Any]], dict[str, Any]]]:
        return {
            ("POST", "/v1.0/robot/groupMessages/send"): self.group,
            ("POST", "/v1.0/robot/oToMessages/batchSend"): self.direct,
            ("POST", "/v1.0/card/instances/createAndDeliver"): self.create,
            ("POST", "/v1.0/card/callbacks/register"): self.register,
            ("POST", "/v1.0/robot/messageFiles/download"): self.download,
            ("PUT", "/v1.0/card/instances"): self.update,
            ("POST", "/media/upload"): self.upload,
            ("POST", "/topapi/v2/user/get"): self.user,
            ("POST", "/topapi/v2/department/get"): self.department,
        }


def _exactly(body: Mapping[str, Any], needed: set[str], also: Set[str] = frozenset()) -> None:
    if needed - set(body):
        raise Refusal("Missing" + sorted(needed - set(body))[0])
    if set(body) - needed - set(also):
        raise Refusal("invalidParameter." + sorted(set(body) - needed - set(also))[0])


def _pinged(body: Mapping[str, Any], model: Mapping[str, Any]) -> dict[str, str]:
    """Whom a card mentions: the message has to name them as well as the card, whose text only then marks them."""
    at, marked = model.get("atUserIds", {}), body.get("cardAtUserIds", [])
    if len(at) > MOST_AT:
        raise Refusal("param.atUserIdsTooMany")
    return {user: name for user, name in at.items() if user in marked}


def _robot(body: Mapping[str, Any]) -> None:
    if body["robotCode"] != ROBOT:
        raise Refusal("invalidParameter.robotCode.auth")


def _markdown(body: Mapping[str, Any]) -> tuple[str, str]:
    param = body["msgParam"]
    if not isinstance(param, str) or body["msgKey"] != "sampleMarkdown":
        raise Refusal("invalidParameter.msgParam")
    if len(param.encode()) > PARAM_BYTES:
        raise Refusal("msgParam.tooLong")
    message = json.loads(param)
    _exactly(message, MARKDOWN)
    return message["title"], message["text"]


def _card_params(data: Mapping[str, Any]) -> dict[str, str]:
    _exactly(data, {"cardParamMap"})
    params: dict[str, str] = data["cardParamMap"]
    if len(json.dumps(params, ensure_ascii=False).encode()) > CARD_BYTES:
        raise Refusal("param.cardDataTooLong")
    for key, value in params.items():
        if not isinstance(value, str):
            raise Refusal("param.notString")
        if len(key.encode()) > 100 or len(value.encode()) > VALUE_BYTES:
            raise Refusal("param.valueTooLong")
    return dict(params)
