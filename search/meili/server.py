"""Administration through the official client: it blocks, so each call runs in a thread.

It waits for ever unless told otherwise, so it is told; calls that may be repeated are.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import Task, TaskInfo

from search.engine import Unavailable

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]
_POLL = 0.05
_UNDER_WAY = {"enqueued", "processing"}
_OVERLOADED = 429
_SERVER_ERROR = 500


class TaskFailed(Unavailable):
    """A task that was enqueued did not succeed."""

    def __init__(self, task: Task) -> None:
        self.code = str((task.error or {}).get("code", task.status))
        super().__init__(f"Meilisearch task {task.uid} ({task.type}): {task.error or task.status}")


@dataclass(frozen=True)
class Server:
    """Where it is and who we are; seconds are those of `clock`."""

    url: str
    key: str
    timeout: int = 10
    patience: float = 120.0
    """How long one task may take."""
    pauses: tuple[float, ...] = (0.2, 1.0)
    """Between the attempts at what may be done twice."""
    clock: Callable[[], float] = time.monotonic
    sleep: Sleep = anyio.sleep

    def with_key(self, key: str) -> "Server":
        return replace(self, key=key)

    def hasty(self) -> "Server":
        """Give the server for a question that a reader waits for: one short attempt."""
        return replace(self, timeout=min(self.timeout, 3), pauses=())

    async def call(self, deed: Callable[[Client], Result]) -> Result:
        """Do what may be done twice: again after a failure that may pass.

        Raises MeilisearchApiError when it is refused, Unavailable when the server is down.
        """
        for pause in self.pauses:
            try:
                return await self.call_once(deed)
            except Unavailable:
                await self.sleep(pause)
        return await self.call_once(deed)

    async def call_once(self, deed: Callable[[Client], Result]) -> Result:
        """Do what must not be done twice."""
        try:
            return await run_sync(self._do, deed, abandon_on_cancel=True)
        except MeilisearchApiError as error:
            if error.status_code != _OVERLOADED and error.status_code < _SERVER_ERROR:
                raise
            raise Unavailable(f"Meilisearch answers {error.status_code}") from error
        except (MeilisearchError, OSError, ValueError) as error:
            raise Unavailable("Meilisearch does not answer") from error

    def _do(self, deed: Callable[[Client], Result]) -> Result:
        return deed(Client(self.url, self.key, timeout=self.timeout))  # it is not safe to share

    async def run_task(self, enqueue: Callable[[Client], TaskInfo]) -> None:
        """Enqueue a task that may be done twice, and await it. Raises TaskFailed."""
        await self.await_task((await self.call(enqueue)).task_uid)

    async def await_task(self, uid: int) -> None:
        """Await the task of this number. Raises TaskFailed, Unavailable when it takes too long."""
        deadline = self.clock() + self.patience
        task = await self._task(uid)
        while task.status in _UNDER_WAY:
            if self.clock() > deadline:
                raise Unavailable(f"Meilisearch task {task.uid} takes too long")
            await self.sleep(_POLL)
            task = await self._task(uid)
        if task.status != "succeeded":
            raise TaskFailed(task)

    async def _task(self, uid: int) -> Task:
        return await self.call(lambda client: client.get_task(uid))
