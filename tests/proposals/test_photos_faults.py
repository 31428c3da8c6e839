"""Photos of proposals where something fails: killed, no room, a store that is away, two tabs."""

import asyncio
import contextlib
import signal

import httpx2
import pytest

from media.store import Unavailable
from media.store.store import Store
from shop import publishing
from shop.models import ProposalPhoto, WaitingPicture
from shop.proposals import drafting, pictures
from shop.proposals.pictures import Act
from shop.web import uploads
from tests.accounts.test_invitations import killed_at
from tests.conftest import front_door, services_of
from tests.people import member
from tests.pictures import photo
from tests.proposals.sending import OWN, arrived, digest_of, photos_at, rows, send


@pytest.mark.parametrize("step", ["file-renamed:2", "rendered", "picture-waiting"])
@pytest.mark.on("sqlite")
async def test_a_photo_sent_again_after_a_kill_is_one_photo(full_settings, step):
    async with publishing.opened(full_settings):
        owner = await member(OWN)
        begun = await drafting.begin(OWN, user=owner.user)

    with killed_at(step, full_settings) as (process, origin):
        async with httpx2.AsyncClient(base_url=origin) as browser:
            with contextlib.suppress(httpx2.TransportError):
                await send(browser, owner, begun, photo(1))
        died = process.wait(20)
    async with front_door(full_settings) as door:
        kept = await rows(begun)
        again = await send(door, owner, begun, photo(1))

        assert died == -signal.SIGKILL
        assert kept == ([digest_of(photo(1))] if step == "picture-waiting" else [])
        assert again.status_code == 303
        assert await rows(begun) == [digest_of(photo(1))]


@pytest.mark.on("sqlite")
async def test_a_store_that_is_away_is_said_and_nothing_is_half_there(shop, monkeypatch):
    owner = await member(OWN)
    begun = await drafting.begin(OWN, user=owner.user)

    async def away(*_: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "put_original", away)
        answer = await send(shop, owner, begun, photo(1))

    assert answer.status_code == 503
    assert "Lúc này chưa nhận được ảnh. Hãy gửi lại sau một phút." in answer.text
    assert answer.headers["retry-after"] == "5"
    assert await WaitingPicture.all().count() == 0
    assert (await send(shop, owner, begun, photo(1))).status_code == 303


@pytest.mark.on("sqlite")
async def test_no_room_for_what_arrives_is_said_and_the_form_is_kept(shop, monkeypatch):
    owner = await member(OWN)
    begun = await drafting.begin(OWN, user=owner.user)

    def full(*_: object) -> None:
        raise Unavailable("no room for what is arriving: No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("media.accept.Incoming.write", full)
        answer = await send(shop, owner, begun, photo(1))

    assert answer.status_code == 503
    assert "Lúc này chưa nhận được ảnh." in answer.text
    assert await rows(begun) == []


async def test_two_tabs_at_once_lose_no_photo_and_leave_no_gap(shop):
    owner = await member(OWN)
    begun = await drafting.begin(OWN, user=owner.user)
    room, sender = services_of(shop).room, pictures.Sender("user 1")
    many = [photo(n, (120, 100)) for n in range(8)]
    with contextlib.ExitStack() as files:
        sent = [files.enter_context(arrived(room, data)) for data in many]
        await asyncio.gather(*[pictures.add(begun.id, one, room, sender) for one in sent])
    kept = await rows(begun)
    assert sorted(kept) == sorted(map(digest_of, many))

    await asyncio.gather(
        *[pictures.act(begun.id, kept[n % 8], act) for n, act in enumerate([*Act][:3] * 8)],
        pictures.act(begun.id, kept[5], Act.REMOVE),
    )

    assert sorted(await rows(begun)) == sorted(set(kept) - {kept[5]})
    assert await ProposalPhoto.all().count() == 7


@pytest.mark.on("sqlite")
async def test_a_form_that_is_cut_off_or_none_changes_nothing(shop):
    owner = await member(OWN)
    begun = await drafting.begin(OWN, user=owner.user)
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\n'

    for content, headers, status in (
        (body + photo(1), kind, 422),
        (b"{}", {"Content-Type": "application/json"}, 415),
    ):
        answer = await shop.post(
            photos_at(begun), content=content, headers={**owner.headers, **headers}
        )
        assert answer.status_code == status
    assert await rows(begun) == []


@pytest.mark.on("sqlite")
async def test_who_sends_slowly_leaves_the_others_room(shop):
    """A person who keeps many forms arriving is refused the next; another one is not."""
    slow, other = await member(OWN), await member(OWN)
    begun = await drafting.begin(OWN, user=slow.user)
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    begins, ends = asyncio.Event(), asyncio.Event()
    arriving = 0

    async def body():
        nonlocal arriving
        arriving += 1
        begins.set() if arriving == uploads.MOST_OF_ONE else None
        await ends.wait()
        yield b"--x--\r\n"

    async with asyncio.TaskGroup() as group:
        for _ in range(uploads.MOST_OF_ONE):
            headers = {**slow.headers, **kind}
            group.create_task(shop.post(photos_at(begun), content=body(), headers=headers))
        await begins.wait()
        refused = await send(shop, slow, begun, photo(1))
        taken = await send(shop, other, begun, photo(2))
        ends.set()
    afterwards = await send(shop, slow, begun, photo(3))

    assert refused.status_code == 429
    assert taken.status_code == afterwards.status_code == 303
    assert await rows(begun) == [digest_of(photo(2)), digest_of(photo(3))]
