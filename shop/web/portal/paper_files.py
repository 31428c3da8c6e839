"""The pages of papers as pictures, and all of them as one file: to whom they are for, each time."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, paper_for
from shop.models import Side
from shop.papers import pages
from shop.services import services
from shop.web.language import Language
from shop.web.signed import signed_in

ROOTS = {Side.PRODUCER: "/nha-san-xuat/giay", Side.OFFICIAL: "/can-bo/so/giay"}
RIGHTS = {Side.PRODUCER: May.WORK, Side.OFFICIAL: May.SEE}
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Robots-Tag": "noindex",
}
"""Of all that is sent of a paper: it does nothing. That it is not stored, its route sees to."""


def paper_file_routes(side: Side) -> list[BaseRoute]:
    path = f"{ROOTS[side]}/{{paper:number}}/trang/{{page:number}}"
    return signed_in(path, page, side=side)


def whole_paper_routes() -> list[BaseRoute]:
    """Give officials all pages of a paper as one file."""
    path = f"{ROOTS[Side.OFFICIAL]}/{{paper:number}}/pdf"
    return signed_in(path, as_one_file, side=Side.OFFICIAL)


async def page(request: Request, language: Language, actor: Actor) -> Response:  # noqa: ARG001
    """Send one page as it was drawn here; what is not for this person is not there."""
    paper = await paper_for(actor, RIGHTS[actor.side], request.path_params["paper"])
    position: int = request.path_params["page"]
    data = await pages.drawn_page(paper.id, position, services(request).pictures)
    name = f"giay-{paper.id}-trang-{position}.jpg"
    headers = {**HEADERS, "Content-Disposition": f'inline; filename="{name}"'}
    return Response(data, headers=headers, media_type="image/jpeg")


async def as_one_file(request: Request, language: Language, actor: Actor) -> Response:  # noqa: ARG001
    """Send all pages of a paper as one PDF that was made here."""
    paper = await paper_for(actor, May.SEE, request.path_params["paper"])
    data = await pages.as_one_pdf(paper.id, services(request).room)
    headers = {
        **HEADERS,
        "Content-Disposition": f'attachment; filename="giay-{paper.id}.pdf"',
    }
    return Response(data, headers=headers, media_type="application/pdf")
