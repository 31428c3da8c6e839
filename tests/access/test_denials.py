"""What is sent without a right to it is told in the audit: once a minute, and not a word of it."""

import asyncio
from datetime import timedelta

import pytest

from shop import clock
from shop.access import mandates_now
from shop.accounts import members
from shop.audit import denials
from shop.models import (
    AuditEntry,
    Denial,
    MemberRole,
    Membership,
    OfficialRole,
    Proposal,
    ProposalState,
    Variant,
)
from shop.proposals import drafting
from tests.accounts.coming import FORM
from tests.conftest import TODAY, services_of
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo

ONE, PHONE = "HP-CS-101", "0912345678"
LATER = TODAY + timedelta(seconds=61)


async def send(shop, person: Person, path: str, **headers: str):
    """Send a form that holds a telephone number."""
    shop.cookies.clear()
    content = f"words=Gọi {PHONE}".encode()
    return await shop.post(path, content=content, headers={**FORM, **person.headers, **headers})


async def told() -> list[tuple[str, str, dict]]:
    entries = AuditEntry.filter(action="access.deny").order_by("id")
    return [(one.by, one.subject, one.detail) for one in await entries]


async def submitted(shop) -> Proposal:
    owner = await member(ONE)
    made = await drafted(owner, ONE)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=owner.user, answer_days=3)


async def sku_of_another() -> str:
    return (await Variant.exclude(product__producer_id=ONE).order_by("sku").first()).sku


async def test_each_want_of_a_right_is_told_by_who_where_and_of_what(shop):
    sent, theirs = await submitted(shop), await sku_of_another()
    reader, own = await official(OfficialRole.READER), await official(OfficialRole.MODERATOR)
    editor = await member(ONE, MemberRole.EDITOR)
    now = clock.now()
    await Membership.create(
        user_id=own.user, producer_id=ONE, role=MemberRole.OWNER, since=now, accepted_at=now, by="x"
    )

    answers = [
        await send(shop, reader, f"/can-bo/de-nghi/{sent.id}/duyet"),
        await send(shop, reader, "/can-bo/tin-nhan/x"),
        await send(shop, own, f"/en/can-bo/de-nghi/{sent.id}/duyet"),
        await send(shop, editor, f"/nha-san-xuat/{ONE}/dong-y"),
        await send(shop, editor, f"/nha-san-xuat/gia/{theirs}"),
        await send(shop, editor, f"/nha-san-xuat/kho/{PHONE}"),
        await send(shop, editor, "/nha-san-xuat/loi-moi/912345678"),
    ]

    assert [one.status_code for one in answers] == [404, 403, 403, 403, 404, 404, 404]
    people = [f"user {one.user}" for one in (reader, own, editor)]
    assert await told() == [
        (people[0], sent.id,
         {"page": "/can-bo/de-nghi/{proposal}/duyet", "why": "reach", "times": 1}),
        (people[0], people[0], {"page": "/can-bo/tin-nhan/{message}", "why": "duty", "times": 1}),
        (people[1], sent.id,
         {"page": "/can-bo/de-nghi/{proposal}/duyet", "why": "distance", "times": 1}),
        (people[2], ONE,
         {"page": "/nha-san-xuat/{producer}/dong-y", "why": "ownership", "times": 1}),
        (people[2], theirs, {"page": "/nha-san-xuat/gia/{sku}", "why": "reach", "times": 1}),
        (people[2], people[2], {"page": "/nha-san-xuat/kho/{sku}", "why": "reach", "times": 1}),
        (people[2], people[2],
         {"page": "/nha-san-xuat/loi-moi/{offer}", "why": "reach", "times": 1}),
    ]  # fmt: skip
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED


async def test_words_that_are_given_back_to_an_official_let_go_are_told_as_a_try_alone(shop):
    sent, official_ = await submitted(shop), await official(OfficialRole.MODERATOR)
    await members.end_mandates(official_.user, by="test")
    assert not await mandates_now().exists()

    answer = await send(shop, official_, f"/can-bo/de-nghi/{sent.id}/tra-lai")

    assert answer.status_code == 404
    assert f"Gọi {PHONE}" in answer.text
    assert await told() == [
        (f"user {official_.user}", sent.id,
         {"page": "/can-bo/de-nghi/{proposal}/tra-lai", "why": "reach", "times": 1}),
    ]  # fmt: skip


async def test_reading_and_what_another_site_sends_are_told_nowhere(shop):
    editor, theirs = await member(ONE, MemberRole.EDITOR), await sku_of_another()
    paths = [f"/nha-san-xuat/gia/{theirs}", f"/nha-san-xuat/{ONE}/dong-y"]

    read = [await shop.get(path, headers=editor.headers) for path in paths]
    forged = [await send(shop, editor, path, **{"Sec-Fetch-Site": "cross-site"}) for path in paths]

    assert [one.status_code for one in (*read, *forged)] == [404, 403, 403, 403]
    assert not await AuditEntry.filter(action="access.deny").exists()
    assert not await Denial.exists()


async def test_one_person_cannot_fill_the_audit_and_none_of_it_is_lost(shop):
    path, another = f"/nha-san-xuat/gia/{await sku_of_another()}", f"/nha-san-xuat/{ONE}/dong-y"
    with clock.stopped(TODAY):
        editor, second = [await member(ONE, MemberRole.EDITOR) for _ in range(2)]
        at_once = [send(shop, editor, path) for _ in range(20)]
        assert {one.status_code for one in await asyncio.gather(*at_once)} == {404}
        await send(shop, editor, another)
        await send(shop, second, path)
        assert [detail["times"] for _, _, detail in await told()] == [1, 1, 1]
    with clock.stopped(LATER):
        await send(shop, editor, path)
        await send(shop, editor, path)
        assert [detail["times"] for _, _, detail in await told()] == [1, 1, 1, 20]

    went = await denials.forget_old(LATER + timedelta(seconds=60))

    assert went == 3
    by, _, detail = (await told())[4]
    assert (by, detail["page"], detail["times"]) == (
        f"user {editor.user}", "/nha-san-xuat/gia/{sku}", 1,
    )  # fmt: skip
    assert sum(detail["times"] for _, _, detail in await told()) == 24
    assert not await Denial.exists()
    assert await denials.forget_old(LATER + timedelta(seconds=60)) == 0


@pytest.mark.parametrize("seconds", [0, 59])
async def test_what_was_told_within_a_minute_is_not_forgotten_yet(shop, seconds):
    with clock.stopped(TODAY):
        editor = await member(ONE, MemberRole.EDITOR)
        await send(shop, editor, f"/nha-san-xuat/{ONE}/dong-y")

    assert await denials.forget_old(TODAY + timedelta(seconds=seconds)) == 0

    assert (await Denial.get()).untold == 0
    assert len(await told()) == 1
