"""What readers are told of papers: as far as the owner lets it, and until the paper ends."""

from datetime import date, timedelta

import pytest

from shop import clock
from shop.models import AuditEntry, Evidence, OfficialRole, Paper, PaperState, Visibility
from shop.papers import Of, confirm, let_see, refuse, withdraw
from tests.conftest import TODAY, services_of
from tests.papers.sent import LANG_CHAI, THUY_HUONG, a_paper
from tests.people import member, official
from tests.pictures import photo
from tests.publishing.goods import CA_MOI, GAO_RUOI, goods, on_show
from tests.web.own import text_of

OTHER = f"/san-pham/{GAO_RUOI}/ca-moi-kho-lang-chai"
PAGE = f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai"
SEEN = "Cán bộ đã xem giấy, ngày 23/11/2026"


@pytest.fixture
async def public(portal, stopped_clock):
    """The front door, with two products on show that are no illustrations."""
    both = [goods(code, evidence=Evidence.SOURCED) for code in (CA_MOI, GAO_RUOI)]
    await on_show(*both)
    return portal


async def confirmed(door, kind: str = "test_report", **told: object) -> Paper:
    clerk = await official(OfficialRole.REGISTRAR)
    told = {"number": "KN-68/2026", "issuer": "Trung tâm Kiểm nghiệm Hải Phòng", **told}
    number = await a_paper(services_of(door).room, Of(product=CA_MOI), photo(1), kind=kind, **told)
    await confirm(number, [CA_MOI], user=clerk.user, seen=1)
    return await Paper.get(id=number)


async def said(door, path: str = PAGE) -> str:
    answer = await door.get(path)
    assert answer.status_code == 200
    return text_of(answer)


@pytest.mark.parametrize("kind", ["test_report", "HACCP"])
async def test_number_and_issuer_are_told_where_the_owner_lets_them(public, kind):
    before = await said(public)

    await confirmed(public, kind, visibility=Visibility.NUMBER_PUBLIC)

    page = await said(public)
    assert "Cán bộ đã xem giấy" not in before
    assert page.count(SEEN) == 1
    assert "KN-68/2026" in page
    assert "Trung tâm Kiểm nghiệm Hải Phòng" in page
    assert "Cán bộ đã xem giấy" not in await said(
        public, f"/san-pham/{GAO_RUOI}/ca-moi-kho-lang-chai"
    )
    assert "An official saw the paper on 23 November 2026" in await said(public, f"/en{PAGE}")


@pytest.mark.parametrize("kind", ["test_report", "HACCP"])
async def test_only_kind_and_day_are_told_otherwise(public, kind):
    await confirmed(public, kind, visibility=Visibility.OFFICIAL)

    page = await said(public)
    assert page.count(SEEN) == 1
    assert "KN-68/2026" not in page
    assert "Trung tâm Kiểm nghiệm" not in page


@pytest.mark.parametrize("kind", ["test_report", "HACCP"])
async def test_nothing_is_told_of_a_paper_for_officials_alone(public, kind):
    before = await said(public)

    await confirmed(public, kind, visibility=Visibility.PRIVATE)

    assert await said(public) == before


async def test_it_is_gone_by_itself_the_day_after_it_ends(public):
    await confirmed(public, expires_on=date(2026, 12, 5), visibility=Visibility.NUMBER_PUBLIC)

    with clock.stopped(TODAY + timedelta(days=12)):  # the 5th, in the morning
        last_day = await said(public)
    with clock.stopped(TODAY + timedelta(days=12, hours=14, minutes=1)):  # past midnight
        after = await said(public)

    assert SEEN in last_day
    assert "Cán bộ đã xem giấy" not in after
    assert "KN-68/2026" not in after
    assert (await Paper.get()).state == PaperState.CONFIRMED


@pytest.mark.parametrize("kind", ["test_report", "HACCP"])
async def test_kept_pages_follow_what_is_decided_on_a_paper(public, kind):
    paper = await confirmed(public, kind, visibility=Visibility.NUMBER_PUBLIC)
    shown = await said(public)
    await let_see(paper.id, Visibility.OFFICIAL, by="user 1", seen=paper.version)
    less = await said(public)
    clerk = await official(OfficialRole.REGISTRAR)
    paper = await Paper.get(id=paper.id)
    await refuse(paper.id, "Giấy giả.", user=clerk.user, seen=paper.version)

    assert "KN-68/2026" in shown
    assert SEEN in less
    assert "KN-68/2026" not in less
    assert "Cán bộ đã xem giấy" not in await said(public)


async def test_a_withdrawn_paper_is_told_of_no_more(public):
    paper = await confirmed(public, visibility=Visibility.NUMBER_PUBLIC)
    assert SEEN in await said(public)

    await withdraw(paper.id, by="user 1", seen=paper.version)

    assert "Cán bộ đã xem giấy" not in await said(public)


async def test_an_illustrative_product_never_looks_confirmed(portal, stopped_clock):
    await on_show(goods(CA_MOI, evidence=Evidence.ILLUSTRATIVE))

    await confirmed(portal, visibility=Visibility.NUMBER_PUBLIC)

    assert "Cán bộ đã xem giấy" not in await said(portal)


async def test_a_paper_of_the_producer_is_told_for_what_the_official_ticked(public):
    clerk = await official(OfficialRole.REGISTRAR)
    number = await a_paper(
        services_of(public).room, Of(producer=LANG_CHAI), photo(1), kind="business_registration",
        visibility=Visibility.OFFICIAL,
    )  # fmt: skip
    await confirm(number, [GAO_RUOI], user=clerk.user, seen=1)

    assert "Cán bộ đã xem giấy" not in await said(public)
    assert SEEN in await said(public, OTHER)


async def test_papers_stay_with_the_producer_whose_product_went_to_another(public):
    """A list says that the fish are another producer's: what vouched for them was of the first."""
    before = await said(public)
    own = await confirmed(public, "HACCP", visibility=Visibility.NUMBER_PUBLIC)
    whole = await a_paper(
        services_of(public).room, Of(producer=LANG_CHAI), photo(2), kind="VietGAP",
        number="VG-2026", visibility=Visibility.NUMBER_PUBLIC,
    )  # fmt: skip
    await confirm(whole, [CA_MOI], user=1, seen=1)
    shown = await said(public)
    former, now = await member(LANG_CHAI), await member(THUY_HUONG)

    await on_show(goods(evidence=Evidence.SOURCED, producer_id=THUY_HUONG))

    after = await said(public)
    assert shown.count(SEEN) == 2
    assert "VG-2026" in shown
    assert ("KN-68/2026" in after, "VG-2026" in after, SEEN in after) == (False, False, False)
    assert "Hợp tác xã Thụy Hương" in after
    page = f"/nha-san-xuat/giay/{own.id}/trang/1"
    assert (await public.get(page, headers=now.headers)).status_code == 404
    assert (await public.get(page, headers=former.headers)).status_code == 200
    paper = await Paper.get(id=own.id)
    assert (paper.producer_id, paper.product_id) == (LANG_CHAI, None)
    assert (paper.state, paper.version) == (PaperState.WITHDRAWN, own.version + 1)
    assert await AuditEntry.filter(action="paper.leave").values_list("subject", flat=True) == [
        f"paper {own.id}"
    ]
    assert "HACCP" not in before
