"""Every page."""

from starlette.routing import BaseRoute

from shop.web.health import health_routes
from shop.web.pictures import picture_routes


def web_routes() -> list[BaseRoute]:
    return [*health_routes(), *picture_routes()]
