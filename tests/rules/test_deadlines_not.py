"""Words, numbers and signs that look like dates and are none (T7): a wrong date is worse than a question."""

import pytest

from tests.rules.deadline_rows import Row, read_rows, reading

CHINESE_SILENT = """
v3.15 | none
v3.15上线 | none
V2.10.3版本 | none
升级到3.15.2 | none
3.15版本 | none
5.0版本 | none
3.0版 | none
版本3.15 | none
1/2的预算 | none
1/2以上的人 | none
完成2/3 | none
进度 3/4 | none
三分之一 | none
5-8人 | none
3-5款 | none
5-8个工作日 | none
2-3天 | none
12-15个 | none
比例16:9 | none
3:2领先 | none
13800138000 | none
电话010-8888-6666 | none
电话：138-0013-8000 | none
3D模型 | none
300DPI | none
24小时热线 | none
24小时营业 | none
7x24小时 | none
7*24小时值班 | none
2026年度报告 | none
2026年预算 | none
周报 | none
单周五交周报 | none
每单周五 | none
每双周周五 | none
日报 | none
月报 | none
周报模板 | none
本周周报 | none
月饼 | none
月饼采购清单 | none
中秋月饼采购 | none
年会 | none
年终总结 | none
季度报告 | none
Q4宣传物料 | none
周年庆 | none
十周年 | none
一周年活动 | none
天天 | none
周围的人 | none
周边产品 | none
老周 | none
小周负责 | none
周一鸣 | none
日常工作 | none
号码牌 | none
3号楼 | none
3号线 | none
1号店 | none
12号文件 | none
第3点 | none
3点建议 | none
三点意见 | none
两点说明 | none
评分4.5分 | none
4.5折 | none
2.5万元 | none
3.5米 | none
12.5% | none
50% | none
3款海报 | none
每周三汇报 | none
每天下班前更新 | none
每周五17:00前提交周报 | none
每月15号对账 | none
每季度末盘点 | none
每年年底 | none
逢周三开会 | none
昨天 | none
前天 | none
上周五 | none
上个月底 | none
去年年底 | none
三天前 | none
两小时前 | none
刚才 | none
尽快 | none
待定 | none
有空再说 | none
回头给你 | none
马上 | none
提前3个工作日 | none
工期5个工作日 | none
需要3天 | none
大概要两天 | none
逾期3天 | none
延期两天 | none
说明天气情况 | none
说明书 | none
明天见 | none
安全生产月 | none
五一活动方案 | none
国庆海报 | none
春节慰问品清单 | none
元旦晚会节目单 | none
双十一方案 | none
3月份销售数据分析 | none
本月KPI | none
下周计划 | none
十点方案 | none
早会纪要 | none
午餐 | none
晚会 | none
早就好了 | none
文档还差一点 | none
快一点交 | none
字体再大一点 | none
提前一点给我 | none
今后 | none
以后再说 | none
前后端联调 | none
三日游 | none
百日冲刺 | none
生日 | none
生日会策划 | none
12306 | none
10086 | none
110 | none
IP 192.168.3.15 | none
服务器10.0.3.15重启 | none
XZB20231001-01 | none
XZB20231001 | none
单号20260315001 | none
身份证110101199003071234 | none
预算2026元 | none
2026款 | none
9.9元 | none
1.2亿 | none
3.8妇女节物料 | none
A4纸 | none
4K屏 | none
5G | none
3年经验 | none
5天年假 | none
第3周 | none
第一季度数据 | none
下午茶 | none
中午饭 | none
"""

ENGLISH_SILENT = """
v3.15 | none
version 3.15 | none
release 2.10.3 | none
Python 3.11 | none
1/2 of the budget | none
2/3 done | none
3/4 complete | none
24/7 | none
24/7 support | none
24-hour hotline | none
5-8 people | none
3-5 items | none
9-5 job | none
300DPI | none
3D model | none
4K screen | none
16:9 | none
50% | none
3.5 million | none
call 555-1234 | none
+86 138-0013-8000 | none
192.168.3.15 | none
2026 annual report | none
the 2026 budget | none
Q4 materials | none
first draft | none
1st draft | none
2nd round | none
second opinion | none
second | none
a second look | none
one second please | none
wait a minute | none
may | none
you may go | none
this may take a while | none
it may be late | none
may I ask | none
march | none
they march on | none
march forward | none
sat | none
sat down | none
we sat down with the team | none
sun | none
sun exposure test | none
the sun is out | none
mon ami | none
wed a lawyer | none
marching orders | none
augment the data | none
decide soon | none
decimal places | none
janitor | none
friendly reminder | none
sunny | none
monitor | none
thunder | none
satisfied | none
weekly report | none
daily standup | none
monthly report | none
every Monday | none
every day at 5pm | none
each Friday | none
Fridays | none
on Mondays | none
last Friday | none
last week | none
yesterday | none
two days ago | none
3 weeks ago | none
a week late | none
two days overdue | none
it takes 3 days | none
for two weeks | none
ASAP | none
as soon as possible | none
TBD | none
soon | none
later | none
whenever you can | none
the week's plan | none
day one | none
my day | none
a day off | none
at least 3 people | none
at 5% | none
at 3 points | none
in 3 steps | none
in 2 files | none
page 3 of 5 | none
3 of 5 | none
chapter 12 | none
room 305 | none
no. 15 | none
item 15 | none
iPhone 15 | none
COVID-19 | none
ISO 9001 | none
level 5 | none
top 10 | none
2nd floor | none
5th avenue | none
fall back | none
spring cleaning | none
end of the story | none
by the way | none
by hand | none
by 20% | none
before us | none
after all | none
on it | none
on time | none
in time | none
in general | none
in fact | none
"""


@pytest.mark.parametrize("row", read_rows(CHINESE_SILENT) + read_rows(ENGLISH_SILENT), ids=str)
def test_what_only_looks_like_a_date_is_none(row: Row) -> None:
    assert reading(row) == row.expected
