"""How well each check of proposals does: what officials said of its findings."""

from dataclasses import asdict

from shop.cli.rows import open_rows
from shop.cli.terminal import out, run, write_json
from shop.proposals.answering import Precision, precisions


def findings(*, json: bool = False) -> None:
    """Show by check how often its findings stood before officials, were agreed with or ignored."""
    run(_findings(as_json=json))


async def _findings(*, as_json: bool) -> None:
    async with open_rows():
        found = await precisions()
    for one in found:
        if as_json:
            write_json(asdict(one))
        else:
            out.print(line_of(one))


def line_of(one: Precision) -> str:
    """Write a check's counts, with the share of agreement among those that were answered."""
    answered = one.agreed + one.ignored
    share = f"{one.agreed / answered:.0%}" if answered else "-"
    counts = f"shown {one.shown:5}  agreed {one.agreed:5}  ignored {one.ignored:5}"
    return f"{one.key:16}  {counts}  precision {share}"
