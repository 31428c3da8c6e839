"""Sealing the audit: each entry that was committed gets the next place in one chain.

Ids are drawn when entries are written and seen when they are committed, so that a cursor over them
would pass some over: here what has no number yet is what is to be sealed. One lock makes it one
chain; were it lost, two entries could not follow the same one, for `prev` is unique.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from tortoise.transactions import in_transaction

from media.failpoints import reach
from shop.audit.anchors import HEAD
from shop.audit.chain import BEGINNING, FIELDS, digest_of_detail, hash_of, moment_of
from shop.database import select, take_turns, write_many
from shop.models.columns import Row

BATCH = 500
TURN = "audit seal"
SALT = 16
"""Bytes."""
_COLUMNS = ", ".join(f'"{name}"' for name in (*FIELDS, "detail"))
UNSEALED = "SELECT count(*) AS many, min(at) AS oldest FROM audit_entry WHERE seal_no IS NULL"
ANY = "SELECT id FROM audit_entry WHERE seal_no IS NULL LIMIT 1"
NEXT = f"SELECT {_COLUMNS} FROM audit_entry WHERE seal_no IS NULL ORDER BY at, id LIMIT ?"  # noqa: S608 - names of ours
SEAL = (
    "UPDATE audit_entry SET seal_no = ?, prev = ?, hash = ?, detail_salt = ?, detail_digest = ?"
    " WHERE id = ?"
)


@dataclass(frozen=True, slots=True)
class Unsealed:
    many: int
    oldest: datetime | None
    """When the first of them was recorded."""


async def seal_some(most: int = BATCH) -> bool:
    """Seal so many entries that are not, at most; tell whether there may be more."""
    if not await select(ANY):  # without a lock: on SQLite no other could write meanwhile
        return False
    async with in_transaction():
        await take_turns(TURN)
        reach("seal-locked")
        rows = await select(NEXT, most)
        await write_many(SEAL, list(_seals(rows, *await _last())))
    reach("sealed")
    return len(rows) == most


async def unsealed() -> Unsealed:
    [row] = await select(UNSEALED)
    return Unsealed(row["many"], moment_of(row["oldest"]) if row["oldest"] else None)


async def _last() -> tuple[int, str]:
    rows = await select(HEAD)
    return (rows[0]["seal_no"], rows[0]["hash"]) if rows else (0, BEGINNING)


def _seals(rows: Sequence[Row], last: int, prev: str) -> Iterator[list[Any]]:
    """Give what each entry's columns become, in the order of SEAL."""
    for number, row in enumerate(rows, last + 1):
        salt = token_hex(SALT)
        digest = digest_of_detail(salt, row["detail"])
        sealed = hash_of(row, number, prev, digest)
        yield [number, prev, sealed, salt, digest, row["id"]]
        prev = sealed
