"""Cause, remedy and new date in one line of plain words (O3)."""

import pytest

from bot.rules.explanation import Stated, read_explanation


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("原因：供应商延迟交稿 补救：周五前改用备选图", Stated("dependency", "供应商延迟交稿", "周五前改用备选图", "")),
        ("人手不够，补救措施：借调一人，新日期：3月12日", Stated("resources", "人手不够", "借调一人", "3月12日")),
        ("补救 加班两天 原因 工作量低估", Stated("estimate", "工作量低估", "加班两天", "")),
        ("原因是客户改需求。补救：拆分交付。改到周五17:00", Stated("change", "客户改需求", "拆分交付", "周五17:00")),
        ("电脑坏了；补救：换一台", Stated("other", "电脑坏了", "换一台", "")),
        ("只写了原因", Stated("other", "只写了原因", "", "")),
        ("", Stated("other", "", "", "")),
        (
            "cause: supplier is late, remedy: use the spare pictures, new date: Friday",
            Stated("dependency", "supplier is late", "use the spare pictures", "Friday"),
        ),
        (
            "Two people sick. Remedy: move one over",
            Stated("resources", "Two people sick", "move one over", ""),
        ),
        (
            "cause the root cause is unclear remedy ask the vendor",
            Stated("other", "the root cause is unclear", "ask the vendor", ""),
        ),
    ],
)
def test_cause_remedy_and_date_are_told_apart(typed: str, expected: Stated) -> None:
    assert read_explanation(typed) == expected
