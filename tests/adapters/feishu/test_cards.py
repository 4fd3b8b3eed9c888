"""Cards as the platform draws them: nothing lost, nothing refused, no user text that does anything."""

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.feishu import cards, forms, markup
from bot.cards import (
    Ping,
    Rendered,
    RenderedButton,
    RenderedForm,
    RenderedInput,
    RenderedSection,
    Rich,
    plain,
)  # fmt: skip
from tests.fakes.feishu_cards import check, walk

Json = dict[str, Any]
LI = Ping(4, "李四")
ACCOUNTS = {4: "ou_li", 5: "ou_wang"}
PEOPLE = {"ou_li", "ou_wang"}
HOSTILE = '<at id=all></at> [x](https://evil.cn) **b** `c` :OK: <font color="red">r</font> @_all https://x.cn中文'


def section(
    *lines: Rich, fields: tuple[tuple[str, Rich], ...] = (), buttons: tuple[RenderedButton, ...] = (),
    form: RenderedForm | None = None,
) -> RenderedSection:  # fmt: skip
    return RenderedSection(lines, fields, buttons, form)


def card(*sections: RenderedSection, title: Rich = ("标题",), tone: Any = "plain") -> Rendered:
    riches = [title, *(rich for each in sections for rich in (*each.lines, *(value for _, value in each.fields)))]
    pings = tuple(dict.fromkeys(part for rich in riches for part in rich if isinstance(part, Ping)))
    text = "\n".join(plain(rich) for rich in riches)
    return Rendered(title, tone, sections, "zh", text, pings)


def laid(content: Rendered, dm: bool = False) -> tuple[Json, ...]:
    """The cards, each checked as the platform checks it."""
    return tuple(check(cards.dumps(page), PEOPLE) for page in cards.pages(content, ACCOUNTS, dm))


def shown(pages: tuple[Json, ...]) -> str:
    """What is read in the bodies, from top to bottom; markdown's entities resolved."""
    texts = []
    for node in walk([page["body"] for page in pages]):
        if node["tag"] == "plain_text":
            texts.append(node["content"])
        elif node["tag"] == "markdown":
            texts.append(html.unescape(node["content"]))
    return "\n".join(texts)


def button(label: str = "接受", action: str = "task.accept", form: RenderedForm | None = None) -> RenderedButton:
    return RenderedButton(action, label, {"task": "7"}, "primary", form)


def field(name: str, kind: Any = "line", value: str = "", **more: Any) -> RenderedInput:
    known = {"options": (), "required": False, "hint": ""}
    return RenderedInput(name=name, label=f"标签{name}", kind=kind, value=value, **{**known, **more})


def form(*inputs: RenderedInput) -> RenderedForm:
    return RenderedForm("task.new", "新任务", inputs, "提交", {"project": "1"})


def nodes(pages: tuple[Json, ...], tag: str) -> list[Json]:
    return [node for page in pages for node in walk(page) if node["tag"] == tag]


def test_title_tone_and_notification() -> None:
    (page,) = laid(card(section(("海报初稿逾期",)), title=("任务逾期",), tone="bad"))
    assert page["header"] == {"title": {"tag": "plain_text", "content": "任务逾期"}, "template": "red"}
    assert page["config"]["summary"] == {"content": "任务逾期 海报初稿逾期"}
    assert page["config"]["update_multi"] is True


def test_lines_without_a_mention_are_plain_text_however_hostile() -> None:
    pages = laid(card(section((HOSTILE,), fields=((HOSTILE, (HOSTILE,)),)), title=(HOSTILE,)))
    assert {node["tag"] for node in walk(list(pages))} <= {"div", "plain_text", "column_set", "column"}


def test_a_line_with_a_mention_is_markdown_in_which_only_the_mention_works() -> None:
    pages = laid(card(section((LI, " 请处理 " + HOSTILE))))
    (line,) = nodes(pages, "markdown")
    assert re.findall(r"<[^>]*>", line["content"]) == ["<at id=ou_li>", "</at>"]
    assert not re.search(r"[*_`\[\]():/]", line["content"].replace("<at id=ou_li></at>", ""))


def test_who_has_no_account_here_is_named_only() -> None:
    pages = laid(card(section((Ping(9, "外*人"), " 请处理"))))
    assert nodes(pages, "markdown") == []
    assert "@外*人 请处理" in shown(pages)


def test_an_account_that_cannot_be_a_mention_costs_the_mention_not_the_card() -> None:
    for user in ("all", "", "ou_x></at><at id=all", "张三"):
        pages = cards.pages(card(section((LI,))), {4: user}, dm=False)
        assert check(cards.dumps(pages[0]), PEOPLE)


def test_a_mention_in_the_title_is_made_in_the_body() -> None:
    (page,) = laid(card(section(("x",)), title=(LI, " 请说明")))
    assert page["header"]["title"]["content"] == "@李四 请说明"
    assert page["body"]["elements"][0] == {"tag": "markdown", "content": "<at id=ou_li></at>"}


def test_everybody_is_never_mentioned() -> None:
    pages = laid(card(section(("@_all <at id=all></at>",), (LI, '<at user_id="all"></at>'))))
    assert not any(re.search(r"<at[^>]*all", node["content"]) for node in nodes(pages, "markdown"))


@given(st.text(max_size=300))
def test_escaped_text_reads_as_it_was_and_holds_no_markup(text: str) -> None:
    escaped, blank = markup.escape(text), re.compile("[ \\t\u00a0\u2060]")
    assert not re.search(r"[<>*~_!/\\\[\]():+\"'`$|-]|&(?!#\d+;)|(?<!&)#", escaped)
    assert blank.sub("", html.unescape(escaped)) == blank.sub("", text)


@given(st.text(max_size=200))
def test_no_line_begins_a_code_block_a_list_or_a_heading(text: str) -> None:
    for line in markup.escape(text).split("\n"):
        assert not re.match(r" {4}|\t|\d+\.|[=#>-]", line)


def test_fields_stand_in_two_columns_and_in_long_lists_in_lines() -> None:
    few = laid(card(section(fields=(("负责人", ("李四",)), ("截止", ("3月4日",))))))
    many = laid(card(section(fields=tuple((f"项{n}", (f"值{n}",)) for n in range(40)))))
    assert len(nodes(few, "column_set")) == 2
    assert nodes(many, "column_set") == []
    assert "项39: 值39" in shown(many)


def test_a_button_carries_its_action_and_always_an_object() -> None:
    (node,) = nodes(laid(card(section(buttons=(button(),)))), "button")
    assert node["text"]["content"] == "接受"
    assert node["type"] == "primary_filled"
    assert node["behaviors"] == [{"type": "callback", "value": {"a": "task.accept", "v": {"task": "7"}}}]


def test_a_button_in_a_direct_message_says_so() -> None:
    (node,) = nodes(laid(card(section(buttons=(button(),))), dm=True), "button")
    assert node["behaviors"][0]["value"]["dm"] == 1


def test_a_label_that_is_too_long_is_cut_on_the_button_and_whole_above_it() -> None:
    label = "很" * 150
    pages = laid(card(section(buttons=(button(label),))))
    assert len(nodes(pages, "button")[0]["text"]["content"]) == 100
    assert label in shown(pages)


def test_a_form_behind_a_button_is_folded_up_in_a_form_container() -> None:
    (page,) = laid(card(section(buttons=(button("改期", form=form(field("due", "date", "2026-03-04"))),))))
    (container,) = nodes((page,), "form")
    assert container in page["body"]["elements"]
    (panel,) = container["elements"]
    assert (panel["tag"], panel["expanded"], panel["header"]["title"]["content"]) == (
        "collapsible_panel",
        False,
        "改期",
    )
    (picker,) = nodes((page,), "date_picker")
    assert (picker["name"], picker["initial_date"]) == ("f1_due", "2026-03-04")


def test_a_form_is_sent_by_its_submit_button() -> None:
    (submit,) = nodes(laid(card(section(form=form(field("title"))))), "button")
    assert (submit["form_action_type"], submit["name"], submit["text"]["content"]) == ("submit", "send1", "提交")
    assert submit["behaviors"][0]["value"] == {"a": "task.new", "v": {"project": "1"}, "form": 1, "k": {}, "d": {}}


def test_names_are_unique_when_two_forms_ask_for_the_same() -> None:
    inputs = form(field("note"))
    pages = laid(card(section(buttons=(button(form=inputs), button(form=inputs)), form=inputs)))
    assert [node["name"] for node in nodes(pages, "input")] == ["f1_note", "f2_note", "f3_note"]


def test_every_kind_of_field_is_drawn() -> None:
    options = (("hi", "高"), ("lo", "低"), ("hi", "又高"))
    inputs = form(
        field("a"),
        field("b", "text", "第一行"),
        field("c", "number", "3"),
        field("d", "date"),
        field("e", "moment", "2026-03-04T17:00:00"),
        field("f", "select", "lo", options=options, required=True, hint="选一个"),
        field("g", "person", "李四"),
        field("h", "people"),
    )
    (page,) = laid(card(section(form=inputs)))
    drawn = {node["name"]: node for node in walk(page) if node.get("name", "").startswith("f1_")}
    assert [drawn[f"f1_{name}"]["tag"] for name in "abcdefgh"] == [
        "input", "input", "input", "date_picker", "picker_datetime", "select_static", "select_person",
        "multi_select_person",
    ]  # fmt: skip
    assert drawn["f1_b"]["input_type"] == "multiline_text"
    assert drawn["f1_e"]["initial_datetime"] == "2026-03-04 17:00"
    assert [option["text"]["content"] for option in drawn["f1_f"]["options"]] == ["高", "低"]
    assert drawn["f1_f"]["initial_option"] == "lo"


def test_a_person_that_stands_in_a_field_stays_when_the_field_is_left_alone() -> None:
    pages = laid(card(section(form=form(field("owner", "person", "@李四", required=True)))))
    assert nodes(pages, "button")[0]["behaviors"][0]["value"]["d"] == {"owner": "@李四"}
    assert nodes(pages, "select_person")[0]["required"] is False


def test_people_are_typed_in_direct_messages_where_there_are_no_members_to_choose_from() -> None:
    pages = laid(card(section(form=form(field("owner", "person", "@李四")))), dm=True)
    (typed,) = nodes(pages, "input")
    assert typed["default_value"] == "@李四"
    assert nodes(pages, "button")[0]["behaviors"][0]["value"]["k"] == {}


def test_a_text_too_long_for_a_field_is_shown_and_kept() -> None:
    long = "字" * 1500
    pages = laid(card(section(form=form(field("minutes", "text", long)))))
    assert long in shown(pages).replace("\n", "")
    assert nodes(pages, "button")[0]["behaviors"][0]["value"]["d"] == {"minutes": long}


@pytest.mark.parametrize("lengths", [(6000, 10), (3000, 3000), (999,) * 10])
def test_texts_that_are_more_than_a_card_holds_are_left_as_they_are(lengths: tuple[int, ...]) -> None:
    fields = [field(f"x{number}", "text", "字" * length) for number, length in enumerate(lengths)]
    pages = laid(card(section(("x",), form=form(*fields))))
    assert len(pages) == 1
    assert 1 <= len(nodes(pages, "input")) < len(lengths)


def test_choices_that_do_not_fit_are_cut_and_what_is_chosen_stays() -> None:
    options = tuple((str(number), "任务" * 40) for number in range(900))
    pages = laid(card(section(form=form(field("task", "select", "899", options=options)))))
    (select,) = nodes(pages, "select_static")
    assert select["initial_option"] == "899"


def test_a_card_of_thirty_kilobytes_of_chinese_is_split_by_bytes_and_numbered() -> None:
    lines = [(f"第{number}行" + "字" * 200,) for number in range(100)]
    pages = laid(card(section(*lines)))
    assert len(pages) == 3
    assert [page["header"]["subtitle"]["content"] for page in pages] == ["1/3", "2/3", "3/3"]
    assert shown(pages).replace("\n", "") == "".join(plain(line) for line in lines).replace("\n", "")


def test_two_hundred_components_are_split() -> None:
    sections = [section((f"任务{number}",), buttons=(button(f"完成{number}"),)) for number in range(80)]
    pages = laid(card(*sections))
    assert len(pages) == 3
    assert [node["text"]["content"] for node in nodes(pages, "button")] == [f"完成{number}" for number in range(80)]


def test_a_title_too_long_for_the_header_is_whole_in_the_body() -> None:
    title = "很长的标题" * 40
    pages = laid(card(section(("x",)), title=(title,)))
    assert len(pages[0]["header"]["title"]["content"]) == 120
    assert title in shown(pages)


def test_a_retired_card_keeps_its_words_and_loses_its_buttons() -> None:
    (page,) = laid(card(section(("海报",), buttons=(button(), button(form=form(field("x")))))))
    still = check(json.dumps(cards.still(page)), PEOPLE)
    assert nodes((still,), "button") == []
    assert "海报" in shown((still,))


def test_half_a_character_does_not_stop_a_card() -> None:
    pages = laid(card(section(("半个\ud83d字",)), title=("\ud83d",)))
    assert "半个?字" in shown(pages)


def test_the_plain_form_holds_the_whole_text_and_nothing_that_can_be_refused() -> None:
    content = card(section((LI, " 请处理"), ("字" * 20000,), buttons=(button(),)))
    pages = tuple(check(cards.dumps(page), set()) for page in cards.plain_pages(content))
    assert {node["tag"] for node in walk(list(pages))} == {"div", "plain_text"}
    assert shown(pages).replace("\n", "") == "@李四 请处理" + "字" * 20000


def test_the_short_form_masks_addresses_and_numbers() -> None:
    (page,) = cards.short_page(card(section(("x",)), title=("联系 li.si@corp.com.cn 或 138 0013 8000",)))
    assert page["header"]["title"]["content"] == "联系 *** 或 138****"
    assert "13" + "8 0013" not in cards.dumps(page)


@pytest.mark.parametrize("most", [4, 10, 50])
def test_text_is_cut_behind_lines_sentences_or_words(most: int) -> None:
    text = "第一句。第二句，很长。 And a third one.\n最后一行"
    pieces = list(markup.split(text, most))
    assert "".join(pieces) == text
    assert all(len(piece.encode()) <= most for piece in pieces)


spans = st.one_of(st.text(max_size=400), st.sampled_from([LI, Ping(9, "外人")]))
riches = st.lists(spans, max_size=4).map(tuple)
inputs = st.builds(
    RenderedInput,
    name=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    label=st.text(max_size=30),
    kind=st.sampled_from(["line", "text", "number", "date", "moment", "select", "person", "people"]),
    value=st.text(max_size=1200),
    options=st.lists(st.tuples(st.text(max_size=5), st.text(max_size=150)), max_size=4).map(tuple),
    required=st.booleans(),
    hint=st.text(max_size=150),
)
rendered_forms = st.builds(
    RenderedForm,
    action=st.just("a.b"),
    title=st.text(max_size=20),
    inputs=st.lists(inputs, min_size=1, max_size=3, unique_by=lambda item: item.name).map(tuple),
    submit=st.text(min_size=1, max_size=120),
    value=st.just({}),
)
rendered_buttons = st.builds(
    RenderedButton,
    action=st.just("a.b"),
    label=st.text(min_size=1, max_size=130),
    value=st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=2),
    style=st.sampled_from(["plain", "primary", "danger"]),
    form=st.none() | rendered_forms,
)
sections = st.builds(
    RenderedSection,
    lines=st.lists(riches, max_size=4).map(tuple),
    fields=st.lists(st.tuples(st.text(max_size=20), riches), max_size=4).map(tuple),
    buttons=st.lists(rendered_buttons, max_size=4).map(tuple),
    form=st.none() | rendered_forms,
)


@settings(max_examples=60, deadline=None)
@given(riches, st.lists(sections, max_size=5), st.booleans())
def test_every_card_is_taken_by_the_platform_and_loses_no_word(
    title: Rich, parts: list[RenderedSection], dm: bool
) -> None:
    pages = laid(card(*parts, title=title), dm)
    read = re.sub(r"\s|\u2060|\?", "", shown(pages) + "".join(page["header"]["title"]["content"] for page in pages))
    for part in parts:
        for rich in (*part.lines, *(value for _, value in part.fields)):
            for span in rich:
                wanted = span if isinstance(span, str) else "" if span is LI else f"@{span.name}"
                words = re.sub(r"\s|\u2060|\?", "", wanted.encode("utf-8", "replace").decode())
                assert all(word in read for word in words)


def test_the_value_of_a_press_is_always_an_object() -> None:
    assert forms.payload("x", {}, False) == {"a": "x", "v": {}}
