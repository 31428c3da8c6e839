"""`sanvat audit`: who did what, narrowed by who, what, which and when, and taken along."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from tortoise.transactions import in_transaction

from shop import clock, database
from shop.audit import record
from shop.audit.denials import Denied, Lacks, note_denied
from shop.models import AuditEntry
from shop.queries import auditing
from tests.commands import told
from tests.people import member

NUMBER = "0912 345 678"
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def audit(settings, inside):
    async def running(*arguments: str):
        left, said, complaints = told(await inside(settings, "audit", *arguments))
        assert (left, complaints) == (0, "")
        return said

    return running


async def note(*entries: tuple[datetime, str, str, str], **detail: object) -> None:
    async with in_transaction():
        for at, by, action, subject in entries:
            with clock.stopped(at):
                await record(by, action, subject, **detail)


@pytest.fixture
async def four(settings):
    async with database.connected(settings):
        await note(
            (AT, "user 12", "product.update", "HP-OCOP-0026"),
            (AT.replace(hour=16, minute=59), "worker", "product.updates", "HP-OCOP-0027"),
            (AT.replace(hour=17), "user 1", "proposal.submit", "0123456789abcdefghjkmnpqrs"),
        )
        await note((AT.replace(day=25), "user 12", "product.suspend", "HP-NS-0001"), reason="Mốc")


SUSPENDED = '2026-11-25 10:00:00  user 12  product.suspend  HP-NS-0001  {"reason":"Mốc"}'
SUBMITTED = "2026-11-24 00:00:00  user 1  proposal.submit  0123456789abcdefghjkmnpqrs"
UPDATES = "2026-11-23 23:59:00  worker  product.updates  HP-OCOP-0027"
UPDATED = "2026-11-23 10:00:00  user 12  product.update  HP-OCOP-0026"


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ([], [SUSPENDED, SUBMITTED, UPDATES, UPDATED]),
        (["--limit", "1"], [SUSPENDED]),
        (["--by", "user 1"], [SUBMITTED]),
        (["--action", "product.update"], [UPDATED]),
        (["--action", "product"], [SUSPENDED, UPDATES, UPDATED]),
        (["--code", "HP-OCOP-0026"], [UPDATED]),
        (["--since", "2026-11-24"], [SUSPENDED, SUBMITTED]),
        (["--until", "2026-11-23"], [UPDATES, UPDATED]),
        (["--since", "2026-11-24", "--until", "2026-11-24", "--by", "worker"], []),
    ],
)
async def test_it_is_read_the_newest_first_and_narrowed(audit, four, asked, lines):
    assert (await audit(*asked)).splitlines() == lines


async def test_what_was_not_allowed_is_told_in_words(audit, settings):
    page = "/can-bo/de-nghi/{proposal}/duyet"
    async with database.connected(settings):
        for minute, why in enumerate([*Lacks, Lacks.DUTY]):
            with clock.stopped(AT.replace(minute=minute)):
                await note_denied(Denied("user 12", page, "0123456789abcdefghjkmnpqrs", why))
                await note_denied(Denied("user 12", page, "HP-NS-0001", why))

    said = [line.partition("  access.deny  ")[2] for line in (await audit()).splitlines()]

    one = f"0123456789abcdefghjkmnpqrs  not let at {page}:"
    assert said == [
        f"{one} it is not among their duties, 2 times",
        f"{one} it is not theirs, or not there, 2 times",
        f"{one} they belong to that producer, 2 times",
        f"{one} only its owners may, 2 times",
        f"{one} it is not among their duties",
    ]


async def test_it_is_taken_along_whole_the_oldest_first(audit, four, monkeypatch):
    monkeypatch.setattr(auditing, "PAGE", 3)

    lines = [json.loads(line) for line in (await audit("--json")).splitlines()]
    rows = list(csv.DictReader(io.StringIO((await audit("--csv")).removeprefix("\ufeff"))))

    assert [one["subject"] for one in lines] == [
        "HP-OCOP-0026", "HP-OCOP-0027", "0123456789abcdefghjkmnpqrs", "HP-NS-0001",
    ]  # fmt: skip
    assert lines[3] == {
        "id": lines[3]["id"],
        "at": "2026-11-25T03:00:00+00:00",
        "by": "user 12",
        "action": "product.suspend",
        "subject": "HP-NS-0001",
        "before": "",
        "after": "",
        "request": "",
        "detail": {"reason": "Mốc"},
    }
    assert [list(row) for row in rows] == [list(auditing.COLUMNS)] * 4
    assert rows[3]["detail"] == '{"reason":"Mốc"}'
    assert [row["at"] for row in rows] == [one["at"] for one in lines]


async def test_what_is_taken_along_is_narrowed_too(audit, four):
    lines = (await audit("--json", "--since", "2026-11-25")).splitlines()

    assert [json.loads(line)["subject"] for line in lines] == ["HP-NS-0001"]


async def test_a_spreadsheet_takes_no_cell_for_a_formula(audit, settings):
    async with database.connected(settings):
        await note((AT, "=HYPERLINK(1)", "product.update", "+84"))

    [row] = csv.DictReader(io.StringIO((await audit("--csv")).removeprefix("\ufeff")))

    assert (row["by"], row["subject"]) == ("'=HYPERLINK(1)", "'+84")


async def test_of_a_product_its_packs_are_told_too_and_of_no_other(full_settings, inside):
    for sku, price in (("HP-OCOP-0026-1", "125000"), ("HP-OCOP-0027-1", "99000")):
        await inside(full_settings, "product", "price", sku, price)

    _, said, _ = told(await inside(full_settings, "audit", "--code", "HP-OCOP-0026"))

    subjects = [line.split("  ")[3] for line in said.splitlines()]
    assert subjects == ["HP-OCOP-0026-1", "HP-OCOP-0026", "HP-OCOP-0026"]


async def test_a_person_who_was_erased_is_not_found_again_by_it(full_settings, inside):
    async with database.connected(full_settings):
        await member("HP-CS-102", address="+84912345678", name="Người Minh Hoạ")
    await inside(full_settings, "user", "erase", NUMBER, "--even-so")

    exported = [
        told(await inside(full_settings, "audit", *form))[1] for form in ([], ["--csv"], ["--json"])
    ]

    for text in exported:
        assert "user.erase" in text
        assert "912345678" not in text
        assert NUMBER not in text
        assert "Người Minh Hoạ" not in text


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("--limit 0", "Give --limit as a number above 0."),
        (
            "--csv --json",
            "Give --csv or --json, and no --limit with them: they write all there is.",
        ),
        (
            "--json --limit 5",
            "Give --csv or --json, and no --limit with them: they write all there is.",
        ),
    ],
)
async def test_what_cannot_be_asked_is_one_line(settings, inside, arguments, sentence):
    done = told(await inside(settings, "audit", *arguments.split()))

    assert done == (1, "", f"sanvat: {sentence}\n")


async def test_reading_leaves_nothing_behind(audit, four, settings):
    await audit("--csv")

    async with database.connected(settings):
        assert await AuditEntry.all().count() == 4
