"""A rehearsal of 60 days with 200 tasks and 30 people: `python -m tests.bench.rehearsal`."""

import statistics
import tempfile
from datetime import date, timedelta
from pathlib import Path

from bot.rehearsal import play
from tests.bench.ground import arguments, seconds, show
from tests.chat import defaults


def _script() -> str:
    people = [f"person 成员{n:02} dept=部门{n % 5} role={'head' if n < 5 else 'member'}" for n in range(30)]
    names = " ".join(f"成员{n:02}" for n in range(30))
    lines = [
        "clock 2026-03-02 08:30 Asia/Shanghai",
        *people,
        "person 赵总 role=executive over=部门0,部门1,部门2,部门3,部门4",
    ]
    lines += [f"group 新品上市 = {names}", "[成员00 @ 新品上市] /项目 新建 Q4宣传物料 2026-03-02 到 2026-05-01"]
    for n in range(200):
        day = date(2026, 3, 3) + timedelta(days=n % 55)
        lines.append(f"[成员{n % 30:02} @ 新品上市] /任务 海报{n} @成员{(n + 7) % 30:02} {day.month}月{day.day}日17:00")
    for number in range(60):
        day = date(2026, 3, 2) + timedelta(days=number)
        lines.append(f"until {day} 11:00")
        lines += [f"[成员{(n * 7 + number) % 30:02}] /站会 昨天：初稿 今天：定稿 阻碍：无" for n in range(3)]
    return "\n".join([*lines, "until 2026-05-01 18:00"])


def main() -> None:
    options = arguments(__doc__ or "", rounds=3)
    with tempfile.TemporaryDirectory() as folder:
        path, printed = Path(folder) / "plan.txt", list[str]()
        path.write_text(_script(), encoding="utf-8")
        took = [seconds(lambda: play.main(str(path), True, defaults(), printed.append)) for _ in range(options.rounds)]
    show(
        "60 days, 200 tasks, 30 people",
        ("median s", "messages"),
        [(f"{statistics.median(took):.1f}", len(printed) // options.rounds)],
    )


if __name__ == "__main__":
    main()
