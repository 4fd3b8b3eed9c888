"""What people say beside their work: greetings, thanks, "seen", where they are, slips, and what only asks (S3)."""

import re
from typing import Final, Literal

from bot.rules.fold import plain

SmallTalk = Literal["welcome", "seen", "state", "back", "slipped", "no_news", "fine"]

_ENDING: Final = r"[\s,，。.!！~～…]*"
_THANKS: Final = re.compile(
    rf"(?:好的?|ok|okay|great)?{_ENDING}(?:谢谢|多谢|感谢|谢啦|谢了|辛苦了?|thanks|thank you|thx|cheers)"
    rf"(?:你|您|啦| ?a lot| ?so much| ?very much)?{_ENDING}"
)
_HELLO: Final = re.compile(
    rf"(?:你好|您好|大家好|嗨|哈喽|早上好|早安?|下午好|在吗|在不在|hi|hello|hey|good (?:morning|afternoon)"
    r"|(?:这个)?(?:怎么用|怎么玩)|你?(?:都)?(?:能|会|可以)(?:干|做)?(?:嘛|些?什么|些?啥)"
    r"|what can you do|how does this work)"
    rf"(?: there|呀|啊|!)?{_ENDING}[?？]?{_ENDING}"
)
_SEEN: Final = re.compile(
    rf"(?:(?:收到|好的?|好滴|好嘞|行|可以|没问题|嗯+|知道了|了解|明白了?|ok(?:ay)?|okk+"
    r"|got it|noted|sure|will do|sounds good|lgtm|[👍👌🙏🫡]+)"
    rf"{_ENDING}){{1,3}}"
)
_OF_ONESELF: Final = (
    r"(?:我(?:们|这边)?|本人|这边|今天|明天|后天|(?:下|这|本)?(?:周|星期)[一二三四五六日天末]?|周末"
    r"|上午|下午|晚上|现在|已经?|都|会|要|得|在|先|和|、){0,7}"
)
_AGREES: Final = re.compile(rf"{_OF_ONESELF}(?:接受|同意|没问题|没意见)(?:了|啦|呢|的|吧)?")
# Where people are, which is no work of theirs.
_STATE: Final = re.compile(
    rf"{_OF_ONESELF}(?:不在(?:公司|工位)?|居家(?:办公)?|在?家办公|wfh|远程(?:办公)?|下班|走|出差|外出|吃饭|路上|到|到公司"
    r"|加班(?:到 ?\d\d?点半?)?|早走|早退|[晚迟]到|[临有]?(?:时)?有?点?事)"
    r"(?:一?会儿?|一下|半天)?(?:了|啦|呢|的|吧)?(?:[,，][^,，]{0,8}(?:找|联系|问)[^,，]{1,8})?"
    r"|(?:i(?:'m| am|'ll be) )?(?:wfh|working from home|working remotely|travell?ing|on a business trip)"
    r"(?: today| tomorrow| on [a-z]+day| this week| next week)?"
)
_BACK: Final = re.compile(r"我?(?:今天|已经?)?(?:回来|销假|休完假|回来上班)(?:了|啦)?|i'?m back(?: today| now)?")
_SLIPPED: Final = re.compile(
    r"(?:打错|发错|搞错|弄错|写错|说错|点错|错|手滑)(?:人|字|群)?了|(?:请|帮我)?撤回(?:一下|刚才的?)?"
    r"|刚才(?:那个|那条|的)?(?:不算|作废|打错了|发错了|错了)"
    r"|oops|my (?:bad|mistake)|(?:that was )?(?:a )?(?:mistake|typo)"
    r"|(?:wrong|not that) (?:person|one|task|chat|date|day)|(?:delete|scrap|ignore) (?:that|it)"
    r"|(?:不对|错了)[,，]?(?:应该)?是[^,，]{1,12}"
    r"|不是[^,，]{1,12}[,，]?而?是[^,，]{1,12}|i meant [^,]{2,20}|算了|never ?mind|forget it"
)
_NO_NEWS: Final = re.compile(
    r"我?(?:今天|目前|暂时|这边|现在|都){0,3}(?:还|也)?(?:没有?|无)(?:啥|什么|任何)?(?:新?进展|更新|动静|变化|新情况)(?:了|呢)?"
    r"|(?:都)?还没(?:有|开始|动|做)?(?:呢)?|(?:there(?:'s| is| are) )?(?:no|nothing) (?:news|updates?|progress|new)"
    r"(?: (?:today|yet|from me|so far|to report))*"
)
_WISHES: Final = re.compile(
    r"(?:大家|各位|你们)?辛苦[了啦]?[,，](?:大家)?(?:今天|今晚)?(?:都|就)?早点(?:下班|休息|回家|睡)(?:了|吧|啦)?"
)
_PARTS: Final = re.compile(
    r"(?:那?就?(?:明天|后天|周末|(?:下|这)?(?:周|星期)[一二三四五六日天]?|回头|一会儿?|晚点)见|再见|拜拜|周末愉快|节日快乐|生日快乐"
    r"|see you(?: then| later| tomorrow| soon| on [a-z]+day)?|bye|have a (?:nice|good|great) (?:day|weekend|one))"
    r"(?:了|啦|呀|哦)?"
)
_PRAISES: Final = re.compile(
    r"[^,，\s]{0,8}(?:[干做]得(?:真|很|太)?(?:漂亮|好|不错|棒)|(?:真|太|好)(?:棒|厉害|牛|强)|厉害|牛|给力)(?:了|啦|啊)?"
    r"|(?:well done|great job|nice work|good job|awesome|looks? (?:great|good))(?:,? [a-z]+)?"
)
_KINDS: Final[tuple[tuple[re.Pattern[str], SmallTalk], ...]] = (
    (_THANKS, "welcome"),
    (_SEEN, "seen"),
    (_AGREES, "seen"),
    (_WISHES, "fine"),
    (_PARTS, "fine"),
    (_PRAISES, "fine"),
    (_STATE, "state"),
    (_BACK, "back"),
    (_SLIPPED, "slipped"),
    (_NO_NEWS, "no_news"),
)
_ASKS: Final = re.compile(
    r"[?？]\s*$|(?:吗|呢)[\s。.!！]*$|^(?:什么|怎么|为什么|为啥|谁|哪[个里天些]|几点|what|how|why|who|when|where|which)(?![a-z])"
    r"|谁(?:请假|休假|不在)|什么时候(?:结束|开始|上线|完)|^(?:今天|昨天|现在|这周|本周|都|还|有|群里|项目里?){1,3}谁|(?P<verb>[忙在有行对来])不(?P=verb)[\s。.!！]*$"
    r"|(?:什么|啥)[好呢]*[\s。.!！]*$|怎么(?:办|样)[\s。.!！]*$|几点(?:开会?|结束|到|去|集合|出发|上线)?[\s。.!！]*$|(?:什么|啥|哪些|多少|几个)(?:活|事情?|任务|工作)[\s。.!！]*$|(?:在|忙)(?:忙|做|干|弄)?(?:些)?(?:什么|啥)[\s。.!！]*$"
)
# A question by itself, and not one that somebody is to find an answer to: 确认要不要加印.
_ASKS_WHETHER: Final = re.compile(
    r"(?!.*(?:确认|问|看|定|讨论|商量|评估|核[实对]|了解|想|研究|沟通|梳理|整理|列|统计|查))"
    r".*(?:要不要|用不用|需不需要|该不该|有哪些(?:任务|工作|事))"
)
_ASKS_OPENLY: Final = re.compile(r"(?:what|how|why|who|when|where|which)(?:'s|’s)?(?![a-z])")
_REQUESTS: Final = re.compile(
    r"请(?!假)|麻烦|帮|能不能|可否|能否|(?:can|could|would) you|[@＠]"
    r"|^(?:can|could|would) (?!(?:i|we|it|this|that|the|there|they|anyone|anybody|somebody)(?![a-z]))[a-z]",
    re.IGNORECASE,
)
# What people begin with that says nothing: "ok王芳周五前出图".
_FILLER: Final = re.compile(
    r"^(?:(?:ok(?:ay)?|好的?|收到|嗯+|行|谢谢|辛苦了?|另外|对了|那个)[,，。!！~～\s]+)+(?=\S{2})|^ok(?=[\u4e00-\u9fff]{2})",
    re.IGNORECASE,
)


def read_small_talk(text: str) -> SmallTalk | None:
    """Which of these the whole message is; None where it says anything else.

    state: where somebody is. back: from leave, or from somewhere. slipped: what was said before was a mistake.
    no_news: nothing has moved. fine: wishes, praise and farewells.
    """
    folded = plain(text).strip().rstrip("。.!！~～ ")
    return next((kind for said, kind in _KINDS if said.fullmatch(folded)), None)


def greets(text: str) -> bool:
    """Whether words are a greeting, or ask what can be said, and nothing else."""
    return _HELLO.fullmatch(plain(text).strip()) is not None


def asks(text: str) -> bool:
    """Whether words ask something rather than give work to somebody: "can you" and names with @ are requests."""
    folded = plain(text).strip()
    return (_ASKS.search(folded) or _ASKS_WHETHER.match(folded)) is not None and not requests(text)


def requests(text: str) -> bool:
    """Whether words ask somebody to do something: "can you", 麻烦, names with @."""
    return _REQUESTS.search(text) is not None


def asks_openly(text: str) -> bool:
    """Whether words begin with what, how or when: news of work never does."""
    return _ASKS_OPENLY.match(plain(text).strip()) is not None


def mentions(text: str) -> bool:
    """Whether words speak to somebody by @."""
    return "@" in text or "＠" in text


def without_filler(text: str) -> str:
    """The message without what people begin with that says nothing."""
    return _FILLER.sub("", text.strip())
