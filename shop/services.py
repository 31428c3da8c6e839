"""What a running service holds in its hands, besides the database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from media.store import Store
from media.workshop import Workshop
from search.engine import Engine
from shop.config import Settings
from shop.counting import Counts
from shop.http.outbound import Outbound
from shop.photos import Room
from shop.readers.digest import KeptDigest
from shop.readers.pages import KeptPages
from shop.readers.suggestions import Suggestions


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
    counts: Counts = field(default_factory=Counts)
    digest: KeptDigest = field(default_factory=KeptDigest)


def process(request: Any) -> Process:
    """Give what the process holds that answers a request."""
    held: Process = request.app.state.process
    return held


def services(request: Any) -> Services:
    """Give the services of the process that answers a request."""
    return process(request).services
