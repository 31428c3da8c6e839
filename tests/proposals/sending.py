"""Photos sent to a proposal, as its page sends them, and what came of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from media.accept import Incoming
from shop import photos
from shop.inputs.tables import PhotoInput
from shop.models import PhotoUse, Proposal, ProposalPhoto
from shop.proposals.pictures import Sent
from tests.people import Person

OWN, OTHER = "HP-CS-005", "HP-CS-101"
OF_OWN = "HP-NS-0001"


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def photos_at(proposal: Proposal) -> str:
    return f"/nha-san-xuat/de-nghi/{proposal.id}/anh"


async def send(door, person: Person, proposal: Proposal, *files: bytes | tuple[str, bytes]):
    """Send files as the form does; a picture alone gets a name."""
    named = [one if isinstance(one, tuple) else ("anh.jpg", one) for one in files]
    parts = [("picture", one) for one in named]
    return await door.post(photos_at(proposal), files=parts, headers=person.headers)


def shown_in(page) -> list[str]:
    """List the photos that a page shows, by what its buttons would send."""
    return re.findall(r'name="picture" value="([0-9a-f]{64})"', page.text)


async def rows(proposal: Proposal, use: PhotoUse = PhotoUse.PRODUCT) -> list[str]:
    """List the photos of a proposal, and make sure that their positions have no gap."""
    held = await ProposalPhoto.filter(proposal_id=proposal.id, use=use).order_by("position")
    assert [one.position for one in held] == list(range(1, len(held) + 1))
    return [one.waiting_id or one.picture_id for one in held]


@contextmanager
def arrived(room: photos.Room, data: bytes, name: str = "anh.jpg") -> Iterator[Sent]:
    with Incoming(room.folder) as file:
        file.write(data)
        yield Sent(file, name)


async def on_show(room: photos.Room, code: str, data: bytes) -> str:
    """Show a photo on a product; give its digest."""
    with Incoming(room.folder) as file:
        file.write(data)
        shown = (code, PhotoInput(picture=""))
        return (await photos.take_and_show(file, room, shown, by="test", most=0)).digest
