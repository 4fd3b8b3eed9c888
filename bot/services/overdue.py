"""The overdue ladder of tasks: where each stands, when it is looked at next, what group and owner are told (O1-O5)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.cards import Card, note, words
from bot.rules import ladder
from bot.rules.ladder import Rung, Standing
from bot.services import access, due_soon, overdue_cards, task_cards
from bot.services.work import Work
from storage import due as due_rows
from storage import overdue as rows
from storage import people as people_rows
from storage import project as project_rows
from storage import task as task_rows
from storage.outbox import Notice, Rank, ToChat, ToPerson
from storage.tables.overdue import Escalation, Ladder
from storage.tables.people import Person
from storage.tables.project import Project
from storage.tables.task import Task

KIND = "overdue"


def watch(work: Work, task: Task) -> None:
    """Set or move the task's next rung after its date, state, owner or calendar changed; cards that show it follow."""
    if task.due_at is None or task.status not in rows.CLIMBING:
        due_rows.drop(work.db, KIND, task.id)
    else:
        if task.run > 1:
            remember(work, task)
        wake(work, task)
    if task.run > 1 or (task.due_at is not None and task.due_at <= work.now):
        _follow(work, task)


def wake(work: Work, task: Task) -> None:
    """Let the duty look at the task when its next step is due."""
    step = ladder.next_rung(standing(work, task), work.now)
    if step is None:
        due_rows.drop(work.db, KIND, task.id)
    else:
        due_rows.put(work.db, KIND, task.id, step[1])


def wake_all(work: Work, project: Project, tasks: Sequence[Task]) -> None:
    """The same for tasks of one project whose steps were taken together."""
    work.db.flush()
    moments: dict[str, datetime | None] = {}
    for id, each in standings(work, project, tasks).items():
        step = ladder.next_rung(each, work.now)
        moments[str(id)] = step[1] if step else None
    due_rows.move(work.db, KIND, moments, work.now)


def remember(work: Work, task: Task) -> Ladder:
    """The row of the task's present ladder, made when there is none: it begins with the task, or now for a new date."""
    row = rows.ladder(work.db, task)
    if row is None:
        began = task.created_at if task.run == 1 else work.now
        row = Ladder(task_id=task.id or 0, run=task.run, began_at=began)
        work.db.add(row)
    return row


def seen(work: Work, tasks: Sequence[Task]) -> None:
    """Note that the steps of these tasks towards group and executive were taken up to now; their lights turn red."""
    known = rows.ladders(work.db, tasks)
    for task in tasks:
        row = known.get(task.id or 0) or remember(work, task)
        if row.seen_at is None:
            task_cards.refresh(work, task, calm=True, slight=True)
        row.seen_at = work.now


def standing(work: Work, task: Task) -> Standing:
    """Where one task with a date stands; before its moment nothing can have been explained or escalated."""
    project = project_rows.project(work.db, task.project_id)
    owner = people_rows.person(work.db, task.owner_id)
    row = rows.ladder(work.db, task) if task.run > 1 or task.created_at < work.now else None
    if task.due_at is None or task.due_at > work.now:
        return _standing(work, project, task, owner, row, False, None)
    explained = any(each.run == task.run for each in rows.explanations(work.db, [task.id or 0]))
    return _standing(work, project, task, owner, row, explained, rows.escalation(work.db, task))


def standings(work: Work, project: Project, tasks: Sequence[Task]) -> Mapping[int, Standing]:
    """Where tasks of a project stand, by task."""
    ids = [task.id or 0 for task in tasks]
    ladders, escalations = rows.ladders(work.db, tasks), rows.escalations(work.db, tasks)
    explained = {(each.task_id, each.run) for each in rows.explanations(work.db, ids)}
    owners = {person.id: person for person in people_rows.people(work.db, [task.owner_id for task in tasks])}
    found: dict[int, Standing] = {}
    for id, task in zip(ids, tasks, strict=True):
        said, owner = (id, task.run) in explained, owners[task.owner_id]
        found[id] = _standing(work, project, task, owner, ladders.get(id), said, escalations.get(id))
    return found


def _standing(
    work: Work,
    project: Project,
    task: Task,
    owner: Person,
    row: Ladder | None,
    explained: bool,
    escalation: Escalation | None,
) -> Standing:
    if task.due_at is None:
        raise ValueError("a task without a date is never late")
    norms = work.norms(project)
    return Standing(
        task.due_at,
        row.began_at if row else task.created_at,
        norms,
        work.zone_of(owner, norms),
        climbing=task.status in rows.CLIMBING and project.status == "active",
        critical=task.critical,
        explained=explained,
        escalated=escalation.at if escalation else None,
        decided=bool(escalation and escalation.decision),
        demanded=row.asked_at if row else None,
        reminded=row.reminded_at if row else None,
        seen=row.seen_at if row else None,
    )


# ---------------------------------------------------------------------------------------------------------------------
# What group and owner are told


def remind_owner(work: Work, project: Project, task: Task, rung: Rung) -> None:
    """Remind the owner that the task is due soon (O1), or who takes their place; several are gathered.

    Where calls are few the group's question tells the owner, and this goes out only if that does not come.
    """
    owner = people_rows.person(work.db, task.owner_id)
    zone = work.zone_of(owner, work.norms(project))
    receiver = reminded(work, project, owner, work.now.astimezone(zone).date())
    remember(work, task).reminded_at = work.now
    if rung is Rung.SOON:
        task_cards.refresh(work, task, calm=True, slight=True)
    if receiver is not None:
        card = overdue_cards.due_soon(work, project, task, owner, receiver, rung)
        still, key = still_late([(task.id or 0, task.run)]), f"overdue:{task.id}:{task.run}:{rung}"
        later = due_soon.alone_after(work, project, task, owner, work.now) if receiver.id == owner.id else None
        day = work.today(work.norms(project)).toordinal()
        untold = (("due_untold", project.id or 0, task.id or 0, day),) if later else ()
        work.send(
            Notice(
                ToPerson(receiver.id or 0),
                card,
                "O1",
                key,
                Rank.NOTICE,
                "",
                "overdue.soon_many",
                project.id,
                (still, *untold),
                later,
                task.due_at,
            )
        )


def reminded(work: Work, project: Project, owner: Person, day: date) -> Person | None:
    """Who is reminded for an owner: they, their deputy while they are away, else the project's lead; or nobody."""
    present = access.stand_in(work, owner, day)
    return present or access.stand_in(work, people_rows.person(work.db, project.lead_id), day)


def warn(work: Work, project: Project, tasks: Sequence[Task]) -> None:
    """Tell the groups that tasks are late (O2), all that are late at this moment in one post."""
    _post(
        work, project, tasks, "O2", f"overdue:{_name(tasks)}:late", lambda told: overdue_cards.late(work, project, told)
    )


def demand(work: Work, project: Project, tasks: Sequence[Task]) -> None:
    """Demand cause and remedy in the groups (O3), for all tasks of this moment in one post; there nobody is mentioned
    (design.md 4), and who is in none of them is asked directly."""
    key = f"overdue:{_name(tasks)}:explain:{work.today(work.norms(project))}"
    known = rows.ladders(work.db, tasks)
    asked = [known.get(task.id or 0) or remember(work, task) for task in tasks]
    before = {row.asked_card for row in asked} - {"", key}
    for row in asked:
        row.asked_at, row.asked_card, row.shown = work.now, key, "asked"
    work.db.flush()
    rows_of = {row.task_id: row for row in asked}

    def card_of(told: Sequence[Task]) -> Card:
        return overdue_cards.demand(work, project, [rows_of[task.id or 0] for task in told])

    _post(work, project, tasks, "O3", key, card_of, key)
    for card_key in sorted(before):
        refresh_demand(work, card_key, {task.owner_id for task in tasks})


def _post(
    work: Work,
    project: Project,
    tasks: Sequence[Task],
    why: str,
    key: str,
    card_of: Callable[[Sequence[Task]], Card],
    card_key: str = "",
) -> None:
    """Into every group of the project; without one to each owner, and of a demand also to each who is in none of
    them, what is theirs. `card_of` says it of the tasks a receiver is told of."""
    chats = project_rows.chats(work.db, project.id or 0)
    to: list[tuple[str, ToChat | ToPerson, Sequence[Task], str]] = [
        (f"c{chat.id}", ToChat(chat.id or 0), tasks, card_key) for chat in chats
    ]
    people = {owner: owner for owner in {task.owner_id for task in tasks}} if not chats else {}
    people = _outside(work, project, tasks) if chats and why == "O3" else people
    for owner, receiver in sorted(people.items()):
        theirs = [task for task in tasks if task.owner_id == owner]
        to.append((f"p{owner}", ToPerson(receiver), theirs, card_key and _own_key(card_key, owner)))
    for place, receiver_at, told, shown_as in to:
        still = still_late((task.id or 0, task.run) for task in told)
        notice = Notice(
            receiver_at, card_of(told), why, f"{key}:{place}", Rank.NOTICE, shown_as, "", project.id, (still,)
        )
        work.send(notice)


def _own_key(card_key: str, owner: int) -> str:
    """The card of a demand on which an owner finds their own tasks alone."""
    return f"{card_key}:p{owner}"


def _outside(work: Work, project: Project, tasks: Sequence[Task]) -> dict[int, int]:
    """The owners of these tasks of whom nobody who answers is in a group of the project, with who answers for each."""
    inside = {
        member
        for chat in project_rows.chats(work.db, project.id or 0)
        for member in project_rows.chat_member_ids(work.db, chat.id or 0)
    }
    today = work.today(work.norms(project))
    owners = people_rows.people(work.db, sorted({task.owner_id for task in tasks} - inside))
    found = ((owner.id or 0, reminded(work, project, owner, today)) for owner in owners)
    return {owner: person.id or 0 for owner, person in found if person is not None and person.id not in inside}


def still_late(ladders: Iterable[tuple[int, int]]) -> tuple[str | int, ...]:
    """The condition that of these tasks and ladders one still climbs, looked at again when a message leaves."""
    return ("some_task_late", *(part for ladder_id in ladders for part in ladder_id))


def _name(tasks: Sequence[Task]) -> str:
    """Names a post by its first task: a ladder takes a step at most once a day, so it is the only one."""
    return f"{tasks[0].id}:{tasks[0].run}"


# ---------------------------------------------------------------------------------------------------------------------
# Cards that follow (design.md 4: buttons that no longer apply disappear)


def _follow(work: Work, task: Task) -> None:
    """Replace the cards on which the task stands otherwise than it is now."""
    demands = [row for row in rows.ladders_of(work.db, task.id or 0) if row.asked_card]
    for row in demands:
        state = overdue_cards.asked_state(work, task, row)
        if row.shown != state:
            row.shown = state
            refresh_demand(work, row.asked_card, {task.owner_id})
    for escalation in rows.escalations_of(work.db, task.id or 0):
        state = overdue_cards.escalation_state(task, escalation)
        if escalation.shown != state:
            escalation.shown = state
            refresh_escalation(work, escalation)


def refresh_demand(work: Work, card_key: str, owners: Iterable[int]) -> None:
    """Show on a demand who has explained and what is settled, and on the cards these owners may have of their own."""
    work.db.flush()
    asked = rows.on_asked_card(work.db, card_key)
    tasks = {task.id: task for task in task_rows.tasks(work.db, [row.task_id for row in asked])}
    _refresh_one(work, card_key, asked)
    for owner in sorted(owners):
        theirs = [row for row in asked if tasks[row.task_id].owner_id == owner]
        _refresh_one(work, _own_key(card_key, owner), theirs)


def _refresh_one(work: Work, card_key: str, asked: Sequence[Ladder]) -> None:
    if not asked:
        # Not before the new demand arrives, which keeps its receiver's working hours: one of them has the button.
        work.update(card_key, note(words("overdue.demanded_again")), "O3", calm=True, slight=True)
        return
    project = project_rows.project(work.db, task_rows.task(work.db, asked[0].task_id).project_id)
    work.update(card_key, overdue_cards.demand(work, project, asked), "O3")


def refresh_escalation(work: Work, escalation: Escalation) -> None:
    """Show what was decided and what is settled wherever an escalation stands."""
    for card_key in filter(None, (escalation.card, escalation.card_before)):
        refresh_escalation_card(work, card_key)


def refresh_escalation_card(work: Work, card_key: str) -> None:
    """Show on one card what was decided and what is settled."""
    work.db.flush()
    found = rows.on_escalation_card(work.db, card_key)
    card = overdue_cards.escalation(work, found) if found else note(words("overdue.asked_again"))
    work.update(card_key, card, "O4", slight=not found)
