"""Papers for tests: sent by the verb that takes them in, or by the pages of their producer."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from media.accept import Incoming, kind_of_paper
from shop import papers
from shop.models import Paper, Visibility
from shop.papers import Of, Told
from shop.photos import Room

LANG_CHAI, THUY_HUONG = "HP-CS-101", "HP-CS-102"
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


async def a_paper(room: Room, of: Of, *pages: bytes, kind: str = "ATTP", **told: Any) -> int:
    """Send a paper whose pages were photographed; give its number."""
    with arrived(room, *pages) as sent:
        return await papers.add(of, Told(kind, **told), sent, room, by="test")
