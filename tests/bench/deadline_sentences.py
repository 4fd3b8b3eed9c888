"""Sentences as they are typed in group chats, with the deadline each one sets; written before the rules were."""

SENTENCES = """
李四你把海报初稿周三下午五点前给我 | 2026-03-04 17:00
大家注意，周报今晚8点前交齐 | 2026-03-02 20:00
这个需求最晚下周二要上线 | 2026-03-10
麻烦技术部的同事周四中午前给个排期 | 2026-03-05 12:00
合同我看过了，明天上午十点前回传 | 2026-03-03 10:00
供应商那边说月底才能到货，我们月底前先把方案定了 | 2026-03-31
方案改好后发我，后天一早我要给王总看 | 2026-03-04 09:00
王总要的数据，今天下班前一定要出来 | 2026-03-02
下周三之前把测试环境搭好 | 2026-03-11
3月20号之前完成验收 | 2026-03-20
发布会定在4月18日，物料4月10日前到位 | 2026-04-10
请于3月6日18:00前将材料发送至行政部邮箱 | 2026-03-06 18:00
请各部门于本周五前反馈意见 | 2026-03-06
这事儿急，两个小时内给我答复 | 2026-03-02 10:30
半小时后到302会议室 | 2026-03-02 09:00
三个工作日内完成审批 | 2026-03-05
收到后5个工作日内付款 | 2026-03-09
客户说了，15号之前必须看到样品 | 2026-03-15
咱们争取这周五把第一版弄出来 | 2026-03-06
页面设计稿下周一给 | 2026-03-09
页面设计稿，下周一中午12点给到前端 | 2026-03-09 12:00
报销单据25号前交财务，过期不候 | 2026-03-25
季度末之前把库存盘一遍 | 2026-03-31
6月底前拿到认证 | 2026-06-30
年底前要完成五个城市的布局 | 2026-12-31
小张，周四前帮忙核对一下名单哈 | 2026-03-05
名单核对周四上午11点前 | 2026-03-05 11:00
采购部周五下班前确认三家供应商报价 | 2026-03-06
请王工明天下午2点半前把日志发群里 | 2026-03-03 14:30
视频剪辑 截止时间：3月18日 24:00 | 2026-03-19 00:00
官网改版，3月31日上线 | 2026-03-31
官网改版 3.31 上线 | 2026-03-31
培训材料 3/25 前给HR | 2026-03-25
培训材料3-25前给HR | 2026-03-25
【待办】张伟 完成竞品分析 3月9日 | 2026-03-09
@张伟 竞品分析报告，3月9号下午六点前发我 | 2026-03-09 18:00
竞品分析报告两周内完成 | 2026-03-16
一个月之内给出整改方案 | 2026-04-02
下个月10号发工资前把考勤核完 | 2026-04-10
下个月5号前提交预算 | 2026-04-05
四月五号之前提交预算 | 2026-04-05
预算表明早发我 | 2026-03-03 09:00
预算表明天早上九点发我 | 2026-03-03 09:00
今天之内必须解决这个bug | 2026-03-02
这个bug今晚必须修好 | 2026-03-02 23:59
这个bug今晚12点前修好 | 2026-03-03 00:00
等下周再说吧，下周五前给结论 | 2026-03-13
结论周末前给 | 2026-03-06
周六上午把服务器迁完 | 2026-03-07 12:00
周日晚上10点发布 | 2026-03-08 22:00
本周日之前把课程录完 | 2026-03-08
礼拜四之前把邀请函寄出去 | 2026-03-05
星期五下午四点前各组报进度 | 2026-03-06 16:00
下礼拜一把钥匙还给我 | 2026-03-09
大后天之前帮我约到场地 | 2026-03-05
过三天我来检查 | 2026-03-05
10天后交付第二批 | 2026-03-12
第二批货一周后交付 | 2026-03-09
最多给你三天时间，周四交 | 2026-03-05
客户要求最迟不超过3月15日17点 | 2026-03-15 17:00
投标文件3月12日上午9:30截止 | 2026-03-12 09:30
投标截止时间为2026年3月12日9时30分 | 2026-03-12 09:30
有效期至2026年12月31日 | 2026-12-31
试用期到6月1日 | 2026-06-01
请在下午三点之前回复邮件 | 2026-03-02 15:00
下午开会前把PPT给我，也就是两点前 | 2026-03-02 14:00
五点半之前能给我吗 | 2026-03-02 17:30
十二点前把餐订好 | 2026-03-02 12:00
由设计部于10月12日前完成3款初稿 | 2026-10-12
技术部负责接口联调，3月13日前完成 | 2026-03-13
运营部：活动页文案，完成时间3月11日，验收标准：无错别字 | 2026-03-11
行动：整理客户清单 @小李 截止 3月8日 验收 完整 | 2026-03-08
任务：更新SOP；负责人：赵敏；截止：下周四 | 2026-03-12
更新SOP，下下周三前 | 2026-03-18
麻烦下下周一之前把合同寄出 | 2026-03-16
这个月20号之前 | 2026-03-20
本月25日前完成对账 | 2026-03-25
月中之前给个初稿 | 2026-03-15
本月中旬交付 | 2026-03-20
3月下旬前完成选址 | 2026-03-31
上半年内完成ISO认证 | 2026-06-30
二季度末前上线支付功能 | 2026-06-30
Q2末前上线支付功能 | 2026-06-30
五一前上线 | 2026-04-30
国庆前要把仓库搬完 | 2026-09-30
元旦前完成年度盘点 | 2026-12-31
双十一前把压测做完 | 2026-11-10
双11之前把压测做完 | 2026-11-10
618前备好货 | 2026-06-17
清明节前把方案交上来 | 2026-04-03
中秋节前把礼盒寄出去 | 2026-09-24
端午节后复盘 | 2026-06-22
请週五下午三點前回覆 | 2026-03-06 15:00
麻煩後天中午前給我 | 2026-03-04 12:00
下個禮拜三前交件 | 2026-03-11
請於三月十五號前完成 | 2026-03-15
本月底前繳交報告 | 2026-03-31
３天內回覆 | 2026-03-05
兩個工作天內處理 | 2026-03-04
再给我半个小时 | none
我下午请假 | none
我周三不在 | none
上周五的会议纪要谁有 | none
昨天的数据有问题 | none
张三三天没交日报了 | none
这版比3.2版好看 | none
价格从2.5降到2.3 | none
客户在5号楼3层 | none
一期预算120万，二期80万 | none
第二天的行程谁负责 | none
会议室10点被占了 | none
每天早上九点站会 | none
每周一上午10点例会 | none
周会几点开 | none
今天天气不错 | none
好的收到 | none
已完成80% | none
我三点钟方向看到一只猫 | none
完成率2/3，还差1/3 | none
电话打010-6655-3321 | none
我们有3-5个候选人 | none
一共12.5万 | none
2026年目标营收1个亿 | none
春节不打烊 | none
月度例会照旧 | none
周杰伦演唱会 | none
日本客户来访 | none
十月份的报销还没到账 | none
他明显不同意 | none
这是后天努力的结果 | none
今年的重点是增长 | none
明年计划招10个人 | none
Can you send me the draft by Thursday? | 2026-03-05
Please have the slides ready by 3pm tomorrow. | 2026-03-03 15:00
We need sign-off from legal no later than March 20. | 2026-03-20
I'd like the numbers before noon on Wednesday | 2026-03-04 12:00
Let's ship this by the end of next week | 2026-03-13
Ship it Friday EOD | 2026-03-06
Bob will finish the migration within three business days | 2026-03-05
The vendor promised delivery in two weeks | 2026-03-16
Design review is done, final assets due 3/18 | 2026-03-18
final assets due on the 18th | 2026-03-18
Reply within 24 hours please | 2026-03-03 08:30
get back to me in half an hour | 2026-03-02 09:00
give me an answer in an hour | 2026-03-02 09:30
Invoice payable by 31 March 2026 | 2026-03-31
Budget must be submitted by April 5th at 6 pm | 2026-04-05 18:00
by close of business Thursday, thanks! | 2026-03-05
need it by COB tomorrow | 2026-03-03
@amy update the FAQ by next Tuesday's... no, by Thursday | 2026-03-05
Anna to draft the contract by the 12th | 2026-03-12
deadline for proposals is Mar 27, 17:00 | 2026-03-27 17:00
Please review my PR today | 2026-03-02
could you look at this first thing tomorrow morning | 2026-03-03 09:00
the report is due the day after tomorrow | 2026-03-04
we go live on April 1 | 2026-04-01
Go-live: 2026-04-01 09:00 | 2026-04-01 09:00
please finish before the end of the month | 2026-03-31
finish by end of Q2 | 2026-06-30
let's close this by year end | 2026-12-31
two weeks from today we present to the board | 2026-03-16
the migration should be finished by Sunday midnight | 2026-03-09 00:00
please respond by 5 this afternoon | 2026-03-02 17:00
due: tomorrow 10:00 | 2026-03-03 10:00
send the invoice on the last Friday of March | 2026-03-27
by Wed, 11 March | 2026-03-11
submit by Wednesday, March 11, 2026 | 2026-03-11
let's aim for mid April | 2026-04-15
I need this in 90 minutes | 2026-03-02 10:00
I need this by tonight | 2026-03-02 23:59
have it done by lunch tomorrow | 2026-03-03 12:00
can we get this by late March | 2026-03-31
send it by 9am Monday next week | 2026-03-09 09:00
May 4 at the latest | 2026-05-04
at the latest by Friday noon | 2026-03-06 12:00
turn it in by the 20th of March | 2026-03-20
kick off in three weeks | 2026-03-23
before Thanksgiving | 2026-11-25
I may be late | none
that was a second ago | none
we sat on this for weeks | none
half of the team is out | none
the march towards release | none
I'm at 50% | none
version 3.4 is broken | none
ratio is 3/4 | none
ok thanks | none
he was off last Tuesday | none
the 9-to-5 crowd | none
see section 3.15 | none
build 20260 failed | none
we have a weekly sync | none
standup is every day at 9 | none
I did it yesterday | none
call me at 555-0199 | none
the fall collection | none
just a sec | none
our Sunday best | none
辛苦小陈周四中午之前把海报改完发到群里 | 2026-03-05 12:00
这个bug今天必须修完，别拖到明天 | 2026-03-02
请财务部3月10号下班前完成付款 | 2026-03-10
老王，那份合同下周三上午给我过一眼 | 2026-03-11 12:00
我们约在周五下午两点半对一下 | 2026-03-06 14:30
交付时间改到3月25日 | 2026-03-25
延期到下周五 | 2026-03-13
推迟到3月底 | 2026-03-31
提前到周三 | 2026-03-04
客户要求一周之内拿出方案 | 2026-03-09
两三天内给你答复 | 2026-03-05
三五天内到货 | 2026-03-07
2-3天内搞定 | 2026-03-05
3到5个工作日内到账 | 2026-03-09
十来天后再看 | none
明后天给你 | 2026-03-04
今明两天内完成 | 2026-03-03
最迟明晚十点 | 2026-03-03 22:00
周四一早我要看到 | 2026-03-05 09:00
上午十点半之前回我电话 | 2026-03-02 10:30
今天下午四点四十五之前 | 2026-03-02 16:45
晚上七点一刻上线 | 2026-03-02 19:15
凌晨两点前完成割接 | ask
3月8号凌晨2点割接 | 2026-03-08 02:00
3月6日（周五）下午3:00前 | 2026-03-06 15:00
3月6日(星期五)15:00 | 2026-03-06 15:00
2026/3/6 15:00前提交 | 2026-03-06 15:00
2026-03-06 15:00:00 | 2026-03-06 15:00
本月最后一天 | 2026-03-31
这个月最后一个周五 | 2026-03-27
下个月第一个周一 | 2026-04-06
三月第二个周五前 | 2026-03-13
月底最后一天交 | 2026-03-31
九月一号开学前 | 2026-09-01
暑假前 | none
国庆放假前 | 2026-09-30
国庆长假后第一天 | 2026-10-08
清明假期前 | 2026-04-03
五一假期后上班第一天 | 2026-05-06
中秋当天 | 2026-09-25
春节前完成年度盘点 | 2027-02-04
圣诞节之前上架 | 2026-12-24
女神节活动3月8日零点上线 | 2026-03-08 00:00
双11当天零点 | 2026-11-11 00:00
下半年完成 | 2026-12-31
今年之内 | 2026-12-31
明年一季度末 | 2027-03-31
明年春节前 | 2027-02-04
明年3月前 | 2027-02-28
2027年1月1日前 | 2027-01-01
2027年一季度末前 | 2027-03-31
下下个月5号 | 2026-05-05
半年内拿下 | 2026-09-02
一年半之内 | 2027-09-02
一小时四十分钟后 | 2026-03-02 10:10
再过半小时叫我 | 2026-03-02 09:00
5分钟后开会 | 2026-03-02 08:35
72小时内响应 | 2026-03-05 08:30
24h内处理 | 2026-03-03 08:30
星期3之前 | 2026-03-04
礼拜五晚上之前 | 2026-03-06 23:59
下周日晚12点前 | 2026-03-16 00:00
周五23:59前 | 2026-03-06 23:59
周日24点前 | 2026-03-09 00:00
月底前三天 | 2026-03-28
周五之前的任意时间 | 2026-03-06
从今天起三天内 | 2026-03-05
自3月5日起5个工作日内 | ask
3月5日起至3月12日止 | 2026-03-12
3月5号到8号之间 | 2026-03-08
周二到周四之间 | 2026-03-05
3.5~3.8 | 2026-03-08
9:00-18:00 | none
上午9点到11点 | ask
工作日9点到18点 | none
第15号员工 | none
15号线 | none
第3季度数据 | none
3月刊 | none
三月天 | none
5月5日的合同模板发我 | ask
1.0版周五前发 | 2026-03-06
2.0上线时间3月20日 | 2026-03-20
v2.1 3/20前 | 2026-03-20
一共15天假 | none
14天无理由退货 | none
3天2夜 | none
50天倒计时 | none
第二期5月开始 | none
小明天天迟到 | none
他今天后面没来 | none
10月的数据 | none
一周年庆 | none
双周会 | none
周期太长 | none
周到的服务 | none
日后再说 | none
早晚会做 | none
上下午都行 | none
点赞过百 | none
四点建议如下 | none
1:1沟通 | none
比分3:15 | none
订单号 2026030512345 | none
电话 021-5588-3/15 | none
Please ping me tomorrow around 4. | 2026-03-03 16:00
Could we get the copy by mid-week? | ask
I'd need it no later than 10 am on Thursday | 2026-03-05 10:00
Wrap it up by the close of business on Friday | 2026-03-06
We're targeting the 20th | 2026-03-20
Target: end of Q3 2026 | 2026-09-30
Due in 2 weeks. | 2026-03-16
Deliver within ten working days | 2026-03-16
Due Monday, March 9 at 9:00 AM | 2026-03-09 09:00
By 9 March, please | 2026-03-09
Need the file by 3/6 5pm | ask
Send it before 17:30 today | 2026-03-02 17:30
Finish it by lunchtime | 2026-03-02 12:00
Let's have it ready the Monday after next | 2026-03-16
Deadline moved to next Wednesday | ask
extend the deadline to March 31st | 2026-03-31
push it to the end of the month | 2026-03-31
the deadline's the 25th | 2026-03-25
Expect it Tuesday or Wednesday | ask
within the hour | 2026-03-02 09:30
in the next 48 hours | 2026-03-04 08:30
over the next two weeks | 2026-03-16
by Monday morning 9 sharp | 2026-03-02 09:00
5 days from today | 2026-03-07
6 weeks from now | 2026-04-13
one month from today | 2026-04-02
on or before April 10 | 2026-04-10
as early as Friday | ask
April 10th, 2026 by noon | 2026-04-10 12:00
10 April 2026, 17:00 CET | 2026-04-10 17:00
tomorrow before 11 | 2026-03-03 11:00
tomorrow night at 9 | 2026-03-03 21:00
Saturday at 8 in the morning | 2026-03-07 08:00
I was born in May | none
May the force be with you | none
we march at dawn | none
sat night fever | none
10 out of 12 done | none
the 3 of us | none
20 days of vacation | none
24 hour support | none
3rd party | none
Q2 roadmap | none
first come first served | none
see you then | none
for the second time | none
give me a second | none
at one point | none
two for one | none
"""
