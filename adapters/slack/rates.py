"""Slack's rates: by method and minute, and for posts by channel. Pure.

Source: https://docs.slack.dev/apis/web-api/rate-limits. What a workspace takes of all posts together is published only
as "several hundred a minute".
"""

from collections.abc import Mapping, Sequence

from adapters.pacing import Limit

MINUTE = 60.0
POST = "chat.postMessage"
POSTS_A_MINUTE = 300
SELDOM = 20
PER_MINUTE: Mapping[str, int] = {
    "chat.update": 50,
    "chat.delete": 50,
    "conversations.open": 50,
    "conversations.info": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "users.lookupByEmail": 50,
    "views.open": 100,
    "views.publish": 100,
    "views.update": 100,
    "users.info": 100,
    "conversations.members": 100,
    "chat.postEphemeral": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "files.info": 50,
}


def of(method: str, channel: str = "") -> Sequence[Limit]:
    """What a call counts against, the narrow one first."""
    if method == POST:
        return (Limit(f"{POST} {channel}", 1, 1.0), Limit(POST, POSTS_A_MINUTE, MINUTE))
    return (Limit(method, PER_MINUTE.get(method, SELDOM), MINUTE),)


def exceeded(limits: Sequence[Limit], seconds: float) -> Limit:
    """Which of them a refusal means: a channel is ready again after a second or two, a whole minute takes longer."""
    return limits[0] if seconds <= 2 or len(limits) == 1 else limits[-1]
