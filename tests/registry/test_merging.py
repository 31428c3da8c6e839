"""A producer that was here twice becomes one: its goods, people and papers, under one code."""

import asyncio

import pytest
from tortoise import Tortoise
from tortoise.transactions import in_transaction

from shop import clock
from shop.access import members_now
from shop.accounts.members import add_member
from shop.catalogue import withdraw_consent
from shop.catalogue.merging import OF_A_PRODUCER, Asked, aliases, merge
from shop.catalogue.merging_plan import DISPUTED, NO_OWNER, OTHER_WAY, plan_of
from shop.catalogue.registering import NewProducer, register
from shop.errors import EditedMeanwhileError, InvalidError, NotFoundError
from shop.intake import Intake, take_in
from shop.intake.annexes.known import known_products
from shop.models import (
    ApiKey,
    AuditEntry,
    Claim,
    Code,
    Consent,
    InPerson,
    Invitation,
    MemberRole,
    Membership,
    PageReport,
    Partner,
    Producer,
    ProducerAlias,
    ProducerState,
    Product,
    Proposal,
    Purpose,
    QuickLink,
    SubjectType,
    Topic,
)
from shop.partners import keys
from shop.proposals import drafting
from shop.publishing import change
from shop.services import opened
from tests.catalogues import DATA
from tests.intake.writing import a_row, saved
from tests.people import member, stranger
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show
from tests.publishing.truth import document, drift, serials

KEPT, GONE = "HP-CS-101", "HP-CS-102"
LISTS = Intake(by="test", publish=True)


@pytest.fixture
async def two(services, stopped_clock):
    """Làng Chài with a product, and Thụy Hương, which is the same, with another."""
    await a_small_catalogue()
    await on_show(goods(), goods(GAO_RUOI, producer_id=GONE, commune_id="11761"))


@pytest.fixture
async def full(full_settings):
    async with opened(full_settings) as services:
        yield services


async def everything_of(code: str) -> None:
    """Give a producer a row in every table that names one."""
    person, now = await stranger(), clock.now()
    soon = now.replace(year=now.year + 1)
    times = {"created_at": now, "expires_at": soon, "by": "test"}
    async with in_transaction():
        await add_member(person.user, code, MemberRole.EDITOR, by="test")
    await drafting.begin(code, user=person.user)
    decided = {"asked_at": now, "decided_at": now, "is_granted": False}
    await Claim.create(producer_id=code, user_id=person.user, **decided)
    await Invitation.create(producer_id=code, digest="a" * 64, **times)
    await QuickLink.create(producer_id=code, user_id=person.user, digest="b" * 64, created_at=now)
    await Code.create(
        producer_id=code, purpose="hand_over", kind="phone", address="+84912345678", **times
    )
    await InPerson.create(producer_id=code, what="proposal_approved", words={}, not_before=now)
    await keys.add_partner(f"Kho {code}", by="test", producer=code)
    await PageReport.create(at=now, code=code, topic=Topic.PRICE, language="vi")


async def test_all_that_is_of_the_other_code_goes_under_the_one_that_stays(two):
    await everything_of(GONE)
    before, name_of_gone = await serials(), (await Producer.get(code=GONE)).name

    await merge(KEPT, GONE, Asked(seen=(1, 1)), by="user 7")

    assert (await document(GAO_RUOI))["producer"] == (await document(CA_MOI))["producer"]
    after = await serials()
    assert {one for one in after if after[one] != before[one]} == {GAO_RUOI}
    assert after[GAO_RUOI][1] == before[GAO_RUOI][1] + 1
    tables = {model: await model.filter(producer_id=GONE).count() for model in of_a_producer()}
    assert set(tables.values()) == {0}
    assert await Proposal.filter(producer_id=KEPT).count() == 1
    assert await InPerson.filter(producer_id=KEPT).count() == 1
    assert await Partner.filter(producer_id=KEPT).count() == 1
    assert await PageReport.filter(code=KEPT).count() == 1
    assert not await Producer.exists(code=GONE)
    assert await aliases() == {GONE: KEPT}
    entries = AuditEntry.filter(action__in=["producer.merge", "product.move"]).order_by("id")
    assert await entries.values_list("action", "subject") == [
        ("product.move", GAO_RUOI),
        ("producer.merge", KEPT),
        ("producer.merge", GONE),
    ]
    assert await drift() == (2, [])
    [annexed] = [one for one in await known_products() if one.code == GAO_RUOI]
    assert name_of_gone in annexed.producers


async def test_no_way_in_by_the_other_code_is_left(two):
    await everything_of(GONE)

    await merge(KEPT, GONE, Asked(), by="user 7")

    assert not await Invitation.exists(revoked_at=None, used_at=None)
    assert not await QuickLink.exists(ended_at=None)
    assert not await ApiKey.exists(revoked_at=None)
    assert not await Code.filter(producer_id=KEPT, used_at=None).exists()
    assert not await members_now().filter(producer_id=KEPT).exists()
    assert await Membership.filter(producer_id=KEPT).count() == 1


def of_a_producer() -> set[type]:
    """Find every table with a key to a producer."""
    models = Tortoise.apps["shop"].values()
    return {
        model
        for model in models
        for name in model._meta.fk_fields | model._meta.o2o_fields
        if model._meta.fields_map[name].related_model is Producer
    }


async def test_every_table_with_a_producer_is_decided_about(services):
    assert of_a_producer() == {Product, *OF_A_PRODUCER}


async def test_people_stay_who_are_ticked_and_as_what_they_were(two):
    owner, editor = await member(GONE), await member(GONE, MemberRole.EDITOR)
    both = await member(KEPT)
    async with in_transaction():
        await add_member(both.user, GONE, MemberRole.EDITOR, by="test")
    ticked = [one.id for one in (await plan_of(KEPT, GONE)).members if one.user != editor.user]

    await merge(KEPT, GONE, Asked(stays=ticked), by="user 7")

    standing = await members_now().order_by("user_id").values_list("user_id", "role")
    assert standing == [(owner.user, MemberRole.OWNER), (both.user, MemberRole.OWNER)]


async def test_an_owner_must_stay_where_there_would_be_none(two):
    await member(GONE)

    with pytest.raises(InvalidError) as refused:
        await merge(KEPT, GONE, Asked(), by="user 7")

    assert refused.value.said == NO_OWNER
    assert await Producer.exists(code=GONE)


async def test_of_two_words_on_a_consent_the_stricter_stands(two):
    await withdraw_consent(GONE, Purpose.MARKETPLACES, by="test")

    plan = await plan_of(KEPT, GONE)
    await merge(KEPT, GONE, Asked(), by="user 7")

    assert plan.ending == {Purpose.MARKETPLACES}
    standing = await Consent.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert set(standing) == set(Purpose) - {Purpose.MARKETPLACES}
    assert await Consent.filter(producer_id=KEPT).count() == 2 * len(Purpose)


async def test_without_a_consent_to_be_shown_all_go_off_and_it_was_said(two):
    await withdraw_consent(GONE, Purpose.CATALOGUE, by="test")

    plan = await plan_of(KEPT, GONE)
    await merge(KEPT, GONE, Asked(), by="user 7")

    assert plan.hidden == 1
    assert await document(CA_MOI) is None


async def test_a_claim_that_waits_is_answered_first(two):
    person = await stranger()
    await Claim.create(producer_id=KEPT, user_id=person.user, asked_at=clock.now())

    with pytest.raises(InvalidError) as refused:
        await merge(KEPT, GONE, Asked(), by="user 7")

    assert refused.value.said == DISPUTED.filled(code=KEPT)
    assert await Product.filter(producer_id=GONE).count() == 1
    assert await aliases() == {}


async def test_the_code_that_is_confirmed_stays(two):
    await Producer.filter(code=KEPT).update(state=ProducerState.UNCONFIRMED)

    with pytest.raises(InvalidError) as refused:
        await merge(KEPT, GONE, Asked(), by="user 7")

    assert refused.value.said == OTHER_WAY.filled(kept=KEPT, gone=GONE)


async def test_what_is_empty_is_filled_and_of_two_words_the_ticked_one_is_taken(two):
    await Producer.filter(code=KEPT).update(phone="+842253000001", zalo="+84912345678")
    said = {"phone": "+842253000002", "zalo": "+84912345679", "opening": "7 giờ đến 17 giờ"}
    await Producer.filter(code=GONE).update(**said)

    plan = await plan_of(KEPT, GONE)
    await merge(KEPT, GONE, Asked(takes=["zalo"]), by="user 7")

    assert plan.filled == {"opening": "7 giờ đến 17 giờ"}
    assert [one.column for one in plan.differing] == ["phone", "zalo"]
    [held] = await Producer.filter(code=KEPT).values("phone", "zalo", "opening")
    assert held == {**said, "phone": "+842253000001"}


async def test_a_contact_that_was_made_up_is_mixed_with_no_true_one(two):
    await Producer.filter(code=KEPT).update(phone="+842253000001")
    made_up = {"phone": "+840000", "zalo": "+840000", "contact_evidence": "illustrative"}
    await Producer.filter(code=GONE).update(**made_up)

    kept, turned = await plan_of(KEPT, GONE), await plan_of(GONE, KEPT)

    assert (kept.filled, kept.differing) == ({}, [])
    assert (turned.filled["phone"], turned.filled["zalo"]) == ("+842253000001", "")
    assert turned.filled["contact_evidence"] == ""


async def test_it_is_done_as_it_was_seen_or_not_at_all(two):
    with pytest.raises(EditedMeanwhileError):
        await merge(KEPT, GONE, Asked(seen=(1, 2)), by="user 7")
    with pytest.raises(NotFoundError):
        await merge(KEPT, "HP-CS-999", Asked(), by="user 7")
    with pytest.raises(InvalidError):
        await merge(KEPT, KEPT, Asked(), by="user 7")

    assert await aliases() == {}


async def test_of_two_registrars_at_once_one_merges(two):
    turns = [merge(KEPT, GONE, Asked(), by="user 7"), merge(GONE, KEPT, Asked(), by="user 8")]

    outcomes = await asyncio.gather(*turns, return_exceptions=True)

    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotFoundError"]
    assert await ProducerAlias.all().count() == 1


async def test_an_aliass_aliases_mean_the_last_one_and_no_code_is_used_again(two):
    new = NewProducer(name="Làng Chài", subject_type=SubjectType.FARM, commune="11728")
    async with change(by="test") as wanted:
        third = await register(wanted, new)
    await merge(GONE, third, Asked(), by="user 7")

    await merge(KEPT, GONE, Asked(), by="user 7")
    async with change(by="test") as wanted:
        fourth = await register(wanted, new)

    assert await aliases() == {GONE: KEPT, third: KEPT}
    assert (third, fourth) == ("HP-CS-103", "HP-CS-104")


async def test_lists_that_say_the_other_code_mean_the_one_that_stays(full, tmp_path):
    row = a_row("agri", "HP-NS-0001")
    other = await Producer.exclude(code=row["producer_code"]).order_by("code").first()
    await merge(other.code, row["producer_code"], Asked(), by="user 7")
    before = await serials()

    again = await take_in([DATA], LISTS)
    after = await serials()
    news = await take_in([saved(tmp_path, row | {"variety": "Nếp hương mới"})], LISTS)

    assert (again.refusals, again.conflicts) == ([], [])
    assert again.counts["products"] == {"unchanged": 429}
    assert again.counts["producers"] == {"unchanged": 118}
    assert after == before
    assert news.counts["products"] == {"updated": 1}
    product = await Product.get(code="HP-NS-0001")
    assert (product.variety, product.producer_id) == ("Nếp hương mới", other.code)


async def test_another_word_on_the_other_code_is_a_conflict(full, tmp_path):
    row = a_row("producers", "HP-CS-101")
    await merge("HP-CS-102", "HP-CS-101", Asked(), by="user 7")

    report = await take_in([saved(tmp_path, row | {"name": "Làng Chài Mới"})], LISTS)

    [conflict] = report.conflicts
    assert [one.column for one in conflict.differences] == ["code"]
    assert not await Producer.exists(code="HP-CS-101")
