"""Set-up: what decides whether something must be installed, and that the lock file fits the project."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bot import bootstrap

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~ ;]", line)[0].replace("_", "-").lower() for line in requirements}


def test_every_dependency_is_looked_for() -> None:
    owners = packages_distributions()
    declared = {"": PROJECT["dependencies"], "test": PROJECT["optional-dependencies"]["test"]}
    looked_for = {
        extra: {owners[module][0].replace("_", "-").lower() for module in modules}
        for extra, modules in bootstrap.MODULES.items()
    }
    assert looked_for == {extra: names(requirements) for extra, requirements in declared.items()}


def test_the_lock_file_holds_an_exact_version_of_every_dependency() -> None:
    locked = names(re.findall(r"^[a-z].*==.*$", LOCK, re.MULTILINE))
    assert names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]) <= locked


def test_the_lock_file_names_no_index() -> None:
    assert re.findall(r"://|--index|--find-links", LOCK) == []


def test_nothing_is_missing_here() -> None:
    assert bootstrap.missing("test") == []


@pytest.mark.parametrize(
    ("stamp", "extra", "current"),
    [
        (None, "", False),
        ("older test", "", False),
        ("{now} ", "", True),
        ("{now} ", "test", False),
        ("{now} test", "", True),
        ("{now} test", "test", True),
    ],
)
def test_an_environment_is_current_when_its_stamp_fits_the_lock_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stamp: str | None, extra: str, current: bool
) -> None:
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp")
    (tmp_path / "lock").write_text("a==1\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "LOCK", tmp_path / "lock")
    if stamp is not None:
        (tmp_path / "stamp").write_text(stamp.format(now=bootstrap.fingerprint()), encoding="utf-8")
    assert bootstrap.is_current(extra) is current


def test_set_up_uses_the_standard_library_only() -> None:
    code = "import bot.bootstrap, bot.__main__"
    bare = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"
    assert subprocess.run([sys.executable, "-I", "-S", "-c", bare], check=False).returncode == 0
