"""/task TEXT: reads a task out of a line, asks for what is missing one thing at a time, and makes it (T1, T7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from bot.cards import Button, Card, Section, note, words
from bot.commands import task_asking
from bot.commands.command import Context, Reply
from bot.commands.finding import by_title, open_tasks
from bot.commands.naming import known_department, named_or_plain, named_people, numbered, roster_here
from bot.commands.task_answers import elsewhere
from bot.errors import UserError
from bot.rules.deadlines import Ambiguous, Deadline, Found, parse
from bot.rules.gaps import close_names, put_back
from bot.rules.task_labels import points, with_codes
from bot.rules.taskline import TaskLine, read_task
from bot.rules.titles import is_vague
from bot.services import access, drafts, proposals, task_cards
from bot.services.drafts import Choice, Draft
from storage import people as people_rows
from storage import task as task_rows
from storage.outbox import Notice, ToChat
from storage.tables.people import Person
from storage.tables.record import Proposal
from storage.tables.task import Task

KIND = "task"


def new(ctx: Context) -> Reply | None:
    """`/任务 完成3款海报初稿 @李四 3月4日17:00前 标准: 300DPI`; alone it offers the form."""
    if not ctx.rest.strip():
        return Reply(task_asking.blank(ctx, Draft("")))
    return go_on(ctx, draft_of(ctx, understood(ctx, ctx.rest), ctx.rest))


def understood(ctx: Context, text: str) -> TaskLine:
    """What a line says about a task, with the people who can be meant here."""
    return read_task(_spelt(ctx, text), ctx.said, ctx.norms.calendar, ctx.zone, roster_here(ctx), ctx.order)


def _spelt(ctx: Context, text: str) -> str:
    """A line with ids for mentions, and codes for the titles of tasks it points at."""
    text = close_names(put_back(numbered(ctx, text), roster_here(ctx)), roster_here(ctx))
    if not points(text):
        return text
    projects = [ctx.found_project] if ctx.found_project else None
    return with_codes(text, by_title(open_tasks(ctx, projects)))


def draft_of(ctx: Context, line: TaskLine, text: str) -> Draft:
    """A line as a draft. Raises UserError for a department or a task that is not there."""
    owners = (*((ctx.me.id or 0,) if line.owner_is_author else ()), *line.owners)
    owners = owners or (() if line.unknown_names else _taken_out(ctx))
    department = _department(ctx, line.department)
    if line.acting and not owners:
        owners = _liaisons(ctx, line.acting)
    helpers, unmanned = _helping(ctx, line.helping)
    vague = is_vague(line.title) and not (line.criteria or line.deliverable)
    draft = Draft(
        f"{line.title}{unmanned}" if line.title else "",
        tuple(dict.fromkeys(owners)),
        tuple(dict.fromkeys((*line.collaborators, *(id for id in helpers if id not in owners)))),
        tuple((name.written, name.nearest.id if name.nearest else 0) for name in line.unknown_names),
        line.either,
        criteria=line.criteria,
        deliverable=line.deliverable,
        resources=line.resources,
        priority=line.priority or "mid",
        phase=line.phase,
        department=department,
        start=line.start.day.isoformat() if line.start else "",
        parent=_task_id(ctx, line.parent),
        depends=tuple(id for code in line.depends if (id := _task_id(ctx, code))),
        vague=("title", "criteria") if vague else (),
    )
    return _dated(draft, line.due, _spelt(ctx, text)) if line.due else draft


def _liaisons(ctx: Context, departments: Sequence[str]) -> tuple[int, ...]:
    """Who stands for departments. Of several one is to own it: where one has nobody, there is nothing to choose yet."""
    found = [access.holders(ctx.work, ctx.project, _department(ctx, name), "liaison") for name in departments]
    return tuple(dict.fromkeys(id for people in found for id in _ids(people))) if all(found) else ()


def _helping(ctx: Context, departments: Sequence[str]) -> tuple[tuple[int, ...], str]:
    """Who helps for departments, and the words for those in which nobody would, which stay in the title."""
    found = {name: _liaisons(ctx, (name,)) for name in departments}
    unmanned = "、".join(name for name, people in found.items() if not people)
    return tuple(id for people in found.values() for id in people), f"（{unmanned}配合）" if unmanned else ""


def _taken_out(ctx: Context) -> tuple[int, ...]:
    """People who were mentioned and whom the platform took out of the line: nobody knows where each of them stood."""
    gone = [account.user for account in ctx.event.mentions if f"<@{account.user}>" not in ctx.event.text]
    found = (people_rows.person_of(ctx.work.db, ctx.event.platform, user) for user in gone)
    return tuple(person.id or 0 for person in found if person is not None)


def _dated(draft: Draft, found: Found | None, text: str) -> Draft:
    if isinstance(found, Deadline):
        return draft.due_at(found.due, found.timed)
    if isinstance(found, Ambiguous):
        choices = tuple(Choice(option.due.isoformat(), option.timed) for option in found.options)
        return replace(draft, written=text[slice(*found.span)].strip(), reason=found.reason, choices=choices)
    return draft


def _department(ctx: Context, name: str) -> int | None:
    if not name:
        return None
    found = known_department(ctx, name)
    if found is None:
        raise UserError("task.no_department", name=name)
    return found[0].id


def _task_id(ctx: Context, code: str) -> int | None:
    if not code:
        return None
    found = task_rows.by_code(ctx.work.db, code)
    if found is None or found.project_id != ctx.project.id:
        raise UserError("task.unknown", code=code)
    return found.id


def go_on(ctx: Context, draft: Draft, proposal: Proposal | None = None, after: Sequence[Draft] = ()) -> Reply | None:
    """Ask the next question about a draft, or make the task when there is none left.

    Of several drafts of one message the next is asked about once this one is made; those are `after` it, or known to
    its proposal.
    """
    if draft.question() is None:
        made = _made(ctx, draft, proposal)
        following = go_on_with(ctx, after or left(proposal))
        return replace(made, also=(following,)) if following else made
    here = {"chat": ctx.chat.id if ctx.chat else 0}
    if proposal is None:
        proposal = proposals.propose(ctx.work, ctx.project.id, KIND, {**draft.dump(), **kept(after), **here})
        return Reply(task_asking.question(ctx, draft, proposal), proposals.card_key(proposal))
    proposal.payload = {**proposal.payload, **draft.dump(), **here}
    ctx.work.update(proposals.card_key(proposal), task_asking.question(ctx, draft, proposal))
    return None


def go_on_with(ctx: Context, found: Sequence[Draft]) -> Reply | None:
    """Make those of several drafts that are complete, and ask about the first of the others (T7)."""
    replies = [_made(ctx, draft, None) for draft in found if draft.question() is None]
    asked = [draft for draft in found if draft.question() is not None]
    question = go_on(ctx, asked[0], after=asked[1:]) if asked else None
    if question is not None:
        replies.append(question)
    return replace(replies[0], also=tuple(replies[1:])) if replies else None


def kept(after: Sequence[Draft]) -> dict[str, Any]:
    """Drafts that are to be asked about later, as a part of a proposal; the inverse of `left`."""
    return {"after": [draft.dump() for draft in after]}


def left(proposal: Proposal | None) -> tuple[Draft, ...]:
    """The drafts to be asked about once a proposal is settled."""
    return tuple(drafts.load(raw) for raw in proposal.payload.get("after", ())) if proposal is not None else ()


def _made(ctx: Context, draft: Draft, proposal: Proposal | None) -> Reply:
    task, card = drafts.make(ctx.work, ctx.project, draft, ctx.me, ctx.chat)
    ctx.found_task = task
    if proposal is not None:
        outcome = note(words("task.draft_made", title=task.title, code=task.code), tone="good")
        proposals.take(ctx.work, proposal, outcome)
    _post(ctx, task, card)
    shown = _with_leave(ctx, task, card)
    asking = task_cards.asks_here(ctx.work, task, ctx.chat)
    return Reply(task_cards.asking_here(ctx.work, task, shown) if asking else shown, task_cards.card_key(task))


def _post(ctx: Context, task: Task, card: Card) -> None:
    """What was set in private or in one group is seen by the project's other groups all the same (J2)."""
    for chat in elsewhere(ctx, task.project_id):
        key = f"posted:{task.id}:{chat.id}"
        card_key = task_cards.card_key(task)
        ctx.work.send(Notice(ToChat(chat.id or 0), card, "T1", key, card_key=card_key, project_id=task.project_id))


def _with_leave(ctx: Context, task: Task, card: Card) -> Card:
    """The echo tells when the owner is away, or the project over, so that the date can be thought over at once."""
    told = (*task_cards.away(ctx.work, task), *task_cards.beyond(ctx.work, task))
    return Card(card.title, card.tone, (*card.sections, Section(lines=told))) if told else card


# ---------------------------------------------------------------------------------------------------------------------
# The form, and the answers to questions


def from_form(ctx: Context) -> Reply | None:
    """The whole form at once (T1)."""
    get = ctx.fields.get
    owner = named_or_plain(ctx, get("owner", "")).people
    helpers = named_people(ctx, _with_signs(get("collaborators", ""))).people
    start = date_in(ctx, get("start", ""))
    draft = Draft(
        get("title", "").strip(),
        _ids(owner[:1]),
        _ids(helpers),
        criteria=get("criteria", "").strip(),
        deliverable=get("deliverable", "").strip(),
        resources=get("resources", "").strip(),
        priority=get("priority") or "mid",
        phase=get("phase", "").strip(),
        start=start.day.isoformat() if isinstance(start, Deadline) else "",
    )
    if not draft.title:
        return Reply(task_asking.blank(ctx, draft), privately=True)
    return go_on(ctx, dated(ctx, draft, get("due", "")))


def date_in(ctx: Context, text: str) -> Found | None:
    """The date that a text says."""
    return parse(text, ctx.said, ctx.norms.calendar, ctx.zone, ctx.order)


def dated(ctx: Context, draft: Draft, text: str) -> Draft:
    """A draft with the due date a text says."""
    return _dated(draft, date_in(ctx, text), text)


def _with_signs(text: str) -> str:
    """Names written without @, as people write into a form, as mentions."""
    parts = text.replace("，", " ").replace(",", " ").replace("、", " ").split()
    return " ".join(part if part.startswith(("@", "<", "＠")) else f"@{part}" for part in parts)


def _ids(people: Sequence[Person]) -> tuple[int, ...]:
    return tuple(person.id or 0 for person in people)


def answer_name(ctx: Context) -> Reply | None:
    """Who an unknown name means, or nobody."""
    proposal, draft = _opened(ctx)
    return go_on(ctx, draft.with_name(int(ctx.value["person"])), proposal)


def answer_one(ctx: Context) -> Reply | None:
    """Who is meant of several with one name, or nobody."""
    proposal, draft = _opened(ctx)
    return go_on(ctx, draft.with_one(int(ctx.value["person"])), proposal)


def answer_words(ctx: Context) -> Reply | None:
    """What is to be done, or how well, in words; no words about how well are an answer, too."""
    proposal, draft = _opened(ctx)
    question: Literal["title", "criteria"] = "criteria" if ctx.value["asked"] == "criteria" else "title"
    return go_on(ctx, draft.told(question, ctx.fields.get("said", "").strip()), proposal)


def answer_owner(ctx: Context) -> Reply | None:
    """Who owns it, by button or form."""
    proposal, draft = _opened(ctx)
    if "person" in ctx.value:
        chosen = people_rows.person(ctx.work.db, int(ctx.value["person"]))
    else:
        chosen = task_asking.one_named(ctx, ctx.fields.get("owner", ""))
    named = people_rows.people(ctx.work.db, draft.owners)
    namesakes = frozenset(person.id or 0 for person in named if person.name == chosen.name)
    return go_on(ctx, replace(draft, unknown=()).owned_by(chosen.id or 0, namesakes), proposal)


def answer_due(ctx: Context) -> Reply | None:
    """When it is due, by button or form. Raises UserError when what was written is no date."""
    proposal, draft = _opened(ctx)
    if "due" in ctx.value:
        due = datetime.fromisoformat(ctx.value["due"])
        if draft.reason == "unsure" and (title := _without(draft.title, draft.written)):
            draft = replace(draft, title=title)
        return go_on(ctx, draft.due_at(due, ctx.value["timed"] == "1"), proposal)
    written = ctx.fields.get("due", "")
    found = dated(ctx, replace(draft, written="", reason="", choices=()), written)
    if not found.due and not found.reason:
        raise UserError("task.no_date", written=written)
    return go_on(ctx, found, proposal)


def _without(title: str, written: str) -> str:
    """A title without the words that turned out to be its date."""
    return " ".join(title.replace(written, " ", 1).split())


def _opened(ctx: Context) -> tuple[Proposal, Draft]:
    proposal = proposals.opened(ctx.work, ctx.value["proposal"])
    return proposal, drafts.load(proposal.payload)


def form_button(ctx: Context) -> Button:
    """Opens the empty form."""
    return task_asking.form_button(ctx, Draft(""))
