"""Who may do what for whom: thousands of random changes of rights, beside a plain oracle."""

import os
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.access import Actor, May, producer_for, reach
from shop.accounts import members
from shop.errors import ForbiddenError, InvalidError, NotFoundError
from shop.models import Commune, MemberRole, OfficialRole, Producer, Side, User
from tests.conftest import TODAY

OPERATIONS = int(os.environ.get("RIGHTS", "500"))
SEED = int(os.environ.get("SEED", "14"))
USERS, PRODUCERS = 4, 5
MEMBERS = {
    May.WORK: {"owner", "editor"},
    May.KEEP: {"owner"},
    May.HELP: set(),
    May.DECIDE: set(),
    May.SEE: {"owner", "editor"},
    May.REVIEW: set(),
    May.CORRECT: set(),
    May.OPERATE: set(),
    May.REGISTER: set(),
}
OFFICIALS = {
    May.WORK: set(),
    May.KEEP: set(),
    May.HELP: {"helper", "registrar", "admin"},
    May.DECIDE: {"registrar", "admin"},
    May.SEE: {"helper", "moderator", "registrar", "admin", "reader"},
    May.REVIEW: {"moderator", "admin"},
    May.CORRECT: {"admin"},
    May.OPERATE: {"admin"},
    May.REGISTER: {"registrar", "admin"},
}


@dataclass
class Oracle:
    """What should be so: plain lists, and no SQL."""

    today: date
    commune_of: dict[str, str]
    memberships: dict[tuple[int, str], tuple[str, date | None]] = field(default_factory=dict)
    mandates: list[tuple[int, str, str | None, date, date | None]] = field(default_factory=list)

    def add(self, user: int, producer: str, role: str, until: date | None) -> bool:
        if until and until < self.today:
            return False
        self.memberships[user, producer] = (role, until)
        return True

    def remove(self, user: int, producer: str) -> bool:
        owners = [
            u for (u, p), one in self.memberships.items() if p == producer and self._owns(one)
        ]
        if (user, producer) not in self.memberships or owners == [user]:
            return False
        del self.memberships[user, producer]
        return True

    def _owns(self, one: tuple[str, date | None]) -> bool:
        return one[0] == "owner" and self._stands(one[1])

    def _stands(self, until: date | None) -> bool:
        return until is None or self.today <= until

    def reached(self, user: int, side: Side, may: May) -> set[str]:
        if side is Side.PRODUCER:
            return {
                producer
                for (who, producer), (role, until) in self.memberships.items()
                if who == user and role in MEMBERS[may] and self._stands(until)
            }
        where = {
            commune
            for who, role, commune, since, until in self.mandates
            if who == user and role in OFFICIALS[may] and since <= self.today
            if self._stands(until)
        }
        return {p for p, commune in self.commune_of.items() if {None, commune} & where}


class World:
    """The rows and the oracle, changed side by side."""

    def __init__(self, oracle: Oracle, users: list[int], random: Random) -> None:
        self.oracle, self.users, self.random = oracle, users, random
        self.producers = sorted(oracle.commune_of)
        self.communes = sorted(set(oracle.commune_of.values()))

    async def step(self) -> None:
        acts = (self.add, self.add, self.remove, self.give, self.end, self.sleep)
        await self.random.choice(acts)()

    def until(self) -> date | None:
        day = self.oracle.today + timedelta(days=self.random.randint(-2, 9))
        return self.random.choice([None, day])

    async def add(self) -> None:
        user, producer = self.random.choice(self.users), self.random.choice(self.producers)
        role, until = self.random.choice(list(MemberRole)), self.until()
        expected = self.oracle.add(user, producer, role.value, until)
        try:
            async with in_transaction():
                await members.add_member(user, producer, role, by="test", until=until)
            done = True
        except InvalidError:
            done = False
        assert done is expected

    async def remove(self) -> None:
        user, producer = self.random.choice(self.users), self.random.choice(self.producers)
        expected = self.oracle.remove(user, producer)
        try:
            await members.remove_member(user, producer, by="test")
            done = True
        except (InvalidError, NotFoundError):
            done = False
        assert done is expected

    async def give(self) -> None:
        user, role = self.random.choice(self.users), self.random.choice(list(OfficialRole))
        commune = self.random.choice([None, *self.communes])
        until = self.oracle.today + timedelta(days=self.random.randint(0, 6))
        async with in_transaction():
            await members.give_mandate(user, role, commune, by="test", until=until)
        self.oracle.mandates.append((user, role.value, commune, self.oracle.today, until))

    async def end(self) -> None:
        user = self.random.choice(self.users)
        await members.end_mandates(user, by="test")
        self.oracle.mandates = [one for one in self.oracle.mandates if one[0] != user]

    async def sleep(self) -> None:
        self.oracle.today += timedelta(days=1)

    async def differences(self) -> list[object]:
        """Compare what one person reaches with what they should."""
        user, side = self.random.choice(self.users), self.random.choice(list(Side))
        may = self.random.choice(list(May))
        actor = Actor(user, side, 1, "", "vi", TODAY)
        found = set(await (await reach(actor, may)).values_list("code", flat=True))
        expected = self.oracle.reached(user, side, may)
        return [] if found == expected else [(user, side, may, found, expected)]


async def world() -> World:
    commune_of = {}
    for n in range(PRODUCERS):
        code, commune = f"HP-CS-{n:03}", f"1{n % 3:04}"
        await a_commune(commune)
        await Producer.create(
            code=code, name=code, name_sort=code, subject_type="HTX", commune_id=commune,
            evidence="sourced",
        )  # fmt: skip
        commune_of[code] = commune
    users = [(await User.create(created_at=TODAY)).id for _ in range(USERS)]
    return World(Oracle(clock.today(), commune_of), users, Random(SEED))  # noqa: S311 - no secret


async def a_commune(code: str) -> None:
    if not await Commune.exists(code=code):
        await Commune.create(
            code=code, name=f"Xã {code}", name_sort=code, kind="commune", province_code="31",
            former_districts="", former_province="", valid_from=date(2025, 7, 1),
        )  # fmt: skip


async def test_every_change_of_rights_is_what_the_oracle_says(services):
    with clock.stopped(TODAY):
        here = await world()
    wrong = []
    for _ in range(OPERATIONS):
        moment = clock.start_of(here.oracle.today) + timedelta(hours=9)
        with clock.stopped(moment):
            await here.step()
        with clock.stopped(clock.start_of(here.oracle.today) + timedelta(hours=23, minutes=59)):
            wrong += await here.differences()

    assert wrong == []
    assert here.oracle.memberships
    assert here.oracle.mandates


@pytest.mark.on("sqlite")
async def test_other_s_is_missing_and_less_is_said(services):
    with clock.stopped(TODAY):
        here = await world()
        [mine, other, *_] = here.producers
        async with in_transaction():
            await members.add_member(here.users[0], mine, MemberRole.EDITOR, by="test")
        editor = Actor(here.users[0], Side.PRODUCER, 1, "", "vi", TODAY)

        assert (await producer_for(editor, May.WORK, mine)).code == mine
        with pytest.raises(ForbiddenError):
            await producer_for(editor, May.KEEP, mine)
        for code in (other, "HP-CS-999"):
            with pytest.raises(NotFoundError):
                await producer_for(editor, May.WORK, code)
        official = replace(editor, side=Side.OFFICIAL)
        with pytest.raises(NotFoundError):
            await producer_for(official, May.WORK, mine)
