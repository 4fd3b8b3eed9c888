"""Without a card template: buttons are numbers to type, forms are short dialogues, and nothing is lost."""

from datetime import UTC, datetime

import pytest

from bot.cards import Card
from bot.errors import SendFailed
from bot.wire import Account
from tests.adapters.dingtalk.cards import PLAIN, STANDUP, TASK
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP


async def test_a_typed_number_presses_the_button(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("回复 1")
    assert (words.last.kind, words.last.action, words.last.value) == ("button", "task.accept", {"task": "1"})
    assert (words.last.user, words.last.chat, words.last.text) == ("u1", "", "")


@pytest.mark.parametrize("text", ["1", "１", "1。", "reply 1"])
async def test_a_number_may_be_typed_in_any_way(words: Stage, text: str) -> None:
    await words.dm(TASK)
    await words.fake.say(text)
    assert words.last.action == "task.accept"


async def test_in_a_group_the_number_is_the_groups(words: Stage) -> None:
    await words.post(TASK, GROUP)
    await words.fake.say("1", user="u3", group=GROUP)
    assert (words.last.action, words.last.user, words.last.chat) == ("task.accept", "u3", GROUP)


async def test_numbers_run_on_so_that_an_answer_never_meets_another_message(words: Stage) -> None:
    await words.dm(TASK)
    await words.dm(STANDUP)
    await words.fake.say("1")
    assert words.last.action == "task.accept"
    assert "**3** [今天" in words.texts[1]


async def test_numbers_begin_anew_each_day_and_the_newest_counts(words: Stage) -> None:
    await words.dm(STANDUP)
    words.move(86400)
    await words.dm(TASK)
    await words.move_until(lambda: len(words.fake.opens) == 2 and bool(words.fake.sockets))
    await words.fake.say("1")
    assert words.last.action == "task.accept"


async def test_a_number_that_is_over_is_told_so_by_the_bot(words: Stage) -> None:
    await words.fake.say("回复 9")
    assert (words.last.kind, words.last.action) == ("button", "gone")


async def test_a_bare_number_nobody_offered_is_an_ordinary_message(words: Stage) -> None:
    await words.fake.say("9")
    assert (words.last.kind, words.last.text) == ("message", "9")


async def test_a_button_with_a_form_asks_for_it(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("2")
    assert words.events == []
    assert await words.told(2) == "已取消，没有提交。  \n  提交  \n  不填了请回复“取消”。"
    await words.fake.say("供应商延期")
    assert (words.last.kind, words.last.action, words.last.fields) == ("form", "task.block", {"cause": "供应商延期"})


async def test_the_answer_may_follow_the_number_at_once(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("回复 2 供应商延期")
    assert words.last.fields == {"cause": "供应商延期"}


async def test_a_form_is_asked_one_question_after_the_other(words: Stage) -> None:
    await words.dm(STANDUP)
    for text in ("1", "初稿", "跳过", "无"):
        await words.fake.say(text)
    assert (words.last.action, words.last.value) == ("standup.answer", {"project": "3"})
    assert words.last.fields == {"yesterday": "初稿", "today": "定稿", "helper": "无"}
    assert len(words.events) == 1


async def test_an_open_form_may_be_sent_back_whole(words: Stage) -> None:
    await words.dm(STANDUP)
    await words.fake.say("昨天完成：初稿\n阻碍：无")
    assert words.last.fields == {"yesterday": "初稿", "today": "定稿", "helper": "无"}


async def test_people_mentioned_in_an_answer_are_in_its_field(words: Stage) -> None:
    await words.dm(STANDUP)
    for text in ("1", "初稿", "跳过"):
        await words.fake.say(text)
    await words.fake.say(
        "请帮忙", atUsers=[{"dingtalkId": "$l", "staffId": "u2"}, {"dingtalkId": "$w", "staffId": "u3"}]
    )
    assert words.last.fields["helper"] == "请帮忙 <@u2> <@u3>"
    assert words.last.mentions == (Account("u2", ""), Account("u3", ""))


async def test_a_dialogue_can_be_left(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("2")
    await words.fake.say("取消")
    assert await words.told(3) == "已取消，没有提交。"
    await words.fake.say("供应商延期")
    assert words.last.kind == "message"


async def test_a_command_ends_a_dialogue_and_is_carried_out(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("2")
    await words.fake.say("/我的")
    await words.fake.say("谢谢")
    assert [event.text for event in words.events] == ["/我的", "谢谢"]


async def test_a_forgotten_dialogue_takes_no_later_sentence(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("2")
    words.move(1801)
    await words.fake.say("初稿完成了")
    assert (words.last.kind, words.last.text) == ("message", "初稿完成了")


async def test_two_people_in_one_group_are_asked_apart(words: Stage) -> None:
    await words.post(TASK, GROUP)
    await words.fake.say("2", user="u1", group=GROUP)
    await words.fake.say("初稿完成了", user="u2", group=GROUP)
    assert (words.last.kind, words.last.user) == ("message", "u2")


async def test_a_repeated_answer_does_not_answer_the_next_question(words: Stage) -> None:
    await words.dm(STANDUP)
    await words.fake.say("1")
    for _ in range(2):
        await words.fake.say("初稿", msgId="twice")
    await words.fake.say("定稿")
    await words.fake.say("无")
    assert words.last.fields == {"yesterday": "初稿", "today": "定稿", "helper": "无"}


async def test_an_answer_repeated_after_the_form_was_sent_is_no_message(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("2")
    for _ in range(2):
        await words.fake.say("供应商延期", msgId="twice")
    assert [event.kind for event in words.events] == ["form"]


async def test_an_answer_that_could_not_be_stored_is_asked_for_again(words: Stage) -> None:
    await words.dm(TASK)
    await words.fake.say("2")
    words.refuse = True
    assert (await words.fake.say("供应商延期", msgId="again"))["code"] == 500
    words.refuse = False
    await words.fake.say("供应商延期", msgId="again")
    assert words.last.fields == {"cause": "供应商延期"}


async def test_more_buttons_than_one_record_holds_all_work(words: Stage) -> None:
    many = Card(TASK.title, sections=TASK.sections * 8)
    await words.dm(many)
    await words.fake.say("15")
    assert words.last.action == "task.accept"


async def test_a_text_cannot_be_replaced_and_says_so(words: Stage) -> None:
    ref = await words.dm(TASK, card="task:1")
    with pytest.raises(SendFailed) as failed:
        await words.dm(PLAIN, ref=ref, card="task:1")
    assert failed.value.permanent


async def test_what_became_of_an_answer_is_told_to_who_gave_it(words: Stage) -> None:
    ref = await words.dm(TASK, card="task:1")
    await words.fake.say("1")
    again = await words.dm(PLAIN, ref=ref, card="task:1")
    assert again != ref
    assert words.texts[-1].startswith("### 已更新")


async def test_when_something_was_said_is_told_by_the_platform(words: Stage) -> None:
    await words.fake.say("明天交", createAt=1772424000000)
    assert words.last.at == datetime(2026, 3, 2, 4, tzinfo=UTC)
