"""Pictures are sent once; who has one already is told so, however they say it."""

from hashlib import sha256

import pytest

from tests.conftest import services_of

DIGEST = sha256(b"RIFF").hexdigest()
NAME, ETAG = f"{DIGEST}.webp", f'"{DIGEST}"'


async def test_a_picture_is_served_for_ever_under_its_digest(client):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}")

    assert (answer.status_code, answer.content) == (200, b"RIFF")
    assert (answer.headers["content-type"], answer.headers["etag"]) == ("image/webp", ETAG)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("said", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', "*"])
async def test_a_picture_that_is_known_is_not_sent_again(client, said):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}", headers={"If-None-Match": said})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers.get_list("etag") == [ETAG]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_another_version_is_sent(client):
    await services_of(client).pictures.put(NAME, b"RIFF")

    answer = await client.get(f"/media/{NAME}", headers={"If-None-Match": '"other"'})

    assert (answer.status_code, answer.content) == (200, b"RIFF")
