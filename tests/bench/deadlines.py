"""Deadlines read right, by us and by others' parsers: `python -m tests.bench.deadlines [SPECIFICATION_FOLDER ...]`.

Rivals take part where they can be imported, so run it in an environment that has them. A folder holds one language of
a public specification set; none is kept here. Rivals that give a moment where only a day was named are forgiven.
"""

import argparse
import contextlib
import gc
import io
import logging
import statistics
import time as clock
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from bot.rules.deadlines import parse_simple
from tests.bench.deadline_rivals import Answer, Rival, rivals
from tests.bench.deadline_sentences import SENTENCES
from tests.bench.deadline_specs import Case, read_specs
from tests.rules.deadline_rows import NOW, Row, read_rows
from tests.rules.test_deadlines_en import ENGLISH
from tests.rules.test_deadlines_mixed import MIXED
from tests.rules.test_deadlines_not import CHINESE_SILENT, ENGLISH_SILENT
from tests.rules.test_deadlines_zh import CHINESE

KINDS = ("right", "wrong", "silent", "quiet", "false alarm")
HOSTILE = (
    "周",
    "1",
    "1/",
    "3月",
    "下",
    "-1",
    "1.",
    "十",
    "年底",
    "a ",
    "by ",
    "fri ",
    "the ",
    "一个半",
    "点",
    " ",
    "每周",
)


def main() -> None:
    """Print a table for every set, then speed and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="one language of a specification set each")
    parser.add_argument("--wrong", metavar="NAME", help="list what this parser does not get right")
    wanted = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    players, absent = rivals()
    print("not importable here:", ", ".join(absent) or "none")
    for name, cases in _own_sets():
        _table(name, cases, players, wanted.wrong)
    for folder in wanted.folders:
        cases = read_specs(folder)
        _table(f"{folder.name}, the expression alone", cases, players, wanted.wrong)
        whole = [Case(case.sentence, case.sentence, case.now, case.answers) for case in cases]
        _table(f"{folder.name}, the whole sentence", whole, players, wanted.wrong)
    _speed()


def _own_sets() -> list[tuple[str, list[Case]]]:
    sets = {
        "Chinese expressions of our tests": (CHINESE, CHINESE_SILENT),
        "English expressions of our tests": (ENGLISH, ENGLISH_SILENT),
        "mixed expressions of our tests": (MIXED,),
        "chat sentences": (SENTENCES,),
    }
    rows = {name: [row for table in tables for row in read_rows(table)] for name, tables in sets.items()}
    return [(name, [case for row in each if (case := _case(row))]) for name, each in rows.items()]


def _case(row: Row) -> Case | None:
    """What is to be asked has no one answer, so nobody is scored on it."""
    if row.expected.startswith("ask"):
        return None
    return Case(row.text, row.text, row.now, () if row.expected == "none" else (_expected(row.expected),))


def _expected(written: str) -> datetime | date:
    return datetime.fromisoformat(written) if " " in written else date.fromisoformat(written)


def _table(name: str, cases: Sequence[Case], players: Sequence[Rival], listed: str | None) -> None:
    quiet = sum(not case.answers for case in cases)
    print(f"\n{name}: {len(cases) - quiet} with one deadline, {quiet} with none")
    print(f"{'':22}{'right':>8}{'wrong':>8}{'silent':>8}{'none kept':>12}{'a second':>10}")
    for player in players:
        counts, spent = Counter[str](), 0.0
        for case in cases:
            began = clock.process_time()
            answer = _ask(player, case)
            spent += clock.process_time() - began
            kind = _judge(answer, case, player.strict)
            counts[kind] += 1
            if player.name == listed and kind not in ("right", "quiet"):
                print(f"  {kind}: {case.text!r} at {case.now}: {answer}, not {[str(each) for each in case.answers]}")
        part = [f"{100 * counts[kind] / max(1, len(cases) - quiet):7.1f}%" for kind in KINDS[:3]]
        kept = f"{counts['quiet']}/{quiet}"
        print(f"{player.name:22}{''.join(part)}{kept:>12}{len(cases) / spent:10.0f}")


def _ask(player: Rival, case: Case) -> Answer:
    """A rival's exceptions count as silence, and what it prints is not shown."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            return player.read(case.text, case.now)
        except Exception:  # noqa: BLE001
            return None


def _judge(answer: Answer, case: Case, strict: bool) -> str:
    if not case.answers:
        return "quiet" if answer is None else "false alarm"
    if answer is None:
        return "silent"
    return "right" if any(_same(answer, each, strict) for each in case.answers) else "wrong"


def _same(answer: datetime | date, expected: datetime | date | time, strict: bool) -> bool:
    if isinstance(expected, time):
        return isinstance(answer, datetime) and answer.time() == expected
    if isinstance(expected, datetime):
        return answer == expected
    moment = isinstance(answer, datetime)
    return (answer.date() if isinstance(answer, datetime) else answer) == expected and not (strict and moment)


def _speed() -> None:
    texts = [row.text for table in (CHINESE, ENGLISH, MIXED, SENTENCES) for row in read_rows(table)]
    gc.collect()
    rounds = [_seconds(lambda: [parse_simple(text, NOW) for text in texts]) for _ in range(5)]
    each = sorted(_fastest(text) for text in texts)
    worst = max(_fastest((piece * 2000)[:2000]) for piece in HOSTILE)
    tracemalloc.start()
    for text in texts:
        parse_simple(text, NOW)
    kept, peak = tracemalloc.get_traced_memory()
    print(f"\nours: {len(texts) / statistics.median(rounds):,.0f} parses a second on one core;")
    print(f"  median {1e6 * statistics.median(each):.0f} us, slowest {1e6 * each[-1]:.0f} us,")
    print(f"  worst of {len(HOSTILE)} hostile texts of 2,000 characters {1e3 * worst:.2f} ms;")
    print(f"  memory kept after {len(texts)} parses {kept / 1024:.0f} KiB, at most {peak / 1024:.0f} KiB")


def _fastest(text: str) -> float:
    return min(_seconds(lambda: parse_simple(text, NOW)) for _ in range(3))


def _seconds(work: Callable[[], object]) -> float:
    began = clock.process_time()
    work()
    return clock.process_time() - began


if __name__ == "__main__":
    main()
