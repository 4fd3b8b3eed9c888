"""The words by which people tell progress, and those that only look like it (S3, T4)."""

import re
from typing import Final

PERCENT: Final = re.compile(
    r"(?P<number>\d{1,3})(?:\.\d{1,3})?\s?(?:%|percent)|百分之(?P<han>\d{1,3}|[一二三四五六七八九十百]{1,4})"
    r"|(?<!\d)(?P<tenths>[一二三四五六七八九1-9])\s?成(?![员为功品果本型都交])"
    r"|(?P<below>[二三四五六七八九十\d])分之(?P<above>[一二两三四五六七八九\d])"
    r"|(?P<half>一半|(?<![a-z])half(?:[ -]?way)?(?![a-z]))|(?P<third>three|two|a|one)[ -](?P<unit>thirds?|quarters?)"
    r"|(?<![\d/])(?P<part>\d{1,3})\s?(?:/|of)\s?(?P<whole>\d{1,3})(?![\d/])"
    r"|(?:进度|完成度|progress)\s?(?:[到是为:]|at)?了?\s?(?P<bare>\d{1,3})(?![\d.%/:月号日点个项条])"
)
FROM_TO: Final = re.compile(
    r"(?:(?:从|由|from)\s?\d{1,3}\s?%?[^,;]{0,4}?(?:到|至|to)|\d{1,3}\s?%\s?(?:[→➜➡]\ufe0f?"
    r"|[-=]+>))\s?(?P<to>\d{1,3})\s?%"
)
LEFT: Final = re.compile(r"(?:还?剩下?|还差|差|余)\s?$")
LEFT_AFTER: Final = re.compile(r"\s?(?:left|remaining|to go|没做|未完成|没完成)")
# A rate that rose or fell by a share is a result of the work, not how far it has come.
OTHER_RATE: Final = re.compile(
    r"(?:提升|降低|下降|上升|增长|提高|减少|节省|[超涨跌降升增减多少高低][了出过]|同比|环比|差异|误差|偏差|损耗|缺口"
    r"|毛利|涨幅|降幅|落后|滞后|[用花耗][了掉]|占|(?<!完成)率(?:[是为约]|达到?)?|打"
    r"|increase[sd]? (?:by|of)|reduced? by|by)\D{0,3}$"
)
OTHER_AFTER: Final = re.compile(
    r"\s?的?(?:预算|费用|经费|折扣|用户|客户|利润|确认|确定|肯定|支持|同意)"
    r"|\s(?:off|discount|of (?:the )?budget|sure)(?![a-z])"
)
# A share that will be reached is not reached.
FORECAST: Final = re.compile(
    r"(?:能|会|可以|争取|预计|计划|应该|will|should|can|expect\w*)\s?(?:[做到达完成至]{1,3}|reach|be|hit|get to)?"
    r"\s?\D{0,3}$"
)
# "不是50%，是30%", "还不到一半"
NOT_SHARE: Final = re.compile(
    r"(?:(?<![是要])不是|并非|不到|没到|没有|不足|isn't|not|below|under)\s?(?:[到有]|at|yet at)?\s?$"
)
# Work handed to somebody is no news of a task of one's own.
HANDED_ON: Final = re.compile(r"[让请叫派@]|(?<![a-z])(?:ask|please|let)(?![a-z])")
FRACTION_CUE: Final = re.compile(
    r"^\|+\s?(?:(?:is|at|about|around|roughly|nearly|大概|大约|差不多|约)\s?){0,3}(?:[1-9一二三四五六七八九]成|一半|half)"
    r"|^\s?(?:is |about |roughly )?half[ -]?way$|完成|进度|[做写弄搞画]|已|了|done|complete|finish|progress|ready"
    r"|through|there"
)

QUESTION: Final = re.compile(
    r"(?:吗|了没有?[啊呀呢]?|没有?|不)\s?[?？]?$|如果|要是|假如|万一|[?？]|什么时候|啥时候|何时|几号|哪天|怎么样"
    r"|怎样|如何|多少|[哪谁]|^(?:等到?(?:[^,]{0,30}(?:完成|好)|\|+[^,]{0,10}完)|if|once"
    r"|after|when)(?![a-z])"
)
# Denials are looked for first; a clause that holds one never counts as done, whatever else it says.
NOT_DONE: Final = re.compile(
    r"(?:未|没有?|还没|尚未|不能|无法|不可能|难以|来不及)[^,，]{0,6}?(?:完成|做完|搞定|弄完|写完|结束|提交|交付|上线"
    r"|做好|好)"
    r"|(?:won't|can't|cannot|will not) (?:make|meet|finish|complete|deliver|hit)"
    r"|赶不[上及完出]|来不及|[交做弄写搞给发]不[了出]"
    r"|完不成|[完做写弄搞画改测赶调]不[完成]|完成不了|搞不定|[快即将差不多]{2,4}[^,]{0,3}(?:完成|搞定|好)"
    r"|(?<![尽赶加])快要?(?:[完做写弄搞][成完定]?|[做弄写搞改]?好|结束|定稿|上线|交付)"
    r"|(?:马上|这就|很快|差一?点)就?(?:要?完成|[做弄写搞]?[完好])|部分完成|基本完成"
    r"|完成[后前之率时]|(?:not|never|n't|isn't|aren't|hasn't|haven't)(?: \w+){0,2} (?:done|finished|completed?"
    r"|ready|delivered|shipped)"
    r"|过半|大半|差不多了|[还就只]差一?点(?!就)"
    r"|除了?[^,，]{1,12}(?:都|全)|(?:all|everything|done|finished) (?:but|except)"
    r"|unfinished|undone|incomplete|(?:almost|nearly|partially|partly|half) (?:done|finished|completed?)|\bnot done"
)
# What is wanted, promised or asked for is not there yet.
INTENDED: Final = re.compile(
    r"(?:请|尽快|务必|记得|必须|应该|需要|争取|希望|打算|计划|准备|预计|可以|保证|将|会|能|要)[^,，]{0,8}?(?:完成"
    r"|[做弄写搞]完|搞定"
    r"|交付|提交|上线|定稿|发布|[做弄]?好)(?![啦了])"
    r"|(?<![a-z])(?:please|will|should|must|needs? to|have to|has to|going to|want to|plan to|try to|hope to|can you"
    r"|could you|to be)(?: \w+){0,2} (?:done|finish\w*|complet\w*|deliver\w*|ship\w*)"
    r"|(?:等待?|需要?|求|[缺差](?!不多)|(?<![a-z])(?:needs?|waiting|pending|get|until)(?![a-z]))[^,，]{0,24}ok(?:ay)?$"
)
# Something that was done is a part of the task, unless it is the task's own name.
PART_DONE: Final = re.compile(r"(?:完成|[做弄写搞]完|搞定)了?(?!了)(?P<what>[^\s,|了啦✅☑]{2,})了?$")
# "二稿ok": a stage of the work, unless the task's own name has it.
STAGE: Final = re.compile(r"(?:初|[一二三四五]|第[一二三四五\d]{1,2})[稿版轮批](?!次)")
# The same beside the task's own name, which is masked: 完成了支付联调的接口部分.
PART_OF: Final = re.compile(
    r"\|的(?!全部|所有|整[个体]|任务|工作|事|活|进[度展])[^\s,|]{2,}|(?:part|half|section|piece|bit) of (?:the )?\|"
)
WHOLE: Final = re.compile(r"全部|所有|整[个体]|任务|工作|啦|了")
DONE: Final = re.compile(
    r"已经?(?:全部|全都|都)?(?:完成|做完|搞定|弄完|写完|提交|交付|上线|结束|做好|定稿|发布|交)|(?:完成|搞定|做完"
    r"|弄完|写完|结束|上线|交付|提交|定稿|做好|发布|完工|交)[啦了]"
    r"|(?:完成|搞定|做完|弄完|写完|完工|做好|好了|ok了)[👍👌🎉💪🙌]*$"
    r"|(?<![快没不未])[签对改办写做弄画拍测审谈发寄付装配修查核译编排搞跑录盘剪印订传调算清选][完好妥](?:了|啦|的?$)"
    r"|(?<![快没不未要])[置运搬贴装建采招]完[了啦]|ok(?:ay)? ?[了啦]|(?:完成|搞定|做完|写完)\S{0,12}了$"
    r"|(?<![a-z])ok(?:ay)?$|(?<![a-z])(?:done|finished|completed?|delivered|shipped|wrapped up|signed)(?![a-z])|✅|☑"
)
UNBLOCKED: Final = re.compile(
    r"解除了?阻塞|阻塞(?:已经?)?解除|已经?解除|(?:不再|不)(?:阻塞|卡)了|不再(?:阻塞|卡|受阻)|(?<![a-z])unblocked"
    r"|(?:问题|障碍|阻碍|卡点)(?:都|已经?|全)*解决了|已经?恢复|恢复(?:正常)?了|可以继续了|no longer (?:blocked|stuck)"
    r"|not (?:blocked|stuck) any ?more"
)
NOT_BLOCKED: Final = re.compile(
    r"(?:[不没未无别]|不要|避免|防止)(?:有|会|被|再)?(?:任何|什么)?(?:阻塞|卡住|卡|受阻|阻碍|障碍|堵)|(?:not|n't"
    r"|never|isn't"
    r"|no)(?: \w+)? (?:blocked|stuck|blockers?|on hold)"
    r"|(?:if|如果|要是)[^,]{0,30}?(?:blocked|卡|阻塞)"
)
BLOCKED: Final = re.compile(
    r"(?:因为|由于|缺|没)[^,]{1,12}(?:停了|暂停)|(?<![没无])(?:遇到|碰到|出现|有)(?:了|点|些|一?个|一些)*(?:问题"
    r"|困难|障碍|阻碍|坑)了?$"
    r"|(?<![刷打发办开])卡了|暂停(?!键|按)|暂缓|卡住|卡在|卡壳|卡着|阻塞|受阻|堵住|停滞|搁置|无法推进|推进不了"
    r"|推不动|没法(?:继续|推进)|(?<![a-z])(?:blocked"
    r"|stuck|on hold)(?![a-z])"
    r"|(?:障碍|阻碍|卡点|困难|问题|blockers?|issues?)\s?:\s?(?!暂?无|没有?|none|no(?:ne)?(?![a-z]))\S"
    r"|(?:还|一直)?在等|(?:^|(?<=[\s|:]))等(?!等|到|会|下|级|于)(?=\S{2})|还?一直等|(?<![a-z])waiting (?:for|on)"
)
NOT_STARTED: Final = re.compile(
    r"(?:未|没有?|还没|尚未)(?:能|有)?(?:开始|启动|动手|开工|动(?![摇力态画])|碰)"
    r"|(?:not|n't|never)(?: \w+)? (?:started|begun|touched)"
    r"|not in progress"
)
STARTED: Final = re.compile(
    r"(?:已经?|刚)(?:开始|启动|开工|动手)|(?:开始|启动|动手|开工)了|开始[做弄写搞画改查测谈跑]|进行中|正在(?:做|写"
    r"|进行)"
    r"|在[做弄写搞画改查测谈跑][了着中]"
    r"|(?<![a-z])(?:started|kicked off|in progress|working on)(?![a-z])"
)
NEED: Final = re.compile(
    r"(?:还?在?一?直?等(?:待|着)?|还?(?<![不无])需要|亟需|急需|还?缺少?(?![失席点陷])|[就只还]差(?!不多|一?点"
    r"|[\d一二三四五六七八九十]+(?:%|成|分))"
    r"|求|(?<![不无必])需)(?:支持|协助)?\s?:?\s?(?![到会我]|[求要](?:文|是))(?P<need>\S.*)"
    r"|(?<![a-z])(?:waiting (?:for|on)|needs?:?|requires?|missing|pending)\s(?!(?:to|till|until)\s)(?P<words>.+)"
)
# "都搞定了，除了联调": of the one that is named it is not so.
EXCEPT: Final = re.compile(r"除了?\S|(?:all )?except(?![a-z])")
# "Done, but the fonts are missing": what is still open, though the rest of it is done.
OPEN_POINT: Final = re.compile(
    r"(?:还|仍|尚|就|只|仅)(?:没|未|差|缺|欠|剩|(?:要|得|需要?)等|有(?=[^,]{1,12}[没未]))|^(?:但是?|不过|可是|就是"
    r"|只是)?[差缺欠](?![异别评价旅错席陷])(?=\S)"
    r"|剩下?[^,]{1,12}(?:没|未|要)"
    r"|(?<![a-z])(?:is|are|'s|'re|still|remains?|only|just)(?: still)? ?(?:\w+ ){0,4}?(?:missing|outstanding"
    r"|open|left|pending|to (?:do|come|go))(?![a-z])"
    r"|(?<![a-z])(?:is|are|was|were|has|have|do|does)(?: not|n't) (?:\w+ ){0,3}?(?:yet|ready|there|in|done"
    r"|finished|work)(?![a-z])"
    r"|(?<![a-z])still (?:needs?|lacks?|waiting|has to|have to|misses|missing)(?![a-z])"
)
BUT: Final = re.compile(r"^(?:but|though|however|only)\s|^(?:但是?|不过|可是|就是|只是)", re.IGNORECASE)
CAUSE: Final = re.compile(
    r"(?:因为|由于|(?:主要|就|还)是(?:因为|由于)|(?:^|(?<=,))主要是|原因是?[::]?|卡在了?|卡着(?!呢|的|了|$)|受阻于|(?:受阻|卡住了?|暂停|停滞|阻塞|障碍|阻碍|卡点|困难"
    r"|问题|blockers?|issues?)\s?:)\s?"
    r"(?!(?:暂?无|没有?|none)[。.!]?$)(?P<cause>\S.*?)(?=而?(?:受阻|卡住|阻塞|停滞|搁置|停了|暂停)|$)"
    r"|被(?P<by>[^\s,|]{2,20}?)给?(?:卡住|卡了|堵住|阻塞)"
    r"|(?<![a-z])(?:because(?: of)?|due to|blocked (?:by|on)|blocked:|stuck (?:on|at|with|in))\s?(?P<words>.+)"
)
NEXT: Final = re.compile(
    r"^(?:下一步|接下来|然后|接着|后续|随后|计划|准备|打算|再|明[天日早晚]|后天|今[天晚]|下?周[一二三四五六日]|下周"
    r"|next|then|tomorrow|will|going to|today|tonight|[a-z]{3,12}ing(?= ))\s?(?:是|:|step:?|up:?)?"
)
ENDING: Final = re.compile(
    r"到100\s?%|能?[好完](?!了?没)|完成|搞定|交付|结束|上线|提?交(?!中)|给|定稿|[预估]计|预期|延[期迟后]|推迟"
    r"|[改延拖推顺]到|顺延|才能|[要得][到等]|剩下|其余|eta|pushed (?:back |out )?to"
    r"|expected|instead|needs? (?:un)?till?(?![a-z])"
    r"|final|done|finish"
    r"|ready|deliver|ship|complete|postponed|moved to|delayed|slip|rest|remainder|should be|sign"
)
CLAUSES: Final = re.compile(
    r"[,，。!！、](?!\d)|(?=但是|不过|可是|但(?!凡))|\.(?=\s|$)"
    r"|(?:(?<=[了好完成%✅☑])|(?<=done)|(?<=ok)|(?<=wip))\s+(?=[\u4e00-\u9fff]{2})"
    r"|(?<=%)(?=(?![提升涨增到变降至改更左的])[\u4e00-\u9fff]{2,8}\s?\d{1,3}\s?%)"
    r"|(?<=\S)\s+(?:but|and then|then)\s+|\s+(?=下一步|接下来|next:)|(?<=\S)(?=下一步(?:是|[:：]))"
)
# "联调和压测都ok了"
BOTH: Final = re.compile(
    r"(?P<one>[^\s,，、]{2,12}?)\s?(?:和|跟|与|以及|and)\s?(?P<other>[^\s,，、]{2,12}?)\s?"
    r"(?P<said>(?:都|全|均|are both|both).+)"
)
# With its label it is a step, even where it hands something in.
NEXT_LABELLED: Final = re.compile(r"^(?:下一步|接下来|next(?: steps?)?)\s?(?:是|:)")
NEXT_WORD: Final = re.compile(
    r"^(?:下一步|接下来|后续|next(?: step)?)(?:是|[:：])?\s*|^(?:then|然后)\s*", re.IGNORECASE
)
DELAYED: Final = re.compile(
    r"延[期迟后误]|[延拖]到|推迟|拖延|顺延|来不及|赶不[上及完]|搞不定|[做写弄画搞改测赶调]不完|完不成|完成不了"
    r"|running late|behind schedule"
    r"|(?:won'?t|can'?t|cannot|couldn'?t|unable to|not going to)(?: be able to)? (?:make|finish|complete)(?![a-z])"
    r"|(?:会|要|得|可能|估计)晚(?=[一两二三四五六七八九十\d半几])"
    r"|(?<![a-z])(?:delayed|late|slip(?:s|ping)?|postponed)(?![a-z])"
)
# What the message is, before what it says.
HEADED: Final = re.compile(
    r"^\s*(?:进[度展](?:更新|同步|汇报)?|状态|更新|更正|补充|汇报|progress|status|updates?"
    r"|correction)\s?[:：]\s*(?=[^\d\s])",
    re.IGNORECASE,
)
# "80%的文案": a share of something else than the work.
SHARE_OF: Final = re.compile(
    r"(?P<did>(?:完成|[做改写画弄搞剪拍测])了?[约近]?)?(?:\d{1,3}\s?%|百分之[一二三四五六七八九十百\d]{1,4}"
    r"|[一二三四五六七八九]成|一半)\s?的"
    r"(?!工作|任务|进[度展]|活|内容|部分|样子|量|程度|目标|总)(?P<what>[^\s,|]{2,})"
)
# What may stand before a share of the task that was named before it; any other word names another thing.
SAID_OF_IT: Final = re.compile(
    r"现在|目前|如今|总体|整体|总共|一共|累计|大概|大约|差不多|估计|今[天日]|昨[天日]|上午|下午|已经?|才|[只刚就也还都]|[做写弄搞画改测推跑]|完成[度率]?"
    r"|进[度展]|差|剩下?|到|达|了|约|有|是|为|在|从|[^\u4e00-\u9fffa-z]"
    r"|(?<![a-z])(?:now|overall|currently|about|around|roughly|nearly|almost|maybe|only|just|still|at|is|it|it's|its|up"
    r"|to|the|progress|complete|completed|done|finished|so|far|but|and|in|total|another|with|we|i|are|i'm|we're|am|left|remaining|has|by)(?![a-z])"
)
BEGINS: Final = re.compile(r"(?:开始|启动|开工|动手)(?!了|的|时间)")
EVENING: Final = re.compile(r"(?:晚上?|晚间|夜里?|(?<![a-z])(?:evening|night|tonight))(?:之?前)?$")
NUMBERED: Final = re.compile(r"^\s*(?:\d{1,2}\s?[.、)](?!\d)|\(\d{1,2}\)|[-*•·])\s*")
SEGMENTS: Final = re.compile(r"[;；\n]|(?=[①②③④⑤⑥⑦⑧⑨])|(?<=[\s,，。])(?=\d[.、)](?:\s|[^\W\d]))")
LABELLED: Final = re.compile(
    r"(?:障碍|阻碍|问题|困难|卡点|风险|原因|需要(?:的?支持)?|支持|blockers?|issues?|needs?|cause|reason)\s?:"
)
THING: Final = re.compile(r"[\u3400-\u9fff]{2}|[a-z]{3}")
# These speak of the task itself, whose end is no step.
OF_TASK: Final = re.compile(
    r"预计|预期|预估|估计|整体|整个|全部|都|任务|能|会|可以|完成|搞定|[延拖推顺改]到|延|推迟|等|卡|剩下|其余"
    r"|(?<![a-z])(?:eta|expected"
    r"|done|finish|ready|final|complete|deliver|ship|postponed|moved|delayed|it|will|should|can|need|blocked|wait"
    r"|rest|not)"
    r"|是$"
)
# What is being done today has begun, and is not to be ready by its end.
DOING: Final = re.compile(r"(?:今天|现在|目前|正|还)在[做弄写搞画改查测跑]")
# A day that was meant once, or holds only if something else does: "本来周四能完成，现在不行了".
NOT_SET: Final = re.compile(
    r"本来|原本|原定|原计划|^(?:如果|要是|假如|万一|if(?![a-z]))|originally|(?:was|were) (?:due|planned|supposed|meant)"
)
GOES_ON: Final = re.compile(r"[做弄看写画改测搞谈跑]")  # "后天做" says when it goes on, not when it is ready
HANDED_IN: Final = re.compile(r"(?:提交|交|发|发出|给|出|送出)?")
# Of two shares said of one task the first counts, unless the later one is told to be where it stands.
AT_LAST: Final = re.compile(r"现在|目前|如今|总体|整体|(?<![a-z])(?:now|overall|currently)(?![a-z])")
TITLE_FIRST: Final = re.compile(r"(?:the )?\|+\s?(?:because of|because|by|due to|on)?\s?")  # the task's own name


ALL_DONE: Final = re.compile(
    r"(?:我们?|手[上头]的?|名下的?|这)?(?:(?P<count>[两二三四五六七八]|\d)[个项件](?:任务|事情?)?|(?:任务|事情?"
    r"|活儿?))?"
    r"(?:都|全都?|全部|均|通通)(?:已经?)?(?:[做弄搞办干写交][完好]|搞定|完成|结束|完事|[完好])[了啦]?[。!~]*"
    r"|(?:they(?:'re| are)|we(?:'re| are)|i(?:'m| am)|it's|(?:my|the) tasks? (?:are|is)|everything(?:'s| is)|all|both)?"
    r"(?: ?(?:all|both))?(?: of (?:them|it|these|my tasks))?(?: are)? ?(?:all )?(?:done|finished|completed)[.!]*"
)
# "两个任务都卡住了，没有测试环境"
ALL_STUCK: Final = re.compile(
    r"(?:我们?|手[上头]的?|名下的?|这)?(?:(?P<count>[两二三四五六七八]|\d)[个项件])(?:任务|事情?)?(?:现在|目前)?"
    r"(?:都|全都?|全部|均)被?(?:卡住|卡|阻塞|停滞|停)了?(?:[,，]\s*(?:因为|由于|原因是)?(?P<cause>[^,，。;；]{2,60}))?[。!]?"
    r"|(?:both|all (?P<number>two|three|four|five))(?: of (?:them|my tasks))? (?:tasks )?are (?:blocked|stuck)"
    r"(?:[,;:]? (?:by |on |because |because of |waiting for )?(?P<why>[^,;.]{2,60}))?[.!]?"
)
_BEFORE_DAY: Final = re.compile(r"(?:by|before|until|on|at|for)\s+", re.IGNORECASE)
_BEHIND_DAY: Final = re.compile(r"(?:之前|以前|前|左右|开始|起)$")


_PART_OF_DAY: Final = re.compile(
    r"(?P<zh>上午|中午|下午|傍晚|晚上|晚间|夜里|早上|早晨|一早|[早晚])(?:之前|以前|前)?$"
    r"|(?<![a-z])(?:(?P<en>morning|afternoon|evening|night)|to(?P<tonight>night))$",
    re.IGNORECASE,
)
_PARTS_SPELT: Final = {"早": "早上", "晚": "晚上"}


def part_of_day(written: str) -> str:
    """The part of the day that the words of a date end in, where they name no hour: 晚上 of 今晚, "" of 今晚8点."""
    said = _PART_OF_DAY.search(written)
    if said is None:
        return ""
    return _PARTS_SPELT.get(said["zh"], said["zh"]) if said["zh"] else f" {said['en'] or said['tonight']}"


def beside_day(written: str) -> tuple[str, str]:
    """What stands before and behind the day in the words of a date: "by " of "by Friday", 前 of 周五前."""
    before, behind = _BEFORE_DAY.match(written), _BEHIND_DAY.search(written)
    return before[0] if before else "", behind[0] if behind else ""
