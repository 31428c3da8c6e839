"""A process that reads a picture can compute and answer; all else that it tries fails."""

import ctypes
import errno
import json
import os
import re
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import pytest

from media import confining
from media.confining import (
    ALLOW,
    ERROR,
    FATAL,
    KILL,
    MACHINES,
    NEEDED,
    Call,
    Fence,
    landlock_version,
    program,
)
from media.refusing import Refused
from media.workshop import Workshop
from shop.config import Settings
from tests import processes
from tests.commands import Done
from tests.pictures import photo
from tests.serving import environment

HEIC = Path(__file__).parent / "heic"
BOTH = [Fence.LANDLOCK, Fence.SECCOMP]
UNHARMED = ["postgres://mat-khau", "file", "folder", "còn nguyên"]
WORK = {"work in threads": "done", "take much memory": "done", "abort": "SIGABRT"}
FOREIGN_I386 = 0x40000003
GROUP = 65534
SYS_ADMIN, SYS_RESOURCE = 21, 24

needs_landlock = pytest.mark.skipif(landlock_version() < 1, reason="this kernel has no landlock")


def tried(*fences: str) -> dict[str, tuple[str, list[str]]]:
    done = processes.run("-m", "tests.media.captive", *fences, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def may(capability: int) -> bool:
    """Tell whether root's rights are whole, as capabilities(7) counts them."""
    [held] = re.findall(r"CapEff:\t(\w+)", Path("/proc/self/status").read_text())
    return bool(int(held, 16) >> capability & 1)


def got(told: dict[str, tuple[str, list[str]]]) -> set[str]:
    """Give what succeeded of that which must not."""
    return {name for name, (outcome, _) in told.items() if outcome == "done"} - WORK.keys()


@pytest.fixture(scope="module")
def filtered():
    return tried(Fence.SECCOMP)


def test_limits_alone_leave_much_which_the_fences_are_to_stop():
    told = tried()

    assert got(told) >= {
        "signal the parent", "fork", "clone", "clone3", "leave the foreman's session", "look",
        "unlink", "rename", "link", "symlink", "make a folder", "remove a folder", "truncate",
        "change rights", "execute", "limit the parent", "stop the clock",
    }  # fmt: skip
    assert told["unlink"][1] == []
    assert "new" in told["make a folder"][1]


def test_behind_seccomp_nothing_succeeds_and_nothing_is_harmed(filtered):
    assert got(filtered) == set()
    assert {name: world for name, (_, world) in filtered.items() if world != UNHARMED} == {}


def test_what_no_decoder_does_ends_the_process_and_what_libraries_try_fails(filtered):
    told = {name: outcome for name, (outcome, _) in filtered.items()}

    assert {name for name, outcome in told.items() if outcome == "SIGSYS"} == {
        "read the parent's memory", "write the parent's memory", "trace the parent",
        "signal the parent", "signal the parent's thread", "take hold of the parent",
        "fork", "clone", "spawn", "execute", "leave the foreman's session", "unlink", "rename",
        "make a folder", "open a socket", "set up a ring", "leave the file tree", "call as x32",
    } - ({"call as x32"} if os.uname().machine != "x86_64" else set())  # fmt: skip
    assert told["clone3"] == "ENOSYS"
    assert {told[name] for name in ("open", "create", "list", "look", "stop the clock")} == {
        "EPERM"
    }


def test_a_decoder_goes_on_working_behind_both_fences(filtered):
    told = tried(*BOTH) if landlock_version() > 0 else filtered

    assert {name: told[name][0] for name in WORK} == WORK
    assert got(told) == set()


@needs_landlock
def test_behind_landlock_alone_this_is_left():
    told = tried(Fence.LANDLOCK)

    left = {
        "fork", "clone", "clone3", "leave the foreman's session", "leave the foreman's group",
        "look", "change rights", "change times", "go elsewhere", "share memory",
        "limit the parent", "slow the parent down", "move the parent", "stop the clock",
    }  # fmt: skip
    if landlock_version() < 6:
        left |= {"signal the parent", "signal the parent's thread"}
    if landlock_version() < 3:
        left |= {"truncate"}
    if may(SYS_ADMIN):
        left |= {"leave the file tree"}
    if may(SYS_RESOURCE):
        left |= {"raise descriptors", "raise memory"}
    assert got(told) == left
    assert {told[name][0] for name in WORK} == {*WORK.values()}


# The filter itself, also for the machine that the tests do not run on


def judged(machine: str, number: int, first: int = 0, manner: int | None = None) -> int:
    """Run the filter over a call, as the kernel would."""
    manner = MACHINES[machine] if manner is None else manner
    data = struct.pack("=iIQ6Q", number, manner, 0, first, 0, 0, 0, 0, 0)
    steps = list(struct.iter_unpack("HBBI", program(machine, 4711)))
    at = held = 0
    while True:
        kind, if_so, if_not, value = steps[at]
        at += 1
        match kind:
            case confining.LOAD:
                [held] = struct.unpack_from("=I", data, value)
            case confining.AND:
                held &= value
            case confining.EQUALS:
                at += if_so if held == value else if_not
            case confining.AT_LEAST:
                at += if_so if held >= value else if_not
            case confining.ANSWER:
                return value


def numbers(calls: dict[str, Call], machine: str) -> set[int]:
    return {number for call in calls.values() if (number := getattr(call, machine)) is not None}


@pytest.mark.parametrize("machine", MACHINES)
def test_each_call_is_judged_on_both_machines(machine):
    needed, fatal = numbers(NEEDED, machine), numbers(FATAL, machine)
    clone, tgkill = getattr(confining.CLONE, machine), confining.TGKILL
    special = {clone, getattr(tgkill, machine), 435}

    answers = {number: judged(machine, number) for number in range(451)}

    assert {number for number, answer in answers.items() if answer == ALLOW} == needed
    killed = {number for number, answer in answers.items() if answer == KILL}
    assert killed == fatal | special - {435}
    assert answers[435] == ERROR | errno.ENOSYS
    rest = answers.keys() - needed - fatal - special
    assert {answers[number] for number in rest} == {ERROR | errno.EPERM}


@pytest.mark.parametrize("machine", MACHINES)
def test_threads_and_abort_are_let_through_and_their_likes_are_not(machine):
    clone, tgkill = getattr(confining.CLONE, machine), getattr(confining.TGKILL, machine)
    thread = 0x3D0F00

    assert judged(machine, clone, thread) == judged(machine, clone, thread | 0x400000) == ALLOW
    for bit in range(32):
        if 1 << bit != 0x400000:
            assert judged(machine, clone, thread ^ 1 << bit) == KILL
    assert judged(machine, tgkill, 4711) == ALLOW
    assert {judged(machine, tgkill, other) for other in (0, 1, 4710, 2**32 - 1)} == {KILL}


@pytest.mark.parametrize("machine", MACHINES)
def test_other_manners_of_calling_and_newer_calls(machine):
    others = {*MACHINES.values(), FOREIGN_I386, 0} - {MACHINES[machine]}
    read = NEEDED["read"]

    assert {judged(machine, number, manner=other) for number in read for other in others} == {KILL}
    assert judged(machine, 0x40000000 | 39) == judged(machine, -1) == KILL
    assert judged(machine, 451) == judged(machine, 0x3FFFFFFF) == ERROR | errno.ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_that_libseccomp_knows(machine):
    try:
        library = ctypes.CDLL("libseccomp.so.2")  # Debian's apt brings it
    except OSError:
        pytest.skip("libseccomp is not here")
    resolved = library.seccomp_syscall_resolve_name_arch
    resolved.argtypes = [ctypes.c_uint32, ctypes.c_char_p]
    calls = {
        **NEEDED, **FATAL,
        "clone": confining.CLONE, "clone3": confining.CLONE3, "tgkill": confining.TGKILL,
    }  # fmt: skip

    known = {name: resolved(MACHINES[machine], name.encode()) for name in calls}

    ours = {name: getattr(call, machine) for name, call in calls.items()}
    assert ours == {name: number if number >= 0 else None for name, number in known.items()}


# Machines that have only one fence, or none


def on_an_old_kernel(without: str, folder: Path, *command: str, **more: str) -> Done:
    (folder / "a.jpg").write_bytes(photo())
    env = {name: value for name, value in os.environ.items() if not name.startswith("SANVAT_")}
    env |= {"SANVAT_DATA": str(folder / "var"), "SANVAT_LOG_LEVEL": "warning"} | more
    done = processes.run("-m", "tests.media.old_kernel", without, *command, env=env)
    assert "Traceback" not in done.stderr
    return done


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def render(folder: Path) -> tuple[str, ...]:
    return "picture", "render", str(folder / "a.jpg"), "--out", str(folder / "out")


@pytest.mark.parametrize("command", ["render", "serve"])
def test_without_any_fence_it_does_not_start_and_says_so(tmp_path, command):
    words = render(tmp_path) if command == "render" else ("serve", "--port", str(a_free_port()))

    done = on_an_old_kernel("landlock,seccomp", tmp_path, *words)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("sanvat: This machine can confine no process that reads pictures")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_without_any_fence_a_setting_lets_it_go_on(tmp_path):
    allowed = {"SANVAT_UNCONFINED_PICTURES": "true"}

    done = on_an_old_kernel("landlock,seccomp", tmp_path, *render(tmp_path), **allowed)

    assert (done.returncode, json.loads(done.stdout)["accepted"]) == (0, True)
    assert done.stderr == "processes that read pictures are confined by limits only\n"


@needs_landlock
@pytest.mark.parametrize(
    ("without", "warning"),
    [
        ("landlock", ""),
        ("seccomp", "processes that read pictures are confined by landlock only\n"),
    ],
)
def test_one_fence_is_enough(tmp_path, without, warning):
    done = on_an_old_kernel(without, tmp_path, *render(tmp_path))

    assert (done.returncode, json.loads(done.stdout)["accepted"]) == (0, True)
    assert done.stderr == warning


# Memory that no other process reads


def is_hidden(pid: int) -> bool:
    """Linux gives what tells of a process to root while it is not dumpable (proc(5))."""
    state = Path(f"/proc/{pid}/environ").stat()
    return (state.st_gid if os.geteuid() == 0 else state.st_uid) == 0


def as_another_group() -> dict[str, int]:
    """Root's own group would not show the difference."""
    return {"group": GROUP} if os.geteuid() == 0 else {}


def hides(process: subprocess.Popen) -> bool:
    deadline = monotonic() + 60
    while process.poll() is None and monotonic() < deadline:
        if is_hidden(process.pid):
            return True
        sleep(0.02)
    return False


@contextmanager
def started(*command: str, **options: Any) -> Iterator[subprocess.Popen]:
    with subprocess.Popen(command, **as_another_group(), **options) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_program_of_another_hides_nothing():
    with started("sleep", "60") as process:
        sleep(0.2)
        assert not is_hidden(process.pid)


def test_the_foreman_hides_his_memory():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        number = str(theirs.fileno())
        command = (sys.executable, "-m", "media.foreman", number)
        with started(*command, pass_fds=[theirs.fileno()]) as process:
            assert hides(process)


def test_a_command_that_serves_hides_its_memory(tmp_path):
    command = (sys.executable, "-m", "shop.cli", "serve", "--port", str(a_free_port()))
    with started(*command, env=environment(Settings(data=tmp_path / "var"))) as process:
        assert hides(process)


OPEN = """
import asyncio, ctypes
from shop.config import Settings
from shop.services import opened

async def main():
    before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)  # PR_GET_DUMPABLE
    async with opened(Settings.from_environment()):
        print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))

asyncio.run(main())
"""


def test_each_process_that_opens_the_service_hides_its_memory(tmp_path):
    done = processes.run("-c", OPEN, env=environment(Settings(data=tmp_path / "var")))

    assert done.stdout == "1 0\n"


# Pictures


def mutations(whole: bytes, chance: Random, count: int) -> Iterator[bytes]:
    """Damage a file: bytes changed, a piece taken out or doubled, the end cut off."""
    for _ in range(count):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        at, size = chance.randrange(len(damaged)), chance.randrange(1, 64)
        match chance.randrange(5):
            case 0:
                del damaged[at : at + size]
            case 1:
                damaged[at:at] = damaged[at : at + size]
            case 2:
                del damaged[-size:]
        yield bytes(damaged)


async def answer(workshop: Workshop, path: Path) -> object:
    try:
        return await workshop.render(path)
    except Refused as refused:
        return refused.said


SEEDS = {
    "jpeg": photo(size=(160, 120)),
    "png": photo(size=(160, 120), kind="PNG"),
    "webp": photo(size=(160, 120), kind="WEBP"),
    "heic": (HEIC / "upright.heic").read_bytes(),
    "heic with alpha": (HEIC / "clear.heic").read_bytes(),
}


@pytest.mark.parametrize("kind", SEEDS)
async def test_fences_change_no_answer(kind, tmp_path):
    fenced, free = Workshop(1), Workshop(1)
    free._fences = ()
    assert fenced._fences
    answers = []
    try:
        for damaged in mutations(SEEDS[kind], Random(12), 12):  # noqa: S311 - the same each time
            (tmp_path / "in").write_bytes(damaged)
            answers.append([await answer(one, tmp_path / "in") for one in (fenced, free)])
    finally:
        for workshop in (fenced, free):
            await workshop.close()

    assert [ours for ours, _ in answers] == [theirs for _, theirs in answers]
