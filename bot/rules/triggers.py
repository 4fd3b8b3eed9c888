"""Finding the rules that may apply to a text among many, most of which do not."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Triggered(Protocol):
    """A rule that cannot apply where none of these strings is in the text."""

    @property
    def triggers(self) -> tuple[str, ...]: ...


R = TypeVar("R", bound=Triggered)


class Rulebook(Generic[R]):
    """Rules in order, with their triggers by the first character."""

    def __init__(self, rules: Sequence[R]) -> None:
        self._rules = rules
        self._by_sign: dict[str, list[tuple[str, int]]] = {}
        for place, rule in enumerate(rules):
            for trigger in rule.triggers:
                self._by_sign.setdefault(trigger[0], []).append((trigger, place))
        self._signs = frozenset(self._by_sign)

    def that_may_apply(self, text: str) -> list[R]:
        """The rules one of whose triggers is in a text, in order."""
        places = set()
        for sign in self._signs.intersection(text):
            for trigger, place in self._by_sign[sign]:
                if trigger in text:
                    places.add(place)
        return [self._rules[place] for place in sorted(places)]
