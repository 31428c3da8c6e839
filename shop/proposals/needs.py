"""What a proposal lacks of what its set is asked for, by the needs that hold on a day."""

from collections.abc import Collection

from media.sentences import Sentence
from shop import clock
from shop.errors import FieldError
from shop.models import Demand
from shop.models.columns import Row
from shop.papers.held import papers_of
from shop.papers.needs import Need, holds, needs_of
from shop.proposals.patching import COLUMNS
from shop.proposals.standing import Standing

PAPERS = "papers"
"""The field that a missing paper is said of; the need's code follows."""
NO_FIELD = Sentence(
    "Nhóm hàng này phải có: {what}. Hãy bổ sung.",
    "Goods of this group must have: {what}. Add it.",
)
NO_PAPER = Sentence(
    "Nhóm hàng này phải có giấy: {what}. Hãy gửi giấy để cán bộ xem.",
    "Goods of this group must have a paper: {what}. Send it for officials to look at.",
)


async def missing_of(one: Standing, product: Row, *of: Demand) -> list[FieldError]:
    """List what a proposal's product lacks today of what some demands have, sorted as `product`.

    Of a correction nothing is demanded: it is the office's own word.
    """
    if one.proposal.is_correction:
        return []
    day = clock.today()
    needs = [need for need in await needs_of(product, day) if holds(need, day) in of]
    if not needs:
        return []
    papers = await papers_of(product, one.rows.certificates, day)
    return [told(need) for need in needs if not is_there(need, product, papers)]


def is_there(need: Need, product: Row, papers: Collection[str]) -> bool:
    """Tell whether a product has what is asked for; `papers`: kinds that hold for it that day."""
    if need.is_field:
        return bool(product[COLUMNS[need.what[0]]])
    return not {*need.what}.isdisjoint(papers)


def told(need: Need) -> FieldError:
    """Say what is missing, where it is written."""
    if need.is_field:
        return FieldError(need.what[0], NO_FIELD.filled(what=need.words))
    return FieldError(f"{PAPERS}-{need.code}", NO_PAPER.filled(what=need.words))
