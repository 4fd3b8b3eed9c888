"""User text in the platform's cards: made harmless where markup is read, and cut where it is too long. Pure.

Text goes into plain_text wherever that will do; only a line with a mention in it has to be markdown.
"""

import re
from collections.abc import Iterator, Mapping

from bot.cards import Ping, Rich

# https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-components/content-components/rich-text
_SIGNS = "&<>*~_-!/\\[]()#:+\"'`$|"
_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in _SIGNS}
_USER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ENDS = ("\n", "。", "；", "！", "？", ". ", "; ", "，", ", ", " ")


def escape(text: str) -> str:
    """Text for a markdown component that comes out as it is: no mention, link, style, emoji code or code block."""
    # At the beginning of a line four spaces make a code block, a number and a full stop a list, "=" a heading; these
    # signs have no entity here, so an invisible joiner comes in between.
    kept = re.sub(r"^[ \t]+", lambda spaces: "\u00a0" * len(spaces[0]), text, flags=re.MULTILINE)
    return re.sub(r"^(\u00a0*)(\d*)(?=[.=])", "\\1\\2\u2060", kept.translate(_ENTITIES), flags=re.MULTILINE)


def mention(user: str) -> str:
    return f"<at id={user}></at>"


def is_user_id(user: str) -> bool:
    """One id that cannot be a mention makes the platform refuse the whole card."""
    return bool(_USER_ID.fullmatch(user)) and user != "all"


def has_ping(rich: Rich, accounts: Mapping[int, str]) -> bool:
    return any(isinstance(part, Ping) and part.person in accounts for part in rich)


def marked(rich: Rich, accounts: Mapping[int, str]) -> str:
    """Rich text as markdown; who has no account here is only named."""
    parts: list[str] = []
    for part in rich:
        if isinstance(part, str):
            parts.append(escape(part))
        elif part.person in accounts:
            parts.append(mention(accounts[part.person]))
        else:
            parts.append(escape(f"@{part.name}"))
    return "".join(parts)


def size(text: str) -> int:
    """Bytes of UTF-8; lone surrogates, which cannot be sent, count as the mark that replaces them."""
    return len(text.encode("utf-8", "replace"))


def clip(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def split(text: str, most: int) -> Iterator[str]:
    """Pieces of at most `most` bytes, cut behind a line, a sentence or a word where there is one; nothing is lost."""
    while size(text) > most:
        head = text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")
        cut = max((at for end in _ENDS if (at := head.rfind(end) + len(end)) > len(head) // 2 + len(end)), default=0)
        cut = cut or len(head)
        yield text[:cut]
        text = text[cut:]
    yield text


def masked(text: str) -> str:
    """Without e-mail addresses and long numbers, which companies' audits stop (230028)."""
    text = re.sub(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "***", text)
    return re.sub(r"\d(?:[\d -]{5,}\d)", lambda number: number[0][:3] + "****", text)
