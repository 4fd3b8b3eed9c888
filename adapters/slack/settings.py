"""What the adapter needs to know of its installation."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """The section `[slack]`; secrets are left out of every printed form.

    language: of findings, and of the home tab for people whose own is not known.
    alone: no other process can share the app's store.
    shared_channels: ids of channels shared with another company in which the bot works all the same.
    ping_seconds: how often the connection is tried; silence is noticed after two to four times that.
    """

    mode: Literal["socket", "http"] = "socket"
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_base_url: str = "https://slack.com/api/"
    language: str = "zh"
    alone: bool = False
    shared_channels: tuple[str, ...] = ()
    ping_seconds: float = 10.0
