"""A program that becomes `sanvat`, on a kernel that denies knowing some of the fences.

Started as `python -m tests.media.old_kernel seccomp,landlock COMMAND…`.
"""

import errno
import os
import runpy
import struct
import sys

from media import confining
from media.confining import ALLOW, ANSWER, EQUALS, ERROR, FIRST_ARGUMENT, LOAD, NUMBER, Step

PRCTL = {"x86_64": 157, "aarch64": 167}
WITHOUT: dict[str, list[Step]] = {
    "landlock": [
        (EQUALS, 0, 1, confining.CREATE_RULESET),
        (ANSWER, 0, 0, ERROR | errno.ENOSYS),
    ],
    "seccomp": [
        (EQUALS, 0, 3, PRCTL[os.uname().machine]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUALS, 0, 1, confining.SET_SECCOMP),
        (ANSWER, 0, 0, ERROR | errno.EINVAL),
    ],
}

if __name__ == "__main__":
    steps: list[Step] = [(LOAD, 0, 0, NUMBER)]
    for fence in sorted(sys.argv[1].split(",")):  # seccomp's steps come last: they load otherwise
        steps += WITHOUT[fence]
    steps.append((ANSWER, 0, 0, ALLOW))
    confining._install(b"".join(struct.pack("HBBI", *step) for step in steps))
    sys.argv[1:] = sys.argv[2:]
    runpy.run_module("shop.cli", run_name="__main__")
