"""Fixtures of the faults: what a test tells of its own, servers to be ended, small disks."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from shop.config import Settings
from tests import databases, storage
from tests.faults import proxy
from tests.faults.table import PROPERTY, Account


@pytest.fixture(autouse=True)
def _rooted(request) -> None:
    if request.node.get_closest_marker("root") and os.geteuid() != 0:
        pytest.skip("needs root, for a small disk")


@pytest.fixture
def account(request) -> Account:
    """What came of the fault that the test's marker names, or one of its parameters."""
    parameters = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    marker = request.node.get_closest_marker("faults")
    [fault] = marker.args
    told = Account(fault, parameters.get("database_kind", ""))
    request.node.user_properties.append((PROPERTY, vars(told)))
    return told


@pytest.fixture
async def shown(catalogues, database_kind, tmp_path) -> AsyncIterator[Settings]:
    """Settings of a small published catalogue (tests/faults/goods.py)."""
    async with catalogues.copied("shown", database_kind, tmp_path / "data") as settings:
        yield settings


@pytest.fixture(scope="session")
def lone_server() -> Iterator[databases.Server]:
    """A PostgreSQL that may be killed: only these tests use it, and it keeps what it took."""
    with databases.own_server(durable=True) as server:
        yield server


@pytest.fixture(scope="session")
async def lone_folder(lone_server, catalogues, tmp_path_factory) -> Path:
    """The folder of the catalogue that stands on that server as its template."""
    folder = tmp_path_factory.mktemp("lone")
    async with catalogues.copied("shown", "postgres", folder) as settings:
        saved = databases.Saved(None, settings.database_url, folder)
    databases.run_sql(lone_server.address, "CREATE DATABASE template_shown")
    databases.restore(saved.copy, f"{lone_server.address}/template_shown")
    return folder


@pytest.fixture
def alone(lone_server, lone_folder, tmp_path) -> Iterator[Settings]:
    """Settings of the small catalogue on a server that may be killed."""
    name, data = f"faulty_{uuid4().hex[:8]}", tmp_path / "data"
    databases.run_sql(lone_server.address, f"CREATE DATABASE {name} TEMPLATE template_shown")
    shutil.copytree(lone_folder / "index", data / "index", symlinks=True)
    url = f"{lone_server.address}/{name}"
    yield Settings(data=data, database_url=url, console_messages=True)
    databases.run_sql(lone_server.address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with storage.s3_server() as address:
        yield address


@pytest.fixture
def store(s3) -> Iterator[proxy.Proxy]:
    """A store that can be made to fail."""
    with proxy.before(s3) as made:
        yield made


@pytest.fixture
def on_s3(store) -> dict[str, str]:
    """The settings that put pictures there."""
    return {
        "SANVAT_STORAGE_URL": storage.a_place(),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": store.address,
        "AWS_ALLOW_HTTP": "true",
    }
