"""Papers are sent: their pages drawn and stored, then the rows that name them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from tortoise.transactions import in_transaction

from media.accept import Incoming, Kind
from media.failpoints import reach
from media.limits import MOST_PAGES
from media.pipeline import Rendition
from media.refusing import Refused
from media.store import Slow, Unavailable
from shop import clock
from shop.audit import record
from shop.catalogue.decisions import NO_DECISION
from shop.errors import (
    NO_PRODUCER,
    NO_PRODUCT,
    FieldError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from shop.metrics import count_not_taken, count_refused
from shop.models import Decision, Paper, PaperPage, PaperState, Producer, Product, Visibility
from shop.models.columns import Row
from shop.papers import refusing
from shop.papers.holding import covered, lock, subject_of, touch, write
from shop.photos.files import Room
from shop.publishing import change

DAY = timedelta(hours=24)

__all__ = ["MOST_PAGES", "Of", "Told", "add", "amend", "let_see", "need_share"]


@dataclass(frozen=True, slots=True)
class Of:
    """Whose paper it is: exactly one of the three."""

    producer: str | None = None
    product: str | None = None
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What its sender says of a paper."""

    kind: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    visibility: Visibility = Visibility.OFFICIAL


async def add(
    of: Of, told: Told, sent: Sequence[Incoming], room: Room, *, by: str, most_a_day: int = 0
) -> int:
    """Keep a paper that has arrived, as photos in their order or as one PDF; give its number.

    `sent` was taken in with `kind_of_paper`. The same pages sent again while they wait are the same
    paper. Raises Refused for a file that cannot be taken, InvalidError, NotFoundError without such
    an owner, and UnavailableError; also Refused when `by` has sent `most_a_day` papers in 24 hours
    (0: no limit).
    """
    check(told)
    try:
        pdf = _pdf_among(sent)
        await need_share(by, most_a_day)
        pages = await _drawn(sent, room)
        reach("paper-drawn")
        await _store(pages, pdf, room.hurried())
    except Refused as refused:
        count_refused(refused, day_is_full=refused.said is refusing.ENOUGH)
        raise
    except Unavailable as fault:
        count_not_taken("unavailable")
        said = refusing.SLOW_STORE if isinstance(fault, Slow) else refusing.NOT_NOW
        raise UnavailableError(said) from fault
    reach("paper-stored")
    async with in_transaction():
        number = await _written(of, told, pages, pdf.digest if pdf else "", by)
        reach("paper-rows")
    reach("paper-committed")
    return number


async def amend(paper: int, told: Told, *, by: str, seen: int) -> None:
    """Say anew what a waiting paper is. Raises InvalidError, and what `lock` raises."""
    check(told)
    async with change(by=by) as wanted:
        held = await lock(paper, seen)
        if held.state is not PaperState.WAITING:
            raise InvalidError(refusing.NOT_WAITING)
        await write(wanted, held, "amend", asdict(told))


async def let_see(paper: int, visibility: Visibility, *, by: str, seen: int) -> None:
    """Let others see more or less of a paper; the products it covers are published anew.

    Raises InvalidError for one that ended, and what `lock` raises.
    """
    async with change(by=by) as wanted:
        held = await lock(paper, seen)
        if held.ended_at:
            raise InvalidError(refusing.ENDED)
        await write(wanted, held, "let_see", {"visibility": visibility})
        touch(wanted, held, await covered(held))


def check(told: Told) -> None:
    """Raise InvalidError, field by field, for what cannot be said of a paper."""
    errors = []
    if not told.kind.strip():
        errors.append(FieldError("kind", refusing.NO_KIND))
    if told.issued_on and told.expires_on and told.expires_on < told.issued_on:
        errors.append(FieldError("expires_on", refusing.ENDS_BEFORE))
    if errors:
        raise InvalidError(errors[0].said, errors)


def _pdf_among(sent: Sequence[Incoming]) -> Incoming | None:
    """Give the one PDF that was sent, or none among photos."""
    if not sent:
        raise InvalidError(refusing.NOTHING)
    if len(sent) > MOST_PAGES:
        raise InvalidError(refusing.TOO_MANY_PHOTOS)
    pdfs = [one for one in sent if one.kind is Kind.PDF]
    if pdfs and len(sent) > 1:
        raise InvalidError(refusing.ONE_PDF)
    return pdfs[0] if pdfs else None


async def need_share(by: str, most: int) -> None:
    """Raise Refused for who has sent as much as a day allows; 0: no limit.

    Each version of a paper is one file that was taken in or put away again. Papers that were given
    up count, too: their pages were drawn.
    """
    lately = Paper.filter(by=by, created_at__gt=clock.now() - DAY)
    if most and sum([row["version"] for row in await lately.values("version")]) >= most:
        raise Refused(refusing.ENOUGH)


async def _drawn(sent: Sequence[Incoming], room: Room) -> list[Rendition]:
    """Draw the pages one after the other: the workshop has room for others as well."""
    return [page for one in sent for page in await room.workshop.draw(one.path)]


async def _store(pages: Sequence[Rendition], pdf: Incoming | None, room: Room) -> None:
    """Store the pages, and the PDF to draw from again; of photos nothing else is kept."""
    original = (pdf.digest, pdf.path) if pdf else None
    await room.pictures.papers.put_all({page.name: page.data for page in pages}, original)


async def _written(of: Of, told: Told, pages: Sequence[Rendition], pdf: str, by: str) -> int:
    await _lock_owner(of)
    if found := await _sent_already(of, told, pages):
        return found
    columns = {**_columns_of(of), **asdict(told), "pdf": pdf}
    paper = await Paper.create(created_at=clock.now(), by=by, **columns)
    await PaperPage.bulk_create(
        [
            PaperPage(paper=paper, position=n, name=one.name, width=one.width, height=one.height)
            for n, one in enumerate(pages, 1)
        ]
    )
    await record(by, "paper.add", subject_of(paper.id), None, columns)
    return paper.id


async def _lock_owner(of: Of) -> None:
    """Let papers of one owner come one after the other. Raises NotFoundError."""
    if of.producer is not None:
        found = Producer.filter(code=of.producer)
        missing = NO_PRODUCER.filled(code=of.producer)
    elif of.product is not None:
        found = Product.filter(code=of.product)  # type: ignore[assignment]
        missing = NO_PRODUCT.filled(code=of.product)
    else:
        found = Decision.filter(id=of.decision)  # type: ignore[assignment]
        missing = NO_DECISION
    if not await found.select_for_update(no_key=True):
        raise NotFoundError(missing)


async def _sent_already(of: Of, told: Told, pages: Sequence[Rendition]) -> int | None:
    """Find a waiting paper of the same owner, kind and pages."""
    same = Paper.filter(state=PaperState.WAITING, kind=told.kind, **_columns_of(of))
    for paper in await same.order_by("id").prefetch_related("pages"):
        names = {page.position: page.name for page in paper.pages}  # type: ignore[attr-defined]
        if names == {n: page.name for n, page in enumerate(pages, 1)}:
            return int(paper.id)
    return None


def _columns_of(of: Of) -> Row:
    return {"producer_id": of.producer, "product_id": of.product, "decision_id": of.decision}
