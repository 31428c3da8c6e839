"""The officials' desk: what waits, what it would change, and the decision on it."""

import pytest

from shop.models import (
    OfficialRole,
    Product,
    Proposal,
)
from shop.proposals import drafting
from shop.proposals.drafting import Typed
from tests.accounts.coming import post
from tests.conftest import services_of
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo

ONE, OTHER = "HP-CS-101", "HP-CS-102"
SARDINES = "HP-OCOP-0001"
pytestmark = pytest.mark.on("sqlite")


@pytest.fixture
async def producer(shop) -> Person:
    return await member(ONE)


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


async def submitted(shop, person: Person, producer: str = ONE, **texts: str) -> Proposal:
    """Submit a new product with one photo."""
    made = await drafted(person, producer, **texts)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def an_edit(person: Person, **texts: str) -> Proposal:
    """Submit an edit of the sardines."""
    begun = await drafting.begin(await owner_of(SARDINES), SARDINES, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    return await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)


async def owner_of(code: str) -> str:
    return (await Product.get(code=code)).producer_id


def page_of(sent: Proposal, act: str = "") -> str:
    return f"/can-bo/de-nghi/{sent.id}" + (f"/{act}" if act else "")


async def decide(shop, person: Person, sent: Proposal, act: str, **fields: str):
    shop.cookies.clear()
    for name, value in person.cookies.items():
        shop.cookies.set(name, value)
    seen = fields.pop("seen", str((await Proposal.get(id=sent.id)).version))
    return await post(shop, page_of(sent, act), seen=seen, **fields)


async def see(shop, person: Person, path: str = "/can-bo") -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == 200, path
    return answer.text


async def test_the_desk_lists_what_waits_and_says_by_when(shop, producer, moderator):
    empty = await see(shop, moderator)
    assert "Không còn đề nghị nào chờ duyệt." in empty

    sent = await submitted(shop, producer)

    page = await see(shop, moderator)
    assert "Chờ duyệt 1 · Chờ cơ sở xác nhận 0 · Đã trả lại 0" in page
    assert page.count(f'href="/can-bo/de-nghi/{sent.id}"') == 2  # its row, and the first one
    assert "Cá mòi kho Làng Chài" in page
    for way in ("/can-bo/tai-khoan", "/can-bo/ra"):
        assert way in page
    one = await see(shop, moderator, page_of(sent))
    for said in ("Mã sẽ cấp khi duyệt", "125.000", "Cơ sở viết «125k»", "hộp 400 g"):
        assert said in one
    assert 'href="/can-bo"' in one
