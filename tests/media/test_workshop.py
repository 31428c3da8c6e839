"""Pictures are worked on in processes of their own: a hostile one harms no other."""

import asyncio
import io
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
import uvloop
from PIL import Image

from media.batch import render_all
from media.likeness import distance
from media.pipeline import render
from media.refusing import (
    BROKEN,
    NOT_A_FILE,
    PDF,
    TOO_HEAVY,
    TOOK_TOO_MUCH,
    UNREADABLE,
    Refused,
)
from media.workshop import Limits, Unavailable, Workshop
from tests.conftest import shared_workshop

PHOTOS = Path(__file__).parents[3] / "shared" / "photos"
HEIC = Path(__file__).parent / "heic"
OLIVE = (128, 128, 0)
needs_photos = [
    pytest.mark.shared,
    pytest.mark.skipif(not PHOTOS.is_dir(), reason="../shared/photos is not here"),
]


def photo(path: Path, width: int = 400, height: int = 300, kind: str = "JPEG") -> Path:
    Image.new("RGB", (width, height), OLIVE).save(path, kind)
    return path


def slow(path: Path) -> Path:
    """Give a small file that takes a good part of a second to decode and shrink."""
    Image.new("RGB", (7000, 5600), OLIVE).save(path, "PNG", compress_level=1)
    return path


def shares() -> dict[str, str | int]:
    return {"name": "Nước mắm Cát Hải", "place": "Cát Hải", "producer": "HTX", "site": "sanvat"}


@pytest.fixture(autouse=True)
async def alone():
    """No other workshop of this process has a foreman; it hires another one when it needs one."""
    await shared_workshop().close()


@pytest.fixture
async def workshop():
    workshop = Workshop(2)
    yield workshop
    await workshop.close()


@pytest.fixture
async def strict():
    """A workshop in which a picture may take hardly any memory or time."""
    opened = []

    def strict(**limits: float) -> Workshop:
        opened.append(Workshop(1, Limits(**limits)))
        return opened[-1]

    yield strict
    for workshop in opened:
        await workshop.close()


async def refusal(workshop: Workshop, path: Path) -> object:
    with pytest.raises(Refused) as refused:
        await workshop.render(path)
    return refused.value.said


def children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def foreman() -> int:
    """Find our foreman by what it was started as."""
    [found] = [
        pid for pid in children(os.getpid())
        if b"media.foreman" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]  # fmt: skip
    return found


def decoding(pid: int) -> list[int]:
    """Give those of his children that have begun: their memory holds a good part of a picture."""
    return [child for child in children(pid) if resident(child) > 100 << 20]


def resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    return 0


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - other processes ring no bell for us
            await asyncio.sleep(0.005)


async def test_a_picture_comes_out_as_the_pipeline_makes_it(workshop, tmp_path):
    path = photo(tmp_path / "ảnh.jpg", 1700, 900)

    assert await workshop.render(path) == render(path.read_bytes())


async def test_a_share_picture_is_drawn_with_and_without_a_photo(workshop, tmp_path):
    cover = photo(tmp_path / "photo.jpg", 800, 600).read_bytes()

    for picture in (None, cover):
        drawn = Image.open(io.BytesIO(await workshop.share(shares(), picture)))
        assert (drawn.format, drawn.size) == ("JPEG", (1200, 630))


async def test_a_refusal_is_the_pipelines(workshop, tmp_path):
    whole = photo(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[:-100])
    (tmp_path / "pdf.jpg").write_bytes(b"%PDF-1.7")
    (tmp_path / "heavy.jpg").write_bytes(whole + bytes(15 * 1024 * 1024))

    assert await refusal(workshop, tmp_path / "cut.jpg") is BROKEN
    assert await refusal(workshop, tmp_path / "pdf.jpg") is PDF
    assert await refusal(workshop, tmp_path / "heavy.jpg") is TOO_HEAVY
    assert await refusal(workshop, tmp_path / "gone.jpg") is UNREADABLE
    assert await refusal(workshop, tmp_path) is NOT_A_FILE


@pytest.mark.parametrize("limits", [{"wall": 0.15}, {"memory": 160 << 20}], ids=str)
async def test_a_picture_that_takes_too_much_is_refused_and_the_next_is_taken(
    strict, limits, tmp_path
):
    workshop = strict(**limits)

    assert await refusal(workshop, slow(tmp_path / "slow.png")) is TOOK_TOO_MUCH
    assert (await workshop.render(photo(tmp_path / "a.png", 120, 100, "PNG"))).width == 120


async def test_a_heic_of_fifty_megapixels_fits_into_its_process(workshop):
    rendered = await workshop.render(HEIC / "fifty_megapixels.heic")  # 8160 × 6144

    assert (rendered.width, rendered.height) == (1600, 1205)


async def test_a_file_that_crashes_its_decoder_is_refused_and_the_next_is_taken(workshop, tmp_path):
    assert await refusal(workshop, HEIC / "crashes_libheif_1_23.heic") in {TOOK_TOO_MUCH, BROKEN}
    assert (await workshop.render(photo(tmp_path / "a.jpg"))).width == 400


async def test_a_picture_that_computes_too_long_is_refused(strict, tmp_path):
    Image.effect_noise((7000, 5600), 90).save(tmp_path / "noise.webp", method=0, quality=20)

    assert await refusal(strict(cpu=0), tmp_path / "noise.webp") is TOOK_TOO_MUCH


async def test_a_killed_child_costs_its_own_picture_only(workshop, tmp_path):
    first = photo(tmp_path / "a.jpg")
    await workshop.render(first)
    pid = foreman()

    async with asyncio.TaskGroup() as group:
        killed = group.create_task(refusal(workshop, slow(tmp_path / "slow.png")))
        await until(lambda: decoding(pid))
        os.kill(decoding(pid)[0], signal.SIGKILL)

    assert killed.result() is TOOK_TOO_MUCH
    assert (await workshop.render(first)).width == 400
    assert foreman() == pid
    await until(lambda: not children(pid))


async def test_a_killed_foreman_takes_no_picture_with_him(workshop, tmp_path):
    path = slow(tmp_path / "slow.png")
    await workshop.render(photo(tmp_path / "a.jpg"))
    first = foreman()

    async with asyncio.TaskGroup() as group:
        under_way = [group.create_task(workshop.render(path)) for _ in range(4)]
        await until(lambda: decoding(first))
        os.kill(first, signal.SIGKILL)

    assert {task.result().width for task in under_way} == {1600}
    assert foreman() != first
    assert not Path(f"/proc/{first}").exists()


async def test_a_stopped_child_is_killed_when_its_time_is_over(strict, tmp_path):
    workshop = strict(wall=1)
    await workshop.render(photo(tmp_path / "a.jpg"))
    pid = foreman()

    async with asyncio.TaskGroup() as group:
        stopped = group.create_task(refusal(workshop, slow(tmp_path / "slow.png")))
        await until(lambda: decoding(pid))
        os.kill(decoding(pid)[0], signal.SIGSTOP)

    assert stopped.result() is TOOK_TOO_MUCH
    await until(lambda: not children(pid))


async def test_forty_at_once_are_all_answered_two_at_a_time(workshop, tmp_path):
    paths = [photo(tmp_path / f"{n}.jpg", 100 + n, 120) for n in range(40)]
    most = 0

    async def watch() -> None:
        nonlocal most
        while True:
            with suppress(ValueError, OSError):
                most = max(most, len(children(foreman())))
            await asyncio.sleep(0.002)

    watching = asyncio.ensure_future(watch())
    rendered = await asyncio.gather(*map(workshop.render, paths))
    watching.cancel()

    assert [r.width for r in rendered] == list(range(100, 140))
    assert 1 <= most <= 2


async def test_whoever_gives_up_leaves_nothing_behind(workshop, tmp_path):
    await workshop.render(photo(tmp_path / "a.jpg"))
    pid, before = foreman(), descriptors()

    waiting = [
        asyncio.ensure_future(workshop.render(slow(tmp_path / f"{n}.png"))) for n in range(4)
    ]
    await until(lambda: len(decoding(pid)) == 2)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)

    await until(lambda: not children(pid))
    assert descriptors() == before
    assert (await workshop.render(tmp_path / "a.jpg")).width == 400


async def test_a_closed_workshop_leaves_no_process_and_can_be_opened_again(tmp_path):
    workshop, path = Workshop(), photo(tmp_path / "a.jpg")
    await workshop.render(path)
    pid = foreman()

    await workshop.close()

    assert not Path(f"/proc/{pid}").exists()
    await workshop.render(path)
    await workshop.close()


async def test_a_child_can_open_nothing_and_knows_no_secrets(workshop, tmp_path, monkeypatch):
    monkeypatch.setenv("SANVAT_SECRET", "mật khẩu")
    await workshop.render(photo(tmp_path / "a.jpg"))
    pid = foreman()
    assert b"SANVAT_SECRET" not in seen_by_root(lambda: environment_of(pid), b"")

    async with asyncio.TaskGroup() as group:
        group.create_task(workshop.render(slow(tmp_path / "slow.png")))
        await until(lambda: decoding(pid))
        [child] = decoding(pid)
        limits = limits_of(child)
        kept = seen_by_root(lambda: descriptors_of(child), {0, 1, 2})
        status = Path(f"/proc/{child}/status").read_text()

    assert kept == {0, 1, 2}
    assert "NoNewPrivs:\t1\nSeccomp:\t2\n" in status
    assert "Max address space         1073741824 " in limits
    assert "Max file size             0 " in limits
    assert "Max core file size        0 " in limits


def seen_by_root(look: Callable[[], Any], instead: Any) -> Any:
    """Look into a process that hides its memory; its own user is refused, which is as good."""
    if os.geteuid() == 0:
        return look()
    with pytest.raises(PermissionError):
        look()
    return instead


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def descriptors_of(pid: int) -> set[int]:
    return {int(fd.name) for fd in Path(f"/proc/{pid}/fd").iterdir()}


def limits_of(pid: int) -> str:
    return Path(f"/proc/{pid}/limits").read_text()


def test_it_works_on_uvloop_too(tmp_path):
    path = photo(tmp_path / "a.jpg")

    async def twice() -> list[int]:
        workshop = Workshop()
        rendered = await asyncio.gather(workshop.render(path), workshop.render(path))
        await workshop.close()
        return [r.width for r in rendered]

    assert uvloop.run(twice()) == [400, 400]


async def test_where_no_process_can_be_started_it_says_so(workshop, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")

    with pytest.raises(Unavailable):
        await workshop.render(photo(tmp_path / "a.jpg"))


SEEDS = {
    "JPEG": lambda path: photo(path, 160, 120).read_bytes(),
    "PNG": lambda path: photo(path, 64, 48, "PNG").read_bytes(),
    "WEBP": lambda path: photo(path, 64, 48, "WEBP").read_bytes(),
    "HEIC": lambda _: (HEIC / "upright.heic").read_bytes(),
}


@pytest.mark.parametrize("kind", SEEDS)
async def test_every_damaged_file_is_answered(workshop, kind, tmp_path):
    (tmp_path / "in").mkdir()
    whole, random = SEEDS[kind](tmp_path / "seed"), Random(5)  # noqa: S311 - the same each time
    for n in range(60):
        damaged = bytearray(whole)
        for _ in range(random.choice((1, 2, 5))):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        (tmp_path / "in" / f"{n}").write_bytes(damaged[: random.choice((None, None, -9))])

    told = [one async for one in render_all([tmp_path / "in"], tmp_path / "out", workshop)]

    assert len(told) == 60
    assert all(one["accepted"] or one["reason"].endswith(".") for one in told)


class TestFolders:
    async def test_each_file_is_answered_and_kept_under_its_name(self, workshop, tmp_path):
        (tmp_path / "in" / "deep").mkdir(parents=True)
        path = photo(tmp_path / "in" / "deep" / "ổi.jpg", 700, 500)
        (tmp_path / "in" / "no.jpg").write_bytes(b"%PDF-1.7")
        out = tmp_path / "in" / "out"

        told = [one async for one in render_all([tmp_path / "in"], out, workshop)]

        [refused, accepted] = sorted(told, key=lambda one: one["accepted"])
        assert refused == {
            "file": str(tmp_path / "in" / "no.jpg"),
            "accepted": False,
            "reason": PDF.en,
            "reason_vi": PDF.vi,
        }
        rendered = render(path.read_bytes())
        assert accepted == {
            "file": str(path),
            "accepted": True,
            "digest": rendered.original,
            "kind": "jpeg",
            "likeness": rendered.likeness,
            "placeholder": rendered.placeholder,
            "renditions": [
                {
                    "name": r.name,
                    "width": r.width,
                    "height": r.height,
                    "type": r.content_type,
                    "bytes": len(r.data),
                }
                for r in rendered.files
            ],
        }
        kept = {file.name: file.read_bytes() for file in out.iterdir()}
        assert kept == {r.name: r.data for r in rendered.files}

    async def test_what_is_no_readable_file_is_refused(self, workshop, tmp_path):
        folder = tmp_path / "in"
        folder.mkdir()
        os.mkfifo(folder / "pipe")
        (folder / "round").symlink_to(folder)
        (folder / "nowhere").symlink_to("gone")
        (folder / "self").symlink_to("self")
        (folder / "heavy").write_bytes(b"\xff\xd8\xff" + bytes(15 * 1024 * 1024))
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(folder / "socket"))
        Path(os.fsdecode(bytes(folder) + b"/\xff.jpg")).write_bytes(b"")
        named = [folder, Path("/dev/zero"), tmp_path / "gone"]

        told = [one async for one in render_all(named, tmp_path / "out", workshop)]

        assert {one["file"].removeprefix(f"{tmp_path}/"): one["reason"] for one in told} == {
            "in/pipe": NOT_A_FILE.en,
            "in/round": NOT_A_FILE.en,
            "in/socket": NOT_A_FILE.en,
            "in/nowhere": UNREADABLE.en,
            "in/self": UNREADABLE.en,
            "in/heavy": TOO_HEAVY.en,
            "in/\\xff.jpg": "This file is empty. Please choose the photo again and send it again.",
            "/dev/zero": NOT_A_FILE.en,
            "gone": UNREADABLE.en,
        }

    async def test_leaving_in_the_middle_leaves_nothing_running(self, workshop, tmp_path):
        for n in range(12):
            photo(tmp_path / f"{n}.jpg", 900, 700)
        telling = render_all([tmp_path], tmp_path / "out", workshop)

        assert (await anext(telling))["accepted"]
        await telling.aclose()

        await until(lambda: not children(foreman()))


class TestRealPhotos:
    pytestmark = needs_photos

    @pytest.fixture
    async def workshop(self):
        """One that waits for a slow machine: what a photo may cost is tested elsewhere."""
        workshop = Workshop(2, Limits(cpu=120, wall=600))
        yield workshop
        await workshop.close()

    async def test_every_photo_is_accepted_but_one_of_88_by_64(self, workshop, tmp_path):
        told = [one async for one in render_all([PHOTOS], tmp_path, workshop)]

        refused = {Path(one["file"]).name for one in told if not one["accepted"]}
        assert refused == {"README.md", "broken_exif.jpg"}  # they are told in any order
        assert len(told) == len([path for path in PHOTOS.rglob("*") if path.is_file()])

    async def test_the_eight_orientations_look_alike(self, workshop):
        scenes = [await workshop.render(PHOTOS / f"orientation_{n}.jpg") for n in range(1, 9)]

        assert {(scene.width, scene.height) for scene in scenes} == {(600, 450)}
        assert max(distance(scene.likeness, scenes[0].likeness) for scene in scenes) <= 3
