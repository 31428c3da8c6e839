"""Downloading feed files: again only if they changed, in parts, and checked."""

import asyncio
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from shop import catalogue
from shop.api.feeds import TYPES, _chunks
from shop.http.ranges import Range, wanted_range
from shop.http.turns import Turns
from shop.models import FeedFile
from tests.conftest import front_door
from tests.feeding import build, fetched, lines

ACP = Path(__file__).parents[3] / "shared" / "schemas" / "acp" / "schema.feed.json"
MANY = {"Accept-Encoding": "zstd, br, gzip"}


@pytest.fixture
async def feeds(catalogues, database_kind, tmp_path):
    """The front door of the demo catalogue whose feed files are built."""
    copied = catalogues.copied("fed", database_kind, tmp_path)
    async with copied as settings, front_door(settings) as door:
        yield door


@pytest.mark.parametrize("name", TYPES)
async def test_each_form_has_its_type_and_its_own_etag(feeds, name):
    answer = await feeds.get(f"/feeds/{name}", headers=MANY)

    digest = sha256(answer.content)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == TYPES[name]
    assert answer.headers["etag"] == f'"{digest.hexdigest()}"'
    told = f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert (answer.headers["content-digest"], answer.headers["repr-digest"]) == (told, told)
    assert "content-encoding" not in answer.headers
    again = await feeds.get(f"/feeds/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_etag_of_one_form_is_not_that_of_another(feeds):
    etags = [
        (await feeds.head(f"/feeds/products.jsonl{ending}")).headers["etag"]
        for ending in ("", ".gz", ".zst")
    ]

    assert len(set(etags)) == 3
    other = await feeds.get("/feeds/products.jsonl.gz", headers={"If-None-Match": etags[0]})
    assert other.status_code == 200


async def test_head_tells_all_and_sends_nothing(feeds):
    whole = await feeds.get("/feeds/products.csv")
    answer = await feeds.head("/feeds/products.csv", headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer.content) == (200, b"")
    for name in ("content-length", "etag", "repr-digest", "content-type", "x-catalogue-serial"):
        assert answer.headers[name] == whole.headers[name]


async def test_a_download_goes_on_where_it_stopped(feeds):
    whole = await feeds.get("/feeds/products.jsonl")
    etag, size = whole.headers["etag"], len(whole.content)

    rest = await feeds.get(
        "/feeds/products.jsonl", headers={"Range": "bytes=1000-", "If-Range": etag}
    )

    assert (rest.status_code, rest.content) == (206, whole.content[1000:])
    assert rest.headers["content-range"] == f"bytes 1000-{size - 1}/{size}"
    assert rest.headers["content-length"] == str(size - 1000)
    assert rest.headers["repr-digest"] == whole.headers["repr-digest"]
    assert "content-digest" not in rest.headers


async def test_of_another_file_than_it_began_with_it_gets_all(feeds):
    etag = (await feeds.head("/feeds/products.jsonl")).headers["etag"]
    await catalogue.withdraw("HP-OCOP-0026", by="test")
    await build(feeds)

    answer = await feeds.get(
        "/feeds/products.jsonl", headers={"Range": "bytes=1000-", "If-Range": etag}
    )

    assert (answer.status_code, len(answer.content.splitlines())) == (200, 428)


async def test_a_part_beyond_the_end_is_416(feeds):
    size = len(await fetched(feeds, "meta.csv"))
    answer = await feeds.get("/feeds/meta.csv", headers={"Range": f"bytes={size}-"})

    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}")


@given(st.binary(max_size=200), st.integers(0, 250), st.none() | st.integers(0, 250))
def test_any_part_is_that_part_of_the_file(data, first, last):
    header = f"bytes={first}-{'' if last is None else last}"
    wanted = wanted_range(header, None, '"x"', len(data))

    with NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data)
        if isinstance(wanted, Range):
            assert asyncio.run(_read(Path(file.name), wanted)) == data[first:][: wanted.length]
            assert wanted.stop == min(len(data), len(data) if last is None else last + 1)


async def _read(path: Path, part: Range) -> bytes:
    return b"".join([chunk async for chunk in _chunks(path, part, Turns())])


@pytest.mark.parametrize("name", ["google.xml", "products.csv.gz", "acp/products.jsonl.zst"])
async def test_any_two_halves_make_the_whole(feeds, name):
    whole = await fetched(feeds, name)

    for cut in {1, 7, len(whole) // 3, len(whole) - 1}:
        first = await feeds.get(f"/feeds/{name}", headers={"Range": f"bytes=0-{cut - 1}"})
        second = await feeds.get(f"/feeds/{name}", headers={"Range": f"bytes={cut}-"})
        assert (first.status_code, second.status_code) == (206, 206)
        assert first.content + second.content == whole


async def test_of_an_earlier_epoch_there_is_none(feeds):
    await FeedFile.all().update(epoch="another")

    assert (await feeds.get("/feeds/google.xml")).status_code == 503


@pytest.mark.parametrize("path", ["/feeds/google.csv", "/feeds/lock", "/feeds/../sanvat.sqlite3"])
async def test_nothing_else_can_be_had(feeds, path):
    assert (await feeds.get(path)).status_code == 404


@pytest.mark.shared
@pytest.mark.skipif(not ACP.is_file(), reason="../shared/schemas is not here")
async def test_the_whole_catalogue_is_what_the_protocol_s_schema_says(pictured):
    await build(pictured)

    schema = orjson.loads(ACP.read_bytes())
    products = Draft202012Validator({**schema, "$ref": "#/$defs/Product"})
    wrong = [
        error.message
        for product in await lines(pictured, "acp/products.jsonl")
        for error in products.iter_errors(product)
    ]
    assert wrong == []
