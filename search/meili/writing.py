"""Changing the serving index: one task for a change and the position it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from meilisearch.errors import MeilisearchApiError

from search.engine import Busy, Entry, Position, Unavailable
from search.meili.documents import (
    POSITION_ID,
    Document,
    of_entry,
    of_gone,
    of_position,
    read_position,
)
from search.meili.schema import fingerprint
from search.meili.server import Server

_MISSING = 404


@dataclass(frozen=True, slots=True)
class Written:
    position: Position
    settings: str
    """What the server said of its settings when the index was made."""
    made_as: str
    """The name under which it was filled."""


@dataclass(frozen=True, slots=True)
class Change:
    entries: Sequence[Entry]
    gone: Sequence[str]
    position: Position

    def documents(self, before: Written, now: int) -> list[Document]:
        """Give what one task writes: Meilisearch does a task as a whole or not at all.

        Deleting would be a task of its own, so what is gone is replaced by a stub that no search
        finds; the next rebuild leaves it out.
        """
        return [
            *map(of_gone, self.gone),
            *(of_entry(entry, now) for entry in self.entries),
            of_position(self.position, before.settings, before.made_as),
        ]


async def written(server: Server, index: str) -> Written | None:
    """Tell how far an index has read.

    None when it is missing, unfinished, of another schema, or has other settings than it was
    given. Raises Unavailable when the server does not answer.
    """
    try:
        document = await server.call(lambda client: client.index(index).get_document(POSITION_ID))
        echoed = await server.call(lambda client: client.index(index).get_settings())
    except MeilisearchApiError as error:
        if error.status_code != _MISSING:
            raise
        return None
    told = dict(document)
    position = read_position(told)
    if position is None or told["settings"] != fingerprint(echoed):
        return None
    return Written(position, told["settings"], told["made_as"])


async def apply(server: Server, index: str, change: Change, now: int) -> None:
    """Write a change. Raises Unavailable without an index, Busy when another process was faster."""
    before = await written(server, index)
    if before is None:
        raise Unavailable("there is no index to change")
    if _is_ahead(before.position, change.position):
        raise Busy("another writer is ahead")
    documents = change.documents(before, now)
    await server.run_task(lambda client: client.index(index).add_documents(documents))
    after = await written(server, index)
    if after is None or after.position != change.position:
        raise Unavailable("another process wrote or rebuilt the index: ask for its position")


def _is_ahead(there: Position, here: Position) -> bool:
    return there.epoch == here.epoch and there.serial > here.serial
