"""Configuration: TOML file and environment -> typed settings, or every mistake at once.

Environment beats file: `DUIQI_SLACK__BOT_TOKEN`, or `DUIQI_SLACK__BOT_TOKEN_FILE` naming a file that holds the value.
`config.example.toml` shows every key with its default; each number of the handbook names its rule there and here.
"""

import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeInt,
    PlainValidator,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot import calendars
from bot.problems import ConfigError, Layout, Problem, Vocabulary, explain, nearest
from bot.rules.workdays import Hours, Overrides, parse_hours

__all__ = ["ConfigError", "Problem", "Settings", "load"]

PREFIX = "DUIQI_"
PLATFORMS = ("slack", "feishu", "dingtalk")
_OUTSIDE = {"DUIQI_CONFIG"}  # read by the command line
Days = TypeVar("Days", tuple[date, ...], dict[date, Hours])
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _read_time(value: object) -> time:
    """`9:30`, or TOML's own 09:30:00. Numbers are refused: they would be taken for seconds."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("time_form", "a time such as 09:30")
    return time(int(match[1]), int(match[2]))


def _read_hours(value: object) -> Hours:
    try:
        return parse_hours(value if isinstance(value, str) else "")
    except ValueError:
        raise PydanticCustomError("hours_form", "hours such as 09:00-18:00") from None


def _split_list(value: object) -> object:
    """A list from the environment is written with commas."""
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def _split_table(value: object) -> object:
    """A table from the environment is written `2026-02-14=09:00-12:00; 2026-12-31=09:00-15:00`."""
    if not isinstance(value, str):
        return value
    return {name.strip(): rest.strip() for name, _, rest in (item.partition("=") for item in value.split(";"))}


def _check_once(days: Days, info: ValidationInfo) -> Days:
    """A day stands in one of the lists only, otherwise they would contradict each other."""
    twice = set(days) & {day for other in ("off", "on") for day in info.data.get(other, ())}
    if twice:
        raise PydanticCustomError("twice", "given twice", {"day": min(twice).isoformat()})
    return days


def _check_zone(name: str) -> str:
    if name not in zoneinfo.available_timezones():
        raise PydanticCustomError("zone", "no such time zone", {"given": name})
    return name


def _check_calendar(code: str) -> str:
    try:
        return calendars.normalise(code)
    except ValueError:
        raise PydanticCustomError("calendar", "the code of a country or region") from None


def _check_address(url: str) -> str:
    parts = urlsplit(url)
    if url and not (parts.scheme in {"http", "https"} and parts.netloc):
        raise PydanticCustomError("address", "an address that starts with https:// or http://")
    return url


def _check_database(url: str) -> str:
    if not url.startswith(("sqlite://", "postgresql://")):
        raise PydanticCustomError("database", "sqlite:///FILE or postgresql://…")
    return url


def _check_admin(person: str) -> str:
    platform, _, user = person.partition(":")
    if platform not in {*PLATFORMS, "console"} or not user:
        raise PydanticCustomError("admin", "platform:user id")
    return person


def _needed(mode: str = "") -> AfterValidator:
    """The key must be set once its section is enabled, or only in one of its modes."""

    def check(value: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        # A key of `data` is absent when it was wrong itself; that is reported already.
        wanted = info.data.get("enabled") and mode in {"", info.data.get("mode")}
        if wanted and not (value.get_secret_value() if isinstance(value, SecretStr) else value):
            raise PydanticCustomError("needed", "needed when enabled", {"mode": mode})
        return value

    return AfterValidator(check)


LocalTime = Annotated[time, BeforeValidator(_read_time)]
Span = Annotated[Hours, PlainValidator(_read_hours)]
Dates = Annotated[tuple[date, ...], NoDecode, BeforeValidator(_split_list), AfterValidator(_check_once)]
Address = Annotated[str, AfterValidator(_check_address)]
Port = Annotated[int, Field(ge=0, le=65535)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Database(Section):
    """`url` may hold a password, so it is left out of every printed form."""

    url: Annotated[str, AfterValidator(_check_database)] = Field(default="sqlite:///duiqi.db", repr=False)
    migrate: bool = True


class Web(Section):
    """Where platforms' calls, health and metrics are served; `public_url` is how people reach it, "" if they cannot."""

    host: str = "127.0.0.1"
    port: Port = 8080
    public_url: Address = ""


class Console(Section):
    """The chat in the browser, for trying out: whoever reaches it can speak as anybody."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: Port = 8765


class Platform(Section):
    # Defaults are looked at too, since an empty one is wrong once the section is enabled.
    model_config = ConfigDict(validate_default=True)

    enabled: bool = False


class Slack(Platform):
    """`shared_channels`: those shared with another company, by id, in which the bot works all the same."""

    mode: Literal["socket", "http"] = "socket"
    bot_token: Annotated[SecretStr, _needed()] = SecretStr("")
    app_token: Annotated[SecretStr, _needed("socket")] = SecretStr("")
    signing_secret: Annotated[SecretStr, _needed("http")] = SecretStr("")
    api_base_url: Address = "https://slack.com/api/"
    shared_channels: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_list)] = ()


class Feishu(Platform):
    """`monthly_calls`: what the plan gives a month, 0 without end; administrators are told before it is used up."""

    mode: Literal["socket", "http"] = "socket"
    app_id: Annotated[str, _needed()] = ""
    app_secret: Annotated[SecretStr, _needed()] = SecretStr("")
    encrypt_key: SecretStr = SecretStr("")
    verification_token: Annotated[SecretStr, _needed("http")] = SecretStr("")
    base_url: Address = "https://open.feishu.cn"
    monthly_calls: NonNegativeInt = 10_000


class DingTalk(Platform):
    """`webhook_hosts`: the only hosts an answer's address, which comes with each message, may name.

    `monthly_calls`, `monthly_messages`: what the plan gives a month of interface calls, and of webhook and stream
    messages; 0 without end. `proxy`: obey the machine's proxy variables. `event_token`, `event_aes_key`: of the event
    subscription over HTTP.
    """

    mode: Literal["stream", "http"] = "stream"
    client_id: Annotated[str, _needed()] = ""
    client_secret: Annotated[SecretStr, _needed()] = SecretStr("")
    robot_code: str = ""
    card_template_id: str = ""
    event_token: SecretStr = SecretStr("")
    event_aes_key: SecretStr = SecretStr("")
    api_base_url: Address = "https://api.dingtalk.com"
    oapi_base_url: Address = "https://oapi.dingtalk.com"
    webhook_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_list)] = (
        "oapi.dingtalk.com",
        "api.dingtalk.com",
    )
    monthly_calls: NonNegativeInt = 5000
    monthly_messages: NonNegativeInt = 3000
    proxy: bool = False


class Defaults(Section):
    """What a workspace starts with; it and each project may set their own. Times are local to the project.

    standup: S1. round: S2. milestone: J5. due_soon: O1. explain: O3. escalate: O4. accept: T2.
    Days are workdays of the team's calendar, windows are minutes, the share is a part of the window.
    """

    language: Literal["zh", "en"] = "zh"
    timezone: Annotated[str, AfterValidator(_check_zone)] = "Asia/Shanghai"
    calendar: Annotated[str, AfterValidator(_check_calendar)] = "CN"
    working_hours: Span = ((time(9), time(18)),)
    standup: bool = True
    standup_time: LocalTime = time(9, 30)
    standup_window_minutes: Annotated[int, Field(ge=5, le=720)] = 60
    standup_reminder_share: Annotated[float, Field(gt=0, lt=1)] = 0.8
    round: bool = True
    round_time: LocalTime = time(17)
    round_window_minutes: Annotated[int, Field(ge=5, le=360)] = 60
    milestone_notice_workdays: Annotated[int, Field(ge=0, le=20)] = 3
    due_soon_workdays: Annotated[int, Field(ge=0, le=10)] = 1
    due_soon_time: LocalTime = time(9)
    explain_after_workdays: Annotated[int, Field(ge=1, le=10)] = 1
    explain_time: LocalTime = time(9, 30)
    escalate_after_workdays: Annotated[int, Field(ge=1, le=30)] = 3
    accept_workdays: Annotated[int, Field(ge=1, le=10)] = 2
    group_posts_per_day: Annotated[int, Field(ge=0, le=20)] = 2
    undo_minutes: Annotated[int, Field(ge=0, le=1440)] = 30
    urge_per_day: Annotated[int, Field(ge=0, le=10)] = 1


class Calendar(Section):
    """The company's own days on top of the country's calendar.

    off: days without work. on: workdays though the country rests. half: workdays with other hours, such as a morning.
    weekend: days of rest in an ordinary week; none given leaves the country's own.
    data: directory of files for years that are not shipped, or "".
    """

    off: Dates = ()
    on: Dates = ()
    half: Annotated[dict[date, Span], NoDecode, BeforeValidator(_split_table), AfterValidator(_check_once)] = {}
    weekend: Annotated[tuple[Weekday, ...], NoDecode, BeforeValidator(_split_list), Field(max_length=6)] = ()
    data: str = ""


class Admin(Section):
    """Who is told about what cannot be done, as `platform:user id`."""

    people: Annotated[
        tuple[Annotated[str, AfterValidator(_check_admin)], ...], NoDecode, BeforeValidator(_split_list)
    ] = ()


class Logging(Section):
    """`format` auto: lines for people on a terminal, JSON elsewhere."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "console", "json"] = "auto"


class Settings(BaseSettings):
    """Everything that can be configured; immutable."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    database: Database = Database()
    web: Web = Web()
    console: Console = Console()
    slack: Slack = Slack()
    feishu: Feishu = Feishu()
    dingtalk: DingTalk = DingTalk()
    defaults: Defaults = Defaults()
    calendar: Calendar = Calendar()
    admin: Admin = Admin()
    logging: Logging = Logging()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` hands over, so that settings made in a test do not depend on the machine's environment."""
        return (init_settings,)

    def enabled(self) -> tuple[str, ...]:
        """The chat platforms that are switched on."""
        return tuple(name for name in PLATFORMS if getattr(self, name).enabled)

    def company_days(self) -> Overrides:
        """The company's own days and hours, as the work calendar takes them."""
        days = self.calendar
        rest = frozenset(get_args(Weekday).index(day) for day in days.weekend)
        return Overrides(
            off=frozenset(days.off),
            on=frozenset(days.on),
            half=days.half,
            hours=self.defaults.working_hours,
            weekend=rest or None,
        )

    def secrets(self) -> tuple[str, ...]:
        """Every value that must never be seen in a log."""
        values = [
            value.get_secret_value()
            for section in (getattr(self, name) for name in PLATFORMS)
            for value in section.__dict__.values()
            if isinstance(value, SecretStr)
        ]
        return tuple(value for value in (*values, urlsplit(self.database.url).password) if value)


KEYS: Mapping[str, tuple[str, ...]] = {
    name: tuple(type(field.default).model_fields) for name, field in Settings.model_fields.items()
}


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the file, if one is named, and the environment. Raises ConfigError with every mistake of both."""
    text, raw, problems = _read_file(path)
    values, variables, more = _read_environment(environ)
    # What a broken file would have said is unknown, so nothing is said about missing keys.
    settings, wrong = (None, []) if problems else _validate(raw, values, Layout(str(path or ""), text, variables))
    problems += more + wrong
    if problems or settings is None:
        raise ConfigError(tuple(problems), _language_of(raw))
    return settings


def _validate(
    raw: dict[str, Any], values: Mapping[str, str | None], layout: Layout
) -> tuple[Settings | None, list[Problem]]:
    source = EnvSettingsSource(Settings)
    source.env_vars = values
    for section, keys in source().items():
        known = raw.setdefault(section, {})
        # Anything else in the section's place is reported by the model.
        if isinstance(known, dict):
            known.update(keys)
    try:
        return Settings(**raw), []
    except ValidationError as error:
        return None, explain(error, Vocabulary(KEYS, zoneinfo.available_timezones()), layout)


def _read_file(path: Path | None) -> tuple[str, dict[str, Any], list[Problem]]:
    if path is None:
        return "", {}, []
    try:
        # Editors on Windows put a byte order mark in front, which TOML does not allow.
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = f"{path}:{place[1]}" if place else str(path)
        return "", {}, [Problem(where, "", "syntax", {"error": str(error)})]
    except UnicodeDecodeError:
        return "", {}, [Problem(str(path), "", "not_utf8")]
    except FileNotFoundError:
        return "", {}, [Problem(str(path), "", "missing")]
    except OSError as error:
        return "", {}, [Problem(str(path), "", "unreadable", {"error": error.strerror or type(error).__name__})]


def _read_environment(
    environ: Mapping[str, str],
) -> tuple[dict[str, str | None], dict[tuple[str, ...], str], list[Problem]]:
    """Values by lower-case variable, the variable that set each key, and the mistakes."""
    right = {f"{PREFIX}{section}__{key}".upper(): (section, key) for section, keys in KEYS.items() for key in keys}
    values: dict[str, str | None] = {}
    variables: dict[tuple[str, ...], str] = {}
    problems: list[Problem] = []
    for name in sorted(name for name in environ if name.startswith(PREFIX) and name not in _OUTSIDE):
        base = name if name in right else name.removesuffix("_FILE")
        if base not in right:
            problems.append(Problem(name, "", "unknown_variable", {"nearest": nearest(name, right)}))
        elif right[base] in variables:
            problems.append(Problem(name, "", "set_twice", {"other": variables[right[base]]}))
        else:
            variables[right[base]] = name
            try:
                value = environ[name] if name == base else Path(environ[name]).read_text(encoding="utf-8-sig").strip()
                values[base.lower()] = value
            except (OSError, UnicodeDecodeError):
                problems.append(Problem(name, "", "value_file_unreadable"))
    return values, variables, problems


def _language_of(raw: Mapping[str, Any]) -> str:
    defaults = raw.get("defaults")
    language = defaults.get("language") if isinstance(defaults, dict) else None
    return language if language in {"zh", "en"} else ""
