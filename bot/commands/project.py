"""/project new NAME START to END: makes a project and binds it to the group (J1, J2)."""

import re

from bot.cards import Card, Day, Section, words
from bot.commands.command import Action, Command, Context, Reply
from bot.errors import UserError
from bot.rules.access import ANYONE
from bot.services import project as projects
from storage.tables.project import Project
from datetime import date


def new(ctx: Context) -> Reply:
    """`/项目 新建 NAME 2026-03-02 到 2026-03-20`: answers with the project card."""
    found = re.search(r"(\d{4}-\d\d-\d\d)\s*(?:到|至|to|-|~)?\s*(\d{4}-\d\d-\d\d)?", ctx.rest)
    name = (ctx.rest[: found.start()] if found else ctx.rest).strip()
    if not name or not found:
        raise UserError("project.new_needs_name")
    ends = date.fromisoformat(found.group(2)) if found.group(2) else None
    project = projects.create(ctx.work, ctx.me, name, date.fromisoformat(found.group(1)), ends)
    if ctx.chat:
        projects.bind(ctx.work, project, ctx.chat)
    ctx.found_project = project
    return Reply(card(ctx, project), f"project:{project.id}")


def card(ctx: Context, project: Project) -> Card:
    """The project card."""
    return Card(
        words("project.card_title", name=project.name, code=project.code),
        sections=(Section(fields=((words("project.label_start"), Day(project.starts_on)),)),),
    )


COMMANDS = (Command("project new", "项目 新建", "project.new", new, may=ANYONE, also=("项目 创建",)),)
ACTIONS: tuple[Action, ...] = ()
