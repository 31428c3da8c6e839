"""What an attacker tried at the doors of people and at their pages, and what it comes to now."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import leaving
from shop.accounts.members import add_member, owners_of, remove_member
from shop.models import Claim, MemberRole, OfficialRole, User, Variant
from tests.accounts.coming import FORM
from tests.people import Person, member, official

pytestmark = pytest.mark.on("sqlite")
MAKER = "HP-CS-102"
HOME = f"/nha-san-xuat/{MAKER}"


async def send(door, person: Person, path: str, **fields: str):
    return await door.post(path, content=urlencode(fields), headers={**person.headers, **FORM})


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
