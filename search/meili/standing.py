"""Asking a server who it is, and whether it takes our key: for an operator who sets it up."""

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError

from search.engine import Unavailable
from search.meili.server import Server


async def version_of(server: Server) -> str:
    """Give the version of a server on which our key may manage keys.

    Raises Unavailable when it does not answer, or refuses the key.
    """
    try:
        return await server.hasty().call_once(_version)
    except MeilisearchApiError as refused:
        raise Unavailable(f"Meilisearch refuses our key ({refused.code})") from refused


def _version(client: Client) -> str:
    client.get_keys({"limit": 1})
    return str(client.get_version()["pkgVersion"])
