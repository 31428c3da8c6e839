"""Several web processes and a worker: slow ones live, ended ones are replaced, none is left."""

import json
import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx2
import psutil
import pytest

from shop.cli.lifelines import Tie, pair
from shop.cli.supervising import Post
from tests import processes
from tests.serving import environment

PATIENCE = 90
"""Seconds that a busy machine may take to start three processes."""


class Running:
    """`sanvat serve --workers 2`, seen from outside."""

    def __init__(self, server: subprocess.Popen, log: Path, port: int) -> None:
        self.server, self.log, self.port = server, log, port

    def children(self, role: str) -> list[psutil.Process]:
        found = psutil.Process(self.server.pid).children()
        return [one for one in found if one.is_running() and role in one.cmdline()]

    def lines(self, event: str) -> list[dict]:
        said = [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return [line for line in said if line["event"] == event]

    def get(self, path: str) -> str:
        """Ask on a connection of its own: any of the processes may answer."""
        with httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30) as client:
            return client.get(path).text

    def shown(self, begins: str = "sanvat_processes_replaced{") -> set[str]:
        """Ask a web process for the samples that begin so."""
        return {one for one in self.get("/metrics").splitlines() if one.startswith(begins)}


@pytest.fixture
def running(settings, tmp_path):
    with several(settings, tmp_path / "log") as found:
        yield found


@contextmanager
def several(settings, log: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**environment(settings), "SANVAT_LOG_LEVEL": "info"}
    command = ["-m", "shop.cli", "serve", "--workers", "2", "--port", str(port)]
    with log.open("w") as writing:
        server = processes.start(*command, env=env, stderr=writing)
    found = Running(server, log, port)
    try:
        wait_until(lambda: len(found.lines("process up")) == 2)
        yield found
    finally:
        server.kill()
        server.wait()


def wait_until(is_so) -> None:
    deadline = monotonic() + PATIENCE
    while not is_so():
        assert monotonic() < deadline
        sleep(0.1)


def is_behind_in_nothing(running: Running) -> bool:
    return json.loads(running.get("/readyz"))["duties"] == {}


def is_gone(process: psutil.Process) -> bool:
    """Tell whether it has ended: where none waits for orphans it remains as a zombie."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def is_free(port: int) -> bool:
    """Tell whether the port can be served: a process closes its files when its last thread ends."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@pytest.mark.on("postgres")
@pytest.mark.timeout(300)
def test_a_frozen_process_lives_a_killed_one_is_replaced_and_none_outlives_its_parent(running):
    frozen, killed = running.children("web")
    wait_until(lambda: running.children("worker"))
    [worker] = running.children("worker")
    for _ in range(40):
        running.get("/livez")
    counted = 'sanvat_requests_total{route="/livez",status="200"}'
    assert [running.shown(counted) for _ in range(6)] == [{f"{counted} 40.0"}] * 6
    wait_until(lambda: running.shown("sanvat_duty_failures{") and is_behind_in_nothing(running))

    frozen.suspend()
    began = monotonic()
    killed.kill()
    worker.kill()
    wait_until(lambda: len(running.lines("process replaced")) == 2)
    wait_until(lambda: len(running.lines("process up")) == 3)
    sleep(max(0.0, 10 - (monotonic() - began)))
    frozen.resume()

    told = sorted(running.lines("process replaced"), key=lambda one: one["role"])
    assert [(one["role"], one["pid"], one["reason"], one["exit_code"]) for one in told] == [
        ("web", killed.pid, "killed by SIGKILL", -9),
        ("worker", worker.pid, "killed by SIGKILL", -9),
    ]
    right = {f'sanvat_processes_replaced{{role="{role}"}} 1.0' for role in ("web", "worker")}
    wait_until(lambda: running.shown() == right)
    assert [running.shown(counted) for _ in range(6)] == [{f"{counted} 40.0"}] * 6
    assert frozen in running.children("web")
    wait_until(lambda: len(running.children("worker")) == 1)

    left = psutil.Process(running.server.pid).children(recursive=True)
    left[0].suspend()
    running.server.kill()
    running.server.wait()
    wait_until(lambda: all(map(is_gone, left)))
    assert len(left) >= 3
    wait_until(lambda: is_free(running.port))


@pytest.fixture
def sleeping():
    """A post with a process that does nothing, and the end of the line that it would have."""
    command = [sys.executable, "-c", "import time; time.sleep(100)"]
    with subprocess.Popen(command) as process:
        line, theirs = pair()
        with closing(line), closing(theirs):
            yield Post("web", process, line), theirs
        process.kill()


def test_a_process_that_was_up_is_replaced_after_a_minute_of_silence(sleeping):
    post, theirs = sleeping

    said = []
    for seconds, speaks in [(599, False), (1, True), (59, False), (1, True), (60, False), (1, 0)]:
        if speaks:
            theirs.send(b".")
        said.append(post.look(seconds))

    assert said == ["", "", "", "", "", "silent for 60 s"]


def test_a_process_may_take_ten_minutes_to_come_up(sleeping):
    post, _ = sleeping

    assert [post.look(600), post.look(1)] == ["", "not up after 600 s"]


def test_a_worker_is_only_replaced_when_it_ends(sleeping):
    post, _ = sleeping
    post.role = "worker"

    assert post.look(10_000) == ""
    post.process.kill()
    post.process.wait()
    assert post.look(0.5) == "killed by SIGKILL"


def test_what_fails_again_and_again_rests_longer_and_longer():
    post, rests = Post("web"), []
    for ran in [1, 1, 1, 1, 1, 1, 60, 1]:
        post.ran = ran
        post.clear()
        rests.append(post.rests)

    assert rests == [2, 4, 8, 16, 30, 30, 1, 2]


def test_a_line_that_is_full_or_gone_holds_neither_side_up():
    line, theirs = pair()
    tie = Tie(os.getppid(), theirs.detach())

    for _ in range(100_000):
        tie.say()
        line.tell(1, 2)
    assert line.has_said()
    tie.socket.close()
    line.tell(1, 2)
    while line.has_said():
        pass

    line.close()


LIGHT = """
import sys
import shop.cli.child
print(sorted({name.partition(".")[0] for name in sys.modules} & set(sys.argv[1:])))
"""


def test_the_entry_of_a_child_imports_no_command():
    heavy = ["cyclopts", "rich", "tortoise", "tantivy", "uvicorn", "starlette", "PIL", "obstore"]

    done = subprocess.run(
        [sys.executable, "-c", LIGHT, *heavy], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"
