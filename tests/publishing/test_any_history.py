"""After any history of edits, withdrawals, consents, stars and days, the listings are right.

A small model of what the public may see is kept beside the catalogue and compared at every step.
"""

import random
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from shop import catalogue, clock, publishing, worker
from shop.models import Consent, Decision, Listing, Product, Purpose, Recognition, State
from shop.models.evidence import RecognitionType, Taxonomy
from tests.publishing.goods import PRODUCERS, goods, on_show
from tests.publishing.truth import document, drift, serials

BEGAN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
STEPS = 40
STARTED_WITH, MOST_PRODUCTS = 3, 6
Price, Stars = tuple[int, date, str] | None, tuple[int, str] | None
View = tuple[str, str, Price, Stars, list[str]] | None
"""Audience, producer's name, price with day and voice, stars with decision, all decisions that ever
gave some; None: not on show."""


@dataclass
class Made:
    """What the model knows of one product."""

    producer: str
    price: int | None = 125_000
    priced_on: date = field(default_factory=clock.today)
    priced_by: str = "list"
    state: State = State.PUBLISHED
    stars: dict[str, tuple[int, date, date, date | None]] = field(default_factory=dict)
    """Decision → stars, signed, last day, revoked."""


class History:
    """Does random things to the catalogue, and to a model of it."""

    def __init__(self, seed: int, time: ExitStack) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a history that can be repeated
        self.time = time
        self.made: dict[str, Made] = {}
        self.names = dict(PRODUCERS)
        self.consents = {code: set(Purpose) for code in PRODUCERS}

    def view(self, code: str) -> View:
        made = self.made[code]
        consents = self.consents[made.producer]
        if made.state != State.PUBLISHED or Purpose.CATALOGUE not in consents:
            return None
        audience = "everyone" if Purpose.MARKETPLACES in consents else "site"
        price = made.price and (made.price, made.priced_on, made.priced_by)
        return audience, self.names[made.producer], price, self._stars(made), [*made.stars]

    def _stars(self, made: Made) -> tuple[int, str] | None:
        today = clock.today()
        holding = [
            (signed, stars, decision)
            for decision, (stars, signed, last, revoked) in made.stars.items()
            if signed <= today <= last and (revoked is None or today < revoked)
        ]
        latest = max(holding, key=lambda one: one[:2], default=None)
        return latest and latest[1:]

    async def step(self) -> None:
        acts = [self.create, self.let_time_pass, self.rename, self.consent, self.fail]
        if self.made:
            acts += [self.price, self.price, self.state, self.state, self.recognise]
        if any(made.stars for made in self.made.values()):
            acts += [self.revoke]
        await self.chance.choice(acts)()

    def any(self) -> str:
        return self.chance.choice(sorted(self.made))

    async def create(self) -> None:
        if len(self.made) < MOST_PRODUCTS:
            code = f"HP-OCOP-{len(self.made) + 1:04}"
            self.made[code] = Made(self.chance.choice(sorted(PRODUCERS)))
            await on_show(goods(code, producer_id=self.made[code].producer))

    async def price(self) -> None:
        code, price = self.any(), self.chance.choice([None, 90_000, 125_000])
        made = self.made[code]
        made.price, made.priced_on, made.priced_by = price, clock.today(), "operator"
        await catalogue.set_price(f"{code}-1", price, by="test")

    async def state(self) -> None:
        code, state = self.any(), self.chance.choice(list(State))
        self.made[code].state = state
        async with publishing.change(by="test") as change:
            await Product.filter(code=code).update(state=state)
            change.touch(code)

    async def rename(self) -> None:
        code = self.chance.choice(sorted(PRODUCERS))
        self.names[code] = f"Hợp tác xã {self.chance.randint(1, 3)}"
        await catalogue.rename_producer(code, self.names[code], by="test")

    async def consent(self) -> None:
        code = self.chance.choice(sorted(PRODUCERS))
        purpose = self.chance.choice(list(Purpose))
        if purpose in self.consents[code]:
            self.consents[code].remove(purpose)
            await catalogue.withdraw_consent(code, purpose, by="test")
            return
        self.consents[code].add(purpose)
        async with publishing.change(by="test") as change:
            given = {"purpose": purpose, "basis": "test", "given_at": clock.now()}
            await Consent.create(producer_id=code, **given)
            change.touch_all(Product.filter(producer_id=code))

    async def recognise(self) -> None:
        code, stars = self.any(), self.chance.randint(3, 5)
        signed = clock.today() + timedelta(days=self.chance.randint(-3, 3))
        last = signed + timedelta(days=self.chance.randint(0, 5))
        async with publishing.change(by="test") as change:
            number = f"{await Decision.all().count() + 1}/QĐ-UBND"
            decision = await Decision.create(number=number, issuer="UBND", signed_on=signed)
            await Recognition.create(
                product_id=code,
                decision=decision,
                stars=stars,
                type=RecognitionType.NEW,
                taxonomy=Taxonomy.QD_148,
                expires_on=last,
            )
            change.touch(code)
        self.made[code].stars[number] = (stars, signed, last, None)

    async def revoke(self) -> None:
        code = self.chance.choice(sorted(code for code, made in self.made.items() if made.stars))
        recognised = self.made[code].stars
        of, day = self.chance.choice(sorted(recognised)), clock.today() + timedelta(days=1)
        recognised[of] = (*recognised[of][:3], day)
        async with publishing.change(by="test") as change:
            await Recognition.filter(product_id=code, decision__number=of).update(revoked_on=day)
            change.touch(code)

    async def let_time_pass(self) -> None:
        self.time.enter_context(
            clock.stopped(clock.now() + timedelta(hours=self.chance.randint(1, 60)))
        )
        await worker.publish_due()

    async def fail(self) -> None:
        with pytest.raises(ZeroDivisionError):  # noqa: PT012 - all of the change fails
            async with publishing.change(by="test") as change:
                await Product.all().update(state=State.SUSPENDED)
                change.touch_all(Product.all())
                raise ZeroDivisionError


async def shown(code: str) -> View:
    listing = await Listing.get_or_none(code=code)
    if listing is None or not listing.live:
        return None
    seen = await document(code)
    [variant] = seen["variants"]
    price, ocop = variant.get("price"), seen.get("ocop")
    day = date.fromisoformat(price["confirmed_on"]) if price else None
    price = price and (price["amount"], day, price["confirmed_by"])
    stars = ocop and (ocop["stars"], ocop["decision"])
    decisions = seen.get("decisions", [])
    return str(listing.audience), seen["producer"]["name"], price, stars, decisions


@pytest.mark.parametrize("seed", range(4))
async def test_any_history_ends_with_listings_that_are_right_and_moved_only_when_they_had_to(
    small, seed
):
    with ExitStack() as time:
        time.enter_context(clock.stopped(BEGAN))
        history, views, places = History(seed, time), {}, {}
        for step in range(STEPS):
            await (history.create() if step < STARTED_WITH else history.step())

            now = {code: await shown(code) for code in history.made}
            assert now == {code: history.view(code) for code in history.made}
            assert await drift() == (len(history.made), [])
            moved = {code for code in now if now[code] != views.get(code)}
            seen = await serials()
            assert {code for code, place in seen.items() if place != places.get(code)} == moved
            assert all(seen[c][1] == places.get(c, (0, 0))[1] + 1 for c in moved)
            views, places = now, seen
