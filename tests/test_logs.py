"""Logs hold what happened and never what people wrote, nor a secret."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the logs go in this test; everything is put back afterwards."""
    before, level, kept = logging.root.handlers[:], logging.root.level, structlog.get_config()
    yield io.StringIO()
    logging.root.handlers[:] = before
    logging.root.setLevel(level)
    structlog.configure(**kept)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_what_happened_and_when(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream=stream)
    structlog.get_logger().info("turn done", kind="message", chat=3)
    (line,) = lines(stream)
    assert (line["event"], line["level"], line["kind"], line["chat"]) == ("turn done", "info", "message", 3)
    assert line["timestamp"].endswith("Z")


def test_what_people_wrote_is_hidden(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream=stream)
    structlog.get_logger().info("card", text="海报初稿", card_title="海报", event_={"fields": {"today": "海报"}})
    assert "海报" not in stream.getvalue()


def test_a_known_secret_is_masked_wherever_it_stands(stream: io.StringIO) -> None:
    logs.configure("info", "json", ["xoxb-1", "xoxb-1-2"], stream)
    structlog.get_logger().info("called xoxb-1-2", header=["Bearer xoxb-1"], where={"place": "x?t=xoxb-1"})
    (line,) = lines(stream)
    assert (line["event"], line["header"], line["where"]) == ("called ***", ["Bearer ***"], {"place": "x?t=***"})


def test_of_an_error_type_and_place_are_kept_but_not_the_message(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream=stream)
    try:
        raise ValueError("海报初稿")
    except ValueError:
        structlog.get_logger().exception("turn failed")
    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    assert line["at"][-1].startswith("tests/test_logs.py:")
    assert "海报" not in stream.getvalue()


def test_an_error_of_the_system_keeps_its_message(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream=stream)
    structlog.get_logger().warning("no answer", exc_info=ConnectionRefusedError("refused"))
    assert lines(stream)[0]["error"] == "ConnectionRefusedError: refused"


def test_the_cause_of_an_error_is_named(stream: io.StringIO) -> None:
    logs.configure("info", "json", stream=stream)
    error = RuntimeError("outer")
    error.__cause__ = KeyError("inner")
    structlog.get_logger().error("failed", exc_info=error)
    assert lines(stream)[0]["cause"] == "KeyError"


def test_libraries_log_in_the_same_form(stream: io.StringIO) -> None:
    logs.configure("info", "json", ["xoxb-1"], stream)
    logging.getLogger("aiohttp.server").error("bad request with %s", "xoxb-1")
    (line,) = lines(stream)
    assert (line["event"], line["level"]) == ("bad request with ***", "error")


def test_libraries_are_not_heard_below_a_warning(stream: io.StringIO) -> None:
    logs.configure("debug", "json", stream=stream)
    logging.getLogger("slack_bolt").debug("the whole request")
    assert stream.getvalue() == ""


def test_a_level_hides_what_is_below_it(stream: io.StringIO) -> None:
    logs.configure("warning", "json", stream=stream)
    structlog.get_logger().info("chatter")
    assert stream.getvalue() == ""


def test_lines_for_people_stay_on_one_line_and_readable(stream: io.StringIO) -> None:
    logs.configure("info", "console", stream=stream)
    structlog.get_logger().info("serving", platforms=["console"])
    assert stream.getvalue().count("\n") == 1
    assert "serving" in stream.getvalue()


def test_what_is_not_a_terminal_gets_json(stream: io.StringIO) -> None:
    logs.configure("info", "auto", stream=stream)
    structlog.get_logger().info("serving")
    assert lines(stream)[0]["event"] == "serving"
