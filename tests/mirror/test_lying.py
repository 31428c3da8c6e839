"""A catalogue that lies: the mirror stops and names what is wrong, or puts the item aside."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx2
import pytest

from shop.mirror import MirrorError, Source
from shop.mirror.folder import BUCKETS
from tests.mirror.copies import Pauses, copied, mirror_of, sync_once
from tests.peaks import peak_of

MIB = 1 << 20
MOST = 300_000_000
CHANGES = "/api/v1/changes"
EMPTY = [sha256().hexdigest()] * BUCKETS
Respond = Callable[[httpx2.Request], object]


def page(following: object, *items: object, more: object = False) -> dict[str, object]:
    return {"items": list(items), "next": following, "has_more": more}


def gone(code: str = "HP-NS-0001") -> dict[str, object]:
    return {"code": code, "rev": 1, "op": "delete"}


def digest(**changed: object) -> dict[str, object]:
    return {"head": "e.1", "buckets": EMPTY} | changed


class Liar:
    """A catalogue that is asked over no wire, and remembers what it was asked."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond
        self.asked: list[httpx2.Request] = []
        self.client = httpx2.AsyncClient(
            base_url="http://liar.vn", transport=httpx2.MockTransport(self._answer)
        )

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        assert len(self.asked) < 50, "it goes on for ever"
        self.asked.append(request)
        told = self.respond(request)
        return (
            told
            if isinstance(told, httpx2.Response)
            else httpx2.Response(200, text=json.dumps(told))
        )


def since(request: httpx2.Request) -> str:
    return request.url.params["since"]


def changes_then(told: object, following: object = None) -> Respond:
    """Answer with one page, and with this to whatever is asked then."""
    given = following or page("e.1", gone())
    return lambda request: given if request.url.path == CHANGES else told


def alternating(request: httpx2.Request) -> object:
    return page("e.2" if since(request) == "e.1" else "e.1", gone(), more=True)


def always_gone(_: httpx2.Request) -> object:
    return httpx2.Response(410)


def gone_after_a_page(request: httpx2.Request) -> object:
    return page("e.1", gone(), more=True) if since(request) == "0" else httpx2.Response(410)


def crowded(_: httpx2.Request) -> object:
    return httpx2.Response(200, content=b"[" + b"[]," * 1_000_000 + b"[]]")


def sneaky(request: httpx2.Request) -> object:
    """Send two digests of which one bucket is another's, and a list of it that is none."""
    if request.url.path == CHANGES:
        return page("e.1", gone())
    if "bucket" in request.url.params:
        return {"head": "e.1", "items": [{"code": "HP-NS-0001", "rev": "x", "digest": ""}]}
    return digest(buckets=["0" * 64, *EMPTY[1:]])


def listing_of(items: object) -> Respond:
    def respond(request: httpx2.Request) -> object:
        if "bucket" in request.url.params:
            return httpx2.Response(200, text=json.dumps({"head": "e.1", "items": items}))
        return sneaky(request)

    return respond


NO_MOVE = r"^http://liar\.vn promises more changes, and does not move on from the cursor {}\.$"
ODD = r"^http://liar\.vn/api/v1/{} does not answer as it must: {}\.$"
LIES = [
    (lambda _: page("e.1", gone(), more=True), NO_MOVE.format(r"e\.1")),
    (lambda _: page("0", gone(), more=True), NO_MOVE.format("0")),
    (alternating, NO_MOVE.format(r"e\.2")),
    (lambda r: page(f"{since(r)}1", more=True), NO_MOVE.format("0")),
    (always_gone, r"^http://liar\.vn answers 410 to every cursor"),
    (gone_after_a_page, r"^http://liar\.vn answers 410 to every cursor"),
    (changes_then(digest(buckets=EMPTY[:3])), ODD.format("digest", "it has 3 buckets .* of 256")),
    (changes_then(digest(buckets=[7] * BUCKETS)), ODD.format("digest", "one of .* is no digest")),
    (changes_then(digest(buckets={})), ODD.format("digest", "its buckets is a dict")),
    (changes_then(digest(head=7)), ODD.format("digest", "its head is 7")),
    (changes_then([]), ODD.format("digest", "there is a list where an object should be")),
    (lambda _: [], ODD.format("changes", "there is a list .*")),
    (lambda _: {"items": [], "has_more": False}, ODD.format("changes", "its next is None")),
    (lambda _: page(7), ODD.format("changes", "its next is 7")),
    (lambda _: page("e" * 1001), ODD.format("changes", "its next is 'e+")),
    (lambda _: page("e.1\n"), ODD.format("changes", r"its next is 'e\.1\\n'")),
    (lambda _: page("\ud800"), ODD.format("changes", r"its next is '\\ud800'")),
    (lambda _: page("e.1", more="yes"), ODD.format("changes", "its has_more is 'yes'")),
    (lambda _: {**page("e.1"), "items": {}}, ODD.format("changes", "its items is a dict")),
    (sneaky, ODD.format("digest", "its rev is 'x'")),
    (listing_of(None), ODD.format("digest", "its items is None")),
    (listing_of([7]), ODD.format("digest", "there is 7 where an object should be")),
    (listing_of([{"code": "A", "rev": float("inf")}]), ODD.format("digest", "its rev is inf")),
    (crowded, r"/api/v1/changes\?fields=ids&since=0 holds more than 1000000 values\.$"),
    (lambda _: httpx2.Response(403, text="\x1b[2J\nno"), r"answers 403:  \[2J no$"),
    (lambda _: httpx2.Response(302, headers={"Location": "http://10.0.0.1"}), "answers 302"),
]  # fmt: skip


@pytest.mark.parametrize(("respond", "message"), LIES, ids=range(len(LIES)))
async def test_a_lie_ends_the_mirror_with_a_sentence_that_names_it(tmp_path, respond, message):
    liar = Liar(respond)

    with pytest.raises(MirrorError, match=message) as told:
        await sync_once(liar.client, tmp_path)

    assert str(told.value).isprintable()
    assert copied(tmp_path) == {}


@pytest.mark.parametrize(
    ("coding", "packed", "reason"),
    [
        ("gzip, gzip", b"x", "it is packed as gzip, gzip"),
        ("br", b"x", "it is packed as br"),
        ("gzip", b"x" * 99, "Error -3 while decompressing data: incorrect header check"),
        ("gzip", zlib.compress(b"{}", wbits=31) + b"x", "something follows what is packed"),
        ("gzip", zlib.compress(b"{}" * 999, wbits=31)[:-9], "Extra data: .*"),
    ],
    ids=["twice", "otherwise", "no gzip", "more", "half"],
)
async def test_an_answer_that_is_oddly_packed_is_not_unpacked(tmp_path, coding, packed, reason):
    liar = Liar(lambda _: httpx2.Response(
        200, headers={"Content-Encoding": coding}, stream=Bytes(packed)
    ))  # fmt: skip

    with pytest.raises(MirrorError, match=rf"answers nonsense \({reason}\)\.$"):
        await Source(liar.client, 3, sleep=Pauses()).digest()


class Bytes(httpx2.AsyncByteStream):
    def __init__(self, *pieces: bytes) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


def nested(depth: int) -> object:
    return json.loads('{"a":' * depth + "1" + "}" * depth)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (gone() | {"rev": 2**63}, "9223372036854775808 is not a revision"),
        (gone() | {"rev": -1}, "-1 is not a revision"),
        (gone() | {"rev": float("inf")}, "inf is not a revision"),
        (gone() | {"code": nested(400)}, "a dict is not a code"),
        (gone() | {"op": "\x1b[2J"}, r"'\x1b[2J' is neither upsert nor delete"),
        (gone() | {"op": "upsert", "digest": "0" * 63}, "is not a digest"),
        (nested(700), "None is not a code"),
        (7, "it is not an object"),
    ],
    ids=["huge", "below nothing", "endless", "nested", "op", "digest", "deep", "number"],
)
async def test_an_item_that_is_none_is_put_aside_and_the_others_are_taken(tmp_path, item, reason):
    liar = Liar(lambda request: (
        httpx2.Response(200, text=json.dumps(page("e.1", item, gone("HP-NS-0002"))))
        if request.url.path == CHANGES else digest()
    ))  # fmt: skip

    async with mirror_of(liar.client, tmp_path) as mirror:
        assert await mirror.sync_once()
        [aside] = mirror.folder.aside()

    assert reason in (tmp_path / "quarantine" / f"{aside}.txt").read_text().split("\n")[0]


async def test_a_document_that_cannot_be_written_again_is_fetched_as_it_is(tmp_path):
    document = b'{"code":"A","deep":' + b"[" * 600 + b"]" * 600 + b"}"
    tag = sha256(b"everyone\n" + document).hexdigest()
    item = {"code": "A", "rev": 1, "op": "upsert", "digest": tag, "listing": json.loads(document)}

    def respond(request: httpx2.Request) -> object:
        if request.url.path.endswith("/A"):
            return httpx2.Response(200, content=document, headers={"ETag": f'"{tag}"'})
        return httpx2.Response(200, text=json.dumps(page("e.1", item)))

    async with mirror_of(Liar(respond).client, tmp_path) as mirror:
        await mirror._catch_up()

    assert copied(tmp_path) == {"A": document}


async def test_a_page_that_is_too_large_is_read_without_its_documents(tmp_path):
    def respond(request: httpx2.Request) -> object:
        if request.url.params.get("fields") == "ids":
            return page("e.1", gone())
        return digest() if request.url.path != CHANGES else httpx2.Response(200, stream=endless())

    liar = Liar(respond)

    assert await sync_once(liar.client, tmp_path)

    assert [request.url.params.get("fields") for request in liar.asked] == [None, "ids", None]


def endless() -> Bytes:
    return Bytes(*[b" " * MIB] * 1000)


async def test_a_catalogue_that_does_not_let_us_wait_is_asked_once_a_second(tmp_path):
    class EnoughError(Exception):
        pass

    def respond(request: httpx2.Request) -> object:
        if len(liar.asked) > 12:
            raise EnoughError
        return page("e.1") if request.url.path == CHANGES else digest()

    liar = Liar(respond)
    async with mirror_of(liar.client, tmp_path) as mirror:
        with pytest.raises(EnoughError):
            await mirror.follow()
        pauses = mirror.source.sleep.seconds

    assert len(pauses) == 10
    assert all(0 < pause <= 1 for pause in pauses)


async def test_an_answer_to_a_checkpoint_ends_nothing(tmp_path):
    def respond(request: httpx2.Request) -> object:
        if request.method == "PUT":
            return httpx2.Response(200, stream=endless())
        return page("e.1", gone()) if request.url.path == CHANGES else digest()

    assert await sync_once(Liar(respond).client, tmp_path, key="svk_x")


async def test_an_answer_that_drips_is_given_up(monkeypatch):
    class Dripping(Bytes):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b" "
                await asyncio.sleep(0.01)

    monkeypatch.setattr("shop.mirror.source.LONGEST_ANSWER", 0.2)
    liar = Liar(lambda _: httpx2.Response(200, stream=Dripping()))

    with pytest.raises(MirrorError, match=r"^http://liar\.vn TimeoutError\.$"):
        await Source(liar.client, 3, sleep=Pauses()).changes("0")


# Over a wire


def gzipped() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(b" " * MIB) for _ in range(256)) + packer.flush()


BOMBS = {"gzip": gzipped, "identity": lambda: bytes(100 * MIB)}


@contextmanager
def serving(coding: str, body: bytes):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Encoding", coding)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return  # it has heard enough

        def log_message(self, *_: object):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("kind", BOMBS)
async def test_an_answer_is_read_no_further_than_a_page_would_go(settings, tmp_path, kind):
    with serving(kind, BOMBS[kind]()) as url:
        done, peak = await asyncio.to_thread(
            peak_of, settings, "mirror", url, str(tmp_path / "copy"), "--once"
        )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"sanvat: {url}/api/v1/changes?fields=ids&since=0 answers more than 64 MiB.\n"
    )
    assert peak < MOST
