"""A line of minutes taken apart: who is named where, when, and which stretches are tasks of their own (M5)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from bot.rules.deadlines import Candidate, Moments
from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.minutes_cast import Cast, Spot, with_people
from bot.rules.minutes_signs import A, D, has_verb, is_ordered, is_role
from bot.rules.minutes_strangers import strangers
from bot.rules.minutes_values import Actor

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
    rf"|(?:跟|找|向)[^\s,，。;；{A}{D}]{{1,8}}(?:要|问|谈|借|对|确认|商量|核对|反馈|反映|说|办|处理|弄|拿|谈谈)(?:一下|吧|清楚)?)"
)
_NAMED_BY: Final = ("who", "ends", "goes")
_OWNERS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("labelled", rf"{_OWNER_LABEL}(?P<who>{G})"),
        ("taking", rf"(?:agreed|decided|proposed|confirmed) that (?P<who>{G}) (?:would|should)(?![a-z])"),
        (
            "taking",
            rf"(?P<who>{G}) (?:(?:was|were|has been|is) (?:asked|requested|tasked|instructed|directed) to(?![a-z])"
            rf"|would (?!like|be|have|prefer|need|not|love|rather)(?=[a-z]))",
        ),
        ("colon", rf"^{_LEAD}(?:{_OWNER_LABEL})?(?P<who>{G})\s?{_WITH}\s?[:：]\s?(?=\S)"),
        ("taking", rf"(?:{_HANDED})?(?P<who>{G})\s?{_WITH}\s?{_TAKES}(?!人)"),
        ("asked", rf"^{_LEAD}(?P<who>{G})\s?,?\s?{_ASKED}\s?"),
        ("asked", rf"^{_LEAD}(?P<who>{G})\s?,\s?(?={_CALLED_ON})"),
        ("asked", rf"^{_LEAD}(?:could|can|would|will)\s(?:[a-z]+ ){{0,2}}\(?(?P<who>{G})\)?\s(?:please|kindly)\s"),
        (
            "light",
            rf"(?:^|[,;。])\s?(?P<who>{G})\s?{_WITH}{_LIGHT}|(?P<ends>{G}){_WITH}{_DOES}(?=[\s,，。;；]|$)"
            rf"|(?P<goes>{G}){_WITH}(?:去(?![年世过了掉])(?=[\u4e00-\u9fff]{{2}})|再(?=[发改催做写约找查核提报跑]))",
        ),
        ("handed", rf"{_HANDED}(?P<who>{G})\s?{_WITH}(?!{_REPORTS})"),
        ("bracket", rf"[(\[]\s?(?:{D}+\s?[,、;/]?\s?)?(?P<who>{G})(?:\s?[,、;/:\-]?\s?{D}+)?\s?[)\]]"),
        (
            "start",
            rf"^{_LEAD}(?P<who>{G})\s?{_WITH}(?:\s?[:,\-–—]+\s?|(?!{_REPORTS}))(?=\s?{D}|\s?{_MODAL}|[^;。]*{D})",
        ),
        ("beside", rf"{D}\s?[,:]?\s?(?P<who>{G})\s?{_WITH}(?!{_REPORTS})"),
        ("after", rf"[,，:：]\s?(?P<who>{G})\s?{_WITH}(?!{_REPORTS}|[{D},，])(?=[\u4e00-\u9fff][^;。]*{D})"),
        ("before", rf"(?<![与和跟给向对找{A}])(?<![^合]同)(?P<who>{G})\s?{_WITH}[\s,:]*{D}"),
        ("dash", rf"(?:--|\s-\s)\s?(?P<who>{G})\s?{_WITH}(?!{_REPORTS})(?=[^\s\-,;)|])"),
        ("field", rf"[-–—|/,;:]\s?(?P<who>{G})\s?(?=[-–—|/,;]|$)"),
        ("tail", rf"(?:[-–—/|,:;。>→(\[]|\s)\s?(?P<who>{G})\s?(?:[-–—/|,(]?\s?{D}+)?\s?[)\]]?[.。]?$"),
        ("leading", rf"^{_LEAD}(?P<who>{G})\s?{_WITH}(?:\s?[:\-–—]+\s?|\s+|(?!{_REPORTS}))(?=\S)"),
    )
)
_REPORTING: Final = re.compile(rf"^@?{G}\s?{_WITH}{_REPORTS}")
_DOING: Final = frozenset(("light", "asked", "taking"))  # signs that hold what is to be done
WEAK: Final = frozenset(("field", "tail", "leading"))
_HELPERS: Final = re.compile(
    rf"(?:[,;。、]?\s?(?:并)?(?:由|请)?)(?P<front>{G})\s?{_WITH}(?:来|予以|给予)?(?:(?:提供|给予|做好)[^,;。{A}{D}]{{0,6}})?"
    rf"(?:协助|配合|支持|协作|参与|协同|辅助|保障)(?:一下|下|做好)?(?=[,;。)\s]|$)"
    rf"|[,;]?\s?(?:配合(?:部门|人)?|协助(?:部门|人)?|协作(?:人|部门)?|支持(?:部门)?|with (?:help|support|input) from"
    rf"|supported by"
    rf"|support(?:ed by)?:?|with|helped by|assisted by|together with)\s?:?\s?(?P<back>{G})(?!{A})(?=[,;。)\s]|$)"
)
_REVIEWERS: Final = re.compile(
    rf"[,;。(]?\s?(?:(?:并|再)?(?:由|请|交|交由|报|给|经|提交给?|抄送))?\s?(?P<front>{G})\s?{_WITH}(?:最终|统一|最后|现场"
    rf"|负责)?(?:审核|审批|审定|复核|把关"
    rf"|验收|批准|签批|审阅|确认|过目|监督|督办|会签|评审)(?:通过|人)?(?:后(?:发布|执行|生效))?(?=[,;。)\s]|$)"
    rf"|[,;。(]?\s?(?:审核|审批|复核|批准|验收|评审|监督|督办|抄送|检查|把关)(?:人|部门|者"
    rf"|方)?\s?[:]?\s?(?P<back>{G})(?=[,;。)\s]|$)"
    rf"|[,;(]?\s?(?:reviewers?|approvers?|reviewed by|approved by|sign-?off(?: by| from)?|to be (?:reviewed|approved"
    rf"|signed off) by|cc|fyi)\s?:?\s?(?P<also>{G})"
    rf"|[,;]\s?(?P<who>{G}) (?:to |will )?(?:reviews?|approves?|signs? off)(?: it)?(?=[,;.)]|$)"
)
_NAMED: Final = re.compile(G)
_FIRST: Final = re.compile(rf"^{_LEAD}{G}")
# "-> Elif, next sprint": nobody else, and little more.
_TO_PEOPLE: Final = re.compile(rf"[\s@]*{A}+(?:[\s,，、&+@]+{A}+)*[\s。.]*(?:[,，(（][^,，;；]{{0,20}})?$")
_ARROW: Final = re.compile(r"\s*(?:→|⟶|➜|➔|⇒|->|=>|-->|—>|＞＞|>>)\s*")
_SENTENCE: Final = re.compile(r"\s*[;；。！!]\s*|(?<=[？?])\s*(?=\S)|(?<=[a-z0-9)\ue000\ue001])\.\s+|\s+/\s+(?=\ue000)")
_COMMA: Final = re.compile(
    rf"\s*[,，]\s*(?:and |then |而|同时|并)?|\s+(?:and|while)\s+(?={A}+ (?:to|will|should)(?![a-z]))"
    rf"|、(?={D}?{A}+(?:{D}|负责"
    rf"|牵头|来))"
)
_AMOUNT: Final = re.compile(
    r"(?<![\d.月])[\d一二三四五六七八九十]{1,3}号(?=[\u4e00-\u9fff]{0,2}(?:机|线|楼|库|仓|炉|柜|车间|井|桥|门|泵|窑|池|塔|栋|梯|馆|标段|地块|厂房))"
    r"|(?<![\d.])\d+\.\d+(?=\s?(?:秒|元|万|亿|倍|米|吨|克|%|分(?!钟)|千|百|版|s(?![a-z])|[kmg]b?(?![a-z])))"
)
MOST_DAYS: Final = 24  # days in a line; one of more is a calendar and holds no tasks
MOST_PEOPLE: Final = 40  # names in a line; one of more is a roll
MOST_SENTENCES: Final = 24  # of a line, where they are short
SHORT: Final = 10  # characters of a short one; a line of more has no tasks of its own
MOST_LINKS: Final = 24  # of a chain of arrows
MOST_PIECES: Final = 12  # commas of a sentence by which it is taken apart; a list of more has no tasks of its own
_TELLS_MORE: Final = re.compile(
    r"\s?(?:(?:验收|交付)?(?:标准|要求)|交付物|产出|截止|期限|优先级|criteria|deliverable|due|priority)"
)
_EVENT: Final = re.compile(
    rf"(?:在|于|赶在|最迟在?)[^,，。;；{A}]{{2,12}}(?<![目当眼面日提此空以])(?:之|以)?前(?=[\u4e00-\u9fff]{{2}})"
    r"|(?<![a-z])(?:before|ahead of|in time for) (?:the |our |next |his |her |their )[a-z]"
)
_AFTERWARDS: Final = re.compile(r"(?:之?后|以后|完毕|后续)$|^(?:once|after|when)(?![a-z])")
_I: Final = re.compile(
    r"我(?![们司方国的])|我们(?:这边|组|部门)?(?=[^的])|(?<![a-z'])i(?=(?:'ll|'d(?! like|n't)| will| can| am going"
    r"| shall|'m going)(?![a-z]))|let "
    r"me(?= )"
)
_ALL: Final = re.compile(
    r"(?:^all(?=\s?[-–—:]|\s(?:to|will)\s)|(?<![a-z])(?:everyone|everybody|all of us)(?![a-z])|全体(?:人员|成员)?"
    r"|全员|大家|各位|所有人"
    r"|各(?:部门|科室?|班组?|处室?|室|中心|店|厂|队|车间|单位|分公司|小组|团队|校区|支部|组)(?:负责人)?|各自)"
)


# Typed in a hurry, blanks stand for commas: "箱单 小芸你明天发我 我下午给客户".
_UNPOINTED: Final = re.compile(
    r"(?=.*(?:[你我他她]|一下|先|再|就|还有|记得|别|[吧啊哈呢了]))[^,，。；;、：:|｜\-–—→()（）]{12,400}"
)
_HAN_BLANK: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2}) +(?=[\u4e00-\u9fff]{2})")
_EACH: Final = re.compile(r"(?:各|全[体员院校厂司店组]|所有|每个?)[\u4e00-\u9fff]{1,8}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a line is read with: who there is, and what reads the moments, counted from the meeting.

    listed: it stands in a list of actions, where what begins a line is a name. decided: under a heading of decisions.
    about: what was asked for just before, which "I will do it" takes up. seen: stretches that were taken apart already.
    """

    cast: Cast
    moments: Moments
    known: bool
    listed: bool = False
    decided: bool = False
    about: str = ""
    seen: dict[tuple[str, bool, Actor | None], "Clause"] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a line. `masked` is folded, with names and dates blotted at their length."""

    text: str
    folded: str
    masked: str
    spots: tuple[Spot, ...]
    dates: tuple[Candidate, ...]

    def actors(self, span: Span) -> tuple[Actor, ...]:
        """Who is named within a span."""
        return tuple(dict.fromkeys(spot.actor for spot in self.spots if span[0] <= spot.start and spot.end <= span[1]))

    def owners(self) -> tuple[str, Span, tuple[Actor, ...]] | None:
        """By which sign somebody is charged with it, where that stands, and who they are."""
        mentioned = [spot for spot in self.spots if spot.mention]
        if mentioned:
            last = _row_end(self.masked, mentioned[0].start)
            for spot in mentioned[1:]:
                last = spot.end if not self.masked[last : spot.start].strip(" 、,&+和") else last
            return "mention", (mentioned[0].start, last), self.actors((mentioned[0].start, last))
        sign = _sign(self.masked)
        return (*sign[:2], self.actors(sign[2])) if sign else None

    @property
    def bounded(self) -> bool:
        """Whether it is due by something that is to happen: `在6月理事会前完成`."""
        return bool(_EVENT.search(self.masked))

    @property
    def dated(self) -> bool:
        """Whether a moment is named in it by which something can be due."""
        return any(not each.starts for each in self.dates)

    @property
    def cued(self) -> bool:
        """Whether a moment is named that reads as a deadline by its own words."""
        return any(each.strength >= 2 and not each.starts for each in self.dates)

    @property
    def bare(self) -> str:
        """The folded text without names and dates."""
        return self.masked.replace(A, "").replace(D, "")


@lru_cache(maxsize=128)
def _sign(masked: str) -> tuple[str, Span, Span] | None:
    """By which sign somebody is charged in a blotted text, where that stands, and where they do."""
    if A not in masked:
        return None
    for name, pattern in _OWNERS:
        match = pattern.search(masked)
        if match:
            return name, match.span(), match.span(next(each for each in _NAMED_BY if match.groupdict().get(each)))
    return None


def _row_end(masked: str, start: int) -> int:
    match = _NAMED.match(masked, start)
    return match.end() if match else start


def clause(text: str, scene: Scene, speaker: Actor | None = None) -> Clause:
    """A stretch of text with the people and moments in it."""
    key = text, scene.listed, speaker
    if key not in scene.seen:
        scene.seen[key] = _taken_apart(text, scene, speaker)
    return scene.seen[key]


def _taken_apart(text: str, scene: Scene, speaker: Actor | None) -> Clause:
    folded = plain(text)
    spots = scene.cast.find(text, folded)
    spots += [
        spot
        for spot in _strangers(text, scene)
        if (speaker is None or spot.actor.written not in ("我", "me"))
        and not any(spot.start < other.end and other.start < spot.end for other in spots)
    ]
    if speaker is not None:
        spots += [Spot(*match.span(), speaker) for match in _I.finditer(folded)]
    spots = with_people(sorted(spots, key=lambda spot: spot.start), folded)
    blotted = _blot(folded, [(spot.start, spot.end) for spot in spots], "|")
    blotted = _AMOUNT.sub(lambda match: "|" * len(match[0]), blotted)
    dates = scene.moments.find(blotted)
    masked = _blot(folded, [(spot.start, spot.end) for spot in spots], A)
    masked = _blot(masked, [each.found.span for each in dates], D)
    return Clause(text, folded, masked, tuple(spots), dates)


def _strangers(text: str, scene: Scene) -> Iterator[Spot]:
    for stranger in strangers(text, scene.listed):
        name = Actor(stranger.written, department=True) if stranger.department else scene.cast.person(stranger.written)
        yield Spot(*stranger.span, name)


def _blot(text: str, spans: Sequence[Span], sign: str) -> str:
    for start, end in spans:
        kept = sign * (end - start)
        if A in text[start:end] or D in text[start:end]:
            kept = "".join(char if char in (A, D) else sign for char in text[start:end])
        text = f"{text[:start]}{kept}{text[end:]}"
    return text


# ---------------------------------------------------------------------------------------------------------------------
# Stretches that are tasks of their own


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line that stands for one task; `follows` where it waits for the one before, `chained` by
    arrows; `same` where whoever is charged with the one before is charged with it, too."""

    text: str
    follows: bool = False
    chained: bool = False
    same: bool = False


def stretches(text: str, scene: Scene, speaker: Actor | None = None) -> list[Stretch]:
    """The parts of a line that are tasks of their own, in order; one as a rule."""
    if _UNPOINTED.fullmatch(text):
        text = _HAN_BLANK.sub("，", text)
    whole = clause(text, scene, speaker)
    if len(whole.dates) > MOST_DAYS or len(whole.spots) > MOST_PEOPLE:
        return []
    pieces = _ARROW.split(_unlabelled(text, whole))
    if len(pieces) == 2 and len(text) < SHORT * SHORT and scene.cast.whole(pieces[0]):
        return _sentences(f"{pieces[0]}: {pieces[1]}", scene, speaker)  # whoever stands before an arrow does it
    if len(pieces) == 1 or len(pieces) > MOST_LINKS:
        return _sentences(text, scene, speaker)
    charged = [_begins(clause(pieces[0], scene, speaker))]
    for piece in pieces[1:]:
        if not _begins(clause(piece, scene, speaker)):
            return _sentences(_rejoined([each for each in pieces if each], scene, speaker), scene, speaker)
        charged.append(True)
    return [
        Stretch(piece.strip(" ,，;；。"), place > 0 and charged[place - 1], sure)
        for place, (piece, sure) in enumerate(zip(pieces, charged, strict=True))
    ]


def _unlabelled(text: str, whole: Clause) -> str:
    """A chain of arrows without what it is called: `处理路径：张三排查 → 李四答复`."""
    colon = whole.folded.find(":")
    if not 0 < colon <= SHORT or A in whole.masked[:colon] or not _ARROW.search(text):
        return text
    return text[colon + 1 :]


def _rejoined(pieces: Sequence[str], scene: Scene, speaker: Actor | None) -> str:
    """Links that are no chain; an arrow to nothing but people hands it to them."""
    if not pieces:
        return ""
    last = clause(pieces[-1], scene, speaker)
    handed = bool(last.spots) and bool(_TO_PEOPLE.match(last.masked))
    return f"{' - '.join(pieces[:-1])}{' → ' if handed else ' - '}{pieces[-1]}"


def _begins(piece: Clause) -> bool:
    """Whether a link of a chain says who does something."""
    return piece.owners() is not None and signs_of_work(piece)


def _sentences(text: str, scene: Scene, speaker: Actor | None) -> list[Stretch]:
    whole = clause(text, scene, speaker)
    found: list[Stretch] = []
    cuts = list(_cuts(_SENTENCE, whole.masked, 0, len(text)))
    if len(cuts) > MOST_SENTENCES and len(text) < SHORT * len(cuts):
        return [Stretch(text)]
    for start, end in cuts:
        parts = _joined(whole, (start, end), scene, speaker)
        first = clause(parts[0].text, scene, speaker) if parts and found else None
        if first and not _charged(first) and _adds(found[-1].text, first.text, scene, speaker):
            found[-1] = replace(found[-1], text=f"{found[-1].text}，{first.text}")
            parts = parts[1:]
        for part in parts:
            waits = bool(found) and bool(_AFTERWARDS.search(plain(found[-1].text)))
            found.append(replace(part, follows=waits))
    return found


def _cuts(pattern: re.Pattern[str], masked: str, start: int, end: int) -> Iterator[Span]:
    depth, place = 0, start
    for match in pattern.finditer(masked, start, end):
        depth = masked.count("(", start, match.start()) - masked.count(")", start, match.start())
        if depth <= 0 and match.start() > place:
            yield place, match.start()
            place = match.end()
        elif match.start() == place:
            place = match.end()
    if place < end:
        yield place, end


def _joined(whole: Clause, sentence: Span, scene: Scene, speaker: Actor | None) -> list[Stretch]:
    """Comma pieces put together again, but where somebody is charged with something else, or until another day."""
    cuts = list(islice(_cuts(_COMMA, whole.masked, *sentence), MOST_PIECES + 1))
    if len(cuts) > MOST_PIECES:
        return [Stretch(whole.text[slice(*sentence)])]
    parts: list[tuple[Span, bool]] = []
    for start, end in cuts:
        alone = clause(whole.text[start:end], scene, speaker)
        before = clause(whole.text[slice(*parts[-1][0])], scene, speaker) if parts else None
        split = before is not None and (_charged(before) or parts[-1][1])
        again = (
            split
            and before is not None
            and _dated_there(before)
            and alone.cued
            and not alone.spots
            and signs_of_work(alone)
        )
        if again or (split and _charged(alone) and not _serves(alone)):
            parts.append(((start, end), again))
        elif parts:
            parts[-1] = ((parts[-1][0][0], end), parts[-1][1])
        else:
            parts.append(((start, end), False))
    return [Stretch(whole.text[slice(*span)], same=same) for span, same in parts]


def _dated_there(piece: Clause) -> bool:
    """Whether a day is named beside who is charged, not only in what led up to it."""
    owners = piece.owners()
    start = piece.masked.rfind("，", 0, owners[1][0] + 1) if owners else -1
    return any(not each.starts and each.found.span[0] > start for each in piece.dates)


def _charged(piece: Clause) -> bool:
    """Whether somebody is charged with something in it."""
    owners = piece.owners()
    if owners is None or owners[0] in WEAK:
        return False
    return owners[0] in _DOING or acts(piece, owners[1])


def acts(piece: Clause, owner: Span) -> bool:
    """Whether it is said what somebody does, beside who it is."""
    return has_verb(without(piece, [owner])) or is_ordered(piece.masked[owner[0] :])


def _serves(piece: Clause) -> bool:
    """Whether it only says who helps, or looks at the result."""
    return any(
        match.end() - match.start() >= len(piece.masked.strip()) - 1
        for match in (*_HELPERS.finditer(piece.masked), *_REVIEWERS.finditer(piece.masked))
    )


def _adds(before: str, after: str, scene: Scene, speaker: Actor | None) -> bool:
    """Whether a sentence gives the one before it the date or the owner that it lacks."""
    second = clause(after, scene, speaker)
    if _TELLS_MORE.match(second.folded):
        return True
    if not (second.dated or second.spots) or len(second.bare.strip(" ,.。")) > 12:
        return False
    first = clause(before, scene, speaker)
    if is_role(first.bare.strip(" -–—:,，;；")):
        return False
    lacks_date = not first.dated and second.dated
    lacks_owner = first.owners() is None and second.owners() is not None
    return lacks_date or lacks_owner


def is_report(masked: str) -> bool:
    """Whether whoever a line begins with says or thinks something, rather than doing it."""
    return bool(_REPORTING.match(masked))


def signs_of_work(piece: Clause) -> bool:
    """Whether something is to be done in it beside names and dates."""
    return has_verb(piece.masked) and len(piece.bare.strip(" ,.。:-()")) >= 2


def without(piece: Clause, spans: Sequence[Span]) -> str:
    """The folded text of a clause without some stretches."""
    return _blot(piece.folded, spans, " ")


def helpers_in(piece: Clause) -> Iterator[tuple[Span, tuple[Actor, ...]]]:
    """Who helps, and where that is said."""
    for match in _HELPERS.finditer(piece.masked) if A in piece.masked else ():
        yield match.span(), piece.actors(match.span("front") if match["front"] else match.span("back"))


def reviewers_in(piece: Clause) -> Iterator[Span]:
    """Where it is said who looks at the result, which makes nobody the owner."""
    for match in _REVIEWERS.finditer(piece.masked) if A in piece.masked else ():
        if match.start() > 0 or not _FIRST.match(piece.masked) or match["back"] or match["also"]:
            yield match.span()


def is_crowd(written: str) -> bool:
    """Whether a name stands for all."""
    return bool(_ALL.fullmatch(plain(written)) or _EACH.fullmatch(written))


def everybody_in(piece: Clause) -> Span | None:
    """Where all are charged with it, so that nobody is."""
    match = _ALL.search(piece.folded)
    return match.span() if match else None
