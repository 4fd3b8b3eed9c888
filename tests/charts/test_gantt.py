"""What stands in a Gantt chart, read from its SVG (G1, T6, J4)."""

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

from bot.charts.gantt import chart
from bot.rules.gantt import Bar, Goal
from tests.charts.plans import bar, march, plan

NAMESPACE = "{http://www.w3.org/2000/svg}"
RED, GREEN, PALE_GREEN, OUTLINE = "#dc5a50", "#56a87c", "#d3ebdd", "#1f2a37"


def drawn(*bars: Bar, language: str = "zh", **more: Any) -> ElementTree.Element:
    return ElementTree.fromstring(chart(plan(*bars, **more), language))


def texts(picture: ElementTree.Element) -> list[str]:
    return [
        (each.text or "") + "".join(below.tail or "" for below in each) for each in picture.iter(f"{NAMESPACE}text")
    ]


def boxes(picture: ElementTree.Element, fill: str) -> list[tuple[float, float]]:
    """Where bars of a colour begin and end; those of the legend are left out."""
    found = [each for each in picture.findall(f"{NAMESPACE}rect") if each.get("fill") == fill]
    return [(x, round(x + float(each.get("width", 0)), 1)) for each in found for x in [float(each.get("x", 0))]]


def test_the_title_names_project_code_period_and_day() -> None:
    assert texts(drawn(bar(1)))[:3] == [
        "Q4宣传物料",
        "XMTEST2026-001",
        "计划 3月2日（周一）至 3月20日（周五），截至 3月12日（周四）",
    ]


def test_the_title_is_in_the_readers_language() -> None:
    assert texts(drawn(bar(1), language="en"))[2] == "Planned Mon 2 Mar to Fri 20 Mar, as of Thu 12 Mar"


def test_a_plan_without_an_end_says_when_it_begins() -> None:
    assert texts(drawn(bar(1), ends=None))[2] == "计划 3月2日（周一）开始，截至 3月12日（周四）"


def test_the_counts_leave_out_what_there_is_none_of() -> None:
    shown = texts(drawn(bar(1, light="red"), bar(2, light="red"), bar(3, status="done", light="done")))
    assert shown[3:5] == ["逾期 2", "已完成 1"]


def test_a_row_has_title_days_code_people_and_percent() -> None:
    assert texts(drawn(bar(1)))[-10:-5] == ["海报初稿", "3/9–3/13", "SJB20260001", "设计部·王五", "50%"]


def test_a_row_says_that_a_task_is_late_and_what_holds_it() -> None:
    assert "逾期·阻塞" in texts(drawn(bar(1, light="red", status="blocked", last=10)))


def test_a_task_without_dates_has_words_and_no_bar() -> None:
    picture = drawn(bar(1, first=None, last=None))
    assert "未定日期" in texts(picture)
    assert boxes(picture, PALE_GREEN) == [(28.0, 109.5)]  # its count alone


def test_a_bar_is_as_long_as_its_days_and_as_full_as_its_percentage() -> None:
    # 21 days, from Sunday the 1st to Saturday the 21st, share the 520 units from 456 on.
    picture = drawn(bar(1, percent=50))
    assert boxes(picture, PALE_GREEN)[1:] == [(654.1, 777.9)]
    assert boxes(picture, GREEN) == [(654.1, 716.0)]


def test_a_late_bar_is_red_and_hatched_until_today() -> None:
    picture = drawn(bar(1, first=2, last=4, light="red"))
    assert boxes(picture, RED) == [(480.8, 517.9)]
    assert boxes(picture, "url(#late)") == [(551.0, 740.7)]


def test_today_is_a_line_with_a_name() -> None:
    picture = drawn(bar(1))
    line = next(each for each in picture.iter(f"{NAMESPACE}line") if each.get("stroke-dasharray"))
    assert line.get("x1") == line.get("x2") == "740.8"
    assert "今天" in texts(picture)


def test_a_plan_that_is_over_has_no_today() -> None:
    assert "今天" not in texts(drawn(bar(1), over=True))


def test_days_on_which_the_team_does_not_work_are_shaded() -> None:
    # 1 March is a Sunday; the 21st, behind the end, a Saturday.
    assert boxes(drawn(bar(1)), "#f4f6f9") == [(456.0, 480.8), (604.6, 654.1), (777.9, 827.4), (951.2, 976.0)]


def test_a_make_up_saturday_is_not_shaded_and_a_holiday_is() -> None:
    # Around Labour Day 2026: off from 1 to 5 May, worked on Saturday the 9th.
    late = bar(1, start=date(2026, 4, 27), end=date(2026, 5, 10))
    picture = drawn(late, starts=date(2026, 4, 27), ends=date(2026, 5, 10), today=date(2026, 4, 28))
    assert [round((last - first) / 32.5, 1) for first, last in boxes(picture, "#f4f6f9")] == [1.0, 5.0, 1.0]


def test_a_critical_task_is_outlined_and_bold() -> None:
    picture = drawn(bar(1, critical=True))
    assert [each.get("stroke") for each in picture.findall(f"{NAMESPACE}rect") if each.get("fill") == "none"] == [
        OUTLINE
    ]
    assert "关键路径" in texts(picture)


def test_a_milestone_is_a_diamond_with_a_row_of_its_own() -> None:
    picture = drawn(bar(1), goals=(Goal("样稿确认", march(10), "missed"),))
    diamonds = [each for each in picture.findall(f"{NAMESPACE}path") if each.get("fill") == RED]
    assert [str(each.get("d")).split()[0] for each in diamonds] == ["M36.0", "M691.2"]
    assert [text for text in texts(picture) if "未达成" in text] == ["未达成·3/10"]


def test_an_arrow_leads_from_a_task_down_to_the_one_that_waits_for_it() -> None:
    picture = drawn(bar(1, first=2, last=4), bar(2, first=9, after=(1,)))
    way = next(each for each in picture.findall(f"{NAMESPACE}path") if each.get("fill") == "none")
    assert re.findall(r"[\d.]+", str(way.get("d"))) == ["555.0", "294", "662.1", "294", "662.1", "342"]


def test_many_arrows_are_left_to_the_critical_path() -> None:
    bars = [bar(id, after=(id - 1,), critical=id in (3, 4)) for id in range(1, 40)]
    ways = [each for each in drawn(*bars).findall(f"{NAMESPACE}path") if each.get("fill") == "none"]
    assert len(ways) == 1


def test_a_long_plan_says_what_it_leaves_out() -> None:
    bars = [bar(id) for id in range(1, 63)] + [bar(70, status="done", light="done")]
    assert texts(drawn(*bars))[-1] == "图中放不下的任务：未完成 2 项，已完成 1 项。"


def test_an_emoji_that_is_not_drawn_takes_no_room_from_a_title() -> None:
    picture = drawn(bar(1, "🎉🚀✨渠道铺货计划与经销商沟通🎉"))
    assert "🎉🚀✨渠道铺货计划与经销商沟通🎉" in texts(picture)


def test_a_task_that_was_done_too_late_says_so() -> None:
    picture = drawn(bar(1, status="done", light="done", overran=True), bar(2, status="done", light="done"))
    assert [text for text in texts(picture) if text in ("逾期完成", "已完成")] == ["逾期完成", "已完成", "已完成"]


def test_the_blocked_tasks_are_counted_behind_the_colours() -> None:
    picture = drawn(bar(1, light="red", status="blocked"), bar(2))
    assert [text for text in texts(picture) if text[-1:].isdigit() and " " in text] == ["逾期 1", "正常 1", "阻塞 1"]


def test_a_long_title_is_cut_and_kept_whole_for_whoever_points_at_it() -> None:
    title = "渠道铺货计划与经销商沟通会的准备工作以及物料清单"
    picture = drawn(bar(1, title))
    assert "渠道铺货计划与经销商沟…" in texts(picture)
    assert title in [each.text for each in picture.iter(f"{NAMESPACE}title")]


def test_what_people_typed_is_text_and_nothing_else() -> None:
    picture = chart(plan(bar(1, '<image href="x"/>&\x00\u202e\ud800\n"乱"')), "zh")
    assert "<image" not in picture
    assert "&lt;image href=&quot;x&quot;/&gt;&amp; &quot;乱&quot;" in picture


def test_a_plan_of_years_names_years_and_shades_nothing() -> None:
    picture = drawn(bar(1), starts=date(2026, 1, 1), ends=date(2032, 12, 31))
    assert {"2026", "2029", "2032"} <= set(texts(picture))
    assert boxes(picture, "#f4f6f9") == []


def test_a_date_far_away_leaves_room_for_the_others() -> None:
    picture = drawn(bar(1, end=date(9999, 12, 31)), bar(2, start=date(1, 1, 1)))
    assert "2034" in texts(picture)
    assert "2037" not in texts(picture)


def test_days_of_another_year_carry_it() -> None:
    assert "3/9–27/1/5" in texts(drawn(bar(1, end=date(2027, 1, 5))))
