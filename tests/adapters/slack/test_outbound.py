"""Cards as Block Kit: everything is there, within every limit, and user text stays text."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import modal, outbound
from adapters.slack.interactive import Carried
from bot.cards import Ping, RenderedButton, RenderedSection
from bot.wire import Delivery
from tests.adapters.slack.stage import LAUNCH, button, card, delivery, field, form, section
from tests.fakes import slack_blocks

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["<!channel>", "<@UZHANG>", "<https://a.example|b>", "*粗* _斜_ ~删~ `码`", ":tada:", "@here", "&lt;!here&gt;",
         "<!date^1^{date}|x>", "http://a.example", "> 引", "\u202e", "a&b"]
    ),
)  # fmt: skip
LONG = st.builds(lambda part, times: part * times, NASTY, st.integers(1, 400))
BUTTONS = st.builds(
    RenderedButton, st.just("task.done"), NASTY, st.dictionaries(st.just("task"), NASTY, max_size=1),
    st.sampled_from(["plain", "primary", "danger"]), st.none(),
)  # fmt: skip
RICH = st.lists(st.one_of(LONG, st.builds(Ping, st.sampled_from([7, 8]), NASTY)), max_size=3).map(tuple)
SECTIONS = st.builds(
    RenderedSection, st.lists(RICH, max_size=4).map(tuple),
    st.lists(st.tuples(NASTY, RICH), max_size=3).map(tuple), st.lists(BUTTONS, max_size=30).map(tuple), st.none(),
)  # fmt: skip
DELIVERIES = st.builds(
    lambda title, sections, language: delivery(card(title, *sections, language=language)),
    RICH, st.lists(SECTIONS, max_size=30), st.sampled_from(["zh", "en"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(DELIVERIES)
def test_every_card_is_a_message_slack_takes(sent: Delivery) -> None:
    made = outbound.message(sent)
    blocks = json.loads(json.dumps(made.blocks))
    assert slack_blocks.message_faults(blocks) == []
    assert slack_blocks.characters(blocks) <= 13_000
    assert len(made.text) <= 4000
    assert all(len(outbound.reply(text)["text"]) <= 4000 for text in made.rest)


@settings(max_examples=60, deadline=None)
@given(DELIVERIES)
def test_user_text_neither_pings_nor_links_nor_styles(sent: Delivery) -> None:
    made = outbound.message(sent)
    assert set(re.findall(r"<[^>]*>", made.text)) <= {"<@ULI>"}
    assert {mention["user_id"] for mention in _found(made.blocks, "user")} <= {"ULI"}
    assert list(_found(made.blocks, "mrkdwn")) == []
    assert all(text["emoji"] is False for text in _found(made.blocks, "plain_text"))


@settings(max_examples=100, deadline=None)
@given(NASTY, NASTY)
def test_only_people_with_an_account_are_mentioned(before: str, name: str) -> None:
    made = outbound.message(delivery(card("提醒", section((before, Ping(8, name), Ping(7, "李四"))))))
    assert [mention["user_id"] for mention in _found(made.blocks, "user")] == ["ULI"]
    assert made.text.count("<@") == 1


def test_an_account_that_is_no_user_id_is_only_named() -> None:
    sent = Delivery("k", LAUNCH, card("提醒", section((Ping(7, "李四"),))), "T2", accounts={7: "ULI> <!channel"})
    made = outbound.message(sent)
    assert (made.text, _found(made.blocks, "user")) == ("提醒\n@李四", [])


def _found(raw: Any, kind: str) -> list[dict[str, Any]]:
    """Every object of that type in the blocks."""
    if isinstance(raw, dict):
        inside = [item for value in raw.values() for item in _found(value, kind)]
        return [raw, *inside] if raw.get("type") == kind else inside
    return [item for part in raw for item in _found(part, kind)] if isinstance(raw, list | tuple) else []


def test_a_card_has_a_header_text_fields_and_buttons() -> None:
    shown = card("海报初稿", section("请看", fields=(("截止", ("3月4日",)),), buttons=(button("接受"),)))
    made = outbound.message(delivery(shown))
    assert made.text == "海报初稿\n请看\n截止：3月4日"
    assert [block["type"] for block in made.blocks] == ["header", "rich_text", "actions"]
    assert made.blocks[1]["elements"][0]["elements"] == [
        {"type": "text", "text": "请看\n"},
        {"type": "text", "text": "截止：", "style": {"bold": True}},
        {"type": "text", "text": "3月4日"},
    ]


def test_a_message_without_lines_is_rich_text_too_so_that_it_can_be_updated() -> None:
    made = outbound.message(delivery(card("完成")))
    assert [block["type"] for block in made.blocks] == ["rich_text"]


def test_a_title_that_mentions_somebody_is_a_line_and_no_header() -> None:
    made = outbound.message(delivery(card((Ping(7, "李四"), " 请接受"))))
    assert made.text == "<@ULI> 请接受"
    assert made.blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "ULI"}


def test_twelve_buttons_stand_in_rows_of_five() -> None:
    made = outbound.message(delivery(card("选", section(buttons=tuple(button(str(n)) for n in range(12))))))
    assert [len(block["elements"]) for block in made.blocks if block["type"] == "actions"] == [5, 5, 2]


def test_thirty_sections_with_buttons_keep_all_they_can_and_say_what_is_missing() -> None:
    sections = [section(f"任务{n}", buttons=(button("完成"),)) for n in range(30)]
    made = outbound.message(delivery(card("任务", *sections)))
    assert len(made.blocks) == 50
    assert made.blocks[-1]["elements"][0]["text"] == "内容较长，这里只显示前面的部分，全文见这条消息的回复。"
    assert "任务29" in "".join(made.rest)


def test_forty_short_sections_need_no_shortening() -> None:
    made = outbound.message(delivery(card("任务", *(section(f"任务{n}") for n in range(40)))))
    assert made.rest == ()
    assert "任务39" in json.dumps(made.blocks, ensure_ascii=False)


def test_a_long_text_is_shortened_with_the_whole_in_replies() -> None:
    line = "这一段很长，说的是海报的要求。" * 1000
    made = outbound.message(delivery(card("海报", section(line, buttons=(button("接受"),)))))
    assert "".join(made.rest).replace("\n", "") == f"海报{line}"
    assert made.blocks[-2]["type"] == "actions"
    assert all(text.endswith("。") for text in made.rest)


def test_a_long_label_is_cut_where_slack_would_refuse_it() -> None:
    made = outbound.message(delivery(card("选", section(buttons=(button("很" * 80),)))))
    assert made.blocks[-1]["elements"][0]["text"]["text"] == "很" * 74 + "…"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda name, kind, value, options: field(f"f{name}", kind, value, options=tuple(options)),
            st.integers(0, 10**6),
            st.sampled_from(["line", "text", "number", "date", "moment", "select", "person", "people"]),
            LONG,
            st.lists(st.tuples(st.text(min_size=1, max_size=40), NASTY), max_size=120),
        ),
        max_size=12, unique_by=lambda item: item.name,
    ),
    LONG,
)  # fmt: skip
def test_every_form_is_a_modal_slack_takes(inputs: list[Any], title: str) -> None:
    view = json.loads(json.dumps(modal.view(form(*inputs, title=title), "{}")))
    assert slack_blocks.view_faults(view) == []


def test_more_than_a_hundred_options_are_grouped() -> None:
    choice = field("task", "select", "150", options=tuple((str(n), f"任务{n}") for n in range(250)))
    element = modal.view(form(choice), "{}")["blocks"][0]["element"]
    assert [len(group["options"]) for group in element["option_groups"]] == [100, 100, 50]
    assert element["initial_option"]["value"] == "150"


def test_choices_beyond_what_a_view_may_weigh_are_left_out() -> None:
    many = tuple((str(n), f"{n}：" + "很长的任务名称" * 10) for n in range(1500))
    view = modal.view(form(field("task", "select", options=many), field("before", "select", options=many)), "{}")
    assert slack_blocks.view_faults(json.loads(json.dumps(view))) == []
    assert len(json.dumps(view)) <= 250_000


def test_a_long_form_title_stands_above_the_fields() -> None:
    view = modal.view(form(field("note"), title="标题" * 20), "{}")
    assert len(view["title"]["text"]) == 24
    assert view["blocks"][0]["elements"][0]["elements"][0]["text"] == "标题" * 20


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_home_tab_is_a_view_slack_takes(language: str) -> None:
    assert slack_blocks.view_faults(json.loads(json.dumps(modal.home(language)))) == []


@given(st.builds(Carried, NASTY, st.dictionaries(NASTY, NASTY), NASTY, NASTY, NASTY, NASTY, NASTY, NASTY, NASTY))
def test_what_a_button_carries_comes_back(carried: Carried) -> None:
    assert Carried.load(carried.dump()) == carried


def test_a_form_that_is_kept_comes_back() -> None:
    kept: dict[str, str] = {}
    original = form(field("task", "select", "1", True, (("1", "海报"), ("2", "文案"))), task="9")
    assert outbound.load_form(kept[outbound.keep_form(original, kept)]) == original
