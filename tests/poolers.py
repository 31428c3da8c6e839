"""Debian's pgbouncer in transaction mode, before the PostgreSQL of a test."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest

from tests.databases import as_ordinary_user

PATIENCE = 30
CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 8
"""


@contextmanager
def pgbouncer(address: str, *roles: str) -> Iterator[str]:
    """Run pgbouncer as it comes, but for its pool's mode; give its address without a role."""
    program = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if not program:
        pytest.skip("needs Debian's pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="sanvat-pgbouncer-"))
    as_user = as_ordinary_user(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = CONFIGURATION.format(server=urlsplit(address).port, port=port, folder=folder)
    (folder / "users").write_text("".join(f'"{role}" ""\n' for role in roles))
    (folder / "pgbouncer.ini").write_text(told)
    for file in folder.iterdir():
        file.chmod(0o644)  # for the other user, whatever our umask
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*as_user, program, str(folder / "pgbouncer.ini")], stdout=log, stderr=log
        )
    try:
        _wait_for(process, port, folder / "log")
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


def _wait_for(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        sleep(0.05)  # it needs the processor more than we do
    raise AssertionError("pgbouncer did not get ready")
