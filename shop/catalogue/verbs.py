"""Verbs over the catalogue, each one change: what a listing shows is only changed by them."""

from collections.abc import Collection
from typing import Any

from tortoise.expressions import F, Q

from media.sentences import Sentence
from search.vietnamese import compose, sort_key
from shop.audit import record, record_many
from shop.catalogue.showing import keep_stop
from shop.catalogue.writing import claim
from shop.errors import NO_PRODUCER, InvalidError, NotFoundError
from shop.models import Commune, Producer, Product, State
from shop.models.columns import Row
from shop.publishing import Change, change

NOT_SUSPENDED = Sentence(
    "{code} không bị tạm dừng. Bạn không cần làm gì thêm.", "{code} is not suspended."
)
MISSING = {
    "producer": NO_PRODUCER,
    "commune": Sentence("Không có xã {code}. Hãy xem lại mã xã.", "There is no commune {code}."),
}
_STOPPED = Q(stopped_at__isnull=False)
_NO_STOP: Row = {"stopped_at": None, "stopped_version": None}
NO_NAME = Sentence("Tên đang trống. Hãy ghi tên.", "A name must not be empty.")


async def rename_producer(code: str, name: str, *, by: str) -> None:
    async with change(by=by) as wanted:
        await _rename(Producer, "producer", code, name, by)
        wanted.touch_all(Product.filter(producer_id=code))


async def rename_commune(code: str, name: str, *, by: str) -> None:
    async with change(by=by) as wanted:
        await _rename(Commune, "commune", code, name, by)
        wanted.touch_all(products_of_communes([code]))


async def publish(codes: Collection[str], *, by: str) -> None:
    """Show products that were not shown yet."""
    async with change(by=by) as wanted:
        await publish_new(wanted, codes)
        wanted.touch(*codes)


async def publish_new(wanted: Change, codes: Collection[str]) -> None:
    """Show those of the products that were not shown yet, inside a change."""
    waiting = Product.filter(code__in=codes, state=State.UNPUBLISHED).order_by("code")
    locked = await waiting.select_for_update(no_key=True).only("code")
    if not locked:
        return
    fresh = [product.code for product in locked]
    new = {"state": State.PUBLISHED, "version": F("version") + 1}
    await Product.filter(code__in=fresh).update(**new)
    before, after = {"state": State.UNPUBLISHED}, {"state": State.PUBLISHED}
    await record_many(wanted.by, "product.publish", [(code, before, after) for code in fresh])
    wanted.touch(*fresh)


async def withdraw(code: str, *, by: str, seen: int | None = None) -> None:
    """Take a product back; its listing becomes a tombstone that stays.

    That its producer had stopped it counts no more: only an official shows it again.
    """
    async with change(by=by) as wanted:
        await _set_state(wanted, code, State.WITHDRAWN, seen, "product.withdraw")


async def suspend(code: str, *, by: str, reason: str, seen: int | None = None) -> None:
    """Take a product off by an official's decision."""
    async with change(by=by) as wanted:
        await suspend_in(wanted, code, reason, seen)


async def suspend_in(wanted: Change, code: str, reason: str, seen: int | None = None) -> None:
    """Take a product off, inside a change."""
    await _set_state(wanted, code, State.SUSPENDED, seen, "product.suspend", reason=reason)


async def reinstate(code: str, *, by: str, reason: str, seen: int | None = None) -> None:
    """End a suspension: a product is on show again, unless its producer had stopped it before.

    Raises InvalidError for one that is not suspended.
    """
    async with change(by=by) as wanted:
        await reinstate_in(wanted, code, reason, seen)


async def reinstate_in(wanted: Change, code: str, reason: str, seen: int | None = None) -> None:
    """End a suspension, inside a change. Raises InvalidError for one that is not suspended."""
    await claim(wanted, code, seen)
    await keep_stop(code)
    suspended = Product.filter(code=code, state=State.SUSPENDED)
    state = State.WITHDRAWN if await suspended.filter(_STOPPED).exists() else State.PUBLISHED
    if not await suspended.update(state=state):
        raise InvalidError(NOT_SUSPENDED.filled(code=code))
    before, after = {"state": State.SUSPENDED}, {"state": state}
    await record(wanted.by, "product.reinstate", code, before, after, reason=reason)


def products_of_communes(codes: Collection[str]) -> Any:
    """Find products that show one of these communes, as their origin or as their producer's."""
    return Product.filter(Q(commune_id__in=codes) | Q(producer__commune_id__in=codes))


async def _set_state(
    wanted: Change, code: str, state: State, seen: int | None, action: str, **detail: Any
) -> None:
    await claim(wanted, code, seen)
    [before] = await Product.filter(code=code).values("state")
    await keep_stop(code)
    ended = _NO_STOP if state is State.WITHDRAWN else {}
    await Product.filter(code=code).update(state=state, **ended)
    await record(wanted.by, action, code, before, {"state": state}, **detail)


async def _rename(
    model: type[Producer | Commune], noun: str, code: str, name: str, by: str
) -> None:
    named = _named(name)
    locked = await model.filter(code=code).select_for_update(no_key=True).first()
    if locked is None:
        raise NotFoundError(MISSING[noun].filled(code=code))
    before = {"name": locked.name}
    await model.filter(code=code).update(**named)
    await record(by, f"{noun}.rename", code, before, {"name": named["name"]})


def _named(name: str) -> Row:
    if not (name := compose(name).strip()):
        raise InvalidError(NO_NAME)
    return {"name": name, "name_sort": sort_key(name)}
