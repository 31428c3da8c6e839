"""Pictures that a page sends: taken in as they arrive, each by itself, and gone once answered."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager

from starlette.requests import Request

from media.accept import Incoming, Kind, kind_of, kind_of_paper
from media.refusing import Refused
from media.sentences import Sentence
from media.store import Unavailable
from shop.access import Actor
from shop.errors import ForeignFormError, UnavailableError
from shop.http.multipart import Limits, read_form
from shop.http.same_origin import is_from_us
from shop.http.shares import Held
from shop.metrics import count_not_taken
from shop.proposals.pictures import Sent
from shop.services import services
from shop.web.forms import FOREIGN, TYPED, URL_ENCODED, origin_of, receive

LIMITS = Limits(files=24)
"""The twenty that a product may have, and fields for files that were left empty."""
BUSY = Sentence(
    "Đang có quá nhiều ảnh gửi đến. Hãy gửi lại sau một phút.",
    "Too many photos are arriving. Send yours again in a minute.",
)
SENT = "sent"
"""In the scope of a request whose files were taken in."""
LONGEST_NAME = 120
MOST_OF_ONE = 4
"""Forms of one person that arrive at once: more would leave the others no room."""
_arriving = asyncio.Semaphore(64)
"""Forms with files that one process reads at a time."""
_held = Held()


class Arriving:
    """A file on its way in: once it is known that it cannot be taken, the rest is passed over."""

    def __init__(self, file: Incoming) -> None:
        self.file = file
        self.refused: Refused | Unavailable | None = None

    def write(self, chunk: bytes) -> None:
        if self.refused:
            return
        try:
            self.file.write(chunk)
        except (Refused, Unavailable) as refused:
            self.refused = refused


@asynccontextmanager
async def pictures(request: Request, actor: Actor) -> AsyncIterator[None]:
    """Take in a form with pictures, as `_taking` does."""
    async with _taking(request, actor, kind_of):
        yield


@asynccontextmanager
async def papers(request: Request, actor: Actor) -> AsyncIterator[None]:
    """Take in a form with pages of papers, of which one may be a PDF, as `_taking` does."""
    async with _taking(request, actor, kind_of_paper):
        yield


@asynccontextmanager
async def _taking(
    request: Request, actor: Actor, kinds: Callable[[bytes], Kind]
) -> AsyncIterator[None]:
    """Take in a form with files of some kinds, or without any, for a page made by `signed_in`.

    Raises what `receive` and `read_form` raise, UnavailableError while too many arrive, and
    TooManyRequestsError where they are this person's.
    """
    origin = origin_of(request)
    if request.headers.get("content-type", "").lower().startswith(URL_ENCODED):
        await receive(request, origin)
        yield
        return
    if not is_from_us(request.headers, origin):
        raise ForeignFormError(FOREIGN)
    if _arriving.locked():
        count_not_taken("busy")
        raise UnavailableError(BUSY)
    with ExitStack() as stack:
        stack.enter_context(_held.one_more(actor.by, MOST_OF_ONE))
        async with _arriving:
            await _take_in(request, stack, kinds)
            yield


def sent_with(request: Request) -> list[Sent]:
    """Give the pictures that came with a request, in their order."""
    sent: list[Sent] = request.scope.get(SENT, [])
    return sent


async def _take_in(request: Request, stack: ExitStack, kinds: Callable[[bytes], Kind]) -> None:
    folder = services(request).room.folder

    def arriving() -> Arriving:
        return Arriving(stack.enter_context(Incoming(folder, kinds)))

    form = await read_form(request, arriving, LIMITS)
    request.scope[TYPED] = {name: [text] for name, text in form.fields.items()}
    request.scope[SENT] = [
        Sent(one.file.file, _named(one.name), one.file.refused)
        for one in form.uploads
        if one.name or one.file.file.size  # else a field for files that was left empty
    ]


def _named(name: str) -> str:
    """Give a file's name as it can be said back: nothing in it steers what shows it."""
    return "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]
