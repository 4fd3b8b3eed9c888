"""Payloads as neutral events: every field may be missing or of another type."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.dingtalk import inbound
from bot.wire import Account

BOT = {"dingtalkId": "$bot"}
LI, WANG = {"dingtalkId": "$l", "staffId": "u2"}, {"dingtalkId": "$w", "staffId": "u3"}


def heard(**changes: Any) -> inbound.Message:
    body = {
        "msgId": "m1",
        "conversationId": "cidAbC+/=",
        "conversationType": "2",
        "conversationTitle": "新品上市",
        "senderStaffId": "u1",
        "senderNick": "张三",
        "chatbotUserId": "$bot",
        "isInAtList": True,
        "atUsers": [BOT],
        "msgtype": "text",
        "text": {"content": " /帮助"},
    }
    read = inbound.message({**body, **changes})
    assert read is not None
    return read


def test_a_group_message_is_read_whole() -> None:
    event = heard().incoming()
    assert (event.key, event.kind, event.user, event.user_name) == ("m1", "message", "u1", "张三")
    assert (event.chat, event.chat_name, event.text, event.addressed) == ("cidAbC+/=", "新品上市", "/帮助", True)


def test_a_direct_message_has_no_group() -> None:
    event = heard(conversationType="1", conversationTitle=None).incoming()
    assert (event.chat, event.chat_name, event.addressed) == ("", "", True)


def test_the_case_of_a_conversation_id_is_kept() -> None:
    assert heard(conversationId="cidABCabc==").chat == "cidABCabc=="


def test_the_one_person_mentioned_is_put_back_into_the_text() -> None:
    message = heard(text={"content": " /任务 完成初稿 指派给 "}, atUsers=[BOT, LI])
    assert message.text == "/任务 完成初稿 指派给 <@u2>"
    assert message.mentions == (Account("u2", ""),)


def test_of_two_people_mentioned_nobody_is_put_in_a_place_that_is_guessed() -> None:
    message = heard(text={"content": " /任务 完成初稿  协作 "}, atUsers=[LI, BOT, WANG])
    assert message.text == "/任务 完成初稿  协作"
    assert message.mentions == (Account("u2", ""), Account("u3", ""))


def test_mentioned_people_outside_the_organisation_are_left_out() -> None:
    assert heard(atUsers=[BOT, {"dingtalkId": "$x"}]).mentions == ()


def test_a_typed_token_is_no_mention() -> None:
    assert heard(text={"content": "指派给 <@u9>"}).text == "指派给 < @u9>"


def test_a_name_typed_without_a_link_stays() -> None:
    assert heard(text={"content": " 指派给 @李四"}).text == "指派给 @李四"


@pytest.mark.parametrize("body", [{"text": None, "content": " /帮助"}, {"text": {"content": "\u3000/帮助\u200b"}}])
def test_other_shapes_of_plain_text(body: dict[str, Any]) -> None:
    assert heard(**body).text == "/帮助"


def test_nothing_but_the_mention_of_the_bot_is_an_empty_text() -> None:
    message = heard(text={"content": " "})
    assert (message.text, message.readable) == ("", True)


def test_rich_text_is_joined_and_its_pictures_left_out() -> None:
    content = {"richText": [{"text": "初稿"}, {"type": "picture", "downloadCode": "x"}, {"text": "完成"}]}
    assert heard(msgtype="richText", content=content).text == "初稿完成"


def test_rich_text_keeps_names_so_the_one_mentioned_stays_in_place() -> None:
    content = {"richText": [{"text": "请 @李四 完成初稿"}]}
    assert heard(msgtype="richText", content=content, atUsers=[BOT, LI]).text == "请 <@u2> 完成初稿"


def test_the_bots_own_name_left_in_front_by_some_clients_is_taken_off() -> None:
    content = {"richText": [{"text": "@对齐 "}, {"text": "/帮助"}]}
    assert heard(msgtype="richText", content=content).text == "/帮助"


def test_a_spoken_message_is_read_from_its_transcript() -> None:
    message = heard(msgtype="audio", content={"recognition": "初稿完成了", "downloadCode": "x"})
    assert (message.text, message.readable) == ("初稿完成了", True)


@pytest.mark.parametrize(
    "kind", ["picture", "video", "file", "unknownMsgType", "interactiveCard", "chatRecord", "audio"]
)
def test_what_holds_no_text_is_told_apart(kind: str) -> None:
    assert not heard(msgtype=kind, text=None, content={"downloadCode": "x"}).readable


def test_people_outside_and_unpublished_apps_have_no_user_id() -> None:
    assert heard(senderStaffId="").user == ""


def test_people_of_another_organisation_are_not_taken_for_ours() -> None:
    assert heard(senderCorpId="ding2", chatbotCorpId="ding1").user == ""
    assert heard(senderCorpId="ding1", chatbotCorpId="ding1").user == "u1"


def test_a_push_without_an_id_is_known_by_its_content_and_time() -> None:
    data = {"userId": "u1", "outTrackId": "t1"}
    ids = [inbound.delivery_id({"time": time}, data) for time in ("1", "1", "2")]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)
    assert inbound.delivery_id({"messageId": "m1", "time": "1"}, data) == "m1"


@pytest.mark.parametrize(("said", "expected"), [(True, True), ("true", True), ("false", False), (None, False)])
def test_an_administrator_is_one_however_it_is_written(said: object, expected: bool) -> None:
    assert heard(isAdmin=said).admin is expected


def test_a_recalled_message_is_nothing_that_was_said() -> None:
    assert inbound.message({"eventType": "im_message_recall", "conversationId": "cid1"}) is None


def test_a_quota_notice_is_no_message() -> None:
    notice = {"errorCode": "20001", "errorMessage": "quota", "msgtype": "text"}
    assert inbound.is_quota_notice(notice)
    assert inbound.message(notice) is None


def test_without_an_id_of_its_own_the_delivery_identifies_a_message() -> None:
    message = inbound.message({"conversationType": "1", "senderStaffId": "u1"}, "delivery1")
    assert message is not None
    assert message.key == "delivery1"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
FIELDS = (
    "msgId",
    "msgtype",
    "text",
    "content",
    "atUsers",
    "conversationType",
    "conversationId",
    "senderStaffId",
    "isInAtList",
)
ACTS = ("outTrackId", "userId", "content", "value", "params", "spaceId", "spaceType")


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_no_message_is_too_strange_to_read(data: dict[str, Any]) -> None:
    inbound.message(data, "d1")


@given(st.dictionaries(st.sampled_from(ACTS), anything))
def test_no_press_is_too_strange_to_read(data: dict[str, Any]) -> None:
    inbound.press(data)


@given(st.dictionaries(st.sampled_from(["userId", "UserId", "openConversationId", "title"]), anything))
def test_no_event_is_too_strange_to_read(data: dict[str, Any]) -> None:
    for kind in ("user_leave_org", "chat_add_member", "chat_disband"):
        inbound.events({"eventType": kind, "eventId": "e1"}, data)


# ---------------------------------------------------------------------------------------------------------------------
# Cards


@pytest.mark.parametrize(
    "shape",
    [
        {"content": '{"cardPrivateData":{"actionIds":["a1"],"params":{"id":"a1"}}}'},
        {"value": '{"cardPrivateData":{"actionIds":["a1"],"params":{}}}'},
        {"content": {"cardPrivateData": {"actionIds": ["a1"]}}},
        {"content": '{"params":{"id":"a1"}}'},
    ],
)
def test_every_shape_of_a_press(shape: dict[str, Any]) -> None:
    press = inbound.press({"outTrackId": "t1", "userId": "u1", **shape})
    assert press is not None
    assert (press.card, press.user, press.act, press.sent) == ("t1", "u1", "a1", False)


def test_every_shape_of_a_field() -> None:
    form = {"a": "x", "b": {"index": 1, "value": "v2"}, "c": {"index": [0, 1], "value": ["1", "2"]}, "d": True, "e": 5}
    press = inbound.press(
        {"outTrackId": "t", "userId": "u", "content": {"cardPrivateData": {"params": {"form": form}}}}
    )
    assert press is not None
    assert press.fields == {"a": "x", "b": "v2", "c": "1,2", "d": "true", "e": "5"}
    assert press.sent


# ---------------------------------------------------------------------------------------------------------------------
# Events


def test_each_person_who_left_the_company_is_an_event() -> None:
    events = inbound.events({"eventType": "user_leave_org", "eventId": "e1"}, {"userId": ["u1", "u2"]})
    assert [(e.key, e.kind, e.user) for e in events] == [("e1:u1", "departed", "u1"), ("e1:u2", "departed", "u2")]


def test_a_changed_profile_is_told() -> None:
    (event,) = inbound.events({"eventType": "user_modify_org", "eventId": "e1"}, {"userId": '["u1"]'})
    assert (event.kind, event.user) == ("changed", "u1")


@pytest.mark.parametrize(
    ("kind", "told"), [("chat_add_member", "joined"), ("chat_remove_member", "left"), ("chat_quit", "left")]
)
def test_who_joined_or_left_a_group_is_mentioned(kind: str, told: str) -> None:
    data = {"OpenConversationId": "cidX", "Operator": "u1", "UserId": ["u2", "u3"]}
    (event,) = inbound.events({"eventType": kind, "eventId": "e1"}, data)
    assert (event.kind, event.chat, event.user) == (told, "cidX", "u1")
    assert event.mentions == (Account("u2", ""), Account("u3", ""))


def test_a_renamed_group_brings_its_new_name() -> None:
    data = {"openConversationId": "cidX", "title": "新名"}
    (event,) = inbound.events({"eventType": "chat_update_title", "eventId": "e1"}, data)
    assert (event.kind, event.chat, event.chat_name) == ("renamed", "cidX", "新名")


def test_a_dissolved_group_is_closed() -> None:
    (event,) = inbound.events({"eventType": "chat_disband", "eventId": "e1"}, {"openConversationId": "cidX"})
    assert (event.kind, event.chat) == ("closed", "cidX")


@pytest.mark.parametrize("kind", ["robot_msg_read", "robot_msg_recall", "org_dept_modify", "", "chat_disband"])
def test_events_that_are_not_for_us_are_none(kind: str) -> None:
    assert inbound.events({"eventType": kind, "eventId": "e1"}, {"userId": ["u1"]}) == ()
