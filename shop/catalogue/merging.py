"""Two codes of one producer become one: all that is of the other goes under the code that stays.

The other code is its alias from then on (docs/adr/0051). Every table that names a producer is
decided about here; a test finds one that is not.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.models import Model

from media.sentences import Sentence
from shop import clock
from shop.audit import record, record_many
from shop.catalogue.decisions import claim_products
from shop.catalogue.merging_plan import Plan, plan_of
from shop.catalogue.renaming import PRODUCERS, lock, write
from shop.errors import InvalidError
from shop.models import (
    ApiKey,
    Claim,
    Code,
    Consent,
    InPerson,
    Invitation,
    LegalForm,
    Membership,
    PageReport,
    Paper,
    Partner,
    Producer,
    ProducerAlias,
    Product,
    Proposal,
    QuickLink,
)
from shop.publishing import Change, change

ITSELF = Sentence(
    "Hai mã là một. Hãy chọn cơ sở khác.", "Both codes are the same. Choose another producer."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a registrar answered before two codes become one."""

    stays: Collection[int] = ()
    """Memberships of the other code whose people go on working for the producer; others end."""
    takes: Collection[str] = ()
    """Columns that say what the other code said, where both say something."""
    seen: tuple[int, int] | None = None
    """Versions of both that were read, that of the code that stays first."""


async def merge(kept: str, gone: str, asked: Asked, *, by: str) -> None:
    """Put all that is of a code under another one, and make it an alias of that.

    Raises NotFoundError, EditedMeanwhileError, and InvalidError where it may not be done.
    """
    if kept == gone:
        raise InvalidError(ITSELF)
    async with change(by=by) as wanted:
        await _lock_both(kept, gone, asked)
        plan = await plan_of(kept, gone)
        if said := plan.refused(asked.stays):
            raise InvalidError(said)
        moved = await _take_products(wanted, plan)
        await _end_consents(plan, by)
        for model, take in OF_A_PRODUCER.items():
            await take(model, plan, asked)
        await _take_reports(plan)
        await write(PRODUCERS, kept, plan.taken(asked.takes))
        await _become_alias(plan, by)
        await record(by, "producer.merge", kept, gone=gone, products=len(moved))
        await record(by, "producer.merge", gone, into=kept, products=len(moved))
        wanted.touch_all(PRODUCERS.shown_by([kept]))


async def meant_by(code: str) -> str:
    """Give the code that a producer has now: another one, once two were merged."""
    found = await ProducerAlias.filter(code=code).values_list("producer_id", flat=True)
    return str(found[0]) if found else code


async def aliases() -> dict[str, str]:
    """Give alias → the code that it means."""
    return dict(await ProducerAlias.all().values_list("code", "producer_id"))


async def _lock_both(kept: str, gone: str, asked: Asked) -> None:
    """Lock both rows whole: what would name the other code meanwhile waits, and finds none."""
    both = Producer.filter(code__in=[kept, gone]).order_by("code")
    await both.select_for_update().only("code")
    for code, seen in zip((kept, gone), asked.seen or (None, None), strict=True):
        await lock(PRODUCERS, code, seen)


async def _take_products(wanted: Change, plan: Plan) -> list[str]:
    """Move the products, each to its next version: what is about to undo one of before is late."""
    ours = Product.filter(producer_id=plan.gone.code).order_by("code")
    codes = [row.code for row in await ours.select_for_update(no_key=True).only("code")]
    await claim_products(wanted, codes)
    await Product.filter(code__in=codes).update(producer_id=plan.kept.code)
    before, after = {"producer_id": plan.gone.code}, {"producer_id": plan.kept.code}
    await record_many(wanted.by, "product.move", [(code, before, after) for code in codes])
    return codes


async def _end_consents(plan: Plan, by: str) -> None:
    """Let only what both consent to stand: a word that one of them did not give is not made up."""
    both = [plan.kept.code, plan.gone.code]
    for purpose in sorted(plan.ending):
        standing = Consent.filter(producer_id__in=both, purpose=purpose, withdrawn_at=None)
        for one in await standing:  # a clock that was set back must not keep one from ending
            at = max(clock.now(), one.given_at)
            await Consent.filter(id=one.id).update(withdrawn_at=at)
        await record(by, "consent.withdraw", plan.kept.code, purpose=purpose)


async def _move(model: type[Model], plan: Plan, _: Asked) -> None:
    await model.filter(producer_id=plan.gone.code).update(producer_id=plan.kept.code)


async def _move_ended(model: type[Model], plan: Plan, asked: Asked) -> None:
    """Move what was a way in, once it is none: a letter, a code, a link of the other name."""
    nothing = dict.fromkeys(ENDED[model])
    open_ones = model.filter(producer_id=plan.gone.code, **nothing)
    await open_ones.update(**{ENDED[model][0]: clock.now()})
    await _move(model, plan, asked)


async def _move_members(model: type[Model], plan: Plan, asked: Asked) -> None:
    """Let people who stay work for the producer, once each; the others' memberships end.

    Who works for both, and owns the other one, owns the producer from now on.
    """
    owning = {one.user: one.is_owner for one in plan.working}
    stays = [
        one
        for one in plan.members
        if one.id in asked.stays and (one.user not in owning or one.is_owner > owning[one.user])
    ]
    others = Q(producer_id=plan.gone.code) & ~Q(id__in=[one.id for one in stays])
    less = Q(producer_id=plan.kept.code, user_id__in=[one.user for one in stays])
    await Membership.filter(others | less, ended_at=None).update(ended_at=clock.now())
    await _move(model, plan, asked)


async def _move_systems(model: type[Model], plan: Plan, asked: Asked) -> None:
    """Move the programs of the other code once their keys are none: they would speak for both."""
    theirs = ApiKey.filter(partner__producer_id=plan.gone.code, revoked_at=None)
    ids = await theirs.values_list("id", flat=True)
    await ApiKey.filter(id__in=ids).update(revoked_at=clock.now())
    await _move(model, plan, asked)


ENDED: Mapping[type[Model], tuple[str, ...]] = {
    Invitation: ("revoked_at", "used_at"),
    Code: ("used_at",),
    QuickLink: ("ended_at",),
}
"""What a way in ended by; the first is written, and where another is set it is over already."""
OF_A_PRODUCER: Mapping[type[Model], Callable[[type[Model], Plan, Asked], Awaitable[None]]] = {
    Proposal: _move,
    Consent: _move,
    Membership: _move_members,
    Claim: _move,
    InPerson: _move,
    LegalForm: _move,
    Paper: _move,
    Partner: _move_systems,
    ProducerAlias: _move,
    Invitation: _move_ended,
    Code: _move_ended,
    QuickLink: _move_ended,
}
"""Every table with a producer, besides its products, which are moved first → what becomes of it."""


async def _take_reports(plan: Plan) -> None:
    await PageReport.filter(code=plan.gone.code).update(code=plan.kept.code)


async def _become_alias(plan: Plan, by: str) -> None:
    gone = plan.gone
    await ProducerAlias.create(
        code=gone.code,
        producer_id=plan.kept.code,
        name=gone.name,
        imported_digest=gone.imported_digest,
        merged_at=clock.now(),
        by=by,
    )
    await Producer.filter(code=gone.code).delete()
