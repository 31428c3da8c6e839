"""Proposals for tests: drafted as forms would, with pictures that were sent."""

from hashlib import sha256

from shop import clock
from shop.models import Photo, PhotoUse, Proposal, ProposalPhoto, WaitingPicture
from shop.proposals import drafting
from shop.proposals.drafting import Typed
from shop.proposals.reading import PHOTOS
from shop.services import Services
from tests.people import Person

MACKEREL = {
    "name": "Cá mòi kho Làng Chài",
    "pack-1": "hộp 400 g",
    "price-1": "125k",
    "group": "so-che-va-muoi",
}
JPEG = b"a picture that only the store looks at"


async def drafted(person: Person, producer: str, **texts: str) -> Proposal:
    """Begin a proposal of a new product and type into it."""
    begun = await drafting.begin(producer, user=person.user)
    return await drafting.save(begun.id, Typed(begun.version, MACKEREL | texts))


async def waiting_photo(services: Services, proposal: str, data: bytes = JPEG) -> str:
    """Put a picture that was sent before a proposal; give its digest."""
    digest, name = sha256(data).hexdigest(), f"{sha256(data).hexdigest()}.jpg"
    file = services.settings.data / digest
    file.write_bytes(data)
    await services.pictures.waiting.put_original(digest, file)
    await services.pictures.waiting.put(name, data)
    known = await WaitingPicture.get_or_none(digest=digest)
    if known is None:
        await WaitingPicture.create(
            digest=digest,
            width=640,
            height=480,
            placeholder="",
            renditions=[{"name": name, "width": 640, "height": 480, "type": "image/jpeg"}],
            likeness="",
            recipe=1,
            taken_at=clock.now(),
            taken_by="test",
        )
    n = await ProposalPhoto.filter(proposal_id=proposal, use=PhotoUse.PRODUCT).count() + 1
    await ProposalPhoto.create(proposal_id=proposal, position=n, waiting_id=digest)
    return digest


async def about_photos(proposal: str) -> None:
    """Let the photos of a proposal stand in the place of those on show, as sending one does."""
    held = await Proposal.get(id=proposal)
    shown = Photo.filter(product_id=held.product_id, illustration=False).order_by("position")
    base = [*await shown.values_list("picture_id", flat=True)]
    said = {"typed": "", "read": None, "base": base, "at": 0}
    await Proposal.filter(id=proposal).update(patch={**held.patch, PHOTOS: said})
