"""Every story is played in the console, on each database, and behind the wire of each platform."""

import pytest

from storage.engine import Database
from tests.chat import Chat
from tests.contract.differences import goes_otherwise

VENUES = ["sqlite", "postgresql", "slack", "feishu", "dingtalk"]


@pytest.fixture(params=VENUES)
def venue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the story is played: a database's name stands for the console on it."""
    name: str = request.param
    if name not in ("sqlite", "postgresql"):
        monkeypatch.setattr(Chat, "platform", name)
        for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(proxy, raising=False)
    return name


@pytest.fixture
def database(venue: str, request: pytest.FixtureRequest) -> Database:
    """An empty database, used in the calling thread."""
    own: Database = request.getfixturevalue("empty_postgresql" if venue == "postgresql" else "empty_sqlite")
    return own


@pytest.fixture(autouse=True)
def declared(venue: str, request: pytest.FixtureRequest) -> None:
    """A story that is declared to go otherwise on a platform has to fail there."""
    reason = goes_otherwise(venue, request.node.originalname)
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def thrifty(team: Chat) -> Chat:
    """The team where every direct message is a call of the month's."""
    engine = team.stage.engine
    engine.defaults.frugal = frozenset(engine.adapters)
    return team
