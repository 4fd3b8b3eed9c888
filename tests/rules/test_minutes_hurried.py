"""Minutes typed in a hurry, and what a task is about where its own words do not say (M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, rows


def test_numbers_with_anything_behind_them_count_points() -> None:
    text = "店长们 今晚会开完了\n1,新品上线，配方卡@小郭 3月12日前发到各店\n2、冰箱封条@阿凯 3月13日换\n"
    text += "3 收银培训，@小郭 3月16日前排好\n4；工服尺码没报的赶快报给我"
    assert [(owner, due) for _, owner, due in rows(text)] == [
        ("小郭", "03-12"),
        ("阿凯", "03-13"),
        ("小郭", "03-16"),
        ("", ""),
    ]


def test_a_row_that_begins_with_its_number_stays_a_row() -> None:
    text = "序号 事项 责任人 时限\n1 订场地 李红 3月20日\n2 印手册 王勇 3月22日\n3 订车 赵敏 3月23日"
    assert rows(text)[0] == ("订场地", "李红", "03-20")


def test_a_line_is_shown_as_it_was_typed() -> None:
    text = "周会\n1,阿芬订车，3月12日\n2,老邱订餐，3月12日\n3,小郭订票，3月12日"
    assert [item.text for item in read(text).items][:1] == ["1,阿芬订车，3月12日"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("实测数据与现场不符，闫工组织重测，3月13日报监理。", "实测数据与现场不符：组织重测，报监理"),
        ("临边防护缺失，鄢经理3月12日之内安排恢复。", "临边防护缺失：安排恢复"),
    ],
)
def test_what_led_up_to_a_task_says_what_it_is_about(text: str, title: str) -> None:
    assert [item.title for item in read(f"与会：闫工、鄢经理\n{text}").items] == [title]


def test_a_task_without_an_object_is_about_its_topic() -> None:
    text = "护理例会\n与会：尚丽、秦护士长\n1. 手卫生依从性\n抽查只有六成。尚丽负责整改，3月20日秦护士长去复查。\n"
    assert [item.title for item in read(f"{text}2. 护士节\n经费已批。").items] == [
        "手卫生依从性：整改",
        "手卫生依从性：去复查",
    ]


def test_a_task_that_says_what_it_is_about_keeps_its_words() -> None:
    text = "筹备会\n1. 场地\n定在二号厅。小邱3月12日前交场地押金。\n2. 餐饮\n桌餐。"
    assert [item.title for item in read(text).items] == ["交场地押金"]


def test_whoever_is_doing_something_until_a_day_owns_it() -> None:
    text = "Here: Theo, Priya, Jo\nload test failed at 3k users, Theo looking into it\n"
    found = rows(f"{text}screenshots: Jo redoing them by friday\nsupport macros - Priya pls write those before monday")
    assert [owner for _, owner, _ in found] == ["Theo", "Jo", "Priya"]


def test_what_somebody_should_do_is_of_nobody_yet() -> None:
    assert rows("Here: Ana, Tom\nsomeone needs to tell the partners about the new date") == [
        ("tell the partners about the new date", "", "")
    ]


def test_a_letterhead_is_no_title() -> None:
    assert read("恒塑精密有限公司\n品质例会纪要\n时间：3月10日").topic == "品质例会"
    told = read("THE LANTERN TRUST\nMinutes of the Board of Trustees held on 9 March 2026\nPresent: Ana Ruiz")
    assert told.topic == "Board of Trustees"


@pytest.mark.parametrize(
    "line",
    [
        "We'll speak again on 19 March at 10:00.",
        "下季度例会6月22日下午三点。",
        "3月20日15:00召开第二次讨论会。",
    ],
)
def test_when_people_meet_again_is_told_in_many_words(line: str) -> None:
    assert read(f"周会\n与会：小邱、阿芬\n{line}").next_meeting == line


@pytest.mark.parametrize(
    "line", ["入场式不再统一购买服装。", "春节套餐定价198，定了不改了。", "拼车功能这期就不做了。"]
)
def test_what_will_not_be_done_or_changed_was_settled(line: str) -> None:
    assert read(f"周会\n与会：小邱、阿芬\n{line}").decisions == (line,)


def test_bare_words_above_sentences_of_a_summary_are_topics() -> None:
    text = "Weekly\nSummary\nDuctwork Delay\nCallum said that the supplier now promises the week of 20 July.\n"
    text += "Fire Strategy\nOduya said that all comments of the consultant were addressed."
    assert [topic.title for topic in read(text).topics] == ["Ductwork Delay", "Fire Strategy"]


def test_the_paragraph_tells_what_was_held_where_the_title_says_only_whose_it_was() -> None:
    text = "青禾街道办事处专题会议纪要\n3月9日下午，街道办主任靳松涛主持召开河道清淤专题会议，听取了汇报。会议议定：\n"
    told = read(f"{text}（一）清淤方案报区水务局备案。")
    assert (told.topic, told.host, told.decisions) == ("河道清淤专题会议", "靳松涛", ("清淤方案报区水务局备案。",))
