"""Papers are sent, confirmed and refused; documents tell of them as their owners allow."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from media.refusing import PDF_LOCKED, Refused
from media.store import Unavailable
from media.store.store import Store
from shop import clock, papers
from shop.errors import (
    EditedMeanwhileError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from shop.intake import Intake, take_in
from shop.models import (
    AuditEntry,
    Listing,
    OfficialRole,
    Paper,
    PaperCover,
    PaperPage,
    PaperState,
    Product,
    Visibility,
)
from shop.papers import Of, Told, forgetting, refusing
from shop.papers.files import key_of_page
from shop.publishing import head
from shop.queries import picture_files
from tests import hostile_pdfs as made
from tests.conftest import services_of
from tests.intake.writing import a_row, saved
from tests.papers.sending import ATTP, ONE, PUBLIC, arrived, send
from tests.people import official
from tests.pictures import photo
from tests.publishing.truth import drift

ON_A_LIST = "HP-NS-0227"


@pytest.fixture
async def room(shop):
    return services_of(shop).room


@pytest.fixture
async def registrar(shop) -> int:
    return (await official(OfficialRole.REGISTRAR)).user


async def own_codes() -> list[str]:
    return await Product.filter(producer_id=ONE).order_by("code").values_list("code", flat=True)


async def shown_of(code: str, kind: str = "ATTP") -> list[dict]:
    document = json.loads((await Listing.get(code=code)).document)
    return [one for one in document.get("certificates", ()) if one["kind"] == kind]


async def test_photos_and_a_pdf_become_pages_that_nothing_public_names(shop, room):
    taken = await send(room, photo(1), photo(2))
    scan = await send(room, made.scanned(3), told=Told("test_report"))

    pages = await PaperPage.filter(paper_id=scan.id).order_by("position").values()
    assert [(row["position"], row["width"], row["height"]) for row in pages] == [
        (1, 1697, 2400),
        (2, 1697, 2400),
        (3, 1697, 2400),
    ]
    assert (await PaperPage.filter(paper_id=taken.id).count(), taken.pdf) == (2, "")
    assert len(scan.pdf) == 64
    assert (await papers.drawn_page(scan.id, 3, room.pictures)).startswith(b"\xff\xd8\xff")
    assert (await papers.as_one_pdf(taken.id, room)).startswith(b"%PDF-")
    assert (await shop.get(f"/media/{pages[0]['name']}")).status_code == 404
    with pytest.raises(NotFoundError):
        await papers.drawn_page(scan.id, 4, room.pictures)
    [entry] = await AuditEntry.filter(subject=f"paper {scan.id}")
    assert (entry.action, entry.by, entry.detail) == ("paper.add", "user 12", {})


async def test_a_confirmed_paper_moves_exactly_the_products_it_covers(room, registrar):
    [first, *others] = await own_codes()
    paper = await send(room, made.good())
    before = (await head()).serial

    await papers.confirm(paper.id, [first], user=registrar, seen=1)

    now = await Paper.get(id=paper.id)
    assert (now.state, now.decided_by_id, now.version) == (PaperState.CONFIRMED, registrar, 2)
    assert (await head()).serial == before + 1
    assert (await Listing.get(code=first)).serial == before + 1
    assert await shown_of(first) == [{"kind": "ATTP"}]
    assert len(others) == 12
    assert await PaperCover.filter(product_id__in=others).count() == 0
    assert (await drift())[1] == []


async def test_its_owner_lets_number_and_issuer_be_seen_or_nothing(room, registrar):
    [code, *_] = await own_codes()
    paper = await send(room, made.good(), told=PUBLIC)
    await papers.confirm(paper.id, [code], user=registrar, seen=1)

    public = await shown_of(code)
    await papers.let_see(paper.id, Visibility.PRIVATE, by="user 12", seen=2)

    assert [(one["number"], one["issuer"]) for one in public] == [(ATTP.number, ATTP.issuer)]
    assert await shown_of(code) == []


async def test_a_list_neither_takes_a_paper_off_nor_says_the_same_beside_it(
    room, registrar, tmp_path
):
    paper = await send(room, made.good(), told=replace(PUBLIC, kind="VIETGAP", number="VG-12"))
    listed = await shown_of(ON_A_LIST, "VIETGAP")
    await papers.confirm(paper.id, [ON_A_LIST], user=registrar, seen=1)

    beside = await shown_of(ON_A_LIST, "VIETGAP")
    row = a_row("agri", ON_A_LIST, certificates="", variety="Giống địa phương")
    report = await take_in([saved(tmp_path, row)], Intake(by="test", publish=True))

    assert listed == [{"kind": "VIETGAP"}]
    assert [one["number"] for one in beside] == ["VG-12"]
    assert report.counts["products"] == {"updated": 1}
    assert await shown_of(ON_A_LIST, "VIETGAP") == beside
    assert (await drift())[1] == []


async def test_a_refused_paper_is_gone_from_documents(room, registrar):
    [code, *_] = await own_codes()
    paper = await send(room, made.good())
    await papers.confirm(paper.id, [code], user=registrar, seen=1)

    await papers.refuse(paper.id, "Giấy mờ, không đọc được số.", user=registrar, seen=2)
    refused, shown = await Paper.get(id=paper.id), await shown_of(code)

    assert (refused.state, refused.reason) == (PaperState.REFUSED, "Giấy mờ, không đọc được số.")
    assert shown == []
    actions = await AuditEntry.filter(subject=f"paper {paper.id}").order_by("id")
    assert [one.action for one in actions] == [
        "paper.add",
        "paper.confirm",
        "paper.refuse",
    ]


async def test_a_paper_that_ends_goes_at_midnight_by_the_alarm_of_its_listing(room, registrar):
    [code, *_] = await own_codes()
    last = clock.today() + timedelta(days=30)
    paper = await send(room, made.good(), told=replace(PUBLIC, expires_on=last))

    await papers.confirm(paper.id, [code], user=registrar, seen=1)

    [shown] = await shown_of(code)
    assert shown["expires_on"] == last.isoformat()
    assert (await Listing.get(code=code)).changes_at <= clock.end_of(last)


async def test_withdrawn_it_is_forgotten_after_a_month_with_its_files(room, registrar):
    paper, other = await send(room, made.scanned(1)), await send(room, photo(9))
    await papers.withdraw(paper.id, by="user 12", seen=1)
    month, later = clock.now() + timedelta(days=29), clock.now() + timedelta(days=31)

    kept = await forgetting.forget_old(month)
    gone = await forgetting.forget_old(later)
    swept = await picture_files.sweep(room.pictures, later)

    assert (kept, gone) == (0, 1)
    [page] = await PaperPage.all()
    assert page.paper_id == other.id
    kept_files = [one.key async for some in room.pictures.pages() for one in some]
    assert kept_files == [key_of_page(page.name)]
    assert (swept.swept.removed, swept.missing) == (2, [])


async def test_the_sweep_keeps_what_papers_name(room):
    paper = await send(room, made.scanned(2))

    checked = await picture_files.sweep(room.pictures, clock.now() + timedelta(days=9))

    assert (checked.swept.removed, checked.missing) == (0, [])
    assert await papers.drawn_page(paper.id, 2, room.pictures)


async def test_the_same_pdf_sent_twice_or_at_once_is_one_paper(room):
    one, other = await asyncio.gather(send(room, made.scanned(1)), send(room, made.scanned(1)))
    again = await send(room, made.scanned(1))
    another = await send(room, made.scanned(1), told=Told("test_report"))

    assert one.id == other.id == again.id
    assert another.id != one.id
    assert await Paper.all().count() == 2


async def test_of_two_officials_at_once_one_decides(room, registrar):
    paper = await send(room, made.good())
    second = (await official(OfficialRole.ADMIN)).user

    answers = await asyncio.gather(
        papers.confirm(paper.id, await own_codes(), user=registrar, seen=1),
        papers.refuse(paper.id, "Giấy của cơ sở khác.", user=second, seen=1),
        return_exceptions=True,
    )

    assert sorted(map(type, answers), key=str) == [type(None), EditedMeanwhileError]
    now = await Paper.get(id=paper.id)
    assert now.version == 2
    assert (now.state is PaperState.CONFIRMED) == (answers[0] is None)
    assert (await drift())[1] == []


async def test_a_product_of_another_producer_is_not_covered(room, registrar):
    foreign = await Product.exclude(producer_id=ONE).first()
    paper = await send(room, made.good())

    with pytest.raises(InvalidError) as refused:
        await papers.confirm(paper.id, [foreign.code], user=registrar, seen=1)

    assert refused.value.said == refusing.NOT_THEIRS.filled(code=foreign.code)
    assert (await Paper.get(id=paper.id)).state is PaperState.WAITING


async def test_a_products_paper_covers_it_and_a_decisions_none(room, registrar):
    [code, *_] = await own_codes()
    paper = await send(room, made.good(), of=Of(product=code))

    await papers.confirm(paper.id, user=registrar, seen=1)

    covers = await PaperCover.filter(paper_id=paper.id).values_list("product_id", flat=True)
    assert covers == [code]
    with pytest.raises(NotFoundError):
        await send(room, made.good(), of=Of(decision=9999))


@pytest.mark.on("sqlite")
async def test_what_is_said_of_a_waiting_paper_is_checked_and_mended(room, registrar):
    paper = await send(room, made.good())
    backwards = Told("ATTP", issued_on=date(2026, 2, 1), expires_on=date(2026, 1, 31))

    with pytest.raises(InvalidError) as refused:
        await papers.amend(paper.id, backwards, by="user 12", seen=1)
    await papers.amend(paper.id, replace(ATTP, number="124"), by="user 12", seen=1)
    await papers.confirm(paper.id, user=registrar, seen=2)

    assert refused.value.said == refusing.ENDS_BEFORE
    assert (await Paper.get(id=paper.id)).number == "124"
    with pytest.raises(InvalidError):
        await papers.amend(paper.id, ATTP, by="user 12", seen=3)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), refusing.NOTHING),
        ((made.good(), photo(1)), refusing.ONE_PDF),
        ((photo(1),) * 21, refusing.TOO_MANY_PHOTOS),
    ],
)
async def test_what_does_not_make_a_paper_is_said(room, files, said):
    with pytest.raises(InvalidError) as refused:
        await send(room, *files)

    assert refused.value.said == said
    assert await Paper.all().count() == 0


@pytest.mark.on("sqlite")
async def test_a_locked_pdf_leaves_neither_row_nor_file(room):
    with pytest.raises(Refused) as refused:
        await send(room, made.encrypted())

    assert refused.value.said == PDF_LOCKED
    assert await Paper.all().count() == 0
    assert [key async for page in room.pictures.pages() for key in page] == []


@pytest.mark.on("sqlite")
async def test_a_store_that_is_away_is_said_and_no_row_is_written(room, monkeypatch):
    async def away(*_: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "put", away)
        with pytest.raises(UnavailableError) as refused:
            await send(room, photo(1))

    assert refused.value.said == refusing.NOT_NOW
    assert await Paper.all().count() == 0
    assert (await send(room, photo(1))).state is PaperState.WAITING


@pytest.mark.on("sqlite")
async def test_only_so_many_papers_are_taken_in_a_day(room):
    await send(room, photo(1))

    with arrived(room, photo(2)) as sent, pytest.raises(Refused) as refused:
        await papers.add(Of(producer=ONE), ATTP, sent, room, by="user 12", most_a_day=1)

    assert refused.value.said == refusing.ENOUGH
