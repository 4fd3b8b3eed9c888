"""Names in minutes that nobody knows, found where only a name can stand (M5)."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from bot.rules.due import Span
from bot.rules.minutes_names import GIVEN, NICK, SURNAMES, TITLED, built

_CAPITAL: Final = r"^(?P<who>(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
_SURE_VERBS: Final = (
    "(?:完成|提交|联系|整理|准备|确认|发出|更新|修改|改第|改成|输出|汇总|核对|沟通|对接|催|约|写|做|找|查|排|画|订|采购|统计|通知|安排|组织"
    "|出方案|出具|补充|协调)"
)
_UNKNOWN: Final[tuple[str, ...]] = (
    r"^(?P<who>me|我)(?=\s?[:：])",
    (
        r"(?<=[\u4e00-\u9fff]{2})(?P<who>我)(?=[来去][\u4e00-\u9fff]{0,3}?(?:买|订|弄|做|写|办|跟|管|找|拿|送|问|联系|安排|处理|负责"
        r"|准备|整理|搞定)"
        r"(?:一下|吧)?(?:$|[\s,，。;；]))"
    ),
    # Whoever writes, where nothing tells who that is.
    (
        r"(?:^|(?<=[\s,，。；;：:]))(?P<who>我)(?=(?:来|去|再|先|[明后今][天晚]|周[一二三四五六日]|下周|尽快|马上|负责|催|约|联系"
        r"|(?:跟|找|向|问)(?![你他她它大]))[\u4e00-\u9fff])"
    ),
    r"(?:^|(?<=[,.;:] ))(?P<who>[Ii])(?='ll (?!be )| will (?!be ))",
    (
        _CAPITAL
        + r"(?= (?:to(?! be (?:[a-z]+ed|paid|[^a-z]))|will|shall|should|must|needs to|is going to|agreed to|owns"
        r"|takes) |'ll )"
    ),
    _CAPITAL + r"(?=\s?[:–—-]{1,2}\s|\s?(?:[&+/]|and(?= ))\s?[A-Z][a-z]+\s?(?:[:–—-]|to |will ))",
    r"^(?P<who>(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+)(?= would [a-z])",
    _CAPITAL + r"(?=(?:,| [-–—])? (?:please|pls|(?:can|could|would|will) you)(?![a-z]))",
    _CAPITAL + r"(?= (?:was|were) (?:asked|requested|tasked|instructed|directed) to )",
    _CAPITAL + r"(?= (?!is |was |has |does |says |this |its )[a-z]{3,}s [^.;]{0,60}(?<![a-z])by )",
    r"^(?P<who>[A-Z]{2,4})(?= (?:to|will) [a-z])",
    r"(?:(?<=[&+/])|(?<=and))\s?(?P<who>[A-Z][a-z]+)(?=\s?[:–—-]{1,2}\s|\s(?:to|will)\s)",
    rf"(?:负责人|责任人|执行人)\s?[:：]?\s?(?P<who>(?:{SURNAMES}){GIVEN})(?=[,，;；。:：\s)）]|$)",
    r"^(?P<who>[小老阿大][\u4e00-\u9fff])(?=\s?[:：]|\s+(?:把|去|来))",
    r"(?<=[部组心])[-—/·](?P<who>[\u4e00-\u9fff]{2,3})(?=\s?[)）、,，]|$)",
    (
        r"(?:(?<![\u4e00-\u9fff])|(?<=[员师长理任]))(?P<who>(?!大[家概约致]|老[师板]|小[组时])[小老阿大][\u4e00-\u9fff])"
        rf"(?=周[一二三四五六日]|[明今后][天晚早]|\d{{1,2}}\s?[月/号]|[下本]周|月底|负责|来|跟|催|先(?=[\u4e00-\u9fff])|{_SURE_VERBS})"
    ),
    (
        rf"(?:^|(?<=[,，;；。、→：:\s由请让找])|(?<=[部组处科室心])|(?<=[部组处科室心]的))(?P<who>{TITLED})"
        r"(?=[\u4e00-\u9fff\d\s:：,，、-]|$)"
    ),
    # After a matter and its colon, a name as far as the verb.
    (
        rf"(?<=[:：])\s?(?P<who>(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}?)"
        rf"(?=去|来(?=[\u4e00-\u9fff])|把|再|继续|尽快|负责|跟进|{_SURE_VERBS})"
    ),
    rf"[,，|｜—–→]\s?(?P<who>{NICK})(?=\s?[,，|｜]\s?(?:\d|周[一二三四五六日]|[明后]天|[下本]周|月底))",
    (
        rf"[(（](?P<who>(?:{SURNAMES}){GIVEN}|{TITLED}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
        r"(?=[,，、/]?\s?(?:(?:by|due|until|before) (?:\d|[A-Z]|next|the|end|tomorrow|today)|\d{1,2}[/.月号日-]"
        r"|周[一二三四五六日]|[本下]周|[今明后][天日晚]|月底"
        r"|(?:by )?(?:Mon|Tue|Wed|Thu|Fri)"
        r"|\d{1,2} [A-Z]))"
    ),
    (
        rf"(?:由|请|安排|交给|指定|^)(?P<who>(?!周[一二三四五六日天末报会期边每])(?:{SURNAMES}){GIVEN})"
        r"(?=(?:来)?(?:负责|牵头|跟进|主责)|于\d|在\d|\d{1,2}[月/]|(?:本|下)周|周[一二三四五六日]|去(?=[\u4e00-\u9fff]{2})|把"
        r"|[今明后][天日晚早]|[上下]午|月底|尽快|抓紧|配合)"
    ),
)
_UNIT: Final = re.compile(
    r"(?:^|(?<=[,，;；。、→：:\s由请让—]))(?!(?:[^部组科处室]{0,5}(?:全|内|外|局|干|总|头|底|本)部|[\u4e00-\u9fff]{4,6}处|(?:有关|相关|其他|其它"
    r"|所有|各个?|本|外)单位|.{0,3}(?:会议室|项目组|小组|本组|到处|好处"
    r"|用处|.?[验建进到出回返停]厂|(?:.{0,3}[上下加夜早白中值当接交晚倒轮排跟开]|[\u4e00-\u9fff]{0,4}(?:培训|补习|学习|兴趣))班)))(?!["
    r"的在到与和跟向给从对把将等我你此这那其已由请让找经交为去来按以因若如暂不未先再无没])"
    r"(?P<who>[甲乙丙丁我贵]方|(?!各)(?:(?![叫让请把给找催问]|联系|通知|组织|安排|协调|配合)[\u4e00-\u9fff]){2,6}?(?:部门?|组|科|处|中心|厂|车间|队|公司|工段|工区|班组?(?![次车会长子主级前后])"
    r"|单位|集团|委员会|工会|研究院|学院|街道(?:办事处)?|分局|管委会|支队|大队|卫生院|医院|小学|中学|支行|分行|分店)"
    r"|工会|团委|党委|纪委|党办|院办|校办|厂办|业委会|居委会|村委会|家委会|物业|监理|总包|施工方|总务)"
    r"(?=[\u4e00-\u9fff\d\s:：,，]|$)(?![的里内外长员人主件装署分位]|负责人)"
)
# Without one of these there is none, which is cheaper to see than where.
_OF_UNIT: Final = re.compile(r"[方部组科处心厂间队司段区班位团会院道局学行店委办业理包务]")
_CALLED: Final[tuple[str, ...]] = (
    (rf"(?<=[\s/、])(?P<who>{NICK})(?=(?:[/、]{NICK}){{0,8}}\s+(?:\d|周[一二三四五六日]|[明今后]天|[下本]周|月底))"),
    rf"[(（](?:[\u4e00-\u9fff]{{2,4}}\s)(?P<who>{NICK})(?=[,，)）])",
    (
        r"^(?P<who>小(?![样区组票程车吃图标结型时件学店])[\u4e00-\u9fff]"
        r"|老(?![师板化旧客款店员系机人家年])[\u4e00-\u9fff]|阿(?!姨)[\u4e00-\u9fff])"
        r"(?=[改出写做发跟催查寄送拿取订买印画拍修换装贴搬补排算报填签盖约问找把去来]"
        r"|评估|整理|准备|确认|联系|完成|提交|更新|安排|负责)"
    ),
    (
        r"^(?P<who>大(?![家会纲概部约型量幅力])[\u4e00-\u9fff])"
        r"(?=[改出写做发跟催查去来把]|评估|整理|准备|确认|联系|完成|提交|更新|安排|负责)"
    ),
    rf"^(?P<who>{NICK})(?=\s?[:：]\s*\S|\s?[-–—]{{1,2}}\s?\S|\s+\S|[,，](?=.*\d))",
    rf"(?<=[+&])\s?(?P<who>{NICK})(?=\s)",
    (
        r"^(?P<who>(?!FYI|TBD|TBC|NB|PS|UI|UX|API|APP|KPI|RFI|ETA|DDL|OKR)[A-Z]{2,3})(?=\s?:\s"
        r"|/[A-Z]{2,3}\s?:\s)"
    ),
    r"(?<=[A-Z]/)(?P<who>[A-Z]{2,3})(?=\s?:\s)",
    rf"[|｜、,，(（→—–-]\s?(?P<who>{NICK})(?=\s?(?:[|｜)）]|$))",
    r"[(（](?P<who>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[)）]\s*[。.]?$)",
    rf"(?:主责|负责人|责任人|owner)\s?[:：]?\s?(?P<who>{NICK})(?=[,，;；\s)）]|$)",
)
_WORDS: Final = (
    "We They All Everyone Team This It That Someone Everybody Action Next Owner Who You He She Decision Note Due Task "
    "Done Optional Closed High Low Medium Urgent Ongoing Draft Internal External Tentative Postponed Cancelled "
    "Welcome Thanks Congratulations Congrats Hi Hello Dear Best Kind Regards Reminder Subject Date Time Location Venue "
    "Status Plan Plans Purpose Goal Goals Budget Scope Access Link Links Update Updates Feedback Approach Answer "
    "Response Reply Parking Deliveries Delivery Payment Payments Costs Sales Prices Orders Work Works Testing Training "
    "Discussions Talks Doors Tickets Time Meeting Meetings Results Details Photos Everything Nothing Something "
    "Most Some Both Any New Old First Second Third Finally Also Still Just Only Subject Back Next "
    "Topic Conclusion Risk Discussion Finance Call Unassigned Nobody Motion"
)
_DAYS: Final = ("Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun")
_NO_NAMES: Final = frozenset(
    (*_WORDS.split(), *_DAYS, "Voted", "Agreed", "Decided", "Approved", "Consensus", "Outcome")
)


class Stranger(NamedTuple):
    """Somebody nobody knows, or a department nobody listed, as written and where."""

    span: Span
    written: str
    department: bool = False


def strangers(text: str, listed: bool) -> Iterator[Stranger]:
    """Names nobody knows, where only a name can stand; in a list of actions whatever begins a line may be one."""
    ends = set[int]()
    for match in _UNIT.finditer(text) if _OF_UNIT.search(text) else ():
        ends.update(range(*match.span("who")))
        yield Stranger(match.span("who"), match["who"], department=True)
    for pattern in (*_UNKNOWN, *_CALLED) if listed else _UNKNOWN:
        for match in built(pattern).finditer(text):
            if match["who"].split()[0] not in _NO_NAMES and match.start("who") not in ends:
                yield Stranger(match.span("who"), "me" if match["who"] in ("I", "i") else match["who"])
