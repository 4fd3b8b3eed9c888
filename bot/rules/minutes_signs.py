"""What tells a task from what is merely said in a meeting: reports, questions, what was dropped, wishes (M5)."""

import re
from typing import Final

A: Final = "\ue000"  # stands for each character of a name
D: Final = "\ue001"  # stands for each character of a date

_PAST: Final = re.compile(
    rf"已经?(?!定于|确定由)(?!{A})|刚刚?(?!好)|(?:昨[天日]|上(?:周|个?月|次|季度|一?阶段|期)|前[天期])(?!遗留)"
    rf"|[了过](?=$|[,。;、!{D}]|\s)|汇报了|介绍了|完成了"
    rf"|提交了|完毕|顺利|目前|正在"
    r"|进展(?:顺利|正常|良好)|(?:完成|进度)(?:率|度)?(?:达到?|为|约)?\s?\d{1,3}\s?%|\d{1,3}\s?%\s?(?:done|complete)"
    r"|(?:状态"
    r"|status)\s?:?\s?(?:已?完成|done|closed|complete)"
    r"|(?<![a-z])(?:was|were|has been|have been|had|has \w+ed|have \w+ed|completed|finished|delivered|launched"
    r"|shipped|fixed|closed|resolved|reported|presented"
    r"|updated the team|done|so far|currently|last (?:week|month|sprint|quarter|friday|meeting)|yesterday|already"
    r"|went live|is now live|on track|did(?: not|n't) (?:get|reach|discuss|cover|manage|have time))(?![a-z])"
)
_NOT_PAST: Final = re.compile(
    rf"{D}去[\u4e00-\u9fff]{{1,3}}了|{D}(?:之?前|以前|内|以内)?[^,，。;；]{{0,8}}完毕|"
    r"(?:昨[天日晚]|前天|上(?:周|个?月|次|期|季度))的|(?:不要|别|未|没有?|尚未|还没|不)[^,。]{0,6}[了过]|为了|除了|算了|(?:清楚|好|完"
    r"|到)了(?=[^,。]{0,6}(?:回|发|给|交|通知|告))"
    r"|(?:好|行|可以|没问题|定|对|知道|收到|明白"
    r"|那就这么定)了|(?:to be|be|is|get|gets) "
    r"(?:completed|finished|delivered|done|fixed|closed|launched|updated|resolved|shipped)|(?:once|after|when|until"
    r"|if)[^,.]{0,40}(?:done|completed|finished|fixed|closed|resolved|delivered|launched)"
    r"|(?:was|were|has been) (?:asked|requested|tasked|instructed|directed) to(?![a-z])"
    r"|it was (?:agreed|decided)|done (?:by|before|until|on|no later)(?![a-z])|get (?:it|this|that|them) done"
    r"|有(?:了|过)(?:结果|结论)|麻烦了|辛苦了|不了|超过"
    r"|通过|经过|过(?:一遍|一下|会"
    r"|稿|审|期|程|渡|滤|节|年)"
)
_QUESTION: Final = re.compile(
    r"[?？]\s*$|(?:吗|么|呢)[。.]?$|是否|待定|待讨论|待商议|待议|有待|尚未(?:确定|明确|定)|还没(?:定|想好|确定)"
    r"|未(?:定|达成)|谁来|要不要|能不能|能否|可否|怎么(?:办|处理|解决)"
    r"|(?<![a-z])(?:tbd|tbc|to be (?:decided|determined|confirmed|discussed)|undecided|open question|whether to|who "
    r"(?:will|should|can|owns)|should we|do we|can we|how (?:do|should|will)"
    r"|not (?:yet )?(?:decided|clear)|unclear)(?![a-z])"
)
# What somebody is to find out is no question of the meeting's.
_ASKED_FOR: Final = re.compile(
    r"(?:问问?|确认|核实|了解|打听|商量|沟通|评估|看看?|查查?)(?:一?下|清楚)?[^,。;?？吗]{0,14}?(?:能不能|是否|要不要|能否|可否|有没有)"
    r"|(?:ask|check|confirm|clarify|find out|see|verify)[^,.;?]{0,24}? (?:whether(?: to)?|if)(?![a-z])"
)
_WHO: Final = re.compile(r"谁|要不要|是否|觉得|认为|[来到去加]吗|(?:who|what|how) |(?:should|do) we ")
_DROPPED: Final = re.compile(
    r"取消(?!订单|按钮|预订|流程|功能)|不再(?!出现|发生|重复|犯)|作废|暂缓|搁置|暂不|无需|不需要|不用(?!户)|不做"
    r"|撤销|终止|先不|别做|不必|停止|叫停|(?:推迟|延后)(?:到"
    r"|至)(?:下个?季度|明年|以后)|(?<![a-z])(?:cancell?ed|dropped|no longer|not needed|not required"
    r"|no need to|won't|will not|on hold|shelved|descoped|postponed indefinitely|deferred|withdrawn"
    r"|nothing (?:more |else |further )?to do|parked|skip(?:ped)?|not "
    r"(?:be )?(?:going|doing)|no action)(?![a-z])"
)
_WISH: Final = re.compile(
    rf"{A} (?:may|can (?:probably|possibly|maybe)|will (?:probably|possibly)) [a-z]|"
    r"建议|希望|尽量|最好|可以?考虑|(?:有空|方便)的?(?:时候|话)|争取|如有可能|或许|也许|可能|看看能|试试|想办法"
    r"|(?<![a-z])(?:should consider|could|might"
    r"|maybe|ideally|if possible|would be (?:nice|good)|perhaps|suggest(?:s|ed)?|nice to have|try to|hope(?:s"
    r"|fully)?)(?![a-z])"
)
_CONDITION: Final = re.compile(
    r"万一|(?:如|要是)[^,，。]{0,6}(?:来不及|赶不上|不行|不够|无法|不能|没有?[来到批过])|"
    r"如果|假如|若(?!干)|一旦|视[^,。]{1,12}(?:而定|情况|结果)|除非|必要时|(?<![a-z])(?:if|unless|in case|depending "
    r"on|subject to|provided "
    r"that|should the)(?![a-z])"
)
_RECURRING: Final = re.compile(
    r"当月|次月|每(?:个?工作日|[天日晚早周月年季]|个?星期|个?月|双周)|定期|长期|持续(?!集成)|日常|随时"
    r"|(?<![a-z])(?:every "
    r"(?:day|week|month|mon|tue|wed|thu|fri"
    r"|sprint|quarter)\w*|daily|weekly(?! report| review)|monthly|ongoing|continuous(?:ly)?|as needed)(?![a-z])"
)
_RULE: Final = re.compile(r"(?:不得|禁止|严禁|必须遵守|原则上|一律|(?:^|[,，。;；])(?:今后|以后|此后|凡))")
_ROLE: Final = re.compile(
    r"总?(?:协调|负责|指挥|控|联络|统筹)人?|(?:产品|项目|技术|业务|测试|运营|设计)?(?:前端|后端|测试|产品|设计|开发|运维|算法|数据|法务|财务|采购|后勤|宣传|文案|摄影|主持|统筹"
    r"|运营|市场|销售|客服|行政|人事|培训|质检|工艺|设备|安全)(?:侧|组|线|岗|负责人?|接口人?|对接人?)?|.{1,4}(?:侧|组长|组员|负责人|接口人|对接人|主管|经理)"
    r"|(?:project|product|tech|team|design|test|qa)? ?(?:lead|owner|manager|coordinator)|front-?end|back-?end"
    r"|qa|design",
)
_SLOGAN: Final = re.compile(
    r"(?:[各全大所本][\u4e00-\u9fff]{0,8}?)?(?:要|必须|应当?|务必|需要?)?(?:进一步|切实|认真|全面|高度|不断|持续|着力|坚决)?"
    r"(?:提高[\u4e00-\u9fff]{0,2}(?:站位|认识|警惕)|压[实紧]|强化|高度重视|加强|增强|牢固?树立|牢记|坚持|加大|提升|守[住牢]|贯彻|统一思想|凝心聚力|真抓实干|克服|保持|杜绝|绷紧|扛起)"
)
_NOTHING: Final = re.compile(
    r"(?:暂?无(?:任务|安排|事项|待办|新增)?|没有"
    r"|none|n/?a|nil|nothing|no (?:action|actions|items?)(?: items?)?)[。.\s]*"
)
_SETTLED: Final = re.compile(
    r"定了|改[到为成]|(?:延期|推迟|提前|顺延|延后)(?:到|至)?|(?:起|开始)(?:执行|施行|实行|生效|启用)|定[于在为]"
    r"|moves? to|moved to|postponed to"
)
_CLOSED: Final = re.compile(
    r"(?:状态|status)?\s?:?\s?(?:[✓✔√☑✅]\s?)?(?:ok[\s,]*)?(?:已经?)?(?:全部)?"
    r"(?:完成|办结|办理完毕|关闭|闭环|结束|结案|取消|作废|终止|撤销|解决|上线|落实|整改(?:完毕|完成|到位)|[销消划]项|划[掉去]|中止)(?!率|\s?[\d%]|时间|日期|中|前|后)"
    r"|(?:✓|✔|√|☑|✅)\s?$|100\s?%|(?:done|closed|completed?|finished|cancell?ed|dropped|resolved|withdrawn"
    r"|delivered|n/?a)(?![a-z])"
    r"|(?:已经?)?(?:(?:修|办|做|弄|处理|装|换|改|搞|发|交|订|买|搬|清)[好完定掉]|修复|到货|交付|到位|作罢)了?(?:$|[,，;；。、(])"
    r"|已(?:经)?(?:换|订|买|发|签|寄|交|付|修|改|装|贴|拆|清|报|结|撤|退|补|做|到|搬)[好完掉清齐]?了?(?:$|[,，;；。、(])"
)
_TICKED_OFF: Final = re.compile(
    r"(?:(?:^|[,，;；。、\-–—(\[]|\s)\s?(?:已(?:经)?(?:全部)?(?:完成|办结|关闭|闭环|解决|收到|发出|提交|到货)|done|closed|completed)\s?)?[✔✓√✅☑]\s?[)\]]?\s?$"
    r"|[-–—,，;；]\s?(?:已(?:经)?(?:全部)?(?:完成|办结|关闭|闭环|解决)|done|closed|completed)\s?[.。!]?$"
    r"|[(（\[](?:已(?:经)?(?:于|在)?[^()（）]{0,10}(?:收到|完成|发出|给到|提交|到货|办结|解决)"
    r"|(?:already )?(?:done|received|sent|closed|completed))"
    r"(?:[,，][^()（）]{0,10})?[)）\]]\s?[。.;；]?$"
)
_AWAY: Final = re.compile(
    r"(?:on )?(?:annual |sick |parental )?(?:leave|holiday|vacation|ooo|pto)(?![a-z])|(?:请假|休假|年假|调休"
    r"|出差)(?:$|[,，。;；])"
)
_COURTESY: Final = re.compile(
    r"^(?:(?:抄送|主送|分送|发送)[\s:]|cc(?![a-z]))|^(?:如有|以上|特此|请审阅|请查阅|请知悉|望|感谢|谢谢|辛苦|本(?:次会议|纪要))|仅供参考|如下[,，]?请|请(?:回复"
    r"|查收|知悉)|敬请|自动生成|let "
    r"me know|thanks for|please reply"
)
_ASKED: Final = re.compile(r"[?？]\s*$|(?:吗|么|呢)[。.]?$|是否|待定|tb[dc](?![a-z])|谁来")
# What somebody who is at it until a day is to have done by then.
DOING: Final = (
    r"(?:looking into|chasing|handling|sorting|dealing with|taking care of|redoing|fixing|writing|drafting"
    r"|preparing|booking|calling|ringing|sending"
    r"|updating|checking|ordering|building|designing|testing|setting up|getting|buying|finishing|organi[sz]ing"
    r"|arranging|contacting|collecting|making|printing)"
)
_ORDERED: Final = re.compile(
    rf"{A}(?: is| are|'s)? {DOING} |that {A}+ (?:would|should) [a-z]{{2,}}|{A},?\s?(?:(?:is |are |has |have "
    rf"|agreed |needs? |going )*to|will|would"
    rf"|shall|must|should|'ll|(?:can|could"
    rf"|would) you)\s"
    rf"(?!be (?:away|out|on)|the |a |not )[a-z]{{2,}}|{A}\s(?!is|was|has|does|as|this|its)[a-z]{{3,}}s\s(?!of|for|to)"
)
# A name and a day, or a duty and a day, with words behind them: whatever the verb is, there is one.
_MUST: Final = re.compile(
    rf"(?:{A}{D}+|须于?{D}+|[应需]于?{D}+)(?:之?前|内)?[\u4e00-\u9fff]{{2}}(?<!请假|出差|休假|调休|返岗|年假|回国|生日|到期|有事|不在)"
)
_VERBS: Final = (
    "完成|提(?![高升前])|提交|输出|产出|提供|给出|给到|交付|准备|整理|制定|制订|拟定|拟|编制|编写|起草|撰写|写|做|弄"
    "|搞定|出具?"
    "|发出?|发送|发布|更新|修改|修订|优化|调整|排查|修复|解决|处理|确认|落实|跟进"
    "|协调|对接|沟通|联系|组织|召开|安排|评审|评估|测试|验证|上线|部署|采购|签|汇总|梳理|调研|设计|开发|搭建|反馈"
    "|回复|答复|申请|补|培训|验收|盘点|核对|核实|核算|检查|统计|分析|收集|拟出|定稿"
    "|敲定|下单|寄|拍摄"
    "|剪辑|翻译|印刷|投放|招聘|面试|预订|预定|预约|通知|公示|汇报|报|上传|下发|归档|迁移|接入|联调|回归|压测|演练"
    "|切换|配置|清理|关闭|推进|启动|开通|试用|对账|付款|打款|结算|开票|催|盯|拉|约"
    "|查|改|算|定|审核?|交|备|搬|装|订"
    "|牵头|负责|请|让|写好|把|将|布置|到位|搭|安装|购买|买|拿|取|送|接|印|拍|找|问|谈|试|加|减|换|自查|整改|摸底"
    "|补齐|回|给|看|跟|贴|派|挂|退|顶|选|打|签|盖|借|租|聊|核|存|点火|停|办|征集|储备|增开|试"
)
_TASK_VERB: Final = re.compile(rf"(?:{_VERBS})")
_ENGLISH_VERB: Final = re.compile(
    r"^(?:(?:please|pls|everyone|everybody|all|to|will|should|must|needs? to|is to|and|we (?:all )?(?:need|have"
    r"|agreed) to|we will|we'll"
    r"|'?ll|(?:is|are|am|'m) going to|so|i will|we "
    r"should|let's)\s+)*(?:send|prepare|draft|write|finali[sz]e|complete|finish|deliver|update|review|confirm|check"
    r"|fix|investigate|schedule|organi[sz]e|book|arrange|create"
    r"|set up|share|provide|submit|follow up|contact|call|email|get|collect|gather|compile|analy[sz]e|test|deploy"
    r"|launch|publish|order|buy|hire|interview|train|document|clean|migrate|negotiate|sign|circulate|present"
    r"|coordinate"
    r"|align|define|design|build|implement|resolve|reproduce|escalate|inform|notify|propose|research|run|ship"
    r"|translate|upload|verify|work|add|remove|replace|revise|roll|start|talk|ask|find|look|make|chase|configure"
    r"|audit|estimate|evaluate"
    r"|identify|plan|produce|put|raise|report|request|respond|source|summari[sz]e|tidy|transfer|trial|close|rework"
    r"|sync|validate|measure|map|list|rewrite|outline|reach|record|refresh|rehearse|renew|reserve|return|ring|scope"
    r"|secure|select|sort|takes?|ping|chase|label|tell|parallelise|parallelize|brief|swap|label|push|post|hand|bring"
    r"|move|replace|list)(?![a-z])"
)


def is_ordered(masked: str) -> bool:
    """Whether a name is followed by what English says of what somebody is to do: "to", "will", "files the report"."""
    return bool(_ORDERED.search(masked))


def is_past(folded: str) -> bool:
    """Whether a clause reports what was done, or how things are."""
    return bool(_PAST.search(_NOT_PAST.sub(lambda match: "·" * len(match[0]), folded)))


def is_question(folded: str) -> bool:
    """Whether a clause asks, or says that something is still open."""
    return bool(_QUESTION.search(_ASKED_FOR.sub(" ", folded)))


def is_asked(folded: str) -> bool:
    """Whether a line of a list of actions is a question all the same."""
    return bool(_ASKED.search(folded))


def is_open(folded: str) -> bool:
    """Whether a clause asks who is to do something, or whether it is to be done at all."""
    return bool(_WHO.search(folded))


def is_settled(folded: str) -> bool:
    """Whether a clause says that something was set or moved, which is nobody's task."""
    return bool(_SETTLED.search(folded))


def is_closed(folded: str) -> bool:
    """Whether a state, as a cell or behind a label, says that nothing is left to do."""
    return bool(_CLOSED.match(folded))


def is_ticked_off(folded: str) -> bool:
    """Whether a line of a list says at its end, or in brackets, that it is done."""
    return bool(_TICKED_OFF.search(folded))


def is_away(folded: str) -> bool:
    """Whether somebody's plan is to be away."""
    return bool(_AWAY.match(folded))


def is_courtesy(folded: str) -> bool:
    """Whether a line only keeps the form."""
    return bool(_COURTESY.search(folded))


def begins_with_verb(folded: str) -> bool:
    """Whether a clause without its names and dates begins with what is to be done."""
    return bool(_TASK_VERB.match(folded) or _ENGLISH_VERB.match(folded))


def is_dropped(folded: str) -> bool:
    """Whether a clause says that something will not be done."""
    return bool(_DROPPED.search(folded))


def is_wish(folded: str) -> bool:
    """Whether a clause wishes or suggests rather than charges somebody."""
    return bool(_WISH.search(folded))


def is_condition(folded: str) -> bool:
    """Whether a clause holds only if something else comes about."""
    return bool(_CONDITION.search(folded))


def is_standing(folded: str) -> bool:
    """Whether a clause is a rule or a duty that comes round again, with no end of its own."""
    return bool(_RECURRING.search(folded) or _RULE.search(folded))


def is_role(folded: str) -> bool:
    """Whether words say what somebody is, not what they are to do."""
    return bool(_ROLE.fullmatch(folded))


def is_slogan(folded: str) -> bool:
    """Whether a clause only urges: `要提高站位，压实责任`."""
    return bool(_SLOGAN.match(folded) or _SLOGAN.match(re.split("[,，]", folded)[-1]))


def is_rule(folded: str) -> bool:
    """Whether a clause says how things are to be done always."""
    return bool(_RULE.search(folded))


def is_nothing(folded: str) -> bool:
    """Whether a line says that there is nothing to list."""
    return bool(_NOTHING.fullmatch(folded.strip()))


def has_verb(folded: str) -> bool:
    """Whether a clause names something that can be done."""
    return bool(
        _TASK_VERB.search(folded) or _MUST.search(folded) or _ENGLISH_VERB.search(folded.strip(f" {A}{D}:-,/&+–—()"))
    )
