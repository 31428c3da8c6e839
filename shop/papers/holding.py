"""A paper held for an edit: locked, of the version that was seen, and what its products show."""

from collections.abc import Collection

from shop.audit import record
from shop.errors import EditedMeanwhileError, NotFoundError
from shop.models import CertificateKind, Paper, PaperCover
from shop.models.columns import Row
from shop.papers.refusing import NO_PAPER
from shop.publishing import Change

SAID = ("kind", "number", "issuer", "issued_on", "expires_on", "visibility", "state", "reason")
TOLD = frozenset(CertificateKind)
"""Kinds of papers that the document of a product tells of."""


async def lock(paper: int, seen: int) -> Paper:
    """Lock a paper that was read as version `seen`.

    Raises NotFoundError, and EditedMeanwhileError when another edit came first.
    """
    held = await Paper.filter(id=paper).select_for_update(no_key=True).first()
    if held is None:
        raise NotFoundError(NO_PAPER)
    if held.version != seen:
        raise EditedMeanwhileError(subject_of(paper), held.version)
    return held


async def write(wanted: Change, held: Paper, action: str, columns: Row, **detail: object) -> None:
    """Write columns of a locked paper as its next version, inside a change, with its audit."""
    before = {name: getattr(held, name) for name in SAID}
    held.update_from_dict({**columns, "version": held.version + 1})
    await Paper.filter(id=held.id).update(**columns, version=held.version)
    after = {name: getattr(held, name) for name in SAID}
    await record(wanted.by, f"paper.{action}", subject_of(held.id), before, after, **detail)


async def covered(held: Paper) -> list[str]:
    """Give the products that a paper is good for."""
    rows = PaperCover.filter(paper_id=held.id).order_by("product_id")
    return [row["product_id"] for row in await rows.values("product_id")]


def touch(wanted: Change, held: Paper, codes: Collection[str]) -> None:
    """Name the products whose documents, or pages beside them, tell of a paper."""
    wanted.show_anew(*codes)
    if held.kind in TOLD:
        wanted.touch(*codes)


def subject_of(paper: int) -> str:
    return f"paper {paper}"
