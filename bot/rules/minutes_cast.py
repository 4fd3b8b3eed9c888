"""Whom minutes speak of: the roster, everybody their own head names, and departments, wherever they are written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_names import NICK, POSTS, RARER, SURNAMES, built
from bot.rules.minutes_values import Actor, Attendee
from bot.rules.roster import TITLES, Name

_STEMS: Final = (
    "市场营销|市场|设计|技术支持|技术|研发|产品|运营|销售|财务|法务|人事|人力资源|人力|行政|采购|客服|客户服务"
    "|客户成功|客户|质量|品质|质检|生产|供应链"
    "|物流|仓储|企业管理|企管|品牌|电商|测试|工程|项目|信息技术|信息|数据|战略|投资|公关|渠道|培训|安全|设备|工艺"
    "|制造|商务|售后|售前|内容|媒介|策划"
    "|创意|前端|后端|算法|运维|架构|风控|合规|审计|综合|后勤|海外|国际|新媒体|视觉|交互|用户|增长|教务|基建|物业"
    "|门店|招商|直播|宣传|营销|计划|资产"
    "|UI|UX|QA|HR|IT|BI|DBA"
).lower()
_SUFFIXES: Final = "事业部|部门|部|中心|团队|小组|组|科|处|室|办公室|同学们?|同事们?|那边|这边|侧"
_OFFICES: Final = "(?:总经理|总裁|董事会|党委|行政)?办公室(?!的|里|内|在)|总经办|总裁办"
_BARE: Final = (
    "法务|财务|人事|行政|客服|前端|后端|运维|市场|运营|技术|研发|产品|销售|商务|公关|品牌|算法|风控|pmo|hr|it|qa"
    "|测试同学|仓库|库房|质检|后勤|仓储|保安|保洁|教务|总务|调度|机修|维修"
)
# Looked at first, as hardly any character begins what names somebody.
_BEGINS: Final = "a-z<@小老阿总董党行办" + "".join(sorted({each[0] for each in f"{_STEMS}|{_BARE}".split("|")}))
_BARE_NEXT: Final = (
    r"\s?(?:周|\d|明|后天|下|本|今|月|来|去|负责|牵头|尽快|需(?!求)|要(?!素|求)|会(?!议)|将|把|在(?!线)|于|配合|跟进)"
)
_TEAMS: Final = (
    r"(?<![a-z])(?:the )?(?:(?:front|back)[- ]?end|marketing|design|engineering|product|sales|finance|legal"
    r"|operations|ops|hr"
    r"|it|qa|support|procurement"
    r"|data|platform|mobile|infra(?:structure)?|security|content|brand|pr|logistics|purchasing|research|r&d|customer "
    r"success|devops)"
    r"(?: team| department| dept\.?| group)"
    r"|(?<![a-z])(?:the )?[a-z]{1,20} team(?![a-z])|(?<![a-z])(?:marketing|design|engineering|finance|legal"
    r"|operations|ops|hr|qa|procurement"
    r"|sales|logistics)"
    r"(?=\s(?:to|will|shall|should|must|needs? to|is to|owns?)\s)"
)
LONGEST_ROLL: Final = 160  # characters of what may be nothing but names
_GAP: Final = re.compile(r"\s?(?:的|[-–—·/])?\s?")
_JOINT: Final = re.compile(r"\s?(?:[、,/&+;]|和|与|及|跟|以及|and)\s?|\s+")
_UNKNOWN_HAN: Final = re.compile(rf"(?:{SURNAMES})[\u4e00-\u9fff]{{1,2}}")
_UNKNOWN_LATIN: Final = re.compile(r"[A-Z][a-zA-Z'\-]+(?: (?:van|de|von|da|[A-Z][a-zA-Z'\-]+|[A-Z]\.?)){0,2}")
_WORDS: Final = (
    "We The I Everyone All Team This It That Action Next Please Owner Due Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday January February March April May June July August September October November December TBD TBC "
    "None "
    "Not Yes No To For Need Needs Everybody Nobody Someone Both They He She You Today Tomorrow ASAP EOD Also And But "
    "Then If When Unassigned Pending Open"
)
_NO_NAMES: Final = frozenset(_WORDS.split())
_NO_HAN_NAMES: Final = frozenset(
    (
        "全体",
        "全员",
        "大家",
        "各位",
        "所有",
        "项目组",
        "相关",
        "待定",
        "安排",
        "方案",
        "高效",
        "文档",
        "关于",
        "安全",
        "项目",
        "全部",
        "计划",
        "包括",
    )
)
_POST_FIRST: Final = re.compile(
    r"(?:[长员师店厂局院商总]|公司|集团|街道|社区|经理|主任|秘书|会计|助理|总监|主管|书记|代表|负责人|产品|研发|测试|设计|运营|前端|后端|教练)$"
)
_POST: Final = re.compile(r"C[A-Z]O|VP|PM|HR|CEO|Director|Manager|Head|Lead|Chair")
_HONORIFIC: Final = re.compile(r"(?:mr|mrs|ms|miss|dr|prof)\.? ")
# "项目经理裴敏", "信息中心郝主任": what stands before the name of whoever is listed.
_NAMED_LAST: Final = re.compile(
    rf"^(?P<role>.*(?:部|处|室|组|科|中心|公司|经理|总监|主任|主管|顾问|专员|助理|工程师|代表|出纳|会计|总裁|总|长"
    rf"|员|师|方|人|秘书|书记))\s?"
    rf"(?P<name>[小老阿大][\u4e00-\u9fff]|(?:{SURNAMES}|{RARER})(?:{POSTS})"
    rf"|(?:{SURNAMES}|{RARER})[\u4e00-\u9fff]{{1,2}})$"
)
# "客服小戴"
_NICKED_LAST: Final = re.compile(
    r"^(?P<role>[\u4e00-\u9fff]{2,5})"
    r"(?P<name>(?:小(?![组区学班店])|老(?![师板总乡人家年])|阿(?!姨))[\u4e00-\u9fff])$"
)
_CROWD: Final = re.compile(
    r"^(?:全体|全员|各|所有|相关|其他|其余|大家|all\b|everyone|others|team\b|the )|^(?:无|none|n/?a|nil|-|/)$"
)
_COUNT: Final = re.compile(
    r"[,，、]?\s?(?:等|共计?|合计|一共|总计)\s?[\d一二三四五六七八九十]+\s?(?:人|位|名).*$"
    r"|\s*[(（](?:共\s?)?\d+\s?人[)）]"
)
_PAREN: Final = re.compile(
    r"^(?P<name>[^()（）]+?)\s*[(（\[【](?P<inside>[^()（）\[\]【】]*)[)）\]】]?\s*(?P<rest>.*)$"
)
_HERE: Final = re.compile(
    r"线上|线下|远程|现场|主持|记录|列席|视频|电话|迟到|早退|remote|online|chair|host|notes|phone|zoom|dial|late|part"
)
_AWAY: Final = re.compile(r"请假|缺席|未到|未出席|出差|病假|事假|年假|休假|absent|leave|sick|away|regrets|excused")
_GONE: Final = re.compile(
    r"(?P<name>[^()（）]{1,40}?)\s(?:was |is )?(?:absent|excused)\s*(?:[(（](?P<why>[^()（）]*)[)）])?$"
)
# "法务部郁律师请假（开庭）", "小贺教练——膝伤"
_LEFT: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,10}?)(?:因[\u4e00-\u9fff]{1,10})?(?:请假|缺席|未到|没来|未能?参加"
    r"|未能?出席)\s?[(（](?P<why>[^()（）]+)[)）]$"
)
_THERE: Final = re.compile(r"\s(?:present|attended)$|(?<=[\u4e00-\u9fff]{2})(?:出席|到场)$")
_ENTRUSTED: Final = re.compile(r"(?:已|由|委托|请|代)")
_REASON: Final = re.compile(r"\s*(?:[:：\-–—]+|因为?|由于|due to|because of|\(|on(?= leave| vacation))\s*")
_WHEREFORE: Final = re.compile(
    r"[,，;；]\s?(?:请假|缺席)?(?:原因|事由|理由|reason)\s?(?:[:：是为]|is\s)\s?", re.IGNORECASE
)
_BECAUSE: Final = re.compile(r"因[^，,。]{1,12}(?=(?:请假|缺席|未到|没来|未能?参加|未能?出席)$)")
_REASON_END: Final = re.compile(
    r"[,，]?(?:而)?(?:请假|缺席|未到|未参会|未出席|未能?参[加会]|没来|未能?出席|缺勤|告假)了?[。.]?$"
)


# What follows a given name only where somebody is spoken to, or is to do something.
_ADDRESSED: Final = r"\s?(?:[,，:：]|你|您|来|负责|去|把|那边|这边|跟进|牵头|尽快|记得|辛苦|麻烦)"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a folded text where somebody is named; `mention` is one with @."""

    start: int
    end: int
    actor: Actor
    mention: bool = False


class Cast:
    """Everybody minutes can name, and the pattern that finds them."""

    def __init__(self, roster: Sequence[Name], people: Iterable[str] = (), departments: Iterable[str] = ()) -> None:
        self._roster = roster
        self._people: dict[str, Actor] = {}
        for name in roster:
            for spelling in (name.name, *name.aliases):
                self._enter(spelling, name.id)
        self._enter_first_names()
        for written in people:
            if plain(written) not in self._people:
                self._people[plain(written)] = self._resolved(written)
        self._enter_first_names()
        self._given = self._given_names()
        self._departments = tuple(
            dict.fromkeys([*departments, *(each.department for each in roster if each.department)])
        )
        self._pattern = self._compile()
        # As they were read; lists and names come more than once.
        self._actors: dict[str, Actor] = {}
        self._met: dict[str, Actor] = {}
        self._away: dict[str, Attendee | None] = {}
        self._lists: dict[str, tuple[Attendee, ...]] = {}

    def _enter(self, spelling: str, person: int) -> None:
        key = plain(spelling.strip())
        known = self._people.get(key)
        if key and (known is None or person not in known.ids):
            self._people[key] = Actor(spelling, (*(known.ids if known else ()), person))

    def _enter_first_names(self) -> None:
        """ "Alice" for Alice Chen, where nobody else is called so."""
        firsts: dict[str, list[Actor]] = {}
        for key, actor in self._people.items():
            if " " in key and key.isascii():
                called = key.split()[-1] if _HONORIFIC.match(key) else key.split()[0]
                firsts.setdefault(called, []).append(actor)
        for first, actors in firsts.items():
            if first not in self._people and len({actor.written for actor in actors}) == 1 and len(first) > 1:
                self._people[first] = actors[0]

    def _given_names(self) -> dict[str, Actor]:
        """大勇 for 厉大勇, where only one is called so."""
        full = [(key[1:], actor) for key, actor in self._people.items() if re.fullmatch("[\u4e00-\u9fff]{3}", key)]
        own = Counter(given for given, _ in full)
        titled = re.compile(TITLES)
        return {given: actor for given, actor in full if own[given] == 1 and not titled.fullmatch(given)}

    def _compile(self) -> re.Pattern[str]:
        spelt = sorted(self._people, key=len, reverse=True)
        people = "|".join(
            rf"(?<![a-z0-9]){re.escape(key)}(?![a-z0-9])" if key.isascii() else re.escape(key) for key in spelt
        )
        surnames = "|".join(
            sorted({re.escape(_surname(key)) for key in spelt if not key.isascii()}, key=len, reverse=True)
        )
        called = (
            rf"(?:{surnames})(?:{TITLES})(?!结|监|计|作|程|会|体|部|量)|[小老阿](?:{surnames})(?!\w部)"
            if surnames
            else "(?!)"
        )
        departments = sorted(map(plain, self._departments), key=len, reverse=True)
        own = "|".join(map(re.escape, departments)) or "(?!)"
        begins = re.escape("".join(sorted({word[0] for word in (*spelt, *self._given, *departments) if word})))
        return re.compile(
            rf"(?=[{_BEGINS}{begins}])"
            rf"(?:<@(?P<token>\d{{1,18}})>|@\s?(?P<at>(?:{people or '(?!)'})|(?:{called})"
            r"|[a-z]{1,20} [a-z]{1,20}(?=\s?[-–—:])"
            rf"|[^\s@,;:。、!?()\[\]<>|\"'，；：]{{1,20}})"
            rf"|(?P<person>{people or '(?!)'})|(?P<called>{called})|(?P<own>{own})"
            rf"|(?:(?<=[\s,;。:、由请让])|^)(?P<given>{'|'.join(self._given) or '(?!)'})(?={_ADDRESSED})"
            rf"|(?P<team>(?<![a-z])(?:{_STEMS})(?:{_SUFFIXES})|{_OFFICES}|{_TEAMS}|(?:(?<=[\s,;。:、由请让→>])"
            rf"|^)(?:{_BARE})(?={_BARE_NEXT})))"
        )

    def person(self, written: str) -> Actor:
        """A name as written, with whom of the roster it may mean."""
        if written not in self._actors:
            self._actors[written] = self._resolved(written)
        return self._actors[written]

    def _resolved(self, written: str) -> Actor:
        known = self._people.get(plain(written.strip()))
        if known is not None:
            return known
        called = re.fullmatch(
            rf"(?P<who>[^a-z0-9]{{1,2}})(?:{TITLES})|[小老阿](?P<nick>[^a-z0-9]{{1,2}})", plain(written)
        )
        if called:
            surname = called["who"] or called["nick"]
            ids = {id for key, each in self._people.items() if key.startswith(surname) for id in each.ids}
            return Actor(written, tuple(sorted(ids)))
        return Actor(written)

    def department(self, written: str) -> Actor:
        """A department as the company calls it, where it does."""
        stem = re.sub(rf"(?:{_SUFFIXES}| team| department| dept\.?| group)$", "", plain(written).removeprefix("the "))
        fits = [each for each in self._departments if plain(each) == plain(written)]
        fits = fits or [each for each in self._departments if stem and plain(each).startswith(stem)]
        return Actor(fits[0] if fits else written, department=True)

    def find(self, text: str, folded: str) -> list[Spot]:
        """Everybody named in a text, in order; a department with its person is that person."""
        return with_people((self._spot(match, text) for match in self._pattern.finditer(folded)), folded)

    def _spot(self, match: re.Match[str], text: str) -> Spot:
        start, end = match.span()
        written = text[start:end]
        if match["token"]:
            return Spot(start, end, self._by_id(int(match["token"])), mention=True)
        if match["at"]:
            return Spot(start, end, self._at(match["at"], text[slice(*match.span("at"))]), mention=True)
        if match["given"]:
            return Spot(start, end, self._given[match["given"]])
        if match["own"] or match["team"]:
            return Spot(start, end, self.department(written))
        return Spot(start, end, self.person(written))

    def _by_id(self, id: int) -> Actor:
        return next((Actor(each.name, (each.id,)) for each in self._roster if each.id == id), Actor(f"<@{id}>"))

    def _at(self, folded: str, written: str) -> Actor:
        if written not in self._met:
            self._met[written] = self._mentioned(folded, written)
        return self._met[written]

    def _mentioned(self, folded: str, written: str) -> Actor:
        if re.fullmatch(rf"(?:{_STEMS})(?:{_SUFFIXES})?", folded) or any(
            plain(each) == folded for each in self._departments
        ):
            return self.department(written)
        return self.person(written)

    def whole(self, text: str, strict: bool = False) -> tuple[Actor, ...]:
        """The people and departments a text consists of, names nobody has included unless `strict`; () when there is
        more in it."""
        if len(text) > LONGEST_ROLL:
            return ()
        folded, place, found = plain(text), 0, list[Actor]()
        first = _JOINT.match(folded)
        if strict and not self._pattern.match(folded, first.end() if first and first.end() < len(folded) else 0):
            return ()
        spots = {spot.start: spot for spot in self.find(text, folded)}
        while place < len(folded):
            joint = _JOINT.match(folded, place)
            place = joint.end() if joint and joint.end() < len(folded) else place
            spot = spots.get(place) or (None if strict else self._unknown(text, folded, place))
            if spot is None:
                return ()
            if found and found[-1].department and not spot.actor.department and joint and not joint[0].strip():
                found.pop()  # a department with its person behind it is that person
            found.append(spot.actor)
            place = spot.end
            if place < len(folded) and not _JOINT.match(folded, place):
                return ()
        return tuple(dict.fromkeys(found))

    def _unknown(self, text: str, folded: str, place: int) -> Spot | None:
        """A name that nobody in the roster has, where one has to stand."""
        latin = _UNKNOWN_LATIN.match(text, place)
        if latin and latin[0].split()[0] not in _NO_NAMES:
            return Spot(place, latin.end(), self.person(latin[0]))
        han = _UNKNOWN_HAN.match(folded, place)
        if han and han[0] not in _NO_HAN_NAMES and (han.end() == len(folded) or _JOINT.match(folded, han.end())):
            return Spot(place, han.end(), self.person(text[place : han.end()]))
        return None

    def listed(self, text: str) -> tuple[Attendee, ...]:
        """The people of a list such as `张三（市场部）、李四` or `设计部：李四、王五`."""
        if text not in self._lists:
            self._lists[text] = tuple(self._each(text))
        return self._lists[text]

    def _each(self, text: str) -> list[Attendee]:
        text = _COUNT.sub("", text).strip(" 。.;；")
        found: list[Attendee] = []
        for group in re.split(r"[;；\n]|(?<=[\u4e00-\u9fff)）])\s+(?=[^\s:：]{2,8}[:：])", text):
            head, colon, rest = re.sub("：", ":", group).partition(":")
            named = bool(colon) and len(head) <= 12 and not self._people.get(plain(head.strip()))
            department = head.strip() if named else ""
            for part in dict.fromkeys(_parts(rest if named else group)):
                one = self._one(part, department)
                if one is not None and all(one.name != other.name for other in found):
                    found.append(one)
        return found

    def absent(self, text: str) -> list[Attendee]:
        """Who was not there, with the reason where one is given."""
        found: list[Attendee] = []
        shared: list[int] = []
        text = text.strip(" 。.;；")
        text = text if text.count("(") + text.count("（") else text.rstrip(")）")
        for part in _parts(_WHEREFORE.sub("：", text)):
            if part not in self._away:
                self._away[part] = self._missing(part)
            one = self._away[part]
            if one is None or _ENTRUSTED.match(part.strip()):
                continue
            if found and not found[-1].reason and _is_reason(one.name):
                found[-1] = replace(found[-1], reason=one.name)
                continue
            shared = [*shared, len(found)] if not one.reason else []
            found.append(one)
        return found

    def _missing(self, part: str) -> Attendee | None:
        match = _PAREN.match(part.strip())
        if match and not _CROWD.match(plain(match["name"])):
            inside = match["inside"].strip()
            said = [each.strip() for each in re.split(r"[,，、]", inside)]
            department = next((each for each in said if re.fullmatch(rf".{{0,8}}(?:{_SUFFIXES})", plain(each))), "")
            known = self._one(match["name"], department)
            reason = "，".join(each for each in said if each != department) if department else inside
            return replace(known, reason=reason or _reason(match["rest"])) if known else None
        spots = self.find(part, plain(part))
        first = next((spot for spot in spots if not spot.actor.department and spot.start <= 8), None)
        if first is not None:
            known = self._one(first.actor.written, "")
            return replace(known, reason=_reason(part[first.end :])) if known else None
        head = re.split(r"\s*(?:[:：]|\s[-–—]\s|[-–—]{2}|因|由于|\bis\b|\bwas\b|due to)\s*", part, maxsplit=1)
        known = self._one(head[0], "")
        return replace(known, reason=_reason(head[1]) if len(head) > 1 else "") if known else None

    def _one(self, part: str, department: str) -> Attendee | None:
        """One person of a list, with the department beside the name."""
        part, reason = part.strip(" *·@"), ""
        gone = _GONE.match(part) or _LEFT.match(part)
        if gone:
            part, reason = gone["name"], gone["why"] or ""
        part = _THERE.sub("", part)
        part = _REASON_END.sub("", _BECAUSE.sub("", part)) if len(part) > 3 else part
        match = _PAREN.match(part)
        if match:
            inside = match["inside"].strip()
            part = match["name"].strip()
            if match["rest"] and built(NICK).fullmatch(match["rest"].strip()) and not built(NICK).fullmatch(part):
                part = match["rest"].strip()  # a post, whose it is, and the name behind
            if _AWAY.search(plain(inside)):
                said = [each.strip() for each in re.split(r"[,，、]", inside)]
                reason = "，".join(each for each in said if not _is_department(each)) or inside
            elif not _HERE.search(plain(inside)):
                department = re.sub(rf"(?<=[部室组处科心])(?:{TITLES}|负责人|接口人)$", "", inside) or department
        spots = self.find(part, plain(part))
        if not department and len(part.split()) == 2 and not part.isascii():
            first, second = part.split()
            named = built(NICK).fullmatch(second) and not built(NICK).fullmatch(first)
            posted = _is_department(first) or _POST_FIRST.search(first) or named
            department, part = (first if _is_department(first) else "", second) if posted else (department, part)
        elif (
            not department
            and spots
            and not spots[0].actor.department
            and spots[0].end == len(part)
            and spots[0].start == 0
        ):
            inside = re.match(rf".{{1,8}}?(?:{_SUFFIXES})", part)
            department, part = (
                (inside[0], part[inside.end() :]) if inside and part[inside.end() :] not in ("", "长") else ("", part)
            )
        elif not department and spots and not spots[-1].actor.department and spots[-1].end == len(part) > 6:
            department, part = part[: spots[-1].start], part[spots[-1].start :]
        unknown = len(part) > 3 and plain(part) not in self._people
        role = (_NAMED_LAST.match(part) or _NICKED_LAST.match(part)) if unknown else None
        if role:
            department, part = department or role["role"].strip(), role["name"]
        sides = [side.strip() for side in re.split(r"\s[-–—/]\s?|[-–—/]+(?=[\u4e00-\u9fff])", part)]
        first = sides[-1] if len(sides) == 2 and _POST_FIRST.search(sides[0]) else sides[0]
        part = next((side for side in sides if built(NICK).fullmatch(side)), first)
        if (
            not part
            or _CROWD.match(plain(part))
            or _POST.fullmatch(part)
            or len(part) > 30
            or re.search(r"\d|[。:：]", part)
        ):
            return None
        if (not part.isascii() and len(part) > 6) or not re.search(r"[a-zA-Z\u4e00-\u9fff]", part):
            return None
        if _is_department(part) and plain(part) not in self._people:
            return None
        actor = self.person(part)
        own = next((each.department for each in self._roster if actor.ids == (each.id,)), "")
        return Attendee(part, actor.ids[0] if len(actor.ids) == 1 else None, department or own, reason)


def with_people(spots: Iterable[Spot], folded: str) -> list[Spot]:
    """The places where somebody is named; a department with its person behind it is that person."""
    found: list[Spot] = []
    for spot in spots:
        inside = found and found[-1].actor.department and not spot.actor.department and not spot.mention
        if inside and _GAP.fullmatch(folded, found[-1].end, spot.start):
            found[-1] = replace(spot, start=found[-1].start)
        else:
            found.append(spot)
    return found


def _parts(text: str) -> Iterator[str]:
    """The people of a list, split outside brackets; blanks split Chinese names only."""
    if not re.search(r"[、,，;；\n]", text) and len(apart := re.split(r"\s{2,}|　+", text)) > 2:
        yield from apart
        return
    depth, start = 0, 0
    split = bool(re.search(r"[、,，;；\n]|\band\b", text))
    signs = "、,，;；\n" if split or re.search(r"\d|[(（]", text) else "、/／"
    has_han = bool(re.search(r"[\u4e00-\u9fff]", text))
    blanks = (
        not split
        and "/" not in text
        and has_han
        and not re.search(
            rf"(?:{_SUFFIXES}|公司|集团|局|院|厂|店|街道|社区|商|总|长|书记?|干事|代表|会计|秘书|经理|主任|总监|主管|主席|产品|研发|测试|运营|设计)\s",
            text,
        )
    )
    for place, char in enumerate(text):
        depth += (char in "(（") - (char in ")）")
        if depth <= 0 and (char in signs or (blanks and char in " 　" and text[place + 1 : place + 2] not in "(（")):
            yield text[start:place]
            start = place + 1
    yield from re.split(r"\s+and\s+", text[start:])


def _reason(text: str) -> str:
    text = _REASON.sub("", text.strip(), count=1) if _REASON.match(text) else text.strip()
    return _REASON_END.sub("", text).strip(" ()（）,，。.;；-:：")


def _is_reason(text: str) -> bool:
    """Whether words in a list of who was not there say why, and name nobody."""
    return (
        text[:1].islower()
        or bool(_AWAY.search(plain(text)))
        or bool(re.fullmatch(r"外勤|外出|会议|门诊|.{1,3}假|.{0,4}(?:有事|不适|生病|住院|开庭|开会|培训)", text))
    )


def _is_department(text: str) -> bool:
    return bool(re.fullmatch(rf".{{0,8}}(?:{_SUFFIXES})|{_STEMS}", plain(text)))


def _surname(key: str) -> str:
    double = next((each for each in ("欧阳", "司马", "诸葛", "上官", "东方", "慕容") if key.startswith(each)), "")
    return double or key[:1]
