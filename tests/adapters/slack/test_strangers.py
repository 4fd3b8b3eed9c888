"""People of other companies, whom Slack shows in channels that are shared with them (Slack Connect)."""

from collections.abc import AsyncIterator

import pytest

from adapters.base import Profile
from bot.wire import Account
from tests.adapters.slack.stage import Stage, allowing, button, card, delivery, field, form, section
from tests.fakes.slack import Failure


@pytest.fixture
async def shared() -> AsyncIterator[Stage]:
    """新品上市 is shared with the company of 孙六, who is in it, and the bot is to work there all the same."""
    stage = allowing(Stage("http"))
    stage.slack.state.person("USUN", "孙六", team_id="TOTHER")
    channel = stage.slack.state.channels["CLAUNCH"]
    channel.shared = True
    channel.members.append("USUN")
    await stage.open()
    yield stage
    await stage.close()


async def joins(stage: Stage, user: str, **more: str) -> None:
    raw = {"type": "member_joined_channel", "user": user, "channel": "CLAUNCH", "channel_type": "C", **more}
    await stage.slack.event(raw, shared=True)


async def test_they_are_not_among_those_who_are_there_when_the_bot_comes(shared: Stage) -> None:
    await joins(shared, "UBOT", inviter="UZHANG")
    assert shared.last.mentions == (Account("UZHANG", "张三"), Account("ULI", "李四"))


async def test_invited_by_one_of_them_the_bot_turns_to_a_colleague(shared: Stage) -> None:
    await joins(shared, "UBOT", inviter="USUN")
    assert (shared.last.kind, shared.last.user) == ("joined", "UZHANG")


async def test_nobody_is_told_when_one_of_them_comes_in(shared: Stage) -> None:
    await joins(shared, "USUN", team="T1")
    assert shared.heard == []


async def test_a_colleague_who_comes_into_a_channel_of_theirs_is_told(shared: Stage) -> None:
    await joins(shared, "ULI", team="TOTHER")
    assert (shared.last.kind, shared.last.user) == ("joined", "ULI")


async def test_somebody_slack_does_not_show_is_no_colleague(shared: Stage) -> None:
    shared.slack.state.hidden.add("USUN")
    await joins(shared, "USUN", team="T1")
    await joins(shared, "UBOT", inviter="UZHANG")
    assert [account.user for account in shared.last.mentions] == ["UZHANG", "ULI"]


async def test_they_have_no_profile_whose_mail_address_somebody_could_be_recognised_by(shared: Stage) -> None:
    shared.slack.state.person("USUN", "孙六", team_id="TOTHER", profile={"email": "boss@ours.example"})
    assert await shared.adapter.profile("USUN") is None


async def test_a_mention_of_one_of_them_is_only_a_name(shared: Stage) -> None:
    await shared.adapter.profile("USUN")
    await shared.people.commands("UZHANG", "CLAUNCH", "/task", "海报 <@USUN|孙六>")
    assert (shared.last.text, shared.last.mentions) == ("/任务 海报 @孙六", ())


async def test_already_the_first_mention_of_one_of_them_is_only_a_name(shared: Stage) -> None:
    await shared.people.commands("UZHANG", "CLAUNCH", "/task", "海报 <@USUN|孙六>")
    await shared.slack.event(shared.people.message("UZHANG", "CLAUNCH", "<@UBOT> 海报 <@USUN>"), shared=True)
    assert [(event.text, event.mentions) for event in shared.heard] == [("/任务 海报 @孙六", ()), ("海报 @孙六", ())]


async def test_whom_slack_does_not_tell_of_in_time_is_no_colleague_in_a_channel_of_theirs(shared: Stage) -> None:
    await shared.slack.event(shared.people.message("UZHANG", "CLAUNCH", "早"), shared=True)
    shared.slack.fail("users.info", *[Failure("fatal_error")] * 4)
    await shared.people.commands("UZHANG", "CLAUNCH", "/task", "海报 <@USUN|孙六>")
    assert (shared.last.text, shared.last.mentions) == ("/任务 海报 @孙六", ())


async def test_a_guest_does_not_become_a_member_by_being_mentioned(web_stage: Stage) -> None:
    web_stage.slack.state.person("USUN", "孙六", is_restricted=True)
    await web_stage.people.commands("UZHANG", "CLAUNCH", "/task", "海报 <@USUN|孙六> <@ULI|李四>")
    assert (web_stage.last.text, web_stage.last.mentions) == ("/任务 海报 @孙六 <@ULI>", (Account("ULI", "李四"),))


async def test_a_guest_who_is_there_when_the_bot_comes_is_a_member(web_stage: Stage) -> None:
    web_stage.slack.state.person("ULI", "李四", is_ultra_restricted=True)
    await web_stage.slack.event(
        {"type": "member_joined_channel", "user": "UBOT", "channel": "CLAUNCH", "inviter": "UZHANG"}
    )
    assert [account.user for account in web_stage.last.mentions] == ["UZHANG", "ULI"]


async def test_they_cannot_be_chosen_in_a_form(shared: Stage) -> None:
    await shared.adapter.profile("USUN")
    asked = form(field("to", "people"))
    await shared.adapter.send(delivery(card("海报", section(buttons=(button("移交", form=asked),)))))
    await shared.people.presses("ULI", "CLAUNCH", "移交")
    await shared.slack.until(lambda: bool(shared.slack.state.views))
    await shared.people.fills("ULI", to={"selected_users": ["USUN", "UZHANG"]})
    assert shared.last.fields == {"to": "<@UZHANG>"}


async def test_whoever_was_recognised_cannot_press_even_where_the_payload_names_a_company(shared: Stage) -> None:
    shared.slack.state.company = "EOURS"
    await shared.adapter.profile("USUN")
    await shared.adapter.send(delivery(card("海报", section(buttons=(button("接受"),)))))
    await shared.people.presses("USUN", "CLAUNCH", "接受")
    await shared.slack.until(lambda: bool(shared.slack.answers))
    assert shared.received == []


async def test_a_colleague_of_another_workspace_of_the_company_is_none_of_them() -> None:
    stage = Stage("http")
    stage.slack.state.company = "EOURS"
    stage.slack.state.person("USUN", "孙六", team_id="TSISTER", enterprise_user={"enterprise_id": "EOURS"})
    await stage.open()
    found = await stage.adapter.profile("USUN")
    await stage.close()
    assert found == Profile("孙六", "", "zh", "Asia/Shanghai")
