"""Who sees a picture that waits: members of its producer, and officials who read the proposal."""

from shop.access import Actor, May, proposal_for
from shop.errors import NotFoundError
from shop.models import ProposalPhoto, Side
from shop.photos import NO_PICTURE, digests_naming

RIGHTS = {Side.PRODUCER: (May.SEE,), Side.OFFICIAL: (May.SEE, May.HELP)}


async def need_waiting(actor: Actor, name: str) -> None:
    """Raise NotFoundError unless a person may see a rendition: of a proposal that they may read."""
    digests = await digests_naming([name], "waiting_picture")
    uses = ProposalPhoto.filter(waiting_id__in=digests)
    for use in await uses.distinct().values("proposal_id"):
        for may in RIGHTS[actor.side]:
            if await _may(actor, may, use["proposal_id"]):
                return
    raise NotFoundError(NO_PICTURE.filled(digest=name))


async def _may(actor: Actor, may: May, proposal: str) -> bool:
    try:
        await proposal_for(actor, may, proposal)
    except NotFoundError:
        return False
    return True
