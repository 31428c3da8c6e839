"""A program that tries, in children under the real limits, what a taken-over decoder would.

Started as `python -m tests.media.captive [FENCE…]`; prints what became of each attempt as JSON.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from errno import errorcode
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from media import errand
from media.workshop import USUAL

SECRET = ctypes.create_string_buffer(b"postgres://mat-khau")
PARENT = os.getpid()
LIBC = ctypes.CDLL(None, use_errno=True)
SEIZE = 0x4206  # ptrace
NEW_ROOM = 0x00020000  # unshare, CLONE_NEWNS
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
X32_GETPID = 0x40000000 | 39


class Piece(ctypes.Structure):
    """`struct iovec`."""

    _fields_ = (("at", ctypes.c_void_p), ("size", ctypes.c_size_t))


class Beginning(ctypes.Structure):
    """`struct clone_args`, of which only the signal at the end is given."""

    _fields_ = tuple((f"field{n}", ctypes.c_uint64) for n in range(11))


def call(name: str, *arguments: object) -> int:
    """Call a function of libc by name, or the system by number."""
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    if (answer := getattr(LIBC, name)(*given)) == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return answer


def copy_memory(how: str) -> None:
    ours = ctypes.create_string_buffer(b"X" * len(SECRET), len(SECRET))
    here = Piece(ctypes.addressof(ours), len(SECRET))
    there = Piece(ctypes.addressof(SECRET), len(SECRET))
    call(how, PARENT, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)


def fork(how: Callable[[], int] = os.fork) -> None:
    if not how():
        os._exit(0)


def clone3() -> int:
    wanted = Beginning(field4=signal.SIGCHLD)
    return call("syscall", 435, ctypes.byref(wanted), ctypes.sizeof(wanted))


def clone() -> int:
    return call("syscall", CLONE, signal.SIGCHLD, 0, 0, 0, 0)


def attempts(place: Path) -> dict[str, Callable[[], object]]:
    """Give what is tried, by name; `file` and `folder` lie in a place that is ours to write."""
    file, folder, new = place / "file", place / "folder", place / "new"
    return {
        "read the parent's memory": partial(copy_memory, "process_vm_readv"),
        "write the parent's memory": partial(copy_memory, "process_vm_writev"),
        "trace the parent": partial(call, "ptrace", SEIZE, PARENT, 0, 0),
        "signal the parent": partial(os.kill, PARENT, 0),
        "signal the parent's thread": partial(call, "tgkill", PARENT, PARENT, 0),
        "take hold of the parent": partial(os.pidfd_open, PARENT),
        "limit the parent": partial(resource.prlimit, PARENT, resource.RLIMIT_CORE, (0, 0)),
        "slow the parent down": partial(os.setpriority, os.PRIO_PROCESS, PARENT, 0),
        "move the parent": partial(os.sched_setaffinity, PARENT, os.sched_getaffinity(PARENT)),
        "fork": fork,
        "clone": partial(fork, clone),
        "clone3": partial(fork, clone3),
        "spawn": partial(os.posix_spawn, "/bin/true", ["true"], {}),
        "execute": partial(os.execv, "/bin/true", ["true"]),
        "leave the foreman's session": os.setsid,
        "leave the foreman's group": partial(os.setpgid, 0, 0),
        "open": partial(os.open, "/etc/passwd", os.O_RDONLY),
        "create": partial(os.open, new, os.O_WRONLY | os.O_CREAT),
        "list": partial(os.listdir, place),
        "look": partial(os.stat, file),
        "unlink": partial(os.unlink, file),
        "rename": partial(os.rename, file, new),
        "link": partial(os.link, file, new),
        "symlink": partial(os.symlink, file, new),
        "make a folder": partial(os.mkdir, new),
        "remove a folder": partial(os.rmdir, folder),
        "truncate": partial(os.truncate, file, 0),
        "change rights": partial(os.chmod, file, 0o640),
        "change times": partial(os.utime, file, (1, 1)),
        "go elsewhere": partial(os.chdir, folder),
        "open a socket": socket.socket,
        "open a pair of sockets": socket.socketpair,
        "hold a file in memory": partial(os.memfd_create, "new"),
        "share memory": partial(call, "shmget", 0, 4096, 0o1600),
        "set up a ring": partial(call, "syscall", 425, 1, ctypes.create_string_buffer(120)),
        "raise descriptors": partial(resource.setrlimit, resource.RLIMIT_NOFILE, (9, 9)),
        "raise memory": partial(resource.setrlimit, resource.RLIMIT_AS, (1 << 40, 1 << 40)),
        "stop the clock": partial(signal.setitimer, signal.ITIMER_REAL, 0),
        "leave the file tree": partial(call, "unshare", NEW_ROOM),
        "call as x32": partial(call, "syscall", X32_GETPID),
    }


def work_in_threads() -> None:
    found: list[int] = []
    threads = [Thread(target=found.append, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]


WORK: dict[str, Callable[[], object]] = {
    "work in threads": work_in_threads,
    "take much memory": lambda: bytes(64 << 20),
    "abort": os.abort,
}
"""What a decoder may do."""


def outcome(attempt: Callable[[], object], fences: list[str]) -> str:
    """Tell "done", the name of an error, or that of the signal which ended the child."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _try(attempt, fences, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        said = told.read().decode()
    status = os.waitpid(child, 0)[1]
    return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else said or "done"


def _try(attempt: Callable[[], object], fences: list[str], writing: int) -> None:
    try:
        errand._limit(USUAL.memory, USUAL.cpu, USUAL.wall, fences)
        attempt()
        os.write(writing, b"done")
    except OSError as refused:
        os.write(writing, errorcode[refused.errno].encode())
    except ValueError:  # Python's word for EPERM at a limit
        os.write(writing, b"EPERM")
    except BaseException as error:  # noqa: BLE001 - told as it is
        os.write(writing, repr(error).encode())
    finally:
        os._exit(0)


def world(place: Path) -> list[str]:
    with suppress(OSError):
        names = sorted(path.name for path in place.iterdir())
        return [SECRET.value.decode(), *names, (place / "file").read_text()]
    return []


def main(fences: list[str]) -> None:
    told = {}
    with TemporaryDirectory() as folder:
        place = Path(folder)
        for name, attempt in {**attempts(place), **WORK}.items():
            SECRET.value = b"postgres://mat-khau"
            for old in (place / "new", place / "file"):
                with suppress(OSError):
                    old.unlink()
                with suppress(OSError):
                    old.rmdir()
            (place / "folder").mkdir(exist_ok=True)
            (place / "file").write_text("còn nguyên")
            told[name] = outcome(attempt, fences), world(place)
    print(json.dumps(told))  # noqa: T201 - for the test that started it


if __name__ == "__main__":
    main(sys.argv[1:])
