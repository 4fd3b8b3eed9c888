"""A line of minutes taken apart: who is named where, when, and which stretches are tasks of their own (M5)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from bot.rules.deadlines import Candidate, Moments
from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.minutes_cast import Cast, Spot, with_people
from bot.rules.minutes_charges import FIRST, G, bidden, charged_by, helping, reviewing
from bot.rules.minutes_signs import A, D, has_verb, is_ordered, is_role
from bot.rules.minutes_strangers import strangers
from bot.rules.minutes_values import Actor

_DOING: Final = frozenset(("light", "asked", "taking"))  # signs that hold what is to be done
WEAK: Final = frozenset(("field", "tail", "leading"))
_NAMED: Final = re.compile(G)
# "-> Elif, next sprint": nobody else, and little more.
_TO_PEOPLE: Final = re.compile(rf"[\s@]*{A}+(?:[\s,，、&+@]+{A}+)*[\s。.]*(?:[,，(（][^,，;；]{{0,20}})?$")
_ARROW: Final = re.compile(r"\s*(?:→|⟶|➜|➔|⇒|->|=>|-->|—>|＞＞|>>)\s*")
_SENTENCE: Final = re.compile(
    r"\s*[;；。！!]\s*|(?<=[？?])\s*(?=\S)"
    r"|(?<=[a-z0-9)€$£%\ue000\ue001])(?<!incl)(?<!excl)(?<!approx)(?<!e\.g)(?<!i\.e)(?<!\bvs)(?<!\bno)(?<!\bresp)(?<!dept)\.\s+|\s+/\s+(?=\ue000)"
)
_COMMA: Final = re.compile(
    rf"\s*[,，]\s*(?:and |then |而|同时|并)?|\s+(?:and|while)\s+(?={A}+ (?:to|will|should)(?![a-z]))"
    rf"|、(?={D}?{A}+(?:{D}|负责"
    rf"|牵头|来))"
)
_AMOUNT: Final = re.compile(
    r"(?<![\d.月])[\d一二三四五六七八九十]{1,3}号(?=[\u4e00-\u9fff]{0,2}(?:机|线|楼|库|仓|炉|柜|车间|井|桥|门|泵|窑|池|塔|栋|梯|馆|标段|地块|厂房))"
    r"|(?<=[到至为级本用vV])\d+\.\d+(?=\s?(?:固件|系统|补丁|内核|接口|(?:及)?以上|(?=[\u4e00-\u9fff])[^前之日号完交截以提发出上下晚早周定给报,，。;；]))"
    r"|(?<![\d.])\d+\.\d+(?=\s?(?:秒|元|万|亿|倍|米|吨|克|%|分(?!钟)|千|百|版|s(?![a-z])|[kmg]b?(?![a-z])))"
)
MOST_DAYS: Final = 14  # moments in a line, of which 16 are looked at; one of more is a calendar and holds no tasks
MOST_PEOPLE: Final = 40  # names in a line; one of more is a roll
MOST_SENTENCES: Final = 24  # of a line, where they are short
SHORT: Final = 10  # characters of a short one; a line of more has no tasks of its own
LONGEST_STRETCH: Final = 200  # characters of what may be one task; its line is shown whole
MOST_LINKS: Final = 24  # of a chain of arrows
FEW: Final = 7  # of them, where they are short
MOST_PIECES: Final = 12  # commas of a sentence by which it is taken apart; a list of more has no tasks of its own
_TELLS_MORE: Final = re.compile(
    r"\s?(?:(?:验收|交付)?(?:标准|要求)|交付物|产出|截止|期限|优先级|criteria|deliverable|due|priority)"
)
_ALONE: Final = re.compile(rf"\s*[(\[]\s?{G}\s?[)\]]\s?\.?\s*")  # "(Raj)" behind a sentence
_EVENT: Final = re.compile(
    rf"(?:在|于|赶在|最迟在?)[^,，。;；{A}]{{2,12}}(?<![目当眼面日提此空以])(?:之|以)?前(?=[\u4e00-\u9fff]{{2}})"
    r"|(?<![a-z])(?:before|ahead of|in time for) (?:the |our |next |his |her |their )[a-z]"
)
_AFTERWARDS: Final = re.compile(r"(?:之?后|以后|完毕|后续)$|^(?:once|after|when)(?![a-z])")
_I: Final = re.compile(
    r"我(?![们司方国的])|我们(?:这边|组|部门)?(?=[^的])|(?<![a-z'])i(?=(?:'ll|'d(?! like|n't)| will| can| am going"
    r"|'m (?:taking|doing|handling|chasing|sorting|on (?=it|that|this))| shall|'m going)(?![a-z]))|let "
    r"me(?= )"
)
_ALL: Final = re.compile(
    r"(?:^(?:all|every|each) [a-z]{3,}(?: [a-z]{3,})?(?=\s(?:to|will|must|should|shall)\s)|^all(?=\s?[-–—:]"
    r"|\s(?:to|will)\s)|(?<![a-z])(?:everyone|everybody|all of us)(?![a-z])|全体(?:人员|成员)?"
    r"|全员|大家|各位|所有人"
    r"|各(?:部门|科室?|班组?|处室?|室|中心|店|厂|队|车间|单位|分公司|小组|团队|校区|支部|组)(?:负责人)?|各自)"
)


# Typed in a hurry, blanks stand for commas: "箱单 小芸你明天发我 我下午给客户".
_UNPOINTED: Final = re.compile(
    r"(?=.*(?:[你我他她]|一下|先(?!生)|再|就|还有|记得|别|[吧啊哈呢了]))[^,，。；;、：:|｜\-–—→()（）]{12,400}"
)
_HAN_BLANK: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2}) +(?=[\u4e00-\u9fff]{2})")
LEAST_BLANKS: Final = 2  # where commas stand beside them, before they are commas, too
_POINTED: Final = re.compile(r"[:：|｜→()（）@]|\s{2}|\t")
_EACH: Final = re.compile(r"(?:各|全[体员院校厂司店组]|所有|每个?)[\u4e00-\u9fff]{1,8}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a line is read with: who there is, and what reads the moments, counted from the meeting.

    listed: it stands in a list of actions, where what begins a line is a name. decided: under a heading of decisions.
    about: what was asked for just before, which "I will do it" takes up. spoken: people speak in turn, so that
    what somebody should do is asked, not noted. seen: stretches that were taken apart already.
    """

    cast: Cast
    moments: Moments
    known: bool
    listed: bool = False
    decided: bool = False
    about: str = ""
    spoken: bool = False
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
            asked = bidden(self.masked)  # whoever asks them stands before
            start = asked[0] if asked and asked[0] <= mentioned[0].start < asked[1] else mentioned[0].start
            return "mention", (start, last), self.actors((mentioned[0].start, last))
        sign = charged_by(self.masked)
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

    def part(self, start: int, end: int) -> "Clause":
        """A stretch of it with the names and moments found in the whole; it need not be read again for that."""
        spots = [
            replace(spot, start=spot.start - start, end=spot.end - start)
            for spot in self.spots
            if start <= spot.start and spot.end <= end
        ]
        dates = [each.moved(-start) for each in self.dates if start <= each.found.span[0] and each.found.span[1] <= end]
        return Clause(self.text[start:end], self.folded[start:end], self.masked[start:end], tuple(spots), tuple(dates))


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
    masked = _blot(masked, [_unpointed(each.found.span, folded) for each in dates], D)
    return Clause(text, folded, masked, tuple(spots), dates)


def _unpointed(span: Span, folded: str) -> Span:
    """Where a date stands without the full stop behind it, which ends a sentence."""
    return (span[0], span[1] - 1) if folded[span[1] - 1 : span[1]] == "." else span


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
    if _UNPOINTED.fullmatch(text) or (len(_HAN_BLANK.findall(text)) >= LEAST_BLANKS and not _POINTED.search(text)):
        text = _HAN_BLANK.sub("，", text)
    whole = clause(text, scene, speaker)
    if len(whole.dates) > MOST_DAYS or len(whole.spots) > MOST_PEOPLE:
        return []
    links = _links(whole)
    pieces = [text[slice(*link)] for link in links]
    if len(pieces) == 2 and len(text) < SHORT * SHORT and scene.cast.whole(pieces[0]):
        # Whoever stands before an arrow does it.
        return _sentences(clause(f"{pieces[0]}: {pieces[1]}", scene, speaker), scene, speaker)
    if len(pieces) == 1 or len(pieces) > MOST_LINKS:
        return _sentences(whole, scene, speaker)
    charged = [_begins(whole.part(*link)) for link in links]
    if not all(charged[1:]):
        return _unchained(whole, links, scene, speaker)
    return [
        Stretch(piece.strip(" ,，;；。"), place > 0 and charged[place - 1], sure)
        for place, (piece, sure) in enumerate(zip(pieces, charged, strict=True))
    ]


def _unchained(whole: Clause, links: Sequence[Span], scene: Scene, speaker: Actor | None) -> list[Stretch]:
    """The sentences of links that are no chain; an arrow to nothing but people, in the last one, hands it to them."""
    last = whole.part(*links[-1])
    handed = bool(last.spots) and bool(_TO_PEOPLE.match(last.masked))
    found = _sentences(whole.part(links[0][0], len(whole.text)), scene, speaker)
    return [
        replace(stretch, text=_rejoined(_ARROW.split(stretch.text), handed and stretch is found[-1]))
        for stretch in found
    ]


def _rejoined(links: Iterable[str], handed: bool) -> str:
    *others, last = [link for link in links if link] or [""]
    return f"{' - '.join(others)}{' → ' if handed else ' - '}{last}" if others else last


def _links(whole: Clause) -> list[Span]:
    """Where the links of a chain of arrows stand; all of it is one where it has none."""
    place = _label_ends(whole)
    found: list[Span] = []
    for arrow in _ARROW.finditer(whole.text, place):
        found.append((place, arrow.start()))
        place = arrow.end()
    return [*found, (place, len(whole.text))]


def _label_ends(whole: Clause) -> int:
    """Where a chain of arrows begins behind what it is called: `处理路径：张三排查 → 李四答复`."""
    colon = whole.folded.find(":")
    labelled = 0 < colon <= SHORT and A not in whole.masked[:colon] and _ARROW.search(whole.text) is not None
    return colon + 1 if labelled else 0


def _begins(piece: Clause) -> bool:
    """Whether a link of a chain says who does something."""
    return piece.owners() is not None and signs_of_work(piece)


def _sentences(whole: Clause, scene: Scene, speaker: Actor | None) -> list[Stretch]:
    found: list[Stretch] = []
    cuts = list(_cuts(_SENTENCE, whole.masked, 0, len(whole.text)))
    if len(cuts) > MOST_SENTENCES and len(whole.text) < SHORT * len(cuts):
        return [Stretch(whole.text)]
    last: Span = (0, 0)
    for sentence in cuts:
        for place, (span, same) in enumerate(_joined(whole, sentence)):
            piece = whole.part(*span)
            if place == 0 and found and not _charged(piece) and _adds(whole.part(*last), piece):
                found[-1] = replace(found[-1], text=f"{found[-1].text}，{piece.text}")
                last = last[0], span[1]
                continue
            waits = bool(found) and bool(_AFTERWARDS.search(plain(found[-1].text)))
            piece = piece.part(0, min(len(piece.text), LONGEST_STRETCH))
            scene.seen.setdefault((piece.text, scene.listed, speaker), piece)
            found.append(Stretch(piece.text, waits, same=same))
            last = span
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


def _joined(whole: Clause, sentence: Span) -> list[tuple[Span, bool]]:
    """Comma pieces put together again, but where somebody is charged with something else, or until another day.

    With each whether whoever is charged with the one before is charged with it, too.
    """
    cuts = list(islice(_cuts(_COMMA, whole.masked, *sentence), MOST_PIECES + 1))
    if len(cuts) > MOST_PIECES or (len(cuts) > FEW and sentence[1] - sentence[0] < SHORT * len(cuts)):
        return [(sentence, False)]
    parts: list[tuple[Span, bool]] = []
    for start, end in cuts:
        alone = whole.part(start, end)
        before = whole.part(*parts[-1][0]) if parts else None
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
    return parts


def _dated_there(piece: Clause) -> bool:
    """Whether a day is named beside who is charged, not only in what led up to it."""
    owners = piece.owners()
    name = piece.masked.find(A, owners[1][0]) if owners else -1
    start = max(piece.masked.rfind(sign, 0, name + 1) for sign in ",，")
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
        for match in (*helping(piece.masked), *reviewing(piece.masked))
    )


def _adds(first: Clause, second: Clause) -> bool:
    """Whether a sentence gives the one before it the date or the owner that it lacks."""
    if _TELLS_MORE.match(second.folded) or _ALONE.fullmatch(second.masked):
        return True
    if not (second.dated or second.spots) or len(second.bare.strip(" ,.。")) > 12:
        return False
    if is_role(first.bare.strip(" -–—:,，;；")):
        return False
    lacks_date = not first.dated and second.dated
    lacks_owner = first.owners() is None and second.owners() is not None
    return lacks_date or lacks_owner


def signs_of_work(piece: Clause) -> bool:
    """Whether something is to be done in it beside names and dates."""
    return has_verb(piece.masked) and len(piece.bare.strip(" ,.。:-()")) >= 2


def without(piece: Clause, spans: Sequence[Span]) -> str:
    """The folded text of a clause without some stretches."""
    return _blot(piece.folded, spans, " ")


def helpers_in(piece: Clause) -> Iterator[tuple[Span, tuple[Actor, ...]]]:
    """Who helps, and where that is said."""
    for match in helping(piece.masked):
        yield match.span(), piece.actors(match.span("front") if match["front"] else match.span("back"))


def reviewers_in(piece: Clause) -> Iterator[Span]:
    """Where it is said who looks at the result, which makes nobody the owner."""
    for match in reviewing(piece.masked):
        if match.start() > 0 or not FIRST.match(piece.masked) or match["back"] or match["also"]:
            yield match.span()


def is_crowd(written: str) -> bool:
    """Whether a name stands for all."""
    return bool(_ALL.fullmatch(plain(written)) or _EACH.fullmatch(written))


def everybody_in(piece: Clause) -> Span | None:
    """Where all are charged with it, so that nobody is."""
    match = _ALL.search(piece.folded)
    return match.span() if match else None


def hands_out(text: str, scene: Scene) -> bool:
    """Whether a short line charges somebody, rather than heading what stands below it."""
    piece = clause(text, scene)
    owned = piece.owners()
    return owned is not None and (piece.dated or owned[0] in ("light", "taking", "handed", "mention"))


def begins_with_somebody(text: str, scene: Scene) -> bool:
    """Whether a sentence begins with a name, or hands itself to one: `由…`."""
    spots = clause(text, scene).spots
    return bool(spots) and spots[0].start <= len("由")
