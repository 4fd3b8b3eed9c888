"""The base of all mapped tables."""

from functools import cache
from typing import Any

from sqlmodel import SQLModel


class Row(SQLModel):
    """A mapped row that is made and changed without pydantic's bookkeeping.

    SQLModel validates no row of a table, but goes through pydantic for each attribute all the same, which takes most
    of the time of making one. What a row begins with has no history either.
    """

    def __init__(self, **values: Any) -> None:
        row = self.__dict__
        for name, default in _defaults(type(self)):
            row[name] = default() if callable(default) else default
        row.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        # Straight to the descriptor by which SQLAlchemy sees the change.
        object.__setattr__(self, name, value)


@cache
def _defaults(table: type[Row]) -> tuple[tuple[str, Any], ...]:
    """The fields that need not be given, each with its value or what makes one."""
    fields = table.model_fields.items()
    return tuple((name, each.default_factory or each.default) for name, each in fields if not each.is_required())
