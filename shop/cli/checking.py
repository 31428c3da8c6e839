"""Checking, before and while the service runs, that it has what it needs, and all of it right."""

from collections.abc import AsyncIterator
from typing import Annotated

from cyclopts import Parameter

from shop import logs
from shop.cli.checks import configured, database, machine, proxied, stored
from shop.cli.checks.verdicts import Level, Verdict
from shop.cli.telling import Language, spoken
from shop.cli.terminal import out, run, settings, write_json
from shop.config import Settings
from shop.errors import SetupError

WIDEST = 11
"""Letters of the longest subject."""


def check(
    *,
    url: Annotated[
        str | None, Parameter(help="Where the service is asked, if not its own.")
    ] = None,
    language: Language = "en",
    json: bool = False,
) -> int:
    """Check settings, folders, disks, database, store, search, clock and proxy.

    Each line is ok, warning or wrong, and says what would be right. Exit status 1 if one is wrong.
    """
    return run(_tell(url, language, as_json=json))


async def _tell(url: str | None, language: str, *, as_json: bool) -> int:
    is_wrong = False
    async for verdict in _verdicts(url):
        is_wrong |= verdict.level is Level.WRONG
        if as_json:
            write_json(_as_json(verdict))
        else:
            said = spoken(verdict.said, language)
            out.print(f"{verdict.level:7}  {verdict.about:{WIDEST}}  {said}")
    return 1 if is_wrong else 0


async def _verdicts(url: str | None) -> AsyncIterator[Verdict]:
    """Look at all; without settings there is nothing to look at."""
    try:
        ours = settings()
    except SetupError as refused:
        yield configured.SETTINGS.wrong(configured.REFUSED, because=refused.said)
        return
    logs.configure(ours.model_copy(update={"log_level": "error"}))
    for verdict in (*configured.configured(ours), *machine.folder(ours), *machine.disks(ours)):
        yield verdict
    async for verdict in _asked(ours, url):
        yield verdict


async def _asked(ours: Settings, url: str | None) -> AsyncIterator[Verdict]:
    """Look at what answers over a line: database, store, search, and the service itself."""
    async for verdict in database.answers(ours):
        yield verdict
    if not ours.data.is_dir():  # what is looked at below would make it
        return
    yield await stored.store(ours)
    yield await stored.pictures(ours)
    async for verdict in stored.search(ours):
        yield verdict
    async for verdict in proxied.proxied(ours, url):
        yield verdict


def _as_json(verdict: Verdict) -> dict[str, str]:
    said = {"vi": verdict.said.vi, "en": verdict.said.en}
    return {"about": verdict.about, "level": verdict.level.value, **said}
