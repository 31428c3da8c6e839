"""What sets are asked for: rows with days, which demand nothing before their basis is verified."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.sentences import phrase
from shop import clock
from shop.audit.recording import digest_of
from shop.catalogue.paper_kinds import kinds_on, known_on
from shop.errors import EditedMeanwhileError, InvalidError, NotFoundError
from shop.formats.document import CertificateKind as Stated
from shop.models import (
    AgriGroup,
    AuditEntry,
    CertificateKind,
    Demand,
    OcopSet,
    Paper,
    PaperCover,
    PaperKind,
    PaperState,
    Product,
    SetNeed,
)
from shop.papers import keeping
from shop.papers.held import certified, papers_of
from shop.papers.keeping import KindSaid, NeedSaid
from shop.papers.kinds import kinds_for_producer, kinds_for_sets
from shop.papers.needs import FIELDS, Need, holds, needs_of, needs_on
from shop.papers.sowing import sow
from shop.publishing.loading import load

FIRST = date(2020, 1, 1)
DAYS = st.none() | st.dates(FIRST, date(2030, 1, 1))
BY = "user 7"
TEST = NeedSaid(("09",), ("test_report",), Demand.APPROVE, "Phiếu kiểm nghiệm", "Test report")
MADE_UP = "Văn bản minh hoạ số 1"
TOMORROW = timedelta(days=1)


@given(
    need=st.sampled_from(Demand), since=DAYS, until=DAYS, verified=DAYS,
    basis=st.sampled_from(["", " ", MADE_UP]), day=st.dates(FIRST, date(2030, 1, 1)),
)  # fmt: skip
def test_only_a_verified_basis_demands_and_only_within_its_days(
    need, since, until, verified, basis, day
):
    one = Need(("HACCP",), need, phrase("a", "a"), basis, since, until, verified)

    found = holds(one, day)

    in_time = (since is None or since <= day) and (until is None or day <= until)
    assert (found is None) == (not in_time)
    if in_time and (verified is None or verified > day or not basis.strip()):
        assert found is Demand.ADVISE
    if in_time and verified is not None and verified <= day and basis == MADE_UP:
        assert found is need


async def test_a_catalogue_begins_with_what_the_release_says(shop):
    known = {*await OcopSet.all().values_list("number", flat=True)}
    known |= {*await AgriGroup.all().values_list("code", flat=True)}
    codes = {*await PaperKind.all().values_list("code", flat=True)}
    today = clock.today()

    for need in await needs_on(today):
        assert holds(need, today) is Demand.ADVISE
        assert {*need.sets} <= known
        assert {*need.what} <= codes or need.what[0] in FIELDS
        assert need.words.en
    asked = {key for need in await needs_on(today) for key in need.sets}
    assert asked == known
    assert {*Stated.__value__.__args__[0].__args__} == {*CertificateKind} < codes
    rau = {"kind": "agricultural", "agri_group_id": "rau", "ocop_set_id": None}
    assert [one.what[0] for one in await needs_of(rau, today)][:3] == [
        "storage",
        "variety",
        "story",
    ]
    assert await needs_of({**rau, "agri_group_id": None}, today) == []


async def test_sowing_again_changes_nothing_and_leaves_a_registrars_word(shop):
    before, entries = await SetNeed.all().count(), await AuditEntry.all().count()
    await sow(by="test")
    assert (await SetNeed.all().count(), await AuditEntry.all().count()) == (before, entries)

    ours = await SetNeed.get(code="haccp")
    said = NeedSaid(("05",), ("HACCP",), Demand.ADVISE, "Giấy HACCP")
    await keeping.change(ours.id, 1, said, None, by=BY)
    await PaperKind.filter(code="quarantine").update(words_vi="Tên cũ của bản trước")
    await PaperKind.filter(code="test_report").delete()
    await sow(by="test")

    assert [one.sets for one in await SetNeed.filter(code="haccp").order_by("id")][-1] == ["05"]
    assert await SetNeed.filter(code="haccp").count() == 2
    assert (await PaperKind.get(code="quarantine")).words_vi == "Tên cũ của bản trước"
    assert (await PaperKind.get(code="test_report")).words_vi == "Phiếu kiểm nghiệm"


async def test_a_later_release_rewrites_what_was_left_alone(shop):
    one = await PaperKind.get(code="quarantine")
    old = {
        "code": one.code, "words_vi": "Giấy cũ", "words_en": "Old", "basis": "", "since": None,
        "until": None, "counts_as": None,
    }  # fmt: skip
    await PaperKind.filter(id=one.id).update(
        words_vi="Giấy cũ", words_en="Old", imported_digest=digest_of(old)
    )

    await sow(by="test")

    assert (await PaperKind.get(id=one.id)).words_vi == "Giấy kiểm dịch"


async def test_an_empty_catalogue_stays_empty_for_a_backup(client):
    await sow(by="test")

    assert await SetNeed.all().count() + await PaperKind.all().count() == 0


async def test_changing_what_holds_ends_its_row_and_begins_another(shop, stopped_clock):
    today = clock.today()
    held = await SetNeed.get(code="test_report")
    number = await keeping.change(held.id, 1, TEST, None, by=BY)

    old, new = await SetNeed.get(id=held.id), await SetNeed.get(id=number)
    assert (old.until, old.version) == (today - TOMORROW, 2)
    assert (new.code, new.since, new.until, new.need) == (
        "test_report",
        today,
        None,
        Demand.APPROVE,
    )
    assert [one.sets for one in await needs_on(today) if one.code == "test_report"] == [("09",)]
    entry = await AuditEntry.filter(action="need.change").get()
    assert (entry.by, entry.subject) == (BY, "need test_report")

    again = await keeping.change(number, 1, TEST, None, by=BY)
    assert (again, await SetNeed.filter(code="test_report").count()) == (number, 2)
    with pytest.raises(EditedMeanwhileError):
        await keeping.change(number, 9, TEST, None, by=BY)
    with pytest.raises(InvalidError, match="over"):
        await keeping.change(held.id, 2, TEST, None, by=BY)
    with pytest.raises(NotFoundError):
        await keeping.change(999_999, 1, TEST, None, by=BY)


async def test_what_is_to_come_is_changed_in_its_row_and_stands_in_the_way_of_another(shop):
    today = clock.today()
    later = today + timedelta(days=30)
    held = await SetNeed.get(code="test_report")
    coming = await keeping.change(held.id, 1, TEST, later, by=BY)
    assert (await SetNeed.get(id=held.id)).until == later - TOMORROW

    moved = await keeping.change(coming, 1, TEST, later + TOMORROW, by=BY)
    assert (moved, (await SetNeed.get(id=coming)).since) == (coming, later + TOMORROW)
    for begins in (today - TOMORROW, later):
        with pytest.raises(InvalidError):
            await keeping.change(held.id, 2, TEST, begins, by=BY)
    with pytest.raises(InvalidError, match="Another row"):
        await keeping.end(SetNeed, held.id, 2, later + timedelta(days=5), by=BY)
    await keeping.end(SetNeed, held.id, 2, today, by=BY)
    assert (await SetNeed.get(id=held.id)).until == today


async def test_a_need_is_verified_by_its_basis_and_doubted_again(shop):
    number = await keeping.add(TEST, None, by=BY)
    with pytest.raises(InvalidError, match="no basis"):
        await keeping.verify(number, 1, by=BY)

    with_basis = NeedSaid(("09",), ("test_report",), Demand.APPROVE, "Phiếu", "", MADE_UP)
    assert await keeping.change(number, 1, with_basis, None, by=BY) == number
    await keeping.verify(number, 2, by=BY)
    held = await SetNeed.get(id=number)
    assert (held.verified_by, held.verified_on, held.version) == (BY, clock.today(), 3)
    [need] = [one for one in await needs_on(clock.today()) if one.code == held.code]
    assert holds(need, clock.today()) is Demand.APPROVE
    assert need.words == ("Phiếu", "Phiếu")

    await keeping.doubt(number, 3, by=BY)
    assert (await SetNeed.get(id=number)).verified_on is None
    actions = await AuditEntry.filter(by=BY).order_by("id").values_list("action", flat=True)
    assert actions == ["need.add", "need.change", "need.verify", "need.doubt"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (NeedSaid((), ("HACCP",), Demand.ADVISE, "Giấy"), "sets"),
        (NeedSaid(("99",), ("HACCP",), Demand.ADVISE, "Giấy"), "sets"),
        (NeedSaid(("09",), (), Demand.ADVISE, "Giấy"), "what"),
        (NeedSaid(("09",), ("HACCP", "storage"), Demand.ADVISE, "Giấy"), "what"),
        (NeedSaid(("09",), ("CĂN CƯỚC",), Demand.ADVISE, "Giấy"), "what"),
        (NeedSaid(("09",), ("HACCP",), Demand.ADVISE, " "), "words_vi"),
    ],
)
async def test_what_cannot_be_asked_for_is_refused_by_its_field(shop, said, field):
    before = await SetNeed.all().count()

    with pytest.raises(InvalidError) as refused:
        await keeping.add(said, None, by=BY)

    assert [one.field for one in refused.value.errors] == [field]
    assert await SetNeed.all().count() == before


async def test_kinds_of_papers_are_told_by_set_product_and_producer(shop):
    today = clock.today()
    made = await keeping.add(KindSaid("Giấy chứng nhận mới"), today + TOMORROW, by=BY)
    code = (await PaperKind.get(id=made)).code

    assert code == "giay-chung-nhan-moi"
    assert code not in await kinds_on(today)
    assert code in await kinds_on(today + TOMORROW)
    twin = await PaperKind.get(id=await keeping.add(KindSaid("Giấy chứng nhận mới"), None, by=BY))
    assert twin.code == "giay-chung-nhan-moi-2"
    told = [one.code for one in await kinds_for_sets(["26"], today)]
    assert told == ["business_registration", "safety_papers"]
    sauce = await kinds_for_sets(["09"], today)
    assert [one.code for one in sauce][:3] == ["ATTP", "SELF_DECLARATION", "CONFORMITY"]
    assert sauce[0].counts_as is CertificateKind.FOOD_SAFETY
    assert await kinds_for_producer("HP-CS-999", today) == []
    await keeping.end(PaperKind, twin.id, 1, today, by=BY)
    assert twin.code not in await kinds_on(today + TOMORROW)
    assert (await known_on(today + TOMORROW)).called(twin.code).vi == "Giấy chứng nhận mới"
    assert (await known_on(today)).called("lạ").vi == "lạ"


async def test_a_product_has_what_was_confirmed_for_it_and_still_holds(shop, stopped_clock):
    today, sauce = clock.today(), (await load(["HP-OCOP-0026"]))["HP-OCOP-0026"].product
    other = await Product.exclude(code="HP-OCOP-0026").first()

    async def paper(kind: str, state: PaperState = PaperState.CONFIRMED, **more: object) -> Paper:
        whose = {} if "product_id" in more else {"producer_id": sauce["producer_id"]}
        return await Paper.create(
            kind=kind, state=state, created_at=clock.now(), by="test", **{**whose, **more}
        )

    await paper("business_registration")
    await paper("HACCP", product_id=other.code)
    await paper("ISO22000", PaperState.WAITING)
    await paper("TRADEMARK", expires_on=today - TOMORROW)
    await paper("test_report", product_id="HP-OCOP-0026", expires_on=today)
    covers = [await paper(kind) for kind in ("label_photo", "quarantine")]
    await PaperCover.create(paper=covers[0], product_id="HP-OCOP-0026")
    await PaperCover.create(paper=covers[1], product_id=other.code)

    assert await papers_of(sauce, [], today) == {
        "business_registration", "test_report", "label_photo",
    }  # fmt: skip
    assert "test_report" not in await papers_of(sauce, [], today + TOMORROW)
    new = {**sauce, "code": ""}
    assert await papers_of(new, [], today) == {"business_registration"}


def test_what_was_made_up_vouches_for_nothing():
    row = {"kind": "VIETGAP", "issued_on": None, "expires_on": FIRST}

    assert certified({"evidence": "sourced"}, [row], FIRST) == {"VIETGAP"}
    assert certified({"evidence": "sourced"}, [row], FIRST + TOMORROW) == frozenset()
    assert certified({"evidence": "illustrative"}, [row], FIRST) == frozenset()
