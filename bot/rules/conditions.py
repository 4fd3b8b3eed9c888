"""Words that set something only if, or once, something else happens: 如果主视觉完成了就通知陈浩 (T1)."""

import re
from typing import Final

_POLITE: Final = r"方便|可以|行的?话|有空|没问题|来得及|不忙|有时间|你"
_ZH: Final = re.compile(
    rf"\s*(?:(?:如果|要是|假如|假设|万一|倘若|一旦|除非|只要)(?!{_POLITE})|等(?![保级候待])(?=[^。]{{2,30}}(?:再|就|[之以]?后)))"
    r"[^。\n]{2,60}?(?:[就再才则]|的话|[,，]\s*(?:请|让|由|通知|那))"
)
_THEN: Final = re.compile(
    r"\s*(?![^,，。]*前)[^,，。\n]{2,20}?(?:完成|结束|确认|通过|上线|出来|[好到批签定回])了?(?:[之以]?后)?[,，]?\s*[就再](?:通知|告诉|让|请|找|叫|由|给)"
)
_EN: Final = re.compile(
    r"\s*(?:if|unless|once|as soon as|in case|when)(?![a-z'])"
    r"(?! (?:possible|needed|necessary|you (?:can|could|have|get|are|don't mind)|that works|ok|there's time))",
    re.IGNORECASE,
)


def is_conditional(text: str) -> bool:
    """Whether words begin with what must have happened first; a polite 如果方便 is no such thing."""
    return any(begins.match(text) for begins in (_ZH, _THEN, _EN))
