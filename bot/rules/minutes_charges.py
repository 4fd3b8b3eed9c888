"""By which words somebody is charged with something, helps with it or looks at the result, in a blotted text (M5)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.rules.due import Span
from bot.rules.minutes_signs import DOING, A, D

_AND: Final = r"\s?(?:[、,/&+]|和|与|及|跟|以及|and)\s?"
# Possessive, so that a name is never taken in half to get around what must not follow it.
G: Final = f"{A}++(?:{_AND}{A}++)*+"
_WITH: Final = r"(?:同学们?|老师|同事|那边|这边|团队|侧|等人|两位|二人|共同|一起|分别)?"
_REPORTS: Final = (
    r"\s?(?:在?会上|首先|最后|接着|随后|再次|重点|详细|简要|分别|先后|又|特别|着重|一再)?(?:认为|倾向|偏向|更?看好|赞同|没意见|表示|提出|指出|汇报|通报|介绍|说(?!明书)"
    r"|反馈(?:说|称|了|:|,)|提到|建议|反映|强调"
    r"|补充(?:说|道|了|:)|分享了?|询问|问|质疑|担心|希望|同意|赞成"
    r"|反对|主张|总结|宣布|承认|解释"
    r"|的|已|刚|上周|昨|之前|完成了|说过|觉得|感觉|回复(?:说|:)|透露|拍板|请假|缺席|出差|主持|记录|参加|到场|迟到|也|都"
    r"|还|是(?!否)|有|在(?:做|忙|休|外)"
    r"|(?:reported|said|says|noted|raised|asked|mentioned|presented|shared|suggested|suggests|explained|has|have|had"
    r"|was|were|is(?! (?:to|going))|are(?! (?:to|going))|confirmed that|completed|finished|thinks|feels|believes"
    r"|proposed|proposes|reports|notes|raises|asks|mentions|presents|explains|confirms|hopes|expects|prefers|agrees"
    r"|needs(?! to)|likes|wonders|worries|wants|would like|gave|told|pointed|highlighted|updated|demoed|walked"
    r"|joined|left|sent|agreed that"
    r"|'s)(?![a-z]))"
)
_TAKES: Final = (
    r"(?:(?:来|继续|主要|主动|全权|具体|一起|共同)?(?:负责|自行|记得|帮忙|你?顺便"
    r"|你(?![们的说这那在是有好也都])(?!觉得|认为|看看|知道|怎么|什么|上次|昨天|之前|刚)(?=\S)|抓紧|牵头|主责"
    r"|主导|跟进|落实|承担|认领|督办)|来(?=\S)"
    r"|(?:agreed |is going |are going |needs? |is |are |volunteered |offered |promised |committed |has |have "
    r")?to(?![a-z])|will(?! be (?:away|on leave|out))|'ll|'d(?! (?:like|say|suggest|prefer|rather|love|have|be"
    r"|not|think))|shall|should(?! (?:consider|we))|must|owns?|takes?(?: on| "
    r"over| care of)?|on point for)"
)
_CALLED_ON: Final = r"(?:please|pls|kindly|make sure|remember to|don't forget|the |your |we need|i need)"
_ASKED: Final = r"(?:please|pls|(?:can|could|would|will) you(?: please)?|你(?:来|看|负责|去|把|先|再)|辛苦|麻烦)"
_LIGHT: Final = (
    r"(?:(?:安排|准备|提供|布置|联系|跟进|评估|补充|催|约|核对|自查|整改)(?![了好的出完])"
    r"|(?:问|看|查|催|核|对|盯|跟|约|确认|核对|联系|列|发|写|改|整理|评估|了解|准备|统计)下(?![午周个月次一一线面来])"
    r"|去(?![年世过了掉])|再(?![次说议])|先(?![说讲后介汇发])|尽快|抓紧|赶紧|顺便|帮忙|把(?=..)|(?!介绍|汇报|同步|分享|回顾|解释|补充|讨论"
    r"|[说讲看过聊听议念等])[\u4e00-\u9fff]{1,3}一下(?!子))"
)
_MODAL: Final = (
    r"(?:(?:赶?在|最迟)[^,，。;；]{2,12}前|将|会(?!议)|要(?!求)|需要?|须|应|去|再|先|尽快|抓紧|立即|马上|继续|协调|今天|于|把"
    r"|对|根据|按)"
)
_OWNER_LABEL: Final = (
    r"(?:(?:第一|主|主要)?(?:负责|责任|执行|承办|经办|牵头|主责|跟进|落实|对接)(?:人员?|部门|单位|方)|主责|owner"
    r"|assignee|assigned to"
    r"|responsible|who|dri|pic|by whom|lead)\s?(?:[:=]|是|为|is)?\s?"
)
_HANDED: Final = (
    r"(?:会议|会上|领导)?(?:(?<!理)由(?!于)|(?<![申邀])请(?!假|款|示|求)|让|(?<![移转提上递送发])交给|交由|安排|麻烦|辛苦|拜托|指定|委托|责成|要求"
    r"|通知|分配给|指派给?"
    r"|(?<![a-z])(?:assign(?:ed)? to|ask(?:ed)?|have|let|for|by|→))\s?"
)
_LEAD: Final = (
    r"(?:[\s,:。]|(?:那就?|然后|接着|另外|此外|同时|其中|最后|首先|其次|以及|决定|会议(?:决定|要求|明确)|同意|明确"
    r"|确定|要求|后续|下一步|好的?|行|嗯+|ok|okay|好吧|没问题|可以"
    r"|收到|对了|还有|再就是"
    r"|action|so|then|and|also|agreed|decided|that|well|right|great|cool|thanks|sure|yes|yeah|yep|alright)(?=[\s,:。]|"
    + A
    + "|"
    + D
    + r"|由|请|让))*"
)
# "排班小姚弄": whatever stands before the name is done by them.
_DOES: Final = (
    r"(?:(?:来|去)?(?:弄|搞|做|管|盯|跟|办|催|写|整|处理|搞定|联系|安排|负责|收|订|画|拍|改|查|出|排|约|找|定|买|拿|送|签)(?:一下|吧|掉|好|完|齐)?"
    rf"|(?:跟|找|向)[^\s,，。;；{A}{D}]{{1,8}}(?:要|问|谈|借|对|确认|商量|核对|反馈|反映|说|办|处理|弄|拿|谈谈|批|审批|签字?|盖章|报备|申请|协调|报修|沟通|领|催|取)(?:一下|吧"
    rf"|清楚)?(?:[之以]?后[\u4e00-\u9fff]{{2,6}})?)"
)
_NAMED_BY: Final = ("who", "ends", "goes")
# "张三要求：李四3月5日前交稿", "Tom asked Carol to …": whoever says so asks somebody else for it.
_BIDS: Final = (
    r"(?:[还又并再]|会上|特别|再次|重点|同时)?(?:要求|责成|安排|指派|指定|指示|交代|嘱咐|叮嘱|委托|部署|布置|强调|指出|总结|提出|表示|明确|让|请|叫|说)"
    r"(?:了|道)?"
)
_BIDDEN: Final = (
    rf"^{_LEAD}{G}\s?{_WITH}(?:{_BIDS}\s?[:：,，]?|[:：])\s?(?:需要?|由|请|让|希望|要)?\s?(?P<who>{G})\s?{_WITH}"
    rf"(?=\s?(?:{D}|{_MODAL}|务必|必须|改|补|出|交|做|写|发))"
    rf"|^{_LEAD}{G}(?:\s?:)?\s(?:(?:has |had )?(?:asked|told|said|says|wants?|reminded|instructed|requested|confirmed"
    rf"|mentioned|noted|agreed|expects)(?: that)?\s)?(?P<ends>{G})\s"
    r"(?:to|would|will|should|must|needs? to|has to)\s(?!like)"
)
_ASKS: Final = re.compile(_BIDDEN)
# "陈静通知王五参会": who tells somebody else does that, whoever it is told to.
_TELLING: Final = (
    rf"^{_LEAD}(?:由|请|让)?(?P<who>{G})\s?{_WITH}"
    r"(?=(?:负责|[来去])?(?:通知|提醒|督促|催促?|协调|告知|转告|邀请|联系|陪同?|带领?)"
    rf"\s?{A})"
)
# Each with words without which it need not be looked for.
_OWNERS: Final = tuple(
    (name, re.compile(pattern), needs)
    for name, pattern, *needs in (
        ("asked", _BIDDEN),
        ("light", _TELLING),
        ("labelled", rf"{_OWNER_LABEL}(?P<who>{G})"),
        # "王先生快剪 阿豪 3/12": who stands apart, just before the day.
        ("field", rf"^{A}++[^\s,，。;；:{A}{D}]{{2,16}}\s(?P<who>{G})\s{D}+[。.]?$"),
        ("taking", rf"(?:agreed|decided|proposed|confirmed) that (?P<who>{G}) (?:would|should)(?![a-z])"),
        (
            "taking",
            rf"(?P<who>{G}) (?:(?:was|were|has been|is) (?:asked|requested|tasked|instructed|directed) to(?![a-z])"
            rf"|would (?!like|be|have|prefer|need|not|love|rather)(?=[a-z]))",
        ),
        ("colon", rf"^{_LEAD}(?:{_OWNER_LABEL})?(?P<who>{G})\s?{_WITH}\s?[:：]\s?(?=\S)"),
        ("taking", rf"(?:{_HANDED})?(?P<who>{G})\s?{_WITH}\s?{_TAKES}(?!人)"),
        ("asked", rf"(?:^{_LEAD}|(?<=\s-\s)|(?<=,\s)|(?<=[—–:]\s))(?P<who>{G})\s?,?\s?{_ASKED}\s?"),
        (
            "taking",
            rf"(?P<who>{G})(?: is| are|'s)? (?=(?:looking into|chasing|handling|sorting|taking care of|dealing with) "
            rf"|{DOING} [^.;]*{D})",
            "ing ",
        ),
        ("asked", rf"^{_LEAD}(?P<who>{G})\s?,\s?(?={_CALLED_ON})"),
        (
            "asked",
            rf"^{_LEAD}(?P<who>{G})\s?[:\-–—]{{1,2}}\s?(?=[^.;。；]{{0,60}}(?:please|pls|请|麻烦|辛苦)(?![a-z]))",
            *("please", "pls", "请", "麻烦", "辛苦"),
        ),
        ("asked", rf"^{_LEAD}(?:could|can|would|will)\s(?:[a-z]+ ){{0,2}}\(?(?P<who>{G})\)?\s(?:please|kindly)\s"),
        (
            "light",
            rf"(?:^|[,;。])\s?(?P<who>{G})\s?{_WITH}{_LIGHT}|(?P<ends>{G}){_WITH}{_DOES}(?=[\s,，。;；]|$)"
            rf"|(?P<goes>{G}){_WITH}(?:去(?![年世过了掉])(?=[\u4e00-\u9fff]{{2}})|再(?=[发改催做写约找查核提报跑]))",
        ),
        (
            "start",
            rf"(?P<who>{G})\s?{_WITH}(?:仍然?|尚|还|一直|迟迟)(?:没有?|未)[^,，。;；]{{1,12}}[,，]\s?(?=(?:应|须|需|必须)?\s?(?:于|在)?{D})"
            rf"|(?P<ends>{G})[\u4e00-\u9fff]{{1,6}}[之以]?后(?=再?[给交发报转通反传][\u4e00-\u9fff{A}])",
            *("后", "没", "未"),
        ),
        ("handed", rf"{_HANDED}(?P<who>{G})\s?{_WITH}(?!{_REPORTS})"),
        ("bracket", rf"[(\[]\s?(?:{D}+\s?[,、;/]?\s?)?(?P<who>{G})(?:\s?[,、;/:\-]?\s?{D}+)?\s?[)\]]"),
        (
            "start",
            rf"^{_LEAD}(?P<who>{G})\s?{_WITH}(?:\s?[:,\-–—]+\s?|(?!{_REPORTS}))(?=\s?{D}|\s?{_MODAL}|[^;。]*{D})",
        ),
        ("beside", rf"{D}\s?[,:]?\s?(?P<who>{G})\s?{_WITH}(?!{_REPORTS})"),
        (
            "after",
            rf"[,，:：]\s?(?P<who>{G})\s?{_WITH}(?!{_REPORTS}|[{D},，])(?=[\u4e00-\u9fff][^;。]*{D}"
            rf"| [a-z]{{2,12}}s [^;。]*{D})",
        ),
        ("before", rf"(?<![与和跟给向对找{A}])(?<![^合]同)(?P<who>{G})\s?{_WITH}[\s,:]*{D}"),
        # "胸牌 果果妈妈打印"
        ("light", rf"^[^,，。;；:{A}{D}]{{2,20}}\s(?P<who>{G})(?!{_REPORTS})(?=[\u4e00-\u9fff]{{2,8}}[。.]?$)"),
        ("dash", rf"(?:--|\s-\s)\s?(?P<who>{G})\s?{_WITH}(?!{_REPORTS})(?=[^\s\-,;)|])"),
        ("field", rf"[-–—|/,;:]\s?(?P<who>{G})\s?(?=[-–—|/,;]|$)"),
        ("tail", rf"(?:[-–—/|,:;。>→(\[]|\s)\s?(?P<who>{G})\s?(?:[-–—/|,(]?\s?{D}+)?\s?[)\]]?[.。]?$"),
        ("leading", rf"^{_LEAD}(?P<who>{G})\s?{_WITH}(?:\s?[:\-–—]+\s?|\s+|(?!{_REPORTS}))(?=\S)"),
    )
)
_REPORTING: Final = re.compile(rf"^@?{G}\s?{_WITH}{_REPORTS}")
_HELPERS: Final = re.compile(
    rf"(?:[,;。、]?\s?(?:并)?(?:由|请)?)(?P<front>{G})\s?{_WITH}(?:来|予以|给予)?(?:(?:提供|给予|做好)[^,;。{A}{D}]{{0,6}})?"
    rf"(?:协助|配合|支持|协作|参与|协同|辅助|保障)(?:一下|下|做好)?(?=[,;。)\s]|$)"
    rf"|[,;]?\s?(?:配合(?:部门|人)?|协助(?:部门|人)?|协作(?:人|部门)?|支持(?:部门)?|with (?:help|support|input) from"
    rf"|supported by"
    rf"|support(?:ed by)?:?|with|helped by|assisted by|together with)\s?:?\s?(?P<back>{G})(?!{A})(?=[,;。)\s]|$)"
)
_CHECKS: Final = "审核|审批|复核|批准|验收|评审|监督|督办|抄送|检查|把关"
_REVIEWERS: Final = re.compile(
    rf"[,;。(]?\s?(?:(?:发|提交|定稿|印刷?|发布|上线|寄|签)(?:出去?)?之?前)?(?:(?:并|再)?(?:由|请|交|交由|报|给|经|提交给?|抄送))?\s?(?P<front>{G})\s?{_WITH}(?:最终|统一|最后|现场"
    rf"|负责|帮忙|协助|帮着)?(?:审核|审批|审定|复核|把关"
    rf"|验收|批准|签批|审阅|确认|过目|监督|督办|会签|评审)(?:通过|人)?(?:后(?:发布|执行|生效))?(?=[,;。)\s]|$)"
    rf"|[,;。(]?\s?(?:(?:{_CHECKS})(?:(?:人|部门|者|方)\s?:?|\s?:)|(?<![\u4e00-\u9fff])(?:{_CHECKS}))"
    rf"\s?(?P<back>{G})(?=[,;。)\s]|$)"
    rf"|[,;(]?\s?(?:reviewers?|approvers?|reviewed by|approved by|sign-?off(?: by| from)?|to be (?:reviewed|approved"
    rf"|signed off) by|cc|fyi)\s?:?\s?(?P<also>{G})"
    rf"|[,;]\s?(?P<who>{G}) (?:to |will )?(?:reviews?|approves?|signs? off)(?: it)?(?=[,;.)]|$)"
)
# Without one of these nobody helps and nobody reviews, which is cheaper to see than how.
_HELPING: Final = re.compile(r"[协配支参辅保]|with|support|assist|help")
_REVIEWING: Final = re.compile(r"[审复把验批签确过监督评抄检]|review|approve|sign|cc|fyi")
FIRST: Final = re.compile(rf"^{_LEAD}{G}")


def helping(masked: str) -> Iterator[re.Match[str]]:
    """Where a blotted text says who helps, `front` or `back`."""
    return _HELPERS.finditer(masked) if A in masked and _HELPING.search(masked) else iter(())


def reviewing(masked: str) -> Iterator[re.Match[str]]:
    """Where a blotted text says who looks at the result."""
    return _REVIEWERS.finditer(masked) if A in masked and _REVIEWING.search(masked) else iter(())


@lru_cache(maxsize=128)
def charged_by(masked: str) -> tuple[str, Span, Span] | None:
    """By which sign somebody is charged in a blotted text, where that stands, and where they do."""
    if A not in masked:
        return None
    for name, pattern, needs in _OWNERS:
        match = pattern.search(masked) if not needs or any(word in masked for word in needs) else None
        if match:
            return name, match.span(), match.span(next(each for each in _NAMED_BY if match.groupdict().get(each)))
    return None


def bidden(masked: str) -> Span | None:
    """Where a blotted text begins with who asks whom."""
    match = _ASKS.match(masked)
    return match.span() if match else None


def is_report(masked: str) -> bool:
    """Whether whoever a line begins with says or thinks something, rather than doing it."""
    return bool(_REPORTING.match(masked))
