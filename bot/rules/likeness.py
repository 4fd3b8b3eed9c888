"""Which task a clause speaks of: by its code, or by the words it shares with a title."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from bot.rules.codes import TASK_CODE
from bot.rules.fold import plain

SURE: Final = 0.5  # share of common words above which a title is meant
MARGIN: Final = 0.15  # by which the best has to lead the second, or both are offered
MOST: Final = 5  # candidates offered

# What is said of every task would make every title look alike.
_NOISE: Final = re.compile(
    r"已经|已|完成|提交|准备|制定|进度|进展|目前|今天|今日|明天|明日|昨天|我的|这个|那个|搞定|做完|弄完|写完|结束"
    r"|卡住|卡在|阻塞|开始"
    r"|一半|任务|工作|负责|更新|[了的是在和把将要能还也都]|\d{1,4}(?:\.\d{1,4})?%"
)
# Words of every day are short for no title: 问题 is not meant for 问卷题目设计.
_ORDINARY_WORDS: Final = (
    "问题 设计 测试 方案 会议 文案 文件 文档 资料 材料 支持 计划 需求 项目 内容 数据 系统 用户 产品 客户 市场 "
    "活动 培训 报告 合同 流程 功能 页面 接口 开发 上线 发布 评审 审核 验收 采购 预算 结果 原因 时间 人员 部门 "
    "公司 大家 同事 领导 老板 进行 处理 解决 确认 沟通 协调 配合 修改 调整 整理 反馈 分析 总结 汇报 检查 安排 "
    "通知 等待 可以 没有 需要 应该 可能 如果 因为 所以 但是 不过 还有 现在 之前 之后 以后 下午 上午 中午 晚上 "
    "今晚 下周 本周 上周 周报 月报 日报 文字 图片 初稿 终稿 定稿 版本 部分 全部 基本 大概 差不 顺利 正常 正在 "
    "继续 后续 后面 前面 这边 那边 我们 他们 什么 怎么 联系 对接 交付 提供 收到 发现 出现 影响 风险 困难 障碍"
)
_ORDINARY: Final = frozenset(_ORDINARY_WORDS.split())
_STOP_WORDS: Final = (
    "the a an is are was were be to of for on in at by with and or my our this that it i we done finished complete "
    "completed blocked stuck started progress task percent half now still not yet will final draft next tomorrow today"
)
_STOP: Final = frozenset(_STOP_WORDS.split())
_JOINT: Final = re.compile(r"\s*(?:[、,/&+]|和|与|及|and)?\s*")
# A task that another one waits for, or is blocked by, is not what is told of.
_ABOUT: Final = re.compile(
    r"(?:等待?|需要?|依赖|因为|由于|跟|和|与|对|在|给|被|受|为|(?<![a-z])(?:for|on|by|with|to|of|needs?|from))\s*$"
)
_LONGEST_TOGETHER: Final = 140
_TOGETHER: Final = re.compile(
    r"(?P<zh>[^,，;；。]{3,60}?)\s*(?:都|均|全都?|全部)(?P<zh_said>[^,，;；。都]{1,40})"
    r"|(?P<en>[^,;]{2,60}? (?:and|&) [^,;]{2,40}?) (?:are|were|have)(?: both| all)?(?P<en_said> [^,;]{2,40})",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"[、/&]|和|与|跟|以及|(?<![a-z])and(?![a-z])", re.IGNORECASE)
_ALL: Final = re.compile(r"(?:都|均|全都?|全部|[两三四]个都?)$|^both\s", re.IGNORECASE)
_NEEDED: Final = re.compile(
    r"等|需要?|卡|因为|由于|(?<![a-z])(?:wait|need|block|stuck|because|for|on|by|with)", re.IGNORECASE
)
_LATE_WITH: Final = re.compile(
    r"(?<!waiting )(?<![a-z])(?:for|with|through|start(?:ed)?|finish(?:ed)?|complete|deliver) (?:the "
    r"|my )?([a-z]{3,20})"
    r"(?=[ .!]*$| (?:by|before|on|until|till|yet|now|to(?:day|morrow|night)|yesterday|next|this)(?![a-z]))"
)
_LEADING: Final = re.compile(
    r"^\s*(?:(?:那个?|这个|至于|另外|还有|但是?|不过|然后|另一个|the|my|and|but|also)\s?)*", re.IGNORECASE
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_FIGURES: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class TaskName:
    """A task as it may be spoken of."""

    code: str
    title: str


def match_task(clause: str, tasks: Sequence[TaskName]) -> tuple[str | None, tuple[str, ...]]:
    """The code of the task a clause names; or None and the codes that fit about as well as each other."""
    code = TASK_CODE.search(clause)
    if code:
        named = code[1].upper()
        return (named, ()) if any(task.code.upper() == named for task in tasks) else (None, ())
    scores = _scores(clause, tasks)
    if not scores or scores[0][0] < SURE:
        short = _shortened(clause, tasks)
        return (short[0], ()) if len(short) == 1 else (None, short[:MOST])
    close = tuple(code for score, code in scores if score >= SURE and scores[0][0] - score < MARGIN)
    numbered = _numbered(clause, [task for task in tasks if task.code in close]) if len(close) > 1 else None
    return (numbered or close[0], ()) if numbered or len(close) == 1 else (None, close[:MOST])


def _numbered(clause: str, close: Sequence[TaskName]) -> str | None:
    """Of titles that differ in their number alone (第1期推文, 第2期推文), the one that is written out."""
    titles = {plain(task.title): task.code for task in close}
    if len(titles) < len(close) or len({_FIGURES.sub("", title) for title in titles}) > 1:
        return None
    said = plain(clause)
    written = [code for title, code in titles.items() if re.search(rf"(?<!\d){re.escape(title)}(?!\d)", said)]
    return written[0] if len(written) == 1 else None


def match_topic(clause: str, tasks: Sequence[TaskName]) -> str | None:
    """The code of the one task of whose title the first word of a clause, or the last one behind "for" or "with", is
    a part: "切图还差一点", "running late with the copy"."""
    behind = _LATE_WITH.search(plain(clause))
    said = behind[1] if behind else plain(_LEADING.sub("", clause, count=1))
    word = _WORD.match(said)
    pieces = _pieces(word[0]) if word else frozenset((said[:2],)) - _ORDINARY
    codes = [task.code for task in tasks if pieces & (_pieces(task.title) | _initials(task.title))]
    return codes[0] if len(codes) == 1 else None


def match_ordinary(clause: str, tasks: Sequence[TaskName]) -> str | None:
    """The code of the one task that has the word of every day a clause begins with: 文案初稿好了."""
    word = plain(_LEADING.sub("", clause, count=1))[:2]
    codes = [task.code for task in tasks if word in _ORDINARY and word in _pieces(task.title)]
    return codes[0] if len(codes) == 1 else None


def candidates(text: str, tasks: Sequence[TaskName]) -> tuple[str, ...]:
    """The codes to choose from where nothing was named: those that share a word, else all, a handful at most."""
    scores = _scores(text, tasks)
    return tuple(code for _, code in scores[:MOST]) or tuple(task.code for task in tasks[:MOST])


def alike(said: str, title: str) -> bool:
    """Whether words share anything with a title."""
    return bool(_pieces(said) & _pieces(title))


def told_of(text: str) -> str:
    """The words before what is waited for or needed, which is another matter than the one that is told of."""
    return _NEEDED.split(text)[0]


def each_apart(segment: str, tasks: Sequence[TaskName], says: Callable[[str], bool]) -> list[str]:
    """A segment that names several tasks, cut before each; what is said of tasks named in one go is said of each."""
    spots = _spots(plain(segment), tasks)
    if len(spots) < 2:
        return _told_together(segment, tasks) or [segment]
    parts: list[str] = []
    together = [spots[0]]
    begin = 0
    for (_, last), spot in pairwise(spots):
        between = plain(segment[last : spot[0]])
        if _JOINT.fullmatch(between) and not _each_told(segment, begin, together, spot, says):
            together.append(spot)
        elif _JOINT.fullmatch(between):
            parts += _each_of(segment, begin, together, last)
            together, begin = [spot], spot[0]
        elif says(between) and not _ABOUT.search(between):
            parts += _each_of(segment, begin, together, spot[0])
            together, begin = [spot], spot[0]
    return parts + _each_of(segment, begin, together, len(segment))


def named_together(names: str, tasks: Sequence[TaskName]) -> tuple[str, ...]:
    """The codes of tasks that are named in one go; empty where a name fits none of them, or two fit the same."""
    codes = [match_task(name.strip(), tasks)[0] for name in _AND.split(_ALL.sub("", names.strip()))]
    found = tuple(code for code in codes if code is not None)
    return found if 1 < len(codes) == len(set(found)) <= MOST else ()


def _told_together(segment: str, tasks: Sequence[TaskName]) -> list[str]:
    """联调和压测都完成了, where each name is a part of one title: what is said is said of each. Empty for the rest."""
    found = _TOGETHER.fullmatch(segment.strip()) if len(segment) <= _LONGEST_TOGETHER else None
    if found is None:
        return []
    names, said = found["zh"] or found["en"], found["zh_said"] or found["en_said"]
    apart = [name.strip() for name in _AND.split(names)]
    codes = [match_task(name, tasks)[0] for name in apart]
    each = len(apart) > 1 and None not in codes and len(set(codes)) == len(codes)
    return [f"{name}{said}" for name in apart] if each else []


def _each_of(segment: str, begin: int, together: Sequence[tuple[int, int]], end: int) -> list[str]:
    if len(together) == 1:
        return [segment[begin:end]]
    before, said = segment[begin : together[0][0]], segment[together[-1][1] : end]
    return [before + segment[first:last] + said for first, last in together]


def _each_told(
    segment: str, begin: int, together: Sequence[tuple[int, int]], spot: tuple[int, int], says: Callable[[str], bool]
) -> bool:
    """ "Finished A, B at 40%": what stands before the one and behind the other is said of each alone."""
    before, behind = segment[begin : together[0][0]], segment[spot[1] :]
    return len(together) == 1 and says(plain(before)) and says(plain(behind))


def _spots(folded: str, tasks: Sequence[TaskName]) -> list[tuple[int, int]]:
    """Where whole titles and codes of different tasks stand, the longest title at each place."""
    spans: list[tuple[int, int]] = []
    for task in sorted(tasks, key=lambda task: -len(task.title)):
        title, code = plain(task.title), task.code.lower()
        places = ((folded.find(name), name) for name in (title, code) if len(name) >= 3)
        start, name = next(((place, name) for place, name in places if place >= 0), (-1, ""))
        if start >= 0 and all(start >= last or start + len(name) <= first for first, last in spans):
            spans.append((start, start + len(name)))
    return sorted(spans)


def _scores(clause: str, tasks: Sequence[TaskName]) -> list[tuple[float, str]]:
    said = _pieces(clause)
    scored = [(_score(said, _pieces(task.title)), task.code) for task in tasks]
    return sorted((each for each in scored if each[0] > 0), key=lambda each: -each[0])


def _shortened(clause: str, tasks: Sequence[TaskName]) -> tuple[str, ...]:
    """The tasks whose title a word of the clause is short for: 压测 for 压力测试."""
    said = _pieces(clause) - _ORDINARY
    return tuple(task.code for task in tasks if said & _initials(task.title))


@lru_cache(maxsize=4096)
def _initials(title: str) -> frozenset[str]:
    """The first characters of any two words of two that follow one another."""
    runs = _HAN.findall(plain(title))
    return frozenset(run[place] + run[place + 2] for run in runs for place in range(len(run) - 3))


def _score(said: frozenset[str], title: frozenset[str]) -> float:
    """How far the smaller set of pieces lies within the other, fuller matches a little ahead."""
    common = len(said & title)
    if not common:
        return 0.0
    least, most = sorted((len(said), len(title)))
    return 0.7 * common / least + 0.3 * common / most


@lru_cache(maxsize=4096)
def _pieces(text: str) -> frozenset[str]:
    """Pairs of neighbouring Han characters and Latin words, without what is said of every task."""
    folded = _NOISE.sub(" ", plain(text))
    pairs = {run[place : place + 2] for run in _HAN.findall(folded) for place in range(len(run) - 1)}
    singles = {run for run in _HAN.findall(folded) if len(run) == 1 and run == folded.strip()}
    words = {word.removesuffix("s") if len(word) > 3 else word for word in _WORD.findall(folded) if word not in _STOP}
    return frozenset(pairs | singles | {word for word in words if len(word) > 1})
