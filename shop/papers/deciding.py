"""Officials look at papers and confirm or refuse them; who sent one may withdraw it."""

from collections.abc import Collection

from shop import clock
from shop.errors import FieldError, InvalidError
from shop.models import Paper, PaperCover, PaperState, Product
from shop.models.columns import Row
from shop.papers import refusing
from shop.papers.holding import covered, lock, touch, write
from shop.papers.reasons import told
from shop.papers.telling import CONFIRMED, REFUSED, UNCONFIRMED, tell
from shop.publishing import Change, change

LONGEST_REASON = 600


async def confirm(paper: int, covers: Collection[str] = (), *, user: int, seen: int) -> None:
    """Note that an official saw a waiting paper, and which products of the producer it covers.

    A product's own paper covers that product; that of a decision none. Raises InvalidError where it
    does not wait or cannot cover a product, and what `lock` raises.
    """
    async with change(by=f"user {user}") as wanted:
        held = await lock(paper, seen)
        if held.state is not PaperState.WAITING:
            raise InvalidError(refusing.NOT_WAITING)
        codes = await _coverable(held, covers)
        await PaperCover.filter(paper_id=held.id).delete()
        await PaperCover.bulk_create(
            [PaperCover(paper_id=held.id, product_id=code) for code in codes]
        )
        await write(wanted, held, "confirm", _decided(PaperState.CONFIRMED, user), covers=codes)
        touch(wanted, held, codes)
        await _withdraw_replaced(wanted, held)
        await tell(held, CONFIRMED)


async def refuse(paper: int, reason: str, *, user: int, seen: int) -> None:
    """Refuse a paper that waits or was confirmed, with a reason that its producer is told.

    Raises InvalidError, and what `lock` raises.
    """
    said = _reason(reason)
    async with change(by=f"user {user}") as wanted:
        held = await lock(paper, seen)
        if held.state not in {PaperState.WAITING, PaperState.CONFIRMED}:
            raise InvalidError(refusing.NOT_WAITING)
        what = UNCONFIRMED if held.state is PaperState.CONFIRMED else REFUSED
        ended = {"reason": said, "ended_at": clock.now()}
        await _end(wanted, held, "refuse", {**_decided(PaperState.REFUSED, user), **ended})
        await tell(held, what, n=len(told(said)))


async def withdraw(paper: int, *, by: str, seen: int) -> None:
    """Withdraw a paper, for who sent it. Raises as `refuse` does."""
    async with change(by=by) as wanted:
        held = await lock(paper, seen)
        if held.state is PaperState.WITHDRAWN:
            raise InvalidError(refusing.ENDED)
        ended = {"state": PaperState.WITHDRAWN, "ended_at": clock.now()}
        await _end(wanted, held, "withdraw", ended)


async def _withdraw_replaced(wanted: Change, held: Paper) -> None:
    """Withdraw the paper that a confirmed one stands for, unless that has ended already."""
    old = Paper.filter(id=held.replaces, ended_at=None).select_for_update(no_key=True)
    if former := await old.first():
        ended = {"state": PaperState.WITHDRAWN, "ended_at": clock.now()}
        await _end(wanted, former, "withdraw", ended)


async def _end(wanted: Change, held: Paper, action: str, columns: Row) -> None:
    """Take a paper off the products that it covered, with what it is from now on."""
    codes = await covered(held)
    await PaperCover.filter(paper_id=held.id).delete()
    await write(wanted, held, action, columns, covers=codes)
    touch(wanted, held, codes)


def _decided(state: PaperState, user: int) -> Row:
    return {"state": state, "decided_by_id": user, "decided_at": clock.now()}


async def _coverable(held: Paper, covers: Collection[str]) -> list[str]:
    """Give the products that a paper is to be good for, all of its owner."""
    own: str | None = held.product_id  # type: ignore[attr-defined] # Tortoise adds it
    if own is not None:
        return [own]
    wanted = set(covers)
    producer: str | None = held.producer_id  # type: ignore[attr-defined]
    theirs = Product.filter(producer_id=producer, producer_id__isnull=False, code__in=wanted)
    known = await theirs.order_by("code").values_list("code", flat=True)
    if foreign := wanted.difference(known):
        said = refusing.NOT_THEIRS.filled(code=min(foreign))
        raise InvalidError(said, [FieldError("covers", said)])
    return [str(code) for code in known]


def _reason(text: str) -> str:
    said = text.strip()
    if not said:
        raise InvalidError(refusing.NO_REASON, [FieldError("reason", refusing.NO_REASON)])
    if len(said) > LONGEST_REASON:
        long = refusing.LONG_REASON.filled(most=LONGEST_REASON)
        raise InvalidError(long, [FieldError("reason", long)])
    return said
