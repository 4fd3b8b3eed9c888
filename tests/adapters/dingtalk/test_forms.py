"""Forms behind the buttons of a card: whose they are, and what they are about."""

import json

from adapters.dingtalk.run import track_id
from bot.cards import Button, Card, Form, Input, Section, words
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk_api import GROUP

LABEL = words("standup.label_today")


def changing(value: str) -> Card:
    """A card with a button that opens a form about something of its own."""
    form = Form("standup.answer", LABEL, (Input("today", LABEL, "text", value),), value={"day": "2026-03-02"})
    return Card("站会", sections=(Section(buttons=(Button("standup.change", LABEL, form=form),)),))


def only_button(stage: Stage) -> str:
    [button] = json.loads(stage.fake.office.cards[track_id("row7")].params["buttons"])
    return str(button["id"])


async def test_a_form_behind_a_button_is_sent_as_what_the_form_is_about(stage: Stage) -> None:
    await stage.post(changing("初稿"), GROUP, key="row7")
    await stage.fake.press(track_id("row7"), only_button(stage), form={"today": "定稿"})
    assert (stage.last.action, stage.last.value) == ("standup.answer", {"day": "2026-03-02"})


async def test_a_form_of_a_groups_card_that_is_asked_in_private_is_still_the_groups(stage: Stage) -> None:
    await stage.post(changing("中" * 400), GROUP, key="row7")
    await stage.fake.press(track_id("row7"), only_button(stage))
    await stage.told(1)
    await stage.fake.say("定稿")
    assert (stage.last.action, stage.last.chat, stage.last.fields) == ("standup.answer", GROUP, {"today": "定稿"})
