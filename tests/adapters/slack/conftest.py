"""The adapter in each of its modes."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.stage import Stage


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK obeys these even for this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["socket", "http"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Connected, in both modes."""
    opened = await Stage(request.param).open()
    yield opened
    await opened.close()


@pytest.fixture
async def web_stage() -> AsyncIterator[Stage]:
    """Connected over HTTP."""
    opened = await Stage("http").open()
    yield opened
    await opened.close()


@pytest.fixture
async def socket_stage() -> AsyncIterator[Stage]:
    """Connected over a socket."""
    opened = await Stage("socket").open()
    yield opened
    await opened.close()


@pytest.fixture
async def paced_stage() -> AsyncIterator[Stage]:
    """Connected over HTTP, and keeping within the rates."""
    opened = await Stage("http", paces=True).open()
    yield opened
    await opened.close()
