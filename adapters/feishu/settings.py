"""What an installation of the app needs to know."""

from dataclasses import dataclass, field
from typing import Literal

PLATFORM = "feishu"
FREE_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class FeishuSettings:
    """Of one self-built app. `socket` needs no public address; `http` needs `verification_token`, and should have
    `encrypt_key`, without which requests are not signed.

    monthly_calls: what the tenant's plan gives all its apps together; 0 when there is no end.
    """

    app_id: str
    app_secret: str = field(repr=False)
    mode: Literal["socket", "http"] = "socket"
    encrypt_key: str = field(default="", repr=False)
    verification_token: str = field(default="", repr=False)
    base_url: str = "https://open.feishu.cn"
    monthly_calls: int = FREE_CALLS

    @property
    def frugal(self) -> bool:
        """Whether the plan is so small that every call counts."""
        return 0 < self.monthly_calls <= FREE_CALLS
