"""The pages of a paper, for the few who may see them: whether they may was asked before."""

from media.store import Store
from shop.photos.files import Room


async def drawn_page(paper: int, position: int, pictures: Store) -> bytes:
    """Give one page as JPEG; never to be kept by browsers or proxies.

    Raises NotFoundError, also when the store has lost it, and UnavailableError.
    """
    raise NotImplementedError


async def as_one_pdf(paper: int, room: Room) -> bytes:
    """Give all pages as one PDF of pictures; what was sent as a PDF is not given to anyone.

    Raises NotFoundError and UnavailableError.
    """
    raise NotImplementedError
