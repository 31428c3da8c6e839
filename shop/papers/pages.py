"""The pages of a paper, for the few who may see them: whether they may was asked before."""

from asyncio import Semaphore

from media.refusing import Refused
from media.store import Damaged, Missing, Store, Unavailable
from media.together import together
from shop.errors import NotFoundError, UnavailableError
from shop.models import PaperPage
from shop.papers import refusing
from shop.photos.files import Room

AT_ONCE = 4


async def drawn_page(paper: int, position: int, pictures: Store) -> bytes:
    """Give one page as JPEG; never to be kept by browsers or proxies.

    Raises NotFoundError, also when the store has lost it, and UnavailableError.
    """
    page = await PaperPage.get_or_none(paper_id=paper, position=position)
    if page is None:
        raise NotFoundError(refusing.NO_PAGE)
    return await _read(page.name, pictures)


async def as_one_pdf(paper: int, room: Room) -> bytes:
    """Give all pages as one PDF of pictures; what was sent as a PDF is not given to anyone.

    Raises NotFoundError and UnavailableError.
    """
    rows = await PaperPage.filter(paper_id=paper).order_by("position").values("name")
    if not rows:
        raise NotFoundError(refusing.NO_PAGE)

    async def page(name: str) -> bytes:
        return await _read(name, room.pictures)

    pages = await together(page, [row["name"] for row in rows], Semaphore(AT_ONCE))
    try:
        return await room.workshop.bind(pages)
    except (Refused, Unavailable) as fault:
        raise UnavailableError(refusing.NOT_NOW_PDF) from fault


async def _read(name: str, pictures: Store) -> bytes:
    try:
        return await pictures.papers.get(name)
    except (Missing, Damaged):
        raise NotFoundError(refusing.LOST) from None
    except Unavailable as fault:
        raise UnavailableError(refusing.NOT_NOW_PAGE) from fault
