"""A message in plain words, and what every reader of it wants to know."""

from dataclasses import dataclass
from functools import cached_property

from bot.commands import task_new
from bot.commands.command import Context
from bot.commands.finding import by_title, open_tasks
from bot.commands.naming import spelled
from bot.rules.progress import ProgressUpdate, read_progress
from bot.rules.taskline import TaskLine
from storage.tables.task import Task


@dataclass
class Said:
    """The words, without what people begin with that says nothing; the rest is read when somebody asks for it."""

    ctx: Context
    text: str

    @cached_property
    def told(self) -> str:
        """The words with names in the place of ids."""
        return spelled(self.ctx, self.text)

    @cached_property
    def tasks(self) -> list[Task]:
        """The open tasks that can be meant."""
        return open_tasks(self.ctx)

    @cached_property
    def updates(self) -> tuple[ProgressUpdate, ...]:
        """What the words say of any of these."""
        return updates_of(self.ctx, self.told, self.tasks)

    @cached_property
    def line(self) -> TaskLine:
        """What the words say about a new task."""
        return task_new.understood(self.ctx, self.text)

    @cached_property
    def named(self) -> Task | None:
        """The one open task whose title, or code, the words hold; 海报 is not named where 海报定稿 is."""
        folded = self.text.casefold()
        names = [(task, task.title.casefold(), task.code.casefold()) for task in self.tasks]
        found = [each for each in names if (len(each[1]) > 1 and each[1] in folded) or each[2] in folded]
        titles = [title for _, title, _ in found]
        named = [
            task for task, title, code in found if code in folded or title in _without_longer(folded, title, titles)
        ]
        return named[0] if len(named) == 1 else None


def _without_longer(folded: str, title: str, titles: list[str]) -> str:
    for longer in titles:
        if len(longer) > len(title):
            folded = folded.replace(longer, " ")
    return folded


def updates_of(ctx: Context, text: str, tasks: list[Task], about: str | None = None) -> tuple[ProgressUpdate, ...]:
    """What words say of these tasks; `about` is the code of the one that is meant where they name none."""
    read = ctx.said, ctx.norms.calendar, ctx.zone, by_title(tasks), ctx.order
    return read_progress(text, *read, about=about) if tasks else ()
