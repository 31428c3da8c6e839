"""A producer is told what officials decided on its papers: rows of the deciding transaction."""

from typing import Any

from shop import clock
from shop.access import producer_of
from shop.accounts.members import owners_of
from shop.accounts.messages import name_of, tell_user
from shop.models import InPerson, Paper

CONFIRMED, REFUSED, UNCONFIRMED = "paper_confirmed", "paper_refused", "paper_unconfirmed"


async def tell(paper: Paper, what: str, **words: Any) -> None:
    """Tell the owners of a paper's producer, inside the transaction; of a decision, no one.

    Where none of them can be reached, the officials of its place go and say it.
    """
    await paper.fetch_related("product")
    if (producer := producer_of(paper)) is None:
        return
    words = {"producer": await name_of(producer), **words}
    if not any([await tell_user(user, what, **words) for user in await owners_of(producer)]):
        await InPerson.create(producer_id=producer, not_before=clock.now(), what=what, words=words)
