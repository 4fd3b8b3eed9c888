"""/project: made, bound to groups, shown, changed, staffed, closed; milestones (J1, J2, J5, P1)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.cards import Button, Card, Day, Many, Section, Value, Who, Words, note, words
from bot.commands import plain
from bot.commands.command import Action, Command, Context, Reply
from bot.commands.dates import period, typed_day
from bot.commands.finding import listed, own_projects, scope, settle_on_named
from bot.commands.naming import known_department, named_or_plain
from bot.commands.permission import demand
from bot.errors import UserError
from bot.parser import read
from bot.rules.access import ANYONE, LEADING
from bot.rules.codes import PROJECT_CODE
from bot.rules.fields import split_labels, split_list
from bot.rules.fold import fold
from bot.rules.roles import read_role
from bot.services import access, project_cards
from bot.services import project as projects
from storage import people as people_rows
from storage import project as rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Project

_LABELS: Final = {
    "code": "项目编号|编号|代号|代码|code|no",
    "goal": "核心目标|项目目标|目标|goal",
    "departments": "参与部门|协作部门|部门|departments?|depts?",
    "resources": "资源|resources?",
    "risks": "风险点|风险|risks?",
    "notes": "备注|说明|notes?",
    "name": "名称|项目名称|改名为|改名|name",
    "period": "周期|时间|日期|起止|period|dates?",
    "starts": "开始日期|开始时间|开始|start",
    "ends": "结束日期|截止日期|结束时间|结束|截止|end",
}
_NO_LONGER: Final = re.compile(
    r"(?:^|\s)(?:取消|移除|去掉|撤掉|不再担任|不再|不是|remove|no longer|drop)(?=\s|$|@|<)", re.IGNORECASE
)
_NEW: Final = {name: _LABELS[name] for name in ("code", "goal", "departments", "resources", "risks", "notes")}


def new(ctx: Context) -> Reply:
    """`/项目 新建 NAME 2026-03-02 到 2026-03-20 目标 …`: answers with the project card; alone, with a form."""
    parts = split_labels(ctx.rest, _NEW)
    if not parts.head:
        button = Button("project.new", words("project.button_new"), style="primary", form=project_cards.new_form())
        return Reply(note(words("project.new_asks"), buttons=(button,)))
    found = period(ctx, parts.head)
    return _made(ctx, found.rest, found.first, found.last, parts.fields)


def new_by_form(ctx: Context) -> Reply:
    """The form of a new project."""
    starts = typed_day(ctx, ctx.fields.get("starts", ""))
    ends = typed_day(ctx, ctx.fields.get("ends", ""))
    return _made(ctx, ctx.fields.get("name", "").strip(), starts, ends, ctx.fields)


def _made(ctx: Context, name: str, first: date | None, last: date | None, fields: Mapping[str, str]) -> Reply:
    if not name:
        raise UserError("project.new_needs_name")
    twin = next((project for project in scope(ctx) if project.name == name), None)
    if twin is not None:
        raise UserError("project.name_taken", name=name, code=twin.code)
    starts = first or min(ctx.work.today(ctx.norms), last or ctx.work.today(ctx.norms))
    project = projects.create(
        ctx.work,
        ctx.me,
        name,
        starts,
        last,
        code=fold(fields.get("code", "")).strip(),
        goal=fields.get("goal", ""),
        departments=split_list(fields.get("departments", "")),
    )
    texts = {key: fields[key] for key in ("resources", "risks", "notes") if fields.get(key)}
    projects.edit(ctx.work, project, texts)
    if ctx.chat:
        projects.bind(ctx.work, project, ctx.chat)
    ctx.found_project = project
    return _with_hints(ctx, project, dated=first is not None or last is not None)


def _with_hints(ctx: Context, project: Project, dated: bool) -> Reply:
    """The new project's card; below it what is to be done next."""
    hints: list[Value] = []
    if ctx.chat is None:
        hints.append(words("project.hint_bind", code=project.code))
    elif len(rows.in_chat(ctx.work.db, ctx.chat.id or 0)) > 1:
        hints.append(words("project.hint_several"))
    if not dated:
        hints.append(words("project.hint_dates"))
    card = project_cards.card(ctx.work, project)
    if hints:
        card = Card(card.title, card.tone, (*card.sections, Section(lines=tuple(hints))))
    return Reply(card, project_cards.key(project))


def alone(ctx: Context) -> Reply | Card | None:
    """`/项目`: the card of the only project here, the list of several, else the way to a new one."""
    typed = read(ctx.event.text)
    if ctx.rest and not typed.slash and ctx.chat is None:
        ctx.rest = typed.text
        return plain.plain(ctx)
    found = scope(ctx)
    named = [each for each in found if ctx.rest in (each.name, each.code) or ctx.rest.upper() == each.code]
    if ctx.rest and not named:
        raise UserError("project.alone_unread", typed=ctx.rest.split()[0][:20])
    if not found:
        return new(ctx)
    if not named and len(found) > 1:
        return overview(ctx)
    ctx.found_project = (named or found)[0]
    return show(ctx)


def show(ctx: Context) -> Reply:
    """`/项目 查看 [CODE]`."""
    settle_on_named(ctx)
    return Reply(project_cards.card(ctx.work, ctx.project), project_cards.key(ctx.project))


def overview(ctx: Context) -> Reply:
    """`/项目 列表`: the projects that can be meant here."""
    found = scope(ctx)
    if not found:
        raise UserError("project.none_here" if ctx.chat else "project.none_yours")
    return Reply(note(words("project.list_title", n=len(found)), *(_line(ctx, project) for project in found)))


def _line(ctx: Context, project: Project) -> Words:
    lead = people_rows.person(ctx.work.db, project.lead_id)
    return words("project.list_line", name=project.name, code=project.code, lead=Who(lead.id or 0, lead.name))


def bind(ctx: Context) -> Reply:
    """`/项目 绑定 CODE` in a group."""
    if ctx.chat is None:
        raise UserError("project.bind_in_group")
    project = _own_project(ctx)
    ctx.found_project, ctx.parts = project, access.parts(ctx.work, ctx.me, project)
    demand(ctx, LEADING)
    if project.status != "active":
        raise UserError("project.is_closed", name=project.name)
    if not projects.bind(ctx.work, project, ctx.chat):
        raise UserError("project.bound_already", name=project.name)
    return Reply(project_cards.card(ctx.work, project), project_cards.key(project))


def _own_project(ctx: Context) -> Project:
    """The project to be bound: by code or name among those the person may see."""
    mine = own_projects(ctx)
    code = PROJECT_CODE.search(ctx.rest)
    if code or ctx.rest:
        wanted = code.group(1).upper() if code else ctx.rest
        found = [project for project in mine if wanted in (project.code, project.name)]
        if not found:
            raise UserError("project.unknown", code=wanted)
        return found[0]
    led = [project for project in mine if project.lead_id == ctx.me.id]
    if len(led) != 1:
        raise UserError("project.bind_which", projects=listed(led or mine)) if mine else UserError("project.none_yours")
    return led[0]


def unbind(ctx: Context) -> Card:
    """`/项目 解绑 [CODE]` in the group."""
    if ctx.chat is None:
        raise UserError("project.bind_in_group")
    _require_named(ctx)
    projects.unbind(ctx.work, ctx.project, ctx.chat)
    return note(words("project.unbound", name=ctx.project.name, code=ctx.project.code))


def _require_named(ctx: Context) -> None:
    """Nothing that ends something is done to a project that was called otherwise. Raises UserError."""
    unknown = settle_on_named(ctx)
    demand(ctx, LEADING)
    if unknown:
        raise UserError("project.other_name", typed=unknown, name=ctx.project.name, code=ctx.project.code)


def role(ctx: Context) -> Card:
    """`/项目 角色 @李四 接口人 [设计部]`."""
    dropped = _NO_LONGER.search(ctx.rest)
    naming = named_or_plain(ctx, _NO_LONGER.sub(" ", ctx.rest).strip())
    department = known_department(ctx, naming.rest)
    found = read_role(department[1] if department else naming.rest)
    if not naming.people or found is None:
        raise UserError("project.role_needs")
    name = found[0]
    if name == "lead" and department is not None and len(naming.people) == 1:
        # "设计部 负责人" names the department's head: a project has one lead, a department has none.
        name = "head"
    if name == "lead" and len(naming.people) > 1:
        raise UserError("project.one_lead")
    change = _dropped if dropped else _given
    lines = [change(ctx, person, name, department[0].id if department else None) for person in naming.people]
    return note(words("project.role_title", name=ctx.project.name), *lines, tone="good")


def _dropped(ctx: Context, person: Person, name: str, department_id: int | None) -> Words:
    part = projects.drop_role(ctx.work, ctx.project, person, name, department_id)
    return words("project.role_dropped", person=Who(person.id or 0, person.name), part=_part(ctx, name, part))


def _part(ctx: Context, name: str, department_id: int | None) -> Value:
    """A part in words, with its department where it belongs to one."""
    part = words(f"project.role_{name}")
    if department_id is None or name not in ("head", "liaison", "executive"):
        return part
    names = {row.id: row.name for row in people_rows.departments(ctx.work.db)}
    return words("project.role_of", department=names[department_id], part=part)


def _given(ctx: Context, person: Person, name: str, department_id: int | None) -> Words:
    if department_id is None and name in ("head", "liaison"):
        department_id = person.department_id
        if department_id is None:
            raise UserError("project.role_department", name=person.name)
    replaced = projects.give_role(ctx.work, ctx.project, person, name, department_id)
    who = Who(person.id or 0, person.name)
    part = _part(ctx, name, department_id)
    if replaced:
        former = Many(tuple(Who(each.id or 0, each.name) for each in replaced))
        return words("project.role_replaced", person=who, part=part, former=former)
    return words("project.role_given", person=who, part=part)


def remove(ctx: Context) -> Card:
    """`/项目 移除 @X`."""
    naming = named_or_plain(ctx, ctx.rest)
    if not naming.people:
        raise UserError("project.remove_needs")
    lines: list[Value] = []
    for person in naming.people:
        left = projects.remove(ctx.work, ctx.project, person)
        lines.append(words("project.removed", person=Who(person.id or 0, person.name), name=ctx.project.name))
        if left:
            lines.append(words("project.removed_tasks", name=person.name, n=len(left)))
    return note(lines[0], *lines[1:])


def department(ctx: Context) -> Card:
    """`/项目 部门 设计部 负责海报设计`: a department takes part, with what it answers for."""
    name, _, duty = ctx.rest.replace("：", " ").replace(":", " ").partition(" ")
    if not name:
        raise UserError("project.department_needs")
    projects.set_duty(ctx.work, ctx.project, name, duty.strip())
    key = "project.department_set" if duty.strip() else "project.department_joined"
    return note(words(key, department=name, duty=duty.strip(), name=ctx.project.name), tone="good")


def edit(ctx: Context) -> Card:
    """`/项目 修改 目标 …`, several fields at once when each begins with its name."""
    parts = split_labels(ctx.rest, _LABELS)
    if not parts.fields or "code" in parts.fields:
        raise UserError("project.edit_needs")
    for name in split_list(parts.fields.get("departments", "")):
        projects.set_duty(ctx.work, ctx.project, name, "")
    return _edited(ctx, {**parts.fields}, bool(parts.fields.get("departments")))


def edit_by_form(ctx: Context) -> Card | None:
    """The form behind the card's button; a card that shows the change itself needs no answer."""
    version = ctx.project.version
    told = _edited(ctx, {**ctx.fields}, False)
    return None if ctx.value.get("on") == "card" and ctx.project.version > version else told


def _edited(ctx: Context, fields: dict[str, str], already: bool) -> Card:
    changes: dict[str, str | date | None] = {
        name: fields[name].strip() for name in ("name", "goal", "resources", "risks", "notes") if name in fields
    }
    if changes.get("name") == "":
        raise UserError("project.new_needs_name")
    if "period" in fields:
        found = period(ctx, fields["period"])
        changes |= {name: day for name, day in (("starts_on", found.first), ("ends_on", found.last)) if day}
    if fields.get("starts"):
        changes["starts_on"] = typed_day(ctx, fields["starts"])
    if "ends" in fields:
        changes["ends_on"] = typed_day(ctx, fields["ends"])
    different = projects.edit(ctx.work, ctx.project, changes)
    if not different and not already:
        return note(words("project.unchanged", name=ctx.project.name))
    lines = [_change(name, value) for name, value in different.items()]
    return note(words("project.edited", name=ctx.project.name), *lines, tone="good")


def _change(name: str, value: str | date | None) -> Words:
    labels = {"starts_on": "start", "ends_on": "end"}
    shown: Value = Day(value) if isinstance(value, date) else value or words("project.empty")
    return words("project.change", label=words(f"project.label_{labels.get(name, name)}"), value=shown)


def close(ctx: Context) -> Reply | Card | None:
    """`/项目 结项`: at once, or after one tap when tasks are open."""
    _require_named(ctx)
    if ctx.project.status != "active":
        raise UserError("project.is_closed", name=ctx.project.name)
    left = task_rows.open_in(ctx.work.db, ctx.project.id or 0)
    if left and not ctx.event.action:
        value = {"project": str(ctx.project.id)}
        button = Button("project.close", words("project.button_close"), value, "danger")
        titles = Many(tuple(words("project.named", name=task.title, code=task.code) for task in left[:5]))
        lines = words("project.close_open", n=len(left)), titles
        asked = note(words("project.close_asks", name=ctx.project.name), *lines, tone="warn", buttons=(button,))
        return Reply(asked, projects.close_key(ctx.project))
    projects.close(ctx.work, ctx.project, ctx.chat)
    if ctx.value.get("on") == "card":
        return None
    return note(projects.closed_words(ctx.project), tone="good")


COMMANDS = (
    Command("project", "项目", "project.alone", alone, may=ANYONE),
    Command(
        "project new", "项目 新建", "project.new", new, may=ANYONE, also=("项目 创建", "新建项目", "project create")
    ),
    Command("project show", "项目 查看", "project.show", show, "project", also=("项目 卡片", "项目 详情"), closed=True),
    Command("project list", "项目 列表", "project.list", overview, may=ANYONE, also=("项目列表", "projects")),
    Command("project bind", "项目 绑定", "project.bind", bind, may=ANYONE),
    Command("project unbind", "项目 解绑", "project.unbind", unbind, "project", LEADING, closed=True),
    Command("project role", "项目 角色", "project.role", role, "project", LEADING, also=("项目 添加", "project add")),
    Command("project remove", "项目 移除", "project.remove", remove, "project", LEADING, also=("项目 移出",)),
    Command("project department", "项目 部门", "project.department", department, "project", LEADING),
    Command("project edit", "项目 修改", "project.edit", edit, "project", LEADING, also=("项目 编辑", "project set")),
    Command("project close", "项目 结项", "project.close", close, "project", LEADING, ("项目 关闭",), True),
)
ACTIONS = (
    Action("project.new", new_by_form, may=ANYONE),
    Action("project.edit", edit_by_form, "project", LEADING),
    Action("project.close", close, "project", LEADING, closed=True),
)
