"""Action items in a line of minutes: what is to be done, by whom, until when, and how sure that is (M5)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.rules import minutes_signs as signs
from bot.rules.deadlines import Ambiguous
from bot.rules.due import Found, Span
from bot.rules.fold import plain
from bot.rules.minutes_aside import is_absent, is_prelude, without_fallback
from bot.rules.minutes_clauses import (
    LONGEST_STRETCH,
    WEAK,
    Clause,
    Scene,
    Stretch,
    acts,
    clause,
    everybody_in,
    helpers_in,
    is_crowd,
    reviewers_in,
    stretches,
)
from bot.rules.minutes_matter import about, lacks_object, led_up
from bot.rules.minutes_present import PROMISE, present
from bot.rules.minutes_shared import shared
from bot.rules.minutes_signs import A, D
from bot.rules.minutes_values import Actor, Doubt, Item
from bot.rules.roster import Roster
from bot.rules.taskline import TaskLine, read_line

_LEAD: Final = re.compile(
    r"^(?:(?:的|将|会(?=把|在|再|尽快|安排|跟|给|去|先|于|提供|发|出|做|完成)|应(?![收付急届用对聘征答])|须|必须|需(?!求)要?|要(?!求|点)|去(?=[把找看问催做写办跟查改发])|来|负责|牵头|主责"
    r"|跟进一下|尽快|抓紧|尽早|及时|务必|在|于|就|同学"
    r"|答应|承诺|表示|那边|这边|团队|你(?=把|去|来|先)|可以|帮忙|一下|共同|一起|分别|决定|明确|会议(?:决定"
    r"|要求|明确)|其中|另外|然后|后续|[行好](?=那)|(?:好的?|行|嗯)(?![\u4e00-\u9fff])|那就?|没问题|ok|okay|sure|yes|then|so|and|s?he|they"
    r"|agreed|promised|volunteered|offered|committed|will|to|shall|should|must|needs? to|is to|are to|is going to|'ll"
    r"|it was|is responsible for|responsible for|owns?|takes?(?: on| over| care of)?|on point for|please|pls|also"
    r"|action"
    r"|some(?:one|body) (?:needs? to|has to|must|should)|could (?:some(?:one|body)|anyone)|decided"
    r"|that)(?=[\s,:：，\u4e00-\u9fff])[\s,:：，]*)+",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:[\s,，;；、:：]++|(?:^|\s)(?:by|on|before|until|and|with|due)|[（(]\s*[)）]|(?<=[\u4e00-\u9fff])(?:由|于|在"
    r"|并|和|前))+$",
    re.IGNORECASE,
)
_HAN_GAP: Final = re.compile(r"(?<=[\u4e00-\u9fff，、])\s+(?=[\u4e00-\u9fff])")
_NOTE: Final = re.compile(
    r"(?=[tu（(\[【o负责截时,，\s另待])(?:\s[-–—]\s?(?:(?:anyone|any volunteers?|volunteers?|who|谁来?"
    r"|待认领)\s?[?？]?|open|new|ongoing|in progress|进行中|未开始)\s*$|^(?:tbd"
    r"|unassigned)\s?[-–—:|]\s?"
    r"|[（(\[【]\s?(?:未指定|未分配|待定|待分配|unassigned|tbd|open)\s?[)）\]】]|(?:\bowner"
    r"|负责人|责任人|截止(?:时间)?|时间)\s?[:：]?\s?"
    r"(?:待定|未定|待确认|tbd)|[（(](?:已确认|新增|重要|紧急|高|中|低|urgent|high|new)[)）]|[,，]?\s?(?:时间)?(?:另行通知|待定|待确定)(?=$"
    r"|[,，。]))"
)
_HEADED_BY: Final = re.compile(
    r"^(?:应对(?:措施)?|措施|对策|处理(?:措施|意见)?|意见|解决(?:方案|办法)?|行动|下一步|待办|动作|action)\s?[:：]\s*(?=\S{2})"
)
# "she'll confirm by Thursday": whoever was charged just before.
_THEY: Final = re.compile(
    r"(?:and |then )?(?:s?he|they)(?:'ll| will| to| should|(?: (?:has|have))? (?:undertook|agreed|offered"
    r"|promised|volunteered|undertaken) to) |(?:他|她|他们|她们)(?:会|将|再|来|去|负责|还)"
)
# Signs by which somebody is charged in so many words, so that a date needs none of its own.
_CHARGED: Final = frozenset(("taking", "handed", "labelled", "mention", "asked"))
_TAKEN: Final = re.compile(r"(?:跟进|落实|承担|认领|督办)$")
_POINTED: Final = re.compile(
    r"(?:(?<=[-–—(（|,，/])|(?<=[\u4e00-\u9fff] ))\s?(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?=\s*(?:$|[)）,，;；|]))"
    r"|(?<=[(（])\s?(1[0-2]|0?[1-9])-(3[01]|[12]\d|0?[1-9])(?=\s*[)）])"
    r"|(?<![\d.a-zA-Z])(1[0-2]|0?[1-9])\.(3[01]|[12]\d|0?[1-9])(?=\s?(?:前|之前|日前))"
)
_ENDS_DATED: Final = re.compile(rf"[,，\s]{D}+(?:之?前|内)?(?:[,，]? ?(?:please|pls|thanks|谢谢|辛苦了?))?[。.!]*$")
# `张三 原型图 6/5`: who, what and until when side by side.
_ROW: Final = re.compile(
    rf"^{A}+\s[^,，。:]{{2,20}}\s{D}+(?:之?前)?$|^[^,，。:{A}{D}]{{2,20}}[,，]\s?{A}+[,，]\s?{D}+(?:之?前)?$"
    rf"|^[^,，。:{A}{D}]{{2,20}}\s(?:{A}+\s{D}+|{D}+\s{A}+)(?:之?前)?$"
)
# `漏油——老邢——3月9日`, `海报 → 小李，DDL 4/24`: the same with dashes, bars and arrows between.
_APART: Final = r"\s?(?:-{2}|–|—|\s-\s|[|/,→])\s?"
_FIELDS: Final = re.compile(
    rf"^{D}*[^。;:{A}{D}]{{2,40}}?{_APART}[(\[]?{A}+(?:[、&/+和]{A}+)*[)\]]?(?:{_APART}|\s|[(\[])"
    rf"(?:ddl|eta|due|by|before|截止|截至|@)?\s?:?\s?{D}+\s?(?:之?前|以前|内|完成)?[)\]]?[。.]?$"
)
_NOT_YET: Final = re.compile(r"没|未|(?<![a-z])(?:not|n't)(?![a-z])")
_BEHIND: Final = re.compile(
    rf"[(\[]\s?{A}+(?:\s?[,、/&+]\s?(?:{A}+|[a-z]{{2,12}}))*\s?[)\]]\s?(?:(?:by |due |before )?{D}+前?)?[.。]?\s*$"
)
# "Ingrid to approve before it goes out": who looks at what was to be done before.
_LOOKS_ON: Final = re.compile(
    rf"{A}+ (?:to|will|should|must) (?:review|approve|sign off|check)(?: (?:it|this|that|them))?(?: (?:before"
    rf"|first|prior|afterwards)[^;]*)?\.?"
)
_MYSELF: Final = re.compile(rf"{A}(?:[得会要去来再先]|马上|尽快|可以|能)")
# "尺码没报的赶快报给我": whoever has not done it yet.
_NOT_DONE_YET: Final = re.compile(
    r"(?:还没|没有?|未)[\u4e00-\u9fff]{1,4}的(?:同[学事志]|人|部门|单位|门店|各位|请)*[,，\s]?(?:赶[快紧]|尽快|抓紧|速|务必|记得|请|今天|明天|本周)"
    r"|(?:some(?:one|body)|anyone) (?:needs? to|has to|must|should) [a-z]|could (?:some(?:one|body)|anyone) [a-z]"
)
_TO_SOMEBODY: Final = re.compile(rf"(?:发给?|交给?|回复?|(?<![\u4e00-\u9fff])给){A}")
_CALLED_UPON: Final = re.compile(r"请|务必|要求|(?<![a-z])(?:asked|reminded|requested|urged|please|pls|must)(?![a-z])")
_COULD: Final = re.compile(r"\s?,?\s?(?:(?:can|could|would|will) you|please|pls|麻烦|辛苦)")
# What somebody says before a colon of others is theirs.
_OF_OTHERS: Final = re.compile(r"承诺|答应|要求|反馈|通知|供应商|客户|对方|甲方|领导|(?:他|她|它|你)们?")
# "安全员马六负责，品质部确认": who answers for it, not what is to be done.
_POSTED: Final = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:员|经理|主任|主管|组长|班长|队长|师傅?|负责人)?(?:全权|总体|具体)?(?:负责|牵头|跟进|落实|主责|督办|督促|监督|确认|验收|审核|把关|复核)(?=[,。;]|$)"
)
LONGEST_POST: Final = 8  # characters
_POST: Final = re.compile(
    r"(?:^|(?<=[,，。;；\s由请让]))(?P<post>[\u4e00-\u9fff]{1,6}(?:[专职文科委安操管技队组班成会]?员|经理|主任|主管|[组班队科部处所]长|工程师|助理|负责人|代表|总监))\s?$"
)
_ATTENDS: Final = re.compile(r"(?:会议)?(?:记录|主持|参加|出席|列席|召集)(?:[，,]|$)")  # the meeting itself
_MEETING: Final = re.compile(
    r"(?:下次|下一次|本次)?(?:会议|例会|周会|评审会|碰头会)\s?(?:将|定)?(?:于|在|时间)|会议(?:开始|结束|召开)"
    r"|(?:next|this) meeting"
)
_WHO_DOES: Final = re.compile(
    r"(?:那么?|还有|对了|[,，])?(?P<what>[^,，。？?]{2,20}?)(?:这块|的事情?|那边)?由?谁(?:来|去|能)?[\u4e00-\u9fff]{0,3}[？?]"
    r"|(?:somebody|someone|who)(?:'ll|'s going to| (?:should|could|can|will|needs to|wants to|is going to"
    r"|(?=(?:takes|does|owns|handles|writes|has) )))"
    r" ?(?P<english>[^,.?]{4,40})"
)
_TAKES_UP: Final = re.compile(
    r"(?:我?来|去)?(?:做|跟|写|弄|负责|管|盯|搞定|follow|跟进|处理)?(?:吧|一下)?(?:吧?[,，]?搞定|[,，]?能?给吗[?？]?)?"
    r"|(?:do|take|handle)\s?(?:that|it|this)?\??"
)
Owned = tuple[str, Span, tuple[Actor, ...]]
_NOBODY: Final = Roster(())


def read_items(
    text: str, number: int, raw: str, scene: Scene, listed: bool, speaker: Actor | None = None
) -> list[Item]:
    """The items of one line. `listed` is a line of a list of actions, where what is said needs no more signs to be one.

    `speaker` says it, in a transcript. Each item's `after` is the place of an item in this very list.
    """
    found: list[Item] = []
    said, last = set[str](), ""
    above: tuple[Actor, ...] = ()
    heading: tuple[Actor, ...] = ()  # who stands before the colon that begins the line
    roled = False
    scene = replace(scene, listed=listed)
    text = _POINTED.sub(_as_date, without_fallback(text))
    for whole in (stretch for each in shared(text, scene) for stretch in stretches(each, scene, speaker)):
        stretch = replace(whole, text=whole.text[:LONGEST_STRETCH])
        again = stretch.text in said and not (stretch.same or stretch.follows or stretch.chained)
        if again or stretch.text == last or is_prelude(stretch.text):
            continue  # the same words once more are the same task
        said.add(last := stretch.text)
        if found and _LOOKS_ON.match((looks := clause(stretch.text, scene, speaker)).masked):
            behind = _BEHIND.search(looks.masked)
            if behind and not found[-1].owners:
                found[-1] = with_owners(found[-1], looks.actors(behind.span()), scene)
            continue
        they = bool(_THEY.match(plain(stretch.text)))
        theirs = (bool(found) and (stretch.same or they)) or (they and bool(above))
        item = _item(stretch, number, raw, scene, listed or theirs, speaker)
        if item is None:
            above = () if theirs else _one_in(stretch.text, scene)
            scene = replace(scene, about=asked_for(stretch.text) or scene.about)
            continue
        if signs.is_role(plain(item.title)) and item.due is None and (item.owners or found):
            above, roled = item.owners, True  # what somebody is in a project; what they do there follows
            continue
        if not item.owners and ((above and (theirs or roled)) or (found and theirs)):
            item = with_owners(item, found[-1].owners if found and theirs else above, scene)
        if listed and not found:
            heading = _before_colon(stretch.text, item, scene, speaker)
        if not item.owners and heading:
            item = with_owners(item, heading, scene)
        found.append(replace(item, after=len(found) - 1) if stretch.follows and found else item)
    return found


def _before_colon(text: str, item: Item, scene: Scene, speaker: Actor | None) -> tuple[Actor, ...]:
    """Who stands before a colon at the start of a line of a list, whose sentences are all theirs."""
    owned = clause(text, scene, speaker).owners()
    return item.owners if owned is not None and owned[0] == "colon" and owned[2] == item.owners else ()


def _one_in(text: str, scene: Scene) -> tuple[Actor, ...]:
    """Who alone is named in a stretch, whom a pronoun in the next one means."""
    actors = {spot.actor for spot in clause(text, scene).spots}
    return tuple(actors) if len(actors) == 1 else ()


def asked_for(text: str) -> str:
    """What somebody is wanted for in a question; "" where nothing is asked for."""
    match = _WHO_DOES.search(text) if "谁" in text or "who" in text or "some" in text else None
    return (match["what"] or match["english"] or "").strip() if match else ""


def _as_date(match: re.Match[str]) -> str:
    """`3.15` where only a date can stand."""
    month, day = (each for each in match.groups() if each)
    return f"{month}月{day}日"


def _item(stretch: Stretch, number: int, raw: str, scene: Scene, listed: bool, speaker: Actor | None) -> Item | None:
    piece = present(stretch.text, scene, speaker)
    if (
        piece is None
        or not (listed or stretch.chained or piece.spots or piece.dates or _NOT_DONE_YET.search(piece.folded))
        or signs.is_nothing(piece.folded)
        or signs.is_courtesy(piece.folded)
        or signs.is_dropped(piece.bare)
        or is_absent(piece.masked)
        or (listed and (signs.is_away(piece.bare.strip()) or signs.is_ticked_off(plain(stretch.text))))
    ):
        return None
    owned = _owners(piece, speaker, listed or stretch.chained, scene.decided)
    called = owned is not None and owned[0] == "mention" and bool(_COULD.match(piece.folded, owned[1][1]))
    asked = owned is not None and (called or owned[0] in ("asked", "taking")) and not signs.is_open(piece.folded)
    said = piece.folded[owned[1][0] :] if owned is not None and owned[0] not in WEAK else piece.folded
    wanted = not scene.spoken and bool(_NOT_DONE_YET.search(piece.folded))
    if not (asked or wanted) and (signs.is_asked if listed else signs.is_question)(_NOTE.sub("", said)):
        return None
    whole = piece
    if not listed:
        piece, owned = _from_owner(piece, owned, scene, speaker)
    if not (listed or stretch.chained or wanted) and not _counts(piece, owned, scene.decided):
        return None
    crowd = owned is None or is_crowd(owned[2][0].written) if not owned or owned[2] else False
    if crowd and not piece.dated and signs.is_slogan(piece.folded):
        return None
    if owned is None and not piece.dated and (signs.is_rule(piece.folded) or signs.is_standing(piece.folded)):
        return None
    if listed and owned is None and not piece.dated and not signs.has_verb(piece.folded) and len(piece.text) < 3:
        return None
    item = _made(piece, owned, number, raw, scene, listed or stretch.chained)
    if item is not None and piece is not whole and lacks_object(item.title):
        item = replace(item, title=about(led_up(whole.text, whole.masked), item.title))
    if not listed and item is not None and isinstance(item.due, Ambiguous) and item.due.reason == "past":
        return None
    told = piece.cued or owned is None or owned[0] in _CHARGED or _FIELDS.search(piece.masked)
    if item is not None and not (listed or stretch.chained or told):
        item = replace(item, doubts=tuple(dict.fromkeys((*item.doubts, "loose"))))
    if item is not None and signs.is_condition(whole.folded) and "condition" not in item.doubts:
        item = replace(item, doubts=(*item.doubts, "condition"))
    return item


def _from_owner(piece: Clause, owned: Owned | None, scene: Scene, speaker: Actor | None) -> tuple[Clause, Owned | None]:
    """A sentence from where somebody is charged: what was said before a comma led up to it."""
    if owned is None or owned[1] == (0, 0):
        return piece, owned
    last = _again(piece, owned, scene, speaker)
    if last is not None:
        return last
    name = max(piece.masked.find(A, *owned[1]), owned[1][0])
    for start in dict.fromkeys((name, owned[1][0])):
        before = max(piece.masked.rfind(sign, 0, start + 1) for sign in ",，")
        later = clause(piece.text[before + 1 :], scene, speaker)
        # A day before the comma is not left behind for want of another.
        if before >= 0 and (later.dated or start == owned[1][0]) and (again := _alone(later, scene, speaker)):
            return later, again
    return piece, owned


def _alone(later: Clause, scene: Scene, speaker: Actor | None) -> Owned | None:
    """Who is charged in the end of a sentence, where that says by itself what they do."""
    works = _POSTED.sub("", later.bare).strip(" ,。")
    if len(works) < (4 if works == later.bare.strip(" ,。") else 1):
        return None
    again = _owners(later, speaker, listed=False)
    if signs.has_verb(works) or (later.dated and again is not None and _counts(later, again, scene.decided)):
        return again
    return None


def _again(piece: Clause, owned: Owned, scene: Scene, speaker: Actor | None) -> tuple[Clause, Owned] | None:
    """The last part between commas, where the same people are charged until a day with what was not done before."""
    last = max(piece.masked.rfind(","), piece.masked.rfind("，"))
    if last < owned[1][1] or D in piece.masked[:last] or not _NOT_YET.search(piece.masked, owned[1][1], last):
        return None
    later = clause(piece.text[last + 1 :], scene, speaker)
    own = _owners(later, speaker, listed=False) if later.dated and signs.has_verb(later.bare) else None
    return (later, own) if own is not None and own[2] == owned[2] else None


def _owners(piece: Clause, speaker: Actor | None, listed: bool, decided: bool = False) -> Owned | None:
    """By which sign, where and who; who helps and who reviews does not count."""
    weak = WEAK - {"leading"} if decided else WEAK
    behind = _BEHIND.search(piece.masked) if listed else None
    if behind and (behind.start() > 0) and (named := piece.actors(behind.span())):
        return "bracket", behind.span(), named  # whose line of a list it is stands in brackets at its end
    aside = [span for span, _ in helpers_in(piece)] + list(reviewers_in(piece))
    found = _beside(piece, aside).owners() if aside else piece.owners()
    found = _within(piece, found, aside)
    if found is not None and (listed or found[0] not in weak or _FIELDS.search(piece.masked)):
        return found
    promise = PROMISE.search(piece.masked)
    if promise and piece.dated:
        return "promise", promise.span(), piece.actors(promise.span())
    said = piece.bare.strip(" ,，.。、")
    if speaker is not None and piece.dated and signs.begins_with_verb(said) and not piece.spots:
        return "speaker", (0, 0), (speaker,)
    if speaker is not None and piece.dated and _MYSELF.search(piece.masked):
        own = [spot for spot in piece.spots if spot.actor == speaker]
        if own and len(own) == len(piece.spots):
            return "speaker", (own[0].start, own[0].end), (speaker,)
    return found if listed else None


def _within(piece: Clause, owned: Owned | None, aside: Sequence[Span]) -> Owned | None:
    """`研发部：栾博士抓紧中试`: of a department before a colon and a person behind it, the person."""
    if owned is None or owned[0] != "colon" or not all(actor.department for actor in owned[2]):
        return owned
    spot = next((each for each in piece.spots if 0 <= each.start - owned[1][1] <= 1), None)
    if spot is None or spot.actor.department or any(a <= spot.start < b for a, b in aside):
        return owned
    return "within", (owned[1][0], spot.end), (spot.actor,)


def _beside(piece: Clause, aside: Sequence[Span]) -> Clause:
    """The clause without whoever is named in some stretches."""
    masked = piece.masked
    for start, end in aside:
        masked = f"{masked[:start]}{' ' * (end - start)}{masked[end:]}"
    spots = tuple(spot for spot in piece.spots if not any(a <= spot.start < b for a, b in aside))
    return replace(piece, masked=masked, spots=spots)


def _counts(piece: Clause, owned: Owned | None, decided: bool) -> bool:
    """Whether a line that is in no list of actions charges somebody with something all the same."""
    if signs.is_standing(piece.folded) and (owned is None or not piece.dated):
        return False
    pointed = owned is not None and "→" in piece.masked[slice(*owned[1])]
    if owned is not None and (pointed or owned[0] in ("mention", "bracket", "labelled")) and piece.dated:
        return True
    if owned is not None and (_ROW.search(piece.masked) or _FIELDS.search(piece.masked)):
        return True
    does = (
        (owned is not None and owned[0] in ("asked", "light"))
        or signs.has_verb(piece.masked)
        or (owned is not None and acts(piece, owned[1]))
    )
    if not does or ((owned is None or owned[0] == "speaker") and signs.is_settled(piece.folded)):
        return False
    if owned is not None and owned[0] == "colon":
        # In a discussion a name before a colon speaks; what they do themselves begins with the verb.
        said = piece.masked[owned[1][1] :].replace(D, "").strip(" ,，。")
        pressed = piece.cued and signs.has_verb(said) and not signs.is_wish(said) and not _OF_OTHERS.search(said)
        return piece.dated and (signs.begins_with_verb(said) or pressed or bool(_ENDS_DATED.search(piece.masked)))
    if owned is not None and owned[0] == "leading":
        return decided and signs.begins_with_verb(piece.masked[owned[1][1] :])
    if owned is not None:
        return piece.dated or piece.bounded or owned[0] in (*_CHARGED, "light")
    if piece.dated and _CALLED_UPON.search(piece.folded) and everybody_in(piece):
        return True
    if _TO_SOMEBODY.search(piece.masked) and piece.dated:
        return True
    return piece.cued and not _MEETING.search(piece.folded) and any(each.strength == 3 for each in piece.dates)


def _made(piece: Clause, owned: Owned | None, number: int, raw: str, scene: Scene, listed: bool) -> Item | None:
    aside = list(helpers_in(piece))
    cuts: list[tuple[Span, str]] = [(span, " ") for span, _ in aside] + [(span, " ") for span in reviewers_in(piece)]
    owners = owned[2] if owned else ()
    everybody = None if owners else everybody_in(piece)
    if everybody:
        owners, owned = (Actor(piece.text[slice(*everybody)]),), ("leading", everybody, ())
    if owned and owned[1] != (0, 0):
        cuts.append((_names(piece, owned), " "))
    line = _read(_cut(piece.text, cuts), scene)
    title = tidy(line.title, piece.text)
    if scene.about and _TAKES_UP.fullmatch(plain(title)):
        title = scene.about
    if not title or signs.is_nothing(plain(title)) or (not listed and _ATTENDS.match(title)):
        return None
    helpers = tuple(actor for _, actors in aside for actor in actors if actor not in owners)
    item = Item(
        title, number, raw, owners, helpers, line.due, _due_text(piece), line.criteria, line.deliverable, line.priority
    )
    return with_doubts(item, scene, piece, loose=not listed and owned is None)


def _names(piece: Clause, owned: Owned) -> Span:
    """The owner's place together with the sign that made it one, up to the date it may hold."""
    start, end = owned[1]
    while start < end and (piece.masked[start] == D or piece.masked[start] in " ,:"):
        start += 1
    if not owned[2]:
        return owned[1]
    spots = [spot for spot in piece.spots if start <= spot.start and spot.end <= end and spot.actor in owned[2]]
    dates = [place for place in range(start, end) if piece.masked[place] == D]
    if spots and (post := _POST.search(piece.masked, max(0, spots[0].start - LONGEST_POST), spots[0].start)):
        start = min(start, post.start("post"))
        spots = [replace(spots[0], start=post.start("post")), *spots[1:]]
    if owned[0] in ("start", "leading", "colon", "light", "before", "beside", "tail", "bracket") and spots:
        led = owned[0] == "light" and spots[0].start > 0 and piece.folded[spots[0].start - 1] in "由让请"
        return spots[0].start - led, spots[-1].end
    if dates:
        return spots[0].start, spots[-1].end
    # What somebody takes up is the task itself, who merely answers for it is not.
    taken = _TAKEN.search(piece.folded, start, end)
    return start, taken.start() if taken else end


def _cut(text: str, cuts: Sequence[tuple[Span, str]]) -> str:
    for (start, end), instead in sorted(cuts, reverse=True):
        text = f"{text[:start]}{instead}{text[end:]}"
    return text


def _read(text: str, scene: Scene) -> TaskLine:
    return read_line(text, _NOBODY, scene.moments)


def _due_text(piece: Clause) -> str:
    ends = [each for each in piece.dates if not each.starts]
    best = max(ends, key=lambda each: each.strength, default=None)
    return piece.text[slice(*best.found.span)].strip(" ,，。:：") if best else ""


def tidy(title: str, source: str) -> str:
    """A title without the crumbs of how somebody was charged with it."""
    kept = _HEADED_BY.sub("", _NOTE.sub("", title).strip())
    for _ in range(3):
        before, kept = kept, _TAIL.sub("", _LEAD.sub("", kept)).strip(" ,，;；:：。.、-–—|/→>")
        if kept == before:
            break
    if not _HAN_GAP.search(source):
        kept = _HAN_GAP.sub("", kept)
    if kept and f"跟进{kept}" in source:
        kept = f"跟进{kept}"
    return kept if re.search(r"[a-zA-Z\u4e00-\u9fff]", kept) else ""


def with_owners(item: Item, owners: tuple[Actor, ...], scene: Scene) -> Item:
    """The item of these people, with what was doubtful of the words kept."""
    kept = tuple(each for each in item.doubts if each in ("wish", "condition", "loose"))
    made = with_doubts(replace(item, owners=owners), scene)
    return replace(made, doubts=(*made.doubts, *kept))


def with_due(item: Item, due: Found | None, words: str, scene: Scene) -> Item:
    """The item due then instead, with what was doubtful of the words kept."""
    return with_owners(replace(item, due=due, due_text=words), item.owners, scene)


def with_doubts(item: Item, scene: Scene, piece: Clause | None = None, loose: bool = False) -> Item:
    """The item with everything that has to be looked at before it can become a task."""
    doubts: list[Doubt] = []
    if not item.owners:
        doubts.append("no_owner")
    elif len(item.owners) > 1 or len(item.owners[0].ids) > 1 or is_crowd(item.owners[0].written):
        doubts.append("several_owners")
    elif scene.known and not item.owners[0].ids and not item.owners[0].department:
        doubts.append("unknown_owner")
    if item.due is None:
        doubts.append("no_due")
    elif isinstance(item.due, Ambiguous):
        doubts.append("due_unclear")
    if piece is not None:
        doubts += ["wish"] if signs.is_wish(piece.folded) or signs.is_wish(piece.masked) else []
        doubts += ["condition"] if signs.is_condition(piece.folded) else []
        loose = loose or everybody_in(piece) is not None
    doubts += ["loose"] if loose else []
    return replace(item, doubts=tuple(doubts))
