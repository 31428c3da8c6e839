"""What a running service holds in its hands, besides the database."""

from dataclasses import dataclass, field
from typing import Any

from media.store import Store
from media.workshop import Workshop
from search.engine import Engine
from shop.config import Settings
from shop.http.outbound import Outbound
from shop.photos import Room


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


def services(request: Any) -> Services:
    """Give the services of the application that answers a request."""
    held: Services = request.app.state.services
    return held
