"""Plain words that are neither work nor a command: greetings, thanks, and questions, which never make a task (S3)."""

import re
from typing import Final

from bot.cards import note, words
from bot.commands import plain_questions
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
_QUESTION: Final = re.compile(
    r"[?？]\s*$|(?:吗|呢)[\s。.!！]*$|^(?:什么|怎么|为什么|为啥|谁|哪[个里天些]|几点|what|how|why|who|when|where|which)(?![a-z])"
)


def read(ctx: Context, text: str) -> Reply | None:
    """The answer to thanks, and to a question that a command answers; None for anything else."""
    if _THANKS.fullmatch(plain(text).strip()):
        return Reply(note(words("record.welcome")))
    return plain_questions.read(ctx, text)


def greets(text: str) -> bool:
    """Whether words are a greeting and nothing else."""
    return _HELLO.fullmatch(plain(text).strip()) is not None


def asks(text: str) -> bool:
    """Whether words ask something rather than give work to somebody."""
    return _QUESTION.search(plain(text).strip()) is not None
