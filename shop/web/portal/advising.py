"""Which papers would help a proposal's product, said before it is sent: none is required."""

from dataclasses import dataclass

from shop import clock
from shop.models import PaperState, Side
from shop.papers.listing import papers_of
from shop.papers.needs import needs_of
from shop.proposals.standing import Standing
from shop.web.language import Said
from shop.web.paper_kinds import kinds_for
from shop.web.portal.drafts import Drafting
from shop.web.portal.frame import PAPERS, place


@dataclass(frozen=True, slots=True)
class Advised:
    """A kind of papers, and where its producer adds one; empty: not this person."""

    name: Said
    url: str


async def advised_papers(at: Drafting, one: Standing) -> list[Advised]:
    """List the kinds that the product's group is asked for and that are not here."""
    today = clock.today()
    held = {str(row["kind"]) for row in one.rows.vouched}
    own = one.rows.product["code"]
    for paper in await papers_of(at.producer.code):
        is_good = paper.state != PaperState.REFUSED and (paper.expires_on or today) >= today
        if is_good and (paper.product is None or paper.product.code == own):
            held.add(paper.kind)
    needs = await needs_of(one.would_be.product, today)
    asked = [code for need in needs if not need.is_field for code in need.what]
    kinds = await kinds_for(at.language)
    return [
        Advised(kinds.said(code), _url(at, code, own))
        for code in dict.fromkeys(asked)
        if code in kinds and code not in held
    ]


def _url(at: Drafting, kind: str, product: str) -> str:
    if at.actor.side is Side.OFFICIAL:
        return ""
    about = f"&sp={product}" if product else ""
    return at.language.address(f"{place(at.producer.code, PAPERS)}/moi?loai={kind}{about}")
