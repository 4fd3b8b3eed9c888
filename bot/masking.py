"""Secrets taken out of a text: known ones wherever they stand, others by their shape. Pure."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, unquote

MASK: Final = "***"
_SHAPES: Final = tuple(
    (re.compile(shape, re.IGNORECASE), put)
    for shape, put in (
        # Tokens that begin as no other word does, and what stands behind their names elsewhere.
        (r"\b(?:xox[a-z]|xapp)[-.][\w.%-]+", MASK),
        (r"\b[tuc]-[\w.~+/-]{16,}", MASK),
        (r"\bSEC[0-9a-f]{16,}", MASK),
        (r"\b(bearer\s+)[^\s\"',\]}]+", rf"\1{MASK}"),
        (r"\b((?:\w*[_.-])?(?:token|ticket|session|secret|sign|signature|password))=[^&\s\"']+", rf"\1={MASK}"),
        (
            r"""(["'][\w.-]*(?:token|ticket|secret|password|authorization)[\w.-]*["']\s*[:,]\s*b?["'])[^"']+""",
            rf"\1{MASK}",
        ),
        (r"(https://hooks\.[\w.-]+/)[^\s\"']+", rf"\1{MASK}"),
        (r"(://[^/\s:@]*:)[^@\s/]+(?=@)", rf"\1{MASK}"),
    )
)


def spellings(secrets: Iterable[str]) -> tuple[str, ...]:
    """Secrets as they may stand in a text: as they are, and as addresses spell them; the longest first, or one that
    begins like another would leave its end behind."""
    found = {form for each in secrets for form in (each, quote(each, safe=""), unquote(each)) if form}
    return tuple(sorted(found, key=len, reverse=True))


def mask(text: str, known: Iterable[str] = ()) -> str:
    """The text without `known` (see `spellings`) and without what looks like a secret."""
    for secret in known:
        text = text.replace(secret, MASK)
    for shape, put in _SHAPES:
        text = shape.sub(put, text)
    return text
