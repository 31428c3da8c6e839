"""Officials let producers in: letters and codes to hand over, in their own communes only."""

import re
from datetime import timedelta

import html5lib
import pytest

from shop import clock
from shop.accounts.codes import slow_digest
from shop.accounts.members import owners_of
from shop.accounts.secret import read_letters
from shop.models import AuditEntry, Code, Invitation, OfficialRole, Producer
from tests.accounts.coming import another, post
from tests.accounts.test_invitations import CODES, HERE
from tests.people import member, official
from tests.printed import qr_codes_of

MAKER, OTHER, COMMUNE, AWAY = "HP-CS-102", "HP-CS-001", "11728", "11713"
LETTERS, HANDING, PAPER = "/can-bo/giay-moi", "/can-bo/trao-tay", "/nha-san-xuat/nhan"


def page_of(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


async def test_a_helper_prints_a_letter_that_claims_the_producer(shop):
    helper = await official(OfficialRole.HELPER, COMMUNE)

    printed = await shop.post(f"{LETTERS}/{MAKER}", data={}, headers=await form_of(helper))

    assert (printed.status_code, printed.headers["cache-control"]) == (200, "no-store")
    [code] = CODES.findall("".join(page_of(printed).find(".//article").itertext()))
    assert qr_codes_of(page_of(printed)) == [f"{HERE}{PAPER}?ma={code}"]
    [kept] = await Invitation.all()
    assert (kept.producer_id, kept.by) == (MAKER, f"user {helper.user}")
    assert kept.digest == await slow_digest(read_letters(code))
    assert (await post(another(shop), PAPER, code=code)).status_code == 200


async def form_of(person) -> dict[str, str]:
    return {**person.headers, "Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.on("sqlite")
async def test_reading_the_page_makes_no_letter(shop):
    helper = await official(OfficialRole.HELPER, COMMUNE)

    for path in (LETTERS, f"{LETTERS}?q=thuy huong", f"{LETTERS}/{MAKER}", HANDING):
        for _ in range(20):
            assert (await shop.get(path, headers=helper.headers)).status_code == 200

    assert (await Invitation.all().count(), await Code.all().count()) == (0, 0)


@pytest.mark.on("sqlite")
async def test_a_helper_sees_the_producers_of_the_commune_and_how_they_stand(shop, stopped_clock):
    helper = await official(OfficialRole.HELPER, COMMUNE)
    await shop.post(f"{LETTERS}/{MAKER}", data={}, headers=await form_of(helper))
    await member("HP-CS-101")

    page = page_of(await shop.get(LETTERS, headers=helper.headers))
    with clock.stopped(stopped_clock + timedelta(days=61)):
        later = await official(OfficialRole.HELPER, COMMUNE)
        after = await shop.get(LETTERS, headers=later.headers)

    shown = {
        re.search(r"HP-CS-\d+", text)[0]: text
        for row in page.find(".//ul[@class='rows']").iter("li")
        if (text := "".join(row.itertext()))
    }
    here = await Producer.filter(commune_id=COMMUNE).values_list("code", flat=True)
    assert set(shown) == set(here)
    assert "Đã có chủ" in shown["HP-CS-101"]
    assert "In giấy mời" not in shown["HP-CS-101"]
    assert "Giấy mời còn hạn đến 22/01/2027" in shown[MAKER]
    assert "Giấy mời hết hạn ngày 22/01/2027" in after.text


@pytest.mark.on("sqlite")
async def test_a_search_reads_names_without_marks(shop):
    admin = await official(OfficialRole.ADMIN)

    page = await shop.get(f"{LETTERS}?q=thuy huong", headers=admin.headers)
    none = await shop.get(f"{LETTERS}?q=zzzz", headers=admin.headers)
    everything = await shop.get(LETTERS, headers=admin.headers)

    assert MAKER in page.text
    assert OTHER not in page.text
    assert "Không có cơ sở nào như vậy." in none.text
    assert "118 cơ sở" in everything.text


@pytest.mark.parametrize("path", [f"{LETTERS}/{{code}}"])
@pytest.mark.on("sqlite")
async def test_a_producer_elsewhere_is_missing_byte_for_byte(shop, path):
    helper = await official(OfficialRole.HELPER, AWAY)
    headers = await form_of(helper)

    for method in ("get", "post"):
        send = getattr(shop, method)
        others = await send(path.format(code=MAKER), headers=headers)
        missing = await send(path.format(code="HP-CS-999"), headers=headers)
        assert (others.status_code, missing.status_code) == (404, 404)
        assert others.text.replace(MAKER, "HP-CS-999") == missing.text
    assert await Invitation.all().count() == 0


@pytest.mark.parametrize("role", [OfficialRole.MODERATOR, OfficialRole.READER])
@pytest.mark.on("sqlite")
async def test_officials_with_other_duties_let_in_no_producer(shop, role):
    person = await official(role)

    answers = [
        await shop.get(LETTERS, headers=person.headers),
        await shop.get(HANDING, headers=person.headers),
        await shop.post(f"{LETTERS}/{MAKER}", headers=await form_of(person)),
        await shop.post(HANDING, data={"address": "0912 345 678"}, headers=person.headers),
    ]

    assert [one.status_code for one in answers] == [403, 403, 404, 403]
    assert (await Invitation.all().count(), await Code.all().count()) == (0, 0)


@pytest.mark.on("sqlite")
async def test_a_mandate_that_ended_lets_in_no_producer(shop, stopped_clock):
    helper = await official(OfficialRole.HELPER, COMMUNE, until=clock.today())
    with clock.stopped(stopped_clock + timedelta(days=1)):
        again = await official(OfficialRole.HELPER, AWAY, address=helper.address.text)
        answer = await shop.post(f"{LETTERS}/{MAKER}", headers=await form_of(again))

    assert answer.status_code == 404


@pytest.mark.on("sqlite")
async def test_a_producer_with_an_owner_gets_no_letter(shop):
    await member(MAKER)
    helper = await official(OfficialRole.HELPER, COMMUNE)

    refused = await shop.post(f"{LETTERS}/{MAKER}", headers=await form_of(helper))

    assert refused.status_code == 422
    assert "đã có chủ nên không cần giấy mời" in refused.text
    assert await Invitation.all().count() == 0


async def test_a_code_that_is_handed_over_lets_its_person_in(shop):
    helper = await official(OfficialRole.HELPER, COMMUNE)

    handed = await shop.post(
        HANDING, data={"address": "0912 345 678", "producer": "hp-cs-102"}, headers=helper.headers
    )

    assert (handed.status_code, handed.headers["cache-control"]) == (200, "no-store")
    [code] = CODES.findall("".join(page_of(handed).find(".//article").itertext()))
    assert qr_codes_of(page_of(handed)) == [f"{HERE}{PAPER}?ma={code}"]
    assert "0912 ••• 678" in handed.text
    entry = await AuditEntry.get(action="code.hand_over")
    assert (entry.by, entry.detail) == (f"user {helper.user}", {"producer": MAKER})
    came = await post(another(shop), PAPER, code=code)
    assert came.headers["location"] == f"/nha-san-xuat/{MAKER}/dong-y?moi=1"
    assert len(await owners_of(MAKER)) == 1


@pytest.mark.on("sqlite")
async def test_no_code_is_made_for_a_producer_elsewhere_or_missing(shop):
    helper = await official(OfficialRole.HELPER, AWAY)
    told = []
    for code in ("HP-CS-101", "HP-CS-999"):
        data = {"address": "0912 345 678", "producer": code}
        answer = await shop.post(HANDING, data=data, headers=helper.headers)
        told.append((answer.status_code, answer.text.replace(code, "-")))

    assert told[0] == told[1]
    assert told[0][0] == 422
    assert await Code.all().count() == 0


@pytest.mark.on("sqlite")
async def test_no_official_comes_in_as_the_owner_of_a_producer_elsewhere(shop):
    owner = await member(MAKER, address="+84912345678")
    helper = await official(OfficialRole.HELPER, AWAY)
    data = {"address": "0912 345 678"}

    refused = await shop.post(HANDING, data=data, headers=helper.headers)

    assert refused.status_code == 422
    assert "Bạn không trao mã cho số này được." in refused.text
    assert await Code.all().count() == 0
    here = await official(OfficialRole.HELPER, COMMUNE)
    assert (await shop.post(HANDING, data=data, headers=here.headers)).status_code == 200
    assert await owners_of(MAKER) == [owner.user]


@pytest.mark.on("sqlite")
async def test_who_signed_in_long_ago_shows_first_who_they_are(shop, stopped_clock):
    helper = await official(OfficialRole.HELPER, COMMUNE)
    with clock.stopped(stopped_clock + timedelta(minutes=16)):
        asked = await shop.get(HANDING, headers=helper.headers)
        sent = await shop.post(HANDING, data={"address": "0912 345 678"}, headers=helper.headers)

    assert asked.headers["location"].partition("?")[0] == "/can-bo/xac-nhan"
    assert sent.status_code == 403
    assert 'value="0912 345 678"' in sent.text
    assert await Code.all().count() == 0


async def test_a_letter_that_is_loaded_again_stays_good(shop):
    helper = await official(OfficialRole.HELPER, COMMUNE)
    headers, path = await form_of(helper), f"{LETTERS}/{MAKER}"
    printed = await shop.post(path, data={"seen": "0"}, headers=headers)
    [code] = CODES.findall("".join(page_of(printed).find(".//article").itertext()))

    again = await shop.post(path, data={"seen": "0"}, headers=headers)

    assert again.status_code == 409
    assert "Giấy mời vừa được làm lúc" in again.text
    assert (await post(another(shop), PAPER, code=code)).status_code == 200
    seen = page_of(again).find(".//input[@name='seen']").get("value")
    assert (await shop.post(path, data={"seen": seen}, headers=headers)).status_code == 200
    assert await Invitation.filter(revoked_at=None).count() == 1
