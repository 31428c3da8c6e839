"""Deleting many rows a portion at a time: one statement over all would hold its locks for long."""

from typing import Any

from tortoise.queryset import QuerySet

PORTION = 1000


async def delete_some(found: QuerySet[Any]) -> int:
    """Delete up to PORTION of the rows that are found, by their `id`; tell how many.

    A row that meanwhile is no longer one of them stays.
    """
    keys = await found.limit(PORTION).values_list("id", flat=True)
    return await found.filter(id__in=keys).delete() if keys else 0
