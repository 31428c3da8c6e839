"""Letters to producers: printed in one run, read again by a decoder, each good once."""

import asyncio
import re
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import html5lib
import httpx2
import pytest

from shop import clock, database
from shop.accounts import claims, invitations
from shop.accounts.codes import slow_digests
from shop.accounts.members import owners_of
from shop.accounts.secret import read_letters
from shop.config import Settings
from shop.errors import InvalidError, NotFoundError
from shop.models import AuditEntry, Claim, Invitation, Membership, Session, User
from tests import processes
from tests.accounts.coming import CODE, carry, post
from tests.conftest import front_door
from tests.people import member, stranger
from tests.printed import qr_codes_of
from tests.serving import _wait_until_ready, environment

MAKER, OTHER = "HP-CS-102", "HP-CS-101"
PAPER = "/nha-san-xuat/nhan"
HERE = "http://localhost:8000"

CODES = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


@contextmanager
def killed_at(step: str, settings: Settings) -> Iterator[tuple[subprocess.Popen, str]]:
    """Serve a catalogue without a worker until a step is reached, where the process is killed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://localhost:{port}"
    told = {"SANVAT_BASE_URL": origin, "SANVAT_FAILPOINT": step}
    command = ("-m", "shop.cli", "serve", "--no-worker", "--port", str(port))
    process = processes.start(*command, env=environment(settings) | told)
    try:
        _wait_until_ready(process, origin)
        yield process, origin
    finally:
        process.kill()
        process.wait()


def letters_of(folder) -> list:
    """Give the letters of the one file in a folder, as (producer, code, what its QR says)."""
    [file] = folder.glob("*.html")
    page = html5lib.parse(file.read_text(), namespaceHTMLElements=False)
    articles = [one for one in page.iter("article") if one.get("class") == "letter"]
    return [(one, "".join(one.itertext()), qr_codes_of(one)) for one in articles]


@pytest.mark.on("sqlite")
async def test_118_letters_are_made_in_one_run_and_each_claims_its_producer(
    full_settings, inside, tmp_path
):
    done = await inside(full_settings, "invite", "--out", str(tmp_path / "letters"))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("118 letters, good until ")
    letters = letters_of(tmp_path / "letters")
    assert len(letters) == 118
    found = {}
    for _, text, qr in letters:
        [producer] = re.findall(r"HP-CS-\d+", text)
        [code] = CODES.findall(text)
        assert qr == [f"{HERE}{PAPER}?ma={code}"]
        found[producer] = code
    assert len(found) == len(set(found.values())) == 118
    async with database.connected(full_settings):
        kept = {row.digest: row.producer_id for row in await Invitation.all()}
    digests = await slow_digests([read_letters(code) for code in found.values()])
    assert dict(zip(digests, found, strict=True)) == kept


@pytest.mark.on("sqlite")
async def test_a_letter_claims_the_producer_whose_name_is_on_it(full_settings, inside, tmp_path):
    options = ("--producer", MAKER, "--producer", OTHER, "--out", str(tmp_path))
    await inside(full_settings, "invite", *options)

    async with front_door(full_settings) as door:
        for number, (_, text, [address]) in enumerate(letters_of(tmp_path)):
            [producer] = re.findall(r"HP-CS-\d+", text)
            path = address.removeprefix(HERE)
            page = html5lib.parse((await door.get(path)).text, namespaceHTMLElements=False)
            code = page.find(".//*[@id='field-code']").get("value")
            await post(door, f"{PAPER}/so", code=code, address=f"0912 345 67{number}")
            await carry("123456")
            came = await post(door, CODE, code="123456")
            assert came.headers["location"] == f"/nha-san-xuat/{producer}/dong-y?moi=1"


@pytest.mark.on("sqlite")
async def test_the_file_is_for_its_owner_and_needs_nothing_from_elsewhere(
    full_settings, inside, tmp_path
):
    await inside(full_settings, "invite", "--commune", "11728", "--out", str(tmp_path))

    [file] = tmp_path.glob("*.html")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert "<script" not in text
    assert "style=" not in text
    assert re.findall(r'(?:href|src)="([^"]*)"', text) == ["letter.css"]
    assert "@page" in (tmp_path / "letter.css").read_text()
    assert [name for name in ("Xã Kiến Hưng", "UBND Xã Kiến Hưng") if name not in text] == []


@pytest.mark.on("sqlite")
async def test_producers_with_an_owner_are_passed_over_and_named(full_settings, inside, tmp_path):
    async with database.connected(full_settings):
        await member(MAKER)
    options = ("--producer", MAKER, "--producer", OTHER, "--out", str(tmp_path / "some"))
    some = await inside(full_settings, "invite", *options)
    options = ("--producer", MAKER, "--out", str(tmp_path / "none"))
    none = await inside(full_settings, "invite", *options)

    assert f"passed over, they have an owner: {MAKER}\n1 letters" in some.stdout
    assert none.stdout == f"passed over, they have an owner: {MAKER}\nno letters\n"
    assert list((tmp_path / "none").iterdir()) == []


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("option", [("--producer", "HP-CS-999"), ("--commune", "99999")])
async def test_what_is_not_there_gets_no_letter(full_settings, inside, tmp_path, option):
    done = await inside(full_settings, "invite", *option, "--out", str(tmp_path / "out"))

    assert done.returncode == 1
    assert option[1] in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.on("sqlite")
async def test_where_no_file_can_be_written_no_former_letter_ends(full_settings, inside, tmp_path):
    async with database.connected(full_settings):
        await invitations.invite(MAKER, by="test")
    (tmp_path / "file").touch()
    done = await inside(full_settings, "invite", "--out", str(tmp_path / "file"))

    assert done.returncode == 1
    assert "choose another folder" in done.stderr
    async with database.connected(full_settings):
        assert await Invitation.filter(revoked_at=None).count() == 1


async def test_no_code_is_kept_as_it_is_written(shop):
    code = (await invitations.invite(MAKER, by="test")).code
    rows = [str(row) for table in (Invitation, AuditEntry) for row in await table.all().values()]

    assert code.replace("-", "") not in "".join(rows)
    assert code not in "".join(rows)


@pytest.mark.on("sqlite")
async def test_a_new_letter_ends_the_unused_one_and_no_used_one(shop):
    await invitations.invite(MAKER, by="test")
    await Invitation.filter(producer_id=MAKER).update(used_at=clock.now())
    await invitations.invite(MAKER, by="test")
    await invitations.invite(MAKER, by="test")

    rows = await Invitation.filter(producer_id=MAKER).order_by("id")
    assert [(row.used_at is not None, row.revoked_at is not None) for row in rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    by = await AuditEntry.filter(action="invitation.make").values_list("subject", "by")
    assert by == [(MAKER, "test")] * 3


@pytest.mark.on("sqlite")
async def test_a_producer_with_an_owner_or_none_at_all_gets_no_letter(shop):
    await member(MAKER)

    with pytest.raises(InvalidError, match="has an owner"):
        await invitations.invite(MAKER, by="test")
    with pytest.raises(NotFoundError):
        await invitations.invite("HP-CS-999", by="test")
    assert await Invitation.all().count() == 0


async def test_two_letters_at_once_leave_one_that_is_good(shop):
    made = await asyncio.gather(*(invitations.invite(MAKER, by="test") for _ in range(4)))

    assert len({letter.code for letter in made}) == 4
    assert await Invitation.filter(producer_id=MAKER, revoked_at=None).count() == 1


async def test_of_many_who_show_one_letter_at_once_one_claims(shop):
    code = (await invitations.invite(MAKER, by="test")).code
    [letter] = await Invitation.all()
    people = [await stranger(f"+8491200000{n}") for n in range(6)]

    came = await asyncio.gather(
        *(claims.claim_at_once(one.user, letter) for one in people), return_exceptions=True
    )

    assert [type(one) for one in came if isinstance(one, Exception)] == [InvalidError] * 5
    [owner] = await owners_of(MAKER)
    assert came[[one.user for one in people].index(owner)] == "owner"
    assert (await Membership.all().count(), await Claim.all().count()) == (1, 0)
    assert code


async def test_one_person_who_shows_it_many_times_at_once_owns_once(shop):
    await invitations.invite(MAKER, by="test")
    [letter] = await Invitation.all()
    person = await stranger()

    came = await asyncio.gather(*(claims.claim_at_once(person.user, letter) for _ in range(6)))

    assert sorted(came) == ["mine"] * 5 + ["owner"]
    assert await Membership.filter(producer_id=MAKER).count() == 1


async def test_a_kill_while_a_letter_is_used_leaves_it_good(full_settings):
    with killed_at("claim-used", full_settings) as (process, origin):
        async with database.connected(full_settings):
            code = (await invitations.invite(MAKER, by="test")).code
            async with httpx2.AsyncClient(base_url=origin, timeout=60) as door:
                await post(door, f"{PAPER}/so", code=code, address="0912 345 678")
                await carry("123456")
                with pytest.raises(httpx2.TransportError):
                    await post(door, CODE, code="123456")
            assert process.wait(20) == -9
            assert await owners_of(MAKER) == []
            assert (await Session.all().count(), await User.all().count()) == (0, 0)
            assert await Invitation.filter(used_at=None).count() == 1

    async with front_door(full_settings) as door:
        await post(door, f"{PAPER}/so", code=code, address="0912 345 678")
        await carry("654321")
        came = await post(door, CODE, code="654321")
        assert came.headers["location"] == f"/nha-san-xuat/{MAKER}/dong-y?moi=1"
        assert len(await owners_of(MAKER)) == 1
