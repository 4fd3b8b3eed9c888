"""Each task of minutes once, though it was both talked about and listed (M5)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.rules.fold import plain
from bot.rules.minutes_values import Item


def once(items: Sequence[tuple[Item, bool]]) -> tuple[Item, ...]:
    """Each item once: what is said in the discussion and listed again below is kept as it is listed."""
    kept: list[int] = []
    for place, (item, listed) in enumerate(items):
        twin = next((other for other in kept if _same(items[other][0], item)), None)
        if twin is None:
            kept.append(place)
        elif listed and not items[twin][1]:
            kept[kept.index(twin)] = place
    places = {place: number for number, place in enumerate(sorted(kept))}
    chosen = [items[place][0] for place in sorted(kept)]
    return tuple(replace(each, after=places.get(each.after) if each.after is not None else None) for each in chosen)


def _same(one: Item, other: Item) -> bool:
    if one.line == other.line:
        return False
    owners = {actor.written for actor in one.owners}, {actor.written for actor in other.owners}
    if owners[0] and owners[1] and not owners[0] & owners[1]:
        return False
    first, second = _pieces(one.title), _pieces(other.title)
    least = min(len(first), len(second))
    return least > 0 and len(first & second) / least >= (0.7 if least > 3 else 1.0)


def _pieces(title: str) -> frozenset[str]:
    folded = plain(title)
    runs = re.findall(r"[\u4e00-\u9fff]+", folded)
    pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
    return frozenset(pairs | set(re.findall(r"[a-z0-9]{2,}", folded)) - {"the", "to", "and", "of", "for", "by", "with"})
