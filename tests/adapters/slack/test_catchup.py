"""What people wrote while the bot was away."""

from datetime import timedelta

from tests.adapters.slack.stage import Stage
from tests.fakes.slack import Failure
from tests.fakes.slack_api import TEAM


async def away(stage: Stage, minutes: float) -> None:
    """Stop, let people write in the channel and directly, and come back."""
    await stage.adapter.profile("ULI")  # by the time this is answered, the adapter has noted that it listens
    await stage.adapter.stop()
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=minutes / 2))
    channels = stage.slack.state.channels
    for channel, text in (("CLAUNCH", "<@UBOT> 任务 海报"), ("CLAUNCH", "随便说说"), ("DLI", "初稿完成")):
        if channel not in channels:
            stage.slack.state.channel(channel, "", "ULI")
        said = stage.people.message("ULI", channel, text)
        channels[channel].messages.append({key: said[key] for key in ("type", "user", "text", "ts", "team")})
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=minutes / 2))
    await stage.adapter.start(stage.deliver)


async def test_what_was_said_in_between_is_taken_up(web_stage: Stage) -> None:
    await away(web_stage, minutes=30)
    await web_stage.slack.until(lambda: len(web_stage.heard) == 3)
    assert [(event.text, event.addressed) for event in web_stage.heard] == [
        ("任务 海报", True),
        ("随便说说", False),
        ("初稿完成", True),
    ]


async def test_what_was_heard_before_has_the_same_key(web_stage: Stage) -> None:
    await web_stage.people.says("ULI", "CLAUNCH", "<@UBOT> 任务 文案")
    first = web_stage.last
    web_stage.slack.state.channels["CLAUNCH"].messages.append(
        {"type": "message", "user": "ULI", "text": "<@UBOT> 任务 文案", "ts": first.message.partition(":")[2]}
    )
    await away(web_stage, minutes=30)
    await web_stage.slack.until(lambda: len(web_stage.heard) == 4)
    assert [event.text for event in web_stage.heard].count("任务 文案") == 1


async def test_what_was_said_in_a_channel_that_became_shared_is_left(web_stage: Stage) -> None:
    web_stage.slack.state.channels["CLAUNCH"].shared = True
    await away(web_stage, minutes=30)
    await web_stage.slack.until(lambda: any(event.kind == "shared" for event in web_stage.received))
    assert {event.chat for event in web_stage.heard} <= {"", "DULI"}


async def test_a_short_pause_is_left_to_slack(web_stage: Stage) -> None:
    await away(web_stage, minutes=5)
    await web_stage.slack.until(lambda: len(web_stage.slack.called("auth.test")) == 2)
    await web_stage.people.says("ULI", "CLAUNCH", "早")
    assert [event.text for event in web_stage.heard] == ["早"]
    assert web_stage.slack.called("users.conversations") == []


async def test_what_is_older_than_a_day_is_left(web_stage: Stage) -> None:
    await away(web_stage, minutes=60 * 72)
    await web_stage.slack.until(lambda: len(web_stage.slack.called("conversations.history")) == 2)
    assert web_stage.heard == []


async def test_a_catch_up_that_fails_is_tried_again(web_stage: Stage) -> None:
    web_stage.slack.fail("users.conversations", Failure("fatal_error"))
    await away(web_stage, minutes=30)
    await web_stage.slack.until(lambda: len(web_stage.slack.called("users.conversations")) == 1)
    web_stage.clock.run_at(3000)
    await web_stage.slack.until(lambda: len(web_stage.heard) == 3)


async def test_what_slack_dropped_because_there_was_too_much_is_read_later(web_stage: Stage) -> None:
    said = web_stage.people.message("ULI", "CLAUNCH", "<@UBOT> 任务 海报")
    web_stage.slack.state.channels["CLAUNCH"].messages.append(
        {key: said[key] for key in ("type", "user", "text", "ts")}
    )
    minute = int(web_stage.clock.now().timestamp()) // 60 * 60
    limited = {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": minute, "api_app_id": "A1"}
    assert (await web_stage.slack.deliver("events_api", limited)).status == 200
    web_stage.clock.run_at(3000)
    await web_stage.slack.until(lambda: [event.text for event in web_stage.heard] == ["任务 海报"])


async def test_a_catch_up_that_cannot_be_stored_is_tried_again(web_stage: Stage) -> None:
    web_stage.broken = RuntimeError("database is away")
    await away(web_stage, minutes=30)
    await web_stage.slack.until(lambda: len(web_stage.slack.called("conversations.history")) == 1)
    web_stage.broken = None
    web_stage.clock.run_at(3000)
    await web_stage.slack.until(lambda: len(web_stage.heard) == 3)
