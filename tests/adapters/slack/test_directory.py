"""Names, profiles, members and the check."""

from datetime import timedelta

from adapters.base import Profile
from bot.cards import Rendered
from bot.wire import Account, Delivery, Target
from tests.adapters.slack.stage import Stage
from tests.fakes.slack import Failure


async def test_a_profile_tells_name_mail_language_and_zone(web_stage: Stage) -> None:
    web_stage.slack.state.person("UKIM", "Kim", locale="en-GB", tz="Europe/Berlin", profile={"email": "kim@a.example"})
    found = await web_stage.adapter.profile("UKIM")
    assert found == Profile("Kim", "kim@a.example", "en", "Europe/Berlin")


async def test_a_language_the_bot_does_not_speak_is_left_open(web_stage: Stage) -> None:
    web_stage.slack.state.person("UKIM", "Kim", locale="de-DE")
    found = await web_stage.adapter.profile("UKIM")
    assert found is not None
    assert found.language == ""


async def test_somebody_who_left_has_no_zone_and_is_not_active(web_stage: Stage) -> None:
    web_stage.slack.state.person("UKIM", "Kim", deleted=True)
    assert await web_stage.adapter.profile("UKIM") == Profile("Kim", active=False)


async def test_bots_and_strangers_have_no_profile(web_stage: Stage) -> None:
    assert await web_stage.adapter.profile("UBOT") is None
    assert await web_stage.adapter.profile("UNOBODY") is None


async def test_a_profile_that_cannot_be_read_now_is_none(web_stage: Stage) -> None:
    web_stage.slack.fail("users.info", *[Failure("fatal_error")] * 4)
    assert await web_stage.adapter.profile("ULI") is None


async def test_reads_are_tried_again_after_the_pause_slack_asks_for() -> None:
    stage = await Stage("http", speed=100).open()
    again = [
        Failure("ratelimited", status=429, retry_after="0.5"),
        Failure(status=503, page="busy"),
        Failure(drop=True),
    ]
    stage.slack.fail("users.info", *again)
    found = await stage.adapter.profile("ULI")
    await stage.close()
    assert found is not None


async def test_members_of_a_large_channel_are_read_in_pages(web_stage: Stage) -> None:
    for number in range(450):
        web_stage.slack.state.person(f"U{number}", f"成员{number}")
        web_stage.slack.state.channels["CLAUNCH"].members.append(f"U{number}")
    members = await web_stage.adapter._directory.members("CLAUNCH")
    assert members is not None
    assert (len(members), members[-1]) == (452, Account("U449", "成员449"))
    assert len(web_stage.slack.called("users.info")) == 0
    assert all(args["limit"] == "200" for args in web_stage.slack.called("users.list"))


async def test_an_unconfirmed_address_is_nobodys(web_stage: Stage) -> None:
    person = web_stage.slack.state.people["ULI"]
    person["profile"]["email"] = "li@example.com"
    profile = await web_stage.adapter.profile("ULI")
    assert profile is not None and profile.email == "li@example.com"
    person["is_email_confirmed"] = False
    profile = await web_stage.adapter.profile("ULI")
    assert profile is not None and profile.email == ""


async def test_closed_accounts_are_no_members(web_stage: Stage) -> None:
    web_stage.slack.state.people["ULI"]["deleted"] = True
    assert await web_stage.adapter._directory.members("CLAUNCH") == (Account("UZHANG", "张三"),)


async def test_members_of_a_channel_without_the_bot_are_not_told(web_stage: Stage) -> None:
    web_stage.slack.state.channels["CLAUNCH"].members.remove("UBOT")
    assert await web_stage.adapter._directory.members("CLAUNCH") is None


async def test_a_sound_installation_is_found_sound(socket_stage: Stage) -> None:
    found = await socket_stage.adapter.check()
    assert [(finding.name, finding.state) for finding in found] == [
        ("credentials", "ok"),
        ("permissions", "ok"),
        ("connection", "ok"),
        ("clock", "ok"),
    ]


async def test_missing_permissions_are_named(socket_stage: Stage) -> None:
    socket_stage.slack.state.scopes = socket_stage.slack.state.scopes.replace(",im:write", "")
    _, permissions, *_ = await socket_stage.adapter.check()
    assert (permissions.state, permissions.values["permission"]) == ("fail", "im:write")


async def test_permissions_that_a_gateway_does_not_pass_on_are_not_said_to_be_missing(socket_stage: Stage) -> None:
    socket_stage.slack.state.scopes = ""
    _, permissions, *_ = await socket_stage.adapter.check()
    assert (permissions.state, permissions.text) == ("warn", "permissions_unseen")


async def test_a_refused_token_is_told_with_slacks_word(socket_stage: Stage) -> None:
    socket_stage.slack.fail("auth.test", Failure("invalid_auth"))
    [finding] = await socket_stage.adapter.check()
    assert (finding.name, finding.state) == ("credentials", "fail")
    assert finding.values == {"reason": "invalid_auth", "keys": "[slack] bot_token"}


async def test_a_platform_out_of_reach_is_no_wrong_token(socket_stage: Stage) -> None:
    socket_stage.slack.fail("auth.test", *[Failure(page="down", status=502)] * 9)
    [finding] = await socket_stage.adapter.check()
    assert (finding.name, finding.state) == ("reach", "fail")


async def test_a_refused_app_token_is_told(socket_stage: Stage) -> None:
    socket_stage.slack.fail("apps.connections.open", Failure("invalid_auth"))
    found = {finding.name: finding for finding in await socket_stage.adapter.check()}
    assert (found["connection"].state, found["connection"].values["keys"]) == ("fail", "[slack] app_token")


async def test_a_test_message_is_sent_without_opening_a_socket(socket_stage: Stage) -> None:
    await socket_stage.adapter.stop()
    before = socket_stage.slack.upgrades
    content = Rendered(("测试",), "good", (), "zh", "测试", ())
    found = await socket_stage.adapter.check(Delivery("check:1", Target("slack", "dm", "ULI"), content, "check"))
    assert (found[-1].name, found[-1].state, socket_stage.slack.upgrades) == ("message", "ok", before)
    lost = await socket_stage.adapter.check(Delivery("check:2", Target("slack", "group", "CNONE"), content, "check"))
    assert (lost[-1].state, lost[-1].values["reason"]) == ("fail", "channel_not_found")


async def test_a_clock_that_is_off_is_told(socket_stage: Stage) -> None:
    ahead = socket_stage.clock.now() + timedelta(minutes=5)
    socket_stage.slack.now = lambda: ahead
    clock = (await socket_stage.adapter.check())[3]
    assert (clock.state, clock.values) == ("fail", {"seconds": 300})


async def test_over_http_it_is_said_what_cannot_be_seen_from_here(web_stage: Stage) -> None:
    assert (await web_stage.adapter.check())[2].state == "warn"


async def test_the_check_needs_no_running_adapter(socket_stage: Stage) -> None:
    await socket_stage.adapter.stop()
    assert len(await socket_stage.adapter.check()) == 4
