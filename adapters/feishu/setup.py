"""What the app must be allowed and told, and why: for the platform's console and for the check.

The console imports the permissions as JSON; events and callbacks are switched on by hand, on two separate tabs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission, event or callback by its name in the console, and the reason for it in both languages."""

    name: str
    zh: str
    en: str
    kind: Literal["scope", "optional", "event", "callback"] = "scope"

    def reason(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


_GRANTS = (
    Grant("im:message:send_as_bot", "发送消息、更新卡片", "send messages and update cards"),
    Grant("im:message.p2p_msg:readonly", "接收私聊里的命令", "hear commands in direct messages"),
    Grant("im:message.group_at_msg:readonly", "接收群里 @机器人 的消息", "hear messages that mention the bot"),
    Grant("im:chat:readonly", "获知群名、群成员和进出群", "know a group's name, its members and who comes and goes"),
    Grant("im:resource", "发送导出的表格和图表", "send exported tables and charts"),
    Grant("contact:contact.base:readonly", "读取通讯录，获知成员离职", "read the directory, hear of people who leave"),
    Grant("contact:user.base:readonly", "显示成员姓名", "show people's names"),
    Grant("contact:user.department:readonly", "获知成员的部门和直属上级", "know a person's department and manager"),
    Grant("contact:department.base:readonly", "显示部门名称", "show departments' names"),
    Grant("contact:department.organize:readonly", "获知部门负责人", "know who heads a department"),
    Grant("contact:user.email:readonly", "按邮箱关联同一人的多个账号", "link a person's accounts", "optional"),
    Grant("contact:user.employee:readonly", "获知成员是否已离职", "know whether a person has left", "optional"),
    Grant("im:message:readonly", "读取以文件发来的会议纪要", "read minutes that are sent as a file", "optional"),
    Grant("im:user_agent:read", "按成员的客户端语言回复", "answer in the language of the person's client", "optional"),
    Grant("im:chat.access_event.bot_p2p_chat:read", "有人第一次打开私聊时告诉他怎么用",
          "tell who opens the chat for the first time what to do", "optional"),
    Grant("im:message.group_msg", "接收群里未 @机器人 的站会回复（敏感权限，需审核）",
          "hear standup answers without a mention (sensitive, needs review)", "optional"),
    Grant("im.message.receive_v1", "接收命令和回复", "hear commands and answers", "event"),
    Grant("im.chat.member.bot.added_v1", "进群后打招呼并引导绑定项目", "greet a group, help it to start", "event"),
    Grant("im.chat.member.bot.deleted_v1", "被移出群后停止在该群发消息", "stop posting where it was removed", "event"),
    Grant("im.chat.disbanded_v1", "群解散后停止发消息", "stop posting to a dissolved group", "event"),
    Grant("im.chat.updated_v1", "群改名后更新群名", "follow a group's new name", "event"),
    Grant("im.chat.member.user.added_v1", "新成员进群即加入项目", "make new members part of the project", "event"),
    Grant("im.chat.member.user.deleted_v1", "成员退群后更新群成员", "keep up with who is in the group", "event"),
    Grant("im.chat.member.user.withdrawn_v1", "撤回进群邀请时同步", "follow withdrawn invitations", "event"),
    Grant("application.bot.menu_v6", "机器人菜单里的命令", "commands in the bot's menu", "event"),
    Grant("im.chat.access_event.bot_p2p_chat_entered_v1", "第一次打开私聊（可选，需要上面的对应权限）",
          "the first opening of the chat (optional, with its permission above)", "event"),
    Grant("contact.user.deleted_v3", "成员离职后移交其事项", "hand over what people who leave had in hand", "event"),
    Grant("contact.user.updated_v3", "成员换部门或换上级后更新", "follow changes of department and manager", "event"),
    Grant("card.action.trigger", "卡片上的按钮和表单", "buttons and forms on cards", "callback"),
)  # fmt: skip

MENU = (("my", "我的事项", "My tasks"), ("standup", "今日站会", "Standup"), ("help", "使用帮助", "Help"))
"""Entries worth having in the bot's menu: the key of the event each pushes, which is a command, and its name."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "import": "1. 权限管理 → 批量导入，粘贴以下内容：",
        "scope": "必需权限",
        "optional": "可选权限（需要哪项就在上面的 JSON 里加上哪项）",
        "event": "2. 事件与回调 → 事件配置：选择“使用长连接接收事件”，添加以下事件",
        "callback": "3. 事件与回调 → 回调配置：选择“使用长连接接收回调”，添加以下回调（不要选旧版）",
        "event_http": "2. 事件与回调 → 事件配置：选择“将事件发送至开发者服务器”，请求地址填 {url}，添加以下事件",
        "callback_http": "3. 事件与回调 → 回调配置：同样选择开发者服务器，地址同上，添加以下回调（不要选旧版）",
        "menu": "4. 机器人 → 自定义菜单（可选）：响应动作选“推送事件”，事件 ID 填前面的英文，后面是菜单名称",
        "publish": "5. 版本管理与发布：创建版本并由管理员审核通过。发布之前以上设置都不生效。",
    },
    "en": {
        "import": "1. Permissions & Scopes → Batch import: paste this",
        "scope": "Required permissions",
        "optional": "Optional permissions (add those you want to the JSON above)",
        "event": "2. Events & Callbacks → Event configuration: receive through persistent connection, add these",
        "callback": "3. Events & Callbacks → Callback configuration: the same, add this one (not the old)",
        "event_http": "2. Events & Callbacks → Event configuration: send to developer's server at {url}, add these",
        "callback_http": "3. Events & Callbacks → Callback configuration: the same address, add this one (not the old)",
        "menu": "4. Bot → Custom menu (optional): each entry pushes an event; its key comes first, its name after it",
        "publish": "5. Version management: create a version, have it approved. Nothing works before that.",
    },
}


def permissions() -> tuple[Grant, ...]:
    """Everything to be granted or subscribed, with its reason."""
    return _GRANTS


def needed_scopes() -> tuple[str, ...]:
    return tuple(grant.name for grant in _GRANTS if grant.kind == "scope")


def manifest(language: Language, request_url: str = "") -> str:
    """The steps in the console, with the JSON to paste and a reason for every entry; over HTTP with an address."""
    words = dict(_WORDS[language])
    if request_url:
        words["event"], words["callback"] = words["event_http"].format(url=request_url), words["callback_http"]
    scopes = {"scopes": {"tenant": list(needed_scopes()), "user": []}}
    lines = [words["import"], "", json.dumps(scopes, indent=2), ""]
    for kind in ("scope", "optional", "event", "callback"):
        lines.append(words[kind])
        lines.extend(f"   {grant.name}  {grant.reason(language)}" for grant in _GRANTS if grant.kind == kind)
        lines.append("")
    entries = (f"   {key}  {zh if language == 'zh' else en}" for key, zh, en in MENU)
    return "\n".join([*lines, words["menu"], *entries, "", words["publish"]])
