"""What is known of a task's line while it is read (T1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.rules import roster as people
from bot.rules.deadlines import Deadline, Found
from bot.rules.due import Span
from bot.rules.fold import plain
from bot.rules.roster import Name, Named, Roster, Unknown

Priority: TypeAlias = Literal["high", "mid", "low"]


@dataclass(slots=True)
class LineDraft:
    """The text, its parts as far as they were found, and what is to be cut out of the title."""

    text: str
    folded: str
    roster: Roster
    cuts: list[Span] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    owners: list[int] = field(default_factory=list)
    collaborators: list[int] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    near: dict[str, Name | None] = field(default_factory=dict)
    either: dict[str, tuple[int, ...]] = field(default_factory=dict)
    reviews: list[str] = field(default_factory=list)
    spoken_of: list[Named] = field(default_factory=list)
    author: bool = False
    acting: list[str] = field(default_factory=list)
    helping: tuple[str, ...] = ()
    priority: Priority | None = None
    department: str = ""
    due: Found | None = None
    start: Deadline | None = None

    def take(self, named: Named, collaborator: bool) -> None:
        """Put people where they belong and their names out of the title."""
        self.cuts.append(named.span)
        self.author = self.author or named.author
        department = self._written_department(named)
        self.department = self.department or department
        if named.unknown and department:
            self.acting += [department] if not collaborator and department not in self.acting else []
        elif named.unknown and named.unknown not in self.unknown:
            self.unknown.append(named.unknown)
        if len(named.ids) > 1:
            self.either[self.text[slice(*named.span)].lstrip("@＠")] = named.ids
        side = self.collaborators if collaborator else self.owners
        side += [each for each in named.ids if each not in side]

    def help_instead(self, people: Iterable[int]) -> None:
        """Those who were taken for owners only help."""
        moved = [each for each in people if each in self.owners]
        self.owners = [each for each in self.owners if each not in moved]
        self.collaborators += [each for each in moved if each not in self.collaborators]

    def _written_department(self, named: Named) -> str:
        if named.unknown:
            return people.department_at(plain(named.unknown.written.lstrip("@＠")), 0, self.roster)
        return named.department
