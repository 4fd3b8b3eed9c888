"""The open platform's rates: by interface for the whole app, by receiver, and by message for updates. Pure.

Source: https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control and the pages of each interface.
"""

from collections.abc import Sequence

from adapters.pacing import Limit

A_SECOND, A_MINUTE, BY_ONE = 50, 1000, 5
MESSAGES = "/open-apis/im/v1/messages"
OF_RECEIVER = 230020


def of(api: str, path: str, receiver: str = "") -> Sequence[Limit]:
    """What a call counts against, the narrow ones first. `api`: method and path without ids."""
    whole = (Limit(api, A_SECOND, 1.0), Limit(f"{api} a minute", A_MINUTE, 60.0))
    if api in (f"POST {MESSAGES}", f"POST {MESSAGES}/:id/reply"):
        return (Limit(f"to {receiver}", BY_ONE, 1.0), *whole)
    if api == f"PATCH {MESSAGES}/:id":
        return (Limit(f"patch {path.rpartition('/')[2]}", BY_ONE, 1.0), *whole)
    # Everything else is asked for so seldom that the second alone matters.
    return whole[:1]


def exceeded(limits: Sequence[Limit], code: int) -> Limit:
    """Which of them a refusal means."""
    by_one = code == OF_RECEIVER or len(limits) == 1
    return limits[0] if by_one else limits[1]
