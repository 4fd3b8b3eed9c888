"""`duiqi check`: one row for everything a start depends on, each with what to do when it is wrong."""

import asyncio
import errno
import http.client
import importlib.metadata
import json
import socket
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from adapters.base import Finding
from bot import calendars
from bot.config import Settings
from bot.masking import mask, spellings
from bot.texts import say
from storage.look import is_remote, look
from storage.migrate import newest

if TYPE_CHECKING:
    from bot.platform_checks import Receiver

State = Literal["ok", "warn", "fail"]
ANSWER_SECONDS = 5.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Result:
    """One row: `name`, `text` and `what` of a platform are of the catalogue; a value may be a text a language."""

    name: str
    state: State
    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    platform: str = ""
    what: str = ""

    def said(self, language: str) -> str:
        values = {key: value[language] if isinstance(value, Mapping) else value for key, value in self.values.items()}
        detail = say(f"check.{self.text}", language, **values)
        if not self.platform:
            return detail
        platform, what = say(f"people.platform_{self.platform}", language), say(f"check.what_{self.what}", language)
        return say("check.finding", language, platform=platform, what=what, detail=detail)


def run(settings: Settings, now: datetime, offline: bool, to: "Receiver | None" = None) -> list[Result]:
    """Every check; `offline` leaves out those that reach another machine, `to` is sent a test message."""
    stored = database(settings, offline)
    checks: Sequence[Callable[[], Result]] = (
        lambda: Result("configuration", "ok", "configuration_read"),
        lambda: stored,
        lambda: _calendar(settings, now),
        lambda: _zone(settings, now),
        lambda: _admin(settings),
        lambda: _port(settings),
        lambda: _address(settings, offline),
        lambda: _console(settings),
    )
    return [*(check() for check in checks), *_platforms(settings, offline, stored, to)]


def as_table(results: Sequence[Result], language: str) -> str:
    rows = [(say(f"check.{r.state}", language), say(f"check.{r.name}", language), r.said(language)) for r in results]
    widths = [max(_width(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(f"{_pad(state, widths[0])}  {_pad(name, widths[1])}  {said}" for state, name, said in rows)


def as_json(results: Sequence[Result], language: str) -> str:
    """One object a line: `{"check", "state", "text"}`, of a platform with "platform" and "what" besides."""
    lines = (
        {
            "check": result.name,
            "state": result.state,
            "text": result.said(language),
            **({"platform": result.platform, "what": result.what} if result.platform else {}),
        }
        for result in results
    )
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)


def database(settings: Settings, offline: bool = False) -> Result:
    """Whether the database can be opened and knows what this program knows."""
    if offline and is_remote(settings.database.url):
        return Result("database", "ok", "left_out")
    found, known = look(settings.database.url), newest()
    if found.file is not None and not found.exists:
        there = found.file.absolute().parent.is_dir()
        values = {"path": found.file if there else found.file.parent}
        return Result("database", "warn" if there else "fail", "database_new" if there else "no_folder", values)
    if found.error:
        return Result("database", "fail", "database_unreachable", {"error": _masked(settings, found.error)})
    step = found.step
    if step == known:
        return Result("database", "ok", "database_current", {"step": step})
    if step > known:
        return Result("database", "fail", "database_newer", {"step": step, "known": known})
    return Result("database", "warn" if settings.database.migrate else "fail", "database_old", {"step": step or "0"})


def _masked(settings: Settings, text: str) -> str:
    return mask(text, spellings(settings.secrets()))


def _calendar(settings: Settings, now: datetime) -> Result:
    code = settings.defaults.calendar
    folder = Path(settings.calendar.data) if settings.calendar.data else None
    if folder is not None and not folder.is_dir():
        return Result("calendar", "fail", "no_folder", {"path": folder})
    try:
        years = calendars.missing_years(code, now.astimezone(ZoneInfo(settings.defaults.timezone)).date(), folder)
    except ValueError as error:
        return Result("calendar", "fail", "calendar_broken", {"error": error})
    if years:
        return Result("calendar", "warn", "calendar_missing", {"code": code, "years": ", ".join(map(str, years))})
    return Result("calendar", "ok", "calendar_known", {"code": code})


def _zone(settings: Settings, now: datetime) -> Result:
    local = now.astimezone(ZoneInfo(settings.defaults.timezone))
    values = {"zone": settings.defaults.timezone, "now": f"{local:%H:%M}", "data": importlib.metadata.version("tzdata")}
    return Result("zone", "ok", "zone_known", values)


def _admin(settings: Settings) -> Result:
    if not settings.admin.people:
        return Result("admin", "warn", "admin_none")
    return Result("admin", "ok", "admin_set", {"n": len(settings.admin.people)})


def _port(settings: Settings) -> Result:
    values = {"host": settings.web.host, "port": settings.web.port}
    try:
        with socket.create_server((settings.web.host, settings.web.port)):
            return Result("port", "ok", "port_free", values)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return Result("port", "fail", "port_taken", values)
        return Result("port", "fail", "port_refused", {**values, "error": error.strerror or type(error).__name__})


def _address(settings: Settings, offline: bool) -> Result:
    url = settings.web.public_url
    if not url:
        wanted = any(getattr(settings, name).mode == "http" for name in settings.enabled())
        return Result("address", "fail" if wanted else "ok", "address_wanted" if wanted else "address_none")
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        return Result("address", "warn", "address_plain", {"url": url})
    if offline:
        return Result("address", "ok", "left_out")
    try:
        socket.getaddrinfo(parts.hostname, parts.port or 443)
    except OSError:
        return Result("address", "fail", "address_unknown", {"host": parts.hostname})
    return _answers(url)


def _answers(url: str) -> Result:
    """Whether our own page answers there; the platforms may still see it differently."""
    page = url.rstrip("/") + "/healthz"
    try:
        with urllib.request.urlopen(page, timeout=ANSWER_SECONDS) as answer:
            known = b"alive" in answer.read(100)
            return Result("address", "ok", "address_answers", {"url": url}) if known else _other(url, answer.status)
    except urllib.error.HTTPError as error:
        return _other(url, error.code)
    except (OSError, ValueError, http.client.HTTPException):
        return Result("address", "warn", "address_silent", {"url": url})


def _other(url: str, status: int) -> Result:
    return Result("address", "warn", "address_other", {"url": url, "status": status})


def _console(settings: Settings) -> Result:
    if not settings.console.enabled:
        return Result("console", "ok", "console_off")
    inside = settings.console.host in LOOPBACK
    return Result("console", "ok" if inside else "warn", "console_on" if inside else "console_open")


def _platforms(settings: Settings, offline: bool, stored: Result, to: "Receiver | None") -> list[Result]:
    """What each platform that is switched on says of credentials, permissions and reachability."""
    names = settings.enabled()
    if not names:
        return [Result("platforms", "ok" if settings.console.enabled else "warn", "platforms_none")]
    if offline:
        return [Result("platforms", "ok", "left_out")]
    from bot import platform_checks

    url = settings.database.url if stored.text == "database_current" else ""
    found = asyncio.run(platform_checks.ask(settings, url, to))
    return [_shown(settings, name, finding) for name, finding in found]


def _shown(settings: Settings, name: str, finding: Finding) -> Result:
    values = {
        key: _masked(settings, value) if isinstance(value, str) else value for key, value in finding.values.items()
    }
    return Result("platforms", finding.state, finding.text, values, name, finding.name)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
