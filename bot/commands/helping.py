"""/help: made from the registry; families first, one family or command in detail."""

from collections.abc import Callable, Sequence
from typing import Final

from bot import parser
from bot.cards import Button, Card, Section, Words, note, words
from bot.commands.command import Action, Command, Context, Reply
from bot.errors import UserError
from bot.parser import fold
from bot.rules.access import ANYONE

Registry = Callable[[], Sequence[Command]]

PLAIN: Final = "plain"
PLAIN_NAMES: Final = ("plain", "plain words", "talk", "直接说话", "直接说", "说话", "大白话")
SAYINGS: Final = ("task", "several", "progress", "moves", "asks", "leave", "minutes", "confirm")
"""What can be said without a command, each with an example."""


def command(registry: Registry) -> Command:
    """The help command over a registry, which is asked when it is needed."""

    def run(ctx: Context) -> Reply:
        language = ctx.norms.language if ctx.chat else ctx.language
        return _about(ctx.rest, registry()) if ctx.rest.strip() else _families(registry(), language)

    return Command("help", "帮助", "record.help", run, may=ANYONE, also=("?", "？", "命令", "commands"))


def action(registry: Registry) -> Action:
    """The buttons of the help card."""

    def run(ctx: Context) -> Reply:
        return _family(ctx.value["family"], registry())

    return Action("help.family", run, may=ANYONE)


def _families(commands: Sequence[Command], language: str) -> Reply:
    names = list(dict.fromkeys(_family_of(each) for each in commands))
    firsts = {name: _first(name, commands, language) for name in names}
    lines = tuple(words("record.help_line", family=_title(name), commands=firsts[name]) for name in names)
    buttons = tuple(Button("help.family", _title(name), {"family": name}) for name in (*names, PLAIN))
    section = Section(lines=(*lines, words("record.help_more")), buttons=buttons)
    return Reply(Card(words("record.help_title"), sections=(section,)))


def _family_of(each: Command) -> str:
    return each.text.partition(".")[0]


def _title(family: str) -> Words:
    return words(f"record.family_{family}")


def _first(family: str, commands: Sequence[Command], language: str) -> str:
    """The family's most used commands, in the reader's language."""
    own = [each for each in commands if _family_of(each) == family and " " not in each.name][:5]
    own = own or [each for each in commands if _family_of(each) == family][:3]
    return " ".join(f"/{each.zh if language == 'zh' else each.name}" for each in own)


def _family(family: str, commands: Sequence[Command]) -> Reply:
    if family == PLAIN:
        return Reply(note(_title(PLAIN), *(words(f"record.say_{each}") for each in SAYINGS)))
    own = [each for each in commands if _family_of(each) == family]
    lines = tuple(words("record.help_entry", help=words(each.help), usage=words(each.usage)) for each in own)
    return Reply(note(_title(family), *lines))


def _about(typed: str, commands: Sequence[Command]) -> Reply:
    """Help on what was typed: a command in either language, or a family."""
    wanted = fold(parser.read(typed).text.strip())
    for each in commands:
        if wanted in (fold(name) for name in (each.name, each.zh, *each.also)):
            return Reply(note(words(each.help), words(each.usage), *_below(each, commands)))
    families = {_family_of(each) for each in commands}
    if wanted in families:
        return _family(wanted, commands)
    if wanted in PLAIN_NAMES:
        return _family(PLAIN, commands)
    names = [name for each in commands for name in (each.name, each.zh)]
    near = parser.nearest(wanted, names)
    if near:
        raise UserError("record.help_near", typed=typed.strip(), near=f"/{near[0]}")
    raise UserError("common.unknown_command", typed=typed.strip())


def _below(each: Command, commands: Sequence[Command]) -> tuple[Words, ...]:
    """Usage of the commands that begin with the same word, such as /task show under /task."""
    below = [other for other in commands if other.name.startswith(f"{each.name} ")]
    return tuple(words("record.help_entry", help=words(other.help), usage=words(other.usage)) for other in below)
