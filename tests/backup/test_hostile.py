"""Archives that lie restore nothing, and each is refused in a sentence that names what is wrong."""

import asyncio
import gzip

import pytest

from shop import backup
from shop.backup import tables
from shop.errors import SetupError
from shop.models import Commune, Listing
from shop.services import opened
from tests.backup.hostile import (
    COMMUNE,
    HOSTILE,
    LISTING,
    MIB,
    about,
    bomb,
    rows,
    sealed,
    whole,
    write,
)
from tests.peaks import peak_of

NONE_OF_OURS = {
    "nothing": b"",
    "zeros": bytes(4096),
    "a text": "Danh mục".encode(),
    "a tar that is packed": gzip.compress(bytes(4096)),
}


@pytest.fixture
async def restoring(settings, tmp_path):
    """Restore an archive into an empty catalogue; it and the store must be as they were."""
    file = tmp_path / "hostile.tar"
    async with opened(settings) as held:

        async def run(refusal: type[Exception] = SetupError) -> str:
            with pytest.raises(refusal) as refused:
                await backup.restore(file, held.pictures, settings.data)
            assert await tables.is_empty()
            return str(refused.value)

        run.file, run.pictures, run.data = file, held.pictures, settings.data
        yield run


async def test_an_archive_made_by_hand_like_ours_is_restored(restoring):
    """Or those below would be refused for another reason than theirs."""
    write(restoring.file, whole())

    restored = await backup.restore(restoring.file, restoring.pictures, restoring.data)

    assert (restored.rows, restored.files, restored.head.serial) == (2, 1, 7)
    assert (await Commune.get(code="11728")).name == "Xã Kiến Hưng"
    assert (await Listing.get(code="HP-NS-0001")).serial == 7


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("case", HOSTILE)
async def test_a_hostile_archive_is_refused_in_a_sentence_before_anything_is_stored(
    restoring, tmp_path, case
):
    make, message = HOSTILE[case]
    write(restoring.file, make())
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(SetupError, match=message) as refused:
        await backup.restore(restoring.file, restoring.pictures, restoring.data)

    said = refused.value.said
    assert said.vi != said.en
    assert "\n" not in said.vi + said.en
    assert await tables.is_empty()
    assert [page async for page in restoring.pictures.pages() if page] == []
    assert {path.name for path in tmp_path.rglob("*")} - {path.name for path in before} == set()


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("case", NONE_OF_OURS)
async def test_what_is_no_archive_is_refused(restoring, case):
    restoring.file.write_bytes(NONE_OF_OURS[case])

    assert "is not a backup" in await restoring()


@pytest.mark.parametrize(
    "given",
    [
        [rows("commune", COMMUNE, COMMUNE)],
        [rows("commune", COMMUNE), rows("commune", COMMUNE, number=2)],
        [rows("listing", LISTING, LISTING | {"code": "HP-NS-0002"})],
        [rows("commune", {"code": "11728"})],
    ],
    ids=["one key twice", "in two members", "one serial twice", "columns that are missing"],
)
async def test_rows_that_cannot_stand_beside_each_other_are_all_taken_back(restoring, given):
    write(restoring.file, sealed(about(), *given))

    said = await restoring(backup.DamagedError)

    assert "holds rows that the database refuses" in said


@pytest.mark.on("postgres")
async def test_a_number_too_large_for_its_column_is_refused_where_it_does_not_fit(restoring):
    write(restoring.file, sealed(about(), rows("listing", LISTING | {"rev": 2**40})))

    assert "tables/listing/000001.jsonl.gz holds rows" in await restoring(backup.DamagedError)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("piece", [b"\n", b" ", b"{}\n"], ids=["line ends", "a line", "rows"])
async def test_a_restore_takes_no_more_memory_than_a_backup_needs(settings, tmp_path, piece):
    """Of 1 GiB that is unpacked, from 1 MiB."""
    file = tmp_path / "bomb.tar"
    write(file, bomb(piece * MIB, 1024 // len(piece)))

    done, peak = await asyncio.to_thread(peak_of, settings, "restore", str(file))

    assert done.returncode == 1
    assert done.stderr.startswith(f"sanvat: In {file}, ")
    assert done.stderr.count("\n") == 1
    assert peak < 300 * MIB


@pytest.mark.on("sqlite")
async def test_a_command_shows_no_traceback_of_an_odd_archive(settings, inside, tmp_path):
    for case in ("the end a list", "a hard link", "the head beyond numbers", "a number for a text"):
        write(tmp_path / "odd.tar", HOSTILE[case][0]())

        done = await inside(settings, "restore", str(tmp_path / "odd.tar"))

        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("sanvat: ")
        assert done.stderr.count("\n") == 1, done.stderr
