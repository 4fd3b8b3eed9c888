"""/task TEXT: makes a task (T1)."""

from bot.commands.command import Action, Command

COMMANDS: tuple[Command, ...] = ()
ACTIONS: tuple[Action, ...] = ()
