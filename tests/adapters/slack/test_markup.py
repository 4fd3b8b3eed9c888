"""Texts as Slack writes them and as the bot reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.markup import escape, literal, read, unescape
from adapters.slack.richtext import cut, pieces

TOKENS = st.sampled_from(
    ["<@UBOT>", "<@UZHANG>", "<@ULI|李四>", "&lt;", "&gt;", "&amp;", "@UZHANG", "<#C1|@UZHANG>", "<!here>", "＜", " ",
     "<!subteam^S1|@UZHANG>", "<https://a.example|@UZHANG>", "任务", "\n"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("看 <https://a.example/x?a=1&amp;b=2>", "看 https://a.example/x?a=1&b=2"),
        ("看 <http://a.example|a.example>", "看 a.example"),
        ("看 <https://a.example|这里>", "看 这里 https://a.example"),
        ("问 <mailto:a@b.example|a@b.example>", "问 a@b.example"),
        ("去 <#C1|新品>，叫 <!here> 和 <!subteam^S1|@设计>", "去 #新品，叫 @here 和 @设计"),
        ("到 <!date^1772582400^{date}|3月4日>", "到 3月4日"),
        ("<@UBOT> 任务", "任务"),
        ("请 <@UBOT>  记一下", "请 记一下"),
        ("任务\u00a0海报", "任务 海报"),
    ],
)
def test_a_text_is_read_as_people_see_it(raw: str, text: str) -> None:
    assert read(raw, "UBOT", {}).text == text


def test_people_are_tokens_with_the_names_that_are_known() -> None:
    typed = read("<@ULI|李四> 和 <@UZHANG>", "UBOT", {"UZHANG": "张三"})
    assert typed.text == "<@ULI> 和 <@UZHANG>"
    assert [(account.user, account.name) for account in typed.mentions] == [("ULI", "李四"), ("UZHANG", "张三")]


@given(st.lists(TOKENS).map("".join))
def test_a_mention_that_was_only_typed_is_none(raw: str) -> None:
    typed = read(raw, "UBOT", {})
    told = raw.count("<@UZHANG>") + raw.count("<@ULI|李四>")
    assert len(re.findall(r"[<＜﹤][@＠﹫]", typed.text)) == told


def test_a_sign_nobody_sees_makes_no_mention_of_typed_text() -> None:
    assert read("&lt;\u200b@UZHANG&gt;", "UBOT", {}).text == "< \u200b@UZHANG>"


@given(st.text())
def test_what_is_escaped_comes_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text
    assert re.search("[<>]", escape(text)) is None


@given(st.text())
def test_typed_fields_hold_no_mention(text: str) -> None:
    assert re.search("[<＜﹤][@＠﹫]", literal(text)) is None


@given(st.text(), st.integers(2, 50))
def test_a_cut_text_fits_and_says_so(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit
    assert cut(text, limit) == text or cut(text, limit).endswith("…")


@given(st.text(alphabet="字<&\n 。"), st.integers(10, 50))
def test_pieces_hold_everything_and_fit_once_escaped(text: str, limit: int) -> None:
    made = pieces(text, limit)
    assert all(len(escape(piece)) <= limit for piece in made)
    assert re.sub(r"\s", "", "".join(made)) == re.sub(r"\s", "", text)
