"""What the rules of reading decide, and what they have to ask (T1, T7)."""

import pytest

from tests.rules.deadline_rows import Row, read_rows, reading

WEEK_IN_THE_OTHER_LANGUAGE = """
下周Fri前 | 2026-03-13
下周Friday | 2026-03-13
下周的Friday | 2026-03-13
下周Thursday 3点 | 2026-03-12 15:00
下下周Fri | 2026-03-20
下礼拜Tue前 | 2026-03-10
本周Fri | 2026-03-06
下周Mon到Wed | 2026-03-11
next week周三 | 2026-03-11
this week 周三 | 2026-03-04
周三 next week | 2026-03-11
周三 of the week after next | 2026-03-18
下周五 (Fri) | 2026-03-13
@ 2026-03-04 10:00
下周Wed前 | 2026-03-11
@ 2026-03-07 10:00
下周Fri前 | ask next_week: 2026-03-13, 2026-03-20
"""

FROM_TO = """
3-4周内 | 2026-03-30
1-2星期内 | 2026-03-16
2~3周内 | 2026-03-23
3/4周内 | 2026-03-30
2/3天内 | 2026-03-05
in 3/4 weeks | 2026-03-30
3-4周 | none
@ 2026-03-04 10:00
1-2周内 | 2026-03-18
2-3周内 | 2026-03-25
3-4礼拜内 | 2026-04-01
"""


@pytest.mark.parametrize("row", read_rows(WEEK_IN_THE_OTHER_LANGUAGE), ids=str)
def test_a_day_is_of_the_week_named_beside_it_in_the_other_language(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(FROM_TO), ids=str)
def test_a_length_from_so_many_to_so_many_weeks_is_no_date(row: Row) -> None:
    assert reading(row) == row.expected
