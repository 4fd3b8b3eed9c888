"""Builds the running bot from its configuration, starts and stops it. Nothing else puts parts together."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.base import Adapter
from adapters.console.store import ConsoleStore
from adapters.console.web import BrowserConsole, ClockControl, CommandHint, Page
from bot import demo, texts
from bot.clock import Clock, MovableClock, SystemClock
from bot.commands import COMMANDS
from bot.engine import Engine
from bot.memory import DatabaseMemory
from bot.services.work import Defaults
from bot.web import application
from storage import tables
from storage.engine import Database

if TYPE_CHECKING:
    from bot.config import Settings

log = structlog.get_logger()

TICK_SECONDS = 0.5
STOP_SECONDS = 5


def serve(settings: "Settings") -> None:
    """Run on the configured platforms until told to stop. Raises OSError when an address is taken."""
    asyncio.run(_serve(settings))


async def _serve(settings: "Settings") -> None:
    # Late: a demo configures and migrates nothing, and is to open at once.
    from bot import platforms
    from bot.defaults import defaults_of
    from storage.migrate import migrate

    if settings.database.migrate:
        await asyncio.to_thread(migrate, settings.database.url)
    defaults = await asyncio.to_thread(defaults_of, settings)
    clock = SystemClock()
    console = _console(settings, clock) if settings.console.enabled else None
    database = Database(settings.database.url)
    enabled = platforms.build(settings, lambda name: DatabaseMemory(database, clock, name), clock)
    adapters: dict[str, Adapter] = {**enabled, **({console.name: console} if console else {})}
    engine = Engine(database, clock, defaults, adapters)
    pages = application(engine)
    for adapter in enabled.values():
        pages.add_routes(adapter.routes())
    sites = [(pages, settings.web.host, settings.web.port)]
    if console:
        sites.append((_site(console), settings.console.host, settings.console.port))
    async with _running(engine, sites):
        log.info("serving", web=f"{settings.web.host}:{settings.web.port}", platforms=sorted(adapters))
        await _until_told()


def _console(settings: "Settings", clock: Clock) -> BrowserConsole:
    """The console beside the configured platforms; its own chats are kept beside the working directory's database."""
    url = settings.database.url
    path = f"{url.removeprefix('sqlite:///')}.console" if url.startswith("sqlite:///") else "duiqi.console"
    store = ConsoleStore(path)
    if not store.users():
        demo.furnish(store, settings.defaults.language)
    return BrowserConsole(store, clock.now, Page(hints=command_hints(), language=settings.defaults.language))


def run_demo(*, port: int, speed: float, at: datetime | None, lang: str, tell: Callable[[str], None]) -> None:
    """The demo: nothing configured, nothing kept; tells the address once the console can be opened."""
    with tempfile.TemporaryDirectory(prefix="duiqi-demo-") as folder:
        asyncio.run(_demo(Path(folder), port, speed, at, lang, tell))


async def _demo(
    folder: Path, port: int, speed: float, at: datetime | None, lang: str, tell: Callable[[str], None]
) -> None:
    database = Database(f"sqlite:///{folder / 'demo.db'}")
    await asyncio.to_thread(tables.lay, database.engine)
    defaults = demo.defaults(lang)
    opening = demo.opening(defaults, at or SystemClock().now())
    clock = MovableClock(opening.begins)
    store = ConsoleStore(":memory:")

    async def move(kind: str) -> None:
        await _move(engine, clock, defaults, kind)

    page = Page(hints=command_hints(), guide=demo.guide(), clock=ClockControl(lambda: clock.speed, move), language=lang)
    console = BrowserConsole(store, clock.now, page)
    engine = Engine(database, clock, defaults, {console.name: console})
    await demo.play(opening, clock, console, engine)
    clock.run_at(speed)
    async with _running(engine, [(_site(console), "127.0.0.1", port)]):
        tell(texts.say("console.demo_ready", lang, address=f"http://127.0.0.1:{port}/"))
        await _until_told()


async def _move(engine: Engine, clock: MovableClock, defaults: Defaults, kind: str) -> None:
    """What the console's clock buttons do; on the way everything happens at its own moment."""
    if kind.startswith("speed:"):
        clock.run_at(float(kind.removeprefix("speed:")))
        engine.tick()
        return
    await engine.advance(clock, demo.moved(clock.now(), defaults.norms, kind))


def command_hints() -> Mapping[str, Sequence[CommandHint]]:
    """Every command for the console's completion list, in each language."""
    return {
        language: [
            CommandHint(
                command.zh if language == "zh" else command.name,
                texts.say(command.usage, language),
                texts.say(command.help, language),
            )
            for command in COMMANDS
        ]
        for language in texts.LANGUAGES
    }


def _site(console: BrowserConsole) -> web.Application:
    site = web.Application()
    site.add_routes(console.routes())
    return site


@asynccontextmanager
async def _running(engine: Engine, sites: Sequence[tuple[web.Application, str, int]]) -> AsyncIterator[None]:
    """Everything started, and stopped again in the opposite order with nothing in flight lost.

    APScheduler only ticks: what is due stands in our own tables, so a tick that is missed or late loses nothing.
    """
    scheduler = AsyncIOScheduler(job_defaults={"misfire_grace_time": 3600, "coalesce": True, "max_instances": 1})
    scheduler.add_job(engine.tick, "interval", seconds=TICK_SECONDS)
    runners = [web.AppRunner(site, access_log=None, shutdown_timeout=STOP_SECONDS) for site, _, _ in sites]
    try:
        for runner, (_, host, port) in zip(runners, sites, strict=True):
            await runner.setup()
            await web.TCPSite(runner, host, port).start()
        await engine.start()
        scheduler.start()
        yield
    finally:
        if scheduler.running:
            scheduler.shutdown(wait=False)
        await engine.stop()
        for runner in runners:
            await runner.cleanup()
        engine.database.close()


async def _until_told() -> None:
    """Wait for the signal to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in its loop
            loop.add_signal_handler(number, told.set)
    await told.wait()
