"""What the DingTalk adapter is told about its app and its hosts."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

API = "https://api.dingtalk.com"
OAPI = "https://oapi.dingtalk.com"
FREE_CALLS, FREE_MESSAGES = 5000, 3000  # standard edition since 2025-11-19
PRESS_PATH = "/dingtalk/cards"
HOOK_HOSTS = ("oapi.dingtalk.com", "api.dingtalk.com")


@dataclass(frozen=True, slots=True)
class DingTalkSettings:
    """An app of one organisation.

    robot_code: "" when it is the client id, as it is for every robot of an app.
    card_template_id: of our template, imported and published; "" sends markdown with typed answers.
    webhook_hosts: the only hosts an answer's address may name; a loopback address stands for itself with any port.
    proxy: obey the machine's proxy variables.
    event_token, event_aes_key: by which events over HTTP are signed and sealed; "" where none are to come.
    public_url: how the platform reaches us over HTTP; "" when it cannot.
    language: of the few words said to people the bot does not know.
    monthly_calls, monthly_messages: what the organisation's plan gives all its apps together; 0 when there is no end.
    """

    client_id: str
    client_secret: str = field(repr=False)
    robot_code: str = ""
    card_template_id: str = ""
    mode: Literal["stream", "http"] = "stream"
    api_base_url: str = API
    oapi_base_url: str = OAPI
    webhook_hosts: tuple[str, ...] = HOOK_HOSTS
    proxy: bool = False
    language: str = "zh"
    monthly_calls: int = FREE_CALLS
    monthly_messages: int = FREE_MESSAGES
    event_token: str = field(default="", repr=False)
    event_aes_key: str = field(default="", repr=False)
    public_url: str = ""

    @property
    def robot(self) -> str:
        return self.robot_code or self.client_id

    @property
    def frugal(self) -> bool:
        """Whether the plan is so small that every call counts."""
        return 0 < self.monthly_calls <= FREE_CALLS

    @property
    def draws_cards(self) -> bool:
        """Whether there is a template, and a way back for what is pressed: without it a card would be a dead end."""
        return bool(self.card_template_id) and (self.mode == "stream" or bool(self.public_url))

    @property
    def press_address(self) -> str:
        """Where presses of cards come to over HTTP; "" when they come by Stream, or not at all."""
        by_http = self.mode == "http" and self.draws_cards
        return f"{self.public_url.rstrip('/')}{PRESS_PATH}" if by_http else ""

    @property
    def press_route(self) -> str:
        """The name the address of presses is registered under, one an app; "" when they do not come over HTTP."""
        return f"duiqi-{hashlib.sha256(self.client_id.encode()).hexdigest()[:16]}" if self.press_address else ""
