"""Papers put together by their producers: what it is first, then page by page, then sent.

Each file is kept as it arrives, so that neither a slow line nor a refused form loses the others:
files are stored first, then the rows that name them. No official sees any of it before it is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Protocol

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from media.accept import Incoming, Kind
from media.failpoints import reach
from media.pipeline import Rendition
from media.refusing import Refused
from media.sentences import Sentence, phrase
from media.store import Slow, Unavailable
from shop import clock
from shop.audit import record
from shop.errors import FieldError, InvalidError, UnavailableError
from shop.metrics import count_not_taken, count_refused
from shop.models import Paper, PaperPage, PaperState
from shop.papers import refusing
from shop.papers.holding import subject_of
from shop.papers.sending import MOST_PAGES, Of, Told, add, check, need_share
from shop.photos.files import Room

NOT_OPEN = Sentence(
    "Giấy này đã gửi. Hãy mở lại danh sách giấy tờ.",
    "The paper was sent already. Open the list of papers again.",
)
NO_PAGES = Sentence(
    "Giấy chưa có trang nào. Hãy chụp hoặc chọn tệp.",
    "The paper has no page yet. Take a photo or choose a file.",
)
NOT_ALL = Sentence("Có tệp chưa nhận được. Hãy xem lý do.", "Some files were not taken. See why.")
NAMELESS = phrase("Tệp", "File")


class Arrived(Protocol):
    """A file that a form brought, its name, and why the rest of it was not kept, if so."""

    @property
    def file(self) -> Incoming: ...
    @property
    def name(self) -> str: ...
    @property
    def refused(self) -> Refused | Unavailable | None: ...


async def begin(
    of: Of, told: Told, *, by: str, replaces: int | None = None, most_a_day: int = 0
) -> Paper:
    """Begin a paper without pages; a person may begin and fill so many a day, 0: no limit.

    Raises InvalidError for no kind, for days that cannot be, and for too many.
    """
    check(told)
    try:
        await need_share(by, most_a_day)
    except Refused as refused:
        raise InvalidError(refused.said) from None
    now = clock.now()
    async with in_transaction():
        begun = await Paper.create(
            **asdict(told),
            producer_id=of.producer,
            product_id=of.product,
            state=PaperState.DRAFT,
            replaces=replaces,
            created_at=now,
            ended_at=now,  # an old draft is forgotten as what has ended is
            by=by,
        )
        await record(by, "paper.begin", subject_of(begun.id))
    return begun


async def add_pages(
    paper: int, sent: Iterable[Arrived], room: Room, *, most_a_day: int = 0
) -> list[FieldError]:
    """Add what has arrived behind the pages of a draft; give what is wrong with some files.

    A page that is there already stays one; `most_a_day` is that of `begin`. Raises InvalidError for
    a paper that was sent, and UnavailableError, with the files before it added: sent again, they
    are the same.
    """
    errors, hurried = [], room.hurried()
    for one in sent:
        try:
            await _add(paper, one, hurried, most_a_day)
        except Refused as refused:
            count_refused(refused, day_is_full=refused.said is refusing.ENOUGH)
            errors.append(FieldError("", of_file(one.name, refused)))
        except Unavailable as fault:
            count_not_taken("unavailable")
            said = refusing.SLOW_STORE if isinstance(fault, Slow) else refusing.NOT_NOW
            raise UnavailableError(said) from None
    return errors


def of_file(name: str, refused: Refused) -> Sentence:
    """Say why a file is not taken, with its name before it."""
    said = phrase("{file}: {said}", "{file}: {said}")
    return said.filled(file=name or NAMELESS, said=refused.said)


async def _add(paper: int, one: Arrived, room: Room, most_a_day: int) -> None:
    if one.refused:
        raise one.refused
    is_pdf = one.file.kind is Kind.PDF
    await _need_place(paper, most_a_day, is_pdf=is_pdf)
    drawn = await room.workshop.draw(one.file.path)
    original = (one.file.digest, one.file.path) if is_pdf else None
    await room.pictures.papers.put_all({page.name: page.data for page in drawn}, original)
    reach("paper-stored")
    async with in_transaction():
        held = await _lock(paper)
        await _append(held, drawn, is_pdf=is_pdf)
        if is_pdf:
            await Paper.filter(id=paper).update(pdf=one.file.digest)


async def _need_place(paper: int, most_a_day: int, *, is_pdf: bool) -> None:
    """Refuse what would not fit before it is drawn; the transaction looks again."""
    async with in_transaction():
        held = await _lock(paper)
        _fit(held, await PaperPage.filter(paper_id=paper).count(), 1, is_pdf=is_pdf)
        await need_share(held.by, most_a_day)


def _fit(held: Paper, there: int, more: int, *, is_pdf: bool) -> None:
    """Raise Refused for what does not go with the pages that are there."""
    if held.pdf or (is_pdf and there):
        raise Refused(refusing.ONE_PDF)
    if there + more > MOST_PAGES:
        raise Refused(refusing.TOO_MANY_PHOTOS)


async def _append(held: Paper, drawn: Sequence[Rendition], *, is_pdf: bool) -> None:
    there = await PaperPage.filter(paper_id=held.id).order_by("position")
    known = {page.name for page in there}
    fresh = [page for page in drawn if is_pdf or page.name not in known]
    if not fresh:
        return
    _fit(held, len(there), len(fresh), is_pdf=is_pdf)
    await PaperPage.bulk_create(
        [
            PaperPage(
                paper_id=held.id,
                position=len(there) + n,
                name=page.name,
                width=page.width,
                height=page.height,
            )
            for n, page in enumerate(fresh, 1)
        ]
    )
    await _touch(held)


async def add_scan(
    decision: int, told: Told, sent: Sequence[Arrived], room: Room, *, by: str
) -> None:
    """Keep a scan of a decision, all its pages at once. Raises InvalidError, which names a file."""
    for one in sent:
        if isinstance(one.refused, Unavailable):
            raise UnavailableError(refusing.NOT_NOW)
        if one.refused:
            said = of_file(one.name, one.refused)
            raise InvalidError(said, [FieldError("picture", said)])
    try:
        await add(Of(decision=decision), told, [one.file for one in sent], room, by=by)
    except Refused as refused:
        raise InvalidError(refused.said, [FieldError("picture", refused.said)]) from None


async def remove_page(paper: int, page: int) -> None:
    """Take a page away, if it is there; of a PDF, all. Raises InvalidError once it was sent."""
    async with in_transaction():
        held = await _lock(paper)
        gone = await PaperPage.get_or_none(id=page, paper_id=paper)
        if gone is None:
            return
        if held.pdf:
            await PaperPage.filter(paper_id=paper).delete()
            await Paper.filter(id=paper).update(pdf="")
        else:
            await gone.delete()
            behind = PaperPage.filter(paper_id=paper, position__gt=gone.position)
            for one in await behind.order_by("position"):
                await PaperPage.filter(id=one.id).update(position=F("position") - 1)
        await _touch(held)


async def send(paper: int, *, by: str) -> None:
    """Let officials see a draft. Raises InvalidError without a page, or once it was sent."""
    async with in_transaction():
        held = await _lock(paper)
        if not await PaperPage.filter(paper_id=paper).exists():
            raise InvalidError(NO_PAGES, [FieldError("picture", NO_PAGES)])
        sent = {"state": PaperState.WAITING, "created_at": clock.now(), "ended_at": None}
        await Paper.filter(id=paper).update(**sent, version=held.version + 1)
        await record(by, "paper.send", subject_of(paper))


async def _lock(paper: int) -> Paper:
    drafts = Paper.filter(id=paper, state=PaperState.DRAFT)
    held = await drafts.select_for_update(no_key=True).first()
    if held is None:
        raise InvalidError(NOT_OPEN)
    return held


async def _touch(held: Paper) -> None:
    """Keep a draft that is worked on from being forgotten."""
    await Paper.filter(id=held.id).update(version=held.version + 1, ended_at=clock.now())
