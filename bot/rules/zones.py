"""Local time of people and teams: wall clocks, clock changes and the names people give their zone (rules S1, S2, W1).

Every moment handed in or out is an aware datetime; results are in UTC unless a docstring says otherwise.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_CITIES: Final = {
    "Asia/Shanghai": "中国 大陆 东八区 北京 上海 广州 深圳 杭州 成都 南京 武汉 西安 天津 苏州"
    " China Beijing Guangzhou Shenzhen Hangzhou Chengdu Nanjing Wuhan",
    "Asia/Urumqi": "乌鲁木齐",
    "Asia/Hong_Kong": "香港",
    "Asia/Macau": "澳门 Macao",
    "Asia/Taipei": "台北 台湾",
    "Asia/Tokyo": "东京 大阪 日本 Osaka",
    "Asia/Seoul": "首尔 韩国",
    "Asia/Singapore": "新加坡",
    "Asia/Kuala_Lumpur": "吉隆坡",
    "Asia/Bangkok": "曼谷",
    "Asia/Jakarta": "雅加达",
    "Asia/Ho_Chi_Minh": "胡志明市 河内 Hanoi Saigon",
    "Asia/Kolkata": "印度 孟买 新德里 班加罗尔 India Mumbai Delhi Bangalore Bengaluru",
    "Asia/Dubai": "迪拜 Abu_Dhabi",
    "Europe/Berlin": "柏林 慕尼黑 法兰克福 汉堡 德国 Germany Munich Frankfurt Hamburg",
    "Europe/London": "伦敦 英国 UK",
    "Europe/Paris": "巴黎 法国 France",
    "Europe/Amsterdam": "阿姆斯特丹",
    "Europe/Madrid": "马德里 Barcelona",
    "Europe/Rome": "罗马 米兰 Milan",
    "Europe/Zurich": "苏黎世 日内瓦 Geneva",
    "Europe/Stockholm": "斯德哥尔摩",
    "Europe/Moscow": "莫斯科",
    "America/Los_Angeles": "旧金山 洛杉矶 硅谷 西雅图 San_Francisco SF LA Silicon_Valley Seattle San_Jose Pacific",
    "America/Denver": "丹佛",
    "America/Chicago": "芝加哥 Austin Houston Dallas",
    "America/New_York": "纽约 波士顿 华盛顿 NYC Boston Washington Eastern",
    "America/Toronto": "多伦多",
    "America/Vancouver": "温哥华",
    "America/Mexico_City": "墨西哥城",
    "America/Sao_Paulo": "圣保罗",
    "Australia/Sydney": "悉尼",
    "Australia/Melbourne": "墨尔本",
    "Pacific/Auckland": "奥克兰",
}
# The tz database has fixed zones for whole hours only; these places keep the half hours all year round.
_HALF_HOURS: Final = {
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+9:30": "Australia/Darwin",
}
_OFFSET: Final = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?", re.ASCII)
# The machine's own zone and the placeholder are in the database, but name no place.
_NO_PLACE: Final = frozenset({"localtime", "Factory"})


def local(moment: datetime, zone: tzinfo) -> datetime:
    """The moment as the wall clock of `zone` shows it."""
    return moment.astimezone(zone)


def at_local(day: date, wall: time, zone: tzinfo) -> datetime:
    """The instant (UTC) at which the clocks of `zone` first show `wall` on `day`.

    A time shown twice is its first showing; a time the clocks jump over becomes the first instant after the jump.
    """
    naive = datetime.combine(day, wall.replace(tzinfo=None, fold=0))
    instant = naive.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == naive:
        return instant
    return _end_of_gap(naive, zone)


def next_local(now: datetime, wall: time, zone: tzinfo) -> datetime:
    """The first instant (UTC) strictly after `now` at which it is `wall` in `zone`: once for each local day."""
    day = now.astimezone(zone).date()
    instant = at_local(day, wall, zone)
    while instant <= now:
        day += timedelta(days=1)
        instant = at_local(day, wall, zone)
    return instant


def parse_zone(name: str) -> ZoneInfo | None:
    """The zone that `name` means: an IANA name, a city in Chinese or English, or an offset such as UTC+8."""
    key = _fold(name)
    if found := _names().get(key) or _names().get(_without_suffix(key)):
        return ZoneInfo(found)
    if match := _OFFSET.fullmatch(key):
        sign, hours, minutes = match.groups()
        return _fixed(sign, int(hours), minutes or "00")
    return None


def offset_label(moment: datetime, zone: tzinfo) -> str:
    """How far `zone` is from UTC at that moment, as people write it: UTC, UTC+8, UTC-7, UTC+5:30."""
    minutes = int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds()) // 60
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _end_of_gap(naive: datetime, zone: tzinfo) -> datetime:
    # The jump lies between the two readings of a time that does not exist, and jumps fall on whole seconds.
    before = naive.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(microsecond=0)
    after = naive.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(microsecond=0)
    while (seconds := int((after - before).total_seconds())) > 1:
        middle = before + timedelta(seconds=seconds // 2)
        if middle.astimezone(zone).replace(tzinfo=None) < naive:
            before = middle
        else:
            after = middle
    return after


def _fixed(sign: str, hours: int, minutes: str) -> ZoneInfo | None:
    if minutes != "00":
        name = _HALF_HOURS.get(f"{sign}{hours}:{minutes}")
        return ZoneInfo(name) if name else None
    if hours == 0:
        return ZoneInfo("UTC")
    if hours > (14 if sign == "+" else 12):
        return None
    # POSIX counts west of Greenwich as positive, so the sign in the name is turned round.
    return ZoneInfo(f"Etc/GMT{'-' if sign == '+' else '+'}{hours}")


@cache
def _names() -> dict[str, str]:
    zones = sorted(available_timezones() - _NO_PLACE)
    found = {_fold(zone.rpartition("/")[2]): zone for zone in zones if "/" in zone and not zone.startswith("Etc/")}
    found |= {_fold(zone): zone for zone in zones}
    found |= {_fold(city): zone for zone, cities in _CITIES.items() for city in (*cities.split(), zone.split("/")[1])}
    return found


def _fold(name: str) -> str:
    text = name.strip().casefold().replace("＋", "+").replace("：", ":").replace("−", "-").replace("－", "-")
    return re.sub(r"[\s_]+", "_", re.sub(r"\s*([+:-])\s*", r"\1", text))


def _without_suffix(key: str) -> str:
    return key.removesuffix("时间").removesuffix("市").removesuffix("_time")
