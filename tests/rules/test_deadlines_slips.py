"""Everyday wordings of which the day or the hour was once read wrongly without a word (T7)."""

from datetime import date, datetime

import pytest

from bot.rules.deadlines import parse_simple
from tests.rules.calendars import SHANGHAI
from tests.rules.deadline_rows import Row, read_rows, reading
from tests.rules.test_deadlines_edges import PLAN

HOURS = """
周四3点-4点 | 2026-03-05 16:00
周四下午3点到4点 | 2026-03-05 16:00
周五9:00-11:00 | 2026-03-06 11:00
9:00-11:00 周五 | 2026-03-06 11:00
3月5日14:00-16:00 | 2026-03-05 16:00
周三3-4点 | 2026-03-04 16:00
明天下午3-5点 | 2026-03-03 17:00
Thu 3-4pm | 2026-03-05 16:00
Friday 9am-11am | 2026-03-06 11:00
Friday between 3 and 5pm | 2026-03-06 17:00
tomorrow from 2 to 4pm | 2026-03-03 16:00
晚上8点到9点 | 2026-03-02 21:00
明晚8点到10点 | 2026-03-03 22:00
明天上午10点到下午2点 | 2026-03-03 14:00
"""

WEEKS = """
下周一到周五 | 2026-03-13
下周一到周三完成测试 | 2026-03-11
下周五到周一 | 2026-03-16
下周一9点到周三18点 | 2026-03-11 18:00
下周三、周五 | ask several: 2026-03-11, 2026-03-13
@ 2026-03-07 10:00
下周一到周五 | ask next_week: 2026-03-13, 2026-03-20
"""

NEXT = """
确认一下周五能不能交 | 2026-03-06
辛苦一下周三前发我 | 2026-03-04
看一下下周五 | 2026-03-13
统一下周五交 | 2026-03-13
下 周五 | 2026-03-13
请看一下 周五前给我 | 2026-03-06
次周五前 | 2026-03-13
下一周周五 | 2026-03-13
再下周五 | 2026-03-20
下一周内 | 2026-03-13
下一个月内 | 2026-04-30
下一个周五 | ask next_weekday: 2026-03-06, 2026-03-13
下一个工作日 | 2026-03-03
next month 15th | 2026-04-15
15th next month | 2026-04-15
"""

LISTED = """
周一三五 | ask several: 2026-03-02, 2026-03-04, 2026-03-06
周三、五 | ask several: 2026-03-04, 2026-03-06
周三五点 | 2026-03-04 17:00
周二十点前 | 2026-03-03 10:00
周二二十点前 | 2026-03-03 20:00
下周二十二点半 | 2026-03-10 12:30
周五一早 | 2026-03-06 09:00
周六一早 | 2026-03-07 09:00
Mar 5th or 6th | ask several: 2026-03-05, 2026-03-06
5 or 6 March | ask several: 2026-03-05, 2026-03-06
by the 5th or 6th | ask several: 2026-03-05, 2026-03-06
by Thursday or Friday | ask several: 2026-03-05, 2026-03-06
by Thu/Fri | ask several: 2026-03-05, 2026-03-06
周四/周五交 | ask several: 2026-03-05, 2026-03-06
周四、周五交 | ask several: 2026-03-05, 2026-03-06
周三二十号交 | ask weekday_mismatch: 2026-05-20
周二十号交 | 2026-03-10
周四前或周五交 | ask several: 2026-03-05, 2026-03-06
"""

RECURRING = """
每个周五 | none
每两周的周五 | none
每隔两周周五 | none
隔周的周五 | none
每月最后一个周五 | none
每月1号和15号 | none
每年3月15日 | none
每周一到周五 | none
每周三和周五 | none
天天下午5点 | none
一周一次，周五交 | none
every other Friday | none
weekly on Friday | none
on the 15th of every month | none
every 2 weeks on Friday | none
every Monday and Thursday | none
每周更新，3月6日前给模板 | 2026-03-06
每人周五前交一份 | 2026-03-06
every team reports by Friday | 2026-03-06
"""

BARE_HOURS = """
1730前 | 2026-03-02 17:30
明天1730 | 2026-03-03 17:30
Fri 1730 | 2026-03-06 17:30
今晚2030发布 | 2026-03-02 20:30
截止1700 | 2026-03-02 17:00
send it by 1730 | 2026-03-02 17:30
周五1500份 | 2026-03-06
转账1500给李四 | none
订购1200交付客户 | none
采购1500前确认 | none
工号1130上线 | none
grow by 1500 | none
2030前完成 | none
明天下午5前 | 2026-03-03 17:00
明早10 | 2026-03-03 10:00
下午3个 | none
明天一上班 | 2026-03-03 09:00
"""

NUMERALS = """
廿五号前 | 2026-03-25
卅一号前 | 2026-03-31
三月卅一日前 | 2026-03-31
2月的最后一天 | ask past: 2027-02-28
一个季度内 | 2026-06-02
一季度内 | 2026-03-31
2-5 March | 2026-03-05
"""

HOLIDAYS = """
@ 2026-09-22 10:00
国庆后第3个工作日 | 2026-10-10
国庆后第二天 | 2026-10-09
国庆后一周内 | 2026-10-14
国庆后三天内 | 2026-10-10
国庆前最后一个工作日 | 2026-09-30
节后第二个工作日前交 | 2026-09-29
节后三天内 | 2026-09-30
节前一天 | 2026-09-24
节后第二周 | none
双节前 | none
"""

NOT_BEFORE = """
周五后给你 | ask unsure: 2026-03-06
3月5日之后交 | ask unsure: 2026-03-05
下周三后 | ask unsure: 2026-03-11
下午3点后 | ask unsure: 2026-03-02 15:00
after Friday | ask unsure: 2026-03-06
Friday or later | ask unsure: 2026-03-06
明天后天 | ask several: 2026-03-03, 2026-03-04
周五后端联调 | 2026-03-06
"""

EARLIER = """
3月20日提前一周交 | 2026-03-13
活动3月20日，提前两天到位 | ask several: 2026-03-18, 2026-03-20
周五早两天交 | 2026-03-04
周五早上 | 2026-03-06 09:00
3月5日发布会 | ask unsure: 2026-03-05
3月10日下午开评审会，提前一天发材料 | ask several: 2026-03-09 18:00, 2026-03-10 18:00
会议时间：3月10日14:00，请提前准备材料 | ask unsure: 2026-03-10 14:00
@ 2027-01-01 10:00
2月29日 | ask impossible: 2028-02-29
@ 2026-03-02 08:30
明年3月前 | ask before_period: 2027-02-28, 2027-03-31
by March | ask before_period: 2026-03-31, 2027-02-28
"""

COUNTED_WEEKS = """
@ 2026-03-04 10:00
3周后的周五 | 2026-03-27
两周后周一 | 2026-03-16
两个星期后的周五下午3点 | 2026-03-20 15:00
Friday in two weeks | 2026-03-20
in two weeks on Friday | 2026-03-20
三天后的周一 | ask weekday_mismatch: 2026-03-07, 2026-03-09
4月第一周的周二 | 2026-04-07
下月第一周的周五 | ask several: 2026-04-03, 2026-04-10
Friday of the second week of April | ask several: 2026-04-10, 2026-04-17
周一到周三 | ask several: 2026-03-04, 2026-03-11
周一到周五 | ask several: 2026-03-06, 2026-03-13
from Mon to Wed | ask several: 2026-03-04, 2026-03-11
周四到下周二 | 2026-03-10
"""

SAME_DAY = """
@ 2026-03-04 10:00
明天上午开会，下午交 | 2026-03-05 18:00
周五上午评审，下午3点前改完 | 2026-03-06 15:00
明天上午开会。下午3点前交 | 2026-03-04 15:00
周三到周五出差，下周一交 | ask several: 2026-03-06, 2026-03-09
3月8日活动物料提前3天到位 | ask several: 2026-03-05, 2026-03-08
Wed or Thu | ask several: 2026-03-04, 2026-03-05
"""

DAYS_WITH_THEIR_SIGN = """
3.20号之前盖章 | 2026-03-20
3.20日前 | 2026-03-20
3/20号下午2点 | 2026-03-20 14:00
4.1号上线 | 2026-04-01
26/3/20 | 2026-03-20
26.3.20前 | 2026-03-20
26.3.20 | none
3/5号楼 | none
2/3号线 | none
"""

SHORT_FORMS = """
周一早上、周五晚上 | ask several: 2026-03-02 09:00, 2026-03-06 23:59
本月15前 | 2026-03-15
本月3款 | 2026-03-31
十五日前 | 2026-03-15
Weds 3pm | 2026-03-04 15:00
Fri AM | 2026-03-06 12:00
tomorrow pm | 2026-03-03 18:00
6pm London time | 2026-03-03 02:00
周五（含）前 | 2026-03-06
"""


@pytest.mark.parametrize("row", read_rows(HOURS), ids=str)
def test_a_span_of_hours_ends_on_its_own_day(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(WEEKS), ids=str)
def test_the_second_weekday_of_a_span_is_of_the_week_of_the_first(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(NEXT), ids=str)
def test_next_is_told_from_a_short_look_and_read_in_all_its_forms(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(LISTED), ids=str)
def test_several_days_in_one_word_are_asked(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(RECURRING), ids=str)
def test_what_comes_round_again_never_becomes_one_deadline(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(BARE_HOURS), ids=str)
def test_an_hour_without_its_word_is_read_beside_its_day(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(NUMERALS), ids=str)
def test_old_numerals_and_lengths_in_quarters_are_read_whole(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(HOLIDAYS), ids=str)
def test_days_after_a_holiday_are_counted_from_its_last_day_off(row: Row) -> None:
    assert reading(row, PLAN) == row.expected


THIS = """
@ 2026-03-06 10:00
脚本周一前给 | 2026-03-09
5.1版本周三发 | 2026-03-11
样本月底前寄出 | 2026-03-31
@ 2026-03-07 10:00
成本周四前报 | 2026-03-12
文本周末前给 | ask past: 2026-03-13
本周四前报成本 | ask past: 2026-03-12
"""

NEW_YEAR = """
@ 2026-01-28 10:00
年初八前 | 2026-02-24
年初八上班前 | 2026-02-24 09:00
初八前交 | 2026-02-24
@ 2026-07-28 10:00
初三前交 | none
"""

FIGURES = """
3月9号内测，3月16号上线 | ask several: 2026-03-09, 2026-03-16
3月16号上线，物料提前3天到位 | ask several: 2026-03-13, 2026-03-16
3/9-3/13之间 | 2026-03-13
3.9-3.13之间交付 | 2026-03-13
完成度3/4 | none
合同编号2026-03-15 | none
快递单号20260312 周四到 | 2026-03-05
"""

NIGHT = """
@ 2026-03-06 17:40
零点前 | 2026-03-07 00:00
凌晨2点前 | 2026-03-07 02:00
周五半夜12点 | 2026-03-07 00:00
周四下午2点到4点开会 | ask unsure: 2026-03-12 16:00
"""

BRITISH = """
Friday fortnight | 2026-03-20
a fortnight on Friday | 2026-03-20
by half four tomorrow | 2026-03-03 16:30
by half of the team | none
before the early May bank holiday | none
"""


@pytest.mark.parametrize("row", read_rows(THIS), ids=str)
def test_a_word_that_ends_in_this_names_no_week_or_month_with_it(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(NEW_YEAR), ids=str)
def test_the_first_days_of_the_new_year_by_the_moon_are_not_the_beginning_of_the_year(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(FIGURES), ids=str)
def test_figures_of_a_span_are_due_at_its_end_and_those_of_numbers_and_shares_never(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(NIGHT), ids=str)
def test_the_coming_night_needs_no_question_and_the_hours_of_a_meeting_do(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(BRITISH), ids=str)
def test_days_and_hours_as_they_are_said_in_britain(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(NOT_BEFORE), ids=str)
def test_a_day_from_which_on_is_not_taken_for_a_day_until_which(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(EARLIER), ids=str)
def test_a_day_that_belongs_to_an_event_is_shifted_or_asked(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(SHORT_FORMS), ids=str)
def test_short_forms_keep_their_day_and_their_hour(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(COUNTED_WEEKS), ids=str)
def test_a_weekday_of_a_counted_week_is_of_that_week(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(SAME_DAY), ids=str)
def test_an_hour_and_a_journey_belong_to_the_day_before_them(row: Row) -> None:
    assert reading(row) == row.expected


@pytest.mark.parametrize("row", read_rows(DAYS_WITH_THEIR_SIGN), ids=str)
def test_figures_with_the_sign_of_a_day_are_a_day(row: Row) -> None:
    assert reading(row) == row.expected


def test_the_simple_form_reads_through_zero_width_characters() -> None:
    now = datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)
    assert parse_simple("4月\u200b5日前", now) == date(2026, 4, 5)


@pytest.mark.parametrize("text", ["工作量3.5日", "开发工期 3.5日", "需要3.5日完成"])
def test_how_many_days_work_takes_is_no_day_of_a_month(text: str) -> None:
    assert parse_simple(text, datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)) is None
