"""`changes_at` names the next instant at which the document differs, and no other."""

from dataclasses import replace
from datetime import date

from shop.clock import end_of, start_of
from shop.publishing.loading import load
from shop.publishing.rendering import render
from tests.conftest import TODAY


def recognition(signed_on, expires_on, stars=3, revoked_on=None):
    return {
        "stars": stars, "type": "new", "decision": "1/QĐ-UBND", "issuer": "UBND",
        "signed_on": signed_on, "expires_on": expires_on, "revoked_on": revoked_on,
    }  # fmt: skip


OLD = recognition(date(2024, 6, 1), date(2027, 6, 1))
RENEWED = recognition(date(2026, 11, 1), date(2029, 11, 1), stars=4)


async def rows_with(*recognitions: dict):
    found = await load(["HP-OCOP-0026"])
    return replace(found["HP-OCOP-0026"], recognitions=list(recognitions), certificates=[])


async def test_a_superseded_recognition_ends_without_an_alarm(shop):
    rendering = render(await rows_with(OLD, RENEWED), TODAY)

    assert rendering.changes_at == end_of(date(2029, 11, 1))


async def test_a_coming_recognition_is_announced_by_the_day_it_begins(shop):
    coming = recognition(date(2027, 1, 1), date(2030, 1, 1), stars=5)

    rendering = render(await rows_with(OLD, coming), TODAY)

    assert rendering.changes_at == start_of(date(2027, 1, 1))


async def test_a_revocation_of_what_nobody_sees_is_no_change(shop):
    revoked = {**OLD, "revoked_on": date(2027, 2, 1)}

    assert render(await rows_with(revoked, RENEWED), TODAY).changes_at == end_of(date(2029, 11, 1))
    assert render(await rows_with(revoked), TODAY).changes_at == start_of(date(2027, 2, 1))


async def test_what_never_ends_has_no_alarm(shop):
    assert render(await rows_with(), TODAY).changes_at is None
