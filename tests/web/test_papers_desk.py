"""Papers before officials: the queue, confirming as read, giving back, and taking that back."""

from datetime import date

import pytest

from shop.models import (
    Decision,
    InPerson,
    Message,
    OfficialRole,
    Paper,
    PaperCover,
    PaperState,
    Producer,
    Visibility,
)
from shop.papers import Of, confirm
from tests.conftest import services_of
from tests.papers.sent import LANG_CHAI, THUY_HUONG, a_paper, kinds_of_papers
from tests.people import member, official
from tests.pictures import photo
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, on_show
from tests.web.own import text_of

QUEUE = "/can-bo/so/giay"


@pytest.fixture
async def clerk(portal):
    await kinds_of_papers()
    return await official(OfficialRole.REGISTRAR)


async def post(door, person, path: str, **fields: object):
    return await door.post(path, data=fields, headers=person.headers)


async def sent(door, of: Of, n: int = 1, **told: object) -> str:
    """Send a paper; give its address on the desk."""
    number = await a_paper(services_of(door).room, of, photo(n), **told)
    return f"{QUEUE}/{number}"


async def test_the_queue_is_by_age_by_commune_and_within_reach(portal, clerk):
    first = await sent(portal, Of(producer=LANG_CHAI), 1)
    second = await sent(portal, Of(producer=THUY_HUONG), 2, kind="HACCP")
    third = await sent(portal, Of(product=CA_MOI), 3, kind="test_report")
    commune = (await Producer.get(code=LANG_CHAI)).commune_id
    helper = await official(OfficialRole.HELPER, commune)

    everywhere = await portal.get(QUEUE, headers=clerk.headers)
    there = await portal.get(f"{QUEUE}?xa={commune}", headers=clerk.headers)
    of_helper = await portal.get(QUEUE, headers=helper.headers)

    places = [everywhere.text.index(f'href="{one}"') for one in (first, second, third)]
    assert places == sorted(places)
    assert "Phiếu kiểm nghiệm" in text_of(everywhere)
    for page in (there, of_helper):
        assert f'href="{first}"' in page.text
        assert f'href="{third}"' in page.text
        assert f'href="{second}"' not in page.text


async def test_what_was_read_is_corrected_and_confirmed_for_what_it_covers(portal, clerk):
    await on_show(goods(GAO_RUOI, name_vi="Gạo ruộng rươi"))
    here = await sent(portal, Of(producer=LANG_CHAI), number="68", visibility="number_public")
    owner = await member(LANG_CHAI)
    page = await portal.get(here, headers=clerk.headers)
    assert 'value="68"' in page.text

    answer = await post(
        portal, clerk, f"{here}/xac-nhan", seen="1", kind="ATTP", number="68/2026/ATTP-HP",
        issuer="Sở Y tế", issued_on="5/3/2026", expires_on="5/3/2029", covers=[CA_MOI],
    )  # fmt: skip

    assert answer.headers["location"] == f"{QUEUE}?xong=xac-nhan"
    [paper] = await Paper.all()
    assert (paper.state, paper.decided_by_id) == (PaperState.CONFIRMED, clerk.user)
    assert (paper.number, paper.expires_on) == ("68/2026/ATTP-HP", date(2029, 3, 5))
    assert paper.visibility == Visibility.NUMBER_PUBLIC
    assert await PaperCover.all().values_list("product_id", flat=True) == [CA_MOI]
    [told] = await Message.filter(what="paper_confirmed")
    assert told.address == owner.address.text
    after = text_of(await portal.get(here, headers=clerk.headers))
    assert f"cán bộ số {clerk.user}" in after


async def test_a_form_of_an_older_version_is_shown_again_with_its_words(portal, clerk):
    here = await sent(portal, Of(producer=LANG_CHAI))
    other = await official(OfficialRole.ADMIN)
    await post(portal, other, f"{here}/tra-lai", seen="1", reasons=["blurred"])

    late = await post(
        portal, clerk, f"{here}/tra-lai", seen="1", reasons=["pages"], words="Thiếu trang 3."
    )

    assert late.status_code == 409
    assert "Thiếu trang 3." in late.text
    assert (await Paper.get()).reason == "blurred|"


async def test_all_reasons_are_said_at_once_and_one_is_needed(portal, clerk):
    here = await sent(portal, Of(producer=LANG_CHAI))
    owner = await member(LANG_CHAI)

    none = await post(portal, clerk, f"{here}/tra-lai", seen="1")
    done = await post(
        portal, clerk, f"{here}/tra-lai", seen="1", reasons=["ended", "kind"], words="Tên | mã."
    )

    assert none.status_code == 422
    assert "Hãy ghi lý do để cơ sở biết sửa gì." in none.text
    assert done.headers["location"] == f"{QUEUE}?xong=tra-lai"
    paper = await Paper.get()
    page = text_of(await portal.get(f"/nha-san-xuat/giay/{paper.id}", headers=owner.headers))
    for said in ("Không đúng loại giấy", "Giấy đã hết hạn.", "Tên | mã."):
        assert said in page
    assert "ended|" not in page
    [told] = await Message.filter(what="paper_refused")
    assert told.words["n"] == 3


async def test_a_confirmation_is_taken_back_with_a_reason(portal, clerk):
    here = await sent(portal, Of(product=CA_MOI))
    number = int(here.rpartition("/")[2])
    await member(LANG_CHAI)
    await confirm(number, [CA_MOI], user=clerk.user, seen=1)
    seen = str((await Paper.get()).version)

    none = await post(portal, clerk, f"{here}/bo-xac-nhan", seen=seen)
    done = await post(portal, clerk, f"{here}/bo-xac-nhan", seen=seen, reason="Giấy giả.")

    assert none.status_code == 422
    assert done.headers["location"] == f"{here}?xong=bo-xac-nhan"
    paper = await Paper.get()
    assert (paper.state, paper.reason) == (PaperState.REFUSED, "Giấy giả.")
    assert await Message.filter(what="paper_unconfirmed").count() == 1


async def test_no_official_decides_on_a_paper_of_their_own_producer(portal):
    here = await sent(portal, Of(product=CA_MOI))
    own = await official(OfficialRole.REGISTRAR, address="ca-hai@example.vn")
    await member(LANG_CHAI, address="ca-hai@example.vn")

    page = await portal.get(here, headers=own.headers)
    refused = await post(portal, own, f"{here}/xac-nhan", seen="1", kind="ATTP", covers=[CA_MOI])

    assert 'id="confirm"' not in page.text
    assert refused.status_code == 403
    assert (await Paper.get()).state == PaperState.WAITING


@pytest.mark.parametrize("role", [OfficialRole.READER, OfficialRole.MODERATOR, OfficialRole.HELPER])
async def test_others_read_it_without_buttons(portal, role):
    here = await sent(portal, Of(product=CA_MOI))
    reader = await official(role)

    page = await portal.get(here, headers=reader.headers)
    refused = await post(portal, reader, f"{here}/tra-lai", seen="1", reasons=["blurred"])

    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert refused.status_code == 404


async def test_a_draft_and_what_is_withdrawn_is_not_there_for_officials(portal, clerk):
    here = await sent(portal, Of(product=CA_MOI))

    for state in (PaperState.DRAFT, PaperState.WITHDRAWN):
        await Paper.all().update(state=state)
        assert (await portal.get(here, headers=clerk.headers)).status_code == 404
        assert (await portal.get(f"{here}/trang/1", headers=clerk.headers)).status_code == 404
        assert (await portal.get(f"{here}/pdf", headers=clerk.headers)).status_code == 404


async def test_a_producer_that_cannot_be_reached_is_told_by_officials_of_its_place(portal, clerk):
    here = await sent(portal, Of(product=CA_MOI))

    await post(portal, clerk, f"{here}/tra-lai", seen="1", reasons=["blurred"])

    [told] = await InPerson.all()
    assert (told.producer_id, told.what) == (LANG_CHAI, "paper_refused")


@pytest.mark.on("sqlite")
async def test_all_pages_are_one_pdf_for_officials(portal, clerk):
    here = await sent(portal, Of(product=CA_MOI))

    answer = await portal.get(f"{here}/pdf", headers=clerk.headers)

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["content-disposition"].startswith("attachment; ")


async def test_a_scan_of_a_decision_is_for_officials_alone(portal, clerk):
    decision = await Decision.create(
        number="123/QĐ-UBND", issuer="UBND thành phố Hải Phòng", signed_on=date(2026, 3, 5)
    )
    here, parts = f"/can-bo/so/quyet-dinh/{decision.id}/ban-chup", [photo(1), photo(2)]
    reader, owner = await official(OfficialRole.READER), await member(LANG_CHAI)

    files = [("picture", ("a.jpg", one)) for one in parts]
    refused = await portal.post(here, files=files, headers=reader.headers)
    added = await portal.post(here, files=files, headers=clerk.headers)

    [scan] = await Paper.all()
    page = await portal.get(here, headers=reader.headers)
    image = f"{QUEUE}/{scan.id}/trang/2"
    assert (refused.status_code, added.status_code) == (403, 303)
    assert image in page.text
    assert (await portal.get(image, headers=reader.headers)).status_code == 200
    for path in (image, f"/nha-san-xuat/giay/{scan.id}/trang/2"):
        assert (await portal.get(path, headers=owner.headers)).status_code in {303, 404}
    assert f"{QUEUE}/{scan.id}" not in (await portal.get(QUEUE, headers=clerk.headers)).text
    version = str(scan.version)
    await post(portal, clerk, here, act="withdraw", paper=str(scan.id), seen=version)
    assert (await Paper.get()).state == PaperState.WITHDRAWN


@pytest.mark.parametrize("act", ["xac-nhan", "tra-lai", "bo-xac-nhan"])
async def test_a_scan_is_no_paper_to_decide_on(portal, clerk, act):
    decision = await Decision.create(
        number="123/QĐ-UBND", issuer="UBND thành phố Hải Phòng", signed_on=date(2026, 3, 5)
    )
    here = await sent(portal, Of(decision=decision.id), kind="scan")

    page = await portal.get(f"{here}/{act}", headers=clerk.headers)
    wrong = await post(portal, clerk, f"{here}/{act}", seen="1", kind="CCCD")
    well = await post(
        portal, clerk, f"{here}/{act}", seen="1", kind="ATTP", reasons=["blurred"], reason="Mờ."
    )

    assert [one.status_code for one in (page, wrong, well)] == [404, 404, 404]
    assert (await Paper.get()).state == PaperState.WAITING


async def test_a_registrar_of_one_commune_reads_scans_and_keeps_none(portal, clerk):
    decision = await Decision.create(
        number="123/QĐ-UBND", issuer="UBND thành phố Hải Phòng", signed_on=date(2026, 3, 5)
    )
    await sent(portal, Of(decision=decision.id), kind="scan")
    here = f"/can-bo/so/quyet-dinh/{decision.id}/ban-chup"
    local = await official(OfficialRole.REGISTRAR, "11728")

    page = await portal.get(here, headers=local.headers)
    files = [("picture", ("a.jpg", photo(2)))]
    added = await portal.post(here, files=files, headers=local.headers)
    [scan] = await Paper.all()
    withdrawn = await post(portal, local, here, act="withdraw", paper=str(scan.id), seen="1")

    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert [one.status_code for one in (added, withdrawn)] == [403, 403]
    assert (await Paper.get()).state == PaperState.WAITING


async def test_the_review_of_a_proposal_has_the_papers_with_their_last_day(portal, clerk):
    from shop.proposals import drafting
    from tests.access.test_table import a_submitted

    owner = await member(LANG_CHAI)
    await sent(portal, Of(producer=LANG_CHAI), expires_on=date(2099, 3, 5))
    await drafting.begin(LANG_CHAI, user=owner.user)
    number = await a_submitted(LANG_CHAI, owner.user)

    page = text_of(await portal.get(f"/can-bo/de-nghi/{number}", headers=clerk.headers))

    assert "Đủ điều kiện an toàn thực phẩm · Chờ cán bộ xem · đến 05/03/2099" in page
