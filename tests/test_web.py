"""Health, readiness and metrics over HTTP."""

from datetime import UTC, datetime, timedelta

from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Histogram

from bot import metrics
from bot.web import Probe, pages

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def broken() -> bool:
    raise ConnectionError


async def count_nothing() -> None: ...


async def get(path: str, probes: dict[str, Probe]) -> tuple[int, str]:
    async with TestClient(TestServer(pages(probes, count_nothing))) as client:
        answer = await client.get(path)
        return answer.status, await answer.text()


async def test_a_process_is_alive_even_when_it_cannot_work() -> None:
    assert await get("/healthz", {"database": no}) == (200, '{"alive": true}')


async def test_ready_when_everything_answers() -> None:
    assert await get("/readyz", {"database": yes}) == (200, '{"ready": true, "database": true}')


async def test_not_ready_names_what_is_missing() -> None:
    found = await get("/readyz", {"database": yes, "console": no})
    assert found == (503, '{"ready": false, "database": true, "console": false}')


async def test_a_probe_that_fails_counts_as_not_ready() -> None:
    assert await get("/readyz", {"database": broken}) == (503, '{"ready": false, "database": false}')


async def test_metrics_are_in_the_text_format() -> None:
    status, text = await get("/metrics", {})
    assert status == 200
    assert "# TYPE duiqi_inbox_received_total counter" in text


async def test_metrics_are_served_while_the_database_is_away() -> None:
    async def away() -> None:
        raise ConnectionError

    async with TestClient(TestServer(pages({}, away))) as client:
        assert (await client.get("/metrics")).status == 200


async def test_gauges_are_counted_when_they_are_asked_for() -> None:
    async def count() -> None:
        metrics.inbox_pending.set(7)

    async with TestClient(TestServer(pages({}, count))) as client:
        assert "duiqi_inbox_pending 7.0" in await (await client.get("/metrics")).text()


def test_a_lag_is_never_negative() -> None:
    registry = CollectorRegistry()
    lag = Histogram("lag", "Lag", registry=registry)
    metrics.observe_lag(lag, NOON, NOON - timedelta(seconds=1))
    metrics.observe_lag(lag, NOON, NOON + timedelta(seconds=2))
    assert registry.get_sample_value("lag_sum") == 2.0


def test_no_label_can_hold_a_name() -> None:
    labels = {name for metric in metrics.REGISTRY.collect() for sample in metric.samples for name in sample.labels}
    assert labels <= {"kind", "result", "platform", "state", "le"}
