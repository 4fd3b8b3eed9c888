"""Labelled parts of a line, such as `Q4 posters goal: 20 % more leads departments: Sales, Design`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

_EDGES = " \t\r\n,，;；:：。"
_LIST = re.compile(r"\s*(?:[,，、;；/+&]|\band\b|和|与|及)\s*|\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The text before the first label, and what follows each label."""

    head: str
    fields: Mapping[str, str]


def split_labels(text: str, labels: Mapping[str, str]) -> Labelled:
    """Take a line apart at its labels; `labels` gives the words (an alternation) that introduce each field.

    A label stands at the beginning or after a blank or comma, and a blank or colon follows it.
    """
    found = list(_pattern(tuple(labels.items())).finditer(text))
    if not found:
        return Labelled(text.strip(_EDGES), {})
    ends = [match.start() for match in found[1:]] + [len(text)]
    fields = {
        match.lastgroup or "": text[match.end() : end].strip(_EDGES) for match, end in zip(found, ends, strict=True)
    }
    return Labelled(text[: found[0].start()].strip(_EDGES), fields)


def split_list(text: str) -> tuple[str, ...]:
    """The items of a list written with commas, blanks or `and`, each once."""
    return tuple(dict.fromkeys(item for item in _LIST.split(text.strip(_EDGES)) if item))


@cache
def _pattern(labels: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{words})" for name, words in labels)
    return re.compile(rf"(?:^|(?<=[\s,，;；。]))(?:{groups})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
