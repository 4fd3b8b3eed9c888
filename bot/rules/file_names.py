"""Names of the files the bot makes: project, date and kind of document, so that a folder sorts itself (K2)."""

import unicodedata
from datetime import date

MOST_BYTES = 200  # of UTF-8; file systems take 255, and platforms and browsers put something in front
_REFUSED = frozenset('\\/:*?"<>|')


def document_name(project: str, day: date, kind: str, suffix: str) -> str:
    """A name such as `Q4宣传物料-2026-03-02-任务表.xlsx`, which every file system takes."""
    rest = f"-{day.isoformat()}-{_allowed(kind)}.{suffix}"
    return _cut(_allowed(project), MOST_BYTES - len(rest.encode())) + rest


def _allowed(text: str) -> str:
    # Characters that cannot be seen could turn the suffix round.
    kept = (each for each in text if each not in _REFUSED and unicodedata.category(each)[0] != "C")
    return " ".join("".join(kept).split()).strip(". ")


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip()
