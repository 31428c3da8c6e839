"""Papers for tests: sent as a producer's page sends them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from media.accept import Incoming, kind_of_paper
from shop import papers
from shop.models import Paper, Visibility
from shop.papers import Of, Told
from shop.photos import Room

ONE = "HP-CS-011"
"""Has thirteen products, one of them with VietGAP on its list."""
ATTP = Told("ATTP", number="123/2026/ATTP-HP", issuer="Chi cục Chất lượng Hải Phòng")
PUBLIC = Told("ATTP", ATTP.number, ATTP.issuer, visibility=Visibility.NUMBER_PUBLIC)


@contextmanager
def arrived(room: Room, *files: bytes) -> Iterator[list[Incoming]]:
    with ExitStack() as stack:
        found = [stack.enter_context(Incoming(room.folder, kind_of_paper)) for _ in files]
        for incoming, data in zip(found, files, strict=True):
            incoming.write(data)
        yield found


async def send(room: Room, *files: bytes, told: Told = ATTP, of: Of | None = None) -> Paper:
    with arrived(room, *files) as sent:
        number = await papers.add(of or Of(producer=ONE), told, sent, room, by="user 12")
    return await Paper.get(id=number)
