"""Cards as markdown and as template data: nothing lost, every limit kept."""

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.dingtalk import outbound
from adapters.dingtalk.markdown import size
from bot.cards import Button, Card, Form, Input, Option, Section, Who, note, words
from tests.adapters.dingtalk.stage import drawn

ACCEPT = Button("task.accept", words("common.submit"), {"task": "1"}, "primary")
CAUSE = Form("task.block", words("typed.typed", number=1), (Input("cause", words("common.submit"), "text", "旧"),))


def asked(*inputs: Input) -> Card:
    return Card("站会", sections=(Section(form=Form("standup.answer", words("common.submit"), inputs)),))


def written(card: Card, *numbers: int, **changes: Any) -> str:
    (text,) = outbound.compose(drawn(card), numbers, **{"direct": True, **changes})
    return text.text


def test_title_lines_and_fields_are_written() -> None:
    card = Card("标题", sections=(Section(("第一行\n第二行",), ((words("common.submit"), "值"),)),))
    assert written(card).split("  \n  ") == ["### 标题", "第一行", "第二行", "**提交**：值"]


def test_a_sentence_alone_is_no_heading() -> None:
    assert written(note("没有这个命令。\n用法：/任务")) == "没有这个命令。  \n  用法：/任务"


def test_buttons_become_numbers_that_can_be_typed_and_tapped() -> None:
    lines = written(note("标题", buttons=(ACCEPT,)), 7).split("  \n  ")
    assert lines[-2:] == [
        "> 回复编号，或直接点文字：",
        "> **7** [提交](dtmd://dingtalkclient/sendMessage?content=%E5%9B%9E%E5%A4%8D%207)",
    ]


def test_in_a_group_numbers_are_not_tapped_as_the_bot_would_not_be_mentioned() -> None:
    assert written(note("标题", buttons=(ACCEPT,)), 7, direct=False).split("  \n  ")[-2:] == [
        "> ＠我 加编号即可操作：",
        "> **7** 提交",
    ]


def test_an_open_form_is_written_with_what_stands_in_it() -> None:
    lines = written(asked(Input("today", words("common.submit"), "text", "定稿")), 1).split("  \n  ")
    assert "**提交**：定稿" in lines
    assert lines[-1] == "> 要填的内容也可以照上面的格式一次发来，每行一项。"


def test_a_select_shows_its_label_not_its_value() -> None:
    field = Input("task", words("common.submit"), "select", "7", (Option("7", "初稿"),))
    assert "**提交**：初稿" in written(asked(field), 1)


def test_mentions_ping_only_where_the_way_can_ping() -> None:
    card = note("标题", Who(5, "李四", ping=True))
    (named,) = outbound.compose(drawn(card), (), direct=False, accounts={5: "u2"})
    (pinged,) = outbound.compose(drawn(card), (), direct=False, mode="token", accounts={5: "u2"})
    assert ("＠李四" in named.text, named.at) == (True, ())
    assert (" @u2 " in pinged.text, pinged.at) == (True, ("u2",))


def test_a_user_id_that_could_be_markup_is_not_written() -> None:
    card = note("标题", Who(5, "李四", ping=True))
    (text,) = outbound.compose(drawn(card), (), direct=False, mode="token", accounts={5: "x](dtmd://y)"})
    assert (text.at, "dtmd" in text.text) == ((), False)


def test_long_messages_are_split_by_bytes_at_line_ends() -> None:
    card = note("标题", *(f"第{n}行" + "中" * 300 for n in range(60)))
    parts = outbound.compose(drawn(card), (), direct=True)
    params = [json.dumps({"title": p.title, "text": p.text}, ensure_ascii=False).encode() for p in parts]
    assert len(parts) == 5
    assert all(len(param) <= 15_000 for param in params)
    assert [part.title for part in parts][:2] == ["标题 (1/5)", "标题 (2/5)"]
    assert sum(part.text.count("行") for part in parts) == 60


def test_a_mention_is_at_only_in_the_part_that_holds_it() -> None:
    card = note("标题", *("中" * 3000 for _ in range(2)), Who(5, "李四", ping=True))
    parts = outbound.compose(drawn(card), (), direct=False, mode="token", accounts={5: "u2"})
    assert [part.at for part in parts] == [(), ("u2",)]


def test_people_beyond_what_one_message_mentions_are_named() -> None:
    card = note("标题", *(Who(n, f"成员{n}", ping=True) for n in range(60)))
    accounts = {n: f"u{n}" for n in range(60)}
    (text,) = outbound.compose(drawn(card), (), direct=False, mode="token", accounts=accounts)
    assert (len(text.at), " @u49 " in text.text, "＠成员50" in text.text) == (50, True, True)
    data = outbound.card(drawn(card), accounts)
    assert data is not None
    assert (len(data.at), "＠成员50" in "".join(data.params.values())) == (50, True)


evil = st.text(alphabet=st.sampled_from('[]()!<>*_`#~|&\\@/:.-+="dtm1 \n\u202e中a')) | st.text()


@settings(max_examples=60)
@given(evil, evil)
def test_user_text_cannot_ping_link_style_or_run_anything(title: str, line: str) -> None:
    card = Card(title, sections=(Section((line, Who(5, line, ping=True)), buttons=(ACCEPT,)),))
    (text,) = outbound.compose(drawn(card), (7,), direct=True, mode="token", accounts={5: "u2"})
    bare = text.text.removeprefix("### ").replace(" @u2 ", "", 2)
    bare = re.sub(r"> \*\*7\*\* \[提交\]\(dtmd://dingtalkclient/sendMessage\?content=[%0-9A-F]+\)", "", bare)
    assert not re.search(r"[\[\]()!<*_`#~|&\\@]", bare)
    assert not re.search(r":\s*[/\\]", bare)


# ---------------------------------------------------------------------------------------------------------------------
# Cards


def params(card: Card, **accounts: str) -> dict[str, str]:
    data = outbound.card(drawn(card), {int(person[1:]): user for person, user in accounts.items()})
    assert data is not None
    return dict(data.params)


def test_card_values_are_strings_and_lists_are_json() -> None:
    data = params(note("标题", "行", buttons=(ACCEPT,)))
    assert all(isinstance(value, str) for value in data.values())
    assert [(b["text"], b["color"]) for b in json.loads(data["buttons"])] == [("提交", "blue")]
    assert (data["body1"], data["has_form"]) == ("行", "false")


def test_a_card_mentions_with_its_own_tag() -> None:
    card = note("标题", Who(5, "李<四", ping=True))
    assert params(card, p5="u2")["body1"] == "<a atId=u2>李＜四</a>"


def test_one_open_form_is_drawn_and_its_fields_are_not_written_twice() -> None:
    data = params(asked(Input("today", words("common.submit"), "text", "定稿", required=True)))
    assert json.loads(data["form"]) == {
        "fields": [{"name": "today", "label": "提交", "type": "TEXT", "required": True, "defaultValue": "定稿"}]
    }
    assert (data["has_form"], data["body1"]) == ("true", "")


def test_several_open_forms_become_buttons() -> None:
    section = Section(form=CAUSE)
    other = Section(form=Form("b", words("common.submit"), CAUSE.inputs))
    data = params(Card("标题", sections=(section, other)))
    assert [button["text"] for button in json.loads(data["buttons"])] == ["回复 1", "提交"]
    assert data["has_form"] == "false"


def test_dates_and_choices_get_their_own_fields() -> None:
    task = Input("task", words("common.submit"), "select", "8", (Option("7", "甲"), Option("8", "乙")))
    fields = json.loads(params(asked(Input("due", words("common.submit"), "date"), task))["form"])["fields"]
    assert [field["type"] for field in fields] == ["DATE", "SELECT"]
    assert fields[1]["defaultValue"] == {"index": 1, "value": "8"}


def test_a_form_too_big_for_the_template_becomes_a_button() -> None:
    data = params(asked(Input("today", words("common.submit"), "text", "中" * 400)))
    assert data["has_form"] == "false"
    assert len(json.loads(data["buttons"])) == 1


def test_text_too_long_for_one_value_is_spread_over_the_template() -> None:
    data = params(note("标题", *("中" * 200 for _ in range(4))))
    assert [bool(data[f"body{n}"]) for n in range(1, 7)] == [True, True, True, True, False, False]
    assert all(len(value.encode()) <= 1024 for value in data.values())


def test_a_message_too_long_for_a_card_goes_as_text_unless_it_is_one_already() -> None:
    content = drawn(note("标题", *("中" * 300 for _ in range(9))))
    assert outbound.card(content, {}) is None
    trimmed = outbound.card(content, {}, trim=True)
    assert trimmed is not None
    assert trimmed.params["body6"].endswith("…")
    assert all(len(value.encode()) <= 1024 for value in trimmed.params.values())


def test_a_title_too_long_for_its_place_stands_whole_beneath_it() -> None:
    data = outbound.card(drawn(note("长标题" * 100)), {})
    assert data is not None
    assert (data.params["title"][-1], data.params["body1"]) == ("…", "长标题" * 100)


def test_the_id_of_a_deed_changes_with_the_deed() -> None:
    first = outbound.Choice("task.accept", "接受", {"task": "1"})
    assert outbound.act_id(first) == outbound.act_id(outbound.Choice("task.accept", "接受", {"task": "1"}, "primary"))
    assert outbound.act_id(first) != outbound.act_id(outbound.Choice("task.accept", "接受", {"task": "2"}))


@settings(max_examples=60)
@given(st.text(max_size=3000), st.lists(st.text(max_size=400), max_size=12))
def test_whatever_fits_keeps_every_limit_of_a_card(title: str, lines: list[str]) -> None:
    content = drawn(note(title or "x", *lines))
    data = outbound.card(content, {}, trim=True)
    assert data is not None
    assert all(len(value.encode()) <= 1024 for value in data.params.values())


@settings(max_examples=60)
@given(st.text(max_size=3000), st.lists(st.text(max_size=9000), max_size=4))
def test_every_part_fits_into_a_message(title: str, lines: list[str]) -> None:
    for part in outbound.compose(drawn(note(title or "x", *lines)), (), direct=False):
        assert size(json.dumps({"title": part.title, "text": part.text}, ensure_ascii=False)) <= 15_000 * 2
        assert len(json.dumps({"title": part.title, "text": part.text}, ensure_ascii=False).encode()) <= 15_000
