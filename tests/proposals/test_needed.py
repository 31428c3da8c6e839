"""What a verified need demands is there before a proposal is sent, or before it is approved."""

import pytest

from shop import clock
from shop.errors import InvalidError
from shop.models import (
    Demand,
    OfficialRole,
    Paper,
    PaperState,
    Product,
    Proposal,
    ProposalState,
    SetNeed,
)
from shop.papers import keeping
from shop.papers.keeping import NeedSaid
from shop.proposals import deciding, drafting
from shop.proposals.correcting import begin as correct
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from tests.conftest import services_of
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo

ONE, GROUP, BY = "HP-CS-101", "so-che-va-muoi", "user 7"
SARDINES = "HP-OCOP-0001"


@pytest.fixture
async def people(shop) -> tuple[Person, Person]:
    return await member(ONE), await official(OfficialRole.MODERATOR)


async def needed(what: str, demand: Demand, words: str, *sets: str, verified: bool = True) -> None:
    said = NeedSaid(sets or (GROUP,), (what,), demand, words, "", "Văn bản minh hoạ số 1")
    number = await keeping.add(said, None, by=BY)
    if verified:
        await keeping.verify(number, 1, by=BY)


async def submit(made: Proposal, person: Person) -> Proposal:
    held = await Proposal.get(id=made.id)
    return await drafting.submit(held.id, held.version, user=person.user, answer_days=3)


async def refused(shop, sent: Proposal, person: Person, **more: object) -> list[tuple[str, str]]:
    approval = Approval(sent.version, **more)
    with pytest.raises(InvalidError) as refusal:
        await deciding.approve(sent.id, approval, services_of(shop).pictures, user=person.user)
    return [(one.field, one.said.vi) for one in refusal.value.errors]


async def ready(shop, person: Person, **texts: str) -> Proposal:
    made = await drafted(person, ONE, **texts)
    await waiting_photo(services_of(shop), made.id)
    return made


async def test_nothing_is_approved_without_a_paper_that_a_verified_need_demands(shop, people):
    producer, moderator = people
    await needed("test_report", Demand.APPROVE, "phiếu kiểm nghiệm")
    sent = await submit(await ready(shop, producer), producer)

    [(field, said)] = await refused(shop, sent, moderator)

    assert field == "papers-phieu-kiem-nghiem"
    assert said == ("Nhóm hàng này phải có giấy: phiếu kiểm nghiệm. Hãy gửi giấy để cán bộ xem.")
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED
    page = await shop.get(f"/can-bo/de-nghi/{sent.id}", headers=moderator.headers)
    assert "phải có giấy: phiếu kiểm nghiệm" in page.text

    await Paper.create(
        kind="test_report", producer_id=ONE, state=PaperState.CONFIRMED, by="test",
        created_at=clock.now(), expires_on=clock.today(),
    )  # fmt: skip
    code = await deciding.approve(
        sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
    )
    assert code == "HP-NS-0251"


async def test_what_was_not_verified_keeps_nothing_back(shop, people):
    producer, moderator = people
    await needed("test_report", Demand.SUBMIT, "phiếu kiểm nghiệm", verified=False)
    sent = await submit(await ready(shop, producer), producer)

    code = await deciding.approve(
        sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
    )

    assert code == "HP-NS-0251"


async def test_it_is_what_the_approval_sorts_it_in_that_is_asked(shop, people):
    producer, moderator = people
    await needed("storage", Demand.APPROVE, "cách bảo quản", "rau")
    sent = await submit(await ready(shop, producer), producer)

    assert await refused(shop, sent, moderator, group="rau") == [
        ("storage", "Nhóm hàng này phải có: cách bảo quản. Hãy bổ sung.")
    ]
    code = await deciding.approve(
        sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
    )
    assert code == "HP-NS-0251"


async def test_the_last_step_says_what_is_missing_and_where_to_add_it(shop, people):
    producer, _ = people
    await needed("ingredients", Demand.SUBMIT, "thành phần")
    await needed("test_report", Demand.SUBMIT, "phiếu kiểm nghiệm")
    made = await ready(shop, producer)
    here = f"/nha-san-xuat/de-nghi/{made.id}"

    page = (await shop.get(f"{here}/xem-lai", headers=producer.headers)).text

    assert "Nhóm hàng này phải có: thành phần." in page
    assert f'href="{here}/lam-them#field-ingredients"' in page
    assert "Nhóm hàng này phải có giấy: phiếu kiểm nghiệm." in page
    assert 'href="/nha-san-xuat/giay-to"' in page
    with pytest.raises(InvalidError) as refusal:
        await submit(made, producer)
    assert [one.field for one in refusal.value.errors] == [
        "ingredients", "papers-phieu-kiem-nghiem",
    ]  # fmt: skip

    held = await Proposal.get(id=made.id)
    await drafting.save(held.id, Typed(held.version, {"ingredients": "Cá mòi, riềng"}))
    await SetNeed.filter(code="phieu-kiem-nghiem").update(verified_on=None)
    assert (await submit(made, producer)).state == ProposalState.SUBMITTED


async def test_of_a_correction_nothing_is_demanded(shop, people):
    _, moderator = people
    admin = await official(OfficialRole.ADMIN)
    await needed("test_report", Demand.APPROVE, "phiếu kiểm nghiệm", "08")
    begun = await correct(await Product.get(code=SARDINES), user=admin.user)
    saved = await drafting.save(begun.id, Typed(begun.version, {"storage": "Nơi khô ráo."}))
    sent = await submit(saved, admin)

    code = await deciding.approve(
        sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
    )

    assert code == SARDINES
