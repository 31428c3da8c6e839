"""A new index filled beside the one that serves, then swapped in."""

import logging
import re
import secrets
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from meilisearch import Client
from meilisearch.errors import MeilisearchApiError
from meilisearch.index import Index
from meilisearch.models.task import TaskInfo

from search.engine import Busy, Entry, Position, Unavailable
from search.meili.documents import Document, of_entry, of_position
from search.meili.schema import fingerprint, settings
from search.meili.server import Server, TaskFailed
from search.meili.writing import written

ABANDONED = timedelta(minutes=2)
"""An index that nothing was written to for so long is left from a rebuild that was killed."""
_MOST_INDEXES = 1000
_BATCH = 500
_AHEAD = 10
"""Batches that may lie at the server and not be done."""
log = logging.getLogger("search.meili")


@dataclass(frozen=True, slots=True)
class _Dated:
    """An index with its dates by the server's clock."""

    uid: str
    began: datetime
    written: datetime


class Rebuilding:
    """One rebuild. The process that began first goes on; the others are Busy.

    Meilisearch has no lock, but it makes one index after the other and dates them itself: each
    sees the indexes that were begun before its own.
    """

    def __init__(self, server: Server, index: str, now: Callable[[], int]) -> None:
        self._server = server
        self._index = index
        self._new = f"{index}_{secrets.token_hex(6)}"
        self._now = now
        self._enqueued: deque[int] = deque()
        self._left_over = True

    async def begin(self) -> None:
        """Make the index. Raises Busy while another process rebuilds."""
        await self._server.run_task(_creation(self._new))
        await self._take_turn()
        await self._server.run_task(
            lambda client: client.index(self._new).update_settings(settings())
        )

    async def write(self, entries: Sequence[Entry]) -> None:
        for start in range(0, len(entries), _BATCH):
            batch = entries[start : start + _BATCH]
            await self._enqueue([of_entry(entry, self._now()) for entry in batch])

    async def finish(self, position: Position) -> None:
        """Let the new index serve. Raises TaskFailed, Unavailable when it does not."""
        echoed = await self._server.call(lambda client: client.index(self._new).get_settings())
        await self._enqueue([of_position(position, fingerprint(echoed), self._new)])
        while self._enqueued:
            await self._server.await_task(self._enqueued.popleft())
        await self._make_room()
        await self._swap_in()

    async def end(self) -> None:
        """Delete what is not, or no longer, serving; what stays is swept by a later rebuild."""
        try:
            if self._left_over:
                await self._delete(self._new)
        except Unavailable:
            log.warning("The index %s could not be deleted.", self._new)

    async def _swap_in(self) -> None:
        """Swap, and look whether the new index serves.

        The task of a swap belongs to no index, so a key for ours may not read it. Tasks are done
        in order: when the deletion enqueued behind it is done, so is the swap. It deletes what is
        left over either way, the old index or the one that could not be swapped in.
        """
        swap: list[Mapping[str, list[str] | bool]] = [{"indexes": [self._index, self._new]}]
        # Twice would swap back, so it is tried once.
        swapping = await self._server.call_once(lambda client: client.swap_indexes(swap))
        await self._delete(self._new)
        self._left_over = False
        serving = await written(self._server, self._index)
        if serving is None or serving.made_as != self._new:
            raise await self._not_swapped(swapping.task_uid)

    async def _not_swapped(self, uid: int) -> Exception:
        """Give the reason, where our key may read it."""
        try:
            await self._server.await_task(uid)
        except TaskFailed as failed:
            return failed
        except MeilisearchApiError:
            return Unavailable(f"Meilisearch did not swap the new index in: see its task {uid}")
        return Unavailable("another process swapped another index in meanwhile")

    async def _take_turn(self) -> None:
        found = await self._server.call(_indexes)
        mine = next(one for one in found if one.uid == self._new)
        for other in found:
            if other is mine or not self._is_ours(other.uid):
                continue
            if mine.began - other.written > ABANDONED:
                await self._delete(other.uid)
            elif (other.began, other.uid) < (mine.began, mine.uid):
                raise Busy(f"another process is filling {other.uid}")

    def _is_ours(self, uid: str) -> bool:
        return bool(re.fullmatch(f"{re.escape(self._index)}_[0-9a-f]{{12}}", uid))

    async def _enqueue(self, documents: list[Document]) -> None:
        """Have documents added, a few batches ahead: the server takes what lies there together.

        Many more would be done as one, longer than a task is waited for, and look abandoned.
        """
        if len(self._enqueued) >= _AHEAD:
            await self._server.await_task(self._enqueued.popleft())
        task = await self._server.call(
            lambda client: client.index(self._new).add_documents(documents)
        )
        self._enqueued.append(task.task_uid)

    async def _make_room(self) -> None:
        """Only what exists can be swapped."""
        try:
            await self._server.run_task(_creation(self._index))
        except TaskFailed as failed:
            if failed.code != "index_already_exists":
                raise

    async def _delete(self, uid: str) -> None:
        try:
            await self._server.run_task(lambda client: client.delete_index(uid))
        except TaskFailed as failed:
            if failed.code != "index_not_found":
                raise


def _creation(uid: str) -> Callable[[Client], TaskInfo]:
    return lambda client: client.create_index(uid, {"primaryKey": "id"})


def _indexes(client: Client) -> list[_Dated]:
    found: list[Index] = client.get_indexes({"limit": _MOST_INDEXES})["results"]
    return [
        _Dated(one.uid, one.created_at, one.updated_at)
        for one in found
        if one.created_at and one.updated_at
    ]
