"""Letting a file go that the count guard holds back: rows say so, and the next build heeds them.

What was seen is what is let go: from now on the file is counted against the items that the newer
one had when it was held back. Had it lost far more meanwhile, it is held back again.
"""

from pathlib import Path

import structlog
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop import audit
from shop.errors import EditedMeanwhileError, InvalidError, NotFoundError
from shop.formats.files import NAMED
from shop.models import FeedFile
from shop.readers.feeds.building import alone
from shop.readers.feeds.storing import CODINGS

RELEASED = "released.0"
"""Stands where the cursor of the latest build did: the next one begins without waiting."""
NO_FEED = Sentence(
    "Không có tệp {name}. Hãy chọn trong {known}.",
    "There is no feed file {name}. There are: {known}.",
)
NOT_HELD_BACK = Sentence(
    "Tệp {name} không bị giữ lại. Bạn không cần làm gì thêm.", "{name} is not held back."
)
log = structlog.get_logger()


async def files() -> list[FeedFile]:
    """List the files as they stand, those that are held back first."""
    rows = await FeedFile.filter(name__in=NAMED).order_by("name")
    return sorted(rows, key=lambda row: row.withheld is None)


async def file_of(name: str) -> FeedFile:
    """Give a file as it stands. Raises NotFoundError for a name that none has."""
    row = await FeedFile.get_or_none(name=name) if name in NAMED else None
    if row is None:
        raise NotFoundError(NO_FEED.filled(name=name, known=", ".join(NAMED)))
    return row


def is_released(row: FeedFile) -> bool:
    """Tell whether a file that is held back goes with the next build."""
    return row.withheld is not None and row.considered == RELEASED


async def release(
    data: Path, name: str, *, by: str, seen: int | None = None, within: float | None = None
) -> None:
    """Let a file go that is held back; a build does the rest.

    `seen` is how many items the person saw that it would have. No build is under way meanwhile:
    `within` so many seconds its turn must come. Raises NotFoundError, InvalidError when it is not
    held back, EditedMeanwhileError when it would have other items by now, and UnavailableError.
    """
    async with alone(data / "feeds", within), in_transaction():
        row = await file_of(name)
        if row.withheld is None:
            raise InvalidError(NOT_HELD_BACK.filled(name=name))
        if seen not in {None, row.withheld}:
            raise EditedMeanwhileError(name, row.withheld)
        if is_released(row):
            return
        forms = FeedFile.filter(name__in=[name + coding.ending for coding in CODINGS])
        await forms.update(accepted=row.withheld, considered=RELEASED)
        await audit.record(by, "feed.release", name, items=row.withheld, was=row.accepted)
    log.warning("feed released", name=name)
