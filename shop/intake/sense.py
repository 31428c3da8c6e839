"""Prices that can be read and hardly be meant: they wait until a person says that they are right.

A list that counts in thousands of đồng, and a digit too much or too little, look like any price.
What a person confirms is what was shown: each doubt has a digest of the list, of what it says and
of what is here; a report of another list, or of another state, confirms nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import orjson

from media.sentences import Sentence, number
from shop.errors import InvalidError
from shop.inputs.prices import LEAST, is_far_off
from shop.inputs.sheets import Sheet
from shop.inputs.tables import ProductInput
from shop.intake import refusing
from shop.intake.statements import Difference, Judgement, Outcome
from shop.publishing.loading import ProductRows

FEWEST = 3
"""Prices of a list from which its column is judged as one."""
LARGEST_SMALL = 10_000
"""What prices in thousands of đồng are below: ten million."""
PLAIN = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?|[1-9][.,][0-9]{3})(?: ?(?:đ|đồng|vnđ|vnd|₫))?")
GROUPED = re.compile(r"[1-9][.,][0-9]{3}")
DIGEST = re.compile(r"\b[0-9a-f]{16}\b")
COLUMN = "price_vnd"
MOST_OF_A_REPORT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Accepting:
    """What a person confirmed of one list."""

    of_list: str = ""
    """Digest of the list."""
    digests: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)
    """Those that were met."""
    small: bool = False
    """Prices below a thousand đồng were confirmed together."""

    def has(self, digest: str) -> bool:
        self.used.update({digest} & self.digests)
        return digest in self.digests


def digests_in(report: Path) -> frozenset[str]:
    """Read what a report asked to confirm, by the digests that it shows.

    Raises InvalidError for a file that cannot be read, or asks nothing.
    """
    try:
        with report.open("rb") as file:
            text = file.read(MOST_OF_A_REPORT).decode(errors="replace")
    except OSError as fault:
        raise InvalidError(refusing.UNREADABLE.filled(why=fault.strerror or fault)) from None
    if not (found := frozenset(DIGEST.findall(text))):
        raise InvalidError(refusing.ASKS_NOTHING)
    return found


def digest_of(sheet: Sheet) -> str:
    return _digest(sheet.header, sheet.rows)


def _digest(*shown: object) -> str:
    text = orjson.dumps(shown, default=str, option=orjson.OPT_SORT_KEYS)
    return sha256(text).hexdigest()[:16]


# Of one price


def doubts(
    inputs: Iterable[ProductInput], found: Mapping[str, ProductRows], accepting: Accepting
) -> dict[str, Judgement]:
    """Give the products whose price waits for a word, each as a conflict."""
    judged = {one.code: _doubt(one, found.get(one.code), accepting) for one in inputs}
    return {code: one for code, one in judged.items() if one}


def _doubt(one: ProductInput, rows: ProductRows | None, accepting: Accepting) -> Judgement | None:
    stated = one.packs[0].price
    held = next(iter(rows.variants), {}) if rows else {}
    here = held.get("price")
    if stated is None or stated == here or not _is_odd(stated, here):
        return None
    version = rows.product["version"] if rows else None
    digest = _digest(accepting.of_list, one.code, stated, here, held.get("version"), version)
    if accepting.has(digest) or (accepting.small and stated < LEAST):
        return None
    differs = (Difference("price", stated, here),)
    return Judgement(Outcome.CONFLICT, differs, doubt=_said(one.code, stated, here, digest))


def _is_odd(stated: int, here: int | None) -> bool:
    if stated < LEAST or not here:
        return stated < LEAST
    return is_far_off(stated, here)


def _said(code: str, stated: int, here: int | None, digest: str) -> Sentence:
    facts = {"key": code, "stated": number(stated), "digest": digest}
    if here:
        return refusing.OTHER_SIZE.filled(**facts, current=number(here))
    return refusing.TOO_SMALL.filled(**facts)


# Of a whole column


def in_thousands(sheet: Sheet, accepting: Accepting) -> tuple[Sentence | None, Accepting]:
    """Doubt a list whose prices all seem to be in thousands of đồng, once for all of its rows.

    Gives what is said of it, and what of its rows counts as confirmed if that was.
    """
    prices = _prices(sheet)
    small = [price for price in prices if price is not None and price < LEAST]
    is_doubted = (
        len(prices) >= FEWEST
        and 2 * len(small) > len(prices)
        and all(price is not None and price < LARGEST_SMALL for price in prices)
    )
    if not is_doubted:
        return None, accepting
    digest = _digest(accepting.of_list, COLUMN, len(prices))
    if accepting.has(digest):
        return None, replace(accepting, small=True)
    return refusing.IN_THOUSANDS.filled(many=len(prices), digest=digest), accepting


def _prices(sheet: Sheet) -> list[Decimal | None]:
    """Give the prices of a list as bare numbers; None: something else is written."""
    if COLUMN not in sheet.header:
        return []
    at = sheet.header.index(COLUMN)
    return [_plain(text) for _, row in sheet.rows if (text := row[at].strip().lower())]


def _plain(text: str) -> Decimal | None:
    found = PLAIN.fullmatch(text)
    if not found:
        return None
    written = re.sub("[.,]", "", found[1]) if GROUPED.fullmatch(found[1]) else found[1]
    return Decimal(written.replace(",", "."))
