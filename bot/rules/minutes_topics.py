"""Which lines of minutes are the title of a topic, by what stands below them (M2)."""

import re
from typing import Final

from bot.rules.minutes_names import SOMEBODY, built
from bot.rules.minutes_parts import Said
from bot.rules.minutes_settled import settled
from bot.rules.minutes_tables import TableRow

NO_TOPIC: Final = re.compile(
    r"(?:关键|常见|现场)?问答|闲聊|其[他它](?:事项)?|基本信息|.{0,8}(?:[这那]边|安排|要求|汇报|发言|讲话|意见|建议)|.{0,4}措施|经过|q&a|shout-outs"
    r"|(?:问题|原因|根因|现象|影响|对策|方案|资源|风险|进展|现状|背景|数据|亮点|不足|收获|感受|情况|说明|目标|计划|总体|小结|附|注"
    r"|(?:待|需)?改进|保持|恢复|开始|停止|继续|做得不?好的?(?:地方)?|不?好的|不足之处|(?:客户|用户|业主|家长|市场|竞品|对方|[我甲乙]方|供应商|核心)?(?:痛点|诉求|反馈|答复"
    r"|情况|观点|评价|现状)"
    r"|.{0,4}问题(?:[与和及、](?:处理|解决|建议|对策|风险))?|(?:拜访|评审|复盘|培训|检查|沟通)(?:日期|时间)|定级|定性|结果|过程|时间线|经验教训|教训|启示|新增|撤销"
    r"|未办结.*|已办结|附件?"
    r"|pain points?|discuss(?:ed|ion)|keep|start|stop|continue|drop|add|mad|sad|glad|liked|learned|lacked"
    r"|longed for|to improve"
    r"|(?:key )?takeaways|(?:quick |short |meeting )?(?:recap|summary|overview)|impact|root causes?|timeline"
    r"|lessons(?: learned)?|what .*|resolution|detection"
    r"|标题|(?:活动|会议|开始|结束|召开)?(?:时间|地点)|.{0,4}(?:人员|对象)|[甲乙丙]方|[我对]方|发言人|参会人|签到|散会|开场|结束语)(?:[与和及、](?:问题|原因|影响"
    r"|支持|对策|风险|计划|目标|方案))?(?:分析|说明|情况)?"
    r"|(?:what|who|how|where|why) .{1,24}|(?:the )?(?:background|context|links?|overview|wins|numbers|metrics"
    r"|thanks|kudos"
    r"|mis(?:c|cellaneous)(?: items)?|welcome|intro(?:ductions?)?|opening|closing|close|wrap[- ]?up"
    r"|other(?: business)?|notes?"
    r"|general|aob|any other business|housekeeping|icebreaker|recap|intros?|improvements?.*|roundtable|round table"
    r"|minutes of .*|matters arising)",
    re.I,
)

LEAST_PARAGRAPH: Final = 20  # characters of what is said of a matter
_NO_HEAD: Final = re.compile(r"[:：,，@|｜。.!！;；]")
_ASKS: Final = re.compile(r"赶[快紧]|尽快|抓紧|记得|务必|别忘|给我|报我|发我|^请(?!假|款|示)|谁")


def no_topic(title: str) -> bool:
    """Whether a heading names no matter: only what kind of words stand below it, or who they are from."""
    return bool(NO_TOPIC.fullmatch(title) or built(SOMEBODY).fullmatch(title))


def names_topic(said: Said, following: Said | tuple[str, TableRow] | None) -> bool:
    """Whether a short numbered line heads what is said below it."""
    if said.section not in ("", "discussion", "agenda") or len(said.text) > 24:
        return False
    if isinstance(following, tuple) or following is None or following.line.mark == "number":
        return False
    if said.line.mark != "number" and not _heads_points(said, following) and not _heads_paragraph(said, following):
        return False
    if settled(said.line.folded) is not None or no_topic(said.text) or _ASKS.search(said.text):
        return False
    return not re.search(r"[。；;?？]$|[,，].*[,，]|\d+[日号%]|[:：]\S", said.text)


def _heads_paragraph(said: Said, following: Said) -> bool:
    """Whether bare words of a summary stand above sentences about them."""
    if said.section != "discussion" or following.section != "discussion" or said.line.mark or said.who:
        return False
    told = following.text.endswith((".", "。")) and len(following.text) >= LEAST_PARAGRAPH and not following.line.mark
    return told and not _NO_HEAD.search(said.text) and (not said.text.isascii() or said.text[:1].isupper())


def _heads_points(said: Said, following: Said) -> bool:
    """Whether bare words stand above points of their own: a word above bullets, a bullet above those further in."""
    if said.who or len(said.text) > 16 or following.line.mark not in ("bullet", "open"):
        return False
    if said.line.mark == "bullet":
        inner = following.section not in ("topic", "actions", "item")
        return following.line.depth > said.line.depth and (inner or following.section == said.section)
    return said.line.mark == "" and not re.search(r"[:：,，@|｜、/\d]", said.text)
