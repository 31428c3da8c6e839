"""What a running service holds in its hands, besides the database."""

from dataclasses import dataclass
from typing import Any

from media.store import Store
from search.engine import Engine
from shop.config import Settings


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    engine: Engine
    pictures: Store
    build: str
    """Names this version of code, templates and assets; part of every page's ETag."""


def services(request: Any) -> Services:
    """Give the services of the application that answers a request."""
    held: Services = request.app.state.services
    return held
