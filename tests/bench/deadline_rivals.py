"""Other people's date parsers, each behind the same call: the moment it reads in a text, or None."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import ModuleType
from typing import Any, TypeAlias

from bot.rules.deadlines import parse_simple

Answer: TypeAlias = datetime | date | None
Reader: TypeAlias = Callable[[str, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Rival:
    """A parser under test. `strict`: it tells a date from a moment, so it is held to that."""

    name: str
    read: Reader
    strict: bool = False


def rivals() -> tuple[list[Rival], list[str]]:
    """Ours and every rival that can be imported here, and the names of those that cannot."""
    found, absent = [Rival("ours", parse_simple, strict=True)], []
    for name, module, build in _MAKERS:
        try:
            found.append(Rival(name, build(importlib.import_module(module))))
        except ImportError:
            absent.append(name)
    return found, absent


def _dateparser(module: ModuleType) -> Reader:
    search = importlib.import_module("dateparser.search").search_dates

    def read(text: str, now: datetime) -> Answer:
        settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"}
        whole: Answer = module.parse(text, languages=["zh", "en"], settings=settings)
        if whole is not None:
            return whole
        found = search(text, languages=["zh", "en"], settings=settings)
        return _as_answer(found[0][1]) if found else None

    return read


def _parsedatetime(module: ModuleType) -> Reader:
    calendar = module.Calendar()

    def read(text: str, now: datetime) -> Answer:
        moment, kind = calendar.parseDT(text, now)
        return _as_answer(moment) if kind else None

    return read


def _dateutil(module: ModuleType) -> Reader:
    def read(text: str, now: datetime) -> Answer:
        return _as_answer(module.parse(text, fuzzy=True, default=datetime.combine(now.date(), time())))

    return read


def _jionlp(module: ModuleType) -> Reader:
    def read(text: str, now: datetime) -> Answer:
        found = module.ner.extract_time(text, time_base=now.timestamp(), with_parsing=True)
        stamps = found[0]["detail"]["time"] if found else None
        if not isinstance(stamps, list):
            return None
        return datetime.fromisoformat(stamps[-1 if found[0]["type"] == "time_span" else 0])

    return read


def _recognizers(module: ModuleType) -> Reader:
    def read(text: str, now: datetime) -> Answer:
        culture = "zh-cn" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en-us"
        results = module.recognize_datetime(text, culture, reference=now)
        ends = [end for each in results for end in _resolved(each.resolution, now)]
        return next((end for end in ends if end.date() >= now.date()), None)

    return read


def _resolved(resolution: Any, now: datetime) -> Iterator[datetime]:
    for value in (resolution or {}).get("values", ()):
        written = value.get("end") or value.get("value") or ""
        kind = value.get("type", "")
        if kind == "duration" and written.isdigit():
            yield now + timedelta(seconds=min(int(written), 10**9))
        elif kind.startswith("time"):
            yield datetime.combine(now.date(), time.fromisoformat(written))
        elif kind.startswith("date") and written[:1].isdigit():
            yield datetime.fromisoformat(written)


def _chinese_nlp(module: ModuleType) -> Reader:
    normalizer = module.TimeNormalizer()

    def read(text: str, now: datetime) -> Answer:
        found = normalizer.parse(text, now.isoformat())
        if "timedelta" in found:
            steps = found["timedelta"]
            days = 365 * steps["year"] + 30 * steps["month"] + steps["day"]
            return now + timedelta(days=days, hours=steps["hour"], minutes=steps["minute"])
        stamp = found.get("timestamp") or (found.get("timespan") or [""])[-1]
        return datetime.fromisoformat(stamp) if stamp else None

    return read


def _ctparse(module: ModuleType) -> Reader:
    def read(text: str, now: datetime) -> Answer:
        found = module.ctparse(text, ts=now, timeout=1)
        end = found.resolution if found else None
        end = getattr(end, "t_to", None) or end
        return _as_answer(getattr(end, "dt", None))

    return read


def _timefhuman(module: ModuleType) -> Reader:
    def read(text: str, now: datetime) -> Answer:
        found = module.timefhuman(text, config=module.tfhConfig(now=now))
        while isinstance(found, (list, tuple)) and found:
            found = found[-1]
        return now + found if isinstance(found, timedelta) else _as_answer(found)

    return read


def _as_answer(found: object) -> Answer:
    if isinstance(found, datetime):
        return found.replace(tzinfo=None)
    return found if isinstance(found, date) else None


_MAKERS: tuple[tuple[str, str, Callable[[ModuleType], Reader]], ...] = (
    ("recognizers-text", "recognizers_date_time", _recognizers),
    ("jionlp", "jionlp", _jionlp),
    ("ChineseDateTimeNLP", "ChineseDateTimeNLP", _chinese_nlp),
    ("dateparser", "dateparser", _dateparser),
    ("parsedatetime", "parsedatetime", _parsedatetime),
    ("dateutil fuzzy", "dateutil.parser", _dateutil),
    ("timefhuman", "timefhuman", _timefhuman),
    ("ctparse", "ctparse", _ctparse),
)
