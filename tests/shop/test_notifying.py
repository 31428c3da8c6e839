"""Systemd hears that a service is up, gets on and stops; a balancer hears first that it will."""

import socket
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

import httpx2
import pytest

from shop.cli.notifying import Notifier
from tests import processes
from tests.serving import environment

PATIENCE = 90
DRAIN = 3


@pytest.fixture
def systemd():
    """The socket that systemd would hold; its path must be short (unix(7): 108 bytes)."""
    with TemporaryDirectory() as folder, closing(socket.socket(socket.AF_UNIX, 2)) as line:
        line.bind(f"{folder}/notify")
        line.settimeout(PATIENCE)
        yield line


def heard(line: socket.socket, *, until: bytes) -> set[bytes]:
    """Give all that was said before a word, which must come."""
    said = set()
    while (word := line.recv(100)) != until:
        said.add(word)
    return said


@contextmanager
def started(settings, line: socket.socket, *command: str, **more: str):
    env = {**environment(settings), "NOTIFY_SOCKET": line.getsockname(), **more}
    process = processes.start("-m", "shop.cli", *command, env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def a_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.mark.on("sqlite")
def test_a_server_says_that_it_is_up_gets_on_drains_and_stops(settings, systemd):
    port = a_port()
    command = ("serve", "--port", str(port))
    drained = {"SANVAT_DRAIN_SECONDS": str(DRAIN)}

    with (
        started(settings, systemd, *command, **drained) as process,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        assert heard(systemd, until=b"READY=1") == set()
        assert client.get("/readyz").json()["status"] == "ready"
        assert heard(systemd, until=b"WATCHDOG=1") == set()

        process.terminate()
        told = monotonic()
        answer = until_unready(client)
        assert (answer.status_code, answer.json()["status"]) == (503, "draining")
        assert answer.json()["database"] == "ok"
        assert client.get("/").status_code == 200
        assert heard(systemd, until=b"STOPPING=1") <= {b"WATCHDOG=1"}
        assert process.wait(PATIENCE) == 0
        assert monotonic() - told >= DRAIN


def until_unready(client: httpx2.Client) -> httpx2.Response:
    while (answer := client.get("/readyz")).status_code == 200:
        sleep(0.02)
    return answer


@pytest.mark.on("sqlite")
def test_a_second_word_to_stop_ends_draining(settings, systemd):
    port = a_port()
    drained = {"SANVAT_DRAIN_SECONDS": "300"}

    with started(settings, systemd, "serve", "--port", str(port), **drained) as process:
        heard(systemd, until=b"READY=1")
        process.terminate()
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until_unready(client)
        process.terminate()

        assert process.wait(PATIENCE) == 0


@pytest.mark.on("sqlite")
def test_a_worker_says_that_it_is_up_gets_on_and_stops(settings, systemd):
    with started(settings, systemd, "worker") as process:
        assert heard(systemd, until=b"READY=1") == set()
        assert heard(systemd, until=b"WATCHDOG=1") == set()
        process.terminate()

        assert heard(systemd, until=b"STOPPING=1") <= {b"WATCHDOG=1"}
        assert process.wait(PATIENCE) == 0


@pytest.mark.on("postgres")
def test_of_several_processes_only_their_parent_speaks_and_each_drains(settings, systemd):
    port = a_port()
    drained = {"SANVAT_DRAIN_SECONDS": "300"}

    with started(settings, systemd, "serve", "--workers", "2", "--port", str(port), **drained) as (
        process
    ):
        assert heard(systemd, until=b"READY=1") == set()
        assert httpx2.get(f"http://127.0.0.1:{port}/readyz", timeout=30).status_code == 200
        assert heard(systemd, until=b"WATCHDOG=1") == set()
        process.terminate()
        heard(systemd, until=b"STOPPING=1")
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            assert until_unready(client).json()["status"] == "draining"


def test_an_abstract_socket_and_none_at_all_are_understood(monkeypatch):
    name = f"sanvat-test-{a_port()}"
    with closing(socket.socket(socket.AF_UNIX, 2)) as line:
        line.bind(f"\0{name}")
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        notifier = Notifier.from_environment()
        for act in (notifier.say, notifier.say, notifier.stop):
            act()

        assert [line.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
    Notifier.from_environment().say()  # taken from the environment: nothing to say it to


def test_a_line_that_is_full_or_gone_holds_no_service_up(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with closing(socket.socket(socket.AF_UNIX, 2)) as line:
        line.bind("notify")
        notifier = Notifier("notify")
        for _ in range(10_000):
            notifier.say()
        assert line.recv(100) == b"READY=1"
        assert line.recv(100) == b"WATCHDOG=1"
    notifier.stop()
    assert (tmp_path / "notify").is_socket()  # its file is there, and none that reads
