"""What minutes carry over, tell in labelled lines, ask in so many words, or only mention (M5)."""

import pytest

from tests.rules.test_minutes_layouts import read, rows


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("泳池水质复检——谷姐，延期，3月24日前完成", ("泳池水质复检", "谷姐", "03-24")),
        ("消防演练（谷姐）：原定3月5日，现调整至3月25日", ("消防演练", "谷姐", "03-25")),
        ("Asbestos register – Ms Tanaka – carried forward to 30 March", ("Asbestos register", "Ms Tanaka", "03-30")),
        ("Hugh: price book - still open, now due 19 March", ("price book", "Hugh", "03-19")),
    ],
)
def test_what_was_carried_over_is_still_to_be_done(line: str, expected: tuple[str, str, str]) -> None:
    assert rows(f"参会：谷姐、Ms Tanaka、Hugh\n上次会议遗留事项\n1. {line}") == [expected]


@pytest.mark.parametrize(
    "line", ["地库照明更换——强子，已完成", "Fire doors – Mr Hale – completed", "年检（强子）：关闭"]
)
def test_what_was_closed_since_is_over(line: str) -> None:
    assert rows(f"参会：强子、Mr Hale\n上次会议遗留事项\n1. {line}") == []


def test_labelled_lines_may_begin_with_who() -> None:
    text = "例会速记\n谁：樊星\n做什么：录名片\n什么时候：3月12日\n\n谁：阿宽\n做什么：补寄色卡\n什么时候：等通知"
    assert rows(text) == [("录名片", "樊星", "03-12"), ("补寄色卡", "阿宽", "")]


def test_the_task_is_shown_with_the_line_that_tells_it() -> None:
    found = read("例会速记\n负责人：樊星\n事项：录名片\n时限：3月12日").items
    assert [(item.text, item.line) for item in found] == [("事项：录名片", 3)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("店员排班小姚弄，下周一贴出来", ("店员排班弄，贴出来", "小姚", "03-16")),
        ("年会场地老段跟进，周五定", ("年会场地跟进，定", "老段", "03-13")),
        ("赠品不够，我跟总部要", ("跟总部要", "我", "")),
        (
            "Could legal (Ms Adeyemi) please confirm the wording by 31 March?",
            ("confirm the wording", "Ms Adeyemi", "03-31"),
        ),
        ("Mr Hale had got two quotes and would seek a third by 20 March.", ("seek a third", "Mr Hale", "03-20")),
        ("@小姚 @老段 把风控规则过一遍 3/20", ("把风控规则过一遍", "小姚、老段", "03-20")),
    ],
)
def test_who_does_it_may_stand_in_many_places(line: str, expected: tuple[str, str, str]) -> None:
    assert rows(f"碰头会纪要\n参会：小姚、老段、Ms Adeyemi、Mr Hale\n- {line}") == [expected]


def test_what_was_said_in_brackets_does_not_make_a_task_a_report() -> None:
    text = "Call notes\nActions\n- Tobi: chase insurance (they said they'd reply, they didn't)"
    assert next(item.title for item in read(text).items).startswith("chase insurance")


def test_who_stands_before_an_arrow_does_what_stands_behind() -> None:
    text = "参会：Sherry、阮小姐\nNext steps\n- Sherry → send NDA to 阮小姐 by 3/12"
    assert [each[1:] for each in rows(text)] == [("Sherry", "03-12")]


def test_what_a_chain_is_called_is_no_part_of_it() -> None:
    text = "理赔会\n参会：霍启、纪工\n处理路径：纪工补拍照片（3/12）→ 霍启回复车主（3/16前）"
    assert [each[1:] for each in rows(text)] == [("纪工", "03-12"), ("霍启", "03-16")]


def test_whoever_answers_a_question_for_somebody_takes_it_up() -> None:
    text = "年级组会\n詹老师：都到了吧\n詹老师：期中卷子数学谁出？\n"
    text += "纪老师：行，我出，几号要？\n詹老师：3月23号之前给我就行。"
    assert rows(text) == [("期中卷子数学", "纪老师", "03-23")]


def test_an_english_promise_answers_a_question_too() -> None:
    text = (
        "Standup\nDmitri: hello\nDmitri: who takes the flaky test?\nSalma: I can, give me till Thursday\nDmitri: great"
    )
    assert rows(text) == [("takes the flaky test", "Salma", "03-12")]


@pytest.mark.parametrize(
    "line",
    [
        "各单位要提高站位，压实责任，确保居民满意。",
        "向厂长首先通报了前三季度完成情况，随后大家就年末赶工展开讨论。",
        "Welcome to our four new joiners!",
        "令狐老师问，用的是哪一套模板，危博士作了解答。",
        "We did not get to the insert; let's pick it up next time, Monday 16 March at 10.",
    ],
)
def test_slogans_reports_and_greetings_are_no_tasks(line: str) -> None:
    assert (
        rows(f"工作会议纪要\n参会：向厂长、令狐老师、危博士\n四、工作部署\n1. 3月20日前交稿\n五、其他\n{line}")[1:]
        == []
    )


def test_what_was_left_for_another_time_is_followed_up() -> None:
    found = read("Call notes\nWe did not get to the insert.\n另：涨价的事社里还没表态，先挂起。")
    assert found.follow_ups == ("We did not get to the insert.", "另：涨价的事社里还没表态，先挂起。")


@pytest.mark.parametrize(
    "line", ["五一陈列主题定了，用出走那版", "yes, decided.", "原定的第三方鉴定取消，费用太高", "站会改到9:50，6票赞成"]
)
def test_what_was_settled_in_passing_was_decided(line: str) -> None:
    assert read(f"碰头会纪要\n{line}").decisions == (line,)
