"""What proposals leave behind is forgotten: their pictures, and drafts that were given up.

Files go with the next sweep of the store, which asks rows (shop/queries/picture_files.py).
"""

from datetime import datetime, timedelta
from functools import partial

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts.messages import name_of, tell
from shop.accounts.people import address_in_use
from shop.audit import record
from shop.models import (
    PhotoUse,
    Picture,
    Proposal,
    ProposalPhoto,
    ProposalState,
    User,
    WaitingPicture,
)

ENDED = timedelta(days=30)
"""Since a proposal was approved or withdrawn: so long its author may look at it."""
UNNAMED = timedelta(days=1)
"""Since a picture was sent that no proposal shows any more."""
UNTOUCHED = timedelta(days=365)
WARNING = timedelta(days=30)
"""Before a draft is deleted, its author is told: the text names these days."""
BY = "time"
PORTION = 200


async def forget_old(at: datetime | None = None) -> int:
    """Forget a portion of each that is too old at a moment; tell how many were dealt with."""
    now = at or clock.now()
    each = (_let_go, _forget_pictures, _warn, _forget_drafts)
    return sum([await forget(now) for forget in each])


async def _let_go(now: datetime) -> int:
    """Part proposals that ended from their pictures; what became public they go on showing.

    A paper stays with what was approved by it: it proves that its producer said yes.
    """
    ended = ProposalPhoto.filter(proposal__ended_at__lt=now - ENDED, waiting_id__isnull=False)
    papers = Q(use=PhotoUse.CONSENT, proposal__state=ProposalState.APPROVED)
    photos = await ended.exclude(papers).limit(PORTION).values_list("id", "waiting_id")
    named = [digest for _, digest in photos]
    shown = set(await Picture.filter(digest__in=named).values_list("digest", flat=True))
    for number, digest in photos:
        if digest in shown:
            await _show(number, digest)
        else:
            await ProposalPhoto.filter(id=number).delete()
    return len(photos)


async def _show(number: int, digest: str) -> None:
    await ProposalPhoto.filter(id=number).update(picture_id=digest, waiting_id=None)


async def _forget_pictures(now: datetime) -> int:
    found = WaitingPicture.filter(taken_at__lt=now - UNNAMED, uses__id=None)
    rows = await found.limit(PORTION).values("digest")
    return sum([await _forget_picture(row["digest"]) for row in rows])


async def _forget_picture(digest: str) -> int:
    """Delete a row unless a proposal names it by now: adding locks it, too."""
    async with in_transaction():
        held = await WaitingPicture.filter(digest=digest).select_for_update(no_key=True)
        if not held or await ProposalPhoto.exists(waiting_id=digest):
            return 0
        return await WaitingPicture.filter(digest=digest).delete()


def _given_up(now: datetime) -> QuerySet[Proposal]:
    return Proposal.filter(state=ProposalState.DRAFT, changed_at__lt=now)


def _unwarned(now: datetime) -> QuerySet[Proposal]:
    unwarned = Q(warned_at=None) | Q(warned_at__lt=F("changed_at"))
    return _given_up(now - UNTOUCHED + WARNING).filter(unwarned)


async def _warn(now: datetime) -> int:
    """Tell authors of drafts that these will be deleted."""
    rows = await _unwarned(now).order_by("changed_at").limit(PORTION).values("id")
    for row in rows:
        await _warn_of(row["id"], now)
    return len(rows)


async def _warn_of(number: str, now: datetime) -> None:
    async with in_transaction():
        unwarned = _unwarned(now).filter(id=number).select_for_update(no_key=True)
        if (held := await unwarned.first()) is None:
            return  # its author came back meanwhile
        author = await User.get_or_none(id=held.author_id)  # type: ignore[attr-defined]
        address = await address_in_use(author.id) if author else None
        if author and address:
            producer = await name_of(held.producer_id)  # type: ignore[attr-defined]
            say = partial(tell, address, "draft_ends", language=author.language)
            await say(producer=producer)
        await Proposal.filter(id=number).update(warned_at=now)


async def _forget_drafts(now: datetime) -> int:
    warned = _given_up(now - UNTOUCHED).filter(
        warned_at__lt=now - WARNING, warned_at__gte=F("changed_at")
    )
    rows = await warned.limit(PORTION).values("id")
    return sum([await _forget_draft(row["id"], now) for row in rows])


async def _forget_draft(number: str, now: datetime) -> int:
    async with in_transaction():
        if not await _given_up(now - UNTOUCHED).filter(id=number).select_for_update(no_key=True):
            return 0  # its author came back meanwhile
        await record(BY, "proposal.forget", number)
        return await Proposal.filter(id=number).delete()
