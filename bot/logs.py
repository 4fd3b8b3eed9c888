"""Structured logs: lines for people on a terminal, JSON elsewhere. Message texts and secrets never reach them.

Keys that carry texts are hidden, secrets are masked wherever they stand, and of an exception the type and the
places are kept, not its message, because a database's error quotes the row it could not store.
"""

import logging
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.masking import MASK, mask, spellings

HIDDEN = frozenset(
    {"body", "card", "content", "fields", "password", "secret", "text", "texts", "title", "token", "url"}
)
_TOLD_BY_SYSTEM = (OSError, ImportError)


def configure(level: str, form: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send our logs and those of the libraries to `stream` (standard error). `form` is auto, console or json."""
    out = stream or sys.stderr
    as_json = form == "json" or (form == "auto" and not out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        show_error,
        Scrubber(secrets),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=out.isatty())
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    # Libraries log whole requests below this level.
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("bot", "adapters", "storage"):
        logging.getLogger(name).setLevel(level.upper())
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=_loggers,
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _loggers(*_names: str) -> logging.Logger:
    return logging.getLogger("bot")


def show_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by the type of the error and where it went through, innermost last."""
    info = event.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else info[1] if isinstance(info, tuple) else sys.exc_info()[1]
    if info and error is not None:
        event["error"] = _name(error)
        event["at"] = [_place(frame) for frame in traceback.extract_tb(error.__traceback__)]
        if error.__cause__ is not None:
            event["cause"] = _name(error.__cause__)
    return event


def _name(error: BaseException) -> str:
    said = f": {error}" if isinstance(error, _TOLD_BY_SYSTEM) else ""
    return f"{type(error).__name__}{said}"


def _place(frame: traceback.FrameSummary) -> str:
    return f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"


class Scrubber:
    """Hides values under telling keys, and secrets anywhere: known ones, and what looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known = spellings(secrets)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {key: self._value(key, value) for key, value in event.items()}

    def _value(self, key: str, value: Any) -> Any:
        if HIDDEN.intersection(key.lower().split("_")):
            return MASK
        if isinstance(value, dict):
            return {mask(str(inner), self._known): self._value(str(inner), item) for inner, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._value("", item) for item in value]
        # The formatter's own fields are objects that it needs as they are.
        if value is None or isinstance(value, bool | int | float) or key.startswith("_"):
            return value
        return mask(str(value), self._known)
