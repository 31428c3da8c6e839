"""The reference client, through the front door: its folder equals the listing table."""

import json
from contextlib import contextmanager
from hashlib import sha256

import httpx2
import pytest

from shop import catalogue, publishing
from shop.mirror import Folder, MirrorError
from shop.models import Listing, Partner, Purpose
from shop.partners import keys
from tests.cursors import serial
from tests.mirror.copies import copied, mirror_of, shown, sync_once

CA_MOI = "HP-OCOP-0026"


@contextmanager
def answering(door, respond):
    """Let `respond(request)` answer in the catalogue's place, where it gives anything but None."""
    real = door._transport

    class Meddling(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request):
            return respond(request) or await real.handle_async_request(request)

    door._transport = Meddling()
    try:
        yield
    finally:
        door._transport = real


def altered(door, alter):
    """Give each page of changes to `alter` on its way."""
    real = door._transport

    class Altering(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request):
            answer = await real.handle_async_request(request)
            if request.url.path != "/api/v1/changes" or answer.status_code != 200:
                return answer
            page = json.loads(await answer.aread())
            return httpx2.Response(200, json=alter(page))

    door._transport = Altering()


async def test_a_first_copy_equals_the_table_byte_for_byte(shop, tmp_path):
    assert await sync_once(shop, tmp_path / "copy")

    assert len(copied(tmp_path / "copy")) == 429
    assert copied(tmp_path / "copy") == await shown()
    assert not (tmp_path / "copy" / "quarantine").exists()


async def test_changes_deletions_and_consents_are_followed(shop, tmp_path):
    await sync_once(shop, tmp_path)
    before = copied(tmp_path)

    await catalogue.withdraw(CA_MOI, by="test")
    await catalogue.rename_commune("11728", "Xã Kiến Hưng mới", by="test")
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")
    assert await sync_once(shop, tmp_path)

    assert copied(tmp_path) == await shown()
    assert CA_MOI in before
    assert CA_MOI not in copied(tmp_path)
    assert await Listing.filter(audience="site").exists()


async def test_nothing_new_is_one_page_and_one_comparison(shop, tmp_path):
    await sync_once(shop, tmp_path)
    asked = []

    with answering(shop, lambda request: asked.append(request.url.path)):
        assert await sync_once(shop, tmp_path)

    assert asked == ["/api/v1/changes", "/api/v1/digest"]


async def test_a_new_epoch_starts_over_and_drops_what_is_not_seen(shop, tmp_path):
    await sync_once(shop, tmp_path)

    await publishing.renew_epoch("test")
    await Listing.filter(code=CA_MOI).delete()  # lost with its tombstone, as by a restore
    assert await sync_once(shop, tmp_path)

    assert CA_MOI not in copied(tmp_path)
    assert copied(tmp_path) == await shown()


async def test_nothing_is_dropped_before_a_new_copy_is_complete(shop, tmp_path):
    await sync_once(shop, tmp_path)
    await publishing.renew_epoch("test")
    await Listing.filter(code=CA_MOI).delete()
    real, asked = shop._transport, []

    def a_hundred(page):
        asked.append(1)
        if len(asked) > 1:
            raise httpx2.ReadError("broken off")
        serial = page["items"][99]["serial"]
        cut = {"items": page["items"][:100], "next": f"{page['epoch']}.{serial}"}
        return {**page, **cut, "has_more": True}

    altered(shop, a_hundred)
    with pytest.raises(MirrorError, match="broken off"):
        await sync_once(shop, tmp_path, patience=3)
    shop._transport = real

    assert len(copied(tmp_path)) == 429
    async with mirror_of(shop, tmp_path) as mirror:
        assert mirror.folder.copying
        assert serial(mirror.folder.cursor) == 100
        assert await mirror.sync_once()
    assert copied(tmp_path) == await shown()
    assert len(await shown()) == 428


async def test_a_busy_catalogue_is_asked_again_when_it_says(shop, tmp_path):
    refusals = [httpx2.Response(429, headers={"Retry-After": "7"}), httpx2.Response(503)]
    busy = iter([*refusals, httpx2.Response(200, text='{"epoch":')])

    async with mirror_of(shop, tmp_path) as mirror:
        with answering(shop, lambda _: next(busy, None)):
            assert await mirror.sync_once()
        pauses = mirror.source.sleep.seconds

    assert copied(tmp_path) == await shown()
    assert 7 <= pauses[0] < 8.5
    assert [0.5 <= pauses[1] / 2 < 0.7, 0.5 <= pauses[2] / 4 < 0.7] == [True, True]


async def test_patience_ends_with_a_sentence(shop, tmp_path):
    with (
        answering(shop, lambda _: httpx2.Response(503)),
        pytest.raises(MirrorError, match=r"^http://localhost:8000/? answers 503\.$"),
    ):
        await sync_once(shop, tmp_path, patience=3)

    assert copied(tmp_path) == {}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda item: item.pop("rev"),
        lambda item: item.update(op="replace"),
        lambda item: item.update(digest="x"),
        lambda item: item["listing"].update(code="HP-NS-0001"),
    ],
    ids=["no revision", "no known op", "no digest", "another's document"],
)
async def test_an_item_that_cannot_be_read_is_put_aside_and_fetched_at_the_comparison(
    shop, tmp_path, spoil
):
    def alter(page):
        for item in page["items"]:
            if item["code"] == CA_MOI:
                spoil(item)
        return page

    altered(shop, alter)
    async with mirror_of(shop, tmp_path) as mirror:
        await mirror._catch_up()
        assert mirror.folder.aside() == [CA_MOI]
        assert len(copied(tmp_path)) == 428

        assert await mirror.sync_once()
        assert mirror.folder.aside() == []

    assert copied(tmp_path) == await shown()


async def test_a_code_never_becomes_another_path(shop, tmp_path):
    def alter(page):
        page["items"][0]["code"] = "../../etc/passwd"
        page["items"][1] = "not an object"
        return page

    altered(shop, alter)
    async with mirror_of(shop, tmp_path / "a" / "copy") as mirror:
        assert await mirror.sync_once()  # the digest brought what the page did not
        aside = mirror.folder.aside()

    assert [len(name) for name in aside] == [64, 64]
    assert copied(tmp_path / "a" / "copy") == await shown()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["copy"]


async def test_a_document_that_cannot_be_written_is_put_aside(shop, tmp_path):
    (tmp_path / f"{CA_MOI}.json").mkdir()

    async with mirror_of(shop, tmp_path) as mirror:
        assert not await mirror.sync_once()
        assert mirror.folder.aside() == [CA_MOI]
    (tmp_path / f"{CA_MOI}.json").rmdir()
    assert await sync_once(shop, tmp_path)

    assert copied(tmp_path) == await shown()


async def test_a_document_that_is_no_json_hides_no_other(shop, tmp_path):
    good = (await Listing.get(code=CA_MOI)).document
    bad = good.replace('"kind":', '"kind"')
    digest = sha256(b"everyone\n" + bad.encode()).hexdigest()
    await Listing.filter(code=CA_MOI).update(document=bad, digest=digest)

    async with mirror_of(shop, tmp_path) as mirror:
        assert not await mirror.sync_once()
        assert mirror.folder.aside() == [CA_MOI]

    assert copied(tmp_path) == {c: d for c, d in (await shown()).items() if c != CA_MOI}


async def test_a_document_written_otherwise_than_we_would_is_fetched_as_it_is(shop, tmp_path):
    odd = (await Listing.get(code=CA_MOI)).document.replace('"kind":', '"kind": ')
    digest = sha256(b"everyone\n" + odd.encode()).hexdigest()
    await Listing.filter(code=CA_MOI).update(document=odd, digest=digest)

    assert await sync_once(shop, tmp_path)

    assert copied(tmp_path)[CA_MOI] == odd.encode()


async def test_files_that_were_lost_changed_or_added_are_put_right(shop, tmp_path):
    await sync_once(shop, tmp_path)
    (tmp_path / "HP-NS-0001.json").unlink()
    (tmp_path / "HP-NS-0002.json").write_bytes(b"")  # as a power cut leaves it
    (tmp_path / "HP-NS-9999.json").write_text("{}")
    (tmp_path / ".HP-NS-0003.part").write_text("{")
    (tmp_path / "notes.txt").write_text("mine")

    assert await sync_once(shop, tmp_path)

    assert copied(tmp_path) == await shown()
    assert not (tmp_path / ".HP-NS-0003.part").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


async def test_a_state_that_is_no_database_any_more_is_begun_anew(shop, tmp_path):
    await sync_once(shop, tmp_path)
    (tmp_path / ".mirror.sqlite3").write_bytes(b"\x00" * 4096)

    assert await sync_once(shop, tmp_path)

    assert copied(tmp_path) == await shown()


async def test_a_copy_far_off_is_made_anew(shop, tmp_path):
    await sync_once(shop, tmp_path)
    for file in sorted(tmp_path.glob("*.json"))[:200]:
        file.unlink()

    assert await sync_once(shop, tmp_path)

    assert copied(tmp_path) == await shown()


def test_a_folder_has_one_mirror_at_a_time(tmp_path):
    first = Folder(tmp_path)

    with pytest.raises(MirrorError, match="another mirror's"):
        Folder(tmp_path)

    first.close()
    Folder(tmp_path).close()


async def test_with_a_key_the_catalogue_is_told_how_far_the_copy_is(shop, tmp_path):
    key = await keys.add_partner("Chợ Việt", by="test")

    await sync_once(shop, tmp_path, key=key)

    partner = await Partner.get(name="Chợ Việt")
    assert partner.checkpoint_serial == 429
