"""The command line: what it answers, how fast, and what it says about mistakes."""

import json
import socket
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import check, terminal
from bot.cli import cli
from bot.config import Settings, load

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HEAVY = {"aiohttp", "sqlalchemy", "pydantic", "holidays", "structlog", "apscheduler", "prometheus_client"}


def run(*arguments: str, environ: Mapping[str, str] | None = None, language: str = "en_GB.UTF-8") -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="duiqi", env={"LC_ALL": language, **(environ or {})})


def found(settings: Settings, name: str, offline: bool = True, now: datetime = NOON) -> tuple[str, str]:
    """The state of one check and what it says."""
    result = next(result for result in check.run(settings, now, offline) if result.name == name)
    return result.state, result.said("en")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_speaks_the_language_of_the_locale(environ: dict[str, str], language: str) -> None:
    assert terminal.language(environ) == language


def test_where_the_locale_names_no_language_the_configuration_decides() -> None:
    assert terminal.language({"LANG": "C.UTF-8"}, otherwise="zh") == "zh"


def test_help_lists_the_commands() -> None:
    assert "serve     Run on the configured platforms." in run("--help").output


def test_help_is_chinese_for_a_chinese_terminal() -> None:
    assert "按配置接入各平台并运行。" in run("--help", language="zh_CN.UTF-8").output


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, bot.cli; print(sorted(set(sys.modules) & {HEAVY}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_command_gets_the_nearest_one() -> None:
    result = run("sreve")
    assert result.exit_code == 2
    assert 'There is no command "sreve". Did you mean "serve"?' in result.output


def test_a_command_like_no_other_gets_the_list() -> None:
    assert "可用命令：check, demo, manifest, migrate, rehearse, serve。" in run("quit", language="zh_CN.UTF-8").output


def test_a_wrong_moment_is_said() -> None:
    assert "write a moment such as 2026-03-02T08:30" in run("demo", "--at", "tomorrow").output


def test_mistakes_of_the_configuration_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[web]\nport = "x"\n[sla]\n', encoding="utf-8")
    result = run("serve")
    assert result.exit_code == 2
    assert result.output.splitlines() == [
        "2 things in the configuration need changing:",
        "  config.toml:2 [web] port: write a number, without quotes",
        "  config.toml:3 [sla]: there is no such section; did you mean [slack]?",
        "Every key and its default: config.example.toml.",
    ]


def test_a_named_configuration_must_exist() -> None:
    assert "nothing.toml: no such file" in run("check", "--config", "nothing.toml").output


def test_the_configuration_can_be_named_by_a_variable() -> None:
    assert "nothing.toml: no such file" in run("check", environ={"DUIQI_CONFIG": "nothing.toml"}).output


def test_check_is_content_with_the_defaults() -> None:
    assert run("check", "--offline", environ={"DUIQI_WEB__PORT": "0"}).exit_code == 0


def test_check_leaves_with_1_when_anything_is_wrong() -> None:
    assert run("check", "--offline", environ={"DUIQI_DATABASE__URL": "sqlite:///no/where.db"}).exit_code == 1


def test_check_can_be_read_by_programs() -> None:
    rows = [json.loads(line) for line in run("check", "--offline", "--json").stdout.splitlines()]
    assert rows[0] == {"check": "configuration", "state": "ok", "text": "read, without mistakes"}


def test_check_makes_no_database(tmp_path: Path) -> None:
    assert found(Settings(), "database")[0] == "warn"
    assert not (tmp_path / "duiqi.db").exists()


def test_migrate_brings_the_database_up_to_date() -> None:
    assert "The database is up to date." in run("migrate").output
    assert found(Settings(), "database")[0] == "ok"


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_nothing_starts_on_a_database_that_is_not_there(command: str) -> None:
    result = run(command, environ={"DUIQI_DATABASE__URL": "sqlite:///no/where.db"})
    assert (result.exit_code, result.output) == (1, "there is no directory no\n")


def test_a_taken_port_is_told_without_a_traceback() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", environ={"DUIQI_WEB__PORT": str(taken.getsockname()[1])})
    assert (result.exit_code, result.output) == (1, "The port is taken; change [web] port or [console] port.\n")


def test_a_database_that_is_away_is_told_without_its_password() -> None:
    settings = load(None, {"DUIQI_DATABASE__URL": "postgresql://duiqi:hunter2@127.0.0.1:1/duiqi"})
    state, said = found(settings, "database", offline=False)
    assert state == "fail"
    assert "hunter2" not in said


def test_a_missing_calendar_year_is_told_in_november() -> None:
    state, said = found(Settings(), "calendar", now=datetime(2026, 11, 2, tzinfo=UTC))
    assert state == "warn"
    assert said.startswith("CN has no official days for 2027 yet")


def test_a_known_calendar_year_is_fine() -> None:
    assert found(Settings(), "calendar") == ("ok", "CN is known for this year")


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = load(None, {"DUIQI_WEB__PORT": str(taken.getsockname()[1])})
        assert found(settings, "port")[0] == "fail"


def test_a_console_open_to_others_is_told() -> None:
    settings = load(None, {"DUIQI_CONSOLE__ENABLED": "true", "DUIQI_CONSOLE__HOST": "0.0.0.0"})
    assert found(settings, "console")[0] == "warn"


def test_offline_a_platform_is_not_asked() -> None:
    environ = {"DUIQI_SLACK__ENABLED": "true", "DUIQI_SLACK__BOT_TOKEN": "a", "DUIQI_SLACK__APP_TOKEN": "b"}
    assert found(load(None, environ), "platforms") == ("ok", "left out, because it needs the network")


def test_what_each_platform_says_of_itself_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    environ = {
        "DUIQI_FEISHU__ENABLED": "true",
        "DUIQI_FEISHU__APP_ID": "cli_1",
        "DUIQI_FEISHU__APP_SECRET": "hunter2",
        "DUIQI_FEISHU__BASE_URL": "http://127.0.0.1:9",
    }
    state, said = found(load(None, environ), "platforms", offline=False)
    assert (state, said.startswith("Feishu reach: 127.0.0.1:9 cannot be reached"), "hunter2" in said) == (
        "fail",
        True,
        False,
    )


def test_a_test_message_goes_to_a_platform_that_is_switched_on_only() -> None:
    result = run("check", "--offline", "--send-to", "slack:U1")
    assert (result.exit_code, "The platform “slack” is not switched on" in result.output) == (2, True)


@pytest.mark.parametrize(("platform", "told"), [("slack", "oauth_config"), ("feishu", "scopes"), ("dingtalk", "robot")])
def test_manifest_prints_what_the_platforms_console_needs(platform: str, told: str) -> None:
    result = run("manifest", platform)
    assert (result.exit_code, told in result.output) == (0, True)


def test_a_public_address_should_be_encrypted() -> None:
    settings = load(None, {"DUIQI_WEB__PUBLIC_URL": "http://duiqi.example.com"})
    assert found(settings, "address") == ("warn", "http://duiqi.example.com is not encrypted; use https")


def test_the_table_lines_up_in_chinese() -> None:
    table = check.as_table([check.Result("zone", "ok", "left_out"), check.Result("admin", "warn", "left_out")], "zh")
    assert table.splitlines() == ["正常  时区    离线检查，已跳过", "注意  管理员  离线检查，已跳过"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rehearse_says_when_there_is_no_script(language: str) -> None:
    assert run("rehearse", "nothing.txt", language=f"{language}.UTF-8").exit_code == 2
