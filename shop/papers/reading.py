"""An official notes what a paper says, as it is read there, and confirms it."""

from collections.abc import Collection
from dataclasses import fields

from shop.models import Paper
from shop.papers import deciding, sending
from shop.papers.sending import Told


async def confirm_as_read(
    paper: int, told: Told, covers: Collection[str], *, user: int, seen: int
) -> None:
    """Confirm a waiting paper, with what stands on it corrected first where that differs.

    Raises what `amend` and `confirm` raise; what was corrected stays so then.
    """
    held = await Paper.get(id=paper)
    if held.version == seen and _differs(held, told):
        await sending.amend(paper, told, by=f"user {user}", seen=seen)
        seen += 1
    await deciding.confirm(paper, covers, user=user, seen=seen)


def _differs(held: Paper, told: Told) -> bool:
    return any(getattr(held, one.name) != getattr(told, one.name) for one in fields(told))
