"""Who made what an annex names and the catalogue lacks: they are invited to come in."""

from collections.abc import Collection
from dataclasses import dataclass, field

from anyio import to_thread

from shop.accounts.members import owners_now
from shop.intake.annexes.known import known_makers
from shop.intake.annexes.matching import Known, maker_of
from shop.intake.annexes.shown import AnnexShown, LineShown


@dataclass(frozen=True, slots=True)
class Maker:
    """A producer as an annex names it."""

    name: str
    commune: str
    code: str = ""
    """Empty: it is not in the catalogue, as far as its name tells."""
    has_owner: bool = False
    lines: list[LineShown] = field(default_factory=list)


async def makers_of(annex: AnnexShown) -> list[Maker]:
    """List the producers of lines whose product is not here, in the order of the annex."""
    groups: dict[tuple[str, str], list[LineShown]] = {}
    for line in annex.missing:
        groups.setdefault((line.producer, line.commune), []).append(line)
    known = await known_makers()
    codes = await to_thread.run_sync(_codes, list(groups), known)
    owned = await _owned(codes)
    return [
        Maker(name, commune, code, code in owned, lines)
        for ((name, commune), lines), code in zip(groups.items(), codes, strict=True)
    ]


def _codes(named: Collection[tuple[str, str]], known: Collection[Known]) -> list[str]:
    return [maker_of(name, commune, known) if name else "" for name, commune in named]


async def _owned(codes: Collection[str]) -> set[str]:
    there = owners_now().filter(producer_id__in=[code for code in codes if code])
    return {str(code) for code in await there.values_list("producer_id", flat=True)}
