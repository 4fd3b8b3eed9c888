"""The official SDK as witness: it takes what our side and the fake write, and writes what they take."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.feishu.frames import Frame, decode, encode
from adapters.feishu.settings import FeishuSettings
from adapters.feishu.verify import open_request
from tests.adapters.feishu.conftest import START, Stage
from tests.adapters.feishu.test_cards import button, card, field, form, section
from tests.adapters.feishu.test_cards import laid as pages
from tests.adapters.feishu.test_frames import frame_strategy
from tests.fakes.feishu_wire import message, press, seal, sign

Json = dict[str, Any]


class Witness:
    """The SDK's process."""

    def __init__(self) -> None:
        script = Path(__file__).parents[2] / "fakes" / "feishu_sdk.py"
        env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        self.process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=env,
        )

    def ask(self, do: str, **asked: Any) -> Json:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **asked}) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def sdk() -> Iterator[Witness]:
    witness = Witness()
    yield witness
    witness.close()


async def ask(sdk: Witness, stage: Stage, do: str, **asked: Any) -> Json:
    """Let the SDK call the fake, which runs in this loop."""
    app = {"url": stage.fake.url, "app": stage.fake.app_id, "secret": stage.fake.secret}
    return await asyncio.to_thread(sdk.ask, do, **app, **asked)


def parts(frame: Frame) -> Json:
    return {
        "numbers": [frame.seq, frame.log, frame.service, frame.method],
        "headers": [list(pair) for pair in frame.headers],
        "texts": [frame.encoding, frame.type, frame.log_new],
        "payload": frame.payload.hex(),
    }


@settings(max_examples=300, deadline=None)
@given(frame=frame_strategy)
def test_our_codec_and_the_sdks_agree_on_every_frame(sdk: Witness, frame: Frame) -> None:
    theirs = sdk.ask("encode", **parts(frame))["hex"]
    assert theirs == encode(frame).hex()
    assert decode(bytes.fromhex(theirs)) == frame
    assert sdk.ask("decode", hex=encode(frame).hex()) == parts(frame)


def test_the_fakes_requests_are_taken_by_the_sdk_and_by_us(sdk: Witness) -> None:
    raw = json.dumps(seal("key", message("你好")))
    headers = sign(raw.encode(), "key", START)
    told = sdk.ask("dispatch", key="key", token="verify-me", headers=headers, body=raw)
    assert (told["status"], [event["key"] for event in told["events"]]) == (200, ["ev1"])
    ours = FeishuSettings("cli_app", "s", "http", encrypt_key="key", verification_token="verify-me")
    assert open_request(raw.encode(), headers, ours, START).envelope == message("你好")


def test_a_wrong_signature_is_refused_by_both(sdk: Witness) -> None:
    raw = json.dumps(seal("key", message("你好")))
    headers = sign(raw.encode(), "guessed", START)
    told = sdk.ask("dispatch", key="key", token="verify-me", headers=headers, body=raw)
    assert (told["status"], told["events"]) == (500, [])


def test_the_fakes_presses_have_the_sdks_shape(sdk: Witness) -> None:
    raw = json.dumps(seal("key", press({"a": "x", "v": {}}, form_value={"f1_a": "1"}, name="send1")))
    told = sdk.ask("dispatch", key="key", token="verify-me", headers=sign(raw.encode(), "key", START), body=raw)
    assert told["events"] == [{"value": {"a": "x", "v": {}}, "form": {"f1_a": "1"}}]


async def test_the_fake_takes_the_sdks_calls_as_it_takes_ours(sdk: Witness, stage: Stage) -> None:
    (page,) = pages(card(section(("海报",), buttons=(button(),), form=form(field("note")))))
    content = json.dumps(page, ensure_ascii=False)
    sent = await ask(sdk, stage, "send", to="oc_team", content=content, uuid="u1")
    assert sent == {"code": 0, "id": "om_1"}
    assert await ask(sdk, stage, "patch", id="om_1", content=content) == {"code": 0}
    assert await ask(sdk, stage, "patch", id="om_9", content=content) == {"code": 230001}
    assert await ask(sdk, stage, "members", chat="oc_team") == {"code": 0, "names": ["张三", "李四"], "more": True}


async def test_the_fake_takes_the_sdks_files_as_it_takes_ours(sdk: Witness, stage: Stage) -> None:
    data = b"\x89PNG\r\n\x1a\nchart"
    assert await ask(sdk, stage, "hand_in", hex=data.hex()) == {"image": "img_v3_1", "file": "file_v3_2"}
    assert stage.fake.drawer.kept == {"img_v3_1": ("", data), "file_v3_2": ("表.xlsx", data)}


async def test_the_sdks_long_connection_works_with_the_fake(sdk: Witness, stage: Stage) -> None:
    await stage.fake.connection()
    await ask(sdk, stage, "connect")
    await stage.fake.connection()
    await stage.fake.push(message("你好"), parts=2)
    assert (await stage.fake.answer())["code"] == 200
    await stage.fake.push(press({"a": "x", "v": {}}))
    assert (await stage.fake.answer())["code"] == 200
    heard = (await ask(sdk, stage, "heard"))["events"]
    assert heard[-2]["key"] == "ev1"
    assert heard[-1]["value"] == {"a": "x", "v": {}}
    assert stage.events == []


def test_the_product_never_imports_the_sdk() -> None:
    code = "import sys, adapters.feishu.adapter; print(any(name.startswith('lark_oapi') for name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
