"""Deadlines and look-alikes in the words of offices, of which the day was once read wrongly or not at all (T7)."""

from datetime import date

import pytest

from tests.rules.calendars import TinyCalendar
from tests.rules.deadline_rows import Row, read_rows, reading

PAST = """
昨天下午3点开的会 | none
昨晚8点提的需求，周三前给排期 | 2026-03-04
上周三下午2点的会议纪要发一下 | none
前天晚上10点发的版 | none
去年3月15日成立 | none
去年3月15日的合同，3月20日前续签 | 2026-03-20
we met at 3pm yesterday | none
last Friday at 5pm | none
last night at 8 | none
the build broke two days ago at 5pm | none
昨天的日报，下午3点前补交 | 2026-03-02 15:00
"""

COUNTED = """
2nd Tuesday of April | 2026-04-14
the 4th Friday in March | 2026-03-27
every 2nd Tuesday | none
last working day of April | 2026-04-30
first business day of April | 2026-04-01
本月倒数第二个工作日 | 2026-03-30
下月第三个工作日 | 2026-04-03
in an hour or two | 2026-03-02 10:30
in a day or two | 2026-03-04
in an hour or so | 2026-03-02 09:30
within 3天 | 2026-03-05
within the day | 2026-03-02
一周左右 | ask unsure: 2026-03-09
验收合格之日起30日内 | ask unsure: 2026-04-01
自合同签订之日起15个工作日内 | ask unsure: 2026-03-23
"""

PERIODS = """
by month's end | 2026-03-31
by week's end | 2026-03-06
by the middle of the month | 2026-03-15
三月中上旬 | 2026-03-20
四月十几号 | none
三月二十几号 | none
下周头两天 | none
下周后半周 | none
本月前两周 | none
end of the month after next | 2026-05-31
@ 2026-12-31 16:00
上半年内 | 2027-06-30
"""

HOURS = """
by 17h | 2026-03-02 17:00
Friday at 15h30 | 2026-03-06 15:30
noon-ish Wednesday | 2026-03-04 12:00
by Thursday lunchtime | 2026-03-05 12:00
Thurs. 5 p.m. | 2026-03-05 17:00
tomorrow's EOD | 2026-03-03
by start of business Tuesday | 2026-03-03 09:00
wed pm | 2026-03-04 18:00
明天两三点 | 2026-03-03 15:00
周五六点 | 2026-03-06 18:00
工作日晚上8点前更新 | none
wed pls | 2026-03-04
上午下班前 | 2026-03-02 12:00
明天中午下班前 | 2026-03-03 12:00
明天下午上班前 | 2026-03-03 13:00
下午下班前 | 2026-03-02
"""

ZONES = """
by Friday noon SF time | 2026-03-07 04:00
Wed 3pm Pacific | 2026-03-05 07:00
Wed 3pm Oslo time | 2026-03-04 22:00
周三下午3点美国时间 | ask unsure: 2026-03-05 04:00, 2026-03-05 07:00
Wed 3pm your time | ask unsure: 2026-03-04 15:00
周三下午3点前（客户时间） | ask unsure: 2026-03-04 15:00
当地时间周三下午3点 | ask unsure: 2026-03-04 15:00
"""

LISTED = """
大概下周三四能出来 | ask several: 2026-03-11, 2026-03-12
下周二三之间 | ask several: 2026-03-10, 2026-03-11
March 5/6 | ask several: 2026-03-05, 2026-03-06
周四五吧 | ask several: 2026-03-05, 2026-03-06
除了周五都行 | none
周五以外都可以 | none
any day except Friday | none
明天天亮前 | 2026-03-03
今天下午2点在3楼开会，散会后发纪要 | ask unsure: 2026-03-02 14:00
Friday demo slides | ask unsure: 2026-03-06
"""

FIGURES = """
26/03/31 | 2026-03-31
周二（3.31） | 2026-03-31
3月10日[周二] | 2026-03-10
初稿3.9 终稿3.16 | ask several: 2026-03-09, 2026-03-16
验收：3.20 | 2026-03-20
发布3.16 hotfix | none
评分3.9，好评3.16 | none
比例3/4 | none
page 3/15 | none
3/5 items done | none
2/3多数 | none
9:16竖版 | none
9:16视频下周二要 | 2026-03-10
订单20260315号 | none
工位15号 | none
八一路58号 | none
思路15号前给我 | 2026-03-15
12号字体 | none
次日达 | none
"""

STAGES = """
内测3.9 上线3.16 | ask several: 2026-03-09, 2026-03-16
初稿周三，终稿周五前 | ask several: 2026-03-04, 2026-03-06
周三交付周五验收 | ask several: 2026-03-04, 2026-03-06
deck明天发，final周五 | ask several: 2026-03-03, 2026-03-06
会议周三，纪要周五发 | 2026-03-06
周五要用，提前一天给我 | ask several: 2026-03-05, 2026-03-06
现在3点，5点前给我 | 2026-03-02 17:00
不用今天，明天给我 | 2026-03-03
not Thursday but Friday | 2026-03-06
是不是周三交 | 2026-03-04
周三前，不对，周四前 | 2026-03-05
海报周三交，说错了，周四 | 2026-03-05
by next Tuesday's... no, by Thursday | 2026-03-05
G15次周三9:00发车 | 2026-03-04 09:00
早上好 | none
晚上好 | none
I'm out Thu-Fri, so please send it by Wed | 2026-03-04
launch is Mar 20, assets due Mar 13 | 2026-03-13
the event is on March 12, print files by March 6 EOD | 2026-03-06
周五下午3点客户来，2点半前会议室布置好 | ask unsure: 2026-03-06 14:30
"""

# The days off of 2026 in mainland China around April, May and October.
OFF = TinyCalendar(
    off=frozenset(
        [date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5)]
        + [date(2026, 10, day) for day in range(1, 8)]
    ),
    on=frozenset((date(2026, 5, 9), date(2026, 10, 10))),
)
HOLIDAYS = """
@ 2026-09-28 09:00
十一之前 | 2026-09-30
10.8上班前 | 2026-10-08 09:00
十一以后 | 2026-10-08
after the National Day holiday | 2026-10-08
节后第一天上班 | 2026-10-08
@ 2026-03-30 09:00
Labour Day前 | 2026-04-30
Labour Day | 2026-05-01
清明后第一个工作日 | 2026-04-07
"""


@pytest.mark.parametrize("row", read_rows(PAST), ids=str)
def test_an_hour_of_a_day_gone_by_is_nobodys_deadline(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(COUNTED), ids=str)
def test_what_is_counted_off_is_counted_from_where_it_says(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(PERIODS), ids=str)
def test_a_part_of_a_period_is_never_taken_for_another(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(HOURS), ids=str)
def test_an_hour_in_office_words_keeps_its_day(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(ZONES), ids=str)
def test_a_time_that_is_somebody_elses_is_never_read_as_ones_own(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(LISTED), ids=str)
def test_days_that_are_offered_or_excepted_are_no_one_day(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(FIGURES), ids=str)
def test_figures_are_a_day_only_where_words_make_them_one(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(STAGES), ids=str)
def test_each_stage_of_the_work_has_its_own_day(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(HOLIDAYS), ids=str)
def test_holidays_are_found_in_all_their_wordings(row: Row) -> None:
    assert reading(row, OFF) == row.expected
