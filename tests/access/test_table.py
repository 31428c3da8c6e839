"""Every route that is not for all readers × every kind of actor × own, another's, missing."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.access import members_now
from shop.accounts.members import add_member
from shop.accounts.secret import make_token
from shop.models import (
    AgriGroup,
    Attempt,
    Claim,
    Decision,
    FeedFile,
    InPerson,
    KeyKind,
    Mandate,
    MemberRole,
    Membership,
    Message,
    MessageState,
    OfficialRole,
    PageReport,
    Paper,
    PaperKind,
    PaperState,
    Passkey,
    Patrol,
    Producer,
    Product,
    Proposal,
    ProposalState,
    QuickLink,
    Recognition,
    SetNeed,
    Side,
    Topic,
    Variant,
    Webhook,
)
from shop.papers import Of
from shop.partners import keys
from shop.proposals import drafting
from shop.proposals.drafting import make_id
from shop.web.routes import personal_routes
from tests.access.table import ACTORS, DENIED, DOOR, FOR_ALL, IN, MISSING, TABLE
from tests.accounts.coming import FORM, OURS
from tests.conftest import services_of
from tests.papers.sent import a_paper
from tests.people import Person, at_another_browser, member, official, stranger
from tests.pictures import photo
from tests.proposals.drafts import waiting_photo

MEMBERSHIP = ("user_id", "producer_id", "role")
PART = re.compile(r"\{(\w+)(?::\w+)?\}")
OTHER_SIDES = {Side.PRODUCER: "/nha-san-xuat/dang-nhap", Side.OFFICIAL: "/can-bo/dang-nhap"}
VARYING = {"x-request-id", "date", "server-timing", "set-cookie"}
NO_ID, NO_PICTURE = "0" * 26, f"{'c' * 64}.jpg"
ONE_OF_EACH = ("anonymous", "owner", "helper elsewhere")
OTHERS = tuple(actor for actor in ACTORS if actor not in ONE_OF_EACH)
TARGETS = (0, 1, 2)
"""What is the actor's own, another's, and what is not there."""


def routes() -> dict[tuple[str, str], Callable[..., Awaitable[object]]]:
    """Give (method, path) → view of the Vietnamese routes; the English ones are the same."""
    return {
        (method, PART.sub(r"{\1}", route.path)): route.endpoint
        for route in personal_routes()
        for method in route.methods - {"HEAD"}
        if not route.path.startswith("/en")
    }


def test_every_route_has_a_row_and_every_row_names_all_actors():
    assert sorted(routes()) == sorted(TABLE)
    assert {actor for row in TABLE.values() for actor in row} == set(ACTORS)
    assert all(len(row) == len(ACTORS) for row in TABLE.values())


def test_both_languages_have_the_same_routes():
    paths = {route.path for route in personal_routes()}

    assert {path for path in paths if not path.startswith("/en")} == {
        path.removeprefix("/en") for path in paths if path.startswith("/en")
    }


@dataclass
class World:
    """Two producers in two communes, and a person for each actor."""

    mine: str
    other: str
    people: dict[str, Person]
    headers: dict[str, dict[str, str]]
    values: dict[str, tuple[object, object, object]]

    async def headers_of(self, actor: str) -> dict[str, str]:
        """Give what an actor's browser sends, who has just signed in."""
        if (person := self.people.get(actor)) is None:
            return self.headers[actor]
        again = await at_another_browser(person.user, person.address, person.side)
        return again.headers

    async def restore(self) -> None:
        """Bring the memberships back that a form may have ended, and forget what was counted."""
        await Attempt.all().delete()
        await InPerson.all().update(told_at=None)
        await Message.all().update(state=MessageState.DEAD)
        members = [
            (self.people["owner"].user, self.mine, MemberRole.OWNER),
            (self.people["editor"].user, self.mine, MemberRole.EDITOR),
            (self.people["other owner"].user, self.other, MemberRole.OWNER),
        ]
        standing = await members_now().filter(until=None).values_list(*MEMBERSHIP)
        if set(members) <= set(standing) and not await QuickLink.filter(ended_at=None).exists():
            return  # most forms end none
        for user, producer, role in members:
            async with in_transaction():
                await add_member(user, producer, role, by="test")

    async def fill(self, path: str, actor: str, target: int) -> str:
        """Put an actor's own, another's or a missing thing into a path."""
        values = dict(self.values)
        if {"passkey", "session", "membership", "offer"} & set(PART.findall(path)):
            values |= await self._rows_of(actor)
        if path.startswith("/can-bo/giup/"):
            values["proposal"] = self.values["helped"]
        if path.startswith("/nha-san-xuat/sua-thay"):
            values["proposal"] = self.values["corrected"]
        if path.startswith("/can-bo/giay-moi"):
            values["code"] = self.values["producer"]
        if path.startswith("/can-bo/de-nghi"):
            values["proposal"] = self.values["submitted"]
        if path.startswith("/can-bo/hau-kiem"):
            values["proposal"] = self.values["patrolled"]
        return PART.sub(lambda part: str(values[part[1]][target]), path)

    async def _rows_of(self, actor: str) -> dict[str, tuple[object, object, object]]:
        """Give the ids of an actor's own rows, and of another person's."""
        person, another = self.people.get(actor), self.people["other owner"]
        if person and person.user == another.user:
            another = self.people["owner"]
        users = (person.user if person else 0, another.user, 10**8)
        passkeys = [await a_passkey(user) for user in users[:2]]
        sessions = [await a_session(one) for one in (person, another)]
        return {
            "passkey": (*passkeys, 10**8),
            "session": (*sessions, 10**8),
            "offer": (*[await an_offer(user) for user in users[:2]], 10**8),
            "membership": (await self._membership("editor"), await self._membership(), 10**8),
        }

    async def _membership(self, actor: str = "other owner") -> int:
        standing = members_now().filter(user_id=self.people[actor].user)
        return (await standing.get()).id


async def _first_two(model) -> list[int]:
    return await model.all().order_by("id").limit(2).values_list("id", flat=True)


async def a_passkey(user: int) -> int:
    if not user:
        return 10**8
    new = await Passkey.create(
        side="producer",
        user_id=user,
        credential=make_token(),
        public_key="",
        created_at=clock.now(),
    )
    return new.id


async def an_offer(user: int) -> int:
    if not user:
        return 10**8
    role, by = MemberRole.EDITOR, "test"
    new = await Membership.create(
        user_id=user, producer_id="HP-CS-010", role=role, since=clock.now(), by=by
    )
    return new.id


async def a_session(person: Person | None) -> int:
    from shop.models import Session

    if person is None:
        return 10**8
    await at_another_browser(person.user, person.address, person.side)
    return (await Session.filter(user_id=person.user).order_by("-id").first()).id


async def a_bare_paper(producer: str) -> int:
    """Let a paper wait that has no page: where a test needs files, `let_pictures_wait` has more."""
    row = await Paper.create(
        kind="ATTP",
        producer_id=producer,
        state=PaperState.WAITING,
        created_at=clock.now(),
        by="test",
    )
    return row.id


async def a_submitted(producer: str, user: int, **more: object) -> str:
    now = clock.now()
    new = await Proposal.create(
        id=make_id(),
        producer_id=producer,
        patch={},
        state=ProposalState.SUBMITTED,
        round=1,
        author_id=user,
        begun_at=now,
        changed_at=now,
        submitted_at=now,
        answer_by=clock.today(),
        **more,
    )
    return new.id


async def a_correction(pack: Variant, user: int) -> str:
    product = await Product.get(code=pack.product_id)
    about = {"product_id": product.code, "base_version": product.version}
    return await a_submitted(product.producer_id, user, corrected_by_id=user, **about)


async def a_patrolled(code: str, producer: str) -> str:
    now = clock.now()
    new = await Proposal.create(
        id=make_id(), producer_id=producer, product_id=code, base_version=1, patch={}, round=1,
        state=ProposalState.APPROVED, begun_at=now, changed_at=now, submitted_at=now,
    )  # fmt: skip
    changed = {"storage": ["", "Nơi khô ráo."]}
    await Patrol.create(proposal_id=new.id, changed=changed, until=now + timedelta(days=14))
    return new.id


async def let_pictures_wait(shop, world: World) -> None:
    """Let a picture wait in a proposal of each producer that is submitted."""
    names = []
    for n, producer in enumerate((world.mine, world.other)):
        begun = await drafting.begin(producer, user=world.people["owner"].user)
        digest = await waiting_photo(services_of(shop), begun.id, f"picture {n}".encode())
        submitted = {"state": ProposalState.SUBMITTED, "submitted_at": clock.now()}
        submitted["answer_by"] = clock.today()
        await Proposal.filter(id=begun.id).update(**submitted)
        names.append(f"{digest}.jpg")
    world.values["waiting"] = (*names, NO_PICTURE)
    room, producers = services_of(shop).room, (world.mine, world.other)
    papers = [await a_paper(room, Of(producer=code), photo(9)) for code in producers]
    world.values["paper"] = (*papers, 10**8)


async def a_world() -> World:
    producers = await Producer.all().order_by("code").values("code", "commune_id")
    mine = producers[0]
    other = next(one for one in producers if one["commune_id"] != mine["commune_id"])
    here, elsewhere = mine["commune_id"], other["commune_id"]
    people = {
        "owner": await member(mine["code"]),
        "editor": await member(mine["code"], MemberRole.EDITOR),
        "other owner": await member(other["code"]),
        "removed member": await member(mine["code"], MemberRole.EDITOR),
        "mandate expired": await official(OfficialRole.HELPER, here),
        "helper here": await official(OfficialRole.HELPER, here),
        "helper elsewhere": await official(OfficialRole.HELPER, elsewhere),
        "moderator": await official(OfficialRole.MODERATOR),
        "registrar": await official(OfficialRole.REGISTRAR),
        "admin": await official(OfficialRole.ADMIN),
        "reader": await official(OfficialRole.READER),
    }
    from shop.accounts.members import remove_member

    await remove_member(people["removed member"].user, mine["code"], by="test")
    yesterday = clock.today() - timedelta(days=1)
    expired = Mandate.filter(user_id=people["mandate expired"].user)
    await expired.update(since=yesterday, until=yesterday)
    headers = {"anonymous": {}}
    for kind in KeyKind:
        key = await keys.add_partner(f"Đối tác {kind}", by="test", kind=kind)
        headers[f"{kind} key"] = {"Authorization": f"Bearer {key}"}
    theirs = [await a_partner(f"Chợ {n}") for n in (1, 2)]
    skus = [
        await Variant.filter(product__producer_id=one["code"]).order_by("id").first()
        for one in (mine, other)
    ]
    someone = (await stranger()).user
    claims = [
        await Claim.create(producer_id=one["code"], user_id=someone, asked_at=clock.now())
        for one in (mine, other)
    ]
    drafts = [
        [(await drafting.begin(one["code"], user=someone, helps=helps)).id for helps in (0, 1)]
        for one in (mine, other)
    ]
    groups = [one.code for one in (await AgriGroup.all().order_by("code"))[:2]]
    values = {
        "proposal": (drafts[0][0], drafts[1][0], NO_ID),
        "helped": (drafts[0][1], drafts[1][1], NO_ID),
        "waiting": (NO_PICTURE, NO_PICTURE, NO_PICTURE),
        "paper": (*[await a_bare_paper(one["code"]) for one in (mine, other)], 10**8),
        "claim": (claims[0].id, claims[1].id, 10**8),
        "submitted": (
            await a_submitted(mine["code"], people["owner"].user),
            await a_submitted(other["code"], people["other owner"].user),
            "0" * 26,
        ),
        "corrected": (*[await a_correction(one, someone) for one in skus], NO_ID),
        "patrolled": (
            await a_patrolled(skus[0].product_id, mine["code"]),
            await a_patrolled(skus[1].product_id, other["code"]),
            NO_ID,
        ),
        "told": (*[await to_tell(one["code"]) for one in (mine, other)], "r999"),
        "name": (await held_back("google.xml"), await held_back("meta.csv"), "everything"),
        "report": (*[await a_report(one["code"]) for one in (mine, other)], 10**8),
        "need": (*await _first_two(SetNeed), 10**8),
        "kind": (*await _first_two(PaperKind), 10**8),
        "message": (await given_up("a"), await given_up("b"), "c" * 22),
        "decision": (*await _first_two(Decision), 10**8),
        "recognition": (*await _first_two(Recognition), 10**8),
        "partner": (*[one for one, _, _ in theirs], 10**8),
        "key": (*[key for _, key, _ in theirs], 10**8),
        "hook": (*[hook for _, _, hook in theirs], "wh_" + "f" * 24),
        "channel": ("lazada", "shopee", "sendo"),
        "page": (1, 1, 1),
        "token": ("a" * 22, "b" * 22, "c" * 22),
        "producer": (mine["code"], other["code"], "HP-CS-999"),
        "commune": (here, elsewhere, "99999"),
        "set": ("03", "08", "99"),
        "group": (*groups, "khong-co-nhom-nay"),
        "sku": (skus[0].sku, skus[1].sku, "HP-NS-9999-1"),
        "code": (*(one.product_id for one in skus), "HP-NS-9999"),
    }
    return World(mine["code"], other["code"], people, headers, values)


async def a_partner(name: str) -> tuple[int, int, str]:
    """Add a partner with a key and a webhook; give their numbers."""
    await keys.add_partner(name, by="test")
    partner = await keys.partner_named(name)
    [key] = await keys.keys_of(partner)
    hook = f"wh_{partner:024}"
    await Webhook.create(
        id=hook, partner_id=partner, url="https://a.example.vn/", secret="whsec_", told_epoch="",
        created_at=clock.now(), told_serial=0,
    )  # fmt: skip
    return partner, key.id, hook


async def to_tell(producer: str) -> str:
    words = {"product": "Cá mòi kho"}
    what, now = "proposal_approved", clock.now()
    row = await InPerson.create(producer_id=producer, what=what, words=words, not_before=now)
    return f"r{row.id}"


async def held_back(name: str) -> str:
    now = clock.now()
    await FeedFile.create(
        name=name, digest="0" * 64, bytes=1, items=10, epoch="x", serial=1, origin="", built_at=now,
        accepted=10, withheld=1, considered="x.1", considered_at=now, recipe=1,
    )  # fmt: skip
    return name


async def a_report(code: str) -> int:
    row = await PageReport.create(at=clock.now(), code=code, topic=Topic.PRICE, language="vi")
    return row.id


async def given_up(letter: str) -> str:
    now = clock.now()
    row = await Message.create(
        id=letter * 22, kind="phone", address="+84912345678", what="claim_granted", words={},
        language="vi", state=MessageState.DEAD, not_before=now, expires_at=now, created_at=now,
        ended_at=now,
    )  # fmt: skip
    return row.id


async def ask(door, method: str, path: str, headers: dict[str, str]):
    door.cookies.clear()  # each asks with what its headers hold
    if method == "POST":
        return await door.post(path, content="", headers={**OURS, **FORM, **headers})
    return await door.get(path, headers=headers)


def outcome(answer) -> str:
    """Say what became of a request, apart from what its form says of what was typed."""
    if answer.status_code == 303 and answer.headers["location"].partition("?")[0] in (
        OTHER_SIDES.values()
    ):
        return DOOR
    if answer.status_code in {403, 404}:
        return str(answer.status_code)
    return IN if answer.status_code < 500 and answer.status_code != 405 else "failed"


def told(answer) -> tuple[object, ...]:
    """Give all that an answer tells, apart from what numbers each one."""
    headers = {k: v for k, v in answer.headers.items() if k not in VARYING}
    asked = answer.request.url.path.encode()  # the switch of language repeats it
    return answer.status_code, sorted(headers.items()), answer.content.replace(asked, b"")


@pytest.mark.on("sqlite")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("actors", [ONE_OF_EACH, OTHERS], ids=["one of each side", "the others"])
async def test_every_route_answers_every_actor_as_the_table_says(shop, actors):
    world = await a_world()
    await let_pictures_wait(shop, world)
    wrong = {actor: found for actor in actors if (found := await tried(shop, world, actor))}

    assert wrong == {}


async def tried(shop, world: World, actor: str) -> list[object]:
    """Try all routes as one actor; give what is not as the table says."""
    wrong: list[object] = []
    headers = await world.headers_of(actor)
    for (method, path), row in TABLE.items():
        expected, answers = row[actor], []
        for target in TARGETS if PART.search(path) else TARGETS[:1]:
            filled = await world.fill(path, actor, target)
            answer = await ask(shop, method, filled, headers)
            answers.append(answer)
            if row is not FOR_ALL and outcome(answer) != expected[target]:
                wrong.append((method, filled, outcome(answer), expected[target]))
            if row is FOR_ALL and answer.status_code >= 500:
                wrong.append((method, filled, answer.status_code, "a door"))
            if method == "POST" and outcome(answer) in {IN, DOOR}:
                headers = await world.headers_of(actor)
                await world.restore()
        if (
            len(answers) > 1
            and expected[1] == expected[2] == MISSING
            and told(answers[1]) != told(answers[2])
        ):
            wrong.append((method, path, "another's is not answered as what is not there is", ""))
    return wrong


def test_the_table_denies_and_hides_something_to_each_kind():
    """A table that lets all in would pass as well: it is looked at, too."""
    for actor in ACTORS:
        answers = {answer for row in TABLE.values() for answer in row[actor]}
        assert answers & {DOOR, DENIED, MISSING}, actor
