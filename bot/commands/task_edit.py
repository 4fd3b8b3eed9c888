"""/task edit: what a task that is there asks for, and who helps with it (T1)."""

from collections.abc import Mapping
from typing import Final

from bot.cards import Button, Form, Input, Option, Value, words
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.naming import named_or_plain
from bot.commands.task_answers import ask, told
from bot.errors import UserError
from bot.rules.access import DIRECTING
from bot.rules.fields import split_labels
from bot.rules.fold import plain
from bot.services import task as tasks
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.task import Task

_LABELS: Final = {
    "title": "任务名称|名称|标题|改名为|title|name|rename to",
    "criteria": "验收标准|交付标准|标准|acceptance criteria|criteria|acceptance",
    "deliverable": "交付物|deliverables?",
    "resources": "所需资源|资源|resources?",
    "priority": "优先级|priority",
    "phase": "阶段|phase",
    "helpers": "协作人员|协作人|协作|collaborators?|helpers?|with",
    "due": "截止时间|截止|due|deadline",
    "owner": "负责人|owner",
}
_LEVELS: Final = {
    "high": "high", "高": "high", "紧急": "high", "urgent": "high",
    "mid": "mid", "medium": "mid", "normal": "mid", "中": "mid", "普通": "mid",
    "low": "low", "低": "low",
}  # fmt: skip


def edit(ctx: Context) -> Reply | None:
    """`/任务 修改 CODE 标准: 600DPI 优先级 高 协作 @王五`: adds collaborators; alone it offers the form."""
    tasks.refuse_closed(ctx.work, ctx.task)
    parts = split_labels(ctx.rest, _LABELS)
    if "due" in parts.fields:
        raise UserError("task.edit_due", code=ctx.task.code)
    if "owner" in parts.fields:
        raise UserError("task.edit_owner", code=ctx.task.code)
    if not parts.fields:
        return ask(ctx, words("task.ask_edit", title=ctx.task.title), _button(ctx))
    helpers = task_rows.collaborators(ctx.work.db, ctx.task.id or 0)
    added = _people(ctx, parts.fields.get("helpers", ""))
    return _edited(ctx, parts.fields, [*helpers, *added] if "helpers" in parts.fields else helpers)


def by_form(ctx: Context) -> Reply | None:
    """The form was sent: what stands in it is how the task is to be."""
    return _edited(ctx, ctx.fields, _people(ctx, ctx.fields.get("helpers", "")))


def _edited(ctx: Context, fields: Mapping[str, str], helpers: list[int]) -> Reply | None:
    values = {name: fields[name].strip() for name in tasks.EDITABLE if name in fields}
    if values.get("title") == "":
        raise UserError("task.edit_title")
    if "priority" in values:
        level = _LEVELS.get(plain(values["priority"]))
        if level is None:
            raise UserError("task.edit_priority", typed=values["priority"])
        values["priority"] = level
    different = tasks.edit(ctx.work, ctx.task, values, helpers)
    lines = [_line(ctx, name) for name in different]
    return told(ctx, words("task.edited", by=ctx.me.name, title=ctx.task.title), *lines)


def _line(ctx: Context, name: str) -> Value:
    return words("task.edited_to", label=words(f"task.label_{name}"), value=tasks.shown(ctx.work, ctx.task, name))


def _people(ctx: Context, text: str) -> list[int]:
    """The people a field names, with or without @. Raises UserError for a name nobody has."""
    found: list[int] = []
    for part in text.replace("，", " ").replace(",", " ").replace("、", " ").split():
        naming = named_or_plain(ctx, part)
        if not naming.people:
            raise UserError("people.unknown", name=part.lstrip("@＠"))
        found.extend(person.id or 0 for person in naming.people)
    return list(dict.fromkeys(found))


def _button(ctx: Context) -> Button:
    value = {"task": str(ctx.task.id)}
    form = Form("task.edit", words("task.form_edit", title=ctx.task.title), _inputs(ctx, ctx.task), value=value)
    return Button("task.edit", words("task.button_edit"), value, form=form)


def _inputs(ctx: Context, task: Task) -> tuple[Input, ...]:
    helpers = people_rows.people(ctx.work.db, task_rows.collaborators(ctx.work.db, task.id or 0))
    levels = tuple(Option(level, words(f"task.priority_{level}")) for level in ("high", "mid", "low"))
    return (
        Input("title", words("task.label_title"), "line", task.title, required=True),
        Input("criteria", words("task.label_criteria"), "text", task.criteria),
        Input("helpers", words("task.label_collaborators"), "people", " ".join(person.name for person in helpers)),
        Input("resources", words("task.label_resources"), "line", task.resources),
        Input("deliverable", words("task.label_deliverable"), "line", task.deliverable),
        Input("priority", words("task.label_priority"), "select", task.priority, levels),
        Input("phase", words("task.label_phase"), "line", task.phase),
    )


COMMANDS = (
    Command(
        "task edit", "任务 修改", "task.edit", edit, "task", DIRECTING, ("任务 编辑", "task change", "task update")
    ),
)
ACTIONS = (Action("task.edit", by_form, "task", DIRECTING),)
