"""The numbers of product codes, which go on above what another register has given away."""

from typing import Annotated, Literal

from cyclopts import App, Parameter

from media.sentences import Sentence
from shop.catalogue.numbering import PREFIXES, keep_codes_above
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run
from shop.errors import InvalidError

app = App(name="codes", help="Codes for products that come in without one.")
MOST = 9_999_999
"""Of 16 letters a code's prefix takes eight at most."""
NO_NUMBER = Sentence("Hãy ghi một số từ 1 đến {most}.", "Give a number from 1 to {most}.").filled(
    most=MOST
)
KINDS = {prefix.removesuffix("-"): kind for kind, prefix in PREFIXES.items()}


@app.command
def above(
    prefix: Annotated[Literal["HP-NS", "HP-OCOP"], Parameter(help="Of the codes.")],
    number: Annotated[int, Parameter(help="The highest that was given away elsewhere.")],
) -> None:
    """Let the next codes be above a number; it is never lowered."""
    if not 0 < number <= MOST:
        raise InvalidError(NO_NUMBER)
    run(_above(prefix, number))


async def _above(prefix: str, number: int) -> None:
    async with open_rows():
        code = await keep_codes_above(KINDS[prefix], number, by=BY)
    out.print(f"The next code is {code}.")
