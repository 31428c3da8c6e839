"""How goods may be sold, as an official says on approving; the machine suggests, and picks none."""

from dataclasses import dataclass

from shop.models import SaleRestriction
from shop.proposals.restricting import restricted
from shop.proposals.standing import Standing
from shop.web.language import Language
from shop.web.words import word, words


@dataclass(frozen=True, slots=True)
class Restrictions:
    as_it_is: str
    """What is said of the product now."""
    options: list[tuple[str, str]]
    """Value and label of each."""
    is_suggested: bool


def restrictions_of(one: Standing, language: Language) -> Restrictions:
    """Give what may be chosen of a proposal, with the machine's suggestion marked."""
    rows = one.would_be
    found = restricted(rows.product, [row["pack"] for row in rows.variants])
    suggested = found[0].suggests if found else None
    now, t = said_of(rows.product["sale_restriction"], language), words(language)
    return Restrictions(
        str(t.restrict_as_it_is.format(now=now)),
        [
            (each.value, t.restrict_suggested.format(what=said) if each == suggested else said)
            for each in SaleRestriction
            for said in [said_of(each, language)]
        ],
        suggested is not None,
    )


def said_of(restriction: str, language: Language) -> str:
    """Say a restriction as readers read it on the product's page."""
    is_free = restriction == SaleRestriction.NONE
    return word("restrict_none" if is_free else f"{restriction}_title", language)
