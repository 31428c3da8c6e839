"""Keys with the least rights, made from the one that was given."""

import asyncio
import hashlib
import json
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meilisearch.errors import MeilisearchApiError

from search.engine import Unavailable
from search.meili.server import Server

_ADMIN_ACTIONS = (
    "documents.add", "documents.get", "indexes.create", "indexes.get", "indexes.delete",
    "indexes.swap", "settings.get", "settings.update", "tasks.get",
)  # fmt: skip
NO_RIGHT = {401, 403}
OLDEST = (1, 36)
"""The first version with all the ranking rules of search/meili/schema.py; 1.50 was tried."""
_MADE_BY_US = "Made by sanvat for itself."
_MOST_KEYS = 1000
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
        """Look for the keys again: an operator took one away."""
        self._keys = None


async def ensure_keys(server: Server, index: str) -> Keys:
    """Find or make a key that may but search `index`, and one for what the engine does itself.

    The given key serves for both when it may not make keys, as a key of the operator's own with
    few rights, or on a server without a master key. Raises Unavailable when the server is older
    than OLDEST.
    """
    await _look_at_version(server)
    wanted = [
        _wanted(f"{index} search", ["search"], [index]),
        _wanted(f"{index} index", _ADMIN_ACTIONS, [index, f"{index}_*"]),
    ]
    try:
        search, admin = [await _key(server, one) for one in wanted]
    except MeilisearchApiError as error:
        if error.status_code not in NO_RIGHT:
            raise
        log.warning("%s The given key is used as it is.", _WHY_NOT.get(str(error.code), _MAY_NOT))
        return Keys(server.key, server.key)
    await _delete_earlier(server, wanted)
    return Keys(search, admin)


_MAY_NOT = "The Meilisearch key may not make keys of fewer rights."
_WHY_NOT = {
    "missing_master_key": "Meilisearch runs without a master key: every client may do everything.",
}


async def _look_at_version(server: Server) -> None:
    """Refuse a server that is too old. A key of few rights may not ask: then it must be right."""
    try:
        version = (await server.call_once(lambda client: client.get_version()))["pkgVersion"]
    except MeilisearchApiError as error:
        if error.status_code not in NO_RIGHT:
            raise
        return
    if tuple(map(int, version.split(".")[:2])) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise Unavailable(f"Meilisearch {version} is too old: {oldest} or newer is needed")


def _wanted(name: str, actions: Sequence[str], indexes: Sequence[str]) -> dict[str, object]:
    rights = {"actions": [*actions], "indexes": [*indexes]}
    named = {"uid": _uid(name, rights), "name": name, "description": _MADE_BY_US}
    return named | rights | {"expiresAt": None}


async def _key(server: Server, wanted: dict[str, object]) -> str:
    return await _found(server, str(wanted["uid"])) or await _made(server, wanted)


async def _delete_earlier(server: Server, wanted: Sequence[Mapping[str, object]]) -> None:
    """Delete keys that an earlier version of ours made, with other rights."""
    names, uids = {one["name"] for one in wanted}, {one["uid"] for one in wanted}
    held = await server.call_once(lambda client: client.get_keys({"limit": _MOST_KEYS}))
    for key in held.results:
        if key.description == _MADE_BY_US and key.name in names and key.uid not in uids:
            await _delete(server, key.uid)


async def _delete(server: Server, uid: str) -> None:
    try:
        await server.call_once(lambda client: client.delete_key(uid))
    except MeilisearchApiError as error:
        if error.status_code == _MISSING:  # another process was faster
            return
        if error.status_code not in NO_RIGHT:
            raise
        log.warning("The Meilisearch key %s of an earlier version may not be deleted by us.", uid)
    else:
        log.info("The Meilisearch key %s of an earlier version was deleted.", uid)


def _uid(name: str, rights: Mapping[str, list[str]]) -> str:
    """Give a key of this name and with these rights always the same id, in the form of a UUID 4."""
    digest = hashlib.sha256(json.dumps([name, rights]).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


async def _found(server: Server, uid: str) -> str:
    try:
        return (await server.call_once(lambda client: client.get_key(uid))).key
    except MeilisearchApiError as error:
        if error.status_code != _MISSING:
            raise
        return ""


async def _made(server: Server, wanted: dict[str, object]) -> str:
    try:
        return (await server.call_once(lambda client: client.create_key(wanted))).key
    except MeilisearchApiError as error:
        if error.status_code != _EXISTS:
            raise
        return await _found(server, str(wanted["uid"]))  # another process was faster
