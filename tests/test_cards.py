"""Cards: stored whole, rendered in the reader's language and zone, always with a text form."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.cards import (
    Button,
    Card,
    Day,
    Form,
    Input,
    Many,
    Moment,
    Option,
    Ping,
    Reader,
    Section,
    Who,
    dump,
    gather,
    load,
    note,
    plain,
    render,
    say,
    words,
)

SHANGHAI = Reader("zh", ZoneInfo("Asia/Shanghai"), date(2026, 3, 2))
BERLIN = Reader("en", ZoneInfo("Europe/Berlin"), date(2026, 3, 2))
AT = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def full_card() -> Card:
    form = Form("x", words("common.submit"), (Input("a", words("common.submit"), options=(Option("1", "one"),)),))
    button = Button("act", words("common.submit"), {"task": "1"}, "primary", form)
    lines = (Many((Who(1, "李四", ping=True), "王五")), Moment(AT), Day(date(2027, 1, 5)), 3)
    return Card("标题", "warn", (Section(lines, ((words("common.submit"), "v"),), (button,), form),))


def test_a_card_survives_the_outbox() -> None:
    assert load(dump(full_card())) == full_card()


def test_a_reader_in_shanghai_reads_chinese_and_local_time() -> None:
    text = render(full_card(), SHANGHAI).text
    assert text == "标题\n@李四、王五\n3月4日（周三）17:00\n2027年1月5日（周二）\n3\n提交：v\n提交："


def test_a_reader_in_berlin_reads_english_and_local_time() -> None:
    lines = render(full_card(), BERLIN).text.splitlines()
    assert lines[1:4] == ["@李四, 王五", "Wed 4 Mar 10:00", "Tue 5 Jan 2027"]


def test_only_those_to_be_pinged_are_mentioned() -> None:
    rendered = render(note("t", Many((Who(1, "李四", ping=True), Who(2, "王五")))), SHANGHAI)
    assert rendered.pings == (Ping(1, "李四"),)


def test_user_text_is_never_read_as_a_template() -> None:
    assert render(note("{name} {x.__class__}"), SHANGHAI).text == "{name} {x.__class__}"


def test_gathered_cards_become_sections_of_one() -> None:
    one = gather("two", (note("a", "1"), note("b", "2", buttons=(Button("x", words("common.submit")),))), "bad")
    rendered = render(one, SHANGHAI)
    assert rendered.text == "two\na\n1\nb\n2"
    assert [button.label for button in rendered.buttons()] == ["提交"]


def test_a_missing_value_is_found_at_once() -> None:
    with pytest.raises(KeyError):
        render(note(words("common.our_fault")), SHANGHAI)


def test_plain_text_names_people_who_are_mentioned() -> None:
    assert plain(("嗨 ", Ping(1, "李四"))) == "嗨 @李四"


def test_the_text_of_a_form_names_a_choice_by_its_label() -> None:
    choices = (Option("zh", "中文"), Option("en", "English"))
    form = Form(
        "x",
        words("people.settings_form"),
        (Input("language", words("people.settings_which"), "select", "en", choices),),
    )
    text = render(Card("标题", sections=(Section(form=form),)), SHANGHAI).text
    assert text.endswith("：English")


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Asia/Shanghai", "Wed 4 Mar 16:00 (UTC+8)"), ("Asia/Kolkata", "Wed 4 Mar 13:30 (UTC+5:30)")],
)
def test_a_moment_says_its_offset_where_readers_live_apart(zone: str, shown: str) -> None:
    at = datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert say(Moment(at, exact=True), Reader("en", ZoneInfo(zone), date(2026, 3, 2), apart=True)) == shown
