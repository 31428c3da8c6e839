"""What an attacker tried at the doors of people and at their pages, and what it comes to now."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import leaving, quick_links
from shop.accounts.members import add_member, end_mandates, owners_of, remove_member
from shop.models import Claim, Invitation, MemberRole, OfficialRole, User, Variant
from tests.accounts.coming import FORM
from tests.people import Person, member, official

pytestmark = pytest.mark.on("sqlite")
MAKER = "HP-CS-102"
HOME = f"/nha-san-xuat/{MAKER}"


async def send(door, person: Person, path: str, **fields: str):
    return await door.post(path, content=urlencode(fields), headers={**person.headers, **FORM})


def meanwhile(first: str, what: Callable[[], Awaitable[object]], rest: str):
    """Send half a form, have something done, and send the rest."""

    async def body() -> AsyncIterator[bytes]:
        yield first.encode()
        await what()
        yield rest.encode()

    return body()


async def switch_on(door, owner: Person) -> str:
    """Switch the quick link on; give its path."""
    page = await send(door, owner, f"{HOME}/link", lam="bat")
    return re.findall(r"/nhanh/[\w-]{22}", page.text)[0]


async def test_a_quick_link_takes_the_form_of_a_browser_that_names_only_its_origin(shop):
    address = await switch_on(shop, await member(MAKER))
    pack = await Variant.filter(product__producer_id=MAKER).first()
    old_browser = {**FORM, "Origin": "http://localhost:8000"}
    sent = await shop.post(address, content=f"sku={pack.sku}&con=het", headers=old_browser)

    assert (await shop.get(address)).headers["referrer-policy"] == "same-origin"
    assert sent.status_code == 303


async def test_a_quick_link_of_a_person_who_was_removed_stays_ended(shop):
    await member(MAKER)
    left = await member(MAKER)
    address = await switch_on(shop, left)
    await remove_member(left.user, MAKER, by="test")
    async with in_transaction():
        await add_member(left.user, MAKER, MemberRole.EDITOR, by="test")

    assert (await shop.get(address)).status_code == 404
    assert (await shop.get(HOME, headers=left.headers)).status_code == 200


async def test_a_quick_link_ends_with_its_owner_s_role_and_stands_while_that_stays(shop):
    await member(MAKER)
    owner = await member(MAKER)
    address = await switch_on(shop, owner)
    seen = []
    for role in (MemberRole.OWNER, MemberRole.EDITOR, MemberRole.OWNER):
        async with in_transaction():
            await add_member(owner.user, MAKER, role, by="test")
        seen.append((await shop.get(address)).status_code)

    assert seen == [200, 404, 404]


async def test_a_quick_link_of_a_person_who_was_disabled_stays_ended(shop):
    owner = await member(MAKER)
    address = await switch_on(shop, owner)
    user = await User.get(id=owner.user)
    await leaving.close(user, by="test")
    await leaving.reopen(user, by="test")

    assert (await shop.get(address)).status_code == 404


async def test_an_official_does_not_answer_their_own_claim(shop):
    owner, mine = await member(MAKER), await official(OfficialRole.REGISTRAR)
    other = await official(OfficialRole.REGISTRAR)
    long_ago = clock.now() - timedelta(days=15)
    claim = await Claim.create(user_id=mine.user, producer_id=MAKER, asked_at=long_ago)
    answers = [
        await send(shop, mine, f"/can-bo/yeu-cau/{claim.id}", answer=said) for said in ("yes", "no")
    ]
    before = await owners_of(MAKER)
    granted = await send(shop, other, f"/can-bo/yeu-cau/{claim.id}", answer="yes")

    assert [one.status_code for one in answers] == [422, 422]
    assert "Đây là yêu cầu của chính bạn. Hãy nhờ một cán bộ khác trả lời." in answers[0].text
    assert (before, granted.status_code) == ([owner.user], 303)
    assert await owners_of(MAKER) == [owner.user, mine.user]


async def test_an_owner_who_is_removed_while_their_form_comes_changes_nothing(shop):
    owner, removed = await member(MAKER), await member(MAKER)
    body = meanwhile(
        "address=0987654321&", partial(remove_member, removed.user, MAKER, by="test"), "role=owner"
    )
    answer = await shop.post(
        f"{HOME}/thanh-vien", content=body, headers={**removed.headers, **FORM}
    )

    assert (answer.status_code, await owners_of(MAKER)) == (404, [owner.user])


async def test_a_person_who_is_disabled_while_their_form_comes_changes_nothing(shop):
    await member(MAKER)
    closed = await member(MAKER)
    user = await User.get(id=closed.user)
    body = meanwhile("phone=0912345678&", partial(leaving.close, user, by="test"), "seen=")
    answer = await shop.post(f"{HOME}/lien-he", content=body, headers={**closed.headers, **FORM})

    assert answer.headers["location"].startswith("/nha-san-xuat/dang-nhap")


async def test_an_official_whose_mandate_ends_while_the_form_comes_prints_no_letter(shop):
    helper = await official(OfficialRole.HELPER, "11728")
    body = meanwhile("x=1&", partial(end_mandates, helper.user, by="test"), "y=1")
    path, headers = f"/can-bo/giay-moi/{MAKER}", {**helper.headers, **FORM}
    before = (await shop.get(path, headers=headers)).status_code
    answer = await shop.post(path, content=body, headers=headers)

    assert before == 200
    assert answer.status_code in {403, 404}
    assert await Invitation.all().count() == 0


async def test_a_quick_link_that_is_switched_off_while_the_form_comes_changes_nothing(shop):
    owner = await member(MAKER)
    address = await switch_on(shop, owner)
    pack = await Variant.filter(product__producer_id=MAKER).first()
    off = partial(quick_links.switch_off, MAKER, by=f"user {owner.user}")
    body = meanwhile(f"sku={pack.sku}&", off, "con=het")
    answer = await shop.post(address, content=body, headers={**owner.headers, **FORM})
    held = await Variant.get(id=pack.id)

    assert answer.status_code == 404
    assert held.availability == pack.availability
