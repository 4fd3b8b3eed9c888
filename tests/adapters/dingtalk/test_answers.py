"""What somebody says in answer to a message of the bot is known to be about it. Source: sheet 2.2 and 3.6."""

from bot.cards import note
from tests.adapters.dingtalk.cards import TASK
from tests.adapters.dingtalk.stage import Stage
from tests.fakes.dingtalk import GROUP


async def test_an_answer_to_a_card_in_a_group_knows_the_card(stage: Stage) -> None:
    ref = await stage.post(TASK, GROUP, card="task:1")
    await stage.fake.quote("c1", "完成40%", group=GROUP)
    assert ref.startswith("card:")
    assert (stage.last.text, stage.last.replies_to) == ("完成40%", (ref,))


async def test_an_answer_to_a_card_in_private_knows_the_card(stage: Stage) -> None:
    ref = await stage.dm(TASK, card="task:1")
    await stage.fake.quote("c1", "完成40%")
    assert stage.last.replies_to == (ref,)


async def test_an_answer_to_a_text_in_a_group_knows_the_text(words: Stage) -> None:
    ref = await words.post(note("请更新进展"), GROUP)
    await words.fake.quote("g1", "完成40%", group=GROUP)
    assert (ref, words.last.replies_to) == ("group:g1", ("group:g1",))


async def test_an_answer_to_a_text_in_private_knows_the_text(words: Stage) -> None:
    ref = await words.dm(note("任务逾期"))
    await words.fake.quote("d1", "完成40%")
    assert (ref, words.last.replies_to) == ("direct:d1", ("direct:d1",))


async def test_an_answer_to_somebody_else_is_of_no_message_of_ours(words: Stage) -> None:
    await words.fake.quote("", "完成40%")
    assert words.last.replies_to == ()


async def test_what_the_bot_answered_on_the_spot_has_no_key_to_be_known_by(words: Stage) -> None:
    await words.fake.say("/任务 列表")
    ref = await words.dm(note("没有任务"), why="reply")
    await words.fake.quote("", "完成40%")
    assert (ref.startswith("hook:"), words.last.replies_to) == (True, ())
