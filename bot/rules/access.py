"""Who may do what: parts people have in a project or a task, and the sets that commands name (P1-P5, U4)."""

from enum import StrEnum


class Part(StrEnum):
    """A person's part in what a command is about. One person can have several."""

    ADMIN = "admin"  # administrates the workspace
    EXECUTIVE = "executive"  # stands above a participating department
    LEAD = "lead"  # answers for the project
    HEAD = "head"  # heads the department concerned
    LIAISON = "liaison"  # speaks for the department concerned
    OWNER = "owner"  # answers for the task
    CREATOR = "creator"  # set the task
    COLLABORATOR = "collaborator"  # helps with the task
    MEMBER = "member"  # belongs to the project
    PERSON = "person"  # known to the workspace, but outside the project


ANYONE = frozenset(Part)
INSIDE = ANYONE - {Part.PERSON}
LEADING = frozenset({Part.ADMIN, Part.LEAD})
DIRECTING = LEADING | {Part.HEAD, Part.LIAISON, Part.EXECUTIVE, Part.CREATOR}
WORKING = DIRECTING | {Part.OWNER}
HELPING = WORKING | {Part.COLLABORATOR}
ADMINS = frozenset({Part.ADMIN})
EXECUTIVES = frozenset({Part.ADMIN, Part.EXECUTIVE})


def may(parts: frozenset[Part], allowed: frozenset[Part]) -> bool:
    """Whether somebody with these parts may do what is allowed to those."""
    return bool(parts & allowed)
