"""A service that is killed at any step of taking a picture leaves nothing half done."""

import json
import signal
import subprocess
import sys
from hashlib import sha256

from media.failpoints import STEPS
from shop.models import Photo, Picture
from shop.publishing import verify
from shop.queries import picture_files
from tests.conftest import front_door, services_of
from tests.pictures import key, photo, send

CODE = "HP-NS-0001"
SIZE = (350, 260)
FILES = 4
"""The original, WebP at 320 and 350, and the JPEG."""


def moments() -> list[str]:
    """Name each step as often as it is passed."""
    times = {step: FILES if step.startswith("file") else 1 for step in STEPS}
    return [f"{step}:{n}" for step in STEPS for n in range(1, times[step] + 1)]


async def test_a_kill_at_any_step_leaves_no_half_state_and_the_retry_succeeds(full_settings):
    assert len(moments()) == 17
    with subprocess.Popen(  # noqa: ASYNC220 - it answers line by line, at once
        [sys.executable, "-m", "tests.api.sender"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as sender:
        async with front_door(full_settings) as door:
            header = await key()
            for seed, moment in enumerate(moments()):
                told = {
                    "data": str(full_settings.data),
                    "database_url": full_settings.database_url,
                    "failpoint": moment,
                    "header": header,
                    "seed": seed,
                    "size": SIZE,
                    "fields": {"product": CODE},
                }
                sender.stdin.write(json.dumps(told) + "\n")
                sender.stdin.flush()
                assert int(sender.stdout.readline()) == -signal.SIGKILL, moment
                await nothing_is_half_done(door)
                again = await send(door, header, photo(seed, SIZE), product=CODE)
                assert again.status_code == 200, moment
                assert again.json()["pictures"][0]["accepted"], moment
                await nothing_is_half_done(door)

            shown = await Photo.filter(product_id=CODE).order_by("position").values("picture_id")
            assert [row["picture_id"] for row in shown] == [
                sha256(photo(seed, SIZE)).hexdigest() for seed in range(len(moments()))
            ]
            assert [drift async for _, drifts in verify() for drift in drifts] == []
        sender.stdin.close()


async def nothing_is_half_done(door) -> None:
    """Every row has all its files, whole; every photo its picture; pages show what rows say."""
    store = services_of(door).pictures
    for picture in await Picture.all():
        for file in picture_files.files_of(picture):
            assert await store.is_whole(file)
    assert list(services_of(door).room.folder.iterdir()) == []
