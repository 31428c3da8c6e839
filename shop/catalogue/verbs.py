"""Writing the rows of the catalogue: what a listing shows is only ever changed by verbs."""

from collections.abc import Collection
from typing import Any

from tortoise.expressions import F, Q

from search.vietnamese import compose, sort_key
from shop import clock
from shop.audit import record
from shop.errors import InvalidError, NotFoundError
from shop.models import Commune, Consent, Producer, Product, Purpose, State, Variant
from shop.models.columns import Row
from shop.publishing import change


async def rename_producer(code: str, name: str, *, by: str) -> None:
    async with change(by=by) as wanted:
        found = await Producer.filter(code=code).update(**_named(name))
        _expect(found, "producer", code)
        wanted.touch_all(Product.filter(producer_id=code))
        await record(by, "producer.rename", code, name=name)


async def rename_commune(code: str, name: str, *, by: str) -> None:
    async with change(by=by) as wanted:
        _expect(await Commune.filter(code=code).update(**_named(name)), "commune", code)
        wanted.touch_all(products_of_communes([code]))
        await record(by, "commune.rename", code, name=name)


async def publish(codes: Collection[str], *, by: str) -> None:
    """Show products that were not shown yet."""
    async with change(by=by) as wanted:
        await Product.filter(code__in=codes, state=State.UNPUBLISHED).update(state=State.PUBLISHED)
        wanted.touch(*codes)


async def withdraw(code: str, *, by: str) -> None:
    """Take a product back; its listing becomes a tombstone that stays."""
    await _set_state(code, State.WITHDRAWN, by, "product.withdraw")


async def suspend(code: str, *, by: str, reason: str) -> None:
    """Take a product off by an official's decision."""
    await _set_state(code, State.SUSPENDED, by, "product.suspend", reason=reason)


async def reinstate(code: str, *, by: str, reason: str) -> None:
    """Show a product again that was suspended. Raises InvalidError for one that is not."""
    async with change(by=by) as wanted:
        suspended = Product.filter(code=code, state=State.SUSPENDED)
        if not await suspended.update(state=State.PUBLISHED, version=F("version") + 1):
            raise InvalidError(f"{code} is not suspended.")
        wanted.touch(code)
        await record(by, "product.reinstate", code, reason=reason)


async def set_price(sku: str, price: int | None, *, by: str) -> None:
    """Set a pack's price in đồng; None: on request."""
    if price is not None and price <= 0:
        raise InvalidError("A price is a whole number of đồng above 0.")
    async with change(by=by) as wanted:
        _expect(await Variant.filter(sku=sku).update(price=price), "pack", sku)
        wanted.touch_all(Product.filter(variants__sku=sku))
        await record(by, "variant.price", sku, price=price)


async def withdraw_consent(producer: str, purpose: Purpose, *, by: str) -> None:
    """Note that a producer takes a consent back; what rested on it disappears at once."""
    async with change(by=by) as wanted:
        standing = Consent.filter(producer_id=producer, purpose=purpose, withdrawn_at=None)
        _expect(await standing.update(withdrawn_at=clock.now()), "consent", f"{producer}/{purpose}")
        wanted.touch_all(Product.filter(producer_id=producer))
        await record(by, "consent.withdraw", producer, purpose=purpose)


def products_of_communes(codes: Collection[str]) -> Any:
    """Find products that show one of these communes, as their origin or as their producer's."""
    return Product.filter(Q(commune_id__in=codes) | Q(producer__commune_id__in=codes))


async def _set_state(code: str, state: State, by: str, action: str, **detail: Any) -> None:
    async with change(by=by) as wanted:
        found = await Product.filter(code=code).update(state=state, version=F("version") + 1)
        _expect(found, "product", code)
        wanted.touch(code)
        await record(by, action, code, **detail)


def _named(name: str) -> Row:
    if not (name := compose(name).strip()):
        raise InvalidError("A name must not be empty.")
    return {"name": name, "name_sort": sort_key(name)}


def _expect(found: int, noun: str, code: str) -> None:
    if not found:
        raise NotFoundError(f"There is no {noun} {code}.")
