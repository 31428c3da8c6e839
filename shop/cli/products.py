"""What an operator decides about products and producers, until the officials have a desk."""

from collections.abc import Awaitable
from datetime import date
from typing import Annotated, Literal

from cyclopts import App, Parameter

from media.sentences import Sentence
from shop import catalogue
from shop.catalogue import Said
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run
from shop.errors import InvalidError
from shop.errors.mistakes import WrongValueError
from shop.inputs import values
from shop.inputs.labels import label
from shop.models import Availability

Stock = Literal["in", "out", "preorder", "unknown"]
STOCK = {
    "in": Availability.IN_STOCK,
    "out": Availability.OUT_OF_STOCK,
    "preorder": Availability.PREORDER,
    "unknown": None,
}
SaidOn = Annotated[
    date | None, Parameter(help="The day on which it was so, if not today: 2026-11-23.")
]
app = App(name="product", help="Take products off, put them back, price their packs, explain them.")
app.command("shop.cli.showing:show", name="show")
ONE_PRICE = Sentence(
    "Hãy ghi giá bằng đồng, hoặc --on-request.", "Give either a price in đồng or --on-request."
)


@app.command
def withdraw(code: str) -> None:
    """Take a product back: its listing becomes a tombstone that stays."""
    do(catalogue.withdraw(code, by=BY))


@app.command
def suspend(code: str, *, reason: str) -> None:
    """Take a product off by an official's decision; also out of feed files that are held back."""
    do(catalogue.suspend(code, by=BY, reason=reason))


@app.command
def reinstate(code: str, *, reason: str) -> None:
    """Show a product again that was suspended."""
    do(catalogue.reinstate(code, by=BY, reason=reason))


@app.command(name="price")
def set_price(
    sku: str,
    dong: Annotated[str | None, Parameter(help="Such as 125000, 125.000đ, 125k or 1tr2.")] = None,
    *,
    on_request: Annotated[bool, Parameter(help="It is told on request.", negative="")] = False,
    on: SaidOn = None,
) -> None:
    """Set the price of a pack, in whole đồng."""
    if (dong is None) != on_request:
        raise InvalidError(ONE_PRICE)
    price = None if dong is None else _price(dong)
    _say(catalogue.set_price(sku, price, by=BY, said=Said(on=on)))


def _price(written: str) -> int | None:
    """Read a price as people write it; what has two meanings is told, and not set."""
    try:
        return values.price(values.clean(written))
    except WrongValueError as wrong:
        raise InvalidError(wrong.told(label("price_vnd"), written)) from None


@app.command
def stock(sku: str, state: Stock, *, on: SaidOn = None) -> None:
    """Say whether a pack is to be had."""
    _say(catalogue.set_availability(sku, STOCK[state], by=BY, said=Said(on=on)))


def do(verb: Awaitable[None]) -> None:
    async def doing() -> None:
        async with open_rows():
            await verb

    run(doing())


def _say(verb: Awaitable[bool]) -> None:
    async def saying() -> None:
        async with open_rows():
            taken = await verb
        if not taken:
            out.print("Not taken: what stands was said on a later day.")

    run(saying())
