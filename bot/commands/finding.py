"""Which project and which task is meant. Whoever may not see a thing is answered as if it did not exist (U4)."""

import re
from collections.abc import Iterable

from bot.cards import Many, Words, words
from bot.commands.command import Context, Needs
from bot.errors import Unclear, UserError
from bot.rules.codes import PROJECT_CODE, TASK_CODE
from bot.rules.likeness import TaskName
from bot.services import access
from storage import project as project_rows
from storage import task as task_rows
from storage.tables.project import Project
from storage.tables.task import Task

LONGEST_TITLE = 12  # words of a title that are looked for
_QUOTES = "\"'“”‘’「」《》"
_OPENING = " \"'“‘「《"
_CLOSING = "\"'”’」》"


def find(ctx: Context, needs: Needs) -> None:
    """Put what the handler needs into the context. Raises UserError that says what to type instead."""
    if needs == "task":
        task = _pressed_task(ctx) if "task" in ctx.value else typed_task(ctx)
        task_rows.lock(ctx.work.db, task)
        ctx.found_task, ctx.found_project = task, project_rows.project(ctx.work.db, task.project_id)
    elif needs == "project":
        ctx.found_project = typed_project(ctx)
    elif "project" in ctx.value:
        ctx.found_project = _pressed_project(ctx)
    ctx.parts = access.parts(ctx.work, ctx.me, ctx.found_project, ctx.found_task)


def scope(ctx: Context) -> list[Project]:
    """The projects that can be meant here: the group's in a group, the person's own in a direct message."""
    if ctx.chat is not None:
        bound = project_rows.in_chat(ctx.work.db, ctx.chat.id or 0)
        return [project for project in bound if access.sees(ctx.work, ctx.me, project)]
    return own_projects(ctx)


def open_tasks(ctx: Context, projects: Iterable[Project] | None = None) -> list[Task]:
    """The open tasks of the projects that can be meant here, or of these."""
    meant = scope(ctx) if projects is None else projects
    return [task for project in meant for task in task_rows.open_in(ctx.work.db, project.id or 0)]


def by_title(tasks: Iterable[Task]) -> list[TaskName]:
    """Tasks as the readers of words know them."""
    return [TaskName(task.code, task.title) for task in tasks]


def own_projects(ctx: Context) -> list[Project]:
    """Active projects the acting person has a part in; for administrators and executives all they may see."""
    own = project_rows.of_person(ctx.work.db, ctx.me.id or 0)
    known = {project.id for project in own}
    others = [p for p in project_rows.active(ctx.work.db) if p.id not in known and access.sees(ctx.work, ctx.me, p)]
    return own + others


def typed_project(ctx: Context) -> Project:
    """The project named by code or name in what was typed, or the only one there is here; its code is taken out."""
    if "project" in ctx.value:
        return _pressed_project(ctx)
    projects = scope(ctx)
    code = PROJECT_CODE.search(ctx.rest)
    if code:
        named = [project for project in projects if project.code == code.group(1).upper()]
        if not named:
            closed = project_rows.by_code(ctx.work.db, code.group(1))
            if closed is None or closed.status == "active" or not _here(ctx, closed):
                raise UserError("project.unknown", code=code.group(1).upper())
            named = [closed]
        ctx.rest = (ctx.rest[: code.start()] + ctx.rest[code.end() :]).strip()
        return named[0]
    named = [project for project in projects if project.name and project.name in ctx.rest]
    apart = [project for project in named if _apart(project.name).search(ctx.rest)]
    if len(projects) > 1 and len(apart or named) == 1:
        found = (apart or named)[0]
        # Within a longer word the name belongs to a title, such as "poster draft" in the project "poster".
        ctx.rest = _apart(found.name).sub("", ctx.rest, count=1).strip()
        return found
    if len(projects) == 1:
        return projects[0]
    if projects:
        choices = [(project.id or 0, project.name) for project in projects]
        raise Unclear("project.which", choices, projects=listed(projects))
    over = _over(ctx)
    if over:  # what is left to show, or to be told that it is over
        return next((project for project in over if project.name in ctx.rest), over[0])
    raise UserError("project.none_here" if ctx.chat else "project.none_yours")


def settle_on_named(ctx: Context) -> str:
    """For commands about a project and nothing else: a closed one is meant where its name is what was typed.

    The words that are left, which name nothing. Raises UserError for a project of the person's that is not here.
    """
    if "project" in ctx.value:
        return ""
    rest = _apart(ctx.project.name).sub("", ctx.rest, count=1).strip()
    over = next((project for project in _over(ctx) if _apart(project.name).fullmatch(rest)), None) if rest else None
    if over is None:
        if rest and any(_apart(project.name).fullmatch(rest) for project in own_projects(ctx)):
            raise UserError("project.other_name", typed=rest, name=ctx.project.name, code=ctx.project.code)
        return rest
    ctx.found_project = over
    ctx.parts = access.parts(ctx.work, ctx.me, over, None)
    return ""


def _over(ctx: Context) -> list[Project]:
    """Closed projects that can be meant here, the latest first."""
    if ctx.chat is None:
        return project_rows.over_of(ctx.work.db, ctx.me.id or 0)
    bound = project_rows.over_in(ctx.work.db, ctx.chat.id or 0)
    return [project for project in bound if access.sees(ctx.work, ctx.me, project)]


def _apart(name: str) -> re.Pattern[str]:
    """A project's name where it stands for itself, with a blank, a bracket or an end on both sides."""
    return re.compile(rf"(?:(?<=\s)|^)[“\"「]?{re.escape(name)}[”\"」]?(?:[:：,，]|(?=\s)|$)")


def _here(ctx: Context, project: Project, task: Task | None = None) -> bool:
    if ctx.chat is not None and ctx.chat.id not in {
        chat.id for chat in project_rows.chats(ctx.work.db, project.id or 0)
    }:
        return False
    return access.sees(ctx.work, ctx.me, project, task)


def listed(projects: list[Project]) -> Many:
    """Projects as people choose among them: name and code."""
    return Many(tuple(words("project.named", name=project.name, code=project.code) for project in projects))


def typed_task(ctx: Context) -> Task:
    """The task named by code or title in what was typed, or the only open one of the person; it is taken out."""
    code = TASK_CODE.search(ctx.rest)
    if code:
        task = task_rows.by_code(ctx.work.db, code.group(1))
        if task is None or not _here(ctx, project_rows.project(ctx.work.db, task.project_id), task):
            raise UserError("task.unknown", code=code.group(1).upper())
        ctx.rest = (ctx.rest[: code.start()] + ctx.rest[code.end() :]).strip()
        return task
    return _titled_task(ctx)


def _titled_task(ctx: Context) -> Task:
    """By whole title, open before closed; by a word of an open one; else the person's only open task."""
    projects = [project.id or 0 for project in scope(ctx)]
    candidates = [task for id in projects for task in task_rows.open_in(ctx.work.db, id)]
    if ctx.chat is None:
        candidates += [task for task in deputed(ctx) if task.project_id not in projects]
    typed = ctx.rest.casefold()
    named = _spoken_of(candidates, typed) or _spoken_of(_all_of(ctx, projects), typed)
    named = named or _spoken_of(_all_of(ctx, [project.id or 0 for project in _over(ctx)]), typed)[:1]
    if named and (len(named) == 1 or named[0].status not in task_rows.OPEN):
        start = typed.index(named[0].title.casefold())
        named = named[:1] + _meant_longer(candidates, typed[start:], named[0])
        if len(named) == 1:
            behind = ctx.rest[start + len(named[0].title) :]
            ctx.rest = f"{ctx.rest[:start].rstrip(_OPENING)}{behind.lstrip(_CLOSING) if start else behind}".strip()
            return named[0]
    if not named and typed:
        named, words_taken = _worded(candidates, typed)
        if len(named) == 1:
            ctx.rest = _behind(ctx.rest, words_taken)
            return named[0]
    mine = [task for task in candidates if task.owner_id == ctx.me.id]
    if not named and len(mine) == 1:
        ctx.guessed = True
        return mine[0]
    choices = named or mine or candidates
    if not choices:
        if not projects and (over := _over(ctx)):
            raise UserError("project.is_over", name=over[0].name)
        raise UserError("task.none_open")
    raise UserError("task.which", tasks=Many(tuple(task_name(task) for task in choices[:8]), sep="\n"))


def _meant_longer(tasks: list[Task], typed: str, named: Task) -> list[Task]:
    """Open tasks whose longer titles go on like what was typed: "Brochure text" is hardly meant for "Brochure"."""
    title = named.title.casefold()
    behind = typed[len(title) :].split()
    longer = [task for task in tasks if task.id != named.id and task.title.casefold().startswith(title)]
    return [
        task for task in longer if behind and behind[0].strip(_QUOTES) in task.title.casefold()[len(title) :].split()
    ]


def _worded(tasks: list[Task], typed: str) -> tuple[list[Task], int]:
    """The tasks in whose title what was typed begins, and how many of its words that took; the more the better."""
    said = [word.strip(_QUOTES) for word in typed.split()]
    for count in range(min(len(said), LONGEST_TITLE), 0, -1):
        part = " ".join(said[:count])
        named = [task for task in tasks if len(part) >= 2 and part in task.title.casefold()]
        if named:
            return named, count
    return [], 0


def _behind(text: str, count: int) -> str:
    """A text without its first words."""
    parts = text.split(maxsplit=count)
    return parts[count] if len(parts) > count else ""


def deputed(ctx: Context) -> list[Task]:
    """Open tasks of the people in whose place the acting person is today, whatever their projects."""
    absent = access.stood_in_for(ctx.work, ctx.me, ctx.work.now.astimezone(ctx.zone).date())
    tasks = [task for person in absent for task in task_rows.open_of(ctx.work.db, person.id or 0)]
    found = {task.project_id: project_rows.project(ctx.work.db, task.project_id) for task in tasks}
    return [task for task in tasks if found[task.project_id].status == "active"]


def _all_of(ctx: Context, projects: list[int]) -> list[Task]:
    """Every task of these projects, the latest first; none when nothing was typed."""
    return [task for id in projects if ctx.rest for task in reversed(task_rows.all_in(ctx.work.db, id))]


def _spoken_of(tasks: list[Task], typed: str) -> list[Task]:
    """The tasks with the longest title that stands in what was typed."""
    named = [task for task in tasks if task.title and task.title.casefold() in typed]
    longest = max((len(task.title) for task in named), default=0)
    return [task for task in named if len(task.title) == longest]


def task_name(task: Task) -> Words:
    """A task as people speak of it: title first, code behind."""
    return words("task.named", title=task.title, code=task.code)


def _pressed_task(ctx: Context) -> Task:
    task = task_rows.task(ctx.work.db, int(ctx.value["task"]))
    project = project_rows.project(ctx.work.db, task.project_id)
    if not access.sees(ctx.work, ctx.me, project, task):
        raise UserError("task.unknown", code=task.code)
    return task


def _pressed_project(ctx: Context) -> Project:
    project = project_rows.project(ctx.work.db, int(ctx.value["project"]))
    if not access.sees(ctx.work, ctx.me, project):
        raise UserError("project.unknown", code=project.code)
    return project
