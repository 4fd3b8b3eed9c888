"""Few calls: several people are asked by one, and what cannot be replaced is said anew only where it is news."""

import asyncio

import pytest

from bot.cards import Card, Form, Input, Section, Who, note
from bot.cards import words as said
from bot.errors import SendFailed
from bot.wire import Delivery, Target
from tests.adapters.dingtalk.stage import Stage, drawn
from tests.fakes.dingtalk import GROUP


def asked(yesterday: str) -> Card:
    """A standup question in which something stands already."""
    inputs = (Input("yesterday", said("standup.label_yesterday"), "text", yesterday),)
    form = Form("standup.answer", said("standup.label_today"), inputs, value={"project": "1"})
    return Card(said("standup.label_yesterday"), sections=(Section(form=form),))


def reminded(stage: Stage, person: int) -> Delivery:
    """A reminder that mentions the one who gets it."""
    who = Who(person, f"成员{person}", ping=True)
    shown = note(said("standup.reminder", who=who, project="物料", until="10:30"))
    return stage.delivery(shown, Target("dingtalk", "dm", f"u{person}"), accounts={person: f"u{person}"})


async def test_questions_that_differ_only_in_what_stands_in_them_are_one_call(words: Stage) -> None:
    await asyncio.gather(words.dm(asked("初稿"), "u1"), words.dm(asked("定稿"), "u2"))
    [sent] = words.fake.office.sent
    assert sorted(sent.to) == ["u1", "u2"]
    assert "初稿" not in sent.text
    assert "定稿" not in sent.text


async def test_each_keeps_what_stood_in_the_own_question(words: Stage) -> None:
    await asyncio.gather(words.dm(asked("初稿"), "u1"), words.dm(asked("定稿"), "u2"))
    await words.fake.say("1", user="u2")
    assert "定稿" in await words.told(2)


async def test_a_question_to_one_person_shows_what_stands_in_it(words: Stage) -> None:
    await words.dm(asked("初稿"), "u1")
    assert "初稿" in words.texts[0]


async def test_reminders_that_differ_only_in_the_reader_are_one_call(words: Stage) -> None:
    await asyncio.gather(*(words.adapter.send(reminded(words, person)) for person in (1, 2, 3)))
    [sent] = words.fake.office.sent
    assert len(sent.to) == 3
    assert "成员" not in sent.text


async def test_news_that_cannot_take_the_place_of_a_text_is_posted(words: Stage) -> None:
    ref = await words.post(note("请更新进展"), GROUP, card="round:1")
    fresh = await words.post(note("今日小结"), GROUP, ref=ref, card="round:1", news=True)
    assert (fresh != ref, [sent.title for sent in words.fake.office.sent]) == (True, ["请更新进展", "今日小结"])


async def test_what_is_no_news_leaves_a_text_as_it_is_and_is_no_failure(words: Stage) -> None:
    ref = await words.post(note("进度 50%"), GROUP, card="task:1")
    with pytest.raises(SendFailed) as failed:
        await words.post(note("进度 60%"), GROUP, ref=ref, card="task:1")
    assert (failed.value.permanent, failed.value.held) == (True, True)
    assert drawn(note("进度 50%")).text in words.texts[0]


async def test_what_went_out_as_a_text_is_told_anew_as_one_which_costs_no_call(stage: Stage) -> None:
    first, _ = await asyncio.gather(
        stage.dm(asked("初稿"), "u1", card="ask:1"), stage.dm(asked("定稿"), "u2", card="ask:2")
    )
    await stage.fake.say("昨天写完了初稿", user="u1")
    billed = stage.fake.billed
    await stage.dm(asked("终稿"), "u1", ref=first, card="ask:1", why="reply", news=True)
    assert (stage.fake.count("/robot/sendBySession"), stage.fake.billed - billed) == (1, 0)
