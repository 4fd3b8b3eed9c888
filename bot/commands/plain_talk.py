"""Plain words that are neither work nor a command: greetings, thanks, and questions, which never make a task (S3)."""

import re
from typing import Final

from bot.cards import note, words
from bot.commands import my
from bot.commands.command import Context, Reply
from bot.rules.fold import plain

_ENDING: Final = r"[\s,，。.!！~～…]*"
_THANKS: Final = re.compile(
    rf"(?:好的?|ok|okay|great)?{_ENDING}(?:谢谢|多谢|感谢|谢啦|谢了|辛苦了?|thanks|thank you|thx|cheers)"
    rf"(?:你|您|啦| ?a lot| ?so much| ?very much)?{_ENDING}"
)
_HELLO: Final = re.compile(
    rf"(?:你好|您好|大家好|嗨|哈喽|早上好|早安?|下午好|在吗|在不在|hi|hello|hey|good (?:morning|afternoon))"
    rf"(?: there|呀|啊|!)?{_ENDING}[?？]?{_ENDING}"
)
_OWN_WORK: Final = re.compile(
    r"(?:我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}我?(?:今天|明天|这周|本周|现在|手上|手头|名下|还|都){0,3}"
    r"(?:有|要做|该做|要干|该干|要忙)(?:些)?(?:什么|啥|哪些|几个|多少)(?:个|项|件)?(?:事情?|任务|活|工作|要做的?)?"
    r"|what (?:do i have|should i do|am i working on|is on my plate|are my tasks|have i got)(?: to do)?"
    r"(?: today| now| this week| tomorrow)?|what's on my plate(?: today| now| this week)?|my tasks)"
    rf"(?:呢|呀|吗|要做|没做)?{_ENDING}[?？]?{_ENDING}"
)
_QUESTION: Final = re.compile(
    r"[?？]\s*$|(?:吗|呢)[\s。.!！]*$|^(?:什么|怎么|为什么|为啥|谁|哪[个里天些]|几点|what|how|why|who|when|where|which)(?![a-z])"
)


def read(ctx: Context, text: str) -> Reply | None:
    """The answer to thanks, or a person's own tasks when they ask for them; None for anything else."""
    folded = plain(text).strip()
    if _THANKS.fullmatch(folded):
        return Reply(note(words("record.welcome")))
    return Reply(my.my(ctx)) if _OWN_WORK.fullmatch(folded) else None


def greets(text: str) -> bool:
    """Whether words are a greeting and nothing else."""
    return _HELLO.fullmatch(plain(text).strip()) is not None


def asks(text: str) -> bool:
    """Whether words ask something rather than give work to somebody."""
    return _QUESTION.search(plain(text).strip()) is not None
