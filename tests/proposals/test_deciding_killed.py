"""An approval that is killed at any step leaves nothing half done, and is given again."""

import asyncio

import pytest

from media.failpoints import PORTAL_STEPS
from shop.models import (
    CodeCounter,
    Listing,
    Message,
    OfficialRole,
    Photo,
    Picture,
    Product,
    Proposal,
    ProposalState,
    Review,
    Variant,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval
from shop.proposals.rounds import DecidedError
from shop.services import opened
from tests import processes
from tests.people import member, official
from tests.proposals.drafts import JPEG, drafted, waiting_photo
from tests.publishing.truth import drift
from tests.serving import environment

ONE, CODE, PATIENCE = "HP-CS-101", "HP-NS-0251", 60
PROGRAM = (
    "import asyncio, sys; from shop.config import Settings; from shop.services import opened;"
    " from shop.proposals.deciding import Approval, approve\n"
    "async def main():\n"
    "    async with opened(Settings.from_environment()) as held:\n"
    "        proposal, seen, user = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])\n"
    "        await approve(proposal, Approval(seen), held.pictures, user=user)\n"
    "asyncio.run(main())"
)
STEPS = ("copied-public", "approved-rows", "approved-committed")


def test_all_steps_of_an_approval_are_tried():
    assert set(STEPS) == {one for one in PORTAL_STEPS if one.startswith(("copied", "approved"))}


async def submitted(held) -> tuple[Proposal, int]:
    person = await member(ONE)
    made = await drafted(person, ONE)
    await waiting_photo(held, made.id)
    sent = await drafting.submit(made.id, made.version, user=person.user, answer_days=3)
    return sent, (await official(OfficialRole.MODERATOR)).user


@pytest.mark.parametrize("step", STEPS)
async def test_an_approval_killed_at_a_step_is_whole_or_not_at_all(full_settings, step):
    async with opened(full_settings) as held:
        sent, moderator = await submitted(held)
    given = (sent.id, str(sent.version), str(moderator))
    env = environment(full_settings) | {"SANVAT_FAILPOINT": step}
    process = processes.start("-c", PROGRAM, *given, env=env)
    assert await asyncio.to_thread(process.wait, PATIENCE) == -9

    async with opened(full_settings) as held:
        if step == "approved-committed":
            await is_whole(held, sent)
            with pytest.raises(DecidedError):
                await approve_again(held, sent, moderator)
        else:
            await is_untouched(sent)
            assert await approve_again(held, sent, moderator) == CODE
        await is_whole(held, sent)


async def approve_again(held, sent: Proposal, moderator: int) -> str:
    approval = Approval(sent.version)
    return await deciding.approve(sent.id, approval, held.pictures, user=moderator)


async def is_untouched(sent: Proposal) -> None:
    now = await Proposal.get(id=sent.id)
    assert (now.state, now.version) == (ProposalState.SUBMITTED, sent.version)
    assert not await Product.exists(code=CODE)
    assert not await Variant.exists(sku=f"{CODE}-1")
    assert await Picture.all().count() == 0
    assert await Review.all().count() == 0
    assert await Message.all().count() == 0
    assert (await CodeCounter.get(prefix="HP-NS-")).allotted == 0
    assert not await Listing.exists(code=CODE)


async def is_whole(held, sent: Proposal) -> None:
    now = await Proposal.get(id=sent.id)
    assert (now.state, now.product_id) == (ProposalState.APPROVED, CODE)
    [photo] = await Photo.filter(product_id=CODE).values("picture__renditions")
    [file] = photo["picture__renditions"]
    assert await held.pictures.get(file["name"]) == JPEG
    assert await Review.all().count() == 1
    assert [one.what for one in await Message.all()] == ["proposal_approved"]
    assert (await CodeCounter.get(prefix="HP-NS-")).allotted == 251
    assert (await Listing.get(code=CODE)).live
    assert (await drift())[1] == []
