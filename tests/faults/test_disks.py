"""Disks without room: what can be read is read, what cannot be written is told to come again."""

import shutil
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pytest

from shop.config import Settings
from tests import databases
from tests.faults import disks
from tests.faults.load import load
from tests.faults.site import Seen, site, until
from tests.faults.test_database import ERRORS, all_is_well, is_well_again
from tests.faults.uploads import upload

pytestmark = [
    pytest.mark.root,
    pytest.mark.on(*databases.DATABASES),
    pytest.mark.timeout(600, func_only=True),
]


@pytest.fixture
def disk(tmp_path):
    """A disk of 64 MB; PostgreSQL must be able to come to it."""
    folder = Path("/dev/shm") / f"sanvat-disk-{uuid4().hex[:8]}"  # noqa: S108 - a mount, of a test
    with disks.small_disk(folder, 64) as mounted:
        yield mounted
    folder.rmdir()


@pytest.fixture
def on_disk(disk, request, database_kind):
    """The catalogue with its database on the small disk, and its data folder elsewhere."""
    if database_kind == "sqlite":
        shown = request.getfixturevalue("shown")
        shutil.move(shown.sqlite_file, disk / "sanvat.sqlite3")
        yield Settings(data=shown.data, database_url=f"sqlite:///{disk}/sanvat.sqlite3")
        return
    with on_tablespace(request.getfixturevalue("alone"), disk) as settings:
        yield settings


@contextmanager
def on_tablespace(alone: Settings, disk: Path):
    """Move the database onto the disk: only it is full then, and not PostgreSQL's own log."""
    server, _, name = alone.database_url.rpartition("/")
    place = disk / "pg"
    place.mkdir()
    shutil.chown(place, "postgres")
    disk.chmod(0o755)
    databases.run_sql(server, f"CREATE TABLESPACE {name}_disk LOCATION '{place}'")
    databases.run_sql(server, f"ALTER DATABASE {name} SET TABLESPACE {name}_disk")
    try:
        yield alone
    finally:
        databases.run_sql(server, f"ALTER DATABASE {name} SET TABLESPACE pg_default")
        databases.run_sql(server, f"DROP TABLESPACE {name}_disk")


@pytest.mark.slow
@pytest.mark.faults("database on a full disk")
def test_a_database_finds_no_room(on_disk, disk, account, database_kind):
    with site(on_disk) as running, load(running, prices=True) as made:
        until(lambda: made.wrote[200])
        filling = disks.fill(disk)
        seen = running.until(lambda seen: seen.figure(ERRORS, why="full"))
        ready = running.seen()
        filling.unlink()
        began, before = monotonic(), made.wrote[200]
        until(lambda: made.wrote[200] > before)
        is_well_again(running)
        account.recovered = f"{monotonic() - began:.0f} s"
    assert made.noticed() == {}
    made.judge(account)
    assert ready.status == 200
    account.saw(f'{ERRORS}{{why="full"}}')
    if database_kind == "sqlite":
        assert seen.figure("sanvat_disk_free_bytes", place="database") < 1 << 20
        account.saw('sanvat_disk_free_bytes{place="database"}')


@pytest.fixture
def data_on_disk(shown, tmp_path):
    """The catalogue with a small disk as its data folder; its database and log are elsewhere."""
    url = shown.database_url or f"sqlite:///{shown.sqlite_file}"
    with disks.small_disk(tmp_path / "disk", 64) as disk:
        shutil.copytree(shown.data / "index", disk / "index", symlinks=True)
        yield Settings(data=disk, database_url=url)


@pytest.mark.slow
@pytest.mark.faults("SANVAT_DATA full, pictures on S3")
def test_the_data_folder_is_full(data_on_disk, on_s3, account):
    with site(data_on_disk, **on_s3) as running, load(running) as made:
        running.until(all_is_well)
        filling = disks.fill(data_on_disk.data)
        before = made.wrote[200]
        seen = running.until(lambda seen: seen.ready["duties"])
        free = seen.figure("sanvat_disk_free_bytes", place="data")
        until(lambda: made.wrote[200] > before)
        filling.unlink()
        began = monotonic()
        is_well_again(running)
        account.recovered = f"{monotonic() - began:.0f} s"
    assert made.noticed() == {}
    made.judge(account, {200})
    assert seen.status == 200
    assert free is not None
    assert free < 1 << 20
    account.saw("readyz duties: " + ", ".join(seen.ready["duties"]))
    account.saw('sanvat_disk_free_bytes{place="data"}')
    assert litter(data_on_disk.data) == []


def litter(data: Path) -> list[Path]:
    """What half-written files would be called."""
    return [file for file in data.rglob("*") if file.suffix in {".new", ".tmp", ".part"}]


@pytest.mark.faults("inodes exhausted")
def test_no_file_can_be_made(data_on_disk, account):
    with site(data_on_disk) as running:
        assert upload(running, 1).status_code == 200
        filling = disks.use_all_names(data_on_disk.data)
        refused = upload(running, 2)
        seen = running.until(lambda seen: disks.use_all_names(data_on_disk.data) and no_names(seen))
        page = running.get("/san-pham/HP-OCOP-0002", follow_redirects=True)
        shutil.rmtree(filling)
        again = upload(running, 2)

    assert (refused.status_code, page.status_code) == (503, 200)
    assert (again.status_code, again.json()["pictures"][0]["accepted"]) == (200, True)
    assert seen.total("sanvat_uploads_refused_total") >= 1
    account.result, account.lost = "uploads 503", "0"
    account.recovered = "at once"
    account.saw('sanvat_disk_free_inodes{place="data"}', "sanvat_uploads_refused_total")


def no_names(seen: Seen) -> bool:
    return seen.figure("sanvat_disk_free_inodes", place="data") == 0
