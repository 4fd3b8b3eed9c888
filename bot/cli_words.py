"""Click's commands and options with texts of the catalogue, in the language of the terminal."""

import difflib
import os

import click

from bot import terminal
from bot.texts import say


def words(key: str, **values: object) -> str:
    """A text of the command line in the language of the terminal."""
    return say(f"cli.{key}", terminal.language(os.environ), **values)


class Command(click.Command):
    """A command whose help is the text of its name."""

    def get_short_help_str(self, limit: int = 80) -> str:
        return words(str(self.name))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(words(str(self.name)))


class Option(click.Option):
    """An option whose help is the text of its name."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0], words(str(self.name)))


class Group(click.Group):
    """The program itself: an unknown command gets the nearest one."""

    command_class = Command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(words("about"))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            names = self.list_commands(ctx)
            near = difflib.get_close_matches(args[0], names, n=1)
            hint = words("did_you_mean", name=near[0]) if near else words("all_commands", names=", ".join(names))
            ctx.fail(f"{words('no_such_command', name=args[0])} {hint}")
        return super().resolve_command(ctx, args)
