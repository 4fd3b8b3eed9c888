"""What a script means: names cut short, labels in either language, fields in anybody's words."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot import texts
from bot.cards import RenderedForm, RenderedInput
from bot.rules.standup_text import read_standup
from bot.rules.zones import parse_zone

_STANDUP = ("yesterday", "today", "obstacles")
_ROLES = {
    "负责人": "head",
    "部门负责人": "head",
    "接口人": "liaison",
    "分管领导": "executive",
    "管理员": "admin",
    "成员": "member",
}
_LANGUAGES = {"zh": ("中文", "chinese"), "en": ("英文", "english")}
_SENSES = {
    re.compile("日期|时间|截止|date|due|when|day", re.IGNORECASE): ("date", "moment"),
    re.compile("人$|谁|owner|who", re.IGNORECASE): ("person", "people"),
}
_NEAR = 0.7
_MOST_NAMED = 12  # forms and buttons in one complaint


class StageError(Exception):
    """A step that cannot be played: an unknown person or group, no such button, no open form."""


def meant(name: str, known: Mapping[str, str], complaint: str, nobody: str) -> str:
    """The name somebody wrote, perhaps in other letters or cut short, as long as it is only one person's."""
    wanted = _plain(name)
    for fits in (str.__eq__, str.startswith):
        found = [each for each in known if each == name] or [each for each in known if fits(_plain(each), wanted)]
        if len(found) == 1 and wanted:
            return found[0]
    raise StageError(f"{complaint} {', '.join(known) or nobody}")


def parts(text: str) -> list[str]:
    """The parts of a list with commas."""
    return [part.strip() for part in re.split("[,，、]", text) if part.strip()]


def role_of(name: str) -> str:
    """A part a person can have, in either language. Raises StageError for an unknown one."""
    role = _ROLES.get(name, name.casefold())
    if role not in _ROLES.values():
        raise StageError(f"“{name}” is no role; roles are head, liaison, executive, admin, member")
    return role


def language_of(name: str) -> str:
    """The language meant, "" for none. Raises StageError for one we do not speak."""
    if not name:
        return ""
    for language, others in _LANGUAGES.items():
        if name.casefold() in others or re.match(rf"{language}(?:[-_]|$)", name.casefold()):
            return language
    raise StageError(f"“{name}” is no language; languages are {', '.join(_LANGUAGES)}")


def zone_of(name: str) -> str:
    """The IANA name of the zone meant, "" for none. Raises StageError for an unknown one."""
    zone = parse_zone(name) if name else None
    if name and zone is None:
        raise StageError(f"“{name}” is no zone; write it as Asia/Shanghai")
    return zone.key if zone else ""


def named(labels: Iterable[str]) -> str:
    """Labels in a complaint, each once and not too many."""
    there = list(dict.fromkeys(labels))
    return ", ".join(there[:_MOST_NAMED]) + (" …" if len(there) > _MOST_NAMED else "") or "none"


def standup_answer(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields that are all words for the parts of a standup, under the names of its form; otherwise nothing."""
    found: dict[str, str] = {}
    for label, value in fields.items():
        read = read_standup(f"{label}: x")
        part = next((part for part in _STANDUP if getattr(read, part).endswith("x") and not read.unsure), "")
        found[part] = value
    return {} if "" in found else found


def fits(form: RenderedForm, fields: Iterable[str]) -> bool:
    """Whether a form has all these fields."""
    return all(place_of(form, label) is not None for label in fields)


def place_of(form: RenderedForm, label: str) -> int | None:
    """Which field a script means: by its name or label, as the only one about a date, or about a person, or nearly."""
    names, labels = [item.name for item in form.inputs], [item.label for item in form.inputs]
    if label in names:
        return names.index(label)
    found = best(label, labels)
    for sense, kinds in _SENSES.items() if found is None else ():
        fitting = [n for n, item in enumerate(form.inputs) if item.kind in kinds or sense.search(item.label)]
        if len(fitting) == 1 and sense.search(label):
            return fitting[0]
    near = difflib.get_close_matches(label, labels, 1, _NEAR) if found is None else []
    return labels.index(near[0]) if near else found


def choice(item: RenderedInput, value: str) -> str:
    """The value behind a choice; free text is taken as it is. Raises StageError where it is none of the choices."""
    if not item.options:
        return value
    values = [chosen for chosen, _ in item.options]
    found = values.index(value) if value in values else best(value, [label for _, label in item.options])
    if found is None:
        raise StageError(f"“{value}” is no choice for {item.label}: {named(label for _, label in item.options)}")
    return values[found]


def best(label: str, shown: Sequence[str]) -> int | None:
    """Which of some labels a script means: the first that is the same, or else begins so, or else has it inside.

    It may be named in either language, whichever the person reads, without signs and emoji and in other letters.
    """
    wanted = _plain(label)
    versions = [[(each, _plain(each)) for each in texts.versions(text)] for text in shown]
    tests: tuple[Callable[[str, str], bool], ...] = (
        lambda raw, _: raw == label,
        lambda _, plain: plain == wanted,
        lambda _, plain: plain.startswith(wanted),
        lambda _, plain: re.search(rf"(?<![不未非无没]){re.escape(wanted)}", plain) is not None,
    )
    for fits in tests if wanted else tests[:1]:
        for number, each in enumerate(versions):
            if any(fits(raw, plain) for raw, plain in each):
                return number
    return None


def _plain(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
