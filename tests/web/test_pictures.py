"""Pictures are sent once; a reader that has one already is told so, however it says it."""

from hashlib import sha256

import httpx2
import pytest

from media.store import Store, picture_key
from shop.config import Settings
from tests import storage
from tests.conftest import services_of
from tests.serving import served

DIGEST = sha256(b"RIFF").hexdigest()
NAME, ETAG = f"{DIGEST}.webp", f'"{DIGEST}"'
LARGE = bytes(range(256)) * 40
LARGE_NAME = f"{sha256(LARGE).hexdigest()}.jpg"
LARGE_ETAG = f'"{LARGE_NAME[:64]}"'
GUARDED = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
    "accept-ranges": "bytes",
}


def said(answer, names):
    return {name: answer.headers.get(name) for name in names}


def place_of(client):
    return services_of(client).settings.data / "media"


async def test_a_picture_is_served_for_ever_under_its_digest(client):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}")

    assert (answer.status_code, answer.content) == (200, b"RIFF")
    assert (answer.headers["content-type"], answer.headers["etag"]) == ("image/webp", ETAG)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("known", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', "*"])
async def test_a_picture_that_is_known_is_not_sent_again(client, known):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}", headers={"If-None-Match": known})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers.get_list("etag") == [ETAG]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_another_version_is_sent(client):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}", headers={"If-None-Match": '"other"'})

    assert (answer.status_code, answer.content) == (200, b"RIFF")


async def test_a_picture_says_how_it_is_to_be_treated(client):
    await services_of(client).pictures.put(LARGE_NAME, LARGE)

    answer = await client.get(f"/media/{LARGE_NAME}", headers={"Accept-Encoding": "zstd, br, gzip"})

    assert (answer.status_code, answer.content) == (200, LARGE)
    assert said(answer, GUARDED) == GUARDED
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-length"] == str(len(LARGE))
    assert answer.headers["content-disposition"] == f'inline; filename="{LARGE_NAME}"'
    assert answer.headers["etag"] == LARGE_ETAG
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "name",
    [
        f"{'0' * 64}.webp",
        f"{'0' * 64}.jpg",
        DIGEST,
        f"{DIGEST}.jpg",
        f"{DIGEST}.svg",
        f"{DIGEST}.webp.jpg",
        f"{DIGEST.upper()}.webp",
        f"{DIGEST}.webp%0a",
        f"%2e%2e%2foriginals%2f{DIGEST[:2]}%2f{DIGEST}",
        "ảnh.webp",
        "%00",
    ],
)
async def test_nothing_else_can_be_had(client, name, tmp_path):
    (tmp_path / "sent").write_bytes(b"RIFF")
    await services_of(client).pictures.put(NAME, b"RIFF")
    await services_of(client).pictures.put_original(DIGEST, tmp_path / "sent")

    answer = await client.get(f"/media/{name}", headers={"Range": "bytes=0-1"})

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "RIFF" not in answer.text


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [("bytes=0-99", 0, 100), ("bytes=-7", -7, None), ("bytes=10000-", 10_000, None)],
)
async def test_a_part_is_sent_as_it_is(client, wanted, start, stop):
    await services_of(client).pictures.put(LARGE_NAME, LARGE)

    answer = await client.get(
        f"/media/{LARGE_NAME}",
        headers={"Range": wanted, "If-Range": LARGE_ETAG, "Accept-Encoding": "zstd, gzip"},
    )

    part = LARGE[start:stop]
    first = start % len(LARGE)
    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(part) - 1}/{len(LARGE)}"
    assert answer.headers["content-length"] == str(len(part))
    assert answer.headers["etag"] == LARGE_ETAG
    assert said(answer, GUARDED) == GUARDED
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        [("Range", "bytes=0-1,4-5")],
        [("Range", "bytes=0-1"), ("Range", "bytes=4-5")],
        [("Range", "bytes=5-2")],
        [("Range", "bytes=0-1"), ("If-Range", '"other"')],
        [("Range", "bytes=0-1"), ("If-Range", f"W/{ETAG}")],
        [("Range", "bytes=0-1"), ("If-Range", "Mon, 23 Nov 2026 03:00:00 GMT")],
    ],
)
async def test_else_the_whole_is_sent(client, headers):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}", headers=headers)

    assert (answer.status_code, answer.content) == (200, b"RIFF")
    assert "content-range" not in answer.headers


async def test_a_part_beyond_the_end_is_refused(client):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}", headers={"Range": "bytes=4-"})

    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == "bytes */4"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_known_picture_is_not_sent_in_part_either(client):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(
        f"/media/{NAME}", headers={"Range": "bytes=0-1", "If-None-Match": ETAG}
    )

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("known", ["", ETAG])
async def test_a_damaged_picture_is_never_sent(client, known):
    await services_of(client).pictures.put(NAME, b"RIFF")
    (place_of(client) / picture_key(NAME)).write_bytes(b"RIFG")

    for method in ("GET", "HEAD"):
        answer = await client.request(method, f"/media/{NAME}", headers={"If-None-Match": known})

        assert answer.status_code == 503
        assert said(answer, ["retry-after", "cache-control"]) == {
            "retry-after": "5",
            "cache-control": "no-store",
        }
        assert b"RIF" not in answer.content


async def test_a_store_that_does_not_answer_is_said_to_be_unavailable(client):
    place_of(client).joinpath("pictures").write_bytes(b"a file where a folder should be")

    answer = await client.get(f"/media/{NAME}")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert str(place_of(client)) not in answer.text


@pytest.fixture
def on_sqlite(tmp_path):
    """Settings for a real server; how it sends files does not depend on the database."""
    return Settings(data=tmp_path / "var")


async def test_a_real_server_sends_heads_parts_and_wholes(on_sqlite):
    await Store.open(on_sqlite.storage).put(LARGE_NAME, LARGE)

    with served(on_sqlite, with_worker=False) as origin:
        check_served(f"{origin}/media/{LARGE_NAME}")


async def test_a_real_server_sends_what_lies_in_s3(on_sqlite):
    with storage.s3_server() as address:
        place = storage.a_place()
        await Store.open(place, **storage.s3_options(address)).put(LARGE_NAME, LARGE)
        keys = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
        }

        with served(on_sqlite, with_worker=False, SANVAT_STORAGE_URL=place, **keys) as origin:
            check_served(f"{origin}/media/{LARGE_NAME}")


def check_served(address):
    accepting = {"Accept-Encoding": "zstd, br, gzip"}
    with httpx2.Client(headers=accepting) as browser:  # one connection: a stray body would show
        for _ in range(2):
            head = browser.head(address, headers={"Range": "bytes=0-1"})
            assert (head.status_code, head.content) == (200, b"")
            assert said(head, GUARDED) == GUARDED
            assert head.headers["content-length"] == str(len(LARGE))
            assert "content-range" not in head.headers

            whole = browser.get(address)
            assert (whole.status_code, whole.content) == (200, LARGE)
            assert whole.headers["etag"] == LARGE_ETAG
            assert "content-encoding" not in whole.headers

            part = browser.get(address, headers={"Range": "bytes=1000-"})
            assert (part.status_code, part.content) == (206, LARGE[1000:])
            assert "content-encoding" not in part.headers

            known = browser.get(address, headers={"If-None-Match": LARGE_ETAG})
            assert (known.status_code, known.content) == (304, b"")

            beyond = browser.get(address, headers={"Range": "bytes=99999-"})
            assert (beyond.status_code, beyond.content) == (416, b"")

            lost = browser.head(address.replace(".jpg", ".webp"))
            assert (lost.status_code, lost.content) == (404, b"")
