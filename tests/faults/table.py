"""The table of faults: a test tries each line, and at the end it is printed what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

FAULTS = {
    "serve before migrate": "the command, in one sentence",
    "migrate twice at once": "nothing",
    "kill -9 of a PostgreSQL backend under writes": "503 for some seconds",
    "SIGSTOP of PostgreSQL for 20 s": "503, each within the patience of a request",
    "pg_ctl restart -m fast": "503 for a second or two",
    "kill -9 of all of PostgreSQL, 12 s down": "503 as long as it is down",
    "PostgreSQL stopped, warm caches": "what is written and what was not read before: 503",
    "connections exhausted": "503 while there is none to be had",
    "database on a full disk": "writes: 503; reads go on",
    "clock row locked": "writes: 503 after 5 s; reads go on",
    "SANVAT_DATA full, pictures on S3": "duties that write there; reads and reports go on",
    "inodes exhausted": "uploads: 503",
    "backup onto a full disk": "the command, in one sentence that names the file",
    "S3 refuses connections": "pictures: 503 within seconds",
    "S3 answers 503": "pictures: 503 within seconds",
    "S3 hangs": "pictures: 503 within seconds",
    "S3 cuts its answers": "pictures: 503, never half of one",
    "S3 takes 4 s a request": "uploads end within 30 s, taken or 503",
    "index folder deleted under load": "nothing: the search is plainer for some seconds",
    "index overwritten with noise": "nothing: the search is plainer for some seconds",
    "index read-only": "nothing: what is new is found later",
    "feeds folder deleted": "feed files: 503 for some seconds",
    "picture file lost in S3": "that picture: 404",
    "clock 40 months ahead and back": "nothing",
    "two workers at once": "nothing",
    "two servers on one SQLite": "nothing",
    "SIGTERM under load": "nothing that was under way",
    "kill -9 of one of two webs and of the worker": "nothing, behind a proxy with both",
    "a web process stalled for 7 s": "nothing: what it had waits",
    "two web processes short of the processor": "nothing: they come up later",
    "kill -9 of the parent of several processes": "all of it; the port is free at once",
    "restore killed while it stores pictures": "that run; the next one restores all",
    "restore onto a full catalogue": "the command, in one sentence",
    "backup beside writes, restored and verified": "nothing",
    "64 descriptors and 150 slow clients": "connections: 503, or closed",
    "a worker in 900 MB of addresses": "nothing",
    "1,000 waiting partners": "nothing",
}
"""A fault → what may fail under it. What was acknowledged may never be lost, under none of them."""
PROPERTY = "fault"
WIDTHS = (46, 9, 40, 12, 10)
HEADS = ("fault", "on", "result", "lost", "recovered", "visible in")


@dataclass
class Account:
    """What a test tells of its fault."""

    fault: str
    on: str = ""
    result: str = ""
    lost: str = "–"
    recovered: str = "–"
    visible: list[str] = field(default_factory=list)
    outcome: str = "passed"

    def saw(self, *where: str) -> None:
        self.visible += [one for one in where if one not in self.visible]


def told(report: Any) -> Account | None:
    """Read what a test told of its fault; None for a test of anything else."""
    properties = dict(report.user_properties)
    if PROPERTY not in properties:
        return None
    return Account(**properties[PROPERTY] | {"outcome": report.outcome})


def lines(accounts: Iterable[Account]) -> Iterator[str]:
    """Print the table, in its own order."""
    order = list(FAULTS)
    yield _row(HEADS)
    for one in sorted(accounts, key=lambda one: (order.index(one.fault), one.on)):
        result = one.result if one.outcome == "passed" else one.outcome.upper()
        seen = ", ".join(one.visible)
        yield _row((one.fault, one.on, result, one.lost, one.recovered, seen))


def _row(cells: tuple[str, ...]) -> str:
    *first, last = cells
    return " | ".join([*(f"{cell:{n}}" for cell, n in zip(first, WIDTHS, strict=True)), last])
