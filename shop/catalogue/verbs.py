"""Verbs over the catalogue, each one change: what a listing shows is only changed by them."""

from collections.abc import Collection
from typing import Any

from tortoise.expressions import F, Q

from media.sentences import Sentence
from shop.audit import record, record_many
from shop.catalogue.showing import keep_stop
from shop.catalogue.writing import claim
from shop.errors import InvalidError
from shop.models import Product, State
from shop.models.columns import Row
from shop.publishing import Change, change

NOT_SUSPENDED = Sentence(
    "{code} không bị tạm dừng. Bạn không cần làm gì thêm.", "{code} is not suspended."
)
_STOPPED = Q(stopped_at__isnull=False)
_NO_STOP: Row = {"stopped_at": None, "stopped_version": None}


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


async def _set_state(
    wanted: Change, code: str, state: State, seen: int | None, action: str, **detail: Any
) -> None:
    await claim(wanted, code, seen)
    [before] = await Product.filter(code=code).values("state")
    await keep_stop(code)
    ended = _NO_STOP if state is State.WITHDRAWN else {}
    await Product.filter(code=code).update(state=state, **ended)
    await record(wanted.by, action, code, before, {"state": state}, **detail)
