"""Each task of minutes once, though it was both talked about and listed (M5)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.rules.fold import plain
from bot.rules.minutes_values import Item

MOST_ALIKE: Final = 40  # items among which one of the same words is looked for


def once(items: Sequence[tuple[Item, bool]]) -> tuple[Item, ...]:
    """Each item once: what is said in the discussion and listed again below is kept as it is listed."""
    kept: dict[int, None] = {}
    pieces = [_pieces(item.title) for item, _ in items]
    holding: dict[str, list[int]] = {}
    for place, (item, listed) in enumerate(items):
        near = sorted({other for piece in pieces[place] for other in holding.get(piece, ())[:MOST_ALIKE]} & kept.keys())
        twin = next((n for n in near if _same(items[n][0], item, pieces[n], pieces[place])), None)
        if twin is not None and (items[twin][1] or not listed):
            continue
        kept[place] = None
        if twin is not None:
            del kept[twin]
        for piece in pieces[place]:
            holding.setdefault(piece, []).append(place)
    places = {place: number for number, place in enumerate(sorted(kept))}
    chosen = [items[place][0] for place in sorted(kept)]
    return tuple(replace(each, after=places.get(each.after) if each.after is not None else None) for each in chosen)


def _same(one: Item, other: Item, first: frozenset[str], second: frozenset[str]) -> bool:
    if one.line == other.line:
        return False
    owners = {actor.written for actor in one.owners}, {actor.written for actor in other.owners}
    if owners[0] and owners[1] and not owners[0] & owners[1]:
        return False
    least = min(len(first), len(second))
    return least > 0 and len(first & second) / least >= (0.7 if least > 3 else 1.0)


def _pieces(title: str) -> frozenset[str]:
    folded = plain(title)
    runs = re.findall(r"[\u4e00-\u9fff]+", folded)
    pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
    return frozenset(pairs | set(re.findall(r"[a-z0-9]{2,}", folded)) - {"the", "to", "and", "of", "for", "by", "with"})
