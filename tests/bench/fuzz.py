"""Random messages through everything that reads what people type: `python -m tests.bench.fuzz [--inputs 100000]`.

Prints how many were read and how long the slowest took; exit 1 for a crash or a reading over 5 ms.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from time import thread_time
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot import parser
from bot.commands import APART, NAMES, command_names
from bot.rules.answers import read_right
from bot.rules.deadlines import parse
from bot.rules.handling import adds_nothing, read_hand_over, read_handling, wants_only_news
from bot.rules.leave_text import beside_days, name_of_deputy, read_leave
from bot.rules.minutes import read_minutes
from bot.rules.orders import orders, orders_only
from bot.rules.progress import TaskName, read_progress
from bot.rules.questions import read_questions
from bot.rules.redating import read_redating
from bot.rules.roster import Name, Roster
from bot.rules.several import split
from bot.rules.small_talk import asks, asks_openly, read_small_talk, without_filler
from bot.rules.standup_text import read_standup
from bot.rules.strangers import asks_stranger
from bot.rules.taskline import read_task
from bot.rules.told import is_told, only_tells
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at
from tests.rules.spoken_rows import KINDS, rows

LIMIT = 0.005  # seconds of one reading
LONGEST = 600  # characters of what is said over and over
ROUND = 2000  # messages of one start: what was tried before is remembered in each
NOW = at("2026-03-02 08:30")
_GIVEN = "伟芳娜敏静磊洋艳勇军杰涛超霞平刚桂英华玉"
_COMPANY = [family + given for family in "王李张刘陈杨赵黄周吴徐孙于高明" for given in _GIVEN]
CREW = (Name(1, "张三", (), "市场部"), Name(2, "李四", (), "设计部"), Name(3, "Anna Schmidt", (), "Design"))
ROSTER = Roster(
    (
        *CREW,
        *(
            Name(number, name, (), "市场部设计部技术部"[number % 3 * 3 :][:3])
            for number, name in enumerate(_COMPANY, 4)
        ),
    )
)
TASKS = (
    TaskName("XZB20260001", "系统排查"),
    TaskName("XZB20260002", "海报初稿"),
    TaskName("XZB20260003", "poster draft"),
)
SAID = """
    /任务 /task /完成 ／进度 、站会 /rw 任务 @李四 @Anna @所有人 <@1> <@ 张经理 市场部 由 负责 协作 标准：
    优先级高 周三 下周五
    17:00前 3月4日 3.15 5/3 3/4-3/10 2月30日 tomorrow EOD next Friday in 2 days 半小时后 50% 三分之二 已完成
    卡住了 等运维
    昨天 今天 阻碍 无 blocked by done half way yesterday today no blockers XZB20260001 系统排查 poster draft 初稿
    ； , 。 ( ） “ ” ` ``` > -
    小李 老王 周姐 技术部张伟 Anna 我和 我 牵头 主责 配合 协助 会同 交给 发给 请 让 通知 with help from can you
    3.15 3点半 下午 节前 春节后 3/4-3/10 一次 验收： 结论： 议题一： 行动： 截止： 参会人员： 请假： 如果 每周 谁来
    →  -> | ( [ 【 ？ ! 。 做 或 二 跟进 下次会议 同意 取消 争取 王总 设计部李四 3日前完成 10月12日前 说明： 已
    从30%到80% 进度40 需要： 障碍： 下一步 延到 推迟两天 不卡了 还没做完 尽快处理一下 ① 1. 2. 3. Y: T: B: 就是 缺 接下来
"""
PIECES = tuple(SAID.split())
SENTENCES = tuple(row.text for kind in KINDS for row in rows(kind))
SIGNS = "\u200b\ufeff\u202e\n\t　🎉👍🏽é́ﬁ①½\x00\ud7ffａ１％＠<>@/\\`'\"[](){}|*_~"


def _mangled(text: str, start: int, length: int, instead: str | int) -> str:
    """A real sentence with a piece cut out or doubled, or with something put in."""
    start %= len(text)
    end = min(len(text), start + length)
    return text[:start] + (instead if isinstance(instead, str) else text[start:end] * instead) + text[end:]


_PIECE: Final = st.sampled_from(PIECES)
_REPEATED: Final = st.builds(
    lambda pieces, gap, times: (("".join(pieces) + gap) * times)[:LONGEST],
    st.lists(_PIECE, min_size=1, max_size=2),
    st.sampled_from(("", " ", ",", "；")),
    st.integers(1, 300),
)
_MANGLED: Final = st.builds(
    _mangled,
    st.sampled_from(SENTENCES),
    st.integers(0, 400),
    st.integers(1, 8),
    st.one_of(st.just(""), st.integers(2, 40), _PIECE),
)
_NOISE: Final = st.text(
    st.one_of(
        st.characters(min_codepoint=32, max_codepoint=126), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    ),
    min_size=40,
    max_size=40,
)
_MIXED: Final = st.builds(
    lambda gap, parts: gap.join(parts),
    st.sampled_from(("", " ")),
    st.lists(st.one_of(_PIECE, _PIECE, _PIECE, _PIECE, st.sampled_from(SIGNS)), min_size=1, max_size=14),
)
# Pieces of real messages, real sentences spoilt, one thing said over and over, and noise.
MESSAGES: Final = st.one_of(_MIXED, _MIXED, _MIXED, _MANGLED, _REPEATED, _NOISE)


def each(inputs: int, start: int, read: Callable[[str], None]) -> None:
    """Give a number of messages to a reader; one that fails is made as short as it can be. The same start, the same
    messages."""
    for done in range(0, inputs, ROUND):
        many = settings(
            max_examples=min(ROUND, inputs - done),
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=tuple(HealthCheck),
            report_multiple_bugs=False,
        )
        seed(start + done)(many(given(MESSAGES)(read)))()


def messages(count: int, start: int) -> list[str]:
    """So many messages."""
    told: list[str] = []

    def keep(text: str) -> None:
        told.append(text)

    each(count, start, keep)
    return told


def _command(text: str) -> object:
    line = parser.read(text)
    parser.several(text, bool)
    return parser.match(line.text, NAMES, line.slash, APART) or parser.nearest(line.text, command_names())


def _talk(text: str) -> object:
    """What a message may be besides a task or progress."""
    return (
        read_small_talk(without_filler(text)),
        asks(text),
        asks_openly(text),
        [*read_questions(text)],
        read_handling(text, TASKS[0].title, TASKS[0].code),
        read_hand_over(text),
        wants_only_news(text),
        adds_nothing(text, TASKS[0].title),
        read_leave(text),
        beside_days(text),
        name_of_deputy(text),
        read_redating(text),
        read_right(text),
        asks_stranger(text),
        orders(text),
        orders_only(text),
        [is_told(line) for line in split(text, ROSTER)],
        [only_tells(text, named=named, dated=False) for named in (True, False)],
    )


READERS: Mapping[str, Callable[[str], object]] = {
    "command": _command,
    "deadline": lambda text: parse(text, NOW, WEEKDAYS, SHANGHAI),
    "task": lambda text: read_task(text, NOW, WEEKDAYS, SHANGHAI, ROSTER),
    "progress": lambda text: read_progress(text, NOW, WEEKDAYS, SHANGHAI, TASKS),
    "standup": read_standup,
    "talk": _talk,
    # One line of them: the whole page may take as long as it is long.
    "minutes": lambda text: read_minutes("行动项\n" + " ".join(text.split()), NOW, WEEKDAYS, SHANGHAI, CREW),
}


def took(reader: Callable[[str], object], text: str) -> float:
    """Seconds of processor time of one reading, the least of three where one was slow."""
    least = float("inf")
    for _ in range(3):
        began = thread_time()
        reader(text)
        least = min(least, thread_time() - began)
        if least <= LIMIT:
            break
    return least


def run(inputs: int, start: int) -> dict[str, tuple[float, str]]:
    """The slowest reading of each kind, with its input. A crash ends the run and names what was read."""
    slowest = {name: (0.0, "") for name in READERS}

    def read(text: str) -> None:
        for name, reader in READERS.items():
            slowest[name] = max(slowest[name], (took(reader, text), text))

    each(inputs, start, read)
    return slowest


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    slowest = run(chosen.inputs, chosen.seed)
    print(f"{chosen.inputs} inputs, no crash")
    for name, (seconds, text) in slowest.items():
        print(f"{name:>9}: slowest {seconds * 1000:.2f} ms  {text[:60]!r}")
    return int(any(seconds > LIMIT for seconds, _ in slowest.values()))


if __name__ == "__main__":
    sys.exit(main())
