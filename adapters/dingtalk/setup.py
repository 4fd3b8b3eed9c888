"""What an administrator enters in the open platform's console: permissions with reasons, events, the card template."""

import json
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from adapters.dingtalk.settings import PRESS_PATH


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission of the app and what it is for; without an optional one only that is missing."""

    name: str
    zh: str
    en: str
    optional: bool = False


PERMISSIONS = (
    Permission("qyapi_robot_sendmsg", "在群里和单聊中发消息", "post in groups and direct messages"),
    Permission("Card.Instance.Write", "发送并更新带按钮的卡片", "post and update cards with buttons"),
    Permission("qyapi_base", "上传图表和文件；新应用默认已开通", "upload charts and files; new apps have it"),
    Permission("qyapi_get_member", "读取姓名、部门、直属主管，用于指派和升级", "names, departments, managers"),
    Permission("qyapi_get_department_list", "读取部门及其负责人", "departments and their heads"),
)
EVENTS = (
    ("user_modify_org", "通讯录用户更改", "a person's profile changed"),
    ("user_leave_org", "通讯录用户离职", "a person left the company"),
    ("org_dept_create", "通讯录部门创建", "a department was made"),
    ("org_dept_modify", "通讯录部门更改", "a department changed"),
    ("org_dept_remove", "通讯录部门删除", "a department was removed"),
    ("chat_add_member", "群会话添加人员", "somebody joined a group"),
    ("chat_remove_member", "群会话删除人员", "somebody was taken out of a group"),
    ("chat_quit", "群会话用户主动退群", "somebody left a group"),
    ("chat_update_title", "群会话更换群名称", "a group was renamed"),
    ("chat_disband", "群会话解散群", "a group was dissolved"),
)


def template() -> dict[str, Any]:
    """The card template as the card builder imports it."""
    text = resources.files(__package__).joinpath("card_template.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def manifest(request_url: str = "") -> dict[str, Any]:
    """Everything to be set in the console, in the order of its pages; no secret is in it.

    With an address messages are sent there, and events and presses of cards beside it; that of presses is not entered
    in the console but registered by the bot when it starts.
    """
    permissions = [asdict(permission) for permission in PERMISSIONS]
    events = [{"name": name, "zh": zh, "en": en} for name, zh, en in EVENTS]
    if request_url:
        base = request_url.removesuffix("/dingtalk/robot")
        return {
            "robot": {"message_mode": "http", "url": request_url},
            "permissions": permissions,
            "events": {"mode": "http", "url": f"{base}/dingtalk/events", "list": events},
            "presses": {"mode": "http", "url": f"{base}{PRESS_PATH}", "registered_by": "duiqi serve"},
            "card_template": template(),
        }
    return {
        "robot": {"message_mode": "stream"},
        "permissions": permissions,
        "events": {"mode": "stream", "list": events},
        "card_template": template(),
    }
