"""A round of a proposal, as an official read it: it stands until it is decided or sent anew."""

from media.sentences import Sentence
from shop.errors import EditedMeanwhileError, ShopError
from shop.models import Proposal, ProposalState
from shop.proposals.drafting import lock

DECIDED = Sentence(
    "Đề nghị này đã có người quyết định. Hãy xem kết quả.",
    "This proposal was decided meanwhile. Look at the result.",
)
SENT_ANEW = Sentence(
    "Cơ sở vừa sửa và gửi lại đề nghị này. Hãy xem lại rồi trả lời.",
    "The producer changed this and sent it anew. Look at it again, then answer.",
)


class DecidedError(EditedMeanwhileError):
    """Another official, or its author, was quicker (409)."""

    def __init__(self, held: Proposal) -> None:
        ShopError.__init__(self, SENT_ANEW if held.state == ProposalState.SUBMITTED else DECIDED)
        self.subject, self.version, self.state = held.id, held.version, held.state


async def lock_submitted(proposal: str, seen: int) -> Proposal:
    """Lock a proposal that is submitted as it was `seen`. Raises DecidedError."""
    held = await lock(proposal, tuple(ProposalState))
    must_stand(held, seen)
    return held


def must_stand(held: Proposal, seen: int) -> None:
    """Raise DecidedError unless a proposal is submitted as it was `seen`."""
    if held.state != ProposalState.SUBMITTED or held.version != seen:
        raise DecidedError(held)
