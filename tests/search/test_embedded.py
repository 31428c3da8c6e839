"""The embedded engine keeps the contract, and its folder survives what may happen to a folder."""

import fcntl
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.embedded import EmbeddedEngine
from search.embedded import schema as embedded_schema
from search.engine import FACETS, Busy, Position, Unavailable
from tests.search.contract import START, EngineContract, ask, fill
from tests.search.samples import goods

LATER = Position("epoch-1", 8)
KEYS = 'abcdđeghiklmnopqrstuvwxy àáảãạâăêôơưsfrxj0123456789 "():*^$'


@pytest.fixture
async def engine(tmp_path):
    engine = EmbeddedEngine(tmp_path / "index")
    yield engine
    await engine.close()


class TestEmbeddedEngine(EngineContract):
    pass


@pytest.fixture(scope="module")
async def held(tmp_path_factory):
    engine = EmbeddedEngine(tmp_path_factory.mktemp("held") / "index")
    await fill(engine, goods())
    yield engine
    await engine.close()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=250) | st.text(alphabet=KEYS, max_size=250))
async def test_any_text_is_answered(held, text):
    answer = await ask(held, text, facets=FACETS)

    assert answer.total >= len(answer.hits)
    assert len(set(answer.hits)) == len(answer.hits)


@pytest.fixture
async def folder(engine, tmp_path):
    await fill(engine, goods())
    return tmp_path / "index"


@pytest.fixture
async def reader(folder):
    """A second engine on the folder, as another process has one."""
    reader = EmbeddedEngine(folder)
    yield reader
    await reader.close()


def serving(folder: Path) -> Path:
    return folder / (folder / "current").read_text()


def generations(folder: Path) -> list[Path]:
    return sorted(folder.glob("generation-*"))


# Several processes


async def test_another_reader_sees_a_commit_at_once(engine, reader):
    assert (await ask(reader, "ổi")).total == 0

    await engine.write([goods()[0]], ["HP-NS-0171"], LATER)

    assert await reader.position() == LATER
    assert (await ask(reader)).total == len(goods()) - 1


async def test_another_reader_sees_a_swapped_generation_at_once(engine, reader, folder):
    assert (await ask(reader)).total == len(goods())

    await fill(engine, goods()[:2], Position("epoch-2", 1))

    assert (await ask(reader)).total == 2
    assert await reader.position() == Position("epoch-2", 1)
    assert generations(folder) == [serving(folder)]


async def test_another_process_reads_and_writes_the_same_index(engine, folder):
    script = """
import asyncio, pathlib, sys
from search.embedded import EmbeddedEngine
from search.engine import Position, Query

async def main():
    engine = EmbeddedEngine(pathlib.Path(sys.argv[1]))
    print((await engine.search(Query(text="dừa", now=0))).hits[0])
    await engine.write([], ["HP-NS-0171"], Position("epoch-1", 8))
    await engine.close()

asyncio.run(main())
"""
    run = subprocess.run(  # noqa: ASYNC221 - nothing else waits in this loop
        [sys.executable, "-c", script, folder], capture_output=True, text=True, check=True
    )

    assert run.stdout == "HP-NS-0171\n"
    assert await engine.position() == LATER
    assert set((await ask(engine, "dua ")).hits) == {"HP-NS-0170", "HP-NS-0176"}


async def test_a_writer_that_stays_is_not_waited_for_for_ever(engine, folder, monkeypatch):
    monkeypatch.setattr("search.embedded.writing._PATIENCE", 0.0)
    writer = embedded_schema.open_index(str(serving(folder))).writer(15_000_000, 1)

    with pytest.raises(Busy):
        await engine.write([], ["HP-NS-0171"], LATER)

    writer.wait_merging_threads()
    assert await engine.position() == START
    assert (await ask(engine)).total == len(goods())


async def test_two_rebuilds_at_once_are_refused(engine, reader, folder):
    async with engine.rebuild():
        with pytest.raises(Busy):
            async with reader.rebuild():
                pytest.fail("a second rebuild began")

    assert await reader.position() == START


# Damage


async def test_no_folder_and_an_empty_folder_hold_no_index(tmp_path):
    assert await EmbeddedEngine(tmp_path / "missing").position() is None
    assert await EmbeddedEngine(tmp_path).position() is None


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


SUFFIXES = ("term", "idx", "pos", "store", "fast", "fieldnorm")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("damage", [cut, empty, garble, Path.unlink])
async def test_a_damaged_segment_is_recognised_and_a_rebuild_heals_it(folder, suffix, damage):
    [path] = serving(folder).glob(f"*.{suffix}")
    damage(path)
    engine = EmbeddedEngine(folder)

    assert await engine.position() is None
    with pytest.raises(Unavailable):
        await ask(engine, "dừa")

    await fill(engine, goods())
    assert await engine.position() == START
    assert (await ask(engine, "dừa")).hits[0] == "HP-NS-0171"


@pytest.mark.parametrize("name", ["meta.json", "../current"])
@pytest.mark.parametrize("damage", [cut, empty, Path.unlink])
async def test_a_damaged_commit_or_pointer_is_recognised_even_by_a_running_engine(
    engine, folder, name, damage
):
    damage(serving(folder) / name)

    assert await engine.position() is None
    with pytest.raises(Unavailable):
        await ask(engine, "dừa")
    with pytest.raises(Unavailable):
        await engine.write([], [], LATER)


@pytest.mark.parametrize("pointer", ["generation-none", "../etc", "generation-/../..", "ổi"])
async def test_a_pointer_to_nowhere_is_no_index(folder, pointer):
    (folder / "current").write_text(pointer)

    assert await EmbeddedEngine(folder).position() is None


async def test_an_index_of_another_schema_is_no_index(folder, monkeypatch):
    monkeypatch.setattr(embedded_schema, "WORDING", embedded_schema.WORDING + 1)
    engine = EmbeddedEngine(folder)

    assert await engine.position() is None
    with pytest.raises(Unavailable):
        await ask(engine, "dừa")

    await fill(engine, goods())
    assert await engine.position() == START


async def test_a_foreign_index_is_no_index(folder):
    meta = json.loads((serving(folder) / "meta.json").read_text())
    meta["segments"] = []
    (serving(folder) / "meta.json").write_text(json.dumps(meta))

    assert await EmbeddedEngine(folder).position() is None


# Killed rebuilds


async def test_what_a_killed_rebuild_left_is_swept_away_by_the_next(engine, folder):
    leftover = folder / "generation-killed"
    leftover.mkdir()
    (leftover / "meta.json").write_text("{")
    (folder / "current.new").write_text("generation-kil")

    assert await engine.position() == START
    await fill(engine, goods()[:1])

    assert generations(folder) == [serving(folder)]
    assert serving(folder) != leftover
    assert (await ask(engine)).hits == ("HP-OCOP-0026",)


async def test_an_abandoned_rebuild_leaves_no_folder(engine, folder):
    async with engine.rebuild() as rebuild:
        await rebuild.write(goods())
        assert len(generations(folder)) == 2

    assert generations(folder) == [serving(folder)]


@pytest.mark.parametrize("deed", ["rebuild", "write"])
async def test_a_process_killed_while_it_works_leaves_the_index_and_no_lock(engine, folder, deed):
    script = f"""
import asyncio, os, pathlib, signal, sys
from search.embedded import EmbeddedEngine, schema
from search.embedded.writing import add, writing
from tests.search.samples import goods

async def rebuild(folder):
    async with EmbeddedEngine(folder).rebuild() as rebuild:
        await rebuild.write(goods())
        os.kill(os.getpid(), signal.SIGKILL)

async def write(folder):
    serving = folder / (folder / "current").read_text()
    with writing(schema.open_index(str(serving)), 15_000_000) as writer:
        add(writer, goods())
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run({deed}(pathlib.Path(sys.argv[1])))
"""
    run = subprocess.run([sys.executable, "-c", script, folder], check=False)  # noqa: ASYNC221

    assert run.returncode == -signal.SIGKILL
    assert await engine.position() == START
    assert (await ask(engine)).total == len(goods())

    await engine.write([], ["HP-NS-0171"], LATER)
    await fill(engine, goods()[:2])
    assert generations(folder) == [serving(folder)]
    assert (await ask(engine)).total == 2


async def test_a_lock_file_that_nobody_holds_stops_no_rebuild(engine, folder):
    with (folder / "rebuild.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

    await fill(engine, goods()[:1])

    assert (await ask(engine)).total == 1


async def test_when_time_is_up_it_answers_with_what_it_has_and_says_so(folder):
    hurried = EmbeddedEngine(folder, patience=0)
    try:
        whole = await ask(hurried, "nước mắm", facets=FACETS)
        forgiving = await ask(hurried, "nuoc mamm qqqq", facets=FACETS)
    finally:
        await hurried.close()

    assert (whole.partial, forgiving.partial) == (True, True)
    assert whole.total > 0
    assert whole.facets == forgiving.facets == {}
