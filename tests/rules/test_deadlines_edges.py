"""Deadlines at the edges: the year's turn, month ends, leap days, days gone by, weekends, holidays, zones (T1, T7)."""

from datetime import date

import pytest

from tests.rules.calendars import TinyCalendar
from tests.rules.deadline_rows import Row, read_rows, reading

ASKED = """
2月30日 | ask impossible
2月30日前 | ask impossible
2月29日 | ask impossible: 2028-02-29
4月31日 | ask impossible
13月1日 | ask impossible
3月32日 | ask impossible
32号 | ask impossible
2026-02-30 | ask impossible
2026年4月31日 | ask impossible
by Feb 30 | ask impossible
April 31 | ask impossible
the 32nd | ask impossible
2月20日前 | ask past: 2027-02-20
2026年1月5日 | ask past
2025-12-31 | ask past
1号前 | ask past: 2026-04-01
昨天 | none
上周五 | none
今天8点 | 2026-03-02 20:00
报销单周五前交 | 2026-03-06
名单周四下班前 | 2026-03-05
清单下周三前 | 2026-03-11
今天上午8点 | ask past
5/3 | ask day_month_order: 2026-05-03, 2026-03-05
by 4/5 | ask day_month_order: 2026-04-05, 2026-05-04
4-5-2026 | ask day_month_order: 2026-04-05, 2026-05-04
4.5.2026 | 2026-05-04
next Fri | ask next_weekday: 2026-03-13, 2026-03-06
next Wednesday | ask next_weekday: 2026-03-11, 2026-03-04
明天8点 | ask am_pm: 2026-03-03 08:00, 2026-03-03 20:00
tomorrow at 7 | ask am_pm: 2026-03-03 07:00, 2026-03-03 19:00
3月4日（周四） | ask weekday_mismatch: 2026-03-04, 2026-03-05
Thursday, March 4 | ask weekday_mismatch: 2026-03-04, 2026-03-05
周三前交初稿，周五前定稿 | ask several: 2026-03-04, 2026-03-06
draft by Wednesday, final by Friday | ask several: 2026-03-04, 2026-03-06
workshop 9 to 5 Mar 13 | 2026-03-13
9 to 12 May 6 | ask several: 2026-05-12, 2026-05-06
Mar 13 workshop 9 to 5 | 2026-03-13
下周前 | ask before_period: 2026-03-06, 2026-03-13
下个月前 | ask before_period: 2026-03-31, 2026-04-30
before next week | ask before_period: 2026-03-06, 2026-03-13
国庆前 | ask holiday_unknown: 2026-09-30
国庆后 | ask holiday_unknown: 2026-10-08
五一后 | ask holiday_unknown: 2026-05-06
长假后 | ask holiday_unknown: 2026-05-06
节前 | ask holiday_unknown: 2026-04-03
准备周五例会材料 | ask unsure: 2026-03-06
客户周三来访，提前准备材料 | ask unsure: 2026-03-04
tonight's dinner menu | ask unsure: 2026-03-02 23:59
收到样品后3个工作日内 | ask unsure: 2026-03-05
上线后一周内复盘 | ask unsure: 2026-03-09
会后两天内发纪要 | ask unsure: 2026-03-04
2.5 hours | ask unsure: 2026-03-02 11:00
3天 | ask unsure: 2026-03-05
两周 | ask unsure: 2026-03-16
half a day | ask unsure: 2026-03-02 12:30
within 3 days of receipt | ask unsure: 2026-03-05
5pm CST | ask unsure: 2026-03-02 17:00, 2026-03-03 07:00
@ 2026-03-04 10:00
周三前 | ask same_day: 2026-03-04, 2026-03-11
周三之前 | ask same_day: 2026-03-04, 2026-03-11
星期三以前交 | ask same_day: 2026-03-04, 2026-03-11
禮拜三前 | ask same_day: 2026-03-04, 2026-03-11
周三 | 2026-03-04
周三下班前 | 2026-03-04
周三17:00前 | 2026-03-04 17:00
本周三前 | 2026-03-04
下周三前 | 2026-03-11
by Wednesday | ask same_day: 2026-03-04, 2026-03-11
before Wednesday | ask same_day: 2026-03-04, 2026-03-11
Wednesday 5pm | 2026-03-04 17:00
this Wednesday | 2026-03-04
@ 2026-03-04 19:00
周三 | 2026-03-11
周三前 | ask same_day: 2026-03-11
周三20:00前 | 2026-03-04 20:00
周三17:00前 | 2026-03-11 17:00
17:00前 | ask past: 2026-03-05 17:00
今天 | 2026-03-04
今天下班前 | 2026-03-04
今晚8点 | 2026-03-04 20:00
@ 2026-03-07 10:00
下周三 | ask next_week: 2026-03-11, 2026-03-18
下周一前 | ask next_week: 2026-03-09, 2026-03-16
下周 | ask next_week: 2026-03-13, 2026-03-20
下礼拜五 | ask next_week: 2026-03-13, 2026-03-20
下下周三 | 2026-03-18
周三 | 2026-03-11
本周三 | ask past: 2026-03-11
本周五前 | ask past: 2026-03-13
本周日 | 2026-03-08
周末 | 2026-03-08
周六 | 2026-03-07
next Monday | 2026-03-09
next week | 2026-03-13
@ 2026-03-08 20:00
下周三 | ask next_week: 2026-03-11, 2026-03-18
明天 | 2026-03-09
周一 | 2026-03-09
周一前 | 2026-03-09
周日 | 2026-03-15
@ 2026-03-04 01:00
明天 | ask after_midnight: 2026-03-05, 2026-03-04
明天下午3点 | ask after_midnight: 2026-03-05 15:00, 2026-03-04 15:00
tomorrow EOD | ask after_midnight: 2026-03-05, 2026-03-04
今天 | 2026-03-04
后天 | 2026-03-06
"""

TURNS = """
@ 2026-12-20 10:00
1月5日 | 2027-01-05
1月5日前 | 2027-01-05
Jan 5 | 2027-01-05
1/5 | ask day_month_order: 2027-01-05, 2027-05-01
元旦 | 2027-01-01
元旦前 | ask holiday_unknown: 2026-12-31
年底 | 2026-12-31
明年1月5日 | 2027-01-05
明年年底 | 2027-12-31
next year | 2027-12-31
2个月内 | 2027-02-20
two weeks | ask unsure: 2027-01-03
in two weeks | 2027-01-03
春节前 | ask holiday_unknown: 2027-02-04
by Christmas | 2026-12-25
before Christmas | 2026-12-24
by New Year's Eve | 2026-12-31
@ 2026-12-30 10:00
下周五 | 2027-01-08
本周五 | 2027-01-01
后天 | 2027-01-01
大后天 | 2027-01-02
1号 | 2027-01-01
5号前 | 2027-01-05
本周内 | 2027-01-01
3天内 | 2027-01-02
2个工作日内 | 2027-01-01
a week from Friday | 2027-01-08
@ 2026-12-31 10:00
明天 | 2027-01-01
下月底 | 2027-01-31
月底 | 2026-12-31
下个月15号 | 2027-01-15
下季度末 | 2027-03-31
今晚12点 | 2027-01-01 00:00
一小时后 | 2026-12-31 11:00
15小时后 | 2027-01-01 01:00
end of next month | 2027-01-31
end of next quarter | 2027-03-31
EOM | 2026-12-31
EOQ | 2026-12-31
EOY | 2026-12-31
Q1末 | 2027-03-31
@ 2027-01-01 10:00
12月31日 | ask past: 2027-12-31
去年年底 | none
本周五 | 2027-01-01
@ 2026-01-30 10:00
一个月后 | 2026-02-28
1个月内 | 2026-02-28
in a month | 2026-02-28
月底 | 2026-01-31
下月底 | 2026-02-28
30号 | 2026-01-30
31号 | 2026-01-31
2天后 | 2026-02-01
半个月后 | 2026-02-14
下个月30号 | ask impossible
@ 2026-02-27 10:00
31号 | ask impossible: 2026-03-31
30号前 | ask impossible: 2026-03-30
月底 | 2026-02-28
明天 | 2026-02-28
后天 | 2026-03-01
2月底 | 2026-02-28
@ 2028-02-27 10:00
2月29日 | 2028-02-29
29号 | 2028-02-29
月底 | 2028-02-29
后天 | 2028-02-29
3天后 | 2028-03-01
Feb 29 | 2028-02-29
一年后 | 2029-02-27
@ 2028-02-29 10:00
一年后 | 2029-02-28
in a year | 2029-02-28
一个月后 | 2028-03-29
@ 2027-03-10 10:00
2月29日 | 2028-02-29
@ 2026-03-31 10:00
一个月后 | 2026-04-30
下个月31号 | ask impossible
下月底 | 2026-04-30
季度末 | 2026-03-31
@ 2026-11-21 10:00
正月十五 | 2027-02-20
腊月二十八 | 2027-02-04
大年初八 | 2027-02-13
农历八月十五 | 2027-09-15
除夕 | 2027-02-05
元宵节 | 2027-02-20
清明 | 2027-04-05
母亲节 | 2027-05-09
Thanksgiving | 2026-11-26
Easter | 2027-03-28
Labor Day | 2027-09-06
Black Friday | 2026-11-27
双十二前 | 2026-12-11
圣诞节 | 2026-12-25
圣诞节前 | 2026-12-24
圣诞前两周 | 2026-12-11
2 weeks before Christmas | 2026-12-11
3 days after January 12th | 2027-01-15
two weeks from Monday | 2026-12-07
周五前3天 | 2026-11-24
月底前3天 | 2026-11-27
月底前两个工作日 | 2026-11-26
12月15日后3个工作日内 | 2026-12-18
Friday the 13th | ask weekday_mismatch: 2027-08-13
周五27号 | 2026-11-27
2026年底 | 2026-12-31
2027年前 | 2026-12-31
本月最后一个工作日 | 2026-11-30
下个月第一个工作日 | 2026-12-01
下周最后一个工作日 | ask next_week: 2026-11-27, 2026-12-04
5月最后一个工作日前 | 2027-05-31
the last business day of the month | 2026-11-30
first working day of next month | 2026-12-01
2027年3月底 | 2027-03-31
2026年内 | 2026-12-31
5pm PST | 2026-11-22 09:00
17:00 UTC+8 | 2026-11-21 17:00
周一17:00（北京时间） | 2026-11-23 17:00
纽约时间周一9:00 | 2026-11-23 22:00
2026-12-01T09:00:00+00:00 | 2026-12-01 17:00
"""

PERIODS = """
4月完成 | 2026-04-30
中旬 | 2026-03-20
下旬前完成 | 2026-03-31
上旬前 | 2026-03-10
4月份上线 | 2026-04-30
明年5月交付 | 2027-05-31
4月前 | ask before_period: 2026-03-31, 2026-04-30
Q3前完成 | ask before_period: 2026-06-30, 2026-09-30
三季度前 | ask before_period: 2026-06-30, 2026-09-30
三季度完成 | 2026-09-30
by April | ask before_period: 2026-03-31, 2026-04-30
before June 2027 | ask before_period: 2027-05-31, 2027-06-30
in April | ask unsure: 2026-04-30
by Q3 | ask before_period: 2026-06-30, 2026-09-30
end of H1 | 2026-06-30
the week after next | 2026-03-20
the month after next | 2026-05-31
week of March 9 | 2026-03-13
by weekend | 2026-03-06
within the week | 2026-03-06
the third week of this month | none
earlier this month | none
本月第三周 | none
未来三天内 | 2026-03-05
接下来两周 | 2026-03-16
两三天内 | 2026-03-05
2-3天内 | 2026-03-05
3到5个工作日内 | 2026-03-09
in two or three days | 2026-03-05
within 1 day and 5 hours | 2026-03-03 13:30
1天2小时后 | 2026-03-03 10:30
一天半后 | 2026-03-03 12:30
一年零三个月后 | 2027-06-02
12月25日-1月5日 | 2027-01-05
2027年3月1日-3月31日 | 2027-03-31
between Tuesday and Thursday | 2026-03-05
周二和周四之间 | 2026-03-05
周二和周四 | ask several: 2026-03-03, 2026-03-05
从今天起三天内 | 2026-03-05
3月5日起5个工作日内 | 2026-03-12
最早周五 | ask unsure: 2026-03-06
as early as Friday | ask unsure: 2026-03-06
别拖到周五 | none
don't wait until Friday | none
今天必须修完，别拖到明天 | 2026-03-02
这个月最后一个周五 | 2026-03-27
下个月第一个周一 | 2026-04-06
三月第二个周五前 | 2026-03-13
工作日9点到18点 | none
每天9:00-18:00 | none
我周三不在 | none
周三到客户现场 | 2026-03-04
半小时后到302会议室 | 2026-03-02 09:00
first thing tomorrow morning | 2026-03-03 09:00
the Monday after next | 2026-03-16
within the hour | 2026-03-02 09:30
"""

# The public plan of 2026 around Spring Festival, May and October, make-up days included.
PLAN = TinyCalendar(
    off=frozenset(
        [date(2026, 2, day) for day in range(16, 24)]
        + [date(2026, 5, day) for day in (1, 4, 5)]
        + [date(2026, 10, day) for day in range(1, 8)]
        + [date(2026, 6, 19), date(2026, 9, 25), date(2027, 1, 1)]
    ),
    on=frozenset(date(2026, *day) for day in ((2, 14), (2, 28), (5, 9), (9, 20), (10, 10))),
)
PLANNED = """
@ 2026-09-22 10:00
国庆前 | 2026-09-30
国庆节前 | 2026-09-30
十一前 | 2026-09-30
十一假期前 | 2026-09-30
国庆后 | 2026-10-08
國慶節後 | 2026-10-08
中秋前 | 2026-09-24
中秋节后 | 2026-09-28
节前 | 2026-09-24
节后 | 2026-09-28
长假前 | 2026-09-30
长假后 | 2026-10-08
before National Day | 2026-09-30
after National Day | 2026-10-08
国庆节 | 2026-10-01
国庆前一周 | 2026-09-24
元旦前 | 2026-12-31
3个工作日内 | 2026-09-28
@ 2026-09-30 10:00
2个工作日内 | 2026-10-09
3个工作日内 | 2026-10-10
in 3 business days | 2026-10-10
T+1 | 2026-10-08
下周内 | 2026-10-10
节后 | 2026-10-08
放假前 | 2026-09-30
@ 2026-10-08 10:00
本周内 | 2026-10-10
EOW | 2026-10-10
本周末前 | 2026-10-10
by the weekend | 2026-10-10
周六 | 2026-10-10
@ 2026-02-10 10:00
春节前 | 2026-02-14
年前 | 2026-02-14
春节后 | 2026-02-24
年后 | 2026-02-24
本周内 | 2026-02-14
3个工作日内 | 2026-02-13
4个工作日内 | 2026-02-14
5个工作日内 | 2026-02-24
节后第一个工作日 | 2026-02-24
@ 2026-04-20 10:00
五一前 | 2026-04-30
五一后 | 2026-05-06
劳动节前 | 2026-04-30
勞動節後 | 2026-05-06
before Labor Day | ask holiday_unknown: 2026-09-04
端午节前 | 2026-06-18
10个工作日内 | 2026-05-07
@ 2026-09-18 10:00
1个工作日内 | 2026-09-20
本周内 | 2026-09-20
next business day | 2026-09-20
@ 2026-12-30 10:00
2个工作日内 | 2027-01-04
明年第一个工作日 | none
"""


@pytest.mark.parametrize("row", read_rows(ASKED), ids=str)
def test_what_can_be_read_in_two_ways_or_not_at_all_is_asked(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(TURNS), ids=str)
def test_years_months_and_leap_days_turn_as_in_the_calendar(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(PERIODS), ids=str)
def test_a_period_is_due_at_its_end_and_asked_where_it_has_two(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(PLANNED), ids=str)
def test_workdays_and_holidays_are_the_teams_own(row: Row) -> None:
    assert reading(row, PLAN) == row.expected
