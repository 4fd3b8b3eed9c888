"""How much of what hurried people type is read right: `python -m tests.bench.spoken [--misses]`.

Of each table in `tests/rules/spoken` the half the rules were written on and the half that is only scored.
"""

import argparse
from collections import Counter

from tests.rules.spoken_rows import KINDS, Row, rows, said, wrong_parts


def figures(half: list[Row]) -> tuple[int, Counter[str]]:
    """How many rows are wholly right, and how often each part is wrong."""
    wrong = [wrong_parts(row) for row in half]
    return sum(not parts for parts in wrong), Counter(part for parts in wrong for part in parts)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--misses", action="store_true", help="print what was read otherwise, but for what is only scored"
    )
    misses = options.parse_args().misses
    for kind in KINDS:
        for scored in (False, True):
            half = [row for row in rows(kind) if row.scored is scored]
            right, wrong = figures(half)
            name = "only scored" if scored else "written on"
            parts = ", ".join(f"{part} {count}" for part, count in wrong.most_common())
            print(f"{kind:>9}, {name:<11}: {right} of {len(half)} right ({right / len(half):.0%})  {parts}")
            for row in half if misses and not scored else ():
                if wrong_parts(row):
                    print(f"    {row.text!r}\n      wanted {row.expected}\n      read   {said(row)}")


if __name__ == "__main__":
    main()
