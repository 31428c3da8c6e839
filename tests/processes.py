"""Python processes of their own for tests, forked from one that has imported the application.

Each has its own memory, files and death, as if it had been started afresh; only the two seconds of
imports before `main` are spared. Where the start itself is tried, tests start Python plainly.
"""

import atexit
import ctypes
import gc
import json
import os
import random
import runpy
import socket
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

IMPORTED = ("uvloop", "httptools", "shop.cli.main", "shop.app")
HASH_SEED = "PYTHONHASHSEED"
"""Heeded at a fresh start only."""
SET_CHILD_SUBREAPER = 36
"""Of Linux's prctl: orphans become our children, so that we can wait for them."""
NUMBER = 8
"""Bytes that a size or a process number takes."""

Job = tuple[list[str], dict[str, str], str]


def start(*arguments: str, env: dict[str, str], **options: Any) -> subprocess.Popen:
    """Start Python with these arguments (`-m module …` or `-c program …`), like Popen."""
    is_fresh = env.get(HASH_SEED) != os.environ.get(HASH_SEED) or sys.platform != "linux"
    kind = subprocess.Popen if is_fresh else _Forked
    return kind([sys.executable, *arguments], env=env, **options)


def run(
    *arguments: str, env: dict[str, str], timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments to its end, and read what it says."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with start(*arguments, env=env, **pipes) as process:
        try:
            said = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, *said)


class _Forked(subprocess.Popen):
    """A Popen whose process is forked from the nursery's; all but its beginning is Popen's own."""

    def _execute_child(self, args: list[str], *more: Any) -> None:
        folder, env, pipes = more[4], more[5], more[9:15]
        theirs = [pipes[0], pipes[3], pipes[5]]
        files = [number if end == -1 else end for number, end in enumerate(theirs)]
        self._child_created = True
        self.pid = _nursery().fork((args[1:], env, str(folder or Path.cwd())), files)
        self._close_pipe_fds(*pipes)


class _Nursery:
    """The process that forks, seen from the tests' process."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        program = [sys.executable, "-m", "tests.processes", str(theirs.fileno())]
        self._process = subprocess.Popen(
            program, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
        )
        theirs.close()
        self._lock = Lock()
        self._prctl = ctypes.CDLL(None).prctl

    def fork(self, job: Job, files: list[int]) -> int:
        """Start a process that is a child of this one; give its number."""
        told = json.dumps(job).encode()
        with self._lock:
            self._prctl(SET_CHILD_SUBREAPER, 1)
            socket.send_fds(self._socket, [len(told).to_bytes(NUMBER)], files)
            self._socket.sendall(told)
            started = self._socket.recv(NUMBER, socket.MSG_WAITALL)
            self._prctl(SET_CHILD_SUBREAPER, 0)
        return int.from_bytes(started)

    def end(self) -> None:
        self._socket.close()
        self._process.wait()


@cache
def _nursery() -> _Nursery:
    made = _Nursery()
    atexit.register(made.end)
    return made


def _next_job(tests: socket.socket) -> Job:
    """Fork for each job until the tests end; this returns in the new processes only."""
    while True:
        size, files, _, _ = socket.recv_fds(tests, NUMBER, 3)
        if not size:
            sys.exit()
        arguments, env, folder = json.loads(tests.recv(int.from_bytes(size), socket.MSG_WAITALL))
        reading, writing = os.pipe()
        if not (between := os.fork()):  # its end makes its child an orphan
            if started := os.fork():
                os.write(writing, started.to_bytes(NUMBER))
                os._exit(0)
            for file in (reading, writing, tests.detach()):
                os.close(file)
            for number, file in enumerate(files):
                os.dup2(file, number)
                os.close(file)
            return arguments, env, folder
        os.waitpid(between, 0)
        tests.sendall(os.read(reading, NUMBER))
        for file in (reading, writing, *files):
            os.close(file)


def _become(arguments: list[str], env: dict[str, str], folder: str) -> None:
    """Do what Python does with these arguments."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", errors="backslashreplace", closefd=False)
    random.seed()
    option, program, *rest = arguments
    if option == "-m":
        sys.argv = [program, *rest]
        runpy.run_module(program, run_name="__main__", alter_sys=True)
        return
    sys.argv = ["-c", *rest]
    sys.modules["__main__"] = main = ModuleType("__main__")
    exec(compile(program, "<string>", "exec"), main.__dict__)  # noqa: S102 - a test's own program


if __name__ == "__main__":
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    _become(*_next_job(socket.socket(fileno=int(sys.argv[1]))))
