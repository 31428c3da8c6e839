"""What stands in an older file and may stand there no more, by the rules that are good now.

An older file is only kept when a newer one is held back or cannot be built. It was written by the
rules of then: since, a sale may have ended, a word about stock grown old, a rule or the code have
changed. The same checks decide it that new files are made by (shop/formats/obstacles.py).
"""

from collections.abc import Collection, Sequence
from pathlib import Path

import orjson
from anyio import to_thread

from shop import clock
from shop.database import select
from shop.formats.channels import CHANNELS, Channel
from shop.formats.document import Document
from shop.formats.files import NAMED
from shop.formats.gtins import is_for_trade
from shop.formats.listing import as_of
from shop.formats.obstacles import is_forbidden
from shop.formats.rules import Setting
from shop.models import FeedFile
from shop.models.columns import Row
from shop.queries.buying import buyable
from shop.readers.feeds.rows import Attempt
from shop.readers.feeds.storing import OUTSIDE, records_of

PAGE = 400
GTINS_JUDGED_SINCE = 5
"""The recipe from which on a file holds no GTIN that is not for trade."""
DOCUMENTS = "SELECT code, document FROM listing WHERE live AND code IN ({marks})"


async def forbidden(folder: Path, row: FeedFile, attempt: Attempt) -> frozenset[str]:
    """Give the codes in a channel's file that the channel may not have any more."""
    if (key := NAMED[row.name].channel) is None:
        return frozenset()
    found: set[str] = set()
    codes = await to_thread.run_sync(_codes, folder, row.digest)
    for start in range(0, len(codes), PAGE):
        some = codes[start : start + PAGE]
        setting = attempt.setting(NAMED[row.name], await buyable(some))
        rows = await select(DOCUMENTS.format(marks=", ".join("?" * len(some))), *some)
        judge = _Judge(CHANNELS[key], setting, row.recipe, attempt)
        found |= await to_thread.run_sync(judge.forbidden, some, rows)
    return frozenset(found)


def _codes(folder: Path, digest: str) -> list[str]:
    return [one.code for one in records_of(folder, digest) if one.code != OUTSIDE]


class _Judge:
    def __init__(self, channel: Channel, setting: Setting, recipe: int, attempt: Attempt) -> None:
        self._channel, self._setting, self._recipe = channel, setting, recipe
        self._today = clock.today(attempt.at)

    def forbidden(self, codes: Collection[str], rows: Sequence[Row]) -> set[str]:
        """Judge by documents, and by the sales alone what has none: the guard keeps that."""
        found = {row["code"] for row in rows if self._is_forbidden(row["document"])}
        if self._channel.needs_way_to_buy:
            found |= set(codes) - set(self._setting.buyable)
        return found

    def _is_forbidden(self, text: str) -> bool:
        try:
            document: Document = as_of(orjson.loads(text), self._today)
            return self._shows_odd_gtin(document) or is_forbidden(
                self._channel, document, self._setting
            )
        except (KeyError, TypeError, ValueError):  # what cannot be judged may not be shown
            return True

    def _shows_odd_gtin(self, document: Document) -> bool:
        if self._recipe >= GTINS_JUDGED_SINCE:
            return False
        gtins = [one.get("gtin") for one in document.get("variants", ())]
        return not all(is_for_trade(gtin) for gtin in gtins if gtin)
