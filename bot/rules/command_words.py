"""Other words people try for commands: pinyin, and words for the same thing that look like no command's name."""

from typing import Final

# Initials, and the whole syllables, for the commands needed most; they count only behind a slash.
PINYIN: Final = {
    "rw": "任务", "wc": "完成", "jd": "进度", "zs": "阻塞", "jc": "解除", "gq": "改期", "yj": "移交", "cb": "催办",
    "zh": "站会", "qj": "请假", "xj": "销假", "wd": "我的", "xm": "项目", "bz": "帮助", "cx": "撤销",
    "renwu": "任务", "wancheng": "完成", "jindu": "进度", "zuse": "阻塞", "jiechu": "解除", "gaiqi": "改期",
    "yijiao": "移交", "cuiban": "催办", "zhanhui": "站会", "qingjia": "请假", "xiaojia": "销假", "wode": "我的",
    "xiangmu": "项目", "bangzhu": "帮助", "chexiao": "撤销",
}  # fmt: skip
MEANT: Final = {
    "finish": "done", "finished": "done", "complete": "done", "completed": "done", "postpone": "redate",
    "delay": "redate", "reschedule": "redate", "stuck": "block", "blocked": "block", "remind": "urge",
    "nudge": "urge", "vacation": "leave", "holiday": "leave", "cancel": "task cancel", "delete": "task cancel",
    "mine": "my", "todo": "my", "revert": "undo", "assign": "task", "transfer": "handover",
    "搞定": "完成", "做完": "完成", "结束": "完成", "延期": "改期", "推迟": "改期", "顺延": "改期", "卡住": "阻塞",
    "催一下": "催办", "提醒": "催办", "休假": "请假", "待办": "我的", "取消": "任务 取消", "删除": "任务 取消",
    "撤回": "撤销", "转交": "移交", "指派": "任务", "派任务": "任务", "人物": "任务", "日报": "站会",
}  # fmt: skip
