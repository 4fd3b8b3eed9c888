"""What is counted, for Prometheus. Labels come from fixed sets: never a person's, a project's or a chat's name."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
_LONG = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 3600.0)

inbox_received = Counter("duiqi_inbox_received_total", "Events stored", registry=REGISTRY)
ack_seconds = Histogram(
    "duiqi_ack_seconds", "From an event's arrival until it was stored", buckets=_SHORT, registry=REGISTRY
)
inbox_pending = Gauge("duiqi_inbox_pending", "Events that wait for their turn", registry=REGISTRY)
turns = Counter("duiqi_turns_total", "Turns, by result (done, failed)", ["result"], registry=REGISTRY)
turn_seconds = Histogram(
    "duiqi_turn_seconds",
    "Length of one turn, averaged over those of its transaction",
    buckets=_SHORT,
    registry=REGISTRY,
)
duties = Counter("duiqi_duties_total", "Duties run, by result (done, failed)", ["kind", "result"], registry=REGISTRY)
duty_lag_seconds = Histogram(
    "duiqi_duty_lag_seconds", "From a duty's due moment until it ran", buckets=_LONG, registry=REGISTRY
)
duties_late = Gauge("duiqi_duties_late", "Duties that are due and have not run", registry=REGISTRY)
outbox_sent = Counter(
    "duiqi_outbox_sent_total",
    "Messages handed to a platform, by result (sent, held, retry, failed, unsure)",
    ["platform", "result"],
    registry=REGISTRY,
)
outbox_pending = Gauge(
    "duiqi_outbox_pending", "Messages by state (waiting, sending, failed, unsure)", ["state"], registry=REGISTRY
)
outbox_lag_seconds = Histogram(
    "duiqi_outbox_lag_seconds",
    "From the writing of an answer or urgent message until it was sent",
    buckets=_LONG,
    registry=REGISTRY,
)


def observe_lag(histogram: Histogram, due: datetime, now: datetime) -> None:
    """Count how late something happened; both moments are aware."""
    histogram.observe(max(0.0, (now - due).total_seconds()))


def exposition() -> bytes:
    """Everything in Prometheus' text format."""
    return generate_latest(REGISTRY)
