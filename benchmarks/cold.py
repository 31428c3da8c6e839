"""What share of a page that was not asked for before is spent in its template alone."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import uvloop

from shop.app import create
from shop.config import Settings
from shop.web.pages import environment

TEMPLATE = "public/product.html"
WARM_UP = 20


def share_of_template(data: Path, addresses: Sequence[str]) -> float:
    """Ask the whole application for each page once; give template seconds / all seconds."""
    return uvloop.run(_share(data, addresses))  # as the server does


async def _share(data: Path, addresses: Sequence[str]) -> float:
    settings = Settings(data=data, log_level="error", rate_per_address=0)
    app, whole, alone = create(settings, with_worker=False), [], []
    template = environment.get_template(TEMPLATE)
    render = template.render

    def timed(content: dict[str, Any]) -> str:
        began = perf_counter()
        page = render(content)
        alone.append(perf_counter() - began)
        return page

    template.render = timed
    async with app.router.lifespan_context(app):
        await _status(app, "/mcp", b"{}")  # it is imported last: nothing of the start runs beside
        for address in addresses:
            began = perf_counter()
            assert await _status(app, address) == 200
            whole.append(perf_counter() - began)
    assert len(alone) == len(whole) == len(addresses)
    return median(alone[WARM_UP:]) / median(whole[WARM_UP:])


async def _status(app: Any, address: str, body: bytes = b"") -> int:
    """Ask as a server would, without a socket between."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {
        "type": "http", "http_version": "1.1", "scheme": "http",
        "method": "POST" if body else "GET",
        "path": address, "raw_path": address.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-length", b"%d" % len(body))],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await app(scope, receive, send)
    return int(sent[0]["status"])
