"""What a person typed, read: the bot's mention, people's mentions, commands."""

import pytest

from adapters.console.inbound import read
from bot.wire import Account

PEOPLE = [Account("li", "李四"), Account("anna", "Anna"), Account("as", "Anna Schmidt")]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("@bot 我的", "我的"),
        ("@Duiqi my", "my"),
        ("帮我看看 @对齐", "帮我看看"),
        ("＠对齐 /任务 海报", "/任务 海报"),
        ("今天 @BOT 下班", "今天 下班"),
        ("@对齐帮我看看", "帮我看看"),
        ("@bot", ""),
    ],
)
def test_the_bots_mention_addresses_it_and_is_taken_out(typed: str, text: str) -> None:
    read_text = read(typed, PEOPLE)
    assert (read_text.text, read_text.addressed) == (text, True)


@pytest.mark.parametrize("typed", ["@bots are fun", "me@bot.example", "大家好", "1/2 done", "@nobody hi", "👍/👎"])
def test_other_words_do_not_address_the_bot(typed: str) -> None:
    read_text = read(typed, PEOPLE)
    assert (read_text.text, read_text.addressed) == (typed, False)


@pytest.mark.parametrize("typed", ["/任务 海报", "／任务 海报", "  /task poster", "👍 /任务 海报", "✅/task poster"])
def test_a_slash_at_the_start_addresses_the_bot(typed: str) -> None:
    assert read(typed, PEOPLE).addressed


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("@李四 看", "<@li> 看"),
        ("请＠李四看", "请<@li>看"),
        ("@Anna Schmidt: go", "<@as>: go"),
        ("@anna go", "<@anna> go"),
        ("@Annabel go", "@Annabel go"),
        ("x@Anna go", "x@Anna go"),
    ],
)
def test_the_longest_name_that_fits_is_mentioned(typed: str, text: str) -> None:
    assert read(typed, PEOPLE).text == text


def test_each_person_mentioned_is_listed_once() -> None:
    assert read("@李四 和 @Anna，@李四", PEOPLE).mentions == (Account("li", "李四"), Account("anna", "Anna"))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<@li> go", "< @li> go"),
        ("＜＠li＞ go", "＜ ＠li＞ go"),
    ],
)
def test_a_typed_mention_mark_is_no_mention(typed: str, text: str) -> None:
    read_text = read(typed, PEOPLE)
    assert (read_text.text, read_text.mentions) == (text, ())


def test_lines_of_a_longer_text_are_kept() -> None:
    assert read("@bot /纪要\n一、目标\n\n二、分工", PEOPLE).text == "/纪要\n一、目标\n\n二、分工"
