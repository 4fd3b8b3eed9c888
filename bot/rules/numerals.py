"""Numbers as people write them: digits, Chinese numerals below a thousand, English number words."""

from typing import Final

HAN: Final = "零〇一二两俩三四五六七八九十廿卅百"
NUMBER: Final = rf"(?:\d{{1,3}}|[{HAN}]{{1,5}})"
SMALL: Final = r"(?:\d{1,2}|[零〇一二两三四五六七八九十廿卅]{1,3})"
NUMBERED: Final = "楼|线|位|店|人|选手|种子|嘉宾|机|厅|门|文件|方案|项目|产品|仓|会议室|模块|台|样|车|服|版|柜|院|库|字"
"""What 号 gives a number to, so that it is no day of a month."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100}
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ROUND = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORDS = {word: value for value, word in enumerate(_ONES)} | _ROUND | {
    "a": 1, "an": 1, "a couple of": 2, "couple of": 2, "a couple": 2, "half a dozen": 6, "a dozen": 12,
}  # fmt: skip
_NTHS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_ORDINALS = {word: value for value, word in enumerate(_NTHS, 1)} | {"twentieth": 20, "thirtieth": 30}
_UNITS_EN: Final = "|".join(_ONES[1:10])

# Longest first, so that "a couple of" is not read as "a", nor "sixteen" as "six".
WORD: Final = rf"(?:(?:{'|'.join(_ROUND)})[ -](?:{_UNITS_EN})|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
ORDINAL: Final = (
    rf"(?:(?:twenty|thirty)[ -](?:{'|'.join(_NTHS[:9])})|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
)


def read_ordinal(word: str) -> int | None:
    """The value of `first`, `twenty-first`, `21st`; None where it is none."""
    digits = word.rstrip("sthndr")
    if digits.isdigit():
        return int(digits)
    tens, _, ones = word.replace("-", " ").rpartition(" ")
    value = _ORDINALS.get(ones)
    return value if value is None else value + _ROUND.get(tens, 0)


def read_number(word: str) -> int | None:
    """The value of `12`, `十二`, `twelve`; None where the characters make no number."""
    word = word.strip()
    if word.isascii() and word.isdigit():
        return int(word)
    if word in _WORDS:
        return _WORDS[word]
    tens, _, ones = word.replace("-", " ").rpartition(" ")
    if tens in _ROUND and ones in _ONES:
        return _ROUND[tens] + _ONES.index(ones)
    return _read_han(word.replace("廿", "二十").replace("卅", "三十"))


def _read_han(word: str) -> int | None:
    if not word or any(char not in HAN for char in word):
        return None
    if not any(char in _TENS for char in word):
        return int("".join(str(_DIGITS[char]) for char in word))
    total, pending, last = 0, None, 1000
    for char in word:
        unit = _TENS.get(char)
        if unit is None:
            pending = _DIGITS[char]
            continue
        if unit >= last:
            return None
        total, pending, last = total + (1 if pending is None else pending) * unit, None, unit
    return total + (pending or 0)
