"""What minutes call their parts, in both languages: header fields, sections, columns and an item's own labels (M2)."""

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

# What stands before the words that head a list of actions.
_SPAN: Final = (
    r"(?:(?:本周|这周|下周|本月|下个?月|下一?阶段|下期|(?:下|本)个?迭代|下一?步|本次|此次|会议|会后|后续|后期|今[日天]|明[日天]|近期|近两周|接下来|首批"
    r"|第一批|节前|节后|年前|现阶段|重点|主要|具体|关键|核心|紧急|新增|新|剩余|遗留|未完成|未办结|待|各部门|各组|各单位|各科室?|各人|各自|个人|人员|全员|大家"
    r"|智能|ai\s?|我的|全部|所有|跨部门|专项|项目|工作|相关)的?)*"
)
_KIND: Final = (
    r"(?:(?:key|new|open|main|immediate|corrective|agreed|recommended|suggested|proposed|assigned|outstanding"
    r"|our|team|my|your|resulting"
    r"|pending|upcoming|urgent|priority|remaining|further|follow[- ]?up|next) )*"
)
HEADER: Final = {
    "number": r"(?:会议|纪要)?(?:编号|文号)|(?:minutes|meeting) (?:no\.?|number|id)|reference|ref\.?",
    "topic": r"会议(?:主题|名称|题目|标题)|主题|名称|subject|(?:meeting )?(?:title|topic|name)|meeting|re",
    "time": (
        r"(?:会议|开会|召开|举行|开始|起始|录制|评审|拜访|复盘|培训|检查|访谈|沟通|面谈|讨论|巡检|巡查|交流|洽谈|活动|验收|查房"
        r"|记录|通话|调研|座谈|走访|汇报|碰头|答辩|演练)?(?:时间|日期)(?:[及和与、/]\s?地点)?"
        r"|date (?:and|&|/) ?time|date/time"
        r"|(?:meeting )?date|time|when|call(?:ed)? to order|(?:recorded|held|started) (?:on|at)"
    ),
    "place": r"(?:会议|开会|召开)?地点|会议室|会场|location|place|venue|where|room",
    "form": r"(?:会议|召开|开会)?(?:形式|方式)|会议类型|类型|format|form|type|mode",
    "host": (
        r"(?:会议)?主持(?:人|者)?|召集人|主席|组织者|会议发起人|chair(?:person|man|woman|ed by)?|host(?:ed by)?"
        r"|facilitator|moderator"
        r"|organi[sz]er|led by|called by|in the chair|presiding|讲师|主讲人?"
    ),
    "recorder": (
        r"(?:会议|纪要)?记录(?:整理|人员?|者)?|纪要(?:整理)?人?|整理人?|note[- ]?taker|minutes? ?taker|minute secretary"
        r"|scribe|recorder|secretary|(?:notes|minutes|recorded|taken) (?:taken )?by|notes?|minutes|clerk"
    ),
    "attendees": (
        r"(?:参会|与会|出席|参加|到会|列席|参与|会议(?=[人者名成代参到]))(?:会议)?的?(?:部门|单位)?[及和与]?(?:人员?|者|名单|部门|单位|成员"
        r"|领导|代表|同事|同学|情况)*|(?:到场|在场|在线|线上|实到)(?:人员?|的人|同事)?"
        r"|(?:应到\s?\d+\s?人?\s?[,，、;]?\s?)?实到\s?(?:\d+\s?人)?"
        r"|(?:今天|本次)?(?:参会|与会|出席|到会|参加|到场)(?:会议)?的?(?:同事|同学|人|领导|成员)?(?:有|为|包括)"
        r"|those present|who"
        r"|参与|参加的?人|与会方|到会|出席列席|签到"
        r"|attendees?|participants?|present|attending|in attendance|attendance|also (?:present|there|here"
        r"|attending)|people|members present"
        r"|who was there|in the room|remote|online|by phone|dialled in|joined|joining|on the call|attended"
        r"|with us|members"
    ),
    "absentees": (
        r"(?:缺席|缺勤|请假|告假|未(?:能)?(?:到会?|出席|参会|与会|参加))(?:会议)?的?(?:人员?|者|名单|成员|同事|同学)*"
        r"(?:[及和与]?原因)?"
        r"|(?:请假|缺席|没来|没到)的?(?:有|是)|absent(?:ees?)?(?: with (?:apology|apologies|notice|excuse))?"
        r"|could not make it|can't make it"
        r"|apologies(?: for absence)?|regrets|not present"
        r"|not attending|absences|missing|excused|away"
        r"|could(?:n't| not) (?:join|come|attend|be (?:there|here))|(?:sorry )?not (?:to be )?(?:here|there"
        r"|able to come)"
        r"|unable to attend|could not (?:attend|make it)|not here"
        r"|没来|没到|缺"
    ),
}  # fmt: skip
SECTIONS: Final = {
    "agenda": (
        r"(?:会议|主要|讨论)?(?:议程|议题)(?:安排|列表)?|agenda(?: items?)?|topics?"
    ),
    "discussion": (
        r"(?:会议|主要|讨论|议题)?(?:内容|讨论|要点|讨论要点|讨论事项|讨论内容|讨论情况|纪要|记录|过程|概要|摘要)"
        r"|主要(?:内容|要点|观点)|会议(?:精神|情况)|(?:讨论|沟通)(?:内容|情况)?[与和及](?:结论|决议|决定|结果)|议题讨论"
        r"|(?:智能|会议)?章节(?:速览|概要|纪要)?|发言人?(?:观点|总结|概要|要点)|chapters?|outline"
        r"|(?:全文|智能|ai\s?|会议|一句话)?(?:概要|摘要|总结|概述|速览|纪要总结)"
        r"|其[他它](?:的?事[项情]?|的|情况|问题)?|别的(?:事情?)?|杂[项事]|零碎|others?|misc(?:ellaneous)?|讨论记录|沟通内容|交流内容|总结|聊到的点|说了几件事"
        r"|discussions?(?: points| items| notes| summary)?|topics? discussed|items discussed|summary|key points"
        r"|minutes"
        r"|meeting notes|highlights"
    ),
    "conclusion": r"(?:讨论|会议|最终|议题)?(?:结论|结果|小结)|conclusions?|outcomes?|results?",
    "decisions": (
        r"(?:(?:核心|主要|关键|重要|评审|审议|表决|投票|商议|商定|已有|初步|本次)(?:的)?(?:结论|决议|决定|决策|共识|结果|意见)|(?:已|会上)(?:经)?(?:确认|确定|明确"
        r"|决定|通过|达成|拍板)(?:的)?(?:事项|内容|结论|点)?)"
        r"|议决(?:事项)?|(?:会议|会上)?议定|拍板(?:事项)?|定下来的(?:事情?)?|(?:已定|确定|敲定|商定)(?:的)?事项?|"
        r"(?:会议|讨论|形成|主要|最终|达成)?的?(?:决议|决定|决策|共识)(?:事项|内容|项)?|达成(?:共识|一致)(?:意见|事项)?|议定事项|决定如下"
        r"|会议明确"
        r"|decided|(?:key )?decisions?(?: made| taken| reached| log)?|resolutions?|resolved|agreements?|agreed"
        r"|what (?:we|was) (?:decided|agreed)|(?:key |main )?(?:decisions?|agreements?|resolutions?) (?:and"
        r"|&) (?:agreements?|resolutions?|outcomes?)"
        r"|(?:key |main )?(?:outcomes|agreed points)|points agreed|we (?:agreed|decided)|what was agreed"
    ),
    "actions": (
        rf"{_SPAN}(?:行动|待办|任务|认领|分工|派工|派活|交办|督办|跟办|改进|整改|纠正|优化|后续|落实)(?:项|点|事项|清单|列表|计划|安排|分配|分解|要求|任务|工作|行动|动作"
        rf"|措施|表|跟踪|跟踪表|明细|一览|认领)+"
        rf"|{_SPAN}(?:认领|分工|派工|派活|交办|任务|待办|行动)"
        rf"|{_SPAN}(?:需要?|待|要|应|须)(?:大家|各位|各部门|各组|我们|你们)?(?:去)?(?:做|干|办|落实|执行|推进|办理|准备|筹备|完成|动起来|提交|补充|整改)的?"
        rf"(?:事项?|事情|工作|任务|内容|资料|材料|清单|东西|活儿?|项)?"
        rf"|(?:本周|下周|今日|今天|明日|明天|本月|下月|近期|下阶段|下一阶段|接下来|后面|下个?迭代)(?:的)?(?:重点|主要)?(?:工作|事项|计划|安排|打算|目标|重点|任务|行动|要事)+"
        rf"|各?(?:部门|组|岗|人|单位)?(?:职责|责任|任务|工作)分[工解配](?:表)?|准备(?:工作|事项)|筹备(?:工作|事项|分工)|新增(?:督办|事项|任务|工作)?"
        rf"|谁(?:来)?(?:干|办|跟)(?:什么|啥)"
        rf"|(?:继续|未完成|未办结|未闭环|未关闭|延续|顺延|滚动|结转)(?:[,，、]?\s?(?:继续)?(?:督办|跟进|跟踪|推进|落实))?(?:的?(?:事项|任务|工作|项|项目))?"
        rf"|活儿?|说好了?的?(?:事情?)?|答应的事情?|承诺(?:事项)?"
        rf"|{_KIND}(?:actions?|to[- ]?dos?|tasks?|steps|work items?|assignments?|deliverables|commitments"
        rf"|responsibilities|homework)"
        rf"(?:[ -](?:items?|points?|plans?|lists?|logs?|register|tracker|summary|owners?))*"
        rf"(?: (?:agreed|arising|assigned|going forward|from (?:this|today(?:'s)?|the) [a-z]+"
        rf"|for [a-z' ]{{2,24}}|(?:and|&|by|with) (?:owners?|deadlines?|dates?|due dates?|responsibilit(?:y"
        rf"|ies)|person|names?|timelines?)))*"
        rf"|things (?:to do|we(?:'ll| will) do)|(?:what )?(?:we|i|you) (?:need|have) to do"
        rf"|(?:what )?(?:needs to|must|should) (?:get done|be done|happen)(?: next)?"
        rf"|before (?:the )?next (?:meeting|time|call|week)|moving forward|going forward|experiments"
        rf"|"
        r"(?:各部门|各组|各单位|人员)?(?:工作)?安排|部署|落实|(?:改进|整改|纠正|应对|处理)措施|(?:会后|后续|下一步|具体|下阶段|本周|下周|重点|近期|会议|智能|ai\s?|全部"
        r"|我的)?的?(?:行动|待办|任务|工作)(?:项|事项|计划|清单"
        r"|分工|安排|分配|分解|列表|部署|落实|要求|任务)*"
        r"|(?:会后|后续|具体|落实|责任)(?:事项|安排|分工|措施|动作)|下一步(?:行动|计划|工作|安排|动作)?"
        r"|下步(?:工作|计划|安排)|(?:下周|下月|下阶段|近期|后续|会后)(?:的?计划|要做的事?|动作)|督办(?:事项|清单)?"
        r"|(?:责任|落实|任务)(?:清单|分解表|跟踪表)|行动(?:跟踪|追踪)(?:表)?|要做的事情?|谁做什么"
        r"|分工(?:安排)?|分配|派工|派活|认领(?:情况)?|接下来|(?:新增|新|剩余|未完成)(?:任务|事项|待办)|说好的事|约定(?:事项)?|处理安排"
        r"|(?:key |new |open )?action(?: ?items?| points?| plan| list| log| register)?s?|next (?:steps|actions)"
        r"|to[- ]?dos?(?: list)?"
        r"|(?:new )?tasks?(?: list)?|assignments?|ap|ai|who does what|deliverables|(?:what )?happens next|what's next"
        r"|follow[- ]?through|commitments|owners and dates"
    ),
    "follow_ups": (
        r"(?:后续|持续|待|需|重点)?(?:跟进|跟踪|关注)(?:事项|问题|内容|项|情况)?|follow[- ]?ups?(?: items?| "
        r"points?)?|to follow up|watch "
        r"list"
    ),
    "next": r"下(?:一)?次(?:会议?|例会|周会|碰头会?|站会|评审会?|1v1|沟通会?|见面)?(?:的?(?:时间|安排|议题|预告|日期"
            r"|计划))*|(?:date|time) of (?:the )?next meeting|next(?=\s?:)|next "
            r"(?:meeting|session|call|sync|review|stand-?up|check-?in|one)(?: "
            r"date)?",
    "past": (
        r"(?:上[周次月期]|上个月|之前|前期|以前)(?:还)?(?:没|未)(?:做|办|弄|落实|闭环|解决|完成)[完好]?了?的?(?:事[项情]?|工作|任务|活儿?)?"
        r"|上周|上次|上月|(?:上(?:次|周|期|月|一次|个月|阶段|季度)|前期|往期)(?:会议|工作|例会|周会)?的?(?:遗留|待办|行动|任务|决议"
        r"|工作|事项|问题|项|完成|回顾|跟踪|跟进|进展|总结|落实|执行|情况"
        r"|汇报|检查|闭环|复盘)*"
        r"|(?:工作|项目|任务|各部门|各组|目前|当前|本周|本月|总体|整体|阶段性?)*(?:进展|进度|回顾|汇报|完成情况"
        r"|工作总结|完成事项|现状|状态)(?:情况|汇报|通报|回顾|同步|更新|说明)*"
        r"|(?:actions?|tasks?|items|to[- ]?dos?|matters|points)(?: items?)? (?:from|of"
        r"|arising from) (?:the )?(?:previous|last) [a-z ]{3,20}|review of (?:previous |last |open "
        r"|outstanding )?actions?(?: items?)?"
        r"|(?:本周|本月|已)?(?:已)?完成(?:事项|工作|情况|内容|的?任务)?|成果|(?:review of )?(?:previous|last|past) "
        r"(?:\w+ ){0,3}"
        r"(?:actions?(?: items?)?|minutes|meeting|week|month|sprint|items)|done(?: since last (?:time|week))?"
        r"|completed(?: items| tasks| actions)?"
        r"|progress(?: updates?| report)?|(?:status |team |project )?updates?|status(?: report)?|achievements"
        r"|accomplishments"
        r"|(?:what )?(?:went|worked|didn't go|did not go|went less)(?: (?:so|really|not so))? (?:well|badly"
        r"|wrong)|what didn't(?: go well| work)?"
        r"|做得?(?:很|比较)?不?够?好的?(?:地方|方面|事)?|(?:根本)?原因(?:分析)?|根因(?:分析)?|(?:目标|过程|数据|结果)(?:回顾|复盘)"
        r"|(?:事件|问题|现象|事故|故障)(?:经过|描述|概述|说明|回顾|通报)|经验教训|教训|亮点|不足"
        r"|matters arising|what went well|reports?|since last time|进行中|在办|近况|(?:各部门|各组)?汇报|in progress"
        r"|doing|closed(?: (?:items|points|actions))?(?: since .{1,20})?"
        r"|(?:items |actions )?carr(?:ied|y)[- ]?(?:over|forward)"
        r"(?: items| actions)?(?: from .{1,20})?|已(?:关闭|闭环|办结|结案)的?(?:事项|任务|问题|项)?"
    ),
    "questions": (
        r"(?:待|未|尚待|仍待)(?:定|决|讨论|确认|解决|明确|商议|研究)(?:的)?(?:事项|问题|内容|项)?|遗留(?:问题|事项)"
        r"|悬而未决|开放(?:性)?问题|疑问"
        r"|(?:存在|主要|讨论)?(?:的)?问题(?:点|讨论)?|open (?:questions?|issues?|points?|items?)"
        r"|questions?(?: "
        r"raised)?|unresolved(?: issues)?"
        r"|undecided|tbd|still open|key questions|open|unanswered|outstanding (?:issues|questions)|issues(?: "
        r"raised)?|concerns"
    ),
    "risks": r"(?:主要|潜在|项目)?(?:风险|隐患)(?:点|提示|与问题|及问题|问题|预警|及应对)*|问题与风险|risks?(?: and "
             r"issues| & issues)?|blockers",
    "parked": r"on hold|parked|parking lot|deferred|(?:已)?(?:暂缓|搁置)的?(?:事项|任务|工作|项目|内容|项)?",
    "dropped": r"(?:已)?(?:取消|作废|终止|不做|撤销|撤回|砍掉)了?的?(?:事项|任务|工作|项目|内容|项)?"
               r"|(?:cancelled|canceled"
               r"|dropped|deferred"
               r"|postponed)(?: items?| tasks?)?",
    "other": (
        r"(?:关键|项目)?里程碑(?:节点|计划)?|(?:沟通|协作|例会|会议|管理|工作|保障)机制|(?:项目|工作|实施|一期)?范围|会议纪律|联系方式|milestones|scope"
        r"|ground rules"
        r"|ideas|(?:新)?(?:想法|点子)|基本信息|(?:关键|常见|智能)?问答(?:回顾)?|关键词|keywords|(?:会议)?(?:背景|目的|目标|备注|说明|附件|材料|资料|附录|依据|须知)|抄送|主送|分发|发送|报送"
        r"|签发人?|签字"
        r"|签名|审核人?|审批人?|审阅人?|批准人?"
        r"|复核人?|校对人?|reviewers?|reviewed by|approved by|approvers?|background|purpose|objectives?"
        r"|goals?|remarks?"
        r"|comments?|cc"
        r"|distribution(?: list)?|circulation|attachments?|appendix|references|welcome|introductions?|adjournment"
    ),
}  # fmt: skip
# Words too common to introduce a field but with a colon behind them.
COLONED: Final = {
    "attendees": r"人员|成员|团队|来的人?|来了|在|到|人|[我对]方|客户方?|[甲乙]方|我们|us|them|client|customer|vendor"
    r"|team|speakers?|here|roll call|invitees|crew|group",
    "absentees": r"不在的?|没来的|假|out|off",
    "next": r"下(?:一)?次|下回|下期|下周再",
    "questions": r"遗留|待定|未决|悬着的?|没定的",
    "actions": r"下周|下月|明天|下期|下一?步|后续|next week|next month|todo|plan|计划",
    "past": r"本周|本月|今天|昨天|上期|上周|this week|yesterday|today|进展",
    "decisions": r"定了|结果定|拍板了",
}  # fmt: skip
DETAILS: Final = {
    "task": r"(?:改进|整改|具体|应对)?措施|后续动作|要?做的事情?|(?:议定|督办|交办|跟踪)(?:事项|任务)|"
            r"工作项|具体(?:事项|工作|任务)|要?做什么|待办(?:事项|内容)?|"
            r"任务(?:描述|内容|名称)?|事项(?:描述|内容)?|行动(?:描述|内容|项)?|(?:重点|主要)?工作(?:内容|事项|任务|项)?|内容|描述|what|task"
            r"|item|action|description|title",
    "owner": (
        r"牵头|责任|负责|谁(?:负责|来做|来?办|来?干|做)?|跟进人|对接人|承担人|人员|主办(?:人|部门|方)?|"
        r"(?:第一|主|主要)?(?:负责|责任|执行|承办|经办|牵头|主责|跟进|落实)(?:人员?|部门|单位|方|者)|(?:主责"
        r"|责任)方?|谁"
        r"|owners?|assignees?|assigned to|responsible(?: person| party)?|who|lead|dri|pic|by whom"
    ),
    "due": (
        r"(?:计划|预计|要求|最晚|最迟)完成|完成(?=\s?:)|完成节点|什么时候|何时|"
        r"(?:计划|要求|预计|最晚|最迟|目标)?(?:完成|截[止至]|到期|交付|提交|办结|整改|落实|上线|到货|交货|交稿|发布|开业|竣工)(?:时间|日期?|期限|节点|时限)"
        r"|截止|期限|时限|时间"
        r"|时间(?:节点|要求)?|ddl|日期|deadline"
        r"|due(?: date| by)?|when|by when|target(?: date)?|eta|date|timeline"
    ),
    "criteria": r"(?:验收|交付|完成|质量)(?:标准|要求|条件)|标准|要求|acceptance(?: criteria)?|criteria|done when"
                r"|definition of done",
    "deliverable": r"交付(?:物|成果|件|内容)|产出物?|输出物?|成果(?:物)?|deliverables?|outputs?",
    "helpers": r"(?:协作|配合|协助|支持|协同|参与|协办)(?:人员?|部门|单位|方|者)?|collaborators?|support(?:ed by)?|with"
               r"|helpers?|supporting",
    "priority": r"优先级|紧急程度|重要程度|priority",
    "status": (
        r"(?:当前|目前|完成|办理|落实|整改)?(?:状态|进展|进度|情况)|完成情况|是否(?:完成|关闭|闭环)|红黄绿灯?|(?:状态)?灯"
        r"|(?:current )?status|progress|state|rag(?: status)?|open/closed"
    ),
    "reviewer": r"(?:审核|审批|验收|评审|复核|检查|把关|批准|监督|督办|确认)(?:人员?|部门|者|方)|reviewers?"
                r"|approvers?|reviewed by|approved by"
                r"|sign-?off|cc",
    "row": r"序号|编号|no\.?|#|id|项次|项",
    "remark": r"备注|说明|remarks?|notes?|comments?|来源",
    "topic": r"议题|议程|讨论(?:事项|议题|内容)|(?:agenda )?topic|agenda item|subject|agenda",
    "conclusion": r"(?:讨论)?(?:结论|结果|决议|决定)|结论与决议|conclusion|decision|outcome|resolution",
    "name": r"姓名|人员|参会人员?|与会人员?|name|attendee|participant",
    "department": r"(?:所属|参会)?(?:部门|单位)|department|dept\.?|team|company|role|职务|岗位|职位",
    "attendance": r"出席(?:情况|与否)?|签到|到会|是否(?:出席|参会|到会)|attendance|present",
    "reason": r"(?:缺席|请假)?原因|事由|reason",
}  # fmt: skip
# Words that head a column but introduce nothing with a colon.
HEADED: Final = {
    "task": r"(?:改善|改进|整改|纠正|解决)?(?:对策|措施|方案|办法)|要做的"
        r"|(?:议定|交办)?事宜|目标任务|(?:要办|要干)的?(?:事情?|活儿?)|(?:怎么|如何)(?:办|做|处理|解决|改)|处理(?:方式|方法|意见|措施)"
        r"|干(?:什么|啥)|做啥|下一步(?:动作|行动|工作)?|(?:跟进|后续)(?:动作|事项|内容)|to[- ]?dos?"
        r"|next (?:steps?|actions?)"
    "|action(?: required| needed| points?| taken)?s?|work",
    "owner": (
        r"何人|由谁|(?:落[到在实]?|归|找|派)谁|谁(?:来|去)?(?:管|盯|跟|牵头|落实|干|弄|认领|接)|经手人?|认领人?|值班人?|经办|执行|承办|跟进|落实|对接|主办|担当者?|主理人?|接口人|第一责任|负责人/部门"
        r"|resp(?:ons)?\.?|responsibility|accountable|assigned|action by|actioner|in charge|point person"
        r"|champion|poc|r"
    ),
    "due": (
        r"节点|卡点日?|死线|最后期限|(?:啥|什么)时候(?:要|交|完成|前)?|几时|交付日|限期|时点|完成日|预定日?|纳期|期日|计划日|交期|工期|最[晚迟]|几号|哪天|何日|(?:完成|交付|目标|截止)日期?|时间表|办结|目标"
        r"|by|until|ecd|timing|timescale|completion(?: date)?|finish(?: by)?|required by|expected|d/l"
    ),
    "reviewer": r"督办|分管领导|监督|checker",
    "deliverable": r"(?:要)?(?:交|给|拿出)(?:什么|啥)",
    "row": r"ref\.?|s/?n|nr\.?|行号|#号|raised(?: on)?|opened|logged|date (?:raised|opened|logged)|since"
    r"|(?:提出|登记|发现|立项|交办|布置|下达)(?:日期?|时间)",
}  # fmt: skip

_ITEM: Final = re.compile(
    r"[\[<]?\s?(?:行动项?|行动点|待办(?:事项)?|任务|动作|事项|todo|to-do|to do|action(?: ?items?| points?)?|ai|ap"
    r"|task|next "
    r"step)\s?"
    r"(?:#?\d{0,2}|\((?P<who>[^():]{1,40})\))\s?(?:[\]>]\s?[:\-]?|[:：]|\s[-–—]\s)\s*(?=\S)"
)
_DECIDED: Final = re.compile(
    r"[\[<]?\s?(?:决议|决定|决策|会议决定|会议决议|共识|decisions?|decided|resolved|agreed"
    r"|resolution)\s?#?\d{0,2}\s?(?:[\]>]\s?:?"
    r"|:)\s*(?=\S)"
)
_TOPICAL: Final = (
    ("past", re.compile(r"(?:上(?:次|周|期|月)|汇报|回顾|已完成|last (?:time|week|meeting)|progress)")),
    ("questions", re.compile(r"遗留|待定|未决|待确认|open (?:points|questions)|not (?:yet )?decided")),
    ("decisions", re.compile(r"决议|决定|议定|共识|decided|decisions|agreements")),
    (
        "actions",
        re.compile(
            r"分工|安排如下|(?:下周|下月|本周|近期|下阶段|下一阶段|后续)的?(?:重点|安排|计划|任务|工作)|(?:任务|工作"
            r"|行动|待办)(?:如下|安排|分解|分配|清单|事项)?$|下一步|部署|落实|领导要求"
            r"|(?:总|主任|经理)(?:的)?要求|要求如下"
            r"|请(?:大家|各位|各部门).{0,12}(?:推进|完成|落实|执行)|action|to-?do|next steps|happens next|assigned"
        ),
    ),
    ("follow_ups", re.compile(r"跟进|follow[- ]?up")),
)
_TAILS: Final = (
    (
        "questions",
        re.compile(
            r"[\u4e00-\u9fff]{0,6}(?:未决|待定|待议|待确认|待解决|待讨论|遗留|悬而未决)(?:的)?(?:问题|事项|议题|内容)?"
        ),
    ),
    (
        "decisions",
        re.compile(
            r"[\u4e00-\u9fffa-z]{0,8}(?:决议|决定|结论|决策|共识|议定|定论)(?:事项|内容|意见|要点)?(?:如下)?"
            r"|(?:[a-z'&-]{1,12} ){0,3}(?:decisions|resolutions|agreements|conclusions)"
        ),
    ),
    (
        "actions",
        re.compile(
            r"[\u4e00-\u9fffa-z]{0,8}(?:待办|行动项|行动计划|任务清单|任务(?:分工|分解|汇总|一览)|待办(?:汇总|总览|一览|整理|明细|总结)|会议(?:要求|部署)|(?:工作|具体)要求|工作分工|分工安排|跟进事项|落实事项|推进计划)(?:事项|清单|列表)?(?:如下)?"
            r"|(?:[a-z'&-]{1,12} ){1,4}(?:action items|actions|to-?dos|tasks|next steps|action points|homework)"
            r"|(?:to-?dos?|actions?|tasks|next steps) (?:from|for|after|until|before|by|of|on) [a-z' ]{2,24}"
            r"|(?:what |things )?(?:we|i|you|they)(?:'ll| will|'re going to| are going to)(?: do| try"
            r"| change)?(?: next| differently| about it)?"
            r"|(?:things|stuff) to (?:do|try|change)"
            r"|[\u4e00-\u9fff]{1,4}(?:总|主任|经理|[局院校所处科部厂店园行县区市镇乡队站]长|书记|领导|董事长|老板|总监|主席|教授|老师)的?(?:要求|指示|部署|交办|讲话要求|工作要求)"
            r"|[\u4e00-\u9fff]{0,4}新增(?:的)?(?:事项|任务|工作|督办)"
        ),
    ),
)
_HEAD_SIGNS: Final = r"[\[<(\s]*(?:[一二三四五六七八九十\d]{1,2}[、.)]\s?)?"
_TAIL_SIGNS: Final = r"\s?(?:\([^()]{0,24}\))?(?:如下|有|包括|列表|一览)?\s?[\])>]*\s?"
_COLON: Final = r"(?::|(?<=\])|(?<=[a-z\u4e00-\u9fff] )[-–—]{1,2}\s|(?<=[a-z\u4e00-\u9fff])\s?(?:→|->|=>)\s)\s*"
_INTRODUCES: Final = re.compile(r"[:\]\-–—→=]")
_LINK: Final = re.compile(
    r"(?:(?:were|was|are|is|have been|had been)(?: (?:received|noted|sent|given|accepted))?(?: (?:from|by))?"
    r"|(?:received |noted )?from)\s+"
)
_JOINTS: Final = re.compile(r"\s?(?:以及|[与和及、/&+,，]|(?<![a-z])and(?![a-z]))\s?")
_DAY: Final = re.compile(
    r"\([^()]{0,16}\)|(?:20\d\d\s?[年./-]\s?)?\d{1,2}\s?(?:月\s?\d{1,2}\s?[日号]?|[./-]\s?\d{1,2})(?:\s?\([^()]{1,4}\))?"
)
LONGEST_HEADING: Final = 32  # characters of a heading that names two kinds
LONGEST_LABEL: Final = 80  # characters in which a label ends
MOST_COLUMNS: Final = 24
_KEPT: Final = 256  # lines of which it is remembered what they name, since it is asked of each several times
_ORDER: Final = ("number", "topic", "time", "place", "form", "host", "recorder", "attendees", "absentees")


class Label(NamedTuple):
    """A label at the start of a line: what it introduces, and where what it introduces begins."""

    kind: str
    end: int


@lru_cache(maxsize=_KEPT)
def label_at(folded: str) -> Label | None:
    """The header field or section a line names, with its colon or brackets, or standing alone."""
    short = len(folded) <= LONGEST_LABEL
    if not short and not _INTRODUCES.search(folded, 0, LONGEST_LABEL):
        return None
    for kind, pattern, alone in _labels():
        match = pattern.match(folded, 0, LONGEST_LABEL)
        if match:
            return Label(kind, match.end())
        if short and alone.fullmatch(folded):
            return Label(kind, len(folded))
    kind = _of_both(folded) or _tailed(folded) or _dated(folded) if len(folded) <= LONGEST_HEADING else ""
    return Label(kind, len(folded)) if kind else None


def _tailed(folded: str) -> str:
    """What a heading opens that ends in a word for it: `客户方待办：`, `沟通结论`, `Vendor to-dos`."""
    bare = re.sub(r"^[\W_]*(?:[一二三四五六七八九十\d]{1,2}[、.)]\s?)?", "", folded)
    alone = bare.endswith((":", "：")) or bare != folded
    bare = bare.rstrip(" :：)]】>")
    return next((kind for kind, pattern in _TAILS if pattern.fullmatch(bare) and (alone or kind != "past")), "")


def _of_both(folded: str) -> str:
    """What a heading of several kinds opens: `决议与待办`, `分工与首批任务`, `Decisions and next steps`."""
    bare = re.sub(r"^[\W_]*(?:[一二三四五六七八九十\d]{1,2}[、.)]\s?)?|[\s:()\[\]]+$", "", folded)
    named = [each for each in _JOINTS.split(bare) if each]
    kinds = {_section(each) or ("actions" if column(each) in ("owner", "due", "task") else "") for each in named}
    if len(named) < 2 or "" in kinds:
        return ""
    settled = kinds & {"decisions", "conclusion"}
    return "decisions" if settled else "actions" if "actions" in kinds else ""


def _dated(folded: str) -> str:
    """What a heading opens that names the day of a meeting: `上次会议（2月23日）任务跟踪：`."""
    if not folded.endswith(":"):
        return ""
    bare = _DAY.sub("", folded)
    return _section(re.sub(r"[\s:]", "", bare)) if bare != folded else ""


def _section(words: str) -> str:
    return next((kind for kind, _, alone in _labels() if kind in SECTIONS and alone.fullmatch(words)), "")


def header_word(folded: str) -> int:
    """Where the words behind a header label that has no colon begin; 0 where there is none."""
    match = _bare_header().match(folded)
    return match.end() if match else 0


def header_link(folded: str, end: int) -> int:
    """Where the words behind a bare label begin when a verb leads up to them: `Apologies were received from …`."""
    match = _LINK.match(folded, end)
    return match.end() if match else end


def item_mark(folded: str) -> int:
    """Where the words behind `行动：`, `TODO:`, `[Action]` begin; 0 where there is no such mark."""
    match = _ITEM.match(folded)
    return match.end() if match else 0


def item_owner(text: str, folded: str) -> tuple[str, str]:
    """Who is named within the mark of an item, with a colon behind, and what else is: `Action (Tom, 3 May):`."""
    match = _ITEM.match(folded)
    if match is None or not match["who"]:
        return "", ""
    who, _, more = re.sub("[，;；]", ",", text[slice(*match.span("who"))]).partition(",")
    return f"{who.strip()}: ", f", {more.strip()}" if more.strip() else ""


def decision_mark(folded: str) -> int:
    """Where the words behind `决议：`, `Decision:` begin; 0 where there is no such mark."""
    match = _DECIDED.match(folded)
    return match.end() if match else 0


def heading_kind(folded: str) -> str:
    """The section a heading of its own wording opens ("请大家按下面的分工推进："); "" for any other."""
    return next((kind for kind, pattern in _TOPICAL if pattern.search(folded)), "")


def header_fields(folded: str) -> list[tuple[str, int, int]]:
    """Header fields that stand side by side in one line: kind, and where each one's words begin and end."""
    if ":" not in folded:
        return []
    found = [(match.lastgroup or "", match.start(), match.end()) for match in _side_by_side().finditer(folded)]
    ends = [*(start for _, start, _ in found[1:]), len(folded)]
    return [(kind, begin, end) for (kind, _, begin), end in zip(found, ends, strict=False)]


def detail_at(folded: str) -> Label | None:
    """The part of an item a line names (`负责人：`, `Due:`)."""
    match = _details().match(folded)
    return Label(match.lastgroup or "", match.end()) if match else None


LONGEST_HEAD: Final = 60  # characters


@lru_cache(maxsize=_KEPT)
def column(folded: str) -> str:
    """What a table's column holds, by its head; "" when that says nothing."""
    head = re.sub(r"\(.*\)", "", folded).strip(" *:()")
    if len(head) > LONGEST_HEAD:
        return ""
    # Heads in both languages stand side by side: "Action 措施".
    parts = (head, *re.split(r"[/、]|及|和|与|(?<=[a-z.]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[a-z])", head))
    return next((kind for part in parts for kind, pattern in _columns() if pattern.fullmatch(part.strip())), "")


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    kinds = {**HEADER, **SECTIONS}
    return tuple((kind, _labelling(kind, words), _alone(words)) for kind, words in kinds.items())


def _labelling(kind: str, words: str) -> re.Pattern[str]:
    """A label with its colon; it may be told in both languages, side by side."""
    more = f"|{COLONED[kind]}" if kind in COLONED else ""
    return re.compile(rf"{_HEAD_SIGNS}(?:(?:{words})\s?/?\s?)??(?:{words}{more}){_TAIL_SIGNS}{_COLON}")


def _alone(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_HEAD_SIGNS}(?:{words}){_TAIL_SIGNS}[:.]?[-–—~…]*")


@cache
def _side_by_side() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{kind}>{HEADER[kind]}{'|' + COLONED[kind] if kind in COLONED else ''})" for kind in _ORDER)
    return re.compile(rf"(?:(?<=[\s,;|。(/·])|^)(?:{groups})\s?(?:\([^()]{{0,12}}\))?\s?:\s*")


@cache
def _bare_header() -> re.Pattern[str]:
    words = "|".join(HEADER[kind] for kind in _ORDER if kind not in ("topic", "number"))
    return re.compile(rf"(?:{words})\s+(?=\S)")


@cache
def _details() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{kind}>{words})" for kind, words in DETAILS.items() if kind not in ("row", "name"))
    return re.compile(rf"(?:{groups})\s?:\s*")


@cache
def _columns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(words)) for kind, words in (*DETAILS.items(), *HEADED.items()))
