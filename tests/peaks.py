"""How much memory a command takes at its most, as a process of its own."""

import subprocess

from shop.config import Settings
from tests import processes
from tests.serving import environment

PROGRAM = """
import atexit, sys
from pathlib import Path

@atexit.register
def tell():
    told = Path("/proc/self/status").read_text()
    print(told.partition("VmHWM:")[2].split()[0])

from shop import cli
sys.argv[0] = "sanvat"
cli.main()
"""


def peak_of(
    settings: Settings, *arguments: str, **more: str
) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run a command; give what it said, and the bytes that it held in memory at its most."""
    done = processes.run("-c", PROGRAM, *arguments, env=environment(settings) | more)
    assert "Traceback" not in done.stdout + done.stderr
    *said, kib, _ = done.stdout.split("\n")
    done.stdout = "\n".join(said)
    return done, int(kib) * 1024
