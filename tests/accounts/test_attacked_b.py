"""What attackers tried against messages, members and leaving; each of it held since."""

import re
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import claims, invitations, leaving, sessions
from shop.accounts.joining import answer_offer, dismiss, let_join
from shop.accounts.members import LAST_OWNER, owners_of, remove_member
from shop.accounts.sending import PostOffice
from shop.accounts.texts import cleaned, plain, write
from shop.catalogue.contacts import NOTHING, set_contact
from shop.config import Settings
from shop.errors import InvalidError
from shop.models import (
    Device,
    Identity,
    MemberRole,
    Membership,
    Message,
    Passkey,
    Producer,
    ProducerState,
    User,
)
from tests.accounts.coming import come_in
from tests.accounts.conftest import PHONE, rounds, say
from tests.accounts.gateways import ACCEPTED
from tests.people import member, stranger

MAKER, OTHER = "HP-CS-102", "HP-CS-001"
pytestmark = pytest.mark.on("sqlite")

# Links of strangers


@pytest.mark.parametrize(
    "typed",
    [
        "Quà tại evil.^com/hp",
        "Quà tại evil.|com",
        "Quà tại evil.\u2063com",
        "Quà tại evil.\u00adcom",
        "Quà tại evil․com",
        "Quà tại evil…com",
        "Quà tại evil.\u0301com",
        "Quà tại evil.会com",
        "Quà tại https:^//evil",
        "Q" * 37 + "a.co",
    ],
)
def test_no_name_becomes_a_link_with_or_without_marks(typed):
    said = write("member_added", "vi", {"producer": typed})[1]

    for sent in (said, plain(said), cleaned({"producer": typed})["producer"]):
        assert not re.search(r"\w[.:/@\\]+\w", sent.replace("…", "."))


async def test_a_gateway_with_its_own_texts_is_handed_no_link_either(services, by_zalo, zalo):
    ours = Settings(**by_zalo.model_dump() | {"zalo_templates": "code=1,member_added=2"})
    zalo.says((200, ACCEPTED), to="/message/template")
    await say("member_added", producer="Quà https://evil.com/hp " + "x" * 100)

    async with PostOffice(ours) as office:
        await rounds(office)

    [sent] = zalo.at("/message/template")
    assert sent.body["template_data"] == {"producer": "Quà https evil com hp " + "x" * 17 + "…"}


async def test_a_name_that_only_a_stranger_typed_is_in_no_message(shop):
    await member(MAKER)
    await Producer.filter(code=MAKER).update(state=ProducerState.UNCONFIRMED)

    async with in_transaction():
        await claims.claim((await stranger()).user, MAKER, by="test")

    assert (await Message.get(what="claim_asked")).words == {"producer": MAKER}


# A lost telephone


async def test_who_signs_out_everywhere_leaves_no_browser_that_is_known(client):
    await come_in(client)
    user = await User.get()
    await Passkey.create(
        side="producer", user_id=user.id, credential="k", public_key="x", created_at=clock.now()
    )

    await sessions.end_all(user.id, by="test")
    found = await come_in(client, digits="222222")

    assert found.status_code == 422
    assert "cần mã do cán bộ trao" in found.text
    assert not await Device.exists()


# Leaving


async def test_who_is_parted_from_a_number_is_signed_out_and_loses_their_passkeys(shop):
    person = await member(MAKER)
    await Passkey.create(
        side="producer", user_id=person.user, credential="k", public_key="x", created_at=clock.now()
    )

    await leaving.release(person.address, by="test")

    seen = await shop.get(f"/nha-san-xuat/{MAKER}", headers=person.headers)
    assert seen.headers["location"].startswith("/nha-san-xuat/dang-nhap")
    assert not await Passkey.exists()
    assert (await leaving.numbered(person.user)).id == person.user


async def test_passkeys_stay_with_a_person_who_has_another_address(shop):
    person = await member(MAKER)
    await Passkey.create(
        side="producer", user_id=person.user, credential="k", public_key="x", created_at=clock.now()
    )
    await Identity.create(user_id=person.user, kind="email", address="minh.hoa@example.vn")

    await leaving.release(person.address, by="test")

    assert await Passkey.exists()


async def test_what_is_held_names_producers_of_theirs_and_what_was_done_to_them(shop):
    person = await member(MAKER)
    async with in_transaction():
        await claims.claim((await stranger()).user, OTHER, by="test")

    told = await leaving.all_about(await User.get(id=person.user))

    assert [one["code"] for one in told["producers owned alone"]] == [MAKER]
    added = [one for one in told["audit"] if one["action"] == "member.add"]
    assert [(one["subject"], one["detail"]["user"]) for one in added] == [(MAKER, person.user)]


async def test_a_producer_of_an_erased_person_is_reached_at_their_number_no_more(shop):
    person = await member(MAKER)
    await set_contact(MAKER, {"phone": "0912 345 678", "contact_name": "Minh Hoạ"}, by="test")

    await leaving.erase(await User.get(id=person.user), by="test", even_so=True)

    left = await Producer.get(code=MAKER)
    assert [getattr(left, column) for column in NOTHING] == [""] * len(NOTHING)


async def test_a_closed_account_is_no_owner_who_remains(shop):
    owner, closed = await member(MAKER), await member(MAKER)
    await leaving.close(await User.get(id=closed.user), by="test")

    with pytest.raises(InvalidError) as refused:
        await remove_member(owner.user, MAKER, by="test")

    assert refused.value.said == LAST_OWNER
    assert await owners_of(MAKER) == [owner.user]
    await leaving.close(await User.get(id=owner.user), by="test")
    assert (await invitations.invite(MAKER, by="test")).producer == MAKER


# Messages that their person never asked for


async def add(producer: str, by: str = "test") -> bool:
    return await let_join(PHONE, producer, MemberRole.EDITOR, by=by, until=None, language="vi")


async def test_a_number_that_is_added_again_and_again_is_told_once(shop):
    told = []
    for _ in range(3):
        told.append(await add(MAKER))
        await dismiss((await Membership.get(ended_at=None)).id, MAKER, by="test")

    assert told == [True, False, False]
    assert await Message.all().values_list("what", flat=True) == ["member_added"]


async def test_a_number_is_told_of_three_producers_a_day(shop):
    makers = await Producer.all().order_by("code").limit(4).values_list("code", flat=True)

    told = [await add(maker) for maker in makers]
    with clock.stopped(clock.now() + timedelta(hours=25)):
        await dismiss((await Membership.get(producer_id=makers[3])).id, makers[3], by="test")
        told.append(await add(makers[3]))

    assert told == [True, True, True, False, True]
    assert await Message.all().count() == 4


async def test_who_has_come_in_is_told_that_they_are_removed_once_a_day(shop):
    person = await stranger(PHONE.text)
    for _ in range(2):
        await add(MAKER)
        offer = await Membership.get(ended_at=None)
        await answer_offer(person.user, offer.id, yes=True)
        await dismiss((await Membership.get(ended_at=None)).id, MAKER, by="test")

    told = Message.filter(address=person.address.text).order_by("created_at")
    assert await told.values_list("what", flat=True) == ["member_added", "member_removed"]


async def test_a_producer_that_only_a_stranger_registered_tells_people_nothing(shop):
    owner = await member(MAKER)
    await Producer.filter(code=MAKER).update(state=ProducerState.UNCONFIRMED)

    done = await shop.post(
        f"/nha-san-xuat/{MAKER}/thanh-vien",
        data={"address": "0912 345 678", "role": "editor"},
        headers=owner.headers,
    )

    assert done.headers["location"].endswith("?xong=them-tu-bao")
    assert await Membership.filter(role=MemberRole.EDITOR).count() == 1
    assert not await Message.exists()


# Memberships that their person never said yes to


async def test_a_stranger_who_adds_a_number_gets_and_spoils_nothing(shop):
    victim = await member(OTHER, address=PHONE.text, name="Người Giấu Tên")
    spy = await member(MAKER)
    await add(MAKER)
    offer = await Membership.get(accepted_at=None)

    page = await shop.get("/nha-san-xuat", headers=victim.headers)
    seen = await shop.get(f"/nha-san-xuat/{MAKER}/thanh-vien", headers=spy.headers)
    own = await shop.get(f"/nha-san-xuat/{MAKER}", headers=victim.headers)
    path = f"/nha-san-xuat/loi-moi/{offer.id}"
    by_spy = await shop.post(path, data={"answer": "yes"}, headers=spy.headers)
    declined = await shop.post(path, data={"answer": "no"}, headers=victim.headers)
    again = await shop.post(path, data={"answer": "yes"}, headers=victim.headers)

    assert "muốn bạn cùng làm" in page.text
    assert f'href="/nha-san-xuat/{OTHER}"' in page.text
    assert f'href="/nha-san-xuat/{MAKER}"' not in page.text
    assert "Người Giấu Tên" not in seen.text
    assert [one.status_code for one in (own, by_spy, declined, again)] == [404, 404, 303, 404]
    assert (await shop.get("/nha-san-xuat", headers=victim.headers)).status_code == 303


async def test_an_owner_takes_back_what_waits_and_no_one_is_told(shop):
    owner, asked = await member(MAKER), await stranger(PHONE.text)
    await add(MAKER)
    offer = await Membership.get(accepted_at=None)

    here = f"/nha-san-xuat/{MAKER}/thanh-vien/{offer.id}"
    more = await shop.post(f"{here}/vai-tro", data={"to": "owner"}, headers=owner.headers)
    back = await shop.post(f"{here}/bo", data={"button": ""}, headers=owner.headers)

    assert (more.status_code, back.status_code) == (404, 303)
    late = f"/nha-san-xuat/loi-moi/{offer.id}"
    yes = await shop.post(late, data={"answer": "yes"}, headers=asked.headers)
    assert yes.status_code == 404
    assert await Message.all().values_list("what", flat=True) == ["member_added"]
