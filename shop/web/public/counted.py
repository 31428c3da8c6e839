"""Notes what people look for and open (shop/counting.py), from what their requests tell anyway."""

import asyncio
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import structlog
from starlette.requests import Request

from shop.counting import Counts
from shop.database import AwayError
from shop.services import process, services
from shop.web.language import Language

EVERY = 10.0
"""Seconds between two writes."""
SEARCH = {language.address("/tim-kiem") for language in Language}
log = structlog.get_logger()


def note_search(request: Request, typed: str, understood: str, hits: int) -> None:
    if typed.strip():
        _counts(request).count_search(typed, understood, hits)


def note_search_again(request: Request, typed: str) -> None:
    _counts(request).count_search_again(typed)


def note_missed(request: Request, told: str) -> bool:
    """Count what a reader says to have looked for; False: it was not fit to be kept."""
    return _counts(request).count_missed(told)


def note_opened(request: Request, code: str) -> None:
    """Count a product that was opened from our search page: only our own pages send its query."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # a client may send any header
        return
    ours = urlsplit(services(request).settings.base_url)
    if came_from.netloc != ours.netloc or came_from.path not in SEARCH:
        return
    if typed := parse_qs(came_from.query).get("q"):
        _counts(request).count_opened(typed[0], code)


def note_went_to(request: Request, partner: int, code: str) -> None:
    _counts(request).count_went_to(partner, code)


def note_called(request: Request, code: str) -> None:
    _counts(request).count_called(code)


def _counts(request: Request) -> Counts:
    return process(request).counts


async def write_down(counts: Counts, stopping: asyncio.Event) -> None:
    """Write what was counted every few seconds, and once more at the end."""
    while not stopping.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY):
                await stopping.wait()
        try:
            await counts.flush()
        except AwayError:
            continue  # they wait for the next time
        except Exception:
            log.exception("counts wait for the next time")
