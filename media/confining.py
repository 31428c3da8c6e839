"""What Linux forbids a process that reads a stranger's file: all but computing and answering.

Two fences, each of which stands alone. seccomp(2) lets no system call through but those that a
decoder needs, so that nothing outside the process can be named, opened, changed or signalled.
landlock(7) takes the right to every file, to the memory of processes outside and, on newer kernels,
to signals and connections. Both hold for good, and for whatever the process might yet become.
"""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

_libc = ctypes.CDLL(None, use_errno=True)

SET_DUMPABLE, SET_SECCOMP, SET_NO_NEW_PRIVS = 4, 22, 38  # linux/prctl.h
BY_FILTER = 2
"""SECCOMP_MODE_FILTER."""

Step = tuple[int, int, int, int]
"""Of a filter: what to do, steps to skip if so, if not, and a number (`struct sock_filter`)."""
LOAD, AND, EQUALS, AT_LEAST, ANSWER = 0x20, 0x54, 0x15, 0x35, 0x06  # linux/bpf_common.h
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16  # places in `struct seccomp_data`
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000  # linux/seccomp.h
FOREIGN = 0x40000000
"""From here on x86-64 counts the calls of x32, the same calls under other numbers."""
NEWEST = 450
"""The last call of Linux 6.1, after whose headers the tables below were drawn up."""
THREAD, DETACHED = 0x3D0F00, 0x400000
"""What glibc's `pthread_create` asks of `clone`, and what musl's asks besides."""
WHOLE = 0xFFFFFFFF


class Fence(StrEnum):
    LANDLOCK = "landlock"
    SECCOMP = "seccomp"


class Unconfined(Exception):  # noqa: N818 - a state of the machine
    """No fence can be put up here."""


class Call(NamedTuple):
    """The number of a system call on each kind of machine; None where there is none."""

    x86_64: int | None
    aarch64: int | None


MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""As linux/audit.h names them to a filter: AUDIT_ARCH_…"""

NEEDED = {
    "read": Call(0, 63), "pread64": Call(17, 67), "write": Call(1, 64), "sendto": Call(44, 206),
    "brk": Call(12, 214), "mmap": Call(9, 222), "munmap": Call(11, 215), "mremap": Call(25, 216),
    "mprotect": Call(10, 226), "madvise": Call(28, 233),
    "futex": Call(202, 98), "set_robust_list": Call(273, 99), "rseq": Call(334, 293),
    "membarrier": Call(324, 283), "gettid": Call(186, 178), "getpid": Call(39, 172),
    "sched_yield": Call(24, 124), "sched_getaffinity": Call(204, 123), "getcpu": Call(309, 168),
    "rt_sigaction": Call(13, 134), "rt_sigprocmask": Call(14, 135), "rt_sigreturn": Call(15, 139),
    "restart_syscall": Call(219, 128), "clock_gettime": Call(228, 113),
    "clock_nanosleep": Call(230, 115), "gettimeofday": Call(96, 169),
    "getrandom": Call(318, 278), "sysinfo": Call(99, 179),
    "exit": Call(60, 93), "exit_group": Call(231, 94),
}  # fmt: skip
"""Memory, threads, time, chance, the two descriptors that a child has, and the end."""

FATAL = {
    "kill": Call(62, 129), "tkill": Call(200, 130), "rt_sigqueueinfo": Call(129, 138),
    "rt_tgsigqueueinfo": Call(297, 240), "pidfd_open": Call(434, 434),
    "pidfd_send_signal": Call(424, 424), "pidfd_getfd": Call(438, 438),
    "ptrace": Call(101, 117), "process_vm_readv": Call(310, 270),
    "process_vm_writev": Call(311, 271), "fork": Call(57, None), "vfork": Call(58, None),
    "execve": Call(59, 221), "execveat": Call(322, 281), "setsid": Call(112, 157),
    "unshare": Call(272, 97), "setns": Call(308, 268), "mount": Call(165, 40),
    "unlink": Call(87, None), "unlinkat": Call(263, 35), "rename": Call(82, None),
    "renameat": Call(264, 38), "renameat2": Call(316, 276), "mkdir": Call(83, None),
    "mkdirat": Call(258, 34), "socket": Call(41, 198), "connect": Call(42, 203),
    "bpf": Call(321, 280), "perf_event_open": Call(298, 241), "userfaultfd": Call(323, 282),
    "io_uring_setup": Call(425, 425),
}  # fmt: skip
"""What no decoder does, not even by mistake: the process has been taken over, so it ends at once.

Any other call fails with EPERM, which Python and the libraries bear: they look for a file now and
then (a module, the number of processors), and an error is what they got without a fence too.
"""

CLONE, CLONE3, TGKILL = Call(56, 220), Call(435, 435), Call(234, 131)

CREATE_RULESET, RESTRICT_SELF = 444, 446  # of landlock, the same on all machines
ASK_VERSION = 1
RIGHTS = (
    (1, 0x1FFF, 0, 0),  # execute, read, write, list, remove and make files of every sort
    (2, 1 << 13, 0, 0),  # move between folders
    (3, 1 << 14, 0, 0),  # truncate
    (4, 0, 0b11, 0),  # listen and connect by TCP
    (5, 1 << 15, 0, 0),  # control devices
    (6, 0, 0, 0b11),  # reach abstract sockets and signal processes outside
)
"""By version of landlock: what it can take of files, of the net, and of what lies outside."""


def available() -> tuple[Fence, ...]:
    """Tell which fences can be put up here; asking changes nothing."""
    if sys.platform != "linux":
        return ()
    found = {Fence.LANDLOCK: landlock_version() > 0, Fence.SECCOMP: _takes_filters()}
    return tuple(fence for fence, is_there in found.items() if is_there)


def hide_memory() -> None:
    """Let no other process of our user read our memory, and none be written out at a crash.

    Only until the next exec(2), so each program does it for itself.
    """
    if sys.platform == "linux":
        _prctl(SET_DUMPABLE, 0)


def take_files() -> None:
    """Put up landlock without any right. Needs a free descriptor for a moment."""
    rights = struct.pack("=QQQ", *_rights(landlock_version()))
    _prctl(SET_NO_NEW_PRIVS, 1)
    ruleset = _checked(_landlock(CREATE_RULESET, rights, len(rights), 0))
    _checked(_landlock(RESTRICT_SELF, ruleset, 0, 0))
    os.close(ruleset)


def forbid_calls() -> None:
    """Put up seccomp around this process, which must have one thread only."""
    _install(program(os.uname().machine, os.getpid()))


def landlock_version() -> int:
    """Give the version of landlock, 0 or less where there is none."""
    return _landlock(CREATE_RULESET, None, 0, ASK_VERSION)


def _install(code: bytes) -> None:
    kept = ctypes.create_string_buffer(code, len(code))
    steps = len(code) // struct.calcsize("HBBI")
    head = ctypes.create_string_buffer(struct.pack("HP", steps, ctypes.addressof(kept)))
    _prctl(SET_NO_NEW_PRIVS, 1)
    _prctl(SET_SECCOMP, BY_FILTER, ctypes.addressof(head))


def program(machine: str, process: int) -> bytes:
    """Write the filter for a process: a program over `struct seccomp_data` for the kernel (BPF)."""
    steps = [
        *_load(MACHINE), *_unless(MACHINES[machine], KILL),  # a call in another machine's manner
        *_load(NUMBER), *_from(FOREIGN, KILL),
        *_all(_numbers(NEEDED.values(), machine), ALLOW),
        *_all(_numbers(FATAL.values(), machine), KILL),
        *_only(getattr(CLONE, machine), THREAD, but=DETACHED),
        *_only(getattr(TGKILL, machine), process),  # `abort` ends its process so
        *_all([getattr(CLONE3, machine)], ERROR | errno.ENOSYS),  # hides its flags; clone is next
        *_from(NEWEST + 1, ERROR | errno.ENOSYS),  # so libraries do as on an older kernel
        (ANSWER, 0, 0, ERROR | errno.EPERM),
    ]  # fmt: skip
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _numbers(calls: Iterable[Call], machine: str) -> list[int]:
    found = (getattr(call, machine) for call in calls)
    return [number for number in found if number is not None]


def _load(place: int) -> list[Step]:
    return [(LOAD, 0, 0, place)]


def _unless(value: int, answer: int) -> list[Step]:
    return [(EQUALS, 1, 0, value), (ANSWER, 0, 0, answer)]


def _from(value: int, answer: int) -> list[Step]:
    return [(AT_LEAST, 0, 1, value), (ANSWER, 0, 0, answer)]


def _all(values: Iterable[int], answer: int) -> list[Step]:
    return [step for value in values for step in ((EQUALS, 0, 1, value), (ANSWER, 0, 0, answer))]


def _only(call: int, first: int, *, but: int = 0) -> list[Step]:
    """Allow a call with this first argument, apart from the bits in `but`; else kill."""
    return [
        (EQUALS, 0, 5, call),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (AND, 0, 0, WHOLE ^ but),
        (EQUALS, 0, 1, first),
        (ANSWER, 0, 0, ALLOW),
        (ANSWER, 0, 0, KILL),
    ]


def _takes_filters() -> bool:
    """Offer a filter at no address, which a kernel refuses as such if it would take one."""
    if os.uname().machine not in MACHINES or sys.maxsize < 1 << 32:
        return False
    try:
        _prctl(SET_SECCOMP, BY_FILTER, 0)
    except OSError as refused:
        return refused.errno == errno.EFAULT
    return False


def _rights(version: int) -> tuple[int, int, int]:
    files = net = outside = 0
    for since, *more in RIGHTS:
        if version >= since:
            files, net, outside = files | more[0], net | more[1], outside | more[2]
    return files, net, outside


def _prctl(option: int, value: int, address: int = 0) -> None:
    given = (ctypes.c_ulong(number) for number in (value, address, 0, 0))
    _checked(_libc.prctl(option, *given))


def _landlock(call: int, first: bytes | int | None, second: int, third: int) -> int:
    given = ctypes.c_long(first) if isinstance(first, int) else first
    return int(_libc.syscall(ctypes.c_long(call), given, ctypes.c_long(second), third))


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer
