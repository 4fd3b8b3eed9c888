"""Answers typed instead of pressed."""

import pytest

from adapters.dingtalk import typed
from adapters.dingtalk.typed import Dialogue, Number, Wrong
from bot.cards import InputKind, RenderedForm, RenderedInput


def field(name: str, label: str, kind: InputKind = "text", value: str = "", required: bool = False) -> RenderedInput:
    options = (("7", "初稿"), ("8", "定稿")) if kind == "select" else ()
    return RenderedInput(name, label, kind, value, options, required, "")


def form(*inputs: RenderedInput) -> RenderedForm:
    return RenderedForm("standup.answer", "站会", inputs, "提交", {"project": "3"})


STANDUP = form(field("yesterday", "昨天完成", value="旧"), field("today", "今天计划"), field("obstacles", "阻碍"))


def after(dialogue: Dialogue, *texts: str) -> Dialogue:
    for text in texts:
        answered = typed.answered(dialogue, text)
        assert isinstance(answered, Dialogue)
        dialogue = answered
    return dialogue


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", Number(3, "", False)),
        (" ３。", Number(3, "", False)),
        ("回复 3", Number(3, "", True)),
        ("回复3", Number(3, "", True)),
        ("Reply 12", Number(12, "", True)),
        ("回复 3 供应商延期", Number(3, "供应商延期", True)),
        ("回复 3：供应商\n延期", Number(3, "供应商\n延期", True)),
        ("3 张海报已完成", None),
        ("3月4日", None),
        ("50%", None),
        ("2026", None),
        ("/任务 3", None),
        ("", None),
    ],
)
def test_what_counts_as_a_number(text: str, number: Number | None) -> None:
    assert typed.number(text) == number


def test_one_question_follows_the_other() -> None:
    dialogue = after(Dialogue(STANDUP, "zh"), "初稿", "定稿")
    assert [item.name for item in dialogue.open] == ["obstacles"]
    assert after(dialogue, "没有").fields == {"yesterday": "初稿", "today": "定稿", "obstacles": "没有"}


def test_skipping_keeps_what_stands_there() -> None:
    assert after(Dialogue(STANDUP, "zh"), "跳过", "skip", "-").fields == {
        "yesterday": "旧",
        "today": "",
        "obstacles": "",
    }


def test_all_can_be_answered_at_once_one_item_a_line() -> None:
    said = "昨天完成：初稿\n配图\n今天计划: 定稿\n**阻碍**：无"
    assert after(Dialogue(STANDUP, "zh"), said).fields == {
        "yesterday": "初稿\n配图",
        "today": "定稿",
        "obstacles": "无",
    }


def test_lines_without_labels_are_one_answer() -> None:
    assert after(Dialogue(STANDUP, "zh"), "初稿\n注：配图未定").fields["yesterday"] == "初稿\n注：配图未定"


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [("number", "一半", "typed.not_number"), ("select", "3", "typed.not_option"), ("text", " ", "typed.needed")],
)
def test_an_answer_that_does_not_do_is_asked_again(kind: InputKind, text: str, key: str) -> None:
    dialogue = Dialogue(form(field("x", "项", kind, required=True)), "zh")
    assert typed.answered(dialogue, text) == Wrong(key)


def test_what_is_needed_cannot_be_skipped() -> None:
    assert typed.answered(Dialogue(form(field("x", "项", required=True)), "zh"), "跳过") == Wrong("typed.needed")


@pytest.mark.parametrize("text", ["2", "定稿", "8", "２"])
def test_an_option_is_chosen_by_number_label_or_value(text: str) -> None:
    assert after(Dialogue(form(field("task", "任务", "select")), "zh"), text).fields == {"task": "8"}


@pytest.mark.parametrize("text", ["80", "80%", "８０", "0.5"])
def test_numbers_are_read_in_any_width(text: str) -> None:
    assert after(Dialogue(form(field("percent", "进度", "number")), "zh"), text).fields == {"percent": text}


def test_a_dialogue_survives_being_stored() -> None:
    dialogue = after(Dialogue(STANDUP, "zh", "card:1", group=True), "初稿")
    assert Dialogue.load(dialogue.dump()) == dialogue


def test_a_filled_in_form_is_recognised_without_being_asked_for() -> None:
    said = "昨天完成：初稿\n今天计划：定稿"
    assert typed.answers_whole(STANDUP, said) == {"yesterday": "初稿", "today": "定稿"}


@pytest.mark.parametrize(
    "said", ["今天计划：定稿", "进度更新\n昨天完成：初稿\n今天计划：定稿", "定稿", "/站会 昨天完成：初稿"]
)
def test_other_sentences_are_not_taken_for_a_form(said: str) -> None:
    assert typed.answers_whole(STANDUP, said) == {}


def test_the_first_question_shows_how_to_answer_all() -> None:
    assert typed.question(Dialogue(STANDUP, "zh")).split("\n") == [
        "站会",
        "昨天完成（1/3）",
        "现在是“旧”，不改请回复“跳过”。",
        "也可以一次发来，每行一项：",
        "昨天完成：旧",
        "今天计划：",
        "阻碍：",
        "不填了请回复“取消”。",
    ]


def test_options_are_asked_with_their_numbers() -> None:
    asked = typed.question(Dialogue(form(field("task", "Task", "select", required=True)), "en"))
    assert asked.split("\n")[1:5] == ["Task", "Please reply with a number:", "1 初稿", "2 定稿"]
