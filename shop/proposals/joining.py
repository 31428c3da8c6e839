"""A draft that turns out to be another pack of a product that is here."""

from shop.errors import InvalidError
from shop.models import Proposal
from shop.proposals import helping
from shop.proposals.drafting import NOT_NOW, Typed, begin, drop, save
from shop.proposals.patching import new_slots

SLOTS = [str(n) for n in range(1, 10)]


async def join(draft: Proposal, code: str, *, user: int, helps: bool) -> Proposal:
    """Propose the packs of a draft as more packs of a product, and end the draft.

    Raises InvalidError when what is proposed of that product is not to be edited now, or is the
    producer's own where an official helps, with nothing ended; done twice after a kill, it leaves
    the packs to be seen twice.
    """
    producer: str = draft.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    opened = await (helping.begin if helps else begin)(producer, code, user=user)
    texts = _moved(draft, opened)
    joined = await save(opened.id, Typed(opened.version, texts))
    await drop(draft.id, user=user)
    return joined


def _moved(draft: Proposal, opened: Proposal) -> dict[str, str]:
    """Give the packs and prices of a draft under digits that are free."""
    taken, packs = new_slots(opened.patch), new_slots(draft.patch)
    free = [slot for slot in SLOTS if slot not in taken]
    if len(free) < len(packs):
        raise InvalidError(NOT_NOW)
    return {
        f"{kind}-{to}": draft.patch[f"{kind}-{slot}"]["typed"]
        for slot, to in zip(packs, free, strict=False)
        for kind in ("pack", "price", "weight", "parcel")
        if f"{kind}-{slot}" in draft.patch
    }
