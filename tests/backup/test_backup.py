"""A backup holds everything, and a restore gives it back on either database, or nothing of it."""

import asyncio
import shutil
import signal
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from tortoise import Tortoise
from tortoise.backends.base import executor

from media.store import Store, original_key
from shop import backup, catalogue, clock, database, publishing
from shop.backup import DamagedError, archive, tables
from shop.config import Settings
from shop.errors import SetupError
from shop.models import Clock, Listing, ListingVersion, Partner, Picture, Purpose
from shop.partners import keys
from shop.publishing import Forgetter
from shop.services import opened
from tests import processes
from tests.conftest import front_door, services_of
from tests.mirror.copies import copied, shown, sync_once
from tests.pictures import photo, send
from tests.serving import environment

CA_MOI = "HP-OCOP-0026"
MAKER = "HP-CS-101"
"""Of HP-OCOP-0001."""
OTHER = {"sqlite": "postgres", "postgres": "sqlite"}


async def everything() -> dict[str, list[dict]]:
    """Give all rows of all tables as a backup writes them."""
    found = {}
    async with backup.saving.snapshot() as held:
        for name, model in tables.tables().items():
            of = tables.columns(model)
            found[name] = [
                orjson.loads(tables.written(row, of))
                async for rows in held.read(tables.query(model))
                for row in rows
            ]
    return found


async def all_that_was_saved() -> dict[str, list[dict]]:
    """Give all rows of a restored catalogue but the one that says that it was restored."""
    found = await everything()
    *audit, last = found["audit_entry"]
    assert (last["by"], last["action"]) == ("operator", "restore")
    return {**found, "audit_entry": audit}


async def save_all(settings: Settings, folder):
    """Back the demo catalogue up with a picture, a tombstone, a partner; give its rows, a copy."""
    file = folder / "backup.tar"
    async with front_door(settings) as door:
        key = await keys.add_partner("Ảnh", by="test", kind="service")
        header = {"Authorization": f"Bearer {key}"}
        answer = await send(door, header, photo(1), product="HP-OCOP-0001")
        assert answer.status_code == 200, answer.text
        told = [{"code": "HP-OCOP-0001", "state": "rejected"}]
        assert (await door.put("/api/v1/sales", json={"sales": told}, headers=header)).is_success
        await catalogue.withdraw(CA_MOI, by="test")
        assert await Forgetter(1).forget_old(clock.now() + timedelta(days=2))
        assert await ListingVersion.filter(code=CA_MOI, document=None).count() == 2  # both of it
        await catalogue.set_contact(MAKER, {"phone": "0912 345 678"}, by="test")
        await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu", by="test")
        done = await backup.save(file, services_of(door).pictures)
        rows, documents = await everything(), await shown()
        assert await sync_once(door, folder / "copy")
    assert done.missing == []
    assert done.rows == sum(map(len, rows.values()))
    return file, rows, documents, done


@pytest.fixture(scope="module")
async def saved_once(catalogues, database_kind, tmp_path_factory):
    """A backup that every test of this file gets a copy of."""
    folder = tmp_path_factory.mktemp(f"{database_kind}-saved")
    async with catalogues.copied("full", database_kind, folder) as settings:
        return await save_all(settings, folder)


@pytest.fixture
def saved(saved_once, tmp_path):
    """A backup of the demo catalogue in a file of this test's own, and a mirror's copy of it."""
    file, rows, documents, done = saved_once
    shutil.copytree(file.parent / "copy", tmp_path / "copy")
    return Path(shutil.copy(file, tmp_path)), rows, documents, done


@pytest.mark.parametrize("move", [False, True], ids=["same database", "other database"])
async def test_a_restore_gives_back_every_row_and_picture_in_a_new_epoch(
    saved, settings, catalogues, database_kind, tmp_path, move
):
    file, rows, documents, done = saved
    other = catalogues.copied("empty", OTHER[database_kind], tmp_path / "new")

    async with other if move else nullcontext(settings) as empty:
        async with opened(empty) as held:
            restored = await backup.restore(file, held.pictures, empty.data)

            assert await all_that_was_saved() == rows
            assert await shown() == documents
            contacts = Listing.filter(contact__not_isnull=True).values_list("code", "contact")
            assert await contacts == [("HP-OCOP-0001", '{"phone":"+84912345678"}')]
            assert (restored.rows, restored.files) == (done.rows, done.files)
            assert (restored.without_files, restored.without_rows) == ([], [])
        async with front_door(empty) as door:
            assert (await publishing.head()).epoch == restored.head.epoch
            assert await sync_once(door, tmp_path / "copy")  # an old cursor: 410, and all by itself
            assert copied(tmp_path / "copy") == documents
            await catalogue.set_price("HP-OCOP-0001-1", 77_000, by="test")
            assert (await publishing.head()).serial == restored.head.serial + 1
            await keys.add_partner("Mới", by="test")  # numbered after those restored
            assert await Partner.all().count() == len(rows["partner"]) + 1
            # After the restored sales, the restored contacts.
            assert (await Clock.get(id=1)).reports == rows["sale"][0]["serial"] + 1


async def test_an_older_backup_makes_every_cursor_given_out_since_foreign(
    catalogues, database_kind, tmp_path, full_settings
):
    file, _, documents, _ = await save_all(full_settings, tmp_path)
    async with front_door(full_settings) as door:
        await catalogue.withdraw("HP-NS-0001", by="test")
        assert await sync_once(door, tmp_path / "copy")
        seen = await publishing.head()

    new = catalogues.copied("empty", database_kind, tmp_path / "new")
    async with new as settings:
        async with opened(settings) as held:
            await backup.restore(file, held.pictures, settings.data)
        async with front_door(settings) as door:
            for serial in (1, seen.serial - 1, seen.serial):
                answer = await door.get(f"/api/v1/changes?since={seen.epoch}.{serial}")
                assert answer.status_code == 410
            assert await sync_once(door, tmp_path / "copy")

    assert copied(tmp_path / "copy") == documents
    assert "HP-NS-0001" in documents


async def test_every_table_is_in_backups_or_left_out_by_name(services):
    models = set(Tortoise.apps[database.APP].values())

    assert set(tables.TAKEN) | set(tables.LEFT_OUT) == models
    assert len(tables.TAKEN) + len(tables.LEFT_OUT) == len(models)


async def test_two_backups_of_the_same_rows_are_the_same_rows(full_settings, tmp_path):
    async with opened(full_settings) as held:
        with clock.stopped(clock.now()):
            await backup.save(tmp_path / "a", held.pictures)
            await backup.save(tmp_path / "b", held.pictures)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("version", "rows", "files", "head"), [("0.1.0", 156, 0, 9), ("0.2.0", 166, 12, 15)]
)
async def test_what_older_versions_saved_is_restored(settings, version, rows, files, head):
    """The files in `made` were written by those versions, from few of the real products."""
    file = Path(__file__).parent / "made" / f"{version}.tar"
    assert archive.about(file)["version"] == version

    async with opened(settings) as held:
        restored = await backup.restore(file, held.pictures, settings.data)

        assert (restored.rows, restored.files, restored.head.serial) == (rows, files, head)
        assert (restored.without_files, restored.without_rows) == ([], [])
        assert sum(map(len, (await all_that_was_saved()).values())) == rows
        assert await Partner.filter(name="Chợ Việt").count() == 1
        assert (await Listing.all().order_by("-serial").first()).serial == head


async def test_a_catalogue_that_has_anything_is_left_alone(saved, full_settings):
    file, *_ = saved
    async with opened(full_settings) as held:
        rows = await everything()
        with pytest.raises(SetupError, match="There is a catalogue here already"):
            await backup.restore(file, held.pictures, full_settings.data)

        assert await everything() == rows


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_its_end(data: bytes) -> bytes:
    return data[: data.rindex(b"complete.json")] + bytes(1024)


def altered(data: bytes) -> bytes:
    at = data.index(b"tables/product/") + 700
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def altered_picture(data: bytes) -> bytes:
    at = data.index(b"originals/") + 2000
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("spoil", [cut, without_its_end, altered, altered_picture, lambda _: b"x"],
                         ids=["cut", "no end", "altered", "altered picture", "no tar"])  # fmt: skip
async def test_a_damaged_file_restores_nothing(saved, settings, spoil):
    file, *_ = saved
    file.write_bytes(spoil(file.read_bytes()))

    async with opened(settings) as held:
        with pytest.raises(DamagedError):
            await backup.restore(file, held.pictures, settings.data)

        assert await tables.is_empty()
        assert [page async for page in held.pictures.pages() if page] == []


async def test_a_column_of_a_newer_version_is_refused(saved, settings, monkeypatch):
    file, *_ = saved
    told = archive.about(file)
    told["tables"]["product"].append("smell")
    monkeypatch.setattr(archive, "about", lambda _: told)

    async with opened(settings) as held:
        with pytest.raises(SetupError, match=r"product\.smell, which this version does not"):
            await backup.restore(file, held.pictures, settings.data)

        assert await tables.is_empty()


KILLED = """
import asyncio, os, sys
from pathlib import Path
from shop import backup
from shop.services import opened
from shop.config import Settings

done = 0
def kill(rows):
    global done
    done += rows
    if done >= int(sys.argv[2]):
        os.kill(os.getpid(), 9)

async def main():
    settings = Settings.from_environment()
    async with opened(settings) as held:
        await backup.restore(Path(sys.argv[1]), held.pictures, settings.data, kill)

asyncio.run(main())
"""


@pytest.mark.parametrize("after", [3, 1200])
async def test_a_killed_restore_leaves_an_empty_catalogue_and_can_be_run_again(
    saved, settings, after
):
    file, rows, documents, _ = saved
    command = ["-c", KILLED, str(file), str(after)]
    env = environment(settings)
    done = await asyncio.to_thread(processes.run, *command, env=env)
    assert done.returncode == -signal.SIGKILL

    async with opened(settings) as held:
        assert await tables.is_empty()
        restored = await backup.restore(file, held.pictures, settings.data)
        assert (restored.without_files, restored.without_rows) == ([], [])
        assert await all_that_was_saved() == rows
        assert await shown() == documents


async def test_files_that_are_missing_or_too_many_are_named(saved, catalogues, tmp_path, settings):
    file, *_ = saved
    store = Store.open(str(tmp_path / "lost"))
    async with opened(settings) as held:
        await backup.restore(file, held.pictures, settings.data)
        digest = (await Picture.first()).digest
        await held.pictures.remove(original_key(digest))

        again = await backup.save(tmp_path / "again.tar", held.pictures)
        nothing = await backup.save(tmp_path / "nothing.tar", store)

    assert again.missing == [original_key(digest)]
    assert nothing.files == 0
    async with (
        catalogues.copied("empty", "sqlite", tmp_path / "new") as fresh,
        opened(fresh) as held,
    ):
        stray = await _a_stray(held.pictures)
        restored = await backup.restore(tmp_path / "again.tar", held.pictures, fresh.data)

    assert restored.without_files == [original_key(digest)]
    assert restored.without_rows == [stray]


async def _a_stray(pictures: Store) -> str:
    name = f"{sha256(b'x').hexdigest()}.jpg"
    await pictures.put(name, b"x")
    return f"pictures/{name[:2]}/{name}"


async def test_a_backup_beside_writers_is_of_one_instant(full_settings, tmp_path):
    """Every listing in it is what its rows render to, and its head is the highest serial."""
    async with opened(full_settings) as held:
        done = asyncio.Event()

        async def write() -> None:
            price = 1000
            while not done.is_set():
                price += 1000
                await catalogue.set_price("HP-OCOP-0001-1", price, by="test")
                await catalogue.rename_producer("HP-CS-005", f"HTX {price}", by="test")

        async with asyncio.TaskGroup() as group:
            group.create_task(write())
            for number in range(3):
                await backup.save(tmp_path / f"{number}.tar", held.pictures)
            done.set()

    for number in range(3):
        data = tmp_path / f"new {number}"
        executor.EXECUTOR_CACHE.clear()
        async with opened(Settings(data=data)) as held:
            restored = await backup.restore(tmp_path / f"{number}.tar", held.pictures, data)
            top = await Listing.all().order_by("-serial").first()
            assert top.serial == restored.head.serial
            assert [drift async for _, drift in publishing.verify() if drift] == []
    executor.EXECUTOR_CACHE.clear()
