"""Finding products by what names them: a product code, a SKU or a GTIN."""

import re
from collections.abc import Collection

from shop.database import select
from shop.queries.listings import Published, documents

IDENTIFIER = re.compile(r"[A-Za-z0-9-]{1,24}", re.ASCII)
"""What a code, a SKU or a GTIN may look like; nothing else needs to be looked for."""
GTIN_LENGTHS = (8, 12, 13, 14)


async def identified(identifiers: Collection[str]) -> dict[str, Published]:
    """Give the listings on show that some identifiers may mean, by product code.

    The rows only say where to look: which pack an identifier names is read off the document, which
    may be older than its rows.
    """
    wanted = sorted({normal(one) for one in identifiers if IDENTIFIER.fullmatch(one.strip())})
    if not wanted:
        return {}
    gtins = sorted({gtin for one in wanted if one.isdigit() for gtin in as_gtins(one)}) or [""]
    rows = await select(
        f"SELECT product_id AS code FROM variant WHERE sku IN ({_marks(wanted)})"
        f" OR gtin IN ({_marks(gtins)})",
        *wanted,
        *gtins,
    )
    return await documents(sorted({*wanted, *(row["code"] for row in rows)}))


def normal(identifier: str) -> str:
    return identifier.strip().upper()


def as_gtins(number: str) -> list[str]:
    """Write a number in each length of a GTIN, whatever zeros it was given with."""
    return [number.lstrip("0").zfill(length) for length in GTIN_LENGTHS]


def is_gtin(identifier: str, gtin: str | None) -> bool:
    """Tell whether an identifier is a GTIN, which may be written with leading zeros or without."""
    given = normal(identifier)
    return bool(gtin and given.isdigit() and given.lstrip("0") == gtin.lstrip("0"))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
