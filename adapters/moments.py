"""When something was said, by a platform's clock. Pure."""

import re
from datetime import UTC, datetime

_STAMP = re.compile(r"[0-9]{9,17}(?:\.[0-9]{1,9})?")
_MOST_SECONDS = 1e11  # more are milliseconds, or thousandths of those: some platforms send now these, now those


def moment(stamp: object) -> datetime | None:
    """Aware UTC of a count since 1970, a number or digits in a string; None for anything else."""
    text = str(stamp)
    if not _STAMP.fullmatch(text):
        return None
    value = float(text)
    while value > _MOST_SECONDS:
        value /= 1000
    return datetime.fromtimestamp(value, UTC)
