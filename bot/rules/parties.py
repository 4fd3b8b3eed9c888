"""Who takes part in a task's line without a mention: who owns it, who helps, and who is only spoken of (T1, P5)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, Literal, TypeAlias

from bot.rules import roster as people
from bot.rules.due import Span
from bot.rules.roster import Named, Roster, Unknown

Role: TypeAlias = Literal["owner", "helper", "aside", ""]

MOST_PLACES: Final = 80  # looked at in one line
MOST_NAMED: Final = 24  # people and departments in one line; whoever follows is of a roll
MOST_BESIDE: Final = 5  # names with no sign between
_OPENERS: Final = re.compile(
    r"[\s,;。、:|()\[\]!?/&+]+|(?<=[\u4e00-\u9fff])or|或者?|还是|由|请|让|安排|麻烦|叫|通知|交给|派给?|指派给?|分配给|辛苦|烦请|提醒|催一?下?|配合|协助|抄送"
    r"|支持|会同|联合|协同|携手|和|与|跟|及|给|负责人是?|(?<=[会议审访])前|督促|的(?:事情?|活儿?|任务|工作)|换成?|忘了?"
)
_OWN_BEFORE: Final = re.compile(
    r"(?:由|请|让|安排|麻烦|叫|通知|交给|指派给?|分配给|派给?|辛苦|烦请|提醒|督促|换成?|催一?下?|负责人是?:?|owner:?"
    r"|remind|tell|ping"
    r"|(?:[加派建记开排分置]|创建|安排|布置)(?:了?一?[个项条])?新?(?:任务|活儿?|待办|工作)(?:交?给|派给)"
    r"|assign(?:ed)? to:?|(?:please )?(?:have|ask|let|get)|^(?:hi|hey|hello|dear|can|could|would))\s?$"
)
# What stands far before: "we need the list from Anna", "assign the quote to Tom", "new task for Tom".
_NEEDED: Final = re.compile(
    r"^(?:(?:i|we)(?:'ll)? )?needs? .*\s(?P<from>from)\s$|^(?:please )?(?:assign|delegate) .{2,100}\s(?P<to>to)\s$"
    r"|^.{2,100} be [a-z]{3,12}\s(?P<by>by)\s$"
    r"|^(?:please )?(?:(?:create|add|make|open) (?:an? )?)?(?:new )?(?:task|to-?do)\s.{0,100}?(?P<for>for)\s$"
)
# Whoever is asked for something only gives it.
_PASSED_OVER: Final = re.compile(r"(?:instead of|rather than|而不是)\s?$")
_ASKED_FOR: Final = re.compile(r"(?<![a-z])ask\s?$")
_FOR: Final = re.compile(r"\s?(?:for|about|if|whether|how|what|when)(?![a-z])")
_HELP_BEFORE: Final = re.compile(
    r"(?:会同|联合|协同|携手|带着|(?<![a-z])(?:together with|with(?: the)? (?:help|support) (?:from|of)))\s?$"
)
_HELPED: Final = re.compile(r"(?:配合|协助|支持)\s?$")
_OWN_AFTER: Final = re.compile(
    r"\s?(?:来)?(?:牵头负责|负责|牵头|主责|主导|承办)(?!人)|\s?(?:[来做]|来[做弄搞办写出])(?=[\s,;。)|]|$)|\s?(?:来)?跟进(?=[\s,;。)|]|$)"
    r"|\s?(?:来)?(?:跟进?|盯|负责|处理|看|弄|搞)(?:一下下?|下|着)(?=[\s,;。)|哈吧啊]|$)"
    r"|\s(?:will|to|should|must|has to|needs? to|owns|is responsible for|is in charge of)(?=\s)"
    r"|\s?,?\s?(?:can|could|would) you(?: please)?(?=\s)"
    r"|\s?[,:]\s?(?:please|pls)(?=\s)"
)
# 给李四派个活
_GIVEN_WORK: Final = re.compile(
    r"\s?(?:(?:派|安排|布置|加|建)(?:了?一?[个项条件])?|一[个项条件])新?(?:活儿?|任务|待办|事情?)(?!的)"
)
_GIVEN_TO: Final = re.compile(r"(?:[派分发]?给|派|安排)\s?$")
_HELP_AFTER: Final = re.compile(
    r"\s?(?:来|一起)?(?:配合|协作|协助|支持|参与)(?=\s*(?:[,;。、)|]|$))"
    r"|\s(?:helps?|assists?|supports?|(?:to|will|can) (?:help|assist|support))"
    r"(?: out| with (?:it|this|that))?(?=\s*(?:[,;.)|]|$))"
)
_HELPS: Final = re.compile(r"\s?(?:来|一起)?(?:配合|协助|支持)(?=\S)")
_TEAM: Final = re.compile(r"(?<=[a-z])\s(?:team|department|dept\.?|group)(?![a-z])")
# What is somebody's, and what somebody says, is no work of theirs.
_NOT_ACTING: Final = re.compile(
    r"的|\s?(?:说|觉得|认为|表示|反馈|提到|问|不在|休假)"
    r"|\s(?:is(?! (?:responsible for|in charge of) )|was|has(?! to )|says?|said|thinks?|wants?|asked)(?![a-z])"
)
# 把海报发给李四: whoever gets something only gets it.
_SENT_TO: Final = re.compile(
    r"(?:[发转寄递送传报]给|(?:抄送|汇报|同步|反馈|提供|提交|展示|回复|介绍|解释|说明|推荐)给?"
    r"|(?<![a-z])(?:send|show|report) [^,;。]{1,40} to)\s?$"
)
# Whoever looks at the result is not who brings it about.
_REVIEWS: Final = re.compile(
    r"\s?(?:审核|审批|审阅|验收|确认|把关|过目|拍板|签字)(?=[\s,;。)|]|$)"
    r"|\s(?:review|approve)s?(?=\s*(?:[,;.)|]|$)|\s(?:by|before|on)\s)"
)
_JOINT: Final = re.compile(r"\s*(?:[、,/&+]|和|与|及|跟|或者?|还是|(?:and|or)(?![a-z]))?\s*")
# 王芳跟李四对一下物料: the one does it, with the other.
_WITH: Final = re.compile(r"\s?(?:跟|找)\s?")
_TALKED_OVER: Final = re.compile(r"(?:一起)?(?:对|沟通|确认|核|商量|讨论|聊|碰|约|说|谈|同步|协调)")
# "王芳周五前出图，完成后通知李四": who is told is not who does it.
_TELLING: Final = re.compile(r"[,;。].*(?:通知|告知|告诉|提醒|(?<![a-z])(?:tell|remind|ping|let))\s?$", re.DOTALL)
_AUTHOR: Final = re.compile(
    r"我(?![们的司方国])(?:来|会|要)?|(?:i will|i'll|i'm going to|i am going to|i|(?<=remind )me(?= to ))(?![a-z'])"
)
_AUTHOR_BEGINS: Final = frozenset("我im")
_LEAD: Final = re.compile(
    r"(?:\d{1,2}[.、)]\s?)?(?:[\[(][^\[\]()\n]{1,12}[\])]|[\s,;。:|!\[]|请|麻烦|辛苦|任务|事项|不要忘了?|别忘了?"
    r"|hi|hey|hello|please|to-?do|task(?= ?:)|i need|we need)*"
)
# "明天早上开会前李四…": the event the day belongs to may stand between.
_BEHIND_DATE: Final = re.compile(r"[ ,:|]*(?:[\u4e00-\u9fff]{2,6}[之以]?前[ ,]*)?")
# A name behind one of these, even apart, is whom the work is for or about.
_TOWARDS: Final = re.compile(
    r"(?:[给约找见问跟和与向对等为帮陪替访]|联系|采访|拜访|请教|抄送|谢谢?|(?<![开研出首分])发)[ ,]*$"
)
_APART: Final = re.compile(
    r"(?:[\u4e00-\u9fff)\d%|]|[\u4e00-\u9fff][a-z\d]{2,12})!*[ ,|]+$|[^\s,;。|(-]\s?(?:,|\(| [-/|])\s?$|\)$"
)
_BREAK: Final = re.compile(r"[\s,;。、:|()]|$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# What one more character behind a name may be but the rest of a longer name (李四光).
_VERBS: Final = (
    "做写改交出发搞弄去来跟办管看查做审定拍画译编录约订买卖修补测发寄收付报算接送带教学讲说问找催推追抓盯排理"
    "你您先再也都得要会能可就须应请"
)


@dataclass(frozen=True, slots=True)
class Parties:
    """What a line says about people: `cuts` are the words that said it; `departments` act, where nobody is named as
    the owner, so that their liaisons stand for them."""

    owners: tuple[Named, ...] = ()
    helpers: tuple[Named, ...] = ()
    department: str = ""
    departments: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    cuts: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Row:
    """People named in one go, with the words around them that say what for."""

    named: list[Named]
    start: int
    end: int
    role: Role
    helps: bool = False  # the next ones named
    department: str = ""
    cuts: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be looked through; `masked` has mentions, codes and the due date blotted out, `due` is where that
    date stands, or an empty span, `taken` what belongs to labelled parts."""

    text: str
    masked: str
    roster: Roster
    due: Span | None
    taken: Sequence[Span]


def read_parties(line: Line, free: bool) -> Parties:
    """Who owns and who helps; `free` when nobody was mentioned as the owner. Source: handbook T1, P5."""
    rows = list(_rows(line))
    helpers = [row for row in rows if row.role == "helper" and row.named]
    owning = _owning(line, rows) if free else None
    acting = _acting(line, rows) if owning is None else []
    acting = acting if free or len(acting) == 1 else []
    chosen = [row for row in (*helpers, owning) if row is not None]
    heading = _heading(line, rows, owning) if owning else None
    acting = acting if heading is None else [heading]
    departments = tuple(dict.fromkeys(row.department for row in acting))
    cuts = [(acting[0].start, acting[-1].end)] if acting else []
    helping = [row for row in rows if row.role == "helper" and not row.named] if acting or owning else []
    cuts += [(row.start, row.end) for row in helping]
    return Parties(
        owners=tuple(owning.named) if owning else (),
        helpers=tuple(named for row in helpers for named in row.named if not named.author),
        department=owning.department
        if owning and owning.department
        else departments[0]
        if len(departments) == 1
        else "",
        departments=departments if free and owning is None else (),
        helping=tuple(dict.fromkeys(row.department for row in helping)),
        cuts=(*(cut for row in chosen for cut in row.cuts), *cuts),
    )


def _rows(line: Line) -> Iterator[_Row]:
    """Everybody named where a name may begin; who follows upon another without a word between is of the same row."""
    last: _Row | None = None
    end = named = 0
    openers = line.roster.openers | _AUTHOR_BEGINS
    for place in _places(line.masked):
        if named == MOST_NAMED:
            break
        if place < end or line.masked[place : place + 1] not in openers:
            continue
        if any(start <= place < stop for start, stop in line.taken):
            continue
        row = _row_at(line, place, last)
        if row is None:
            continue
        end, named = row.end, named + 1
        if last is not None and _joins(line.masked, last, row):
            _join(last, row)
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _places(masked: str) -> list[int]:
    found = (match.end() for match in islice(_OPENERS.finditer(masked), MOST_PLACES))
    return sorted({0, *found})


def _row_at(line: Line, place: int, last: _Row | None) -> _Row | None:
    """Who is named at a place, the words around it taken in."""
    masked = line.masked
    author = _AUTHOR.match(masked, place)
    department = ""
    if author:
        named = [Named(author.span(), author=True)]
        end = author.end()
    elif person := people.person_at(line.text, masked, place, line.roster):
        named = [_whole(line, person), *islice(_beside(line, person.span[1]), MOST_BESIDE)]
        end, department = named[-1].span[1] if len(named) > 1 else person.span[1], person.department
    elif department := people.department_at(masked, place, line.roster):
        team = _TEAM.match(masked, place + len(department))
        named, end = [], team.end() if team else place + len(department)
        place -= len("the ") if team and masked.endswith("the ", 0, place) else 0
    else:
        return None
    role, start, stop, helps = _around(masked, place, end, last)
    return _Row(named, start, stop, role, helps, department, [(start, stop)])


def _beside(line: Line, place: int) -> Iterator[Named]:
    """Whole names that follow without a sign between: 王芳王磊."""
    while _HAN.match(line.masked, place) and (named := people.full_name_at(line.masked, place, line.roster)):
        yield named
        place = named.span[1]


def _whole(line: Line, person: Named) -> Named:
    """A name with one more character before a break is a longer name, and somebody else's."""
    start, end = person.span
    following = line.masked[end : end + 1]
    if not _HAN.match(following) or following in _VERBS or not _BREAK.match(line.masked, end + 1):
        return person
    if not _HAN.match(line.masked[end - 1]) or len(person.ids) != 1 or person.department:
        return person
    known = next(each for each in line.roster if each.id == person.ids[0])
    if end - start != len(known.name):
        return person
    return Named((start, end + 1), (), Unknown(line.text[start : end + 1], known))


def _around(masked: str, start: int, end: int, last: _Row | None) -> tuple[Role, int, int, bool]:
    """The role that the words around somebody give, and where those words begin and end."""
    if _REVIEWS.match(masked, end) or _NOT_ACTING.match(masked, end):
        return "aside", start, end, False
    before = masked[max(0, start - 24) : start]
    if (_ASKED_FOR.search(before) and _FOR.match(masked, end)) or _PASSED_OVER.search(before):
        return "aside", start, end, False
    if _SENT_TO.search(before) and not _OWN_AFTER.match(masked, end):
        return "aside", start, end, False
    for pattern, role in ((_HELP_AFTER, "helper"), (_HELPS, "helper"), (_OWN_AFTER, "owner")):
        after = pattern.match(masked, end)
        if after:
            own = _OWN_BEFORE.search(before)
            begin = start - len(own[0]) if own else start
            return ("helper" if role == "helper" else "owner"), begin, after.end(), pattern is _HELPS
    given, work = _GIVEN_TO.search(before), _GIVEN_WORK.match(masked, end)
    if given and work:
        return "owner", start - len(given[0]), work.end(), False
    own = _OWN_BEFORE.search(before)
    far = None if own else _NEEDED.match(masked[:start])
    if own or far:
        begin = start - len(own[0]) if own else far.start(far.lastgroup or 0) if far else start
        return "owner", begin, end, False
    helping = _HELP_BEFORE.search(before)
    if helping:
        return "helper", start - len(helping[0]), end, False
    if _HELPED.search(before):
        return ("owner", start, end, False) if last is not None and last.helps else ("aside", start, end, False)
    return "", start, end, False


def _joins(masked: str, last: _Row, row: _Row) -> bool:
    if last.helps or not last.named or not row.named or last.end > row.start:
        return False
    if last.role == "aside" and "," in masked[last.end : row.start]:
        return False
    said_behind = last.cuts[-1][1] > last.named[-1].span[1]
    if _WITH.fullmatch(masked, last.end, row.start) and _TALKED_OVER.match(masked, row.end):
        return False
    return not said_behind and row.start == row.named[0].span[0] and bool(_JOINT.fullmatch(masked, last.end, row.start))


def _join(last: _Row, row: _Row) -> None:
    last.named += row.named
    last.cuts = [(last.start, row.end)]
    last.end, last.helps = row.end, row.helps
    last.role = row.role if row.role == "helper" else last.role or row.role


def _owning(line: Line, rows: Sequence[_Row]) -> _Row | None:
    """Who is said to own it; else who stands where an owner does: first, beside the date, first in its clause."""
    people_rows = [row for row in rows if row.named and row.role in ("owner", "")]
    said = [row for row in people_rows if row.role == "owner"]
    placed = [row for row in people_rows if _stands_first(line, row)]
    if (
        placed
        and said
        and placed[0].start < said[0].start
        and _TELLING.search(line.masked, 0, said[0].named[0].span[0])
    ):
        return placed[0]
    if said:
        return said[0]
    if not placed and len(people_rows) == 1 and _stands_apart(line, people_rows[0]):
        return people_rows[0]
    authors = [row for row in people_rows if row.named[0].author and not _TOWARDS.search(line.masked, 0, row.start)]
    return next(iter(placed or authors), None)


def _stands_first(line: Line, row: _Row) -> bool:
    masked = line.masked
    lead = _LEAD.match(masked)
    if lead and lead.end() >= row.start:
        return True
    if line.due is None:
        return False
    first, last = line.due
    if row.start >= last:
        return _BEHIND_DATE.fullmatch(masked, last, row.start) is not None
    clause = re.split(r"[,;。、:\n]", masked[:first].rstrip())[-1].lstrip()
    return row.start == len(masked[:first].rstrip()) - len(clause)


def _stands_apart(line: Line, row: _Row) -> bool:
    """ "做海报 王磊 周五", "做海报，王磊": a member's whole name apart, at the end or at the date."""
    person = row.named[0]
    written = line.text[slice(*person.span)]
    whole = len(row.named) == 1 and any(each.id in person.ids and _is_name(each.name, written) for each in line.roster)
    before = line.masked[max(0, row.start - 16) : row.start]
    if not whole or not _APART.search(before) or _TOWARDS.search(before):
        return False
    if before.endswith("(") and not line.masked.startswith(",", row.end):
        return False
    behind = line.masked[row.end : line.due[0]] if line.due and line.due[0] >= row.end else line.masked[row.end :]
    return not behind.strip(" ,|()到至~-做")


def _is_name(name: str, written: str) -> bool:
    """Whether a whole name is written, or the first of several Latin ones; with a department behind it, maybe."""
    bare = written.partition("(")[0].partition("（")[0].strip().casefold()
    return bare == name.casefold() or (bare.isascii() and bare == name.casefold().split(" ")[0])


def _acting(line: Line, rows: Sequence[_Row]) -> list[_Row]:
    """The department that acts, or those named in one go: handed the work, or named right before the date."""
    runs: list[list[_Row]] = []
    for row in (row for row in rows if not row.named):
        if runs and _goes_on(line.masked, runs[-1][-1], row):
            runs[-1].append(row)
        else:
            runs.append([row])
    acting = [
        run
        for run in runs
        if any(row.role == "owner" for row in run)
        or (run[-1].role != "helper" and _before_date(line, run[-1]))
        or _heads(line, run[0], run[-1])
    ]
    alone = len(acting) == 1 and all(row.role in ("owner", "") for row in acting[0])
    return acting[0] if alone else []


def _heading(line: Line, rows: Sequence[_Row], owner: _Row) -> _Row | None:
    """The department in front of a colon, whose the work is though somebody is named: "技术部：联调，张伟"."""
    row = rows[0]
    heads = not row.named and not owner.department and line.masked[row.end : row.end + 1] == ":"
    inside = line.roster.by_department.get(row.department, frozenset())
    heads = heads or (not row.named and all(id in inside for named in owner.named for id in named.ids or (0,)))
    return row if heads and _heads(line, row, row) else None


def _goes_on(masked: str, last: _Row, row: _Row) -> bool:
    """Whether a department is named in one go with the last one, of which nothing was said behind its name."""
    bare = masked.startswith(last.department, last.end - len(last.department))
    return bare and _JOINT.fullmatch(masked, last.end, row.start) is not None


def _heads(line: Line, first: _Row, last: _Row) -> bool:
    """ "运营部 盘点库存", "运营部：盘点库存": it stands first, apart from what follows."""
    lead = _LEAD.match(line.masked)
    begins = lead is not None and lead.end() >= first.start
    return (
        begins and line.masked[last.end : last.end + 1] in tuple(" ,:") and line.masked[last.end :].strip(" ,:") != ""
    )


def _before_date(line: Line, row: _Row) -> bool:
    return line.due is not None and row.end <= line.due[0] and not line.masked[row.end : line.due[0]].strip()
