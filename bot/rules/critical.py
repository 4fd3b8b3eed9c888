"""The critical path of a plan: finish-start links with a lag, floats, and loops (J4). Days are numbers of workdays."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A task in the plan: its planned start, if any, and the day it is due, if any, as numbers of workdays."""

    id: int
    start: int | None = None
    finish: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """`after` may start `lag` workdays after the day on which `before` is finished."""

    before: int
    after: int
    lag: int = 0


def find_loop(links: Iterable[Link], new: Link) -> tuple[int, ...]:
    """The ids on the loop a new link would close, from its task back to it; empty when it closes none."""
    following: dict[int, list[int]] = defaultdict(list)
    for link in links:
        following[link.before].append(link.after)
    came_from: dict[int, int] = {new.after: new.after}
    waiting = [new.after]
    while waiting:
        here = waiting.pop()
        if here == new.before:
            return (*_way(came_from, new.after, here), new.after)
        for ahead in following[here]:
            if ahead not in came_from:
                came_from[ahead] = here
                waiting.append(ahead)
    return ()


def _way(came_from: Mapping[int, int], first: int, last: int) -> tuple[int, ...]:
    way = [last]
    while way[-1] != first:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def critical_path(nodes: Sequence[Node], links: Sequence[Link]) -> frozenset[int]:
    """Ids of the linked tasks without float: a day lost on one of them moves the end of the plan.

    A task without a planned start begins as soon as those before it allow, and lasts until it is due. A task without
    any link is on no path. Raises ValueError when the links run in a circle.
    """
    by_id = {node.id: node for node in nodes}
    known = [link for link in links if link.before in by_id and link.after in by_id]
    linked = {end for link in known for end in (link.before, link.after)}
    order = _in_order(linked, known)
    spans = _forward(order, by_id, known)
    if not spans:
        return frozenset()
    latest = _backward(order, spans, known)
    return frozenset(id for id, (_, finish) in spans.items() if latest[id] == finish)


def _in_order(linked: Iterable[int], links: Sequence[Link]) -> list[int]:
    before: dict[int, set[int]] = {id: set() for id in linked}
    for link in links:
        before[link.after].add(link.before)
    order: list[int] = []
    while before:
        free = sorted(id for id, waits_for in before.items() if not waits_for)
        if not free:
            raise ValueError("the links run in a circle")
        order += free
        for id in free:
            del before[id]
        for waits_for in before.values():
            waits_for.difference_update(free)
    return order


def _forward(order: Sequence[int], nodes: Mapping[int, Node], links: Sequence[Link]) -> dict[int, tuple[int, int]]:
    """Earliest start and finish of each task."""
    entering: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        entering[link.after].append(link)
    spans: dict[int, tuple[int, int]] = {}
    for id in order:
        node = nodes[id]
        free = max((spans[link.before][1] + link.lag + 1 for link in entering[id]), default=None)
        planned = node.start if node.start is not None else free
        if planned is None:
            planned = node.finish if node.finish is not None else 0
        length = max(0, node.finish - planned) if node.finish is not None else 0
        start = max(planned, free) if free is not None else planned
        spans[id] = (start, start + length)
    return spans


def _backward(order: Sequence[int], spans: Mapping[int, tuple[int, int]], links: Sequence[Link]) -> dict[int, int]:
    """Latest finish of each task that leaves the end of the plan where it is."""
    leaving: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        leaving[link.before].append(link)
    end = max(finish for _, finish in spans.values())
    latest: dict[int, int] = {}
    latest_start: dict[int, int] = {}
    for id in reversed(order):
        latest[id] = min((latest_start[link.after] - link.lag - 1 for link in leaving[id]), default=end)
        start, finish = spans[id]
        latest_start[id] = latest[id] - (finish - start)
    return latest
