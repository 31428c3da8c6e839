"""Backups one after another: named by the time, whole ones counted, tried before need."""

import re
import subprocess
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from shop import backup, clock
from shop.backup import keeping
from shop.database.heartbeats import BACKUP, heartbeats
from shop.models import Listing, Product
from shop.services import opened
from tests import databases
from tests.conftest import TODAY


async def beat():
    return (await heartbeats()).get(BACKUP)


async def test_a_backup_into_a_folder_has_a_dated_name_and_tells_that_it_stands(
    settings, inside, tmp_path
):
    folder = tmp_path / "backups"
    with clock.stopped(TODAY):
        done = await inside(settings, "backup", "--into", str(folder), "--keep", "2")

    [file] = folder.glob("sanvat-*")
    assert (done.returncode, done.stderr) == (0, "")
    assert file.name == "sanvat-2026-11-23T03-00-00Z.tar"
    assert str(file) in done.stdout
    assert keeping.is_whole(file)
    async with opened(settings):
        told = await beat()
        assert (told.last_ok, told.failures) == (TODAY, 0)


@pytest.mark.on("sqlite")
async def test_old_ones_go_once_the_new_one_stands_and_only_whole_ones_count(
    settings, inside, tmp_path
):
    folder = tmp_path / "backups"
    for day in range(4):
        with clock.stopped(TODAY + timedelta(days=day)):
            await inside(settings, "backup", "--into", str(folder), "--keep", "3")
    names = [f"sanvat-2026-11-{day}T03-00-00Z.tar" for day in (24, 25, 26)]
    assert sorted(one.name for one in folder.glob("*.tar")) == names

    cut = folder / names[2]
    cut.write_bytes(cut.read_bytes()[:-20_000])
    (folder / ".sanvat-2026-11-26T04-00-00Z.tar.0badc0de.part").write_bytes(b"of a killed one")
    (folder / "sanvat-of-mine.tar").write_bytes(b"not named by us")
    with clock.stopped(TODAY + timedelta(days=4)):
        done = await inside(settings, "backup", "--into", str(folder), "--keep", "3")

    assert f"not whole, and left alone: {names[2]}" in done.stdout
    assert (done.returncode, "deleted" in done.stdout) == (1, False)
    left = sorted(one.name for one in folder.iterdir() if one.name != keeping.LOCK)
    assert left == [*names, "sanvat-2026-11-27T03-00-00Z.tar", "sanvat-of-mine.tar"]


@pytest.mark.on("sqlite")
async def test_a_clock_that_went_back_costs_no_new_backup(settings, inside, tmp_path):
    folder = tmp_path / "backups"
    for day in (5, 4, 0):
        with clock.stopped(TODAY + timedelta(days=day)):
            await inside(settings, "backup", "--into", str(folder), "--keep", "2")

    left = sorted(one.name for one in folder.glob("*.tar"))
    assert left == ["sanvat-2026-11-23T03-00-00Z.tar", "sanvat-2026-11-28T03-00-00Z.tar"]


@pytest.mark.on("sqlite")
async def test_two_backups_at_once_and_odd_wishes_are_refused(settings, inside, tmp_path):
    with backup.alone_in(tmp_path):
        done = await inside(settings, "backup", "--into", str(tmp_path))
    neither = await inside(settings, "backup")
    both = await inside(settings, "backup", "a.tar", "--into", str(tmp_path))
    none = await inside(settings, "backup", "--into", str(tmp_path), "--keep", "0")

    assert (done.returncode, done.stdout) == (1, "")
    assert "Another backup is being written" in done.stderr
    assert (
        neither.stderr == both.stderr == "sanvat: Say where to: a file, or --into with a folder.\n"
    )
    assert "Give --keep as 1 or more" in none.stderr
    assert list(tmp_path.glob("*.tar")) == []


@contextmanager
def a_small_disk(folder: Path):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


async def test_a_full_disk_is_told_by_the_file_that_found_no_room(full_settings, inside, tmp_path):
    folder = tmp_path / "small"
    with a_small_disk(folder):
        done = await inside(full_settings, "backup", "--into", str(folder))
        assert [one.name for one in folder.iterdir()] == [keeping.LOCK]

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"sanvat: No space left on device: {folder}/.sanvat-")
    assert "SANVAT_DATABASE_URL" not in done.stderr
    async with opened(full_settings):
        told = await beat()
        assert (told.last_ok, told.failures) == (None, 1)
        assert "No space left on device" in told.why


async def test_a_backup_is_tried_without_touching_the_catalogue(full_settings, inside, tmp_path):
    file = tmp_path / "backup.tar"
    await inside(full_settings, "backup", str(file))
    async with opened(full_settings):
        head = await Listing.all().order_by("-serial").first().values("serial")

    done = await inside(full_settings, "backup", "check", str(file))

    said = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert said[0].startswith("made by ")
    assert said[0].endswith(f"head {head['serial']}")
    assert said[2] == "429 listings verified"
    async with opened(full_settings):
        assert await Listing.all().count() == 429


@pytest.mark.on("sqlite")
async def test_what_does_not_come_back_as_it_was_is_named(full_settings, inside, tmp_path):
    """Rows were changed behind the catalogue's back, so the listing is not what they say."""
    file = tmp_path / "backup.tar"
    async with opened(full_settings) as held:
        await Product.filter(code="HP-OCOP-0001").update(name_vi="Tên khác")
        await backup.save(file, held.pictures)

    done = await inside(full_settings, "backup", "check", str(file))

    assert done.returncode == 1
    told = "not as the backup says: HP-OCOP-0001: its listing differed from its rows"
    assert done.stdout.splitlines()[-1] == told


@pytest.mark.on("sqlite")
async def test_a_file_that_is_cut_off_is_refused(full_settings, inside, tmp_path):
    file = tmp_path / "backup.tar"
    await inside(full_settings, "backup", str(file))
    file.write_bytes(file.read_bytes()[:-20_000])

    done = await inside(full_settings, "backup", "check", str(file))

    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r" is not whole: | not a whole one: ", done.stderr)  # by where the cut falls


@pytest.mark.on("sqlite")
async def test_a_backup_is_tried_in_an_empty_postgresql(full_settings, inside, tmp_path, postgres):
    file = tmp_path / "backup.tar"
    await inside(full_settings, "backup", str(file))
    name = f"drill_{tmp_path.name.replace('-', '_').lower()}"[:60]
    databases.run_sql(postgres, f'CREATE DATABASE "{name}"')
    trial = full_settings.model_copy(update={"database_url": f"{postgres}/{name}"})

    first = await inside(trial, "backup", "check", str(file), "--to-database")
    second = await inside(trial, "backup", "check", str(file), "--to-database")

    assert (first.returncode, first.stderr) == (0, "")
    assert "429 listings verified" in first.stdout
    assert second.returncode == 1
    assert "There is a catalogue here already" in second.stderr
