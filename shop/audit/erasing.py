"""Erasing what one entry says in detail, where it turned out to say too much of a person."""

from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop.audit.recording import record
from shop.errors import InvalidError, NotFoundError
from shop.models import AuditEntry

ERASED = "audit.erase"
NO_ENTRY = Sentence(
    "Nhật ký không có dòng {number}. Hãy xem lại số trong sanvat audit --json.",
    "The audit has no entry {number}.",
)
NOT_SEALED = Sentence(
    "Dòng {number} chưa khoá sổ. Hãy thử lại sau vài giây, khi worker đang chạy.",
    "The entry {number} is not sealed yet. Try again in some seconds, while a worker runs.",
)
IS_ERASED = Sentence("Chi tiết của dòng {number} đã xoá.", "The detail of {number} is erased.")


async def erase_detail(number: int, *, by: str) -> None:
    """Take an entry's detail with its salt, for ever; all else it says stays, and so does its seal.

    Raises NotFoundError; InvalidError where it is not sealed yet, or erased already.
    """
    async with in_transaction():
        entry = AuditEntry.filter(id=number, seal_no__isnull=False, detail_salt__isnull=False)
        if not await entry.update(detail={}, detail_salt=None):
            await _refuse(number)
        await record(by, ERASED, subject_of(number))


def subject_of(number: int) -> str:
    """Name an entry as the record of its erasure does."""
    return f"entry {number}"


async def _refuse(number: int) -> None:
    entry = await AuditEntry.get_or_none(id=number)
    if entry is None:
        raise NotFoundError(NO_ENTRY.filled(number=number))
    said = NOT_SEALED if entry.seal_no is None else IS_ERASED
    raise InvalidError(said.filled(number=number))
