"""The title of minutes, and the subject it tells (M2)."""

import re
from typing import Final

from bot.rules.minutes_head import begins_dated
from bot.rules.minutes_labels import HEADER, detail_at, header_word, item_mark, label_at
from bot.rules.minutes_lines import Line, speaks, spoken
from bot.rules.minutes_tables import Block

_TITLE: Final = re.compile(
    r"纪要|会议|例会|周会|沟通|1v1|1on1|面谈|讨论|分工|待办|晨会|月会|双周会|评审会|启动会|复盘|沟通会|碰头|对齐|minutes|meeting|notes|sync|stand-?up"
    r"|review|retro|kick-?off|weekly"
    r"|call|session|planning|catch-?up|1:1|all[- ]hands",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(r"会(?:\s*[(（].{0,20})?$")
_DUE: Final = re.compile(r"前|截[止至]|之内|以内|(?<![a-z])(?:by|due|deadline|until|before)(?![a-z])|@")
_TITLE_CRUMBS: Final = re.compile(
    r"[(（【]?(?:20)?\d{0,2}[./-]?\d{1,2}月\d{1,2}[日号]?[上下]?[午晚]?[,，]?(?:周|星期)?[一二三四五六日天]?[)）】]|(?:周"
    r"|星期)[一二三四五六日天](?!会|例)"
    r"|(?<=\s)[上下]午|记一下|碰头纪要|(?:录音|文字)(?:整理|记录)|recap of(?: \w+'s)?"
    r"|\d{1,2}[:：.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s?[-–—~至]+\s?\d{1,2}[:：]\d{2})?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?(?=\s)|[(（]第\d+次[)）]?|20\d{6}|"
    r"(?:会议)?(?:纪要|记录)(?!本)|minutes(?: of(?: the)?)?|meeting notes|(?:(?<=\s)|^)notes(?: (?:from|of))?(?: the)?"
    r"|^(?:re|主题|会议)\s?[:：]|要点$"
    r"|AI notes|(?<![\d.])\d{1,2}[./]\d{1,2}(?![\d.])|(?<=\s)[01]\d[0-3]\d$|^关于|专题(?=会议|$)|的?专题会议?$|项目会$"
    r"|20\d\d\s?(?:年|[-/.])\s?\d{1,2}\s?(?:月|[-/.])\s?\d{1,2}\s?日?|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?[日号]"
    r"|(?<!\d)20\d{6}(?!\d)|[（(]\s*[)）]"
    r"|^[上下]午|(?<=\s)\S{0,6}会议室\S{0,3}$|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*(?: 20\d\d)?"
    r"|(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,4}(?:,? 20\d\d)?",
    re.IGNORECASE,
)


def is_title(line: Line, following: Block | None) -> bool:
    """Whether the first line of minutes is what they are called, rather than something said in them."""
    if speaks(line) and not _TITLE.search(line.text) and not _TITLED.search(speaks(line)):
        return False
    bare = _subject(line.text)
    named = _TITLE.search(line.text) or _TITLED.search(bare) or line.mark == "heading" or bare != line.text.strip()
    if not named and not _above_head(line, following):
        return False
    told = line.folded.replace("@", " ") if _TITLE.search(line.text) else line.folded  # "@ room B"
    if header_word(line.folded) or len(line.text) > 60 or item_mark(line.folded) or _DUE.search(told):
        return False
    if re.search(r"[。；;,，:：]$|[。；;!！]|\.\s+[A-Z]", line.text):
        return False
    return line.mark in ("", "heading") or bool(_TITLE.search(line.text) or _TITLED.search(line.text))


def tells_of_meeting(title: str) -> bool:
    """Whether a title says that it is of a meeting."""
    return bool(_TITLE.search(title))


def _above_head(line: Line, following: Block | None) -> bool:
    """Whether a line that says nothing of a meeting stands above the day or another field of the head."""
    if not isinstance(following, Line) or line.mark or len(line.text) < 4 or detail_at(line.folded) or spoken(line):
        return False
    label = label_at(following.folded)
    return (label is not None and label.kind in HEADER and label.end < len(following.folded)) or begins_dated(following)


def title_topic(title: str) -> str:
    """The subject in a heading such as "Q4项目周会纪要 2026-03-02"."""
    parts = [part for part in re.split(r"\s*[·|｜]\s*|(?:智能|会议)?纪要[:：]|[】\]](?=\S)", title) if _subject(part)]
    kept = _subject(max(parts, key=lambda part: len(_subject(part)), default=""))
    return kept


def _subject(title: str) -> str:
    kept = _TITLE_CRUMBS.sub(" ", title)
    return " ".join(kept.split()).strip(" -–—:：|·,，《》【】[]()（）")
