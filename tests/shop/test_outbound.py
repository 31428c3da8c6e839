"""Addresses that strangers name: what we ask, what never hears from us, and how it is said."""

import asyncio
import gzip
import socket
from collections import defaultdict
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpx2
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from shop.errors import InvalidError, OutboundError, OutboundTimeoutError
from shop.errors.mistakes import shown
from shop.http.outbound import Outbound, is_public
from tests.strangers import ASCII_HOST, HERE, HOST, Names, Stranger, allowing, standing

OUR_OWN = ("127.0.0.1", "127.0.0.2", "::1")
"""Where canaries sit, which must never hear from us."""
PICTURE = bytes(range(256)) * 1000
NO_ADDRESS = "is not an address that we ask; write one that begins like https://example.vn/."
NOT_PUBLIC = "is not to be found on the public internet; try it in a browser."
BROKEN = "broke off before the end; try again later."
CERTIFICATE = "has no certificate that is valid for its name; its owner must renew it."
LED_ON = "leads on to an address that is not asked; give one that does not."


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
async def stranger(authority):
    async with standing(authority.issue_cert(ASCII_HOST)) as server:
        yield server


@pytest.fixture
def names():
    return Names()


@pytest.fixture
def outbound(authority, stranger, names):
    return allowing(stranger, names, authority)


@pytest.fixture
def fetched(outbound):
    """Fetch; give the bytes that arrived."""

    async def fetching(address: str, how: Outbound = outbound) -> bytes:
        arrived = bytearray()
        await how.fetch(address, arrived.extend)
        return bytes(arrived)

    return fetching


@pytest.fixture
def refused(outbound):
    """Fetch what must be refused; give the sentence behind the address that it begins with."""

    async def fetching(address: str, how: Outbound = outbound) -> str:
        with pytest.raises(OutboundError) as refusal:
            await how.fetch(address, lambda _: None)
        sentence, address = str(refusal.value), f"“{shown(address)}” "
        assert sentence.startswith(address)
        return sentence.removeprefix(address)

    return fetching


@pytest.fixture
async def canaries(stranger):
    """Listen on our own addresses, at the port that is allowed; give who came."""
    came: list[object] = []

    def sing(_, writer):
        came.append(writer.get_extra_info("sockname"))
        writer.close()

    servers = [await asyncio.start_server(sing, own, stranger.port) for own in OUR_OWN]
    yield came
    for server in servers:
        server.close()


# What is asked


async def test_a_picture_comes_from_the_vetted_address_under_its_name(stranger, fetched, names):
    address = stranger.puts("/%E1%BA%A3nh%20m%E1%BA%AFm.jpg?c=1", PICTURE)

    assert await fetched(stranger.at("/ảnh mắm.jpg?c=1#x")) == PICTURE
    assert await fetched(address.replace(HOST, HOST.upper() + ".")) == PICTURE

    assert names.asked == stranger.names == [ASCII_HOST, ASCII_HOST]
    assert stranger.heard == 2 * [
        [
            "GET /%E1%BA%A3nh%20m%E1%BA%AFm.jpg?c=1 HTTP/1.1",
            f"Host: {ASCII_HOST}:{stranger.port}",
            "Accept: image/jpeg, image/png, image/webp, image/*;q=0.5",
            "User-Agent: sanvat",
            "Accept-Encoding: identity",
            "Connection: close",
        ]
    ]


async def test_the_next_address_is_tried_when_nobody_is_at_the_first(
    stranger, outbound, fetched, names
):
    names.answers[ASCII_HOST] = [["127.0.0.4", str(HERE), "127.0.0.5"]]
    patient = replace(outbound, is_allowed=lambda _: True)

    assert await fetched(stranger.puts("/a", PICTURE), patient) == PICTURE


async def test_three_redirects_are_followed_and_each_is_resolved_and_vetted(
    stranger, fetched, names
):
    stranger.redirects("/1", "/2", "Set-Cookie: a=b; Secure\r\n")
    stranger.redirects("/2", f"//khac.{HOST}:{stranger.port}/../3")
    stranger.redirects("/3", stranger.at("/4"))
    stranger.puts("/4", PICTURE)

    with pytest.raises(OutboundError, match=CERTIFICATE):
        await fetched(stranger.at("/2"))
    stranger.redirects("/2", stranger.at("/3"))
    names.asked.clear()
    stranger.heard.clear()

    assert await fetched(stranger.at("/1")) == PICTURE
    assert names.asked == 4 * [ASCII_HOST]
    told = {line.split(":")[0] for request in stranger.heard for line in request[1:]}
    assert told == {"Host", "Accept", "User-Agent", "Accept-Encoding", "Connection"}


async def test_a_message_is_delivered_and_the_answer_is_only_looked_at(stranger, outbound):
    stranger.redirects("/hook", stranger.at("/else"))

    answer = await outbound.post(stranger.at("/hook"), b"{}", {"webhook-id": "1"})

    assert (answer.status, answer.headers["location"]) == (302, stranger.at("/else"))
    assert [request[0] for request in stranger.heard] == ["POST /hook HTTP/1.1"]
    assert {"webhook-id: 1", "Content-Length: 2"} <= set(stranger.heard[0])


async def test_proxies_and_logins_of_this_machine_are_left_aside(
    stranger, fetched, canaries, monkeypatch, tmp_path
):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{stranger.port}")
    (tmp_path / ".netrc").write_text(f"machine {ASCII_HOST} login us password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    assert await fetched(stranger.puts("/a", PICTURE)) == PICTURE
    assert canaries == []
    assert "Authorization" not in str(stranger.heard)


# What never hears from us

PRIVATE = [
    "127.0.0.1", "127.0.0.2", "localhost", "LOCALHOST.", "localhost.localdomain", "127.1",
    "127.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0177.0.0.1",
    "0x7f.0x0.0x0.0x1", "127.000.000.001", "127.0.0.1.", "00000127.0.0.1", "0", "0.0.0.0",  # noqa: S104
    "0x0", "４127.0.0.1", "１２７.0.0.1", "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "⑫⑦.0.0.1",
    "ⓛocalhost", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "%31%32%37.0.0.1", "%6cocalhost", "127.0.0.1%00.vn",
    "127.0.0.1%0d%0a.vn", "127.0.0.1%2f.vn", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::0001]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
    "[::1%25lo]", "[::1%lo]", "[fe80::1%25eth0]", "[fe80::1]", "[fd00::1]", "[ff02::1]",
    "[fec0::1]", "[100::1]", "[2001:db8::1]", "[3fff::1]", "[v1.::1]", "[::1].vn", "::1",
    "[::1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "198.18.0.1", "192.0.0.192", "192.0.2.1", "203.0.113.9", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "168.63.129.16", "[fd00:ec2::254]", "1.1.1.1@127.0.0.1",
    "127.0.0.1\\@1.1.1.1", "1.1.1.1\\@127.0.0.1", "1.1.1.1 &@127.0.0.1# @3.3.3.3",
    "a:b@127.0.0.1", "127.0.0.1\t", "127.0.0.1\r\nX: y", "\t127.0.0.1", "127.0.0.1\x00", "",
    ".", "..", ".vn", "a..vn", "-a.vn", "a.vn-", "a" * 64 + ".vn", "a." * 127 + "vn", "vn",
    "intranet", "xn--.vn\u202e", "a b.vn",
]  # fmt: skip
STRANGE = [
    "", " ", "a.jpg", "/etc/passwd", "//127.0.0.1:{port}/", "https:",
    "https:/127.0.0.1:{port}/", "https:127.0.0.1:{port}", "https:///127.0.0.1:{port}/",
    "https:\\\\127.0.0.1:{port}/", "http://127.0.0.1:{port}/", "HTTP://127.0.0.1:{port}/",
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_",
    "dict://127.0.0.1:{port}/x", "ws://127.0.0.1:{port}/", "wss://127.0.0.1:{port}/",
    "data:image/png;base64,AA==", "javascript:alert(1)", "jar:https://127.0.0.1:{port}!/",
    "https+unix://127.0.0.1:{port}/", "url:https://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}:443/", "https://127.0.0.1:443:{port}/", "https://127.0.0.1:٤٤٣/",
    "https://127.0.0.1:{port}\\.vn/", "https://127.0.0.1: {port}/",
    "https://127.0.0.1:+{port}/", "https://127.0.0.1:-1/", "https://127.0.0.1:99999999999/",
    "https://127.0.0.1:0x1bb/", "https://[", "https://]", "https://[]", "https://[]:{port}/",
    "https://%", "https://?", "https://#", "https://@127.0.0.1:{port}/",
    "https://:@127.0.0.1:{port}/", "https://127.0.0.1:{port}\n/",
    "https://127.0.0.1:{port}/" + "a" * 2000, "https://127.0.0.1:{port}@1.1.1.1/", "\ud800",
    "https://\ud800.vn/", "https://a.vn:{port}/\x00",
]  # fmt: skip
WITHIN = [
    ["127.0.0.1"], ["::1"], ["127.0.0.2"], ["0.0.0.1"], ["::"], ["::ffff:127.0.0.1"],
    ["::127.0.0.1"],
    ["64:ff9b::7f00:1"], ["10.1.2.3"], ["fe80::1%1"], ["2606:4700::1%1"], [], ["169.254.169.254"],
    ["127.0.0.1", "93.184.216.34"], ["93.184.216.34", "127.0.0.1"], ["2606:4700::1", "::1"],
]  # fmt: skip


LIKE_AN_ADDRESS = (
    r"\Ahttps?:[/\\]{1,3}([^@\n]{0,5}@)?[a-zA-Zđ0-9.:\[\]%。１-]{1,20}(:[0-9]{1,6})?/.*\Z"
)


def strictly(stranger: Stranger, **changed: Any) -> Outbound:
    """Be as strict as in service, but for the port at which the canaries sit."""
    return Outbound(ports=frozenset({stranger.port}), seconds=5, **changed)


@pytest.mark.parametrize("host", PRIVATE)
async def test_no_spelling_of_our_own_machines_is_asked(stranger, refused, canaries, host):
    sentence = await refused(f"https://{host}:{stranger.port}/a.jpg", strictly(stranger))

    assert sentence in {
        NO_ADDRESS,
        NOT_PUBLIC,
        f"names port 443; only {stranger.port} will do.",
        "holds a user name; give an address that opens without one.",
    }
    assert canaries == []


@pytest.mark.parametrize("address", STRANGE)
async def test_what_is_no_https_address_is_not_asked(stranger, refused, canaries, address):
    assert await refused(address.replace("{port}", str(stranger.port)), strictly(stranger))
    assert canaries == []


@pytest.mark.parametrize("found", WITHIN, ids=str)
async def test_a_name_with_any_address_that_is_not_public_is_not_asked(
    stranger, refused, canaries, names, found
):
    names.answers[ASCII_HOST] = [found]

    sentence = await refused(stranger.at("/a"), strictly(stranger, resolve=names))

    assert sentence == NOT_PUBLIC  # the same for all: what stands inside is not told
    assert (canaries, names.asked) == ([], [ASCII_HOST])


async def test_the_canaries_would_have_sung(stranger, canaries):
    for own in OUR_OWN:
        _, writer = await asyncio.open_connection(own, stranger.port)
        writer.close()
    await asyncio.sleep(0.01)

    assert {name[0] for name in canaries} == set(OUR_OWN)


@pytest.mark.parametrize(
    "location",
    [
        *(f"https://{host}:{{port}}/" for host in PRIVATE if host.isprintable()),
        *(one for one in STRANGE if one.isprintable() and "//" in one),
        "http://anh.nướcmắm.vn:{port}/a", "\\\\127.0.0.1:{port}\\", "/\\127.0.0.1:{port}/",
    ],
)  # fmt: skip
async def test_a_redirect_leads_to_none_of_them(stranger, refused, canaries, location):
    """A location that is read as a path of the same server is not there, and harmless."""
    stranger.puts("/a", status="404 Not Found")
    address = stranger.redirects("/1", location.replace("{port}", str(stranger.port)))
    stranger.pages = defaultdict(lambda: stranger.pages["/a"], stranger.pages)

    assert await refused(address)
    assert canaries == []


async def test_a_name_that_turns_to_us_after_it_was_vetted_changes_nothing(
    stranger, fetched, canaries, names
):
    names.answers[ASCII_HOST] = [[str(HERE)], ["127.0.0.1"]]

    assert await fetched(stranger.puts("/a", PICTURE)) == PICTURE
    assert (names.asked, canaries) == ([ASCII_HOST], [])


async def test_a_name_that_turns_to_us_between_redirects_is_refused(
    stranger, refused, canaries, names
):
    names.answers[ASCII_HOST] = [[str(HERE)], ["127.0.0.1"]]

    assert await refused(stranger.redirects("/a", "/b")) == NOT_PUBLIC
    assert (names.asked, canaries) == (2 * [ASCII_HOST], [])
    assert len(stranger.heard) == 1


@given(st.text(min_size=1).map(lambda text: f"https://{text}") | st.from_regex(LIKE_AN_ADDRESS))
def test_any_text_is_an_address_or_refused(text):
    try:
        url = Outbound().read(text)
    except OutboundError:
        return
    assert url.scheme == "https"
    assert url.raw_host.isascii()
    assert httpx2.URL(str(url)).raw_host == url.raw_host


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("https://", "http://", NO_ADDRESS),
        ("https://", "HTTP://", NO_ADDRESS),
        ("https://", "wss://", NO_ADDRESS),
        ("https://", "https:/", NO_ADDRESS),
        ("/pic", "\\pic", NO_ADDRESS),
        ("/pic", "/\\pic", NO_ADDRESS),
        (HOST, f"a:b@{HOST}", "holds a user name; give an address that opens without one."),
        (HOST, f"a%40b@{HOST}", "holds a user name; give an address that opens without one."),
        (HOST, "[2606:4700::1%25lo]", NO_ADDRESS),
        (HOST, "[2606:4700::1%1]", NO_ADDRESS),
    ],
)
async def test_even_a_public_machine_is_not_asked_by_such_an_address(
    stranger, outbound, refused, before, after, sentence
):
    address = stranger.puts("/pic", PICTURE).replace(before, after, 1)

    assert await refused(address, replace(outbound, is_allowed=lambda _: True)) == sentence
    assert stranger.heard == []


async def test_only_the_ports_of_https_are_asked(refused):
    for port in (22, 80, 444, 6379, 65536):
        assert await refused(f"https://a.vn:{port}/", Outbound()) == (
            f"names port {port}; only 443 or 8443 will do."
        )
    assert Outbound().read("https://a.vn:8443/").port == 8443


async def test_a_message_goes_nowhere_that_a_picture_would_not_come_from(stranger, canaries):
    for host in ("127.0.0.1", "[::1]", "localhost", "2130706433"):
        with pytest.raises(OutboundError):
            await strictly(stranger).post(f"https://{host}:{stranger.port}/", b"{}", {})
    assert canaries == []


# Who it is


@pytest.mark.parametrize("name", ["khac.vn", "nướcmắm.vn", "*.anh.nướcmắm.vn"])
async def test_a_certificate_of_another_name_is_refused(authority, names, outbound, refused, name):
    async with standing(authority.issue_cert(name)) as stranger:
        elsewhere = replace(outbound, ports=frozenset({stranger.port}))

        assert await refused(stranger.puts("/a", PICTURE), elsewhere) == CERTIFICATE
        assert stranger.heard == []


async def test_a_certificate_for_the_address_of_numbers_is_not_one_for_the_name(
    authority, outbound, refused
):
    async with standing(authority.issue_cert(str(HERE))) as stranger:
        elsewhere = replace(outbound, ports=frozenset({stranger.port}))

        assert await refused(stranger.puts("/a", PICTURE), elsewhere) == CERTIFICATE


async def test_a_certificate_of_nobody_known_is_refused(stranger, outbound, refused):
    strict = replace(outbound, trust=Outbound().trust)

    assert await refused(stranger.puts("/a", PICTURE), strict) == CERTIFICATE
    assert stranger.heard == []


async def test_nobody_there(outbound, refused, names):
    with socket.socket() as free:
        free.bind((str(HERE), 0))
        port = free.getsockname()[1]
    alone = replace(outbound, ports=frozenset({port}))

    assert await refused(f"https://{HOST}:{port}/", alone) == "does not answer; try again later."


# What comes back


@pytest.mark.parametrize(
    ("status", "told"), [("404 Not Found", 404), ("204 No Content", 204), ("206 Partial", 206),
                         ("304 Not Modified", 304), ("500 Oh", 500)],
)  # fmt: skip
async def test_only_a_whole_answer_is_a_picture(stranger, refused, status, told):
    assert await refused(stranger.puts("/a", status=status)) == (
        f"is answered with status {told}; give an address that a stranger's browser opens."
    )


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "identity, gzip", "zstd"])
async def test_a_packed_answer_is_not_unpacked(stranger, outbound, encoding):
    bomb = gzip.compress(bytes(10_000_000))
    arrived = bytearray()

    with pytest.raises(OutboundError, match="is sent packed though we asked for it plain"):
        await outbound.fetch(
            stranger.puts("/a", bomb, f"Content-Encoding: {encoding}\r\n"), arrived.extend
        )
    assert arrived == b""


async def test_an_endless_body_ends_at_the_limit(stranger, outbound):
    async def endless(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(65536))
            await writer.drain()

    stranger.pages["/a"] = endless
    arrived = bytearray()

    with pytest.raises(OutboundError, match="sends more than 1 MB; give a smaller picture"):
        await replace(outbound, most_bytes=1 << 20).fetch(stranger.at("/a"), arrived.extend)
    assert len(arrived) <= 1 << 20


async def test_the_limit_is_fifteen_megabytes_to_the_byte(stranger, fetched, refused):
    limit = 15 * 1024 * 1024
    stranger.puts("/just", bytes(limit))
    stranger.puts("/more", bytes(limit + 1))

    assert len(await fetched(stranger.at("/just"))) == limit
    assert await refused(stranger.at("/more")) == "sends more than 15 MB; give a smaller picture."


@pytest.mark.parametrize("slowly", ["connecting", "head", "body", "informing"])
async def test_everything_together_takes_no_longer_than_allowed(
    stranger, outbound, refused, names, slowly
):
    async def drip(writer):
        writer.write(b"" if slowly == "head" else b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"HTTP/1.1 103 Hi\r\n\r\n" if slowly == "informing" else b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async def never(_):
        await asyncio.Event().wait()

    stranger.pages["/a"] = drip
    hasty = replace(outbound, seconds=0.3, resolve=never if slowly == "connecting" else names)
    before = asyncio.get_running_loop().time()

    sentence = await refused(stranger.at("/a"), hasty)

    assert sentence == "was not sent in full within 0.3 seconds; try again later."
    assert asyncio.get_running_loop().time() - before < 1


async def test_being_too_slow_is_told_apart(stranger, outbound):
    stranger.redirects("/a", "/a")

    async def slow(_):
        await asyncio.sleep(0.1)
        return [HERE]

    with pytest.raises(OutboundTimeoutError):  # redirects share the time
        await replace(outbound, seconds=0.25, resolve=slow).fetch(stranger.at("/a"), print)
    assert issubclass(OutboundError, InvalidError)


async def test_redirects_in_a_circle_end(stranger, refused):
    stranger.redirects("/a", "/b")
    stranger.redirects("/b", "/a")

    assert await refused(stranger.at("/a")) == (
        "leads on more than 3 times; give the address it ends at."
    )
    assert len(stranger.heard) == 4


@pytest.mark.parametrize("location", ["", "/a", "?", "#"])
async def test_a_redirect_to_itself_ends(stranger, refused, location):
    assert await refused(stranger.redirects("/a", location))
    assert len(stranger.heard) <= 4


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\x00" * 100, b"220 smtp ready\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000 + b"\r\n",
        b"HTTP/1.1 200 " + b"y" * 200_000, b"HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        b"HTTP/2 200 OK\r\n\r\n", b"HTTP/1.1 999999 OK\r\n\r\n",
    ],
    ids=lambda answer: answer[-30:].decode("latin-1"),
)  # fmt: skip
async def test_an_answer_that_is_no_whole_http_is_refused(stranger, refused, answer):
    stranger.pages["/a"] = answer

    assert await refused(stranger.at("/a")) == BROKEN


async def test_what_the_writer_refuses_ends_the_fetching(stranger, outbound):
    class EnoughError(Exception):
        pass

    def enough(_):
        raise EnoughError

    with pytest.raises(EnoughError):
        await outbound.fetch(stranger.puts("/a", PICTURE), enough)


# Which addresses are public

SPECIAL = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "255.255.255.255/32", "::/128", "::1/128", "::/96", "::ffff:0:0/96", "64:ff9b::/96",
    "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:2::/48", "2001:10::/28", "2001:20::/28",
    "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
    "fec0::/10", "ff00::/8", "4000::/2", "8000::/1",
]  # fmt: skip


def _network(text: str) -> IPv4Network | IPv6Network:
    return IPv6Network(text) if ":" in text else IPv4Network(text)


@pytest.mark.parametrize("network", [_network(text) for text in SPECIAL], ids=str)
@given(data=st.data())
def test_no_address_of_a_special_range_is_public(network, data):
    first, last = int(network[0]), int(network[-1])
    make = type(network[0])

    assert not is_public(make(data.draw(st.integers(first, last))))
    assert not is_public(make(first))
    assert not is_public(make(last))


@given(st.ip_addresses(v=4))
def test_a_v4_address_written_in_v6_is_not_public(four):
    number = int(four)
    for prefix in (
        "::",
        "::ffff:0:0",
        "::ffff:0:0:0",
        "64:ff9b::",
        "64:ff9b:1::",
        "fe80::5efe:0:0",
    ):
        assert not is_public(IPv6Address(int(IPv6Address(prefix)) | number))
    assert not is_public(IPv6Address(0x2002 << 112 | number << 80))
    assert not is_public(IPv6Address(0x20010000 << 96 | number))


@given(st.ip_addresses())
def test_what_python_calls_private_is_not_public_to_us(ip):
    assert ip.is_global or not is_public(ip)


@pytest.mark.parametrize(
    "ip",
    ["1.1.1.1", "8.8.8.8", "93.184.216.34", "103.28.36.1", "172.15.255.255", "172.32.0.0",
     "100.63.255.255", "100.128.0.0", "11.0.0.0", "9.255.255.255", "223.255.255.255",
     "126.255.255.255", "128.0.0.0", "192.0.1.0", "198.17.255.255", "198.20.0.0", "168.63.129.15",
     "2606:4700:4700::1111", "2001:4860:4860::8888", "2405:4800::1", "2400::", "2001:200::",
     "2003::1", "3ffe:ffff::1"],
)  # fmt: skip
def test_the_neighbours_of_special_ranges_and_well_known_ones_are_public(ip):
    assert is_public(ip_address(ip))


def test_an_address_with_a_zone_is_ours():
    assert not is_public(IPv6Address("2606:4700:4700::1111%1"))
    assert is_public(IPv4Address("1.1.1.1"))
