"""Doing one thing to many at once: the first failure stops the rest, and is told."""

from asyncio import Semaphore, TaskGroup
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


async def together(
    work: Callable[[Item], Awaitable[Result]], items: Iterable[Item], places: Semaphore
) -> list[Result]:
    """Give what the work gives for each item, in their order; each needs a place."""

    async def one(item: Item) -> Result:
        async with places:
            return await work(item)

    try:
        async with TaskGroup() as group:
            begun = [group.create_task(one(item)) for item in items]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in begun]
