"""What one clause says of progress, whichever task it is about (T3, T4, S3)."""

import re
from typing import Final, Literal, TypeAlias

from bot.rules import progress_signs as signs
from bot.rules.numerals import read_number

State: TypeAlias = Literal["done", "blocked", "unblocked", "started"]

_TOLD: Final = re.compile(r"已|[了啦]$|[完好妥]的$|✅")
_NOTHING: Final = re.compile(r"(?:but )?no(?:thing|ne)?(?![a-z])")
_FINAL: Final = re.compile(r"final|定稿|终稿")
_A_PART: Final = re.compile(r"(?:提?交|给|发|完成)(?!付|剩|其余|余下)[^\s,|]{2,}$")
_SPEAKING: Final = (
    signs.NOT_DONE,
    signs.DONE,
    signs.UNBLOCKED,
    signs.NOT_BLOCKED,
    signs.BLOCKED,
    signs.NOT_STARTED,
    signs.STARTED,
)


class Clause:
    """A folded clause. Each sign is looked for once, however often it is asked for."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.percent = _percent(folded)
        self._known: dict[re.Pattern[str], bool] = {}

    def has(self, sign: re.Pattern[str]) -> bool:
        """Whether a sign stands anywhere in it."""
        known = self._known.get(sign)
        if known is None:
            known = self._known[sign] = sign.search(self.folded) is not None
        return known

    def state(self, dated: bool) -> State | None:
        """The change of state it tells; what is asked, denied, supposed or still to come (`dated`) is none."""
        if self.has(signs.QUESTION):
            return None
        if self.has(signs.UNBLOCKED):
            return "unblocked"
        if self._blocked():
            return "blocked"
        denied = self.has(signs.NOT_DONE) or self.has(signs.INTENDED)
        if self.has(signs.DONE) and not denied and not (dated and not self.has(_TOLD)):
            return "done"
        begun = not self.has(signs.NOT_STARTED)
        if begun and (self.has(signs.DOING) or (self.has(signs.STARTED) and not dated)):
            return "started"
        return None

    def _blocked(self) -> bool:
        if not self.has(signs.BLOCKED) or not self.has(signs.NOT_BLOCKED):
            return self.has(signs.BLOCKED)
        return signs.BLOCKED.search(signs.NOT_BLOCKED.sub("", self.folded)) is not None

    @property
    def signals(self) -> bool:
        """Whether it tells a share or a state."""
        return self.percent is not None or self.state(dated=False) is not None or self.has(signs.BLOCKED)

    @property
    def speaks(self) -> bool:
        """Whether it tells or denies a state, so that it is no cause by itself."""
        return any(map(self.has, _SPEAKING))

    @property
    def denies(self) -> bool:
        """Whether it says that something is not done, not blocked or not begun."""
        if self.has(signs.QUESTION):
            return False
        return self.has(signs.NOT_DONE) or self.has(signs.NOT_BLOCKED) or self.has(signs.NOT_STARTED)

    @property
    def leaves_open(self) -> bool:
        """Whether, behind "done", it says that something is missing or left all the same."""
        return self.has(signs.OPEN_POINT) and _NOTHING.match(self.folded) is None

    @property
    def final_step(self) -> bool:
        """Whether it names the last version, which is a step of its own."""
        return _FINAL.match(self.folded) is not None

    @property
    def labelled(self) -> bool:
        """Whether it is called the next step, and so is one even where it hands something in."""
        return signs.NEXT_LABELLED.match(self.folded) is not None

    @property
    def submits_part(self) -> bool:
        """Whether a named part is handed in (an interim report), which is a step and not the end of the task."""
        return signs.NEXT.match(self.folded) is not None and _A_PART.search(self.folded) is not None


def _percent(folded: str) -> int | None:
    risen = signs.FROM_TO.search(folded)
    if risen and int(risen["to"]) <= 100:
        return int(risen["to"])
    cued: bool | None = None
    for match in signs.PERCENT.finditer(folded):
        exact = match["number"] or match["han"] or match["bare"]
        if not exact and cued is None:
            cued = signs.FRACTION_CUE.search(folded) is not None
        if not exact and not cued:
            continue
        value = _share(match)
        if value is None or value > 100 or signs.OTHER_RATE.search(folded, max(0, match.start() - 12), match.start()):
            continue
        if signs.OTHER_AFTER.match(folded, match.end()):
            continue
        before = max(0, match.start() - 12), match.start()
        if signs.FORECAST.search(folded, *before) or signs.NOT_SHARE.search(folded, *before):
            continue
        left = signs.LEFT.search(folded, 0, match.start()) or signs.LEFT_AFTER.match(folded, match.end())
        return 100 - value if left else value
    return None


def _share(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 50
    if match["third"]:
        return round({"three": 3, "two": 2}.get(match["third"], 1) * 100 / (3 if match["unit"][0] == "t" else 4))
    if match["tenths"]:
        return 10 * (read_number(match["tenths"]) or 0)
    for above, below in (("above", "below"), ("part", "whole")):
        if match[below]:
            whole, part = read_number(match[below]), read_number(match[above])
            return round(100 * part / whole) if whole and part is not None and part <= whole else None
    return read_number(match["number"] or match["han"] or match["bare"])
