"""A task that is not complete yet: what is known, what has to be asked next, and how it becomes a task (T1, T7)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal, Self

from bot.cards import Card
from bot.services import task as tasks
from bot.services import task_cards
from bot.services.task import NewTask
from bot.services.work import Work
from storage import people as people_rows
from storage import task as task_rows
from storage.tables.people import Person
from storage.tables.project import Chat, Project
from storage.tables.task import Task

Question = Literal["title", "unknown", "which", "first_owner", "owner", "due", "criteria"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment a date may mean (ISO, aware), and whether a clock time was named."""

    due: str
    timed: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a task. Ids of people; moments and days in ISO.

    unknown: names nobody has, with the id of the nearest, or 0.
    either: names as written that several have, with those of the people above of whom one is meant.
    minutes: the minutes it was written down in (T5).
    vague: what is wanted was not said (`rules.titles.is_vague`), so that it and how well is asked for, too.
    written, reason, choices: words about the due date that have to be asked for, why, and what they may mean.
    """

    title: str
    owners: tuple[int, ...] = ()
    collaborators: tuple[int, ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    either: tuple[tuple[str, tuple[int, ...]], ...] = ()
    due: str = ""
    timed: bool = False
    written: str = ""
    reason: str = ""
    choices: tuple[Choice, ...] = ()
    criteria: str = ""
    deliverable: str = ""
    resources: str = ""
    priority: str = "mid"
    department: int | None = None
    phase: str = ""
    start: str = ""
    parent: int | None = None
    depends: tuple[int, ...] = ()
    vague: tuple[str, ...] = ()
    minutes: int | None = None

    def question(self) -> Question | None:
        """The one thing to ask next, or None when the task can be made: what, of whom, by when, how well (T7)."""
        if not self.title or "title" in self.vague:
            return "title"
        if self.unknown and (self.unknown[0][1] or self.owners):
            return "unknown"
        if self.either:
            return "which"
        if len(self.owners) > 1:
            return "first_owner"
        if not self.owners:
            return "owner"
        if not self.due:
            return "due"
        return "criteria" if "criteria" in self.vague else None

    def owned_by(self, person_id: int, namesakes: frozenset[int]) -> Self:
        """With one owner chosen; others who were named help, but for those who only share the name."""
        others = tuple(id for id in self.owners if id != person_id and id not in namesakes)
        known = tuple(id for id in self.collaborators if id != person_id)
        return replace(self, owners=(person_id,), collaborators=(*known, *(id for id in others if id not in known)))

    def with_name(self, person_id: int) -> Self:
        """With the first unknown name settled as a person, or dropped (0). The first name without an owner owns."""
        rest = replace(self, unknown=self.unknown[1:])
        if not person_id:
            return rest
        if not self.owners:
            return replace(rest, owners=(person_id,))
        return replace(rest, collaborators=tuple(dict.fromkeys((*self.collaborators, person_id))))

    def with_one(self, person_id: int) -> Self:
        """With one of the people settled who share the first such name, or none of them (0)."""
        (_, ids), *others = self.either

        def settled(people: tuple[int, ...]) -> tuple[int, ...]:
            kept = (each for each in people if each not in ids or each == person_id)
            return tuple(dict.fromkeys(kept))

        return replace(
            self, owners=settled(self.owners), collaborators=settled(self.collaborators), either=tuple(others)
        )

    def told(self, question: Literal["title", "criteria"], said: str) -> Self:
        """With an answer in words."""
        vague = tuple(each for each in self.vague if each != question)
        return (
            replace(self, title=said, vague=vague) if question == "title" else replace(self, criteria=said, vague=vague)
        )

    def due_at(self, due: datetime, timed: bool) -> Self:
        """With the due date settled."""
        return replace(self, due=due.isoformat(), timed=timed, written="", reason="", choices=())

    def dump(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def load(raw: Mapping[str, Any]) -> Draft:
    """The inverse of `Draft.dump`."""
    values = {name.name: raw[name.name] for name in fields(Draft) if name.name in raw}
    for name in ("owners", "collaborators", "depends"):
        values[name] = tuple(values[name])
    values["vague"] = tuple(raw.get("vague", ()))
    values["either"] = tuple((written, tuple(ids)) for written, ids in raw.get("either", ()))
    values["unknown"] = tuple((written, nearest) for written, nearest in values["unknown"])
    values["choices"] = tuple(Choice(**choice) for choice in values["choices"])
    return Draft(**values)


def make(work: Work, project: Project, draft: Draft, creator: Person, here: Chat | None = None) -> tuple[Task, Card]:
    """The task of a complete draft, and its card, which is shown in the group `here`.

    Raises UserError as making and linking tasks does.
    """
    db = work.db
    new = NewTask(
        title=draft.title,
        owner=people_rows.person(db, draft.owners[0]),
        creator=creator,
        collaborators=tuple(people_rows.person(db, id) for id in draft.collaborators),
        due_at=datetime.fromisoformat(draft.due),
        due_timed=draft.timed,
        criteria=draft.criteria,
        deliverable=draft.deliverable,
        priority=draft.priority,
        department_id=draft.department,
        phase=draft.phase,
        planned_start=date.fromisoformat(draft.start) if draft.start else None,
        parent=task_rows.task(db, draft.parent) if draft.parent else None,
        resources=draft.resources,
        minutes_id=draft.minutes,
    )
    task, card = tasks.create(work, project, new, here)
    for before in draft.depends:
        tasks.depend(work, task, task_rows.task(db, before), 0)
    return task, task_cards.card(work, task) if draft.depends else card
