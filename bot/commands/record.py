"""/help, /undo, /health (U1)."""

from bot.commands.command import Action, Command

COMMANDS: tuple[Command, ...] = ()
ACTIONS: tuple[Action, ...] = ()
