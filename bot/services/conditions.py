"""What must still be true when a message leaves: looked at again at delivery, because hours may lie between."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.services import access, due_soon, ending, task_cards
from bot.services.work import Work
from storage import people as people_rows
from storage import posted
from storage import project as project_rows
from storage import task as task_rows
from storage.outbox import ToChat, ToPerson, lane_of
from storage.overdue import CLIMBING
from storage.tables.people import Leave
from storage.tables.standup import StandupAnswer
from storage.tables.task import Task


def _task_open(work: Work, task_id: int, run: int) -> bool:
    """The task is open and was not given a new date since."""
    task = task_rows.task(work.db, task_id)
    return _alive(work, task) and task.run == run


def _alive(work: Work, task: Task) -> bool:
    """The task is open, and so is its project."""
    return task.status in task_rows.OPEN and _project_active(work, task.project_id)


def _task_owned(work: Work, task_id: int, person_id: int) -> bool:
    """The task is open and still this person's."""
    task = task_rows.task(work.db, task_id)
    return _alive(work, task) and task.owner_id == person_id


def _task_asked(work: Work, task_id: int, person_id: int) -> bool:
    """The task is open, this person's, and they have not accepted it yet."""
    task = task_rows.task(work.db, task_id)
    return _task_owned(work, task_id, person_id) and task.accepted_at is None


def _some_task_late(work: Work, *pairs: int) -> bool:
    """Of these tasks and ladders (12, 1, 15, 2, …) one is still to be delivered and was not given a new date since."""
    tasks = {task.id: task for task in task_rows.tasks(work.db, pairs[::2])}
    late = [tasks[id] for id, run in zip(pairs[::2], pairs[1::2], strict=True) if tasks[id].run == run]
    return any(task.status in CLIMBING and _project_active(work, task.project_id) for task in late)


def _task_unseen(work: Work, task_id: int, chat_id: int) -> bool:
    """The task's card did not arrive in the group."""
    return not posted.stands_in(work.db, task_cards.card_key(task_rows.task(work.db, task_id)), ToChat(chat_id))


def _card_unmoved(work: Work, task_id: int, chat_id: int, ref: str) -> bool:
    """The task's card stands in the group where it stood, and was not posted anew."""
    card_key = task_cards.card_key(task_rows.task(work.db, task_id))
    place = posted.place(work.db, card_key, lane_of(ToChat(chat_id)))
    return place is None or place.ref == ref


def _task_helped(work: Work, task_id: int, person_id: int) -> bool:
    """The task is open and the person still helps with it."""
    is_alive = _alive(work, task_rows.task(work.db, task_id))
    return is_alive and person_id in task_rows.collaborators(work.db, task_id)


def _project_active(work: Work, project_id: int) -> bool:
    return project_rows.project(work.db, project_id).status == "active"


def _project_over(work: Work, project_id: int) -> bool:
    """The project is active though its period is over."""
    return ending.over(work, project_rows.project(work.db, project_id))


def _chat_free(work: Work, chat_id: int) -> bool:
    """The group has no project."""
    return not project_rows.in_chat(work.db, chat_id)


def _member(work: Work, project_id: int, person_id: int) -> bool:
    """The person still has a part in the project."""
    return bool(project_rows.memberships(work.db, project_id, person_id))


def _bound(work: Work, project_id: int, chat_id: int) -> bool:
    """The group is still one of the project's."""
    return any(chat.id == chat_id for chat in project_rows.chats(work.db, project_id))


def _seen_by(work: Work, project_id: int, person_id: int) -> bool:
    """The project is still open to the person."""
    return access.sees(work, people_rows.person(work.db, person_id), project_rows.project(work.db, project_id))


def _milestone_open(work: Work, milestone_id: int, day_ordinal: int) -> bool:
    """The milestone is not reached, and still planned for that day."""
    found = project_rows.milestone(work.db, milestone_id)
    return found is not None and found.reached_at is None and found.day.toordinal() == day_ordinal


def _at_work(work: Work, person_id: int, day_ordinal: int) -> bool:
    """The person is not on leave that day."""
    return people_rows.leave_on(work.db, person_id, date.fromordinal(day_ordinal)) is None


def _on_leave(work: Work, leave_id: int) -> bool:
    """The leave was not cancelled."""
    leave = work.db.get(Leave, leave_id)
    return leave is not None and leave.ended_at is None


def _unanswered(work: Work, project_id: int, day_ordinal: int, person_id: int) -> bool:
    """The person has not answered this standup yet."""
    return work.db.get(StandupAnswer, (project_id, date.fromordinal(day_ordinal), person_id)) is None


CONDITIONS: Mapping[str, Callable[..., bool]] = {
    "task_open": _task_open,
    "task_owned": _task_owned,
    "task_asked": _task_asked,
    "some_task_late": _some_task_late,
    "task_unseen": _task_unseen,
    "card_unmoved": _card_unmoved,
    "task_helped": _task_helped,
    "project_active": _project_active,
    "project_over": _project_over,
    "chat_free": _chat_free,
    "member": _member,
    "bound": _bound,
    "seen_by": _seen_by,
    "milestone_open": _milestone_open,
    "at_work": _at_work,
    "on_leave": _on_leave,
    "unanswered": _unanswered,
    "due_untold": due_soon.untold,
}


def holds(work: Work, condition: tuple[str | int, ...]) -> bool:
    """Whether a condition, such as ("task_open", 12, 1), is true now."""
    return CONDITIONS[str(condition[0])](work, *condition[1:])


def receiver_name(work: Work, to: ToPerson | ToChat) -> str:
    """The name of a person or group, for telling who could not be reached."""
    if isinstance(to, ToPerson):
        return people_rows.person(work.db, to.id).name
    return project_rows.chat(work.db, to.id).name
