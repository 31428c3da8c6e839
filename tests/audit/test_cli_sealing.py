"""`sanvat audit head`, `verify` and `erase`, and what a backup and its restore say of the chain."""

import json

import pytest

from shop import backup, database
from shop.audit.anchors import head
from shop.audit.verifying import Stands
from shop.models import AuditEntry
from shop.services import opened
from tests.audit.entries import acts, seal_all, sealed
from tests.commands import told


@pytest.fixture
def sanvat(settings, inside):
    async def running(*arguments: str, of=None):
        return told(await inside(of or settings, *arguments))

    return running


@pytest.fixture
async def three(settings):
    async with database.connected(settings):
        return await sealed(3)


async def more(settings, many: int) -> None:
    async with database.connected(settings):
        await acts(many)
        await seal_all()


async def test_what_head_prints_is_an_anchor_that_stands_later_too(
    sanvat, settings, three, tmp_path
):
    left, said, _ = await sanvat("audit", "head")
    kept = tmp_path / "mốc.json"
    kept.write_text(said)
    await more(settings, 2)

    verified = await sanvat("audit", "verify", "--anchor", str(kept))

    assert (left, json.loads(said)) == (
        0, {"seal_no": 3, "hash": three[2].hash, "day": "2026-11-23"},
    )  # fmt: skip
    assert (verified[0], verified[2]) == (0, "")
    assert verified[1].splitlines()[0] == "sealed and whole: 5 entries, to 2026-11-23"
    assert verified[1].splitlines()[2:] == [
        "details erased: 0; not sealed yet: 0",
        f"{kept}: the anchor at 3 of 2026-11-23 stands",
    ]


async def test_before_anything_is_sealed_there_is_no_head(sanvat):
    left, said, complaints = await sanvat("audit", "head")

    assert (left, said) == (1, "")
    assert complaints == (
        "sanvat: Nothing of the audit is sealed yet. Start the worker, and try again.\n"
    )


async def test_a_wrong_entry_is_named_by_number_and_id(sanvat, settings, three):
    async with database.connected(settings):
        await AuditEntry.filter(seal_no=2).update(by="user 13")

    left, said, _ = await sanvat("audit", "verify")

    assert left == 1
    assert said.splitlines()[-1] == f"WRONG at 2 (id {three[1].id}): it was edited"


async def test_an_anchor_in_a_manifest_and_one_in_a_backup_are_compared(
    sanvat, settings, three, tmp_path
):
    manifest, tar = tmp_path / "manifest.json", tmp_path / "backup.tar"
    async with database.connected(settings):
        anchor = await head()
    manifest.write_text(json.dumps({"epoch": "x", "files": [], "audit": anchor.told()}))
    await sanvat("backup", str(tar))
    async with database.connected(settings):
        await AuditEntry.filter(seal_no=3).delete()

    left, said, _ = await sanvat("audit", "verify", "--anchor", str(manifest), "--anchor", str(tar))

    ahead = (
        "the anchor at 3 of 2026-11-23 is AHEAD of the chain by 1: its end is missing, cut off or"
        " not in what was restored"
    )
    assert left == 1
    assert said.splitlines()[-2:] == [f"{manifest}: {ahead}", f"{tar}: {ahead}"]


async def test_what_has_no_anchor_is_refused(sanvat, three, tmp_path):
    (tmp_path / "x.json").write_text('{"audit": null}')

    left, said, complaints = await sanvat("audit", "verify", "--anchor", str(tmp_path / "x.json"))

    assert (left, said) == (1, "")
    assert complaints.startswith("sanvat: There is no anchor here.")


async def test_a_detail_is_erased_by_its_number_and_never_shown_again(sanvat, settings, three):
    left, said, _ = await sanvat("audit", "erase", str(three[1].id))
    async with database.connected(settings):
        await seal_all()

    shown = await sanvat("audit")
    verified = await sanvat("audit", "verify")

    assert (left, said) == (0, f"the detail of entry {three[1].id} is erased\n")
    assert "Mốc 2" not in shown[1]
    assert "Mốc 3" in shown[1]
    assert f"command line  audit.erase  entry {three[1].id}" in shown[1]
    assert verified[0] == 0
    assert "details erased: 1; not sealed yet: 0" in verified[1]


@pytest.fixture
async def elsewhere(catalogues, database_kind, tmp_path):
    async with catalogues.copied("empty", database_kind, tmp_path / "new") as settings:
        yield settings


async def test_a_restore_compares_the_chain_with_the_backup_s_anchor(
    sanvat, settings, three, elsewhere, tmp_path
):
    file, kept = tmp_path / "backup.tar", tmp_path / "later.json"
    await sanvat("backup", str(file))
    await more(settings, 2)
    kept.write_text((await sanvat("audit", "head"))[1])

    left, said, _ = await sanvat("restore", str(file), of=elsewhere)
    later = await sanvat("audit", "verify", "--anchor", str(kept), of=elsewhere)

    assert left == 0
    assert "audit: sealed and whole: 3 entries, to 2026-11-23" in said.splitlines()
    assert "audit: the anchor at 3 of 2026-11-23 stands" in said.splitlines()
    assert later[0] == 1
    assert "the anchor at 5 of 2026-11-23 is AHEAD of the chain by 2: " in later[1]


async def test_a_restore_is_an_entry_and_what_it_lost_is_said_for_ever(
    sanvat, settings, three, elsewhere, tmp_path
):
    file, kept = tmp_path / "backup.tar", tmp_path / "later.json"
    await sanvat("backup", str(file))
    await more(settings, 2)
    kept.write_text((await sanvat("audit", "head"))[1])
    await sanvat("restore", str(file), of=elsewhere)

    [entry] = (await sanvat("audit", "--by", "operator", "--json", of=elsewhere))[1].splitlines()
    await more(elsewhere, 3)
    verified = await sanvat("audit", "verify", "--anchor", str(kept), of=elsewhere)

    told = json.loads(entry)
    assert (told["action"], told["request"]) == ("restore", "")
    assert told["subject"] == f"backup {told['detail']['sha256'][:16]}"
    assert told["detail"]["anchor"] == {
        "seal_no": 3, "hash": three[2].hash, "day": "2026-11-23",
    }  # fmt: skip
    assert verified[0] == 1
    assert verified[1].splitlines()[0].startswith("sealed and whole: 7 entries, to ")
    assert verified[1].splitlines()[-1] == (
        f"{kept}: the anchor at 5 of 2026-11-23 DIFFERS: the audit was rewritten, or it was"
        " restored from before that"
    )


async def test_a_restore_says_that_the_audit_was_wrong_already(
    sanvat, settings, three, elsewhere, tmp_path
):
    async with database.connected(settings):
        await AuditEntry.filter(seal_no=2).update(by="user 13")
    file = tmp_path / "backup.tar"
    await sanvat("backup", str(file))

    left, said, _ = await sanvat("restore", str(file), of=elsewhere)
    tried = await sanvat("backup", "check", str(file), of=elsewhere)

    assert left == tried[0] == 1
    assert f"audit: WRONG at 2 (id {three[1].id}): it was edited" in said.splitlines()
    assert "not as the backup says: audit: its chain is not whole" in tried[1]


@pytest.mark.on("sqlite")
async def test_a_backup_is_restored_whole_on_the_other_database_too(
    settings, three, catalogues, tmp_path
):
    async with opened(settings) as held:
        await backup.save(tmp_path / "backup.tar", held.pictures)

    async with (
        catalogues.copied("empty", "postgres", tmp_path / "new") as other,
        opened(other) as held,
    ):
        restored = await backup.restore(tmp_path / "backup.tar", held.pictures, other.data)

    assert restored.audit.is_whole
    assert list(restored.audit.anchors.values()) == [Stands.YES]


async def test_the_manifest_says_where_the_chain_stands(client):
    before = (await client.get("/api/v1/manifest")).json()["audit"]
    rows = await sealed(2)

    told_now = (await client.get("/api/v1/manifest")).json()["audit"]

    assert before is None
    assert told_now == {"seal_no": 2, "hash": rows[1].hash, "day": "2026-11-23"}
