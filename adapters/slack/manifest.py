"""The app manifest that is pasted into Slack's console. Pure, and without any import of Slack's packages.

Source: Slack, "App manifest" schema, version 2.
"""

from collections.abc import Mapping
from typing import Any

ENTRY = "/slack/events"

# Every permission with what it is for; `duiqi manifest slack` prints the reasons, `duiqi check` compares the names.
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hears when somebody writes @Duiqi / 听到别人 @Duiqi",
    "channels:history": "reads progress in project channels, looks up lost answers / 读取频道进展，核对消息是否送达",
    "channels:read": "knows a channel's name and members / 知道频道的名称和成员",
    "chat:write": "posts, updates and sends direct messages / 发消息、更新卡片、发私信",
    "commands": "offers /duiqi, /task and the shortcuts / 提供 /duiqi、/task 等命令和快捷方式",
    "files:read": "reads minutes that are sent as a file / 读取以文件发来的会议纪要",
    "files:write": "sends charts and exported tables / 发送图表和导出的表格",
    "groups:history": "the same as channels:history in private channels / 私有频道里同样的事",
    "groups:read": "the same as channels:read in private channels / 私有频道里同样的事",
    "im:history": "reads what people write to it directly / 读取别人发给它的私信",
    "im:read": "finds its direct conversations again after a pause / 停机后找回私信对话",
    "im:write": "opens a direct conversation with a person / 打开与成员的私信",
    "users:read": "knows names, languages and time zones / 知道姓名、语言和时区",
    "users:read.email": "recognises a person who also uses another platform / 通过邮箱认出同一个人在其他平台的账号",
}

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "team_join",
    "tokens_revoked",
    "user_change",
)

# Slack has no translated commands, so that both languages stand in each description.
COMMANDS = (
    ("/duiqi", "All commands / 全部命令", "help | task … | 任务 …"),
    ("/task", "Set a task / 派任务", "poster drafts @sam Wed 17:00 | 海报初稿 @李四 周三17:00前"),
    ("/standup", "Answer the standup / 填写站会", ""),
    ("/my", "My tasks / 我的任务", ""),
    ("/project", "Projects / 项目", "new | show | bind | 新建 | 查看"),
    ("/risk", "Report a risk / 报告风险", ""),
    ("/issue", "Report an issue / 提出问题", ""),
    ("/meeting", "Meetings / 会议", ""),
)


def reason(scope: str, language: str) -> str:
    """What a permission is for."""
    en, _, zh = SCOPES[scope].partition(" / ")
    return zh if language == "zh" else en


def manifest(public_url: str | None) -> dict[str, Any]:
    """The manifest: for Socket Mode without an address, for HTTP with the one people reach the bot by."""
    entry = public_url.rstrip("/") + ENTRY if public_url else ""
    request = {"request_url": entry} if entry else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Duiqi",
            "description": "Keeps cross-department projects aligned / 让跨部门项目保持对齐",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Duiqi", "always_online": True},
            "slash_commands": [_command(*command, entry) for command in COMMANDS],
            "shortcuts": [
                _shortcut("global", "new_task", "New task / 新建任务", "Set a task / 派一项任务"),
                _shortcut(
                    "message", "task_from_message", "Make it a task / 转为任务", "Turn it into a task / 转为任务"
                ),
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not entry,
            "token_rotation_enabled": False,
        },
    }


def _command(command: str, description: str, usage: str, entry: str) -> dict[str, Any]:
    """Escaped, because only then a mention arrives as an id."""
    return {
        "command": command,
        "description": description,
        **({"usage_hint": usage} if usage else {}),
        "should_escape": True,
        **({"url": entry} if entry else {}),
    }


def _shortcut(kind: str, callback: str, name: str, description: str) -> dict[str, Any]:
    return {"name": name, "type": kind, "callback_id": callback, "description": description}
