"""What the rules of reading decide, and what they have to ask (T1, T7)."""

import pytest

from bot.calendars import load
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
下Fri | 2026-03-13
一下Fri前 | 2026-03-06
剩下Tue前 | 2026-03-03
next week's Wednesday | 2026-03-11
上周Fri | none
上周五 (Fri) | none
last week周三 | none
last week Friday | none
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

LATELY = """
@ 2027-01-02 10:00
12月30日 | ask past: 2027-12-30
Dec 30 | ask past: 2027-12-30
12/30 | ask past: 2027-12-30
11月20日 | ask past: 2027-11-20
11月1日 | 2027-11-01
12月底 | ask past: 2027-12-31
mid-December | ask past: 2027-12-15
四季度末 | ask past: 2027-12-31
元旦 | ask past: 2028-01-01
30号 | 2027-01-30
年底 | 2027-12-31
12月28日至1月5日 | 2027-01-05
Dec 30 or 31 | ask several: 2027-12-30, 2027-12-31
30 or 31 Dec | ask several: 2027-12-30, 2027-12-31
in December | ask unsure: 2027-12-31
Feb 30 or 31 | ask impossible
@ 2026-10-09 10:00
国庆前 | ask past: 2027-09-30
before National Day | ask past: 2027-09-30
"""

ON_THE_DAY = """
@ 2026-03-04 10:00
周三前 | ask same_day: 2026-03-04, 2026-03-11
周三截止 | ask same_day: 2026-03-04, 2026-03-11
截止周三 | ask same_day: 2026-03-04, 2026-03-11
最晚周三 | ask same_day: 2026-03-04, 2026-03-11
due Wednesday | ask same_day: 2026-03-04, 2026-03-11
until Wednesday | ask same_day: 2026-03-04, 2026-03-11
no later than Wednesday | ask same_day: 2026-03-04, 2026-03-11
周三9点前 | ask same_day: 2026-03-04 21:00, 2026-03-11 09:00
周三上午9点前 | 2026-03-11 09:00
周三 | 2026-03-04
on Wednesday | 2026-03-04
@ 2026-03-04 19:00
今天下班前 | 2026-03-04
"""

BACK_AGAIN = """
@ 2026-10-06 10:00
国庆回来后第二天 | 2026-10-09
国庆回来 | 2026-10-08
国庆回来三天内 | 2026-10-10
出差回来第二天 | ask unsure: 2026-10-07
上线后第二天 | ask unsure: 2026-10-07
今天开会，第二天交 | 2026-10-07
"""


@pytest.mark.parametrize("row", read_rows(WEEK_IN_THE_OTHER_LANGUAGE), ids=str)
def test_a_day_is_of_the_week_named_beside_it_in_the_other_language(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(FROM_TO), ids=str)
def test_a_length_from_so_many_to_so_many_weeks_is_no_date(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(LATELY), ids=str)
def test_a_day_gone_by_lately_is_asked_over_the_turn_of_the_year_too(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(ON_THE_DAY), ids=str)
def test_a_weekday_cued_as_an_end_is_asked_on_the_day_itself(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(BACK_AGAIN), ids=str)
def test_the_second_day_is_counted_from_what_it_is_said_of(row: Row) -> None:
    assert reading(row, load("CN", range(2026, 2029))) == row.expected
