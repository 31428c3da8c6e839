"""Keys with the least rights, made from the one that was given."""

import asyncio
import hashlib
import json
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meilisearch.errors import MeilisearchApiError

from search.meili.server import Server

_ADMIN_ACTIONS = (
    "documents.add", "documents.get", "indexes.create", "indexes.get", "indexes.delete",
    "indexes.swap", "settings.get", "settings.update", "tasks.get",
)  # fmt: skip
NO_RIGHT = {401, 403}
_MISSING, _EXISTS = 404, 409
log = logging.getLogger("search.meili")


@dataclass(frozen=True, slots=True)
class Keys:
    search: str
    admin: str


class KeyRing:
    """The keys of this process: found or made when they are first needed."""

    def __init__(self, server: Server, index: str) -> None:
        self._server = server
        self._index = index
        self._keys: Keys | None = None
        self._making = asyncio.Lock()

    async def keys(self) -> Keys:
        """Give the keys. Raises Unavailable when the server does not answer."""
        async with self._making:
            if self._keys is None:
                self._keys = await ensure_keys(self._server, self._index)
            return self._keys

    def forget(self) -> None:
        """Look for the keys again: somebody took one away."""
        self._keys = None


async def ensure_keys(server: Server, index: str) -> Keys:
    """Find or make a key that may but search `index`, and one for what the engine does itself.

    The given key serves for both when it may not make keys, as a key of the operator's own with
    few rights, or on a server without a master key.
    """
    try:
        search = await _key(server, f"{index} search", ["search"], [index])
        admin = await _key(server, f"{index} index", _ADMIN_ACTIONS, [index, f"{index}_*"])
    except MeilisearchApiError as error:
        if error.status_code not in NO_RIGHT:
            raise
        log.warning("The Meilisearch key may not make keys of fewer rights: it is used as it is.")
        return Keys(server.key, server.key)
    return Keys(search, admin)


async def _key(server: Server, name: str, actions: Sequence[str], indexes: Sequence[str]) -> str:
    rights = {"actions": [*actions], "indexes": [*indexes]}
    uid = _uid(name, rights)
    wanted = {"uid": uid, "name": name, "description": "Made by sanvat for itself."}
    return await _found(server, uid) or await _made(server, wanted | rights | {"expiresAt": None})


def _uid(name: str, rights: Mapping[str, list[str]]) -> str:
    """Give a key of this name and with these rights always the same id, in the form of a UUID 4."""
    digest = hashlib.sha256(json.dumps([name, rights]).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


async def _found(server: Server, uid: str) -> str:
    try:
        return (await server.once(lambda client: client.get_key(uid))).key
    except MeilisearchApiError as error:
        if error.status_code != _MISSING:
            raise
        return ""


async def _made(server: Server, wanted: dict[str, object]) -> str:
    try:
        return (await server.once(lambda client: client.create_key(wanted))).key
    except MeilisearchApiError as error:
        if error.status_code != _EXISTS:
            raise
        return await _found(server, str(wanted["uid"]))  # another process was faster
