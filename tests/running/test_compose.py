"""compose.yaml: its bounds, what its image holds, and its start commands run one by one.

There is no container engine here: images, networks and fences of containers are read, not tried.
"""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from ipaddress import ip_address, ip_network
from pathlib import Path
from time import monotonic, sleep

import httpx2
import pytest
import yaml

from tests import databases, storage

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "backup")
IMAGE = SERVICES["web"]["build"]["dockerfile_inline"]
PATIENCE = 240


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_bounded(name):
    one = SERVICES[name]

    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert {"mem_limit", "pids_limit"} <= set(one)
    assert "privileged" not in one
    assert one.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])


def test_only_the_proxy_is_reached_from_outside_and_only_it_is_believed():
    address = SERVICES["proxy"]["networks"]["outside"]["ipv4_address"]
    [network] = COMPOSE["networks"]["outside"]["ipam"]["config"]

    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert SERVICES["web"]["environment"]["SANVAT_TRUSTED_PROXIES"] == address
    assert ip_address(address) in ip_network(network["subnet"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [
        name for name in ("database", "search", "store") if "outside" in SERVICES[name]["networks"]
    ] == []


def test_every_secret_that_is_named_is_a_file_and_none_is_in_an_environment():
    told = {secret for one in SERVICES.values() for secret in one.get("secrets", [])}
    read = {
        value.removeprefix("/run/secrets/")
        for one in SERVICES.values()
        for value in one.get("environment", {}).values()
        if value.startswith("/run/secrets/")
    }

    assert told == set(COMPOSE["secrets"])
    assert read <= told


def packages(lock: str) -> dict[str, str]:
    """Give package → its version, condition and hashes."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    return {entry.partition("==")[0]: entry for entry in entries}


def test_the_image_has_the_packages_of_the_lock_and_none_of_the_tests():
    ours, all_ = packages("requirements.run.lock"), packages("requirements.lock")

    assert "-r requirements.run.lock" in IMAGE
    assert {name: entry.split()[0] for name, entry in ours.items()} == {
        name: all_[name].split()[0] for name in ours
    }
    assert {"starlette", "uvicorn", "tortoise-orm", "webauthn"} <= set(ours)
    assert {"pytest", "moto", "mypy", "ruff", "playwright", "hypothesis"} & set(ours) == set()


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Path:
    """The files that the image gets, and no other."""
    folder = tmp_path_factory.mktemp("image")
    for source, target in re.findall(r"^COPY (\S+) (\S+)$", IMAGE, re.MULTILINE):
        place = ROOT / source
        if place.is_dir():
            shutil.copytree(place, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, folder / target)
    return folder


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A server set up by the script that the container of the database runs on an empty volume."""
    secret = tmp_path_factory.mktemp("secrets") / "database_password"
    secret.write_text("0badc0de0badc0de\n")
    with databases.own_server() as server:
        host, port = server.address.rpartition("@")[2].split(":")
        as_admin = {"PGHOST": host, "PGPORT": port, "ROLE_PASSWORD_FILE": str(secret)}
        path = f"{databases.binaries()}:{os.environ['PATH']}"
        script = next(one for one in SERVICES["database"]["volumes"] if "make-role" in one)
        command = ["sh", str(ROOT / script.partition(":")[0])]
        subprocess.run(command, env={**as_admin, "PATH": path}, check=True)
        yield server, f"postgres://sanvat:{secret.read_text().strip()}@{host}:{port}/sanvat"


@pytest.fixture(scope="module")
def environment(image, database, tmp_path_factory):
    """What compose.yaml sets, led to what this machine has: all but Meilisearch."""
    folder = tmp_path_factory.mktemp("run")
    secrets = {
        "database_url": database[1],
        "store_secret_key": "test",
        "secret_key": os.urandom(24).hex(),
    }
    for name, value in secrets.items():
        (folder / name).write_text(f"{value}\n")
    with pytest.MonkeyPatch.context() as patient, s3_server_of(patient) as address:
        told = {
            name: str(value)
            .replace("/run/secrets", str(folder))
            .replace("${SITE:-localhost}", "localhost")
            for name, value in SERVICES["web"]["environment"].items()
            if "MEILI" not in name
        }
        here = {
            "SANVAT_DATA": str(folder / "data"),
            "SANVAT_TRUSTED_PROXIES": "127.0.0.1",
            "AWS_ENDPOINT_URL": address,
            "PYTHONPATH": str(image),
            "PATH": os.environ["PATH"],
        }
        yield told | here | {"PYTHONDONTWRITEBYTECODE": "1"}


def s3_server_of(patient: pytest.MonkeyPatch):
    """Run a store, and wait for it as long as for everything here."""
    patient.setattr(storage, "PATIENCE", PATIENCE)
    return storage.s3_server()


def command(name: str) -> list[str]:
    """Give what a container starts, with the Python of this machine."""
    program, *arguments = shlex.split(SERVICES[name]["command"])
    assert program == "sanvat"
    return [sys.executable, "-m", "shop.cli", *arguments]


@contextmanager
def started(name: str, image: Path, environment: dict[str, str], port: int = 0):
    """Start a service as compose does, but on our loopback."""
    told = [part.replace("0.0.0.0", "127.0.0.1") for part in command(name)]  # noqa: S104 - taken out
    on_port = ["--port", str(port)] if port else []
    process = subprocess.Popen([*told, *on_port], cwd=image, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0


@pytest.mark.timeout(900)
def test_the_start_commands_work_one_after_another_with_the_image_s_files(
    image, environment, database, tmp_path
):
    migrated = subprocess.run(
        command("migrate"), cwd=image, env=environment, capture_output=True, text=True, check=False
    )
    assert (migrated.returncode, migrated.stderr) == (0, "")
    the_role_is_no_superuser(database)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with started("worker", image, environment), started("web", image, environment, port):
        check = [
            part.replace(":8000", f":{port}") for part in SERVICES["web"]["healthcheck"]["test"][1:]
        ]
        until_well([sys.executable, *check[1:]])
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            host = {"Host": "localhost"}
            assert client.get("/readyz").json()["status"] == "ready"
            for path in ("/", "/partners.md", "/llms.txt", "/openapi.json", "/en"):
                assert client.get(path, headers=host).status_code == 200, path

    saved = subprocess.run(
        [part.replace("/backups", str(tmp_path)) for part in command("backup")],
        cwd=image, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (saved.returncode, saved.stderr) == (0, "")
    assert len(list(tmp_path.glob("sanvat-*.tar"))) == 1


def the_role_is_no_superuser(database):
    server, address = database
    psql = [databases.binaries() / "psql", "-qtA", "-d"]
    asked = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'sanvat'"

    told = subprocess.run(
        [*psql, f"{server.address}/postgres", "-c", asked], capture_output=True, check=True
    )
    refused = subprocess.run(
        [*psql, address, "-c", "CREATE DATABASE mine"], capture_output=True, text=True, check=False
    )

    assert told.stdout == b"f|f|f\n"
    assert "permission denied to create database" in refused.stderr


def until_well(check: list[str]) -> None:
    """Ask as the engine does by the health check, until it is well."""
    deadline = monotonic() + PATIENCE
    while True:
        assert monotonic() < deadline
        with suppress(subprocess.CalledProcessError):
            subprocess.run(check, check=True, capture_output=True)
            return
        sleep(0.5)
