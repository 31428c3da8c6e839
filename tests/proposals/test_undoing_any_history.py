"""Whatever happens around a decision: undoing it restores what was, or refuses and changes nothing.

SANVAT_TEST_UNDO_SCHEDULES tries more of them than the suite does.
"""

import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from shop import catalogue, clock, worker
from shop.accounts.postmen import Letter, Way
from shop.accounts.sending import PostOffice
from shop.models import (
    OPEN,
    IdentityKind,
    Listing,
    Message,
    MessageState,
    OfficialRole,
    Product,
    Proposal,
    ProposalState,
    Review,
    Side,
    State,
    Variant,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.proposals.rounds import Reason
from tests.accounts.coming import post
from tests.accounts.conftest import rounds
from tests.conftest import services_of
from tests.mirror.copies import copied, shown, sync_once
from tests.people import Person, at_another_browser, member, official
from tests.proposals.drafts import drafted, waiting_photo
from tests.publishing.truth import drift

SCHEDULES = int(os.environ.get("SANVAT_TEST_UNDO_SCHEDULES", "16"))
BEGINS = clock.now() + timedelta(days=1)
"""After any day that the catalogue's prices are of."""
STEPS, WINDOW = 9, timedelta(minutes=10)
CODES = ("HP-OCOP-0001", "HP-OCOP-0002", "HP-NS-0001", "HP-NS-0002")


class Postman:
    """Takes every letter, and notes when."""

    way = Way.MAIL

    def __init__(self) -> None:
        self.sent: dict[str, datetime] = {}

    def knows(self, _: str) -> bool:
        return True

    async def send(self, letter: Letter) -> str:
        assert letter.id not in self.sent
        self.sent[letter.id] = clock.now()
        return ""


@dataclass
class Decided:
    """A decision as it was given."""

    proposal: str
    seen: int
    at: datetime
    was: tuple[str | None, bool]
    """What was on show before it, and whether anything was."""
    approved: bool
    disturbed: bool = False
    """Something newer happened to the product or the proposal."""


@dataclass
class Schedule:
    shop: object
    chance: Random
    code: str
    producer: str
    person: Person
    moderator: Person
    office: PostOffice
    last: Decided | None = None
    undone: int = 0
    refused: int = 0
    prices: int = 10_000
    log: list[str] = field(default_factory=list)

    async def run(self) -> None:
        now = clock.now()
        for _ in range(STEPS):
            now += timedelta(seconds=self.chance.choice([1, 30, 120, 299, 300, 301]))
            act = self.chance.choice([self.go_on, self.go_on, self.undo, self.undo, self.disturb])
            with clock.stopped(now):
                await rounds(self.office)
                await act()
        self.ended = now

    async def go_on(self) -> None:
        held = await Proposal.filter(id=self.number).first() if self.number else None
        if held is None or held.state in {ProposalState.APPROVED, ProposalState.RETURNED}:
            await self.propose(held)
        else:
            await self.decide(held)

    number: str = ""

    async def propose(self, held: Proposal | None) -> None:
        words = f"Nơi khô ráo số {self.chance.random()}."
        if await Product.exists(code=self.code, state=State.SUSPENDED):
            return
        if self.last:
            self.last.disturbed = True
        if held and held.state == ProposalState.RETURNED:
            held = await drafting.save(held.id, Typed(held.version, {"storage": words}))
        elif not self.code:
            held = await drafted(self.person, self.producer, name=f"Cá mòi {self.chance.random()}")
            await waiting_photo(services_of(self.shop), held.id, held.id.encode())
        else:
            held = await drafting.begin(self.producer, self.code, user=self.person.user)
            texts = {"storage": words}
            if self.chance.random() < 0.3:
                texts |= {"pack-1": "thùng 24 hộp", "price-1": "1tr2"}
            held = await drafting.save(held.id, Typed(held.version, texts))
        sent = await drafting.submit(held.id, held.version, user=self.person.user, answer_days=3)
        self.number = sent.id
        self.log.append("propose")

    async def decide(self, held: Proposal) -> None:
        was, approved = await self.on_show(), self.chance.random() < 0.7
        if approved:
            chosen = dict.fromkeys(held.patch, "proposed")
            approval = Approval(held.version, choices=chosen)
            pictures = services_of(self.shop).pictures
            self.code = await deciding.approve(
                held.id, approval, pictures, user=self.moderator.user
            )
        else:
            reasons = [Reason("name", "label")]
            await deciding.give_back(held.id, held.version, reasons, user=self.moderator.user)
        seen = (await Proposal.get(id=held.id)).version
        self.log.append("approve" if approved else "return")
        self.last = Decided(held.id, seen, clock.now(), was, approved)

    async def on_show(self) -> tuple[str | None, bool]:
        found = await Listing.get_or_none(code=self.code)
        return (found.document, found.live) if found else (None, False)

    async def disturb(self) -> None:
        """Do something else to the product; only an approval minds."""
        product = await Product.get_or_none(code=self.code) if self.code else None
        if product is None or product.state == State.UNPUBLISHED:
            return
        act, was_shown = self.chance.randrange(3), bool(self.last and self.last.was[1])
        self.prices += 1_000
        self.log.append(f"disturb {act}")
        is_newer = act == 1 or (act == 2 and was_shown)
        match act:
            case 0:
                pack = await Variant.filter(product_id=self.code).order_by("id").first()
                is_newer = await catalogue.set_price(pack.sku, self.prices, by="test")
            case 1 if product.state == State.SUSPENDED:
                await catalogue.reinstate(self.code, by="test", reason="Thử.")
            case 1:
                await catalogue.suspend(self.code, by="test", reason="Thử.")
            case 2:
                name = f"Cơ sở số {self.chance.random()}"
                await catalogue.rename_producer(self.producer, name, by="test")
        if self.last and self.last.approved and is_newer:
            self.last.disturbed = True

    async def undo(self) -> None:
        if (last := self.last) is None:
            return
        before = await self.on_show(), await self.state()
        answer = await self.press(last)
        self.log.append(f"undo {answer.status_code}")
        is_open = clock.now() - last.at < WINDOW and not last.disturbed
        assert answer.status_code == (303 if is_open else 409), self.log
        after = await self.on_show()
        if is_open:
            assert after == (last.was if last.approved else before[0])
            assert (await Proposal.get(id=last.proposal)).state == ProposalState.SUBMITTED
            self.undone, self.last = self.undone + 1, None
        else:
            assert (after, await self.state()) == before
            assert "Quá 10 phút, hoặc cơ sở đã sửa tiếp." in answer.text
            self.refused += 1

    async def press(self, last: Decided):
        again = await at_another_browser(
            self.moderator.user, self.moderator.address, Side.OFFICIAL
        )  # half an hour may be over
        self.shop.cookies.clear()
        self.shop.cookies.update(again.cookies)
        path = f"/can-bo/de-nghi/{last.proposal}/hoan-tac"
        return await post(self.shop, path, seen=str(last.seen))

    async def state(self) -> list[object]:
        return [
            await Proposal.filter(id=self.number).values(),
            await Product.filter(code=self.code).values(),
            await Variant.filter(product_id=self.code).order_by("id").values(),
            await Review.filter(proposal_id=self.number).order_by("id").values(),
            await Message.all().order_by("id").values("id", "state", "not_before"),
        ]


async def test_any_schedule_restores_what_was_or_refuses(shop, tmp_path):
    owners = {code: (await Product.get(code=code)).producer_id for code in CODES}
    with clock.stopped(BEGINS):
        moderator = await official(OfficialRole.MODERATOR)
        people = {
            owner: await member(owner, address=f"{owner.lower()}@example.vn")
            for owner in sorted({*owners.values(), "HP-CS-101"})
        }
    postman, moment, undone, refused = Postman(), BEGINS, 0, 0

    async with PostOffice(
        services_of(shop).settings, dict.fromkeys(IdentityKind, (postman,))
    ) as office:
        for seed in range(SCHEDULES):
            chance = Random(seed)  # noqa: S311 - to be repeated
            code = chance.choice([*CODES, ""])
            owner = owners.get(code, "HP-CS-101")
            one = Schedule(shop, chance, code, owner, people[owner], moderator, office)
            one.prices += seed * 10_000  # none is as it was
            with clock.stopped(moment):
                await one.run()
            moment = one.ended + timedelta(minutes=11)
            with clock.stopped(moment):
                await rounds(office, times=2)
                await end(one)
            undone, refused = undone + one.undone, refused + one.refused
        with clock.stopped(moment):
            while await worker.publish_due(moment):  # a thousand schedules last for weeks
                pass
            assert await sync_once(shop, tmp_path / "copy")
            assert copied(tmp_path / "copy") == await shown()
            assert (await drift())[1] == []

    assert min(undone, refused) > 0
    await every_decision_that_stands_was_told_once_and_late(postman)


async def end(one: Schedule) -> None:
    """Leave the product as the next schedule may find it."""
    for held in await Proposal.filter(producer_id=one.producer, state__in=OPEN):
        await drafting.drop(held.id, user=one.person.user)
    if await Product.exists(code=one.code, state=State.SUSPENDED):
        await catalogue.reinstate(one.code, by="test", reason="Thử.")


async def every_decision_that_stands_was_told_once_and_late(postman: Postman) -> None:
    standing = await Review.filter(undone_at=None).values("id", "at")
    told = await Message.all().values("id", "review_id", "state")
    decided = {row["id"]: row["at"] for row in standing}
    assert sorted(row["review_id"] for row in told) == sorted(decided)
    assert {row["state"] for row in told} == {MessageState.SENT}
    assert {row["id"] for row in told} == postman.sent.keys()
    assert all(postman.sent[row["id"]] >= decided[row["review_id"]] + WINDOW for row in told)
