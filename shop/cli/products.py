"""What an operator decides about products and producers, until the officials have a desk."""

from collections.abc import Awaitable
from typing import Annotated

from cyclopts import App, Parameter

from media.sentences import Sentence
from shop import catalogue
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, run
from shop.errors import InvalidError
from shop.models import Purpose

app = App(name="product", help="Take products off, put them back, price their packs.")
producers = App(name="producer", help="Producers: what they no longer consent to.")
ONE_PRICE = Sentence(
    "Hãy ghi giá bằng đồng, hoặc --on-request.", "Give either a price in đồng or --on-request."
)


@app.command
def withdraw(code: str) -> None:
    """Take a product back: its listing becomes a tombstone that stays."""
    _do(catalogue.withdraw(code, by=BY))


@app.command
def suspend(code: str, *, reason: str) -> None:
    """Take a product off by an official's decision; also out of feed files that are held back."""
    _do(catalogue.suspend(code, by=BY, reason=reason))


@app.command
def reinstate(code: str, *, reason: str) -> None:
    """Show a product again that was suspended."""
    _do(catalogue.reinstate(code, by=BY, reason=reason))


@app.command(name="price")
def set_price(
    sku: str,
    dong: int | None = None,
    *,
    on_request: Annotated[bool, Parameter(help="It is told on request.", negative="")] = False,
) -> None:
    """Set the price of a pack, in whole đồng."""
    if (dong is None) != on_request:
        raise InvalidError(ONE_PRICE)
    _do(catalogue.set_price(sku, dong, by=BY))


@producers.command
def withdraw_consent(code: str, purpose: Purpose) -> None:
    """Note that a producer takes a consent back; what rested on it disappears at once."""
    _do(catalogue.withdraw_consent(code, purpose, by=BY))


def _do(verb: Awaitable[None]) -> None:
    async def doing() -> None:
        async with open_rows():
            await verb

    run(doing())
