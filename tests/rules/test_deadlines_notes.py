"""Deadlines and look-alikes as they stand in chats, invitations and tender papers (T1, T7)."""

import pytest

from tests.rules.deadline_rows import Row, read_rows, reading

NOTES = """
麻烦在3.18之前把清单给我 | 2026-03-18
请于3.18下午5点前反馈 | 2026-03-18 17:00
时间节点：3.20 完成初稿 | 2026-03-20
截止日期 2026.3.20 | 2026-03-20
截止：3/20（周五）18:00 | 2026-03-20 18:00
【截止时间】3月20日 周五 18点 | 2026-03-20 18:00
到3月20号为止 | 2026-03-20
三月二十日下午六点整 | 2026-03-20 18:00
二十号下午两点半 | 2026-03-20 14:30
25日中午12:00前 | 2026-03-25 12:00
明日17时前 | 2026-03-03 17:00
明日上午 | 2026-03-03 12:00
本周四晚8点 | 2026-03-05 20:00
本周四晚上八点半之前 | 2026-03-05 20:30
下周一上班前 | 2026-03-09 09:00
下周二中午吃饭前 | 2026-03-10 12:00
后天晚上12点前 | 2026-03-05 00:00
十分钟后 | 2026-03-02 08:40
45分钟内 | 2026-03-02 09:15
三个半小时内 | 2026-03-02 12:00
一个礼拜内 | 2026-03-09
两个月后 | 2026-05-02
一个半月内 | 2026-04-17
一个星期之后 | 2026-03-09
五个自然日内 | 2026-03-07
7个自然日内 | 2026-03-09
本季度结束前 | 2026-03-31
本季度底 | 2026-03-31
下季度初 | 2026-04-01
第三季度末 | 2026-09-30
今年三季度末 | 2026-09-30
2026年第三季度末 | 2026-09-30
Q4结束 | 2026-12-31
2026Q3末 | 2026-09-30
26年底 | 2026-12-31
年中前 | 2026-06-30
五月中旬 | 2026-05-20
6月上旬前 | 2026-06-10
下月上旬 | 2026-04-10
四月第一周 | none
5.1前 | 2026-05-01
五一之前 | ask holiday_unknown: 2026-04-30
5月1号前 | 2026-05-01
10.1之前上线 | 2026-10-01
端午前后 | none
春节期间 | none
2027元旦 | 2027-01-01
感恩节前 | 2026-11-25
情人节 | 2027-02-14
六一儿童节前 | 2026-05-29
明晚之前 | 2026-03-03 23:59
今晚之前 | 2026-03-02 23:59
明早之前 | 2026-03-03 09:00
周五傍晚前 | 2026-03-06 18:00
周五深夜 | 2026-03-06 23:59
周末加班做完 | 2026-03-08
这周内搞定 | 2026-03-06
本星期内 | 2026-03-06
这个礼拜 | 2026-03-06
下个礼拜 | 2026-03-13
下个星期一上午九点半 | 2026-03-09 09:30
隔天 | none
过几天 | none
过两个小时 | 2026-03-02 10:30
1-2个工作日内 | 2026-03-04
下午3-4点 | 2026-03-02 16:00
下午三点到四点之间 | 2026-03-02 16:00
十一月十一号十一点十一分 | 2026-11-11 11:11
三月初八 | 2026-04-24
初八前 | none
8号线 | none
1月-3月数据 | none
上半年数据 | none
全年目标 | none
三年规划 | none
五年计划 | none
一日三餐 | none
1号会议室 | none
2号人选 | none
周末愉快 | none
明星产品 | none
明确需求 | none
后台服务 | none
后期制作 | none
日程表 | none
月活100万 | none
时间紧 | none
分钟级延迟 | none
秒杀活动 | none
点击率3.15% | none
3点半成品 | none
满200减20 | none
买3送1 | none
1/10的人 | none
9/10分 | none
排名3/15 | none
第3/5页 | none
尺寸3-15cm | none
5-10元 | none
上3.15晚会 | none
P3-15页 | none
房间3-15 | none
3栋1-501 | none
A3-15 | none
QQ 12345678 | none
￥3.15 | none
$3.15 | none
3.14159 | none
Nov 2026 release | none
by 2 people | none
in 5 cities | none
at 10 locations | none
on 3 servers | none
1-2 days of work | none
10-15 minutes walk | none
5/5 stars | none
3/10 | ask day_month_order: 2026-03-10, 2026-10-03
due 3-10 | 2026-03-10
by 3.10 | 2026-03-10
second half | none
may day parade plan | none
Friday's the deadline | ask unsure: 2026-03-06
deadline end of next week | 2026-03-13
next Thursday at noon | ask next_weekday: 2026-03-12 12:00, 2026-03-05 12:00
Thursday after next | 2026-03-12
a month from now | 2026-04-02
three weeks from Friday | 2026-03-27
by the close of Friday | 2026-03-06
COB Monday 9 March | 2026-03-09
EOD 3/9 | ask day_month_order: 2026-03-09, 2026-09-03
before midnight Friday | 2026-03-07 00:00
by end-of-day Thursday | 2026-03-05
by end-of-month | 2026-03-31
end of business Friday | 2026-03-06
today by 6 | 2026-03-02 18:00
tomorrow, 9:30 AM sharp | 2026-03-03 09:30
Fri, Mar 6, 2026, 5:00 PM | 2026-03-06 17:00
06 Mar 2026 17:00 | 2026-03-06 17:00
Mar 6 @ 5pm | 2026-03-06 17:00
6th Mar, 5 p.m. | 2026-03-06 17:00
the morning of March 6 | 2026-03-06 12:00
March 6 in the afternoon | 2026-03-06 18:00
first of April | 2026-04-01
April Fools' Day | 2026-04-01
the last day of March | 2026-03-31
the last day of the month | 2026-03-31
the first Monday of April | 2026-04-06
within ten minutes | 2026-03-02 08:40
in ninety minutes | 2026-03-02 10:00
in 36 hours | 2026-03-03 20:30
twelve hours from now | 2026-03-02 20:30
三月初八前 | 2026-04-24
3月15日前后 | 2026-03-15
3月15日23点59分59秒 | 2026-03-15 23:59:59
2026Q3末 | 2026-09-30
周初 | 2026-03-02
周中 | 2026-03-04
五月中下旬 | 2026-05-31
"""


@pytest.mark.parametrize("row", read_rows(NOTES), ids=str)
def test_what_stands_in_notes_is_read_as_people_mean_it(row: Row) -> None:
    assert reading(row) == row.expected
