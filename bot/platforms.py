"""The platforms: how each adapter is built from its section of the configuration, and what it needs to be set up.

Adapters are imported when they are first used, so that a platform nobody enabled costs no start-up time.
"""

import json
from collections.abc import Callable, Mapping

from adapters.base import Adapter, Memory
from bot.clock import Clock
from bot.config import Settings

Build = Callable[[Settings, Memory, Clock], Adapter]


def _slack(settings: Settings, memory: Memory, clock: Clock) -> Adapter:
    from adapters.slack.adapter import SlackAdapter
    from adapters.slack.settings import SlackSettings

    given = settings.slack
    return SlackAdapter(
        SlackSettings(
            given.mode,
            given.bot_token.get_secret_value(),
            given.app_token.get_secret_value(),
            given.signing_secret.get_secret_value(),
            given.api_base_url,
            settings.defaults.language,
            alone=settings.database.url.startswith("sqlite"),  # a file belongs to one process
            shared_channels=given.shared_channels,
        ),
        memory,
        clock,
    )


def _feishu(settings: Settings, memory: Memory, clock: Clock) -> Adapter:
    from adapters.feishu.adapter import FeishuAdapter
    from adapters.feishu.settings import FeishuSettings

    given = settings.feishu
    return FeishuAdapter(
        FeishuSettings(
            given.app_id,
            given.app_secret.get_secret_value(),
            given.mode,
            given.encrypt_key.get_secret_value(),
            given.verification_token.get_secret_value(),
            given.base_url,
            given.monthly_calls,
        ),
        memory,
        clock,
    )


def _dingtalk(settings: Settings, memory: Memory, clock: Clock) -> Adapter:
    from adapters.dingtalk.adapter import DingTalkAdapter
    from adapters.dingtalk.settings import DingTalkSettings

    given = settings.dingtalk
    return DingTalkAdapter(
        DingTalkSettings(
            given.client_id,
            given.client_secret.get_secret_value(),
            given.robot_code,
            given.card_template_id,
            given.mode,
            given.api_base_url,
            given.oapi_base_url,
            given.webhook_hosts,
            given.proxy,
            settings.defaults.language,
            monthly_calls=given.monthly_calls,
            monthly_messages=given.monthly_messages,
            event_token=given.event_token.get_secret_value(),
            event_aes_key=given.event_aes_key.get_secret_value(),
            public_url=settings.web.public_url,
        ),
        memory,
        clock,
    )


PLATFORMS: Mapping[str, Build] = {"slack": _slack, "feishu": _feishu, "dingtalk": _dingtalk}


def build(settings: Settings, memory_of: Callable[[str], Memory], clock: Clock) -> dict[str, Adapter]:
    """The adapters of every platform that is switched on, by name."""
    return {name: PLATFORMS[name](settings, memory_of(name), clock) for name in settings.enabled()}


def manifest(name: str, settings: Settings, language: str) -> str:
    """What the platform's console imports, or asks for, to set the app up, with a reason for each permission."""
    url = _address(name, settings)
    if name == "slack":
        from adapters.slack import manifest as slack

        return json.dumps(slack.manifest(url or None), ensure_ascii=False, indent=2)
    if name == "feishu":
        from adapters.feishu import setup as feishu

        return feishu.manifest("en" if language == "en" else "zh", url and f"{url}/feishu/events")
    from adapters.dingtalk import setup as dingtalk

    return json.dumps(dingtalk.manifest(url and f"{url}/dingtalk/robot"), ensure_ascii=False, indent=2)


def reasons(name: str, language: str) -> str:
    """What each permission is for, a line each, where the manifest itself has no room for it; otherwise ""."""
    if name != "slack":
        return ""
    from adapters.slack import manifest as slack

    return "\n".join(f"{scope}: {slack.reason(scope, language)}" for scope in slack.SCOPES)


def _address(name: str, settings: Settings) -> str:
    """Where the platform sends events, or "" when the bot fetches them. Before a platform is switched on, Slack's app
    is for HTTP as soon as there is an address."""
    section = getattr(settings, name)
    by_http = section.mode == "http" or (name == "slack" and not section.enabled)
    return settings.web.public_url.rstrip("/") if by_http else ""
