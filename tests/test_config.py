"""Configuration: what is read from where, and what people are told when it is wrong."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import calendars
from bot.config import KEYS, ConfigError, Settings, load
from bot.defaults import defaults_of
from bot.rules.norms import Norms

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"


def complaints(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None, language: str = "en") -> list[str]:
    """What is said about a file of this text, with the directory left out."""
    path = tmp_path / "duiqi.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load(path, environ or {})
    return [problem.in_words(language).replace(f"{tmp_path}/", "") for problem in error.value.problems]


def settings(tmp_path: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    path = tmp_path / "duiqi.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ or {})


def test_without_file_and_environment_the_defaults_hold() -> None:
    assert load(None, {}) == Settings()


def test_the_example_says_exactly_the_defaults() -> None:
    assert load(EXAMPLE, {}) == Settings()


def test_the_defaults_are_the_norms_of_the_rules() -> None:
    norms = Norms("zh", ZoneInfo("Asia/Shanghai"), calendars.load("CN").with_overrides(Settings().company_days()))
    assert defaults_of(Settings()).norms == norms


def test_the_example_names_every_key() -> None:
    written = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert {section: set(keys) for section, keys in written.items()} == {name: set(keys) for name, keys in KEYS.items()}


def test_every_key_of_the_example_has_a_comment() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if " = " in line.split("#")[0] and "#" not in line] == []


def test_values_of_the_handbook_are_typed(tmp_path: Path) -> None:
    found = settings(tmp_path, '[defaults]\nworking_hours = "08:30-17:30"\nround_time = 16:45:00\n').defaults
    assert (found.working_hours, found.round_time) == (((time(8, 30), time(17, 30)),), time(16, 45))


def test_the_days_of_the_company_are_typed(tmp_path: Path) -> None:
    found = settings(tmp_path, '[calendar]\noff = ["2026-09-01", 2026-09-02]\nweekend = ["sun"]\n').company_days()
    assert found.off == {date(2026, 9, 1), date(2026, 9, 2)}
    assert (found.weekend, found.hours) == (frozenset({6}), ((time(9), time(18)),))


def test_a_half_day_has_its_own_hours(tmp_path: Path) -> None:
    found = settings(tmp_path, '[calendar]\nhalf = { 2026-02-14 = "09:00-12:00" }\n').company_days()
    assert found.half == {date(2026, 2, 14): ((time(9), time(12)),)}


def test_the_country_keeps_its_weekend_when_none_is_given() -> None:
    assert Settings().company_days().weekend is None


def test_environment_beats_file(tmp_path: Path) -> None:
    assert settings(tmp_path, "[web]\nport = 1\n", {"DUIQI_WEB__PORT": "2"}).web.port == 2


def test_lists_and_tables_of_the_environment_are_written_with_commas() -> None:
    environ = {"DUIQI_CALENDAR__ON": "2026-01-04, 2026-02-14", "DUIQI_CALENDAR__HALF": "2026-02-15=09:00-12:00"}
    found = load(None, environ).calendar
    assert found.on == (date(2026, 1, 4), date(2026, 2, 14))
    assert found.half == {date(2026, 2, 15): ((time(9), time(12)),)}


def test_a_secret_can_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1\n", encoding="utf-8")
    found = load(None, {"DUIQI_SLACK__BOT_TOKEN_FILE": str(tmp_path / "token")})
    assert found.slack.bot_token.get_secret_value() == "xoxb-1"


def test_a_missing_secret_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="DUIQI_SLACK__BOT_TOKEN_FILE: the file it names cannot be read"):
        load(None, {"DUIQI_SLACK__BOT_TOKEN_FILE": str(tmp_path / "nothing")})


def test_a_key_set_twice_in_the_environment_is_said() -> None:
    with pytest.raises(ConfigError, match="BOT_TOKEN_FILE: already set by DUIQI_SLACK__BOT_TOKEN"):
        load(None, {"DUIQI_SLACK__BOT_TOKEN": "a", "DUIQI_SLACK__BOT_TOKEN_FILE": "b"})


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = '[slack]\nmode = "sockt"\nbot_tokn = "x"\n\n[web]\nport = "http"\n'
    assert complaints(tmp_path, text) == [
        "duiqi.toml:2 [slack] mode: must be one of: socket, http",
        "duiqi.toml:3 [slack] bot_tokn: there is no such key; did you mean bot_token?",
        "duiqi.toml:6 [web] port: write a number, without quotes",
    ]


def test_mistakes_are_told_in_chinese(tmp_path: Path) -> None:
    assert complaints(tmp_path, '[slack]\nmode = "sockt"\n\n[sla]\n', language="zh") == [
        "duiqi.toml:2 [slack] mode: 可选值：socket, http",
        "duiqi.toml:4 [sla]: 没有这个配置段，是不是 [slack]？",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('timezone = "Asia/Shangai"', "timezone: there is no such time zone (Area/City); did you mean Asia/Shanghai?"),
        ('calendar = "China"', 'calendar: write the code of a country, such as "CN"'),
        ("round_time = 17", 'round_time: write a time such as "09:30"'),
        (
            'working_hours = "18:00-09:00"',
            'working_hours: write hours such as "09:00-18:00" or "09:00-12:00,13:00-18:00"',
        ),
        ("undo_minutes = -1", "undo_minutes: must be 0 or more"),
        ("standup_reminder_share = 80", "standup_reminder_share: must be less than 1.0"),
        ("language = 1", "language: must be one of: zh, en"),
        ("public_url = 1", "public_url: there is no such key; did you mean [web] public_url?"),
    ],
)
def test_a_wrong_value_gets_the_right_form(tmp_path: Path, line: str, said: str) -> None:
    assert complaints(tmp_path, f"[defaults]\n{line}\n") == [f"duiqi.toml:2 [defaults] {said}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('database.url = "mysql://x"', "[database] url: write sqlite:///FILE or postgresql://USER@HOST/NAME"),
        ('web.public_url = "duiqi.cn"', "[web] public_url: write a full address that starts with https:// or http://"),
        ('calendar.off = ["2026-01-01", "soon"]', '[calendar] off #2: write dates such as "2026-10-01"'),
        ('calendar.weekend = ["frei"]', "[calendar] weekend #1: must be one of: mon, tue, wed, thu, fri, sat, sun"),
        ("calendar.half = 8", '[calendar] half: write it as { 2026-02-14 = "09:00-12:00" }'),
        ('calendar.half = { soon = "09:00-12:00" }', '[calendar] half soon: write dates such as "2026-10-01"'),
        (
            'calendar = { off = ["2026-01-05"], on = ["2026-01-05"] }',
            "[calendar] on: 2026-01-05 is given in another list as well; keep one of the two",
        ),
        (
            'calendar.weekend = ["mon","tue","wed","thu","fri","sat","sun"]',
            "[calendar] weekend: a week needs at least one workday",
        ),
        ("admin.people = 8", '[admin] people: write a list such as ["…", "…"]'),
        ('admin.people = ["张三"]', '[admin] people #1: write platform:user id, for example "console:1"'),
        ('slack.enabled = "ja"', "[slack] enabled: write true or false"),
        ("slack.api_base_url = 1", "[slack] api_base_url: write a text, in quotes"),
        ("slack = true", "[slack]: this is a section: write it as [name] with its keys below"),
    ],
)
def test_a_key_with_dots_is_found_too(tmp_path: Path, text: str, said: str) -> None:
    assert complaints(tmp_path, text) == [f"duiqi.toml:1 {said}"]


def test_an_enabled_platform_needs_its_keys(tmp_path: Path) -> None:
    assert complaints(tmp_path, "[slack]\nenabled = true\n") == [
        "duiqi.toml:1 [slack] bot_token: must be set once the section is enabled",
        'duiqi.toml:1 [slack] app_token: must be set once the section is enabled with mode = "socket"',
    ]


def test_a_disabled_platform_needs_no_keys(tmp_path: Path) -> None:
    assert settings(tmp_path, '[slack]\nmode = "http"\n').enabled() == ()


def test_a_mistake_of_the_environment_names_the_variable() -> None:
    with pytest.raises(ConfigError, match=r"^DUIQI_WEB__PORT \[web\] port: write a number"):
        load(None, {"DUIQI_WEB__PORT": "http"})


def test_an_unknown_variable_gets_the_nearest_name() -> None:
    with pytest.raises(ConfigError, match=r"did you mean DUIQI_SLACK__BOT_TOKEN\?"):
        load(None, {"DUIQI_SLAK__BOT_TOKEN": "xoxb-1"})


def test_broken_toml_is_told_with_its_line_and_nothing_else(tmp_path: Path) -> None:
    said = complaints(tmp_path, "[slack]\nbot_token = xoxb-1\n", {"DUIQI_SLACK__ENABLED": "true"})
    assert said == ["duiqi.toml:2: TOML syntax error: Invalid value (at line 2, column 13)"]


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    assert settings(tmp_path, "\ufeff[web]\nport = 1\n").web.port == 1


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('[admin]\npeople = ["张三"]\n'.encode("gbk"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path / "gbk.toml", {})


def test_a_file_that_is_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "nothing.toml", {})


@pytest.mark.parametrize(
    "text",
    [
        '[slack]\nbot_tokn = "hunter2"\n',
        '[slack]\nenabled = "hunter2"\n',
        '[slack]\nbot_token = ["hunter2"]\n',
        '[web]\npublic_url = "hunter2"\n',
        '[database]\nurl = "hunter2"\n',
        '[admin]\npeople = ["hunter2"]\n',
    ],
)
def test_no_value_is_ever_shown(tmp_path: Path, text: str) -> None:
    assert "hunter2" not in "".join(complaints(tmp_path, text))


def test_settings_can_be_printed_without_showing_secrets(tmp_path: Path) -> None:
    text = '[database]\nurl = "postgresql://duiqi:hunter2@db/duiqi"\n[slack]\nbot_token = "hunter2"\n'
    assert "hunter2" not in repr(settings(tmp_path, text))


def test_secrets_to_keep_out_of_logs_include_the_password_of_the_database(tmp_path: Path) -> None:
    text = '[database]\nurl = "postgresql://duiqi:hunter2@db/duiqi"\n[feishu]\napp_secret = "s3"\n'
    assert settings(tmp_path, text).secrets() == ("s3", "hunter2")


def test_the_language_of_a_wrong_file_is_known(tmp_path: Path) -> None:
    (tmp_path / "zh.toml").write_text('[defaults]\nlanguage = "zh"\n[web]\nport = -1\n', encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load(tmp_path / "zh.toml", {})
    assert error.value.language == "zh"
