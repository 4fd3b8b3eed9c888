"""Events of the platform, read as neutral ones."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.feishu.inbound import Hint, Known, hint, read
from bot.wire import Account, File, Incoming
from tests.fakes.feishu_wire import envelope, mention, message, person, press

KNOWN = Known("cli_app", "ou_bot", {"ou_li": "李四"}, {"oc_team": "新品上市"})
BOT = mention(1, "ou_bot", "对齐")
WANG = mention(2, "ou_wang", "王五")
GROUP = {"chat_id": "oc_team", "operator_id": person("ou_li"), "external": False, "name": "新品上市"}


def said(text: str, *mentions: dict[str, Any], **more: Any) -> Incoming:
    event = read(message(text, mentions=mentions, **more), KNOWN)
    assert event is not None
    return event


def posted(content: dict[str, Any], *mentions: dict[str, Any]) -> Incoming:
    return said("", *mentions, kind="post", content=content)


def happened(kind: str, event: dict[str, Any]) -> Incoming | None:
    return read(envelope(kind, event), KNOWN)


def test_a_command_in_a_group_loses_the_bots_mention_and_keeps_the_owners() -> None:
    assert said("@_user_1 /任务 海报 @_user_2 周三", BOT, WANG) == Incoming(
        key="cli_app:om_in1",
        platform="feishu",
        kind="message",
        user="ou_li",
        user_name="李四",
        chat="oc_team",
        chat_name="新品上市",
        text="/任务 海报 <@ou_wang> 周三",
        addressed=True,
        mentions=(Account("ou_wang", "王五"),),
        message="om_in1",
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def test_a_direct_message_is_always_meant_for_the_bot() -> None:
    event = said("我的", private=True)
    assert (event.chat, event.chat_name, event.addressed, event.text) == ("", "", True, "我的")


def test_group_talk_without_a_mention_is_not_meant_for_the_bot() -> None:
    assert not said("大家好").addressed
    assert said("／任务 海报").addressed


def test_the_tenth_mention_is_not_taken_for_the_first() -> None:
    many = [mention(number, f"ou_{number}", f"人{number}") for number in range(2, 11)]
    assert said("@_user_1 @_user_10 和 @_user_2", BOT, *many).text == "<@ou_10> 和 <@ou_2>"


def test_a_mention_key_typed_by_hand_stays_text() -> None:
    assert said("@_user_1 看 @_user_12", BOT).text == "看 @_user_12"
    assert said("@_user_1 看").text == "@_user_1 看"


@pytest.mark.parametrize("mentions", [(), ({"key": "@_all", "id": {}, "name": "所有人"},)])
def test_everybody_is_never_the_bot(mentions: tuple[dict[str, Any], ...]) -> None:
    event = said("@_all 开会", *mentions)
    assert not event.addressed
    assert event.mentions == ()
    assert event.text in ("@all 开会", "@所有人 开会")


def test_a_mention_typed_in_the_bots_own_notation_mentions_nobody() -> None:
    assert said("<@ou_wang> ＜＠ou_wang>").text == "< @ou_wang> ＜ ＠ou_wang>"


def test_people_of_other_companies_are_only_named() -> None:
    event = said("@_user_1 交给 @_user_2", BOT, {"key": "@_user_2", "id": {"open_id": ""}, "name": "外人"})
    assert (event.text, event.mentions) == ("交给 @外人", ())


def test_people_of_other_companies_are_not_obeyed() -> None:
    said_by_stranger, pressed_by_stranger = message("/状态"), press({"a": "task.accept", "v": {}})
    said_by_stranger["event"]["sender"]["tenant_key"] = "other"
    pressed_by_stranger["event"]["operator"]["tenant_key"] = "other"
    assert (read(said_by_stranger, KNOWN), read(pressed_by_stranger, KNOWN)) == (None, None)


@pytest.mark.parametrize("sender", ["app", "bot", "anonymous", ""])
def test_other_bots_are_not_answered(sender: str) -> None:
    assert read(message("hi", sender=sender), KNOWN) is None


def test_our_own_messages_are_not_answered() -> None:
    assert read(message("hi", user="ou_bot"), KNOWN) is None


def test_when_something_was_said_is_told_by_the_platform() -> None:
    assert said("明天交").at == datetime(2026, 3, 2, tzinfo=UTC)


def test_a_message_repeated_under_another_event_id_has_the_same_key() -> None:
    assert said("hi", key="ev1").key == said("hi", key="ev2").key


def test_a_message_told_again_after_an_edit_is_the_same_message() -> None:
    edited = message("/任务 海报 周四", key="ev2")
    edited["event"]["message"]["update_time"] = "1772409700000"
    again = read(edited, KNOWN)
    assert again is not None
    assert again.key == said("/任务 海报 周三").key


def test_an_answer_tells_what_it_answers_the_nearest_first() -> None:
    answer = message("完成50%")
    answer["event"]["message"] |= {"parent_id": "om_card", "root_id": "om_first"}
    event = read(answer, KNOWN)
    assert event is not None
    assert event.replies_to == ("om_card", "om_first")


def test_a_message_to_two_bots_has_a_key_for_each() -> None:
    other = Known("cli_other", "ou_else", {}, {})
    event = read(message("hi"), other)
    assert event is not None and event.key != said("hi").key


def test_several_lines_written_as_a_post_are_read() -> None:
    at = {"tag": "at", "user_id": "@_user_1", "user_name": "对齐"}
    content = {
        "title": "",
        "content": [[at, {"tag": "text", "text": " /任务 海报"}], [{"tag": "text", "text": "标准: 300DPI"}]],
    }
    event = posted(content, BOT)
    assert (event.text, event.addressed) == ("/任务 海报\n标准: 300DPI", True)


def test_a_post_wrapped_by_language_is_read() -> None:
    assert posted({"zh_cn": {"title": "标题", "content": [[{"tag": "text", "text": "正文"}]]}}).text == "标题\n正文"


def test_a_post_that_comes_in_two_forms_at_once_is_read_once() -> None:
    line = {"tag": "text", "text": "**正文**"}
    content = {"title": "", "content": [[line]], "content_v2": [[{"tag": "md", "text": "**正文**"}]]}
    assert posted(content).text == "**正文**"


def test_a_post_of_markdown_nodes_is_read_with_its_mentions() -> None:
    assert posted({"title": "", "content": [[{"tag": "md", "text": "@_user_1 /我的"}]]}, BOT).text == "/我的"


def test_links_code_and_pictures_in_a_post() -> None:
    line = [{"tag": "a", "text": "稿", "href": "https://x.cn/1"}, {"tag": "img", "image_key": "k"}, {"tag": "emotion"}]
    code = [{"tag": "code_block", "language": "GO", "text": "x := 1"}]
    assert posted({"title": "", "content": [line, code, [{"tag": "hr"}]]}).text == "[稿](https://x.cn/1)\nx := 1"


def test_a_mention_key_in_the_text_of_a_post_stays_text() -> None:
    content = {"title": "", "content": [[{"tag": "text", "text": "@_user_1 hi"}, {"tag": "at", "user_id": "all"}]]}
    event = posted(content, BOT)
    assert (event.text, event.addressed) == ("@_user_1 hi@all", False)


def test_a_file_in_private_is_told_with_how_to_fetch_it() -> None:
    content = {"file_key": "file_v3_1", "file_name": "纪要.docx"}
    event = read(message("", kind="file", content=content, private=True), KNOWN)
    assert event is not None
    assert (event.file, event.addressed, event.text) == (File("纪要.docx", 0, "om_in1/file_v3_1"), True, "")


@pytest.mark.parametrize(
    "kind", ["file", "image", "audio", "media", "sticker", "merge_forward", "interactive", "share_chat"]
)
def test_what_is_neither_text_nor_post_is_acknowledged_and_ignored(kind: str) -> None:
    assert read(message("", kind=kind, content={"file_key": "k"}), KNOWN) is None


def test_content_that_is_no_json_is_ignored() -> None:
    body = message("hi")
    body["event"]["message"]["content"] = "{"
    assert read(body, KNOWN) is None


# Cards


def pressed(value: Any, **more: Any) -> Incoming:
    event = read(press(value, **more), KNOWN)
    assert event is not None
    return event


def test_a_button_gives_its_action_and_value() -> None:
    event = pressed({"a": "task.accept", "v": {"task": "7"}})
    assert (event.kind, event.action, event.value, event.user) == ("button", "task.accept", {"task": "7"}, "ou_li")
    assert (event.chat, event.chat_name, event.message, event.key) == ("oc_team", "新品上市", "om_card", "press1")


def test_a_button_in_a_direct_message_has_no_group() -> None:
    assert pressed({"a": "task.accept", "v": {}, "dm": 1}, chat="oc_p2p").chat == ""


def test_a_value_that_comes_as_a_string_is_read() -> None:
    assert pressed(json.dumps({"a": "task.accept", "v": {"task": "7"}})).value == {"task": "7"}


@pytest.mark.parametrize("value", [None, "", "x", "[]", 7, [], {}, {"a": 7}])
def test_a_value_that_is_not_ours_is_ignored(value: Any) -> None:
    assert read(press(value), KNOWN) is None


def test_without_an_open_id_the_user_id_is_taken() -> None:
    body = press({"a": "x", "v": {}})
    body["event"]["operator"] = {"open_id": "", "user_id": "u1"}
    event = read(body, KNOWN)
    assert event is not None and event.user == "u1"


def test_a_context_outside_the_event_is_found() -> None:
    body = press({"a": "x", "v": {}})
    body["context"] = body["event"].pop("context")
    event = read(body, KNOWN)
    assert event is not None and (event.chat, event.message) == ("oc_team", "om_card")


def test_a_form_gives_its_fields_as_texts_and_people_as_mentions() -> None:
    sent = {
        "f1_title": "海报",
        "f1_owner": "ou_wang",
        "f1_team": ["ou_li", "ou_wang"],
        "f1_day": "2024-04-01 +0800",
        "f1_at": "2024-04-29 07:07 +0800",
        "f1_level": "high",
        "f1_sure": True,
    }
    kinds = {"owner": "person", "team": "person", "day": "date", "at": "date"}
    event = pressed(
        {"a": "task.new", "v": {"project": "1"}, "form": 1, "k": kinds, "d": {}}, form_value=sent, name="send1"
    )
    assert (event.kind, event.action, event.value) == ("form", "task.new", {"project": "1"})
    assert event.fields == {
        "title": "海报",
        "owner": "<@ou_wang>",
        "team": "<@ou_li> <@ou_wang>",
        "day": "2024-04-01",
        "at": "2024-04-29 07:07",
        "level": "high",
        "sure": "true",
    }
    assert event.mentions == (Account("ou_wang", ""), Account("ou_li", "李四"))


def test_fields_left_empty_may_be_missing() -> None:
    event = pressed(
        {"a": "task.new", "v": {}, "form": 1, "k": {"owner": "person"}, "d": {"owner": "@李四"}}, form_value={}
    )
    assert (event.kind, event.fields) == ("form", {"owner": "@李四"})


def test_a_form_sent_without_any_field_is_still_a_form() -> None:
    assert pressed({"a": "task.new", "v": {}, "form": 1, "k": {}, "d": {}}).kind == "form"


def test_a_mention_typed_into_a_form_mentions_nobody() -> None:
    event = pressed({"a": "x", "v": {}, "form": 1, "k": {}}, form_value={"f1_title": "<@ou_wang>"})
    assert (event.fields, event.mentions) == ({"title": "< @ou_wang>"}, ())


# Groups and people


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("im.chat.member.bot.added_v1", "joined"),
        ("im.chat.member.bot.deleted_v1", "closed"),
        ("im.chat.disbanded_v1", "closed"),
    ],
)
def test_the_bot_comes_and_goes(kind: str, wanted: str) -> None:
    event = happened(kind, GROUP)
    assert event is not None
    assert (event.kind, event.chat, event.chat_name, event.user) == (wanted, "oc_team", "新品上市", "ou_li")
    assert event.mentions == ()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("im.chat.member.user.added_v1", "joined"),
        ("im.chat.member.user.deleted_v1", "left"),
        ("im.chat.member.user.withdrawn_v1", "left"),
    ],
)
def test_people_come_and_go(kind: str, wanted: str) -> None:
    users = [{"name": "王五", "user_id": person("ou_wang")}, {"name": "外人", "user_id": {"open_id": ""}}]
    event = happened(kind, {**GROUP, "users": users})
    assert event is not None and (event.kind, event.mentions) == (wanted, (Account("ou_wang", "王五"),))


def test_people_of_other_companies_who_come_are_no_members() -> None:
    users = [
        {"name": "王五", "user_id": person("ou_wang"), "tenant_key": "tenant"},
        {"name": "客户", "user_id": person("ou_guest"), "tenant_key": "other"},
    ]
    event = happened("im.chat.member.user.added_v1", {**GROUP, "operator_tenant_key": "other", "users": users})
    assert event is not None and (event.user, event.mentions) == ("", (Account("ou_wang", "王五"),))


def test_a_group_is_renamed() -> None:
    event = happened("im.chat.updated_v1", {**GROUP, "after_change": {"name": "新名"}, "before_change": {"name": "旧"}})
    assert event is not None and (event.kind, event.chat_name) == ("renamed", "新名")
    assert happened("im.chat.updated_v1", {**GROUP, "after_change": {"description": "x"}}) is None


@pytest.mark.parametrize(("kind", "wanted"), [("deleted", "departed"), ("updated", "changed")])
def test_a_person_leaves_the_company_or_changes(kind: str, wanted: str) -> None:
    event = happened(f"contact.user.{kind}_v3", {"object": {"open_id": "ou_li", "name": "李四"}, "old_object": {}})
    assert event is not None and (event.kind, event.user, event.user_name) == (wanted, "ou_li", "李四")


def test_an_entry_of_the_menu_is_the_command_of_its_key() -> None:
    who = {"operator_name": "李四", "operator_id": person("ou_li")}
    event = happened("application.bot.menu_v6", {"operator": who, "event_key": "my", "timestamp": 1})
    assert event is not None
    assert (event.text, event.addressed, event.chat, event.user_name) == ("/my", True, "", "李四")


def test_who_opens_the_chat_with_the_bot_for_the_first_time_asks_what_it_can_do() -> None:
    opened = {"chat_id": "oc_p2p", "operator_id": person("ou_li"), "last_message_id": ""}
    event = happened("im.chat.access_event.bot_p2p_chat_entered_v1", opened)
    assert event is not None and (event.kind, event.user, event.chat, event.text) == ("message", "ou_li", "", "/help")
    said_before = {**opened, "last_message_id": "om_1"}
    assert happened("im.chat.access_event.bot_p2p_chat_entered_v1", said_before) is None


@pytest.mark.parametrize(
    "kind",
    ["im.message.recalled_v1", "im.message.updated_v1", "im.message.message_read_v1", "new.event_v9"],
)
def test_events_nobody_asked_for_are_ignored(kind: str) -> None:
    assert happened(kind, GROUP) is None


def test_the_language_of_a_client_and_the_zone_of_a_device_are_noticed() -> None:
    body = message("hi")
    body["event"]["message"]["user_agent"] = "Mozilla/5.0 Lark/7.20 LarkLocale/en_US"
    assert hint(body) == Hint("ou_li", language="en")
    assert hint(press({}, timezone="Europe/Berlin")) == Hint("ou_li", zone="Europe/Berlin")
    assert hint(message("hi")) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "sender",
    "sender_id",
    "message",
    "content",
    "mentions",
    "action",
    "operator",
    "value",
    "users",
    "object",
    "k",
    "d",
)


@given(
    st.sampled_from(["im.message.receive_v1", "card.action.trigger", "im.chat.updated_v1", "contact.user.deleted_v3"]),
    st.dictionaries(st.sampled_from(FIELDS), json_values),
)
def test_malformed_events_are_ignored_never_a_crash(kind: str, event: dict[str, Any]) -> None:
    read(envelope(kind, event), KNOWN)
    hint(envelope(kind, event))


@given(json_values, json_values)
def test_malformed_messages_and_presses_are_ignored_never_a_crash(first: Any, second: Any) -> None:
    body = message("x", kind="post", content={"title": first, "content": second})
    body["event"]["message"]["mentions"] = first
    read(body, KNOWN)
    read(press({"a": "x", "v": first, "k": second, "d": second}, form_value=first), KNOWN)
    read(press({"a": "x", "v": first, "k": first}, form_value={"f1_a": second}), KNOWN)
