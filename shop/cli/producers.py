"""What an operator notes of producers: how they can be reached, and what they consent to."""

from typing import Annotated

from cyclopts import App, Parameter

from media.sentences import Sentence
from shop import catalogue
from shop.catalogue import Said
from shop.cli.products import SaidOn, do
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run
from shop.errors import InvalidError
from shop.models import Purpose

Told = Annotated[str | None, Parameter(help='"" clears it.')]
app = App(name="producer", help="Producers: how they can be reached, what they consent to.")
NOTHING_TOLD = Sentence(
    "Hãy ghi ít nhất một mục liên hệ, như --phone.", "Say what to note, such as --phone."
)


@app.command
def confirm(code: str, *, on: SaidOn = None) -> None:
    """Say that all prices and stock that are shown of a producer still hold."""

    async def confirming() -> None:
        async with open_rows():
            packs = await catalogue.confirm_offers(code, by=BY, said=Said(on=on))
        out.print(f"{code}: {packs} packs confirmed")

    run(confirming())


@app.command
def contact(  # noqa: PLR0913 - each is an option of the command line
    code: str,
    *,
    contact_name: Told = None,
    phone: Told = None,
    zalo: Told = None,
    address: Told = None,
    opening: Told = None,
    how_to_order: Told = None,
    minimum_order: Told = None,
    delivery_area: Told = None,
    shop_url: Told = None,
) -> None:
    """Note how a producer can be reached; pages show it by its consent `contact` only."""
    named = {
        "contact_name": contact_name,
        "phone": phone,
        "zalo": zalo,
        "address": address,
        "opening": opening,
        "how_to_order": how_to_order,
        "minimum_order": minimum_order,
        "delivery_area": delivery_area,
        "shop_url": shop_url,
    }
    said = {column: text for column, text in named.items() if text is not None}
    if not said:
        raise InvalidError(NOTHING_TOLD)
    do(catalogue.set_contact(code, said, by=BY))


@app.command
def give_consent(code: str, purpose: Purpose, *, basis: str) -> None:
    """Note that a producer consents to something, and what that rests on."""
    do(catalogue.give_consent(code, purpose, basis, by=BY))


@app.command
def withdraw_consent(code: str, purpose: Purpose) -> None:
    """Note that a producer takes a consent back; what rested on it disappears at once."""
    do(catalogue.withdraw_consent(code, purpose, by=BY))
