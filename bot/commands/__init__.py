"""The registry: every family of commands, on one screen. Help, did-you-mean and completion are made from it."""

from collections.abc import Mapping

from bot.commands import (
    about,
    board,
    guide,
    health,
    helping,
    leave,
    linking,
    milestone,
    minutes,
    my,
    overdue,
    people,
    plain,
    project,
    record,
    rounds,
    settings,
    standup,
    task,
    workday,
)
from bot.commands.command import Action, Command
from bot.parser import Names, fold

FAMILIES = (
    project, guide, milestone, people, linking, about, my, settings, workday, task, standup, rounds, leave, overdue,
    minutes, board, record, plain, health,
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    *(command for family in FAMILIES for command in family.COMMANDS),
    helping.command(lambda: COMMANDS),
)
ACTIONS: Mapping[str, Action] = {
    action.name: action
    for action in (*(action for family in FAMILIES for action in family.ACTIONS), helping.action(lambda: COMMANDS))
}
NAMES = Names({fold(name): command for command in COMMANDS for name in (command.name, command.zh, *command.also)})
# Words that titles of tasks begin with too.
APART = frozenset(
    fold(name)
    for command in COMMANDS
    if command.text in ("task.show", "task.start", "task.cancel", "task.accept", "task.object", "task.edit")
    for name in (command.name, command.zh, *command.also)
    if " " in name
)


def command_names() -> tuple[str, ...]:
    """Every name of every command, in both languages, for finding what was meant."""
    return tuple(NAMES)


__all__ = ["ACTIONS", "APART", "COMMANDS", "FAMILIES", "NAMES", "command_names", "plain"]
