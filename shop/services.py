"""What a running service holds in its hands, and opening it: commands do without the pages."""

import asyncio
from asyncio import CancelledError
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from media import confining
from media.confining import Unconfined
from media.sentences import Sentence
from media.store import Cache, Store, Unavailable
from media.workshop import Workshop
from search.embedded import EmbeddedEngine
from search.engine import Engine
from shop import publishing
from shop.config import Settings
from shop.counting import Counts
from shop.errors import SetupError
from shop.http.outbound import IP, Outbound, is_public
from shop.http.shares import Held
from shop.http.turns import Turns
from shop.metrics import STORE_ERRORS, STORE_SECONDS
from shop.photos import Room
from shop.readers import known_words
from shop.readers.digest import KeptDigest
from shop.readers.feeds import KnownFiles
from shop.readers.pages import KeptPages
from shop.readers.suggestions import Suggestions
from shop.readers.tallies import Tallies

ROOT = Path(__file__).parents[1]
WEBHOOK_SECONDS = 15.0
"""What a receiver has to answer in; Standard Webhooks asks for 15 to 30."""
NO_FENCE = Sentence(
    "Máy này không cách ly được việc đọc ảnh, vì không có seccomp lẫn Landlock. "
    "Hãy dùng nhân Linux khác, hoặc đặt SANVAT_UNCONFINED_PICTURES=true nếu chỉ chạy thử.",
    "This machine can confine no process that reads pictures: it has neither seccomp nor Landlock. "
    "Use another kernel, or set SANVAT_UNCONFINED_PICTURES=true to try things out.",
)


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    engine: Engine
    room: Room
    outbound: Outbound
    """How webhooks are asked."""
    build: str
    """Names this version of code, templates and assets; part of every page's ETag."""
    troubles: dict[str, str] = field(default_factory=dict)
    """Duty of this process's worker → why it does not get on."""

    @property
    def pictures(self) -> Store:
        return self.room.pictures

    @property
    def workshop(self) -> Workshop:
        return self.room.workshop


@dataclass(frozen=True, slots=True)
class Process:
    """What one process holds in its memory while it serves; all of it may be lost."""

    services: Services
    mcp: Callable[..., Awaitable[None]]
    """What answers at /mcp: an ASGI application."""
    pages: KeptPages = field(default_factory=KeptPages)
    suggestions: Suggestions = field(default_factory=Suggestions)
    tallies: Tallies = field(default_factory=Tallies)
    counts: Counts = field(default_factory=Counts)
    digest: KeptDigest = field(default_factory=KeptDigest)
    files: KnownFiles = field(default_factory=KnownFiles)
    waiting: Held = field(default_factory=Held)
    """Requests that wait for a change."""
    turns: Turns = field(default_factory=Turns)
    """Copies give way to pages."""
    draining: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while the process still serves and asks balancers to lead requests elsewhere."""


def process(request: Any) -> Process:
    """Give what the process holds that answers a request."""
    held: Process = request.app.state.process
    return held


def services(request: Any) -> Services:
    """Give the services of the process that answers a request."""
    return process(request).services


@asynccontextmanager
async def opened(
    settings: Settings,
    outbound: Outbound | None = None,
    workshop: Workshop | None = None,
    *,
    serving: bool = False,
) -> AsyncIterator[Services]:
    """Open the database and the stores, and make sure that they are the ones we knew.

    A workshop that is given stays open: it is the caller's. While it is `serving` requests, nothing
    waits for the database for ever.
    Raises SetupError when the tables are missing or not of this version, and where pictures cannot
    be read safely.
    """
    confining.hide_memory()
    ours = workshop or workshop_of(settings)
    async with publishing.opened(settings, serving=serving):
        engine = engine_of(settings)
        room = _room(settings, ours)
        try:
            yield Services(settings, engine, room, outbound or _outbound(settings), build())
        finally:
            if ours is not workshop:
                await ours.close()
            await engine.close()


def workshop_of(settings: Settings) -> Workshop:
    """Open the workshop. Raises SetupError where no fence can be put up round a picture."""
    try:
        return Workshop(may_be_unconfined=settings.unconfined_pictures)
    except Unconfined:
        raise SetupError(NO_FENCE) from None


def engine_of(settings: Settings) -> Engine:
    """Open the search engine that the settings ask for."""
    if not settings.meilisearch_url:
        return EmbeddedEngine(settings.data / "index")
    from search.meili import MeiliEngine  # noqa: PLC0415 - its client costs each command 0.2 s
    from search.meili.server import Server  # noqa: PLC0415

    key = settings.meilisearch_key.get_secret_value()
    return MeiliEngine(Server(settings.meilisearch_url, key), known_words.load)


def _outbound(settings: Settings) -> Outbound:
    """Ask public machines, and those in networks that the operator named."""
    inner = settings.inner_networks

    def is_allowed(ip: IP) -> bool:
        return is_public(ip) or any(ip in network for network in inner)

    return Outbound(is_allowed=is_allowed, seconds=WEBHOOK_SECONDS)


def _room(settings: Settings, workshop: Workshop) -> Room:
    incoming = settings.data / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    most = settings.picture_cache
    cache = Cache(settings.data / "picture-cache", most) if most else None
    more = {"watch": watched, "cache": cache, **settings.storage_options}
    return Room(Store.open(settings.storage, **more), workshop, incoming)


@contextmanager
def watched(act: str) -> Iterator[None]:
    """Measure what is asked of the store; what is cut off by a deadline was not done, either."""
    began = perf_counter()
    try:
        yield
    except (Unavailable, CancelledError):
        STORE_ERRORS.labels(act).inc()
        raise
    finally:
        STORE_SECONDS.labels(act).observe(perf_counter() - began)


@cache
def build() -> str:
    """Name the code, templates and assets as they are now, for ETags and the names of assets."""
    digest = sha256()
    for folder in ("shop", "search", "media", "templates"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix not in {".pyc", ".csv"}:
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
