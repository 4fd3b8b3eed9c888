"""Minutes sorted into their parts: the fields of the head, and every other line with the section it stands in (M2)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_head import openings, sentences, this_meeting
from bot.rules.minutes_inline import inline_details
from bot.rules.minutes_labels import (
    HEADER,
    Label,
    decision_mark,
    detail_at,
    header_fields,
    header_link,
    header_word,
    heading_kind,
    item_mark,
    item_owner,
    label_at,
)
from bot.rules.minutes_lines import HAN_NUMBER, Line, counted, speaks, spoken
from bot.rules.minutes_mail import mail_head, signed
from bot.rules.minutes_names import NICK, SOMEBODY, built
from bot.rules.minutes_rounds import bare_heads, heads_of_round, is_now, period, plans
from bot.rules.minutes_tables import Block, TableRow, blocks
from bot.rules.minutes_title import below_letterhead, is_title, tells_of_meeting

_ANYWHERE: Final = frozenset(("recorder", "host", "absentees", "attendees"))
_HEAD: Final = frozenset(("", "attendees", "absentees"))
_OF_THE_HEAD: Final = frozenset(("attendance", "reason", "department", "name"))
_LISTS: Final = frozenset(("actions", "follow_ups"))
_TOPIC: Final = re.compile(
    rf"\[?(?:(?:议题|议程|议案|提案|动议|课题|topic|item|agenda item|motion|proposal)"
    rf"\s?(?:{HAN_NUMBER}|\d{{1,2}})?|讨论点?\s?(?:{HAN_NUMBER}|\d{{1,2}}))\s?[:、.\-)\]]\s*(?=\S)"
    rf"|(?:议题|议程|议案|提案|动议|课题|topic|agenda item|motion|proposal)\s?(?:{HAN_NUMBER}|\d{{1,2}})\s+(?=\S)"
)
# "00:31:40 备件库存": a chapter of an automatic summary.
_CHAPTER: Final = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s+(?=[^:,，。;]{2,24}$)")
_ARROWED: Final = re.compile(r"\s*(?:→|➜|⇒|->|=>|➔)\s*\S")
_BRACKETED: Final = re.compile(r"^\[[^\[\]]{2,30}\]$")
_HAN_NUMBERED: Final = re.compile(rf"^\s*[#*\s]*(?:{HAN_NUMBER}[、.．]|[(（]{HAN_NUMBER}[)）])")
_ALLOTS: Final = re.compile(r"(?:分工|待办|行动项|任务分[配解])\s*$|(?:action items|to-?dos)\s*$", re.IGNORECASE)
_SETTLES: Final = re.compile(r"(?:议定|决定|决议)(?:的)?(?:事项|内容)?(?:通知|纪要)?\s*$")
# "【会议记录】消防整改推进会"
_TAG: Final = re.compile(
    r"[【\[](?:会议)?(?:记录|纪要|通知|速记|总结|简报|minutes|notes|recap)[】\]]\s*(?=\S{4})", re.IGNORECASE
)
_RESULTS: Final = re.compile(r"\W*(?:[一二三四五六七八九十\d]{1,2}[、.)]\s?)?(?:结果|小结|results?)\W*")
# "会议认为，……。会议议定：" above what was resolved.
_RESOLVES: Final = re.compile(
    r"(?:^|[。；;,，])[^。；;,，:：]{0,10}(?:议定|决定|商定|形成(?:以下|如下)?(?:决议|决定|共识|意见)|达成(?:以下|如下)?(?:共识|一致(?:意见)?)"
    r"|(?:resolved|agreed|decided)(?: (?:that|to|the following|as follows))?)(?:以下|如下)?(?:事项|几点|意见"
    r"|内容)?(?:如下)?:$"
)
MATTER: Final = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,10}(?=[:：]\S{6})(?!\S*[:：]\S*[:：])|[A-Z][\w'’-]*(?: [\w'’-]+){0,2}(?=\. [A-Z])"
    r"|[A-Z][\w'’-]*(?: [\w'’&/-]+){1,4}(?=: [A-Z]))"
)
# "项目发起：行政部　　总负责人：娄岚": fields of the head, whatever they are called.
_PAIRS: Final = re.compile(r"(?:[^\s:：]{2,8}[:：]\s?[^\s:：]{1,12}(?:[\s　|｜;；]{2,}|\s*$)){2,6}")
_PAIR: Final = re.compile(r"([\u4e00-\u9fff]{2,4})\s?[×&]\s?([\u4e00-\u9fff]{2,4})")
# Labels of matters that come again, as names before a colon do.
_NO_SPEAKER: Final = re.compile(
    r"(?:意见|处理|原因|现象|措施|方案|情况|内容|结果|结论|说明|目标|进[度展]|风险|数据|备注|要求|对策|建议|影响|方式|标准|范围|条件|类型|金额|数量"
    r"|状态|协助|配合|时限|下一步|问题|客户|项目|时间|日期|地点|人员)$|^(?:q|a|问|答|what|who|when|where|why|status|next|risk|owner|due"
    r"|done|todo)$",
    re.IGNORECASE,
)
# Who is on one side, or what that side says: only names make it a list of who was there.
_SIDE: Final = re.compile(
    r"[\[<(\s]*(?:[我对]方|客户方?|[甲乙]方|我们|us|them|client|customer|vendor)\s?(?:\]\s?:?|[:>])"
)
_SAID: Final = re.compile(
    r"[。；;!?！？\d]|[的了吗要不会能想已]|希望|同意|提出|认为|反馈|担心|(?<![a-z])(?:to|is|are|will|want|wants|the|a)(?![a-z])"
)
_NAME: Final = rf"(?:^|[\s员理监长任问家管表])(?:{NICK})$|(?<![a-z])[A-Z][a-z]+$"
LONGEST_LIST: Final = 80  # characters of such a list
_BOTH_POSTS: Final = re.compile(
    r"(?:主持|召集|chair)(?:人|ed)?\s?(?:[/／、&兼和及]|and)\s?(?:记录|整理|纪要|notes|minutes)人?\s?[:：]\s*(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the body: the section they stand in, or "topic", "item", "decision", and the line they are from.

    who: says them, in a transcript. above: whose part of a round it is, with when the label says (`本周：`).
    """

    section: str
    line: Line
    text: str
    who: str = ""
    above: str = ""
    when: str = ""


@dataclass(slots=True)
class Parts:
    """Minutes sorted: header fields by kind, the body, and how many signs of minutes there were."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    body: list[Said | tuple[str, TableRow]] = field(default_factory=list)
    title: str = ""
    speakers: frozenset[str] = frozenset()
    marks: int = 0
    section: str = ""
    style: str = ""
    opened: str = ""  # the line of that heading
    signs: frozenset[str] = frozenset()  # that begin more than one line
    repeated: frozenset[str] = frozenset()  # labels of a side that come more than once
    place: int = 0  # the number of the heading that is open
    who: str = ""
    opening: list[str] = field(default_factory=list)
    sent: str = ""  # when the mail was
    author: str = ""
    addressed: tuple[str, ...] = ()  # lists of whom the mail went to
    matters: int = 0
    heads: frozenset[str] = frozenset()  # lines that say whose part of a round follows
    planned: bool = False  # whether what is told of this week is still to be done
    above: str = ""
    bare: frozenset[str] = frozenset()  # lines of few words above paragraphs
    paragraph: str = ""  # the first that tells of the meeting in sentences


def sort(text: str) -> Parts:
    """Sort the lines of minutes into their parts."""
    found, author = signed(list(blocks(text)))
    mail = mail_head(found)
    found = found[mail.length :]
    parts = Parts(
        title=mail.subject,
        author=mail.sender if not author or mail.sender.startswith(f"{author} ") else author,
        speakers=_speakers(each for each in found if isinstance(each, Line)),
    )
    parts.matters = sum(isinstance(block, Line) and _is_matter(block) for block in found)
    lines = [block for block in found if isinstance(block, Line)]
    parts.bare = bare_heads(lines)
    parts.paragraph = next((line.text for line in lines[:4] if "召开" in line.text), "")
    parts.heads, parts.planned = heads_of_round(lines), plans(lines)
    first = [block for block in found[:5] if isinstance(block, Line)]
    for kind, who in sentences(first):
        parts.fields.setdefault(kind, [who])
    parts.opening = [*this_meeting(lines), *openings(first[:4]), *([mail.sent] if mail.sent else [])]
    parts.sent, parts.addressed = mail.sent, mail.others
    states = any(isinstance(each, Line) and (each.mark == "open" or each.raw[:1] in "☑√✔✓") for each in found)
    if not states:
        found = [_bulleted(each) if isinstance(each, Line) else each for each in found]  # nothing is left open
    sides = Counter(side[0] for each in found if isinstance(each, Line) and (side := _SIDE.match(each.folded)))
    begun = Counter(each.raw[0] for each in found if isinstance(each, Line))
    parts.signs = frozenset(sign for sign, count in begun.items() if count > 1)
    parts.repeated = frozenset(label for label, count in sides.items() if count > 1)
    found = below_letterhead(found)
    for place, block in enumerate(found):
        if isinstance(block, TableRow):
            parts.body.append((parts.section, block))
            parts.marks += 1
        elif place == 0 and _names_list(block):
            parts.title, parts.section = block.text, "actions"
            parts.marks += 1
        elif (
            place == 0
            and not mail.subject
            and _took_title(parts, block, following := found[1] if len(found) > 1 else None)
        ):
            if _ALLOTS.search(block.text) and isinstance(following, Line) and label_at(following.folded) is None:
                parts.section = "actions"
            elif _SETTLES.search(block.text):
                parts.section = "decisions"
        else:
            _sort_round(parts, block)
    return parts


def _sort_round(parts: Parts, line: Line) -> None:
    """Sort a line; below whoever heads a part of a round, what is said is of them."""
    if line.raw in parts.heads:
        _open(parts, "discussion", line)
        parts.above = line.text.strip("[]【】 :：")
        return
    before, above = len(parts.body), parts.above
    _sort_line(parts, line)
    if above and parts.above:
        when = period(line.folded)
        parts.body[before:] = [
            replace(each, above=above, when=when) if isinstance(each, Said) else each for each in parts.body[before:]
        ]


def _names_list(line: Line) -> bool:
    """Whether the first line says that a list of actions follows, and of what: `Action tracker – Annual conference`."""
    label = label_at(line.folded)
    dash = label is not None and line.folded[: label.end].rstrip()[-1:] in ("-", "–", "—")
    return dash and label is not None and label.kind == "actions" and 0 < len(line.folded) - label.end <= LONGEST_LIST


def _bulleted(line: Line) -> Line:
    """A line with a green tick that marks every point of a list, done or not."""
    done = line.mark != "ticked" or not line.raw.startswith("✅")
    return line if done else replace(line, mark="bullet")


def _is_matter(line: Line) -> bool:
    """Whether a line tells of one matter that is named before a colon ("充电桩：电力公司还没批")."""
    return bool(MATTER.match(line.text)) and label_at(line.folded) is None and detail_at(line.folded) is None


def _speakers(found: Iterable[Line]) -> frozenset[str]:
    """Who speaks in a transcript: names before a colon that come again, or with a time beside them."""
    said = Counter[str]()
    heads = Counter[str]()
    for line in found:
        heads[speaks(line)] += 1
        who = spoken(line)
        if (
            who
            and not line.mark
            and not who[0].isdecimal()
            and not _NO_SPEAKER.search(who[0])
            and label_at(f"{plain(who[0])}:") is None
            and detail_at(f"{plain(who[0])}:") is None
        ):
            said[who[0]] += 1
    if len(heads) > 2 and any(count > 1 for who, count in heads.items() if who):  # chapters come once
        return frozenset(heads) - {""}
    if len(said) < 2 or sum(said.values()) < 4 or not any(count > 1 for count in said.values()):
        return frozenset()
    return frozenset(said)


def _took_title(parts: Parts, line: Line, following: Block | None) -> bool:
    tag = _TAG.match(line.text)
    if tag and is_title(line, following):
        parts.title, parts.marks = line.text[tag.end() :], parts.marks + 1
        return True
    label = label_at(line.folded)
    told = header_fields(line.folded) or (label is not None and _bracketed(parts, line, label))
    if label is not None and (label.kind not in ("discussion", "topic") or told):
        return False
    if _BOTH_POSTS.match(line.text) or not is_title(line, following):
        return False
    # "3.9 议事会" is no point 3.9.
    parts.title = line.raw if line.mark == "number" and re.match(r"\d{1,2}\.\d{1,2}\s", line.raw) else line.text
    pair = _PAIR.search(line.text)
    if pair:
        parts.fields["attendees"] = [f"{pair[1]}、{pair[2]}"]
    parts.marks += tells_of_meeting(line.text)
    return True


def _sort_line(parts: Parts, line: Line) -> None:
    if not parts.body and parts.section == "" and _PAIRS.fullmatch(line.text) and label_at(line.folded) is None:
        parts.body.append(Said("other", line, line.text))
        return
    last = parts.body[-1] if parts.body else None
    if parts.section == "agenda" and isinstance(last, Said) and last.line.raw == parts.opened != line.raw:
        parts.section = ""  # an agenda told in one line
    if _succeeds(parts, line):
        parts.section, parts.place = "discussion", parts.place + 1
    if _spoken_line(parts, line) or _header_line(parts, line):
        return
    topic = _TOPIC.match(line.folded) or _CHAPTER.match(line.folded)
    if topic and parts.section not in _LISTS:
        _open(parts, "discussion")
        for title in re.split(r"[;；]", line.text[topic.end() :]):
            parts.body.append(Said("topic", line, title.strip()))
        return
    if _ARROWED.match(line.raw) and parts.section not in _LISTS:
        parts.body.append(Said("item", line, line.text))
        return
    for section, mark in (("item", item_mark(line.folded)), ("decision", decision_mark(line.folded))):
        if mark:
            parts.marks += 1
            who, more = item_owner(line.text, line.folded) if section == "item" else ("", "")
            parts.body.append(Said(section, line, f"{who}{line.text[mark:].strip()}{more}"))
            return
    label = label_at(line.folded)
    if label is not None and label.kind not in HEADER and not _detail(parts, line):
        _labelled(parts, line, label.kind, line.text[label.end :].strip())
    elif line.folded.endswith(":") and parts.section not in _LISTS and (ends := _RESOLVES.search(line.folded)):
        parts.body += [Said(parts.section, line, line.text[: ends.start() + 1])] if ends.start() else []
        parts.section = "decisions"
    elif _heads(parts, line) and (kind := heading_kind(line.folded)):
        _open(parts, kind, line)
    elif _heads(parts, line):
        _open(parts, "discussion", line)
        parts.body.append(Said("topic", line, line.text.strip("[]【】 :：")))
    else:
        # Sentences below a point of the agenda are what was said of it.
        said = parts.section == "agenda" and not line.mark and line.text.endswith(("。", ". ", ";", "；"))
        parts.body.append(Said("discussion" if said else parts.section, line, line.text))


def _spoken_line(parts: Parts, line: Line) -> bool:
    if not parts.speakers or parts.section in _LISTS:
        return False
    if speaks(line) in parts.speakers:
        parts.who = speaks(line)
        return True
    said = spoken(line)
    if said is not None and said[0] in parts.speakers:
        parts.body.append(Said("spoken", line, said[1], said[0]))
        return True
    if parts.who:
        parts.body.append(Said("spoken", line, line.text, parts.who))
    return bool(parts.who)


def _succeeds(parts: Parts, line: Line) -> bool:
    """Whether a line counts on from the heading of the list that is open, and so ends it: 五、 after 四、行动项."""
    if line.style == parts.style == "emoji" and parts.section in _LISTS:
        return line.raw[:1] not in parts.signs and line.raw[:1] != parts.opened[:1]
    if not parts.place or line.style != parts.style or line.mark != "number":
        return False
    return counted(line.raw) == parts.place + 1


def _detail(parts: Parts, line: Line) -> bool:
    """Whether a line tells more of the item before it, rather than opening a section."""
    if parts.section not in _LISTS or line.mark == "heading":
        return False
    label = detail_at(line.folded)
    return label is not None and label.end < len(line.folded) and label.kind not in _OF_THE_HEAD


def _header_line(parts: Parts, line: Line) -> bool:
    """Take the header fields of a line; a list of names may go on in the lines below."""
    side = _SIDE.match(line.folded)
    if _detail(parts, line) or (side and (side[0] in parts.repeated or not _lists_people(line.text))):
        return False
    found = header_fields(line.folded)
    if found and found[0][1] <= len(line.folded) and line.folded.index(":") <= 24 and label_at(line.folded):
        wanted = [each for each in found if each[0] in _ANYWHERE or (parts.section in _HEAD and _new(parts, each[0]))]
        if line.mark == "number" and _is_sentence(line.text):
            return False
        if len(wanted) == len(found) and (label := label_at(line.folded)) and label.kind in HEADER:
            for kind, start, end in found:
                _take(parts, kind, line.text[start:end].strip(" ,，;；|"))
            return True
    label = label_at(line.folded)
    both = _BOTH_POSTS.match(line.text)
    if both and parts.section in _HEAD:
        for kind in ("host", "recorder"):
            _take(parts, kind, line.text[both.end() :].strip())
        return True
    if label is not None and _dashed(parts, line, label):
        _take(parts, label.kind, line.text[label.end :].strip())
        return True
    if label is not None and _bracketed(parts, line, label):
        _take(parts, label.kind, line.text[label.end :].strip())
        return True
    if label is None and parts.section in _HEAD and not line.mark and len(line.text) <= 80:
        return _take_bare(parts, line)
    if label is None or label.kind not in HEADER or label.end < len(line.folded):
        return False
    if label.kind in ("attendees", "absentees"):
        _open(parts, label.kind)
        return True
    return False


def _bracketed(parts: Parts, line: Line, label: Label) -> bool:
    """Whether a field of the head stands behind its label in brackets: `[主持] 阎总`."""
    if label.kind not in HEADER or label.end == len(line.folded) or line.folded[0] not in "[<":
        return False
    return label.kind in _ANYWHERE or (parts.section in _HEAD and _new(parts, label.kind))


def _dashed(parts: Parts, line: Line, label: Label) -> bool:
    """Whether a field of the head stands behind its label and a dash: `Note taker – Zoe`."""
    dash = line.folded[: label.end].rstrip()[-1:] in ("-", "–", "—")
    if not dash or label.kind not in HEADER or label.end == len(line.folded) or line.mark:
        return False
    return parts.section in _HEAD and _new(parts, label.kind)


def _is_sentence(text: str) -> bool:
    """Whether words behind a label are a sentence, so that the label names a topic rather than a field of the head."""
    said = re.split(r"[:：]", text, maxsplit=1)[-1]
    return len(said) > 40 or bool(
        re.search(r"[.。；;]\s*\S|(?<![a-z])(?:will|should|to be|is|was)(?![a-z])|由|负责", said)
    )


def _lists_people(text: str) -> bool:
    """Whether words behind a label are names, not what those named by it say."""
    said = re.sub(r"[(（][^()（）]*[)）]", "", re.split(r"[:：]", text, maxsplit=1)[-1])
    names = [each.strip() for each in re.split(r"[、,，;；/&＋+]|\sand\s", said) if each.strip()]
    return len(said) <= LONGEST_LIST and not _SAID.search(said) and any(built(_NAME).search(each) for each in names)


def _take_bare(parts: Parts, line: Line) -> bool:
    """A header field without its colon, such as `时间 3月2日14:00`."""
    end = 0 if re.search(r"^\w+ (?:of|from) ", line.folded) else header_word(line.folded)
    label = label_at(f"{line.folded[:end].strip()}:") if end else None
    if label is None or (label.kind not in _ANYWHERE and not _new(parts, label.kind)):
        return False
    _take(parts, label.kind, line.text[header_link(line.folded, end) :].strip())
    return True


def _new(parts: Parts, kind: str) -> bool:
    return kind not in parts.fields


def _take(parts: Parts, kind: str, value: str) -> None:
    parts.marks += 1
    parts.fields.setdefault(kind, [])
    if value:
        parts.fields[kind].append(value)
        if parts.section in ("attendees", "absentees"):
            parts.section = ""
    elif kind in ("attendees", "absentees"):
        parts.section = kind


def _open(parts: Parts, section: str, line: Line | None = None) -> None:
    parts.section, parts.style = section, line.style if line else ""
    parts.place, parts.opened = (counted(line.raw), line.raw) if line else (0, "")
    parts.marks += 1
    if line is None or not period(line.folded):
        parts.above = ""


def _labelled(parts: Parts, line: Line, section: str, rest: str) -> None:
    """A section's label: alone it opens the section; with words behind it, it is of those."""
    if section == "past" and parts.planned and is_now(line.folded):
        section = "actions"
    if not rest:
        # Conclusions that stand under a heading of their own are what was decided; results are what came about.
        settled = section == "conclusion" and not _RESULTS.fullmatch(line.folded)
        _open(parts, "decisions" if settled else "past" if section == "conclusion" else section, line)
        return
    parts.marks += 1
    parts.body.append(Said(section, line, rest))
    if "\t" in line.raw or "|" in line.raw:
        parts.section = section
    goes_on = section in ("past", "questions", "dropped", "parked", "risks") and line.mark != "number"
    if goes_on and parts.section in _HEAD | {"past"}:
        parts.section = section


def _heads(parts: Parts, line: Line) -> bool:
    """Whether a line is the head of a topic."""
    if len(line.text) > 40 or line.text.endswith(("。", "；", ";", ".")) or _charges(line.text):
        return False
    if _BRACKETED.match(line.folded) and parts.section in _LISTS and line.style != parts.style:
        return heading_kind(line.folded) != ""
    bare = line.text.strip("[]【】 :：")
    if parts.section in _LISTS and line.style != parts.style and built(SOMEBODY).fullmatch(bare):
        return False  # what stands below is theirs
    if line.mark == "heading" or _BRACKETED.match(line.folded) or line.raw in parts.bare:
        return True
    if line.text.endswith((":", "：")):
        return bool(heading_kind(line.folded)) and parts.section not in _LISTS
    if parts.style and line.style == parts.style and len(line.text) <= 16 and not re.search(r"[,，。@：:]", line.text):
        return parts.style not in ("han", "dot") or parts.section not in _LISTS or heading_kind(line.folded) != ""
    if not _HAN_NUMBERED.match(line.raw) or parts.section in ("agenda", "decisions"):
        return False
    return parts.section not in _LISTS or _digits_before(parts.body)


def _charges(text: str) -> bool:
    """Whether a line says by labels of its own who does it, or until when."""
    return not {"owner", "due"}.isdisjoint(inline_details(text)[1])


def _digits_before(body: Sequence[Said | tuple[str, TableRow]]) -> bool:
    """Whether the list that is open counts with digits, so that a Chinese number ends it."""
    last = body[-1] if body else None
    return isinstance(last, tuple) or (last is not None and not _HAN_NUMBERED.match(last.line.raw))


def head_people(parts: Parts) -> Iterator[str]:
    """Every text of the head that names people."""
    for kind in ("host", "recorder", "attendees", "absentees"):
        yield from parts.fields.get(kind, ())
