"""Not one byte of a paper reaches any other actor: all addresses of its pages, for every actor."""

import pytest

from shop.models import PaperPage
from shop.papers import Of, drawn_page
from tests.access.table import ACTORS, IN, TABLE
from tests.access.test_table import a_world, ask, let_pictures_wait
from tests.conftest import services_of
from tests.papers.sent import a_paper
from tests.pictures import photo

FILES = [
    "/nha-san-xuat/giay/{paper}/trang/{n}", "/can-bo/so/giay/{paper}/trang/{n}",
    "/can-bo/so/giay/{paper}/pdf", "/nha-san-xuat/giay/{paper}", "/can-bo/so/giay/{paper}",
    "/nha-san-xuat/anh/{name}", "/can-bo/anh/{name}", "/media/{name}",
]  # fmt: skip
PIECE = 64
"""Bytes that no other file has in common."""


def pieces_of(data: bytes) -> list[bytes]:
    """Cut pieces from all over the part of a JPEG that is its picture."""
    return [data[at : at + PIECE] for at in range(len(data) // 3, len(data) - PIECE, 997)]


@pytest.mark.on("sqlite")
async def test_no_other_actor_gets_a_byte_of_a_paper(shop):
    world = await a_world()
    await let_pictures_wait(shop, world)
    services = services_of(shop)
    paper = await a_paper(services.room, Of(producer=world.mine), photo(31), photo(32))
    pages = await PaperPage.filter(paper_id=paper).order_by("position")
    held = [await drawn_page(paper, one.position, services.pictures) for one in pages]
    pieces = [piece for data in held for piece in pieces_of(data)]

    got: dict[str, set[str]] = {}
    for actor in ACTORS:
        headers = await world.headers_of(actor)
        for pattern in FILES:
            for page in pages:
                path = pattern.format(paper=paper, n=page.position, name=page.name)
                answer = await ask(shop, "GET", path, headers)
                if any(piece in answer.content for piece in pieces):
                    got.setdefault(actor, set()).add(pattern)

    own, desk = "/nha-san-xuat/giay/{paper}/trang/{n}", "/can-bo/so/giay/{paper}/trang/{n}"
    of_row = "/can-bo/so/giay/{paper}/trang/{page}"
    seeing = {actor for actor in ACTORS if TABLE["GET", of_row][actor][0] == IN}
    assert len(pieces) > 10
    assert {actor for actor in got if own in got[actor]} == {"owner", "editor"}
    assert {actor for actor in got if desk in got[actor]} == seeing
    assert set(got) == {"owner", "editor", *seeing}
    assert set().union(*got.values()) <= {own, desk, "/can-bo/so/giay/{paper}/pdf"}
