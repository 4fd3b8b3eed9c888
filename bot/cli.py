"""The commands. Whatever takes long to import is imported inside of them, so that `--help` answers at once."""

import errno
import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import click

from bot import terminal
from bot.cli_words import Group, Option, words
from bot.texts import say

if TYPE_CHECKING:
    from bot.config import ConfigError, Settings

F = TypeVar("F", bound=Callable[..., object])
DEMO_ZONE = ZoneInfo("Asia/Shanghai")
FILE = Path("config.toml")


def with_config(command: F) -> F:
    """Adds the option that names the configuration file."""
    return click.option("--config", cls=Option, type=click.Path(path_type=Path), envvar="DUIQI_CONFIG")(command)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="duiqi", prog_name="duiqi")
def cli() -> None: ...


@cli.command()
@click.option("--port", cls=Option, type=click.IntRange(0, 65535), default=8765)
@click.option("--speed", cls=Option, type=click.FloatRange(0, 100_000), default=1.0)
@click.option("--at", cls=Option, metavar="ISO")
@click.option("--lang", cls=Option, type=click.Choice(["zh", "en"]), default="zh")
def demo(port: int, speed: float, at: str | None, lang: str) -> None:
    begin = _read_moment(at) if at else None
    with _collector_at_rest():
        from bot import app, logs

    logs.configure("warning", "auto")
    app.run_demo(port=port, speed=speed, at=begin, lang=lang, tell=click.echo)


@cli.command()
@with_config
def serve(config: Path | None) -> None:
    settings = _settings(config)
    with _collector_at_rest():
        from bot import app, logs

    _reach_database(settings)
    logs.configure(settings.logging.level, settings.logging.format, settings.secrets())
    with _port_told("port_taken"):
        app.serve(settings)


@cli.command()
@with_config
@click.option("--offline", cls=Option, is_flag=True)
@click.option("--send-to", "send_to", cls=Option, metavar="PLATFORM:ID")
@click.option("--json", "json", cls=Option, is_flag=True)
def check(config: Path | None, offline: bool, send_to: str | None, json: bool) -> None:
    settings = _settings(config)
    from bot import check as checks
    from bot.clock import SystemClock
    from bot.platform_checks import receiver

    given = settings.defaults
    language = terminal.language(os.environ, given.language if "language" in given.model_fields_set else "")
    to = receiver(send_to) if send_to else None
    if to and (to.platform not in settings.enabled() or not to.id):
        raise click.BadParameter(say("check.send_platform", language, platform=to.platform), param_hint="--send-to")
    results = checks.run(settings, SystemClock().now(), offline, to)
    click.echo(checks.as_json(results, language) if json else checks.as_table(results, language))
    sys.exit(1 if any(result.state == "fail" for result in results) else 0)


@cli.command()
@with_config
def migrate(config: Path | None) -> None:
    settings = _settings(config)
    from storage.migrate import migrate as bring_up_to_date

    _reach_database(settings, old_is_fine=True)
    bring_up_to_date(settings.database.url)
    click.echo(words("migrated"))


@cli.command()
@click.argument("script", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "json", cls=Option, is_flag=True)
@with_config
def rehearse(script: str, json: bool, config: Path | None) -> None:
    settings = _settings(config)
    with _collector_at_rest():
        from bot.defaults import defaults_of
        from bot.rehearsal import play

    sys.exit(play.main(script, json, defaults_of(settings), click.echo))


@cli.command()
@click.argument("platform", type=click.Choice(["slack", "feishu", "dingtalk"]))
@with_config
def manifest(platform: str, config: Path | None) -> None:
    settings = _settings(config)
    from bot import platforms

    language = terminal.language(os.environ, settings.defaults.language)
    click.echo(platforms.manifest(platform, settings, language))
    told = platforms.reasons(platform, language)
    # Beside the output that is pasted or stored, and only for somebody who reads along.
    if told and sys.stderr.isatty():
        click.echo(f"\n{told}", err=True)


def _settings(path: Path | None) -> "Settings":
    """The settings; otherwise says what is wrong with them and leaves with 2."""
    from bot.config import ConfigError, load

    try:
        return load(path or (FILE if FILE.exists() else None), os.environ)
    except ConfigError as error:
        click.echo(_report(error), err=True)
        sys.exit(2)


def _report(error: "ConfigError") -> str:
    language = terminal.language(os.environ, error.language)
    lines = [f"  {problem.in_words(language)}" for problem in error.problems]
    return "\n".join([say("config.heading", language, n=len(lines)), *lines, say("config.hint", language)])


def _reach_database(settings: "Settings", old_is_fine: bool = False) -> None:
    """Says why the database cannot be used, and leaves with 1; returns when it can."""
    from bot import check as checks

    found = checks.database(settings)
    if found.state == "fail" and not (old_is_fine and found.text == "database_old"):
        click.echo(found.said(terminal.language(os.environ)), err=True)
        sys.exit(1)


@contextmanager
def _port_told(key: str) -> Iterator[None]:
    """Explains an address that another program listens on, and leaves with 1."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        click.echo(words(key), err=True)
        sys.exit(1)


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(words("at_wanted"), param_hint="--at") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=DEMO_ZONE)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """While modules are made nothing is let go of, and looking through them again and again is a tenth of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
