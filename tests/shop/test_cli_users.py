"""The commands for people: what they print, what they do, and what they leave undone."""

import json
import re

import pytest

from shop import database
from shop.accounts import codes
from shop.accounts.people import Address, person_of
from shop.accounts.secret import digest_of
from shop.config import Settings
from shop.demo.people import let_people_in, secret_in
from shop.models import (
    AuditEntry,
    Code,
    CodePurpose,
    Identity,
    IdentityKind,
    Mandate,
    MemberRole,
    Membership,
    OfficialRole,
    Session,
    User,
)
from tests.commands import told
from tests.conftest import front_door
from tests.people import member

NUMBER, TYPED = Address(IdentityKind.PHONE, "+84912345678"), "0912 345 678"
MAIL = "can-bo@sanvat.example"
PRODUCER = "HP-CS-102"


@pytest.fixture
def user(full_settings, inside):
    async def running(*arguments: str):
        return told(await inside(full_settings, "user", *arguments))

    return running


async def test_an_official_is_added_with_a_link_that_is_told_once(user, full_settings):
    first = await user(
        "add", MAIL, "--role", "official", "--as", "helper",
        "--commune", "11728", "--commune", "11806", "--until", "2099-12-31",
    )  # fmt: skip
    again = await user("add", MAIL.upper(), "--role", "official", "--as", "registrar")

    link = re.fullmatch(
        r"user 1 is helper\nFor this person only, once, within 24 hours:\n"
        r"http://localhost:8000/can-bo/kich-hoat/([\w-]{22})\n",
        first[1],
    )
    assert (first[0], first[2]) == (0, "")
    assert again[1].startswith("user 1 is registrar\nFor this person only")
    async with database.connected(full_settings):
        held = await Mandate.all().order_by("id").values_list("role", "commune_id", "by")
        dead, alive = await Code.filter(purpose=CodePurpose.ACTIVATE).order_by("id")
        assert held == [
            (OfficialRole.HELPER, "11728", "command line"),
            (OfficialRole.HELPER, "11806", "command line"),
            (OfficialRole.REGISTRAR, None, "command line"),
        ]
        assert dead.digest == digest_of(link[1])
        assert dead.used_at
        assert alive.used_at is None
        assert await AuditEntry.filter(action="code.activate").count() == 2


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (f"add {MAIL} --role official", "Say what the official may do by --as"),
        (f"add {MAIL} --role official --as helper", "A helper works for communes; name at least"),
        (
            f"add {MAIL} --role official --as reader --commune 99999",
            "There is no commune 99999.",
        ),
        (
            f"add {MAIL} --role official --as reader --until 2020-01-01",
            "The last day is over; give a later one.",
        ),
        ("add 0912345678 --role official --as admin", "Officials come in by an e-mail address"),
        ("add 0912345678 --role producer", "Say whose owner it is by --producer"),
        (
            "add 0912345678 --role producer --producer HP-CS-999",
            "There is no producer HP-CS-999.",
        ),
        ("code 0225123456", ""),
        ("code 0912345678 --producer HP-CS-999", "There is no producer HP-CS-999."),
        ("show 0912345678", "There is no person of this address."),
        ("erase 0912345678", "There is no person of this address."),
        ("disable a@b", ""),
    ],
)
async def test_what_cannot_be_done_is_one_sentence_and_does_nothing(
    user, full_settings, arguments, sentence
):
    status, out, err = await user(*arguments.split())

    assert (status, out) == (1, "")
    assert err.startswith(f"sanvat: {sentence}")
    assert len(err.splitlines()) == 1
    async with database.connected(full_settings):
        counts = [await table.all().count() for table in (User, Mandate, Membership, Code)]
        assert counts == [0, 0, 0, 0]


async def test_a_producers_owner_is_added(user, full_settings):
    added = await user("add", TYPED, "--role", "producer", "--producer", PRODUCER)

    assert added == (
        0,
        f"user 1 owns {PRODUCER} and comes in at /nha-san-xuat/dang-nhap\n",
        "",
    )
    async with database.connected(full_settings):
        assert await Membership.all().values_list("user_id", "producer_id", "role") == [
            (1, PRODUCER, MemberRole.OWNER)
        ]
        assert (await person_of(NUMBER)).id == 1


async def test_a_code_in_person_may_follow_a_number_to_another_person(user, full_settings):
    async with database.connected(full_settings):
        former = await member(PRODUCER, address=NUMBER.text)
        letters_before, _ = await codes.hand_over(NUMBER, by="test")

    plain = await user("code", TYPED)
    moved = await user("code", TYPED, "--moved", "--producer", PRODUCER)

    assert re.fullmatch(
        r"[0-9A-Z]{4}-[0-9A-Z]{4}\ngood once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC, "
        r"at /nha-san-xuat/nhan\n",
        plain[1],
    )
    lines = moved[1].splitlines()
    number = former.user
    assert lines[0] == f"user {number} comes in by this number no more (--user {number})"
    async with database.connected(full_settings):
        assert await person_of(NUMBER) is None
        assert await Membership.filter(user_id=former.user, ended_at=None).count() == 1
        alive = await Code.filter(used_at=None, purpose=CodePurpose.HAND_OVER)
        assert [one.digest for one in alive] == [await codes.slow_digest(lines[1].replace("-", ""))]
        assert alive[0].producer_id == PRODUCER
        assert await codes.take_handed(await codes.slow_digest(letters_before)) is None
        entry = await AuditEntry.get(action="identity.release")
        assert (entry.by, entry.subject, entry.detail) == (
            "command line",
            f"user {former.user}",
            {},
        )


@pytest.mark.on("sqlite")
async def test_who_has_no_address_left_is_named_by_number(user, full_settings):
    async with database.connected(full_settings):
        person = await member(PRODUCER, address=NUMBER.text)
    await user("code", TYPED, "--moved")
    number = f"{person.user}"

    shown = await user("show", "--user", number)
    closed = await user("disable", "--user", number)
    opened = await user("enable", "--user", number)
    erased = await user("erase", "--user", number, "--even-so")
    refused = [await user("show"), await user("show", TYPED, "--user", number)]

    assert json.loads(shown[1])["user"] == person.user
    assert [one[1].split(" ", 2)[:2] for one in (closed, opened, erased)] == [["user", number]] * 3
    said = "sanvat: Name the person by number, e-mail address, or --user, such as --user 12.\n"
    assert refused == [(1, "", said)] * 2
    async with database.connected(full_settings):
        assert (await User.get(id=person.user)).name == ""


async def test_all_that_is_held_is_shown(user, full_settings):
    async with database.connected(full_settings):
        person = await member(PRODUCER, address=NUMBER.text)
    await user("code", TYPED)

    status, out, _ = await user("show", TYPED)
    shown = json.loads(out)

    assert status == 0
    assert (shown["user"], shown["name"]) == (person.user, "Người Minh Hoạ")
    assert shown["addresses"][0]["address"] == NUMBER.text
    assert shown["memberships"][0]["producer_id"] == PRODUCER
    assert shown["sessions"][0]["words"] == "Chrome · Android"
    assert [code["purpose"] for code in shown["codes"]] == ["hand_over"]
    assert [one["action"] for one in shown["audit"]] == ["session.begin", "member.add"]
    assert person.token not in out
    assert person.digest not in out


async def test_a_person_is_erased_and_the_audit_stays(user, full_settings):
    async with database.connected(full_settings):
        person = await member(PRODUCER, address=NUMBER.text)
        await member(PRODUCER, address="+84912345679")
    await user("code", TYPED)
    before = await entries(full_settings)

    done = await user("erase", TYPED)

    assert done == (0, f"user {person.user} is erased\n", "")
    async with database.connected(full_settings):
        gone = await User.get(id=person.user)
        assert (gone.name, bool(gone.disabled_at)) == ("", True)
        assert await Identity.filter(user_id=person.user).count() == 0
        assert await Session.filter(user_id=person.user).count() == 0
        assert await Code.all().count() == 0
        assert await Membership.filter(user_id=person.user, ended_at=None).count() == 0
        assert await Membership.filter(user_id=person.user).count() == 1
    after = await entries(full_settings)
    assert after[: len(before)] == before
    assert [action for action, _ in after[len(before) :]] == ["user.erase"]
    assert NUMBER.text not in str(after)
    async with front_door(full_settings) as door:
        out = await door.get("/nha-san-xuat/tai-khoan", headers=person.headers)
    assert out.status_code == 303


async def entries(settings) -> list[tuple[str, str]]:
    async with database.connected(settings):
        rows = await AuditEntry.all().order_by("id").values("action", "by", "subject", "detail")
    return [(row["action"], str(row)) for row in rows]


async def test_the_only_owner_is_erased_where_that_is_meant(user, full_settings):
    async with database.connected(full_settings):
        person = await member(PRODUCER, address=NUMBER.text)

    refused = await user("erase", TYPED)
    async with database.connected(full_settings):
        assert (await person_of(NUMBER)).id == person.user
    done = await user("erase", TYPED, "--even-so")

    said = f"sanvat: This person is the only owner of {PRODUCER}. Add another one,"
    assert refused == (1, "", f"{said} or say --even-so.\n")
    assert done[0] == 0


async def test_a_person_is_closed_and_opened_again(user, full_settings):
    async with database.connected(full_settings):
        person = await member(PRODUCER, address=NUMBER.text)

    closed = await user("disable", TYPED)
    async with front_door(full_settings) as door:
        out = await door.get("/nha-san-xuat/tai-khoan", headers=person.headers)
    opened = await user("enable", TYPED)

    assert closed[1] == f"user {person.user} comes in no more\n"
    assert out.status_code == 303
    assert opened[1] == f"user {person.user} may come in again\n"
    async with database.connected(full_settings):
        assert (await User.get(id=person.user)).disabled_at is None
        assert await Session.filter(ended_at=None).count() == 0


@pytest.mark.on("sqlite")
async def test_the_demo_lets_people_in(full_settings, tmp_path):
    file = secret_in(tmp_path / "made")
    key = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret_in(tmp_path / "made").read_text() == key
    Settings(secret_key=key.strip())

    first = await let_people_in(full_settings)
    second = await let_people_in(full_settings)

    assert (
        first[:2]
        == second[:2]
        == [
            "As a producer (HP-CS-101): http://localhost:8000/nha-san-xuat/dang-nhap",
            "    with the number 0912 345 678; the code appears here, on this console",
        ]
    )
    assert first[2].startswith(
        "As an official (can-bo@sanvat.example): http://localhost:8000/can-bo/"
    )
    async with database.connected(full_settings):
        assert await User.all().count() == 2
        roles = await Mandate.filter(ended_at=None).order_by("id").values_list("role", flat=True)
        assert roles == [OfficialRole.REGISTRAR, OfficialRole.MODERATOR]
        assert await Membership.filter(ended_at=None).count() == 1


async def test_an_official_loses_one_mandate_and_keeps_the_others(full_settings, user):
    for commune in ("11728", "11713"):
        await user("add", MAIL, "--role", "official", "--as", "helper", "--commune", commune)

    ended = await user("end", MAIL, "--as", "helper", "--commune", "11728")
    again = await user("end", MAIL, "--as", "helper", "--commune", "11728")

    assert ended == (0, "user 1 may do this no more\n", "")
    assert again[0] == 1
    assert "This person has no such mandate" in again[2]
    async with database.connected(full_settings):
        held = await Mandate.all().order_by("id").values_list("commune_id", "ended_at")
    assert [(commune, ended is None) for commune, ended in held] == [
        ("11728", False),
        ("11713", True),
    ]
