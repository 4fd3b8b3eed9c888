"""What is not the same on every platform, and why. `docs/platforms.md` tells it to people, row by row.

Each row is tested (`test_differences.py`); a story that goes otherwise on a platform for such a reason is named here,
and has to fail there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Platform = Literal["console", "slack", "feishu", "dingtalk"]
PLATFORMS: tuple[Platform, ...] = ("console", "slack", "feishu", "dingtalk")


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the table, in Chinese and English. stories: those that go otherwise, by platform."""

    zh: str
    en: str
    cells: Mapping[Platform, tuple[str, str]]
    stories: Mapping[Platform, tuple[str, ...]]


YES, NO = ("可以", "yes"), ("不可以", "no")


def _row(zh: str, en: str, *cells: tuple[str, str], **stories: tuple[str, ...]) -> Difference:
    told = {platform: stories[platform] for platform in PLATFORMS if platform in stories}
    return Difference(zh, en, dict(zip(PLATFORMS, cells, strict=True)), told)


DIFFERENCES: Mapping[str, Difference] = {
    "plain words": _row(
        "群里没有 @机器人 的普通消息，机器人能看到吗",
        "Does the bot see words in a group that do not mention it",
        ("可以，但不作回应", "yes, and does not answer"),
        ("可以，但不作回应", "yes, and does not answer"),
        (
            "开通 im:message.group_msg 后可以，但不作回应；默认看不到",
            "with im:message.group_msg, and does not answer; not without it",
        ),
        ("看不到", "no"),
    ),
    "slash": _row(
        "群里怎样发命令",
        "How a command is given in a group",
        ("/任务 …", "/task …"),
        ("/duiqi 任务 …，或 /task …", "/task …, or /duiqi with any command"),
        ("@对齐 /任务 …", "@Duiqi /task …"),
        ("@对齐 /任务 …", "@Duiqi /task …"),
    ),
    "several people": _row(
        "一句话里 @ 几个人",
        "Several people mentioned in one line",
        ("从列表选或直接写姓名", "pick them or write their names"),
        ("从列表选或直接写姓名", "pick them or write their names"),
        ("从列表选或直接写姓名", "pick them or write their names"),
        (
            "直接写姓名：平台会把选中的人从句子里拿掉",
            "write their names: the platform takes picked people out of the line",
        ),
    ),
    "update": _row(
        "消息在原处更新",
        "A message is updated in place",
        YES,
        YES,
        ("可以，11 天后改为重发", "yes, posted anew after 11 days"),
        (
            "配好卡片模板后可以；没有模板时有变化再发一条",
            "with the card template; without it what changes is told anew",
        ),
    ),
    "buttons": _row(
        "按钮",
        "Buttons",
        YES,
        YES,
        YES,
        ("配好卡片模板后可以；没有模板时回复编号", "with the card template; without it a number is typed"),
    ),
    "forms": _row(
        "表单",
        "Forms",
        ("在消息里展开", "open in the message"),
        ("点“填写”后在弹窗里填", "in a window, behind a button"),
        ("在卡片里展开", "open in the card"),
        (
            "在卡片里填；放不下或没有模板时逐项问答",
            "in the card; too long, or without the template, by question and answer",
        ),
    ),
    "days": _row(
        "表单里的日期",
        "Days in forms",
        ("用文字写", "typed"),
        ("从日历里选", "picked"),
        ("从日历里选", "picked"),
        ("从日历里选", "picked"),
    ),
    "emptied people": _row(
        "表单里清空已选的人",
        "People taken out of a form's field until it is empty",
        ("清空", "emptied"),
        ("清空", "emptied"),
        ("保持原样：平台不区分清空和没有动过", "left as they were: the platform does not tell emptied from untouched"),
        ("清空", "emptied"),
        feishu=("test_t1_collaborators_emptied_in_the_form_are_taken_off",),
    ),
    "mention in private": _row(
        "私聊里的 @",
        "Mentions in direct messages",
        ("显示姓名", "the name"),
        ("真正提醒", "a real mention"),
        ("真正提醒", "a real mention"),
        ("显示姓名，私聊本身就会提醒", "the name; a direct message notifies by itself"),
    ),
    "arrival": _row(
        "机器人进群时知道群里有谁",
        "Who is in the group the bot comes to",
        ("知道", "known"),
        ("知道", "known"),
        ("知道", "known"),
        ("不知道，从发言和加入中逐步得知", "learnt from who speaks and who is added"),
    ),
    "files": _row(
        "发来的文件（会议纪要）",
        "Files that are sent (minutes)",
        ("私聊或群里", "in private or in a group"),
        ("私信，或在频道里 @机器人", "in private, or with a mention in a channel"),
        ("只在私聊里", "in private only"),
        ("只在私聊里", "in private only"),
    ),
    "new name": _row(
        "成员改名后",
        "After somebody changed their name",
        ("马上跟着变", "followed at once"),
        ("马上跟着变", "followed at once"),
        ("马上跟着变", "followed at once"),
        ("下次发言时跟着变", "followed at their next words"),
        dingtalk=("test_a_changed_name_is_followed_and_strangers_are_not_entered",),
    ),
    "edit": _row(
        "发出后又编辑的消息",
        "A message that is edited after it was sent",
        ("不能编辑", "cannot be edited"),
        (
            "只处理新加的行；改动的行如果已经执行过，不会再执行；几次编辑的通知次序颠倒时，以最后一次为准",
            "only added lines are read; a changed line that was carried out is not carried out again; "
            "of edits told in another order the last one counts",
        ),
        (
            "平台不告诉机器人，以最初发出的为准；撤回不影响已执行的操作",
            "the platform does not tell; what was sent first counts, and recalling it undoes nothing",
        ),
        ("不能编辑，撤回不影响已执行的操作", "cannot be edited; recalling it undoes nothing"),
    ),
    "sent files": _row(
        "机器人发出的文件",
        "Files the bot sends",
        ("都可以，图片直接显示", "all; pictures are shown"),
        ("都可以，图片直接显示", "all; pictures are shown"),
        ("30 MB 以内都可以，图片直接显示", "all up to 30 MB; pictures are shown"),
        (
            "20 MB 以内的 xlsx、pdf、zip、rar、doc、docx 和图片；其他类型会告知发不了",
            "xlsx, pdf, zip, rar, doc, docx and pictures up to 20 MB; of others it says that they cannot be sent",
        ),
    ),
    "answer": _row(
        "回复任务卡片，不写任务名直接说进展",
        "Progress said in answer to a task's card, without the task's name",
        ("没有回复", "there are no answers"),
        ("知道是哪项任务（消息列里回复）", "the task is known (in the thread)"),
        ("知道是哪项任务", "the task is known"),
        (
            "知道是哪项任务；没有卡片模板时，机器人当场答复的消息除外：平台不给这些消息编号，要写上任务名或编号",
            "the task is known; without the template not that of an answer the bot gave on the spot, "
            "which the platform gives no id: the task's name or code is written",
        ),
    ),
}


def goes_otherwise(platform: str, story: str) -> str:
    """Why a story fails on a platform; "" when it must not."""
    for name, difference in DIFFERENCES.items():
        if any(story in stories for each, stories in difference.stories.items() if each == platform):
            return name
    return ""
