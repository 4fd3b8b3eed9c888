"""A line of several people, each with a task of their own, that says once until when or what is to be done (M5)."""

import re
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_clauses import Scene

# "视频（李四）、文案（陈静）3月10日前定稿"
_BRACKETED: Final = re.compile(
    r"\s?[、,，和]?\s?(?P<what>[^，,。；;、:：()（）]{1,16})[（(](?P<who>[^()（）]{2,12})[)）]"
)
_REST: Final = re.compile(r"\s?[,，]?(?:均|都|分别)?(?P<rest>[^，,。；;()（）]{3,40})[。.]?")
# "李四：海报，王五：接口，均3月6日前完成"
_ALL: Final = re.compile(
    r"[，,；;]\s?(?:以上|两项|三项)?(?:均|都(?!市)|全部|一律|统一)(?:须|应|要|需)?[在于]?(?=\S{4})"
)
_EACH: Final = re.compile(r"[，,；;、]\s?")
LONGEST: Final = 120  # characters of such a line


def shared(text: str, scene: Scene) -> list[str]:
    """The tasks of a line, each with what is said once for all; the line itself where nothing is."""
    if len(text) > LONGEST:
        return [text]
    return _in_brackets(text, scene) or _before_all(text, scene) or [text]


def _in_brackets(text: str, scene: Scene) -> list[str]:
    told: list[re.Match[str]] = []
    while match := _BRACKETED.match(text, told[-1].end() if told else 0):
        told.append(match)
    rest = _REST.fullmatch(text, told[-1].end()) if len(told) > 1 else None
    if rest is None or not all(scene.cast.whole(match["who"]) for match in told):
        return []
    return [f"{match['what']}（{match['who']}）{rest['rest']}" for match in told]


def _before_all(text: str, scene: Scene) -> list[str]:
    ends = _ALL.search(text)
    parts = _EACH.split(text[: ends.start()]) if ends else []
    if ends is None or len(parts) < 2 or not all(_begins(part, scene) for part in parts):
        return []
    return [f"{part} {text[ends.end() :]}" for part in parts]


def _begins(part: str, scene: Scene) -> bool:
    """Whether a part begins with whoever it is of, and says what."""
    spots = scene.cast.find(part, plain(part))
    return len(spots) == 1 and spots[0].start == 0 and spots[0].end < len(part) - 1
