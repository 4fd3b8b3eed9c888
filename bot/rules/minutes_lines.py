"""Minutes as lines: what stands before the words (bullets, numbers, ticks, speakers) told apart from the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from bot.rules.fold import plain
from bot.rules.minutes_labels import detail_at
from bot.rules.numerals import read_number

MOST_LINES: Final = 2000  # lines of minutes that are read
LONGEST_LINE: Final = 2000  # characters of a line that are read

Mark: TypeAlias = Literal["", "heading", "open", "ticked", "bullet", "number"]
HAN_NUMBER: Final = "[一二三四五六七八九十]{1,3}"
_MARKS: Final = re.compile(
    r"(?P<heading>#{1,6}\s+|#{1,6}(?=[\u4e00-\u9fff]))"
    r"|(?P<open>(?:[-*+•]\s*)?\[[\s_]?\]\s*|[☐□▢❑]\s*)"
    r"|(?P<ticked>(?:[-*+•]\s*)?\[[xX√✓✔]\]\s*|[☑✅✔√✓]️?\s*)"
    r"|(?P<sign>[\U0001f300-\U0001faff➡⬇⬆❌❓❗❕⭐✨⚠★☆✦✧◎☞☎✉✍✏✈⏰⏳⏱⌛☀]️?\s*)"
    # A word processor's bullets arrive as signs or letters of a font that is not there.
    r"|(?P<bullet>[-*+](?=\s|[\u4e00-\u9fff@<\[【])\s*|[•·●○▪■◆◇▶►➤➢※→➜⇒‣◦▸▹▷◉◌⁃∙❖➔➙♦§\uf000-\uf0ff]\s*"
    r"|Ø\s*|[lnuvüqw]\t\s*|(?:-{1,2}|=)>\s+|[»›]\s*|[–—]{1,2}\s+)"
    rf"|(?P<number>[(（](?:\d{{1,2}}|{HAN_NUMBER}|[a-zA-Z])[)）][、.．]?\s*|(?:\d{{1,2}}|[a-zA-Z])[)）、]\s*"
    rf"|\d{{1,2}}(?:[.．]\d{{1,2}}){{0,2}}[.．](?!\d)\s*|[1-9](?:\.\d{{1,2}}){{1,2}}\s+(?!前|之前|日)"
    r"|\d{1,2}\s+(?=[\u4e00-\u9fff]{2,8}(?:\s|$)|[\u4e00-\u9fff]{2,16}[,，][^,，]{2,6}[,，])"
    rf"|{HAN_NUMBER}[、.．]\s*|[①-⑳]\s*|第{HAN_NUMBER}[项条点]?[、:：,，]\s*|第[一二三四五六七八九十](?![期批版轮季阶届代稿套款层])个?(?:就是|是|呢)?\s*"
    r"|[一二三四五六七八九]是(?=[\u4e00-\u9fff]{3})|(?:[Ss]tep|步骤)\s?\d{1,2}[:：.、]?\s+|[A-Z]\d{1,3}\s?[-–—]\s+"
    r"|[甲乙丙丁戊己庚辛壬癸]、\s*|\d{1,2}/\s+|\d️?⃣\s*|#\d{1,3}[.:：)]?\s+|[\[【](?:[A-Z]{1,2}-?)?\d{1,3}[\]】][.:：]?\s*"
    r"|(?![QH][1-4][:：])[A-Z]{1,2}-?\d{1,3}[.:：、)）]\s*|[\[【(（]?P[0-4][\]】)）]?[:：]?\s+|[Ⅰ-Ⅻⅰ-ⅻ][.、．]?\s*"
    r"|(?:AI|AP|ACT)-?\d{1,3}\s+|(?:i{1,3}|iv|vi{0,3}|ix|II|III|IV|VI{0,3}|IX)[.)]\s+)"
)
# "主　　持  ：": labels are spread out to the same width.
_SPREAD: Final = re.compile(r"^((?:[\u4e00-\u9fff][ 　]+){1,6}[\u4e00-\u9fff])(?=\s*(?:[:：\t|｜]|$))")
# `主题=选型`, `动作1=…`: an equals sign behind a short key is a colon.
_EQUALS: Final = re.compile(r"^([\u4e00-\u9fffA-Za-z]{1,8}\d{0,2})\s?[=＝]\s?(?=[^\s=])")
_LOOSE_COLON: Final = re.compile(r"^([^:：\s]{1,12})\s+(?=[:：])")
# `【跟进人】凌霄`: a label of an item in brackets.
_FRAMED: Final = re.compile(r"^[【\[]([^\s【】\[\]]{1,8})[】\]]\s?(?=[^\s:：])")
_BRACKETS: Final = str.maketrans("〔〕〖〗［］", "【】【】[]")
_STYLES: Final = (
    ("heading", re.compile(r"#{1,6}\s")),
    ("han", re.compile(rf"{HAN_NUMBER}[、.．]")),
    ("han paren", re.compile(rf"[(（]{HAN_NUMBER}[)）]")),
    ("paren", re.compile(r"[(（]\d{1,2}[)）]|\d{1,2}[)）]")),
    ("deep", re.compile(r"\d{1,2}[.．]\d")),
    ("dot", re.compile(r"\d{1,2}[.．、]")),
    ("space", re.compile(r"\d{1,2}\s")),
    ("bracket", re.compile(r"[【\[]")),
    ("emoji", re.compile(r"[\U0001f300-\U0001faff✅☑❓❗⭐✨⚠]")),
)
_QUOTE: Final = re.compile(r"^(?:>|＞|&gt;)\s?")
_DRESS: Final = re.compile(r"\*\*|__|~~|`|^\*(?=[^*\s][^*]*\*$)|(?<=[^*\s])\*$")
# "1、…… 2、……" in one line; a number that a unit follows counts something and begins nothing.
_INLINE: Final = re.compile(
    r"(?:(?<=[\s;；。，,:：)）?？!！”》】])|^)(?:[(（](\d{1,2})[)）]|(\d{1,2})[、)）.．](?!\d)|([①-⑳]))\s*(?=\S)"
)
_SPEAKER: Final = re.compile(
    r"^[\[(【（]?(?P<stamp>\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?[\])】）]?\s*"
    r"(?:[【\[][^\d\[\]【】]{1,8}[】\]]\s?)?"
    r"(?P<who>[^\s:：,，。;；、()（）|\[\]【】]{1,8}"
    r"|[A-Z][a-z]+\.?(?: [A-Z][a-z]*\.?){0,2})\s*(?:[(（][^()（）]{1,10}[)）])?\s*"
    r"(?:[\[(（【]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\])】）]?)?\s*[:：]\s*(?P<said>\S.*)$"
)


_SPEAKS: Final = re.compile(
    r"^(?P<who>[^\s:：,，。;；、()（）|]{1,8}|[A-Z][a-z]+(?: "
    r"[A-Z][a-z]*)?)\s+(?:(?:20\d\d[/.年-])?\d{1,2}[/.月-]\d{1,2}日?\s+)?"
    r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$"
)
# "00:20 后勤 尤师傅", above what they say
_TIMED: Final = re.compile(
    r"^[\[(（【]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\])）】]?\s+(?:[\u4e00-\u9fff]{2,6}\s+)?"
    r"(?P<who>[\u4e00-\u9fff]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]*)?)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `number` counts from 1; `raw` is as written, `text` what is said in it, `folded` the same to compare.

    depth: how far it is indented, in columns. style: how it is numbered, so that heads of one kind are known again.
    """

    number: int
    raw: str
    text: str
    folded: str
    mark: Mark = ""
    depth: int = 0
    style: str = ""


def read_line(number: int, raw: str) -> Iterator[Line]:
    """A line without what stands before the words, none when it is empty; several numbered points become several."""
    if raw.strip():
        yield from _apart(_line(number, raw))


def _line(number: int, raw: str) -> Line:
    raw = raw.translate(_BRACKETS)
    kept = _QUOTE.sub("", raw.expandtabs(4) if raw[:1] == "\t" else raw)
    depth = len(kept) - len(kept.lstrip())
    words, mark = kept.strip(), ""
    for _ in range(3):
        match = _MARKS.match(words)
        if match is None or match.end() == len(words):
            break
        mark = mark if mark in ("heading", "open", "ticked") else match.lastgroup or ""
        words = words[match.end() :]
    words = _EQUALS.sub(r"\1：", _unspread(_DRESS.sub("", words).strip()))
    words = _LOOSE_COLON.sub(r"\1", words)
    framed = _FRAMED.match(words)
    if framed and detail_at(f"{plain(framed[1])}:") is not None:
        words = f"{framed[1]}：{words[framed.end() :]}"
    style = next((name for name, pattern in _STYLES if pattern.match(kept.strip())), "")
    return Line(number, raw.strip(), words, plain(words), _known(mark), depth, style)


def _unspread(words: str) -> str:
    spread = _SPREAD.match(words)
    return re.sub(r"[ 　]", "", spread[1]) + words[spread.end() :] if spread else words


def _known(mark: str) -> Mark:
    kinds: tuple[Mark, ...] = ("heading", "open", "ticked", "bullet", "number")
    return next((kind for kind in kinds if kind == mark), "")


def _apart(line: Line) -> Iterator[Line]:
    """Points numbered 1, 2, 3 within one line, each as a line of its own; what stands before them comes first."""
    found = list(_INLINE.finditer(line.text))
    counted = [int(each[1] or each[2]) if not each[3] else ord(each[3]) - 0x245F for each in found]
    first = 2 if counted[:1] == [2] and line.mark == "number" else 1
    head = line.text[: found[0].start()].strip() if found else ""
    enough = len(found) + first - 1 >= 2 or head.endswith((":", "："))
    if not found or counted != list(range(first, first + len(found))) or not enough:
        yield line
        return
    ends = [match.start() for match in found[1:]] + [len(line.text)]
    if head:
        yield reworded(line, head)
    for match, end in zip(found, ends, strict=True):
        piece = line.text[match.end() : end].strip(" ;；，,")
        if piece:
            yield replace(reworded(line, piece), mark="number", depth=line.depth + (1 if head and first == 1 else 0))


def reworded(line: Line, text: str) -> Line:
    """The same line with other words."""
    return replace(line, text=text, folded=plain(text))


_COUNT: Final = re.compile(
    r"^[\s#>＞*【\[（(第]*(?:(?P<han>[一二三四五六七八九十]{1,3})|(?P<figures>\d{1,2}))[、.．)）条项]"
)


def counted(raw: str) -> int:
    """The number that a line begins with; 0 where it has none."""
    match = _COUNT.match(raw)
    return (read_number(match["han"] or match["figures"]) or 0) if match else 0


def spoken(line: Line) -> tuple[str, str] | None:
    """Who says a line of a transcript and what, as far as the signs tell; the name may be a label."""
    match = _SPEAKER.match(line.text)
    return (match["who"].strip(), match["said"].strip()) if match else None


def speaks(line: Line) -> str:
    """Whose words follow below, where a line holds nothing but a name and a time; else ""."""
    match = _SPEAKS.match(line.text) or _TIMED.match(line.text)
    return match["who"] if match else ""
