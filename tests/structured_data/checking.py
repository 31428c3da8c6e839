"""Pages before the validator of structured data that Adobe publishes: it knows Google's rules."""

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
NEEDED = ("node", "npm")


class Unavailable(Exception):  # noqa: N818 - a state of this machine
    """There is no Node.js here, or no package index to install the validator from."""


class Verdict(NamedTuple):
    types: list[str]
    """Of what was found in the page's JSON-LD."""
    errors: list[str]


def verdicts(pages: Iterable[str]) -> list[Verdict]:
    """Have pages of HTML validated, by one process for all of them. Raises Unavailable."""
    _install()
    told = "".join(json.dumps(page) + "\n" for page in pages)
    command = ["node", str(HERE / "check.mjs")]
    done = subprocess.run(command, input=told, stdout=subprocess.PIPE, text=True, check=True)
    return [Verdict(**json.loads(line)) for line in done.stdout.splitlines()]


def _install() -> None:
    """Install what the lock names, once for all runs and for one process at a time."""
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        raise Unavailable(f"there is no {missing[0]} here")
    with _alone():
        if not (HERE / "node_modules" / ".package-lock.json").exists():
            done = subprocess.run(
                ["npm", "ci"], check=False, cwd=HERE, capture_output=True, text=True
            )
            if done.returncode:
                raise Unavailable(f"npm ci: {done.stderr.strip()[-300:]}")


@contextmanager
def _alone() -> Iterator[None]:
    with (HERE / "package-lock.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
