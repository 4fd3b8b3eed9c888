"""The HTTP server's own pages: is the process alive, can it do its work, and what has it counted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

import structlog
from aiohttp import web
from sqlmodel import Session

from bot import metrics
from bot.engine import Engine
from storage import due, inbox, outbox

Probe = Callable[[], Awaitable[bool]]
PROBE_SECONDS = 5.0

log = structlog.get_logger()


def application(engine: Engine) -> web.Application:
    """The pages of a running bot. The platforms' routes come on top, each where it may be reached."""

    async def database() -> bool:
        return await engine.database.run(_answers)

    async def count() -> None:
        await engine.database.run(_count, engine.clock.now())

    return pages({"database": database, **{name: _connection(engine, name) for name in engine.adapters}}, count)


def pages(probes: Mapping[str, Probe], count: Callable[[], Awaitable[None]]) -> web.Application:
    """`/healthz`, `/readyz` over the named probes, and `/metrics` after `count` has refreshed the gauges."""

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readiness(_request: web.Request) -> web.Response:
        answers = await asyncio.gather(*(_ask(name, probe) for name, probe in probes.items()))
        found = dict(zip(probes, answers, strict=True))
        return web.json_response({"ready": all(answers), **found}, status=200 if all(answers) else 503)

    async def figures(_request: web.Request) -> web.Response:
        try:
            await asyncio.wait_for(count(), PROBE_SECONDS)
        except Exception:
            # The counters are worth most when the database is away.
            log.exception("gauges not refreshed")
        return web.Response(body=metrics.exposition(), headers={"Content-Type": metrics.CONTENT_TYPE})

    site = web.Application()
    site.add_routes([web.get("/healthz", health), web.get("/readyz", readiness), web.get("/metrics", figures)])
    return site


async def _ask(name: str, probe: Probe) -> bool:
    try:
        return await asyncio.wait_for(probe(), PROBE_SECONDS)
    except Exception:
        log.exception("not ready", probe=name)
        return False


def _connection(engine: Engine, name: str) -> Probe:
    async def connected() -> bool:
        return engine.adapters[name].connected

    return connected


def _answers(db: Session) -> bool:
    due.next_at(db)
    return True


def _count(db: Session, now: datetime) -> None:
    metrics.inbox_pending.set(inbox.backlog(db)[0])
    metrics.duties_late.set(due.late_count(db, now))
    found = outbox.counts(db)
    for state in ("waiting", "sending", "failed", "unsure"):
        metrics.outbox_pending.labels(state).set(found.get(state, 0))
