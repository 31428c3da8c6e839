"""What readers say is wrong with a page: taken without an account, read and closed by operators."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from media.sentences import Sentence, number
from shop import audit, clock
from shop.database import delete_some
from shop.errors import FieldError, InvalidError, NotFoundError, TooManyRequestsError
from shop.models import PageReport, Topic

SAME_WITHIN = timedelta(minutes=10)
"""The same said again of the same page so soon is the same report: a second click, or a reload."""
MOST_A_DAY = 500
"""Of all readers together: more than one operator can read, and less than fills a database."""
KEPT = timedelta(days=365)
HIGHEST_ID = 2**63 - 1
SAY_WHAT = Sentence(
    "Bạn chưa ghi chỗ sai. Hãy tả lại bằng vài chữ.",
    "You have not said what is wrong. Describe it in a few words.",
)
ENOUGH_TODAY = Sentence(
    "Hôm nay danh mục đã nhận đủ {most} báo lỗi. Hãy gửi lại vào ngày mai.",
    "The catalogue has taken {most} reports today. Please send it again tomorrow.",
)
NO_REPORT = Sentence(
    "Không có báo lỗi số {ids}. Hãy mở lại danh sách báo lỗi.",
    "There is no report {ids}. Look at the list of reports again.",
)


async def report_page(code: str, topic: Topic, text: str, language: str) -> None:
    """Note what a reader says is wrong with the page of a product or producer.

    Raises InvalidError where it does not say what, and TooManyRequestsError beyond MOST_A_DAY.
    """
    if topic is Topic.OTHER and not text:
        raise InvalidError(SAY_WHAT, [FieldError("text", SAY_WHAT)])
    if await PageReport.filter(at__gte=clock.start_of(clock.today())).count() >= MOST_A_DAY:
        raise TooManyRequestsError(ENOUGH_TODAY.filled(most=number(MOST_A_DAY)), _until_tomorrow())
    at = clock.now()
    await PageReport.create(at=at, code=code, topic=topic, text=text, language=language)
    await _keep_the_first(code, topic, text, at)


async def _keep_the_first(code: str, topic: Topic, text: str, at: datetime) -> None:
    """Delete what says the same soon after another.

    It is looked for after the row is there for all, so of two that come at once the later look
    sees both, in whichever process.
    """
    same = PageReport.filter(code=code, topic=topic, text=text, at__gte=at - SAME_WITHIN)
    if again := (await same.order_by("id").values_list("id", flat=True))[1:]:
        await PageReport.filter(id__in=again).delete()


def _until_tomorrow() -> int:
    """Give the seconds until the day ends in Hải Phòng."""
    return max(1, int((clock.end_of(clock.today()) - clock.now()).total_seconds()))


async def open_reports(most: int) -> list[PageReport]:
    """Give those that are not closed, the newest first."""
    return await PageReport.filter(done_at=None).order_by("-id").limit(most)


async def waiting_longest(most: int, after: int = 0) -> list[PageReport]:
    """Give those that are not closed, the oldest first, from behind one of them on."""
    return await PageReport.filter(done_at=None, id__gt=after).order_by("id").limit(most)


async def count_open() -> int:
    """Tell how many are not closed."""
    return await PageReport.filter(done_at=None).count()


async def close_reports(ids: Sequence[int], *, by: str) -> int:
    """Close reports, and tell how many were open.

    Raises NotFoundError, and closes none, if one of them was never there.
    """
    async with in_transaction():
        rows = PageReport.filter(id__in=[one for one in ids if 0 < one <= HIGHEST_ID])
        known = {one.id: one for one in await rows.select_for_update()}
        if unknown := [str(one) for one in ids if one not in known]:
            raise NotFoundError(NO_REPORT.filled(ids=", ".join(unknown)))
        waiting = [one for one in known.values() if one.done_at is None]
        found = PageReport.filter(id__in=[one.id for one in waiting])
        await found.update(done_at=clock.now(), done_by=by)
        for one in waiting:
            await audit.record(by, "report.done", one.code, report=one.id, topic=one.topic)
    return len(waiting)


async def forget_old(at: datetime | None = None) -> int:
    """Delete a portion of the closed reports that are too old at a moment; tell how many went."""
    before = (at or clock.now()) - KEPT
    return await delete_some(PageReport.filter(at__lt=before, done_at__isnull=False))
