"""Random messages through everything that reads what people type: `python -m tests.bench.fuzz [--inputs 100000]`.

Prints how many were read and how long the slowest took; exit 1 for a crash or a reading over 5 ms.
"""

import argparse
import random
import sys
from collections.abc import Callable, Mapping
from time import thread_time

from bot import parser
from bot.commands import APART, NAMES, command_names
from bot.rules.deadlines import parse
from bot.rules.progress import TaskName, read_progress
from bot.rules.roster import Name, Roster
from bot.rules.standup_text import read_standup
from bot.rules.taskline import read_task
from tests.rules.calendars import SHANGHAI, WEEKDAYS, at
from tests.rules.spoken_rows import KINDS, rows

LIMIT = 0.005  # seconds of one reading
NOW = at("2026-03-02 08:30")
_GIVEN = "伟芳娜敏静磊洋艳勇军杰涛超霞平刚桂英华玉"
_COMPANY = [family + given for family in "王李张刘陈杨赵黄周吴徐孙于高明" for given in _GIVEN]
ROSTER = Roster(
    (
        Name(1, "张三", (), "市场部"),
        Name(2, "李四", (), "设计部"),
        Name(3, "Anna Schmidt", (), "Design"),
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
    从30%到80% 进度40 需要： 障碍： 下一步 延到 推迟两天 不卡了 还没做完 尽快处理一下 ① 1. 2. 3. Y: T: B: 就是 缺 接下来
"""
PIECES = tuple(SAID.split())
SENTENCES = tuple(row.text for kind in KINDS for row in rows(kind))
SIGNS = "\u200b\ufeff\u202e\n\t　🎉👍🏽é́ﬁ①½\x00\ud7ffａ１％＠<>@/\\`'\"[](){}|*_~"


def message(dice: random.Random) -> str:
    """A message: pieces of real ones, single signs, or one thing said over and over."""
    kind = dice.random()
    if kind < 0.1:
        return (dice.choice(PIECES) + dice.choice(("", " ", ","))) * dice.randint(1, 60)
    if kind < 0.25:
        return _mangled(dice.choice(SENTENCES), dice)
    if kind < 0.4:
        return "".join(chr(dice.choice((dice.randint(32, 126), dice.randint(0x4E00, 0x9FFF)))) for _ in range(40))
    parts = [dice.choice(PIECES) if dice.random() < 0.8 else dice.choice(SIGNS) for _ in range(dice.randint(1, 14))]
    return dice.choice(("", " ")).join(parts)


def _mangled(text: str, dice: random.Random) -> str:
    """A real sentence with a piece cut out, doubled, or put in."""
    place = dice.randrange(len(text))
    end = min(len(text), place + dice.randint(1, 8))
    return text[:place] + dice.choice(("", text[place:end] * dice.randint(2, 9), dice.choice(PIECES))) + text[end:]


def _command(text: str) -> object:
    line = parser.read(text)
    parser.several(text, bool)
    return parser.match(line.text, NAMES, line.slash, APART) or parser.nearest(line.text, command_names())


READERS: Mapping[str, Callable[[str], object]] = {
    "command": _command,
    "deadline": lambda text: parse(text, NOW, WEEKDAYS, SHANGHAI),
    "task": lambda text: read_task(text, NOW, WEEKDAYS, SHANGHAI, ROSTER),
    "progress": lambda text: read_progress(text, NOW, WEEKDAYS, SHANGHAI, TASKS),
    "standup": read_standup,
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


def run(inputs: int, seed: int) -> dict[str, tuple[float, str]]:
    """The slowest reading of each kind, with its input. A crash ends the run and names what was read."""
    dice = random.Random(seed)
    slowest = {name: (0.0, "") for name in READERS}
    for _ in range(inputs):
        text = message(dice)
        for name, reader in READERS.items():
            try:
                slowest[name] = max(slowest[name], (took(reader, text), text))
            except Exception as error:
                error.add_note(f"{name}: {text!r}")
                raise
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
