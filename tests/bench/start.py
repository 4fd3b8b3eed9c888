"""Import and start-up time, and memory idle and under load: `python -m tests.bench.start`."""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil

from tests.bench.ground import arguments, seconds, show

ROOT = Path(__file__).parents[2]


def _import(module: str) -> float:
    return seconds(lambda: subprocess.run([sys.executable, "-c", f"import {module}"], cwd=ROOT, check=True))


def _demo() -> tuple[float, float, float]:
    """Seconds until the demo tells its address; its memory in MB idle and after a thousand messages."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        command = [sys.executable, "-m", "bot", "demo", "--port", "18765"]
        demo = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "TMPDIR": folder, "PYTHONUNBUFFERED": "1"},
        )
        try:
            assert demo.stdout is not None
            address = next(found[0] for line in demo.stdout if (found := re.search(r"http://[0-9.:]+/", line)))
            ready = time.perf_counter() - began
            memory = psutil.Process(demo.pid).memory_info
            time.sleep(1)
            idle = memory().rss / 1e6
            _talk(address)
            return ready, idle, memory().rss / 1e6
        finally:
            demo.terminate()
            demo.wait(10)


def _talk(address: str) -> None:
    """A thousand lines typed into the demo's console."""
    with urllib.request.urlopen(f"{address}console/api/state") as answer:
        state = json.load(answer)
    me, chat = state["me"], state["groups"][0]["id"]
    headers = {"Content-Type": "application/json", "Origin": address.rstrip("/")}
    for number in range(1000):
        body = json.dumps({"as": me, "chat": chat, "text": f"/任务 海报{number} 明天17:00"}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{address}console/api/say", body, headers)).close()


def main() -> None:
    options = arguments(__doc__ or "", rounds=5)
    imports = {name: [_import(name) for _ in range(options.rounds)] for name in ("sys", "bot.app")}
    base = statistics.median(imports["sys"])
    starts = [_demo() for _ in range(options.rounds)]
    ready, idle, loaded = (statistics.median(each) for each in zip(*starts, strict=True))
    rows = [
        ("import bot.app (above a bare interpreter)", f"{statistics.median(imports['bot.app']) - base:.2f} s"),
        ("demo ready", f"{ready:.2f} s"),
        ("memory idle", f"{idle:.0f} MB"),
        ("memory after 1,000 messages", f"{loaded:.0f} MB"),
    ]
    show("Starting", ("what", "median"), rows)


if __name__ == "__main__":
    main()
