"""What people do in Slack, from the wire to the neutral event and the acknowledgement."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.wire import Account
from tests.adapters.slack.stage import LAUNCH, Stage, button, card, delivery, field, form, section
from tests.fakes.slack import Failure


async def test_a_short_command_becomes_the_neutral_command(stage: Stage) -> None:
    ack = await stage.people.commands("UZHANG", "CLAUNCH", "/task", "海报初稿 &lt;A&amp;B&gt; <@ULI|李四> 3月4日")
    assert ack.status == 200
    event = stage.last
    assert (event.kind, event.text, event.addressed) == ("message", "/任务 海报初稿 <A&B> <@ULI> 3月4日", True)
    assert (event.user, event.chat, event.chat_name) == ("UZHANG", "CLAUNCH", "新品上市")
    assert event.mentions == (Account("ULI", "李四"),)


@pytest.mark.parametrize(
    ("command", "typed", "text"),
    [
        ("/project", "新建 Q4宣传物料", "/项目 新建 Q4宣传物料"),
        ("/project", "new Q4", "/project new Q4"),
        ("/task", "<@ULI|李四> 海报", "/task <@ULI> 海报"),
        ("/my", "", "/my"),
    ],
)
async def test_a_short_command_goes_on_in_the_language_of_what_follows(
    web_stage: Stage, command: str, typed: str, text: str
) -> None:
    await web_stage.people.commands("UZHANG", "CLAUNCH", command, typed)
    assert web_stage.last.text == text


@pytest.mark.parametrize(
    ("typed", "text"), [("task 海报", "/task 海报"), ("任务 海报", "/任务 海报"), ("/my", "/my"), ("", "/help")]
)
async def test_the_one_command_takes_every_other_behind_it(web_stage: Stage, typed: str, text: str) -> None:
    await web_stage.people.commands("UZHANG", "CLAUNCH", "/duiqi", typed)
    assert web_stage.last.text == text


async def test_a_command_in_direct_messages_has_no_group(web_stage: Stage) -> None:
    web_stage.slack.state.channels["DZHANG"] = web_stage.slack.state.channel("DZHANG", "", "UZHANG")
    await web_stage.people.commands("UZHANG", "DZHANG", "/my")
    assert (web_stage.last.chat, web_stage.last.chat_name) == ("", "")


async def test_a_mention_that_arrives_as_two_events_is_handled_once(stage: Stage) -> None:
    await stage.people.says("UZHANG", "CLAUNCH", "<@UBOT> 任务 海报初稿")
    [event] = stage.heard
    assert (event.text, event.addressed) == ("任务 海报初稿", True)


async def test_a_mention_in_a_thread_is_a_command_of_the_channel(stage: Stage) -> None:
    await stage.people.says("UZHANG", "CLAUNCH", "<@UBOT> /完成 T1", thread_ts="1772411400.000001")
    assert (stage.last.text, stage.last.chat, stage.last.addressed) == ("/完成 T1", "CLAUNCH", True)


async def test_a_slash_behind_an_emoji_is_a_command(stage: Stage) -> None:
    await stage.people.says("UZHANG", "CLAUNCH", ":+1: /任务 海报")
    assert (stage.last.text, stage.last.addressed) == (":+1: /任务 海报", True)


async def test_what_is_said_among_people_is_not_addressed(stage: Stage) -> None:
    await stage.people.says("UZHANG", "CLAUNCH", "大家早 <@ULI>")
    assert (stage.last.text, stage.last.addressed) == ("大家早 <@ULI>", False)


async def test_a_direct_message_is_addressed_and_has_no_group(stage: Stage) -> None:
    await stage.people.says("ULI", "DLI", "初稿完成50%")
    assert (stage.last.text, stage.last.chat, stage.last.addressed) == ("初稿完成50%", "", True)
    assert stage.last.message.startswith("DLI:")


async def test_an_edit_runs_only_the_lines_that_are_new(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> /任务 海报")
    await stage.slack.event(said)
    await stage.people.edits(said, "<@UBOT> /任务 海报\n/任务 文案")
    assert [event.text for event in stage.heard] == ["/任务 海报", "/任务 文案"]
    assert stage.heard[0].key != stage.heard[1].key


async def test_an_edit_tells_whose_words_it_changes_and_an_addition_does_not(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> /任务 海报 周三")
    await stage.slack.event(said)
    await stage.people.edits(said, "<@UBOT> /任务 海报 周三\n/任务 文案")
    await stage.people.edits(said, "<@UBOT> /任务 海报 周四")
    first, added, changed = stage.heard
    assert (added.edits, changed.edits, changed.text) == ((), (first.key,), "/任务 海报 周四")


async def test_a_change_tells_all_the_message_says_in_case_it_comes_first(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> /任务 海报 <@ULI>\n/任务 文案 周三")
    await stage.people.edits(said, "<@UBOT> /任务 海报 <@ULI>\n/任务 文案 周四")
    assert (stage.last.text, stage.last.whole) == ("/任务 文案 周四", "/任务 海报 <@ULI>\n/任务 文案 周四")
    assert [account.user for account in stage.last.mentions] == ["ULI"]


async def test_when_something_was_said_is_told_by_the_platform(stage: Stage) -> None:
    await stage.people.says("UZHANG", "DZHANG", "明天交", ts="1772424000.000001")
    assert stage.last.at == datetime(2026, 3, 2, 4, 0, 0, 1, tzinfo=UTC)


async def test_an_answer_in_a_thread_tells_what_it_answers(stage: Stage) -> None:
    await stage.people.says("UZHANG", "CLAUNCH", "<@UBOT> 完成50%", thread_ts="1772411300.000001")
    assert stage.last.replies_to == ("CLAUNCH:1772411300.000001",)


async def test_a_mention_told_again_after_an_edit_is_left_to_the_edit(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> 任务 海报", edited={"user": "UZHANG", "ts": "1.2"})
    await stage.slack.event({**said, "type": "app_mention"})
    assert stage.heard == []


async def test_a_link_preview_is_no_edit(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> 看 <https://a.example>")
    await stage.slack.event(said)
    await stage.people.edits(said, "<@UBOT> 看 <https://a.example>")
    assert len(stage.heard) == 1


async def test_naming_the_bot_afterwards_runs_the_whole_text(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "/任务 海报"[1:])
    await stage.slack.event(said)
    await stage.people.edits(said, "<@UBOT> 任务 海报")
    assert [(event.text, event.addressed) for event in stage.heard] == [("任务 海报", False), ("任务 海报", True)]


async def test_a_redelivered_event_has_the_key_of_the_first(stage: Stage) -> None:
    said = stage.people.message("UZHANG", "CLAUNCH", "<@UBOT> 任务 海报")
    await stage.slack.event(said, "Ev1")
    ack = await stage.slack.event(said, "Ev1", retry=1)
    assert (ack.status, len(stage.heard)) == (200, 1)


async def test_one_message_delivered_with_two_time_stamps_is_handled_once(stage: Stage) -> None:
    await stage.people.says("ULI", "DLI", "完成", client_msg_id="one")
    await stage.people.says("ULI", "DLI", "完成", client_msg_id="one")
    assert len(stage.heard) == 1


async def test_one_message_delivered_to_two_processes_is_handled_once(web_stage: Stage) -> None:
    another = await Stage("http", memory=web_stage.memory).open()
    await web_stage.people.says("ULI", "DLI", "完成", client_msg_id="one")
    another.clock.move_to(another.clock.now() + timedelta(seconds=1))
    await another.people.says("ULI", "DLI", "完成", client_msg_id="one")
    await another.close()
    assert (another.last.message == web_stage.last.message, another.last.key) == (False, web_stage.last.key)


async def test_an_edit_of_the_second_copy_tells_whose_words_it_changes(stage: Stage) -> None:
    await stage.people.says("ULI", "DLI", "完成50%", client_msg_id="one")
    copy = stage.people.message("ULI", "DLI", "完成50%", client_msg_id="one")
    await stage.slack.event(copy)
    await stage.people.edits(copy, "完成60%")
    first, edit = stage.heard
    assert (edit.text, edit.edits) == ("完成60%", (first.key,))


async def test_the_same_words_twice_are_two_messages(stage: Stage) -> None:
    await stage.people.says("ULI", "DLI", "完成", client_msg_id="one")
    await stage.people.says("ULI", "DLI", "完成", client_msg_id="two")
    assert len(stage.heard) == 2


@pytest.mark.parametrize(
    "more",
    [{"bot_id": "BOTHER", "subtype": "bot_message"}, {"bot_id": "BBOT"}, {"subtype": "channel_topic"}, {"user": None}],
)
async def test_bots_and_notices_are_not_heard(stage: Stage, more: dict[str, object]) -> None:
    ack = await stage.slack.event({**stage.people.message("UZHANG", "CLAUNCH", "早"), **more})
    assert (ack.status, stage.heard) == (200, [])


async def test_a_picture_without_a_word_is_not_heard(stage: Stage) -> None:
    await stage.people.says("ULI", "DLI", "", subtype="file_share", files=[{"id": "F1"}])
    await stage.people.says("ULI", "DLI", "初稿", subtype="file_share", files=[{"id": "F2"}])
    assert [event.text for event in stage.heard] == ["初稿"]


async def test_its_own_update_comes_back_unheard_even_without_a_user(stage: Stage) -> None:
    said = {**stage.people.message("UZHANG", "CLAUNCH", "旧"), "user": "", "bot_id": "BBOT"}
    ack = await stage.people.edits(said, "新")
    assert (ack.status, stage.heard) == (200, [])


async def test_a_pressed_button_gives_back_what_the_card_gave_it(stage: Stage) -> None:
    await stage.adapter.send(delivery(card("海报初稿", section("请确认", buttons=(button("接受", task="7"),)))))
    ack = await stage.people.presses("ULI", "CLAUNCH", "接受")
    event = stage.last
    assert (ack.status, event.kind, event.action, event.value) == (200, "button", "task.accept", {"task": "7"})
    assert (event.user, event.chat) == ("ULI", "CLAUNCH")
    assert event.message == f"CLAUNCH:{stage.slack.state.posts('CLAUNCH')[0]['ts']}"


async def test_a_value_too_long_for_a_button_comes_back_whole(stage: Stage) -> None:
    note = "很长" * 1500
    await stage.adapter.send(delivery(card("海报", section(buttons=(button("接受", note=note),)))))
    await stage.people.presses("ULI", "CLAUNCH", "接受")
    assert stage.last.value == {"note": note}


async def test_a_form_behind_a_button_is_opened_and_sent(stage: Stage) -> None:
    asked = form(field("percent", "number", "30"), field("to", "person"), field("due", "date"), field("note"), task="7")
    await stage.adapter.send(delivery(card("海报初稿", section(buttons=(button("更新", form=asked),)))))
    assert (await stage.people.presses("ULI", "CLAUNCH", "更新")).status == 200
    await stage.slack.until(lambda: bool(stage.slack.state.views))
    assert stage.heard == []
    ack = await stage.people.fills(
        "ULI", percent={"value": "50"}, to={"selected_user": "UZHANG"}, due={"selected_date": "2026-03-04"}
    )
    event = stage.last
    assert (ack.status, event.kind, event.action, event.value) == (200, "form", "task.progress", {"task": "7"})
    assert event.fields == {"percent": "50", "to": "<@UZHANG>", "due": "2026-03-04", "note": ""}
    assert [account.user for account in event.mentions] == ["UZHANG"]
    assert (event.chat, event.message[:8]) == ("CLAUNCH", "CLAUNCH:")


async def test_a_form_that_is_sent_twice_counts_once(stage: Stage) -> None:
    asked = form(field("cause"))
    await stage.adapter.send(delivery(card("阻塞", section(buttons=(button("阻塞", form=asked),)))))
    await stage.people.presses("ULI", "CLAUNCH", "阻塞")
    await stage.slack.until(lambda: bool(stage.slack.state.views))
    for _ in range(2):
        assert (await stage.people.fills("ULI", cause={"value": "缺素材"})).status == 200
    assert [event.kind for event in stage.heard] == ["form"]


async def test_a_form_that_stands_in_a_card_is_opened_by_a_button(stage: Stage) -> None:
    asked = form(field("today", value="定稿"), title="站会：Q4宣传物料", action="standup.answer")
    await stage.adapter.send(delivery(card("站会", section("今天做什么？", form=asked))))
    await stage.people.presses("ULI", "CLAUNCH", "填写")
    await stage.slack.until(lambda: bool(stage.slack.state.views))
    assert stage.slack.state.views[0]["blocks"][0]["element"]["initial_value"] == "定稿"


async def test_a_required_field_with_blanks_only_keeps_the_form_open(stage: Stage) -> None:
    asked = form(field("cause", required=True))
    await stage.adapter.send(delivery(card("阻塞", section(buttons=(button("阻塞", form=asked),)))))
    await stage.people.presses("ULI", "CLAUNCH", "阻塞")
    await stage.slack.until(lambda: bool(stage.slack.state.views))
    ack = await stage.people.fills("ULI", cause={"value": "  \n"})
    assert ack.body == {"response_action": "errors", "errors": {"cause": "请填写这一项。"}}
    assert stage.heard == []


async def test_a_form_nobody_remembers_is_told_as_a_press(stage: Stage) -> None:
    asked = form(field("cause"))
    await stage.adapter.send(delivery(card("阻塞", section(buttons=(button("阻塞", "task.block", asked),)))))
    stage.memory._values.clear()
    await stage.people.presses("ULI", "CLAUNCH", "阻塞")
    assert (stage.last.kind, stage.last.action) == ("button", "task.block")


async def test_a_form_slack_refuses_is_told_to_the_one_who_pressed(stage: Stage) -> None:
    asked = form(field("cause"))
    await stage.adapter.send(delivery(card("阻塞", section(buttons=(button("阻塞", form=asked),)))))
    stage.slack.fail("views.open", Failure("view_too_large"))
    await stage.people.presses("ULI", "CLAUNCH", "阻塞")
    await stage.slack.until(lambda: bool(stage.slack.answers))
    assert stage.slack.answers[0]["text"] == "表单没有打开，请再点一次按钮。"


async def test_a_form_that_could_not_open_is_told_to_the_one_who_pressed(stage: Stage) -> None:
    asked = form(field("cause"))
    await stage.adapter.send(delivery(card("阻塞", section(buttons=(button("阻塞", form=asked),)))))
    await stage.people.presses("ULI", "CLAUNCH", "阻塞", trigger_id="1.2.used")
    await stage.slack.until(lambda: bool(stage.slack.answers))
    assert stage.slack.answers[0]["text"] == "表单没有打开，请再点一次按钮。"
    assert stage.slack.answers[0]["response_type"] == "ephemeral"


async def test_a_message_is_made_a_task_from_its_menu(stage: Stage) -> None:
    said = stage.people.message("ULI", "CLAUNCH", "周三前要定稿 &amp; 印刷 <@UZHANG>")
    await stage.people.picks("UZHANG", "CLAUNCH", said, "task_from_message")
    event = stage.last
    assert (event.text, event.user, event.addressed) == (
        "/task title: 周三前要定稿 & 印刷 <@UZHANG>",
        "UZHANG",
        True,
    )
    assert event.message == f"CLAUNCH:{said['ts']}"


async def test_a_message_that_holds_commands_runs_none_when_it_is_made_a_task(stage: Stage) -> None:
    said = stage.people.message("ULI", "CLAUNCH", "完成 海报初稿\n/项目 结项\r\n/任务 取消 文案")
    await stage.people.picks("UZHANG", "CLAUNCH", said, "task_from_message")
    assert stage.last.text == "/task title: 完成 海报初稿 /项目 结项 /任务 取消 文案"


async def test_a_message_without_words_asks_for_the_task(stage: Stage) -> None:
    said = stage.people.message("ULI", "CLAUNCH", "", files=[{"id": "F1"}])
    await stage.people.picks("UZHANG", "CLAUNCH", said, "task_from_message")
    assert stage.last.text == "/task"


async def test_the_global_shortcut_asks_for_a_task(stage: Stage) -> None:
    await stage.people.picks_anywhere("UZHANG", "new_task")
    assert (stage.last.text, stage.last.chat) == ("/task", "")


async def test_the_home_tab_offers_commands_to_press(stage: Stage) -> None:
    await stage.slack.event({"type": "app_home_opened", "user": "ULI", "channel": "DLI", "tab": "home"})
    await stage.slack.until(lambda: "ULI" in stage.slack.state.homes)
    await stage.people.presses_at_home("ULI", "我的任务")
    assert (stage.last.kind, stage.last.text, stage.last.chat) == ("message", "/my", "")


async def test_a_home_tab_that_is_there_already_is_not_published_again(stage: Stage) -> None:
    view = {"type": "home", "private_metadata": "1"}
    await stage.slack.event({"type": "app_home_opened", "user": "ULI", "tab": "home", "view": view})
    await stage.slack.event({"type": "app_home_opened", "user": "ULI", "tab": "messages"})
    assert stage.slack.called("views.publish") == []


async def test_when_the_bot_comes_into_a_channel_it_is_told_who_is_there(stage: Stage) -> None:
    stage.slack.state.person("UHELPER", "助手", is_bot=True)
    stage.slack.state.channels["CLAUNCH"].members.append("UHELPER")
    await stage.slack.event(
        {"type": "member_joined_channel", "user": "UBOT", "channel": "CLAUNCH", "inviter": "UZHANG"}
    )
    event = stage.last
    assert (event.kind, event.user, event.chat_name) == ("joined", "UZHANG", "新品上市")
    assert event.mentions == (Account("UZHANG", "张三"), Account("ULI", "李四"))


async def test_people_come_and_go(stage: Stage) -> None:
    await stage.slack.event({"type": "member_joined_channel", "user": "USUN", "channel": "CLAUNCH"})
    await stage.slack.event({"type": "member_left_channel", "user": "USUN", "channel": "CLAUNCH"})
    assert [(event.kind, event.user, event.mentions[0].user) for event in stage.heard] == [
        ("joined", "USUN", "USUN"),
        ("left", "USUN", "USUN"),
    ]


@pytest.mark.parametrize("kind", ["channel_archive", "channel_deleted", "group_archive", "channel_left", "group_left"])
async def test_a_channel_that_is_over_is_closed(web_stage: Stage, kind: str) -> None:
    await web_stage.slack.event({"type": kind, "channel": "CLAUNCH", "user": "UZHANG"})
    assert (web_stage.last.kind, web_stage.last.chat) == ("closed", "CLAUNCH")


@pytest.mark.parametrize("kind", ["channel_unarchive", "group_unarchive"])
async def test_a_channel_that_is_brought_back_has_the_bot_in_it_again(web_stage: Stage, kind: str) -> None:
    await web_stage.slack.event({"type": kind, "channel": "CLAUNCH", "user": "UZHANG"})
    assert (web_stage.last.kind, web_stage.last.user, web_stage.last.mentions) == ("joined", "UZHANG", ())


async def test_a_renamed_channel_gives_its_new_name(stage: Stage) -> None:
    await stage.slack.event({"type": "channel_rename", "channel": {"id": "CLAUNCH", "name": "新品", "created": 1}})
    assert (stage.last.kind, stage.last.chat, stage.last.chat_name) == ("renamed", "CLAUNCH", "新品")


async def test_a_person_who_leaves_the_company_is_told(stage: Stage) -> None:
    person = {**stage.slack.state.people["ULI"], "deleted": True}
    await stage.slack.event({"type": "user_change", "user": person})
    assert (stage.last.kind, stage.last.user) == ("departed", "ULI")


async def test_a_profile_is_told_again_only_when_something_of_use_changed(stage: Stage) -> None:
    person = stage.slack.state.people["ULI"]
    await stage.slack.event({"type": "user_change", "user": person})
    await stage.slack.event({"type": "user_change", "user": {**person, "updated": 2}})
    await stage.slack.event({"type": "user_change", "user": {**person, "tz": "Europe/Berlin"}})
    assert [event.kind for event in stage.heard] == ["changed", "changed"]


async def test_a_name_is_looked_up_after_the_answer_and_told_then(stage: Stage) -> None:
    await stage.people.says("USUN", "CLAUNCH", "<@UBOT> 帮助")
    await stage.slack.until(lambda: stage.received[-1].kind == "changed")
    assert stage.received[0].user_name == ""
    assert (stage.received[-1].user, stage.received[-1].user_name) == ("USUN", "孙六")


async def test_a_reply_to_a_channel_without_the_bot_reaches_the_one_who_asked(stage: Stage) -> None:
    stage.slack.state.channels["CLAUNCH"].members.remove("UBOT")
    await stage.people.commands("UZHANG", "CLAUNCH", "/my")
    with pytest.raises(Exception, match="not_in_channel"):
        await stage.adapter.send(delivery(card("你的任务"), LAUNCH, why="reply"))
    [answer] = stage.slack.answers
    assert answer["text"].startswith("你的任务\n\n我还不在这个频道里")


async def test_a_task_made_of_a_message_where_the_bot_is_not_reaches_the_one_who_made_it(stage: Stage) -> None:
    stage.slack.state.channels["CLAUNCH"].members.remove("UBOT")
    said = stage.people.message("ULI", "CLAUNCH", "周三前要定稿")
    await stage.people.picks("UZHANG", "CLAUNCH", said, "task_from_message")
    with pytest.raises(Exception, match="not_in_channel"):
        await stage.adapter.send(delivery(card("要派给谁？"), LAUNCH, why="reply"))
    assert stage.slack.answers[0]["text"].startswith("要派给谁？\n\n我还不在这个频道里")


@pytest.mark.parametrize("told_by", ["team", "user_team", "source_team"])
async def test_people_of_another_company_in_a_shared_channel_are_not_obeyed(stage: Stage, told_by: str) -> None:
    said = {**stage.people.message("USUN", "CLAUNCH", "<@UBOT> /状态"), told_by: "TOTHER"}
    for kind in ("app_mention", "message"):
        ack = await stage.slack.event({**said, "type": kind}, shared=True)
        assert (ack.status, stage.heard) == (200, [])


async def test_a_message_changed_by_somebody_of_another_company_is_left(stage: Stage) -> None:
    said = stage.people.message("USUN", "CLAUNCH", "<@UBOT> 状态", team="TOTHER")
    await stage.people.edits(said, "<@UBOT> /状态", shared=True)
    assert stage.heard == []


async def test_a_colleague_of_another_workspace_of_the_company_is_served(stage: Stage) -> None:
    await stage.slack.event({**stage.people.message("ULI", "CLAUNCH", "<@UBOT> /状态"), "team": "TSISTER"})
    assert stage.last.text == "/状态"


async def test_a_press_by_somebody_of_another_company_is_declined_to_them_alone(stage: Stage) -> None:
    await stage.adapter.send(delivery(card("海报", section(buttons=(button("接受"),)))))
    stage.people.teams["USUN"] = "TOTHER"
    await stage.people.presses("USUN", "CLAUNCH", "接受")
    await stage.slack.until(lambda: len(stage.slack.answers) == 1)
    assert stage.slack.answers[0]["text"].startswith("我只为本组织的成员服务。")
    assert stage.received == []
