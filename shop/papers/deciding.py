"""Officials look at papers and confirm or refuse them; who sent one may withdraw it."""

from collections.abc import Collection


async def confirm(paper: int, covers: Collection[str] = (), *, user: int, seen: int) -> None:
    """Note that an official saw a waiting paper, and which products of the producer it covers.

    A product's own paper covers that product; that of a decision none. Raises InvalidError where it
    does not wait or cannot cover a product, and what `lock` raises.
    """
    raise NotImplementedError


async def refuse(paper: int, reason: str, *, user: int, seen: int) -> None:
    """Refuse a paper that waits or was confirmed, with a reason that its producer is told.

    Raises InvalidError, and what `lock` raises.
    """
    raise NotImplementedError


async def take_back(paper: int, *, user: int, seen: int) -> None:
    """Take back what was decided on a paper: it waits again. Raises as `refuse` does."""
    raise NotImplementedError


async def withdraw(paper: int, *, by: str, seen: int) -> None:
    """Withdraw a paper, for who sent it. Raises as `refuse` does."""
    raise NotImplementedError
