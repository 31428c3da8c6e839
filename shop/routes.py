"""The table of everything that can be asked for."""

from starlette.routing import BaseRoute

from shop.api.routes import api_routes
from shop.web.routes import web_routes


def routes() -> list[BaseRoute]:
    return [*web_routes(), *api_routes()]
