"""Codes people read out: project `XMKTP2024-001`, task `XZB20230001`, sub-task `XZB20230001-01` (J1, T1)."""

import re

TASK_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2,8}\d{8,9}(?:-\d{2,3})?)(?![A-Za-z0-9-])")
PROJECT_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2,10}\d{4}-\d{3,4})(?![A-Za-z0-9-])")

# The first-level characters of GB 2312 are sorted by pinyin, so a character's initial can be read off its code.
_INITIALS = (
    (0xB0A1, "A"), (0xB0C5, "B"), (0xB2C1, "C"), (0xB4EE, "D"), (0xB6EA, "E"), (0xB7A2, "F"), (0xB8C1, "G"), (0xB9FE,
    "H"), (0xBBF7, "J"), (0xBFA6, "K"), (0xC0AC, "L"), (0xC2E8, "M"), (0xC4C3, "N"), (0xC5B6, "O"), (0xC5BE, "P"),
    (0xC6DA, "Q"), (0xC8BB, "R"), (0xC8F6, "S"), (0xCBFA, "T"), (0xCDDA, "W"), (0xCEF4, "X"), (0xD1B9, "Y"), (0xD4D1,
    "Z"),
)  # fmt: skip
_LAST = 0xD7F9


def initials(name: str, most: int = 4) -> str:
    """Capital initials of a Chinese or English name: 行政部 -> XZB, Design Team -> DT; at most `most` letters."""
    if re.search(r"[A-Za-z]", name) and not re.search(r"[\u4e00-\u9fff]", name):
        words = re.findall(r"[A-Za-z]+", name)
        letters = words[0][:most] if len(words) == 1 else "".join(word[0] for word in words)
    else:
        letters = "".join(_initial(character) for character in name)
    return letters.upper()[:most]


def _initial(character: str) -> str:
    if character.isascii():
        return character if character.isalpha() else ""
    try:
        high, low = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    code = high << 8 | low
    if not _INITIALS[0][0] <= code <= _LAST:
        return ""
    return next(letter for start, letter in reversed(_INITIALS) if code >= start)


def project_prefix(name: str, year: int) -> str:
    """The part of a project code before its number."""
    return f"XM{initials(name, 3)}{year}"


def project_code(prefix: str, number: int) -> str:
    return f"{prefix}-{number:03d}"


def task_prefix(department: str, year: int) -> str:
    """The part of a task code before its number; tasks of nobody's department begin with RW."""
    letters = initials(department)
    return f"{letters if len(letters) >= 2 else 'RW'}{year}"


def task_code(prefix: str, number: int) -> str:
    return f"{prefix}{number:04d}"


def subtask_code(parent: str, number: int) -> str:
    return f"{parent}-{number:02d}"
