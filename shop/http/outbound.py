"""Requests to addresses that strangers name: to public machines only, short, small, anonymous.

The rules are those of OWASP's Server-Side Request Forgery cheat sheet and ASVS 5 (1.3.6, 15.3.2):
a name is resolved once, every address it has must be public, and one of these very addresses is
connected to, so that no second answer of a name server can lead elsewhere. The name itself stays
in TLS (SNI and certificate) and in `Host`.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx2

from media.sentences import Sentence, joined, phrase
from shop.errors import OutboundError, OutboundTimeoutError
from shop.errors.mistakes import WrongValueError

IP = IPv4Address | IPv6Address
SECONDS = 10.0
MOST_BYTES = 15 * 1024 * 1024
MOST_REDIRECTS = 3
PORTS = frozenset({443, 8443})
LONGEST = 2000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
FAR_TOO_LONG = Sentence(
    "“{value}” quá dài. Hãy dùng địa chỉ không quá {most} ký tự.",
    "“{value}” is too long; give an address of up to {most} characters.",
)
NO_ADDRESS = Sentence(
    "“{value}” không phải địa chỉ mà chúng tôi mở. Hãy ghi địa chỉ bắt đầu như"
    " https://example.vn/.",
    "“{value}” is not an address that we ask; write one that begins like https://example.vn/.",
)
NOT_PUBLIC = Sentence(
    "Không tìm thấy “{value}” trên internet công cộng. Hãy mở thử bằng trình duyệt.",
    "“{value}” is not to be found on the public internet; try it in a browser.",
)
HOLDS_A_NAME = Sentence(
    "“{value}” có tên người dùng. Hãy dùng địa chỉ mở được mà không cần tên.",
    "“{value}” holds a user name; give an address that opens without one.",
)
OTHER_PORT = Sentence(
    "“{value}” dùng cổng {port}. Hãy dùng cổng {allowed}.",
    "“{value}” names port {port}; only {allowed} will do.",
)
LEADS_ON = Sentence(
    "“{value}” chuyển tiếp hơn {most} lần. Hãy dùng địa chỉ cuối cùng.",
    "“{value}” leads on more than {most} times; give the address it ends at.",
)
LEADS_AWAY = Sentence(
    "“{value}” chuyển tiếp đến nơi chúng tôi không mở. Hãy dùng địa chỉ khác.",
    "“{value}” leads on to an address that is not asked; give one that does not.",
)
TOO_HEAVY = Sentence(
    "“{value}” gửi hơn {most} MB. Hãy dùng ảnh nhẹ hơn.",
    "“{value}” sends more than {most} MB; give a smaller picture.",
)
NOT_OPEN = Sentence(
    "“{value}” trả lời với mã {status}. Hãy dùng địa chỉ mà trình duyệt của người lạ mở được.",
    "“{value}” is answered with status {status}; give an address that a stranger's browser opens.",
)
PACKED = Sentence(
    "“{value}” gửi về dạng nén dù chúng tôi xin dạng thường. Hãy lưu ảnh thành tệp.",
    "“{value}” is sent packed though we asked for it plain; save it as a file.",
)
TOO_SLOW = Sentence(
    "“{value}” không gửi hết trong {seconds:g} giây. Hãy thử lại sau.",
    "“{value}” was not sent in full within {seconds:g} seconds; try again later.",
)
BROKE_OFF = Sentence(
    "“{value}” bị ngắt giữa chừng. Hãy thử lại sau.",
    "“{value}” broke off before the end; try again later.",
)
NO_CERTIFICATE = Sentence(
    "“{value}” không có chứng thư hợp lệ cho tên của nó. Hãy nhờ chủ trang gia hạn.",
    "“{value}” has no certificate that is valid for its name; its owner must renew it.",
)
NO_ANSWER = Sentence(
    "“{value}” không trả lời. Hãy thử lại sau.", "“{value}” does not answer; try again later."
)
HEADERS = {"User-Agent": "sanvat", "Accept-Encoding": "identity", "Connection": "close"}
PICTURES = {"Accept": "image/jpeg, image/png, image/webp, image/*;q=0.5"}
NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
"""A whole name in ASCII; its last part begins with a letter, so 2130706433 or 127.0x1 is none."""

# The special ranges of RFC 6890 as IANA lists them; Python's own `is_global` lacks some until 3.13.
NOT_PUBLIC_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # Azure's own service, on an address that looks public
    )
]  # fmt: skip
PUBLIC_6 = IPv6Network("2000::/3")
"""All that is routed; what maps, translates or tunnels IPv4 by ::, ::ffff: or 64:ff9b: is not."""
NOT_PUBLIC_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, benchmarks, ORCHID
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
    )
]  # fmt: skip

Resolve = Callable[[str], Awaitable[Sequence[IP]]]
_name_servers = ThreadPoolExecutor(128, "resolve")
"""One thread for each name asked at a time: a slow one, which nothing ends, delays no other."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]


def is_public(ip: IP) -> bool:
    """Tell whether an address is public: on the internet, and not ours or special."""
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in NOT_PUBLIC_4)
    if ip.scope_id or ip not in PUBLIC_6:
        return False
    return not any(ip in network for network in NOT_PUBLIC_6)


async def ask_name_servers(host: str) -> Sequence[IP]:
    """Give all addresses of a name. Raises OSError when there are none."""
    ask = partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_name_servers, ask)
    return list(dict.fromkeys(ip_address(entry[4][0]) for entry in found))


@cache
def _trust_of_this_machine() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Outbound:
    """How we ask strangers' machines. As it stands it is strict; tests allow their loopback."""

    resolve: Resolve = ask_name_servers
    is_allowed: Callable[[IP], bool] = is_public
    ports: frozenset[int] = PORTS
    trust: Callable[[], ssl.SSLContext] = _trust_of_this_machine
    seconds: float = SECONDS
    """For everything together: resolving, connecting, redirects and the last byte."""
    most_bytes: int = MOST_BYTES

    async def fetch(self, address: str, write: Callable[[bytes], object]) -> None:
        """Give a picture to `write`, piece by piece as it arrives; no encoding is undone.

        Raises OutboundError, and what `write` raises; what was written until then is no picture.
        """
        with _refusing(address, self.seconds):
            async with asyncio.timeout(self.seconds):
                url = self.read(address)
                for _ in range(MOST_REDIRECTS + 1):
                    location = await self._get(url, write)
                    if location is None:
                        return
                    url = self._moved(url, location)
                raise WrongValueError(LEADS_ON, most=MOST_REDIRECTS)

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Deliver a message; redirects are not followed, and the answer's body is not read.

        Raises OutboundError when there is no answer.
        """
        url = self.read(address)
        # What is said goes to logs, and the rest of the address may hold a receiver's secret.
        with _refusing(f"https://{_host(url)}/", self.seconds):
            async with asyncio.timeout(self.seconds):
                request = partial(_request, "POST", {**headers, **HEADERS}, body)
                async with self._answered(url, request) as response:
                    return Answer(response.status_code, dict(response.headers))

    def read(self, address: str) -> httpx2.URL:
        """Read an address, without asking a name server.

        Raises OutboundError for one that we do not ask. This is the only reading of addresses:
        two that differ are how guards are passed (Trail of Bits, TOB-PYPI-7).
        """
        try:
            return self._read(address)
        except WrongValueError as wrong:
            raise OutboundError(_told(wrong, address)) from None

    def _read(self, address: str) -> httpx2.URL:
        if len(address) > LONGEST:
            raise WrongValueError(FAR_TOO_LONG, most=LONGEST)
        try:
            url = httpx2.URL(address)
        except (httpx2.InvalidURL, ValueError):
            raise WrongValueError(NO_ADDRESS) from None
        if "\\" in address or url.scheme != "https" or not _is_host(_host(url)):
            raise WrongValueError(NO_ADDRESS)
        if not self._may_be(_host(url)):
            raise WrongValueError(NOT_PUBLIC)
        if url.userinfo:
            raise WrongValueError(HOLDS_A_NAME)
        if _is_ip(_host(url)) and not self.is_allowed(ip_address(_host(url))):
            raise WrongValueError(NOT_PUBLIC)
        if _port(url) not in self.ports:
            allowed = joined(map(str, sorted(self.ports)), phrase(" hoặc ", " or "))
            raise WrongValueError(OTHER_PORT, port=_port(url), allowed=allowed)
        return url

    def _moved(self, url: httpx2.URL, location: str) -> httpx2.URL:
        try:
            return self.read(str(url.join(location)) if "\\" not in location else location)
        except (OutboundError, httpx2.InvalidURL, ValueError):
            raise WrongValueError(LEADS_AWAY) from None

    async def _get(self, url: httpx2.URL, write: Callable[[bytes], object]) -> str | None:
        """Give the body to `write`, or where it is to be had instead."""
        request = partial(_request, "GET", {**PICTURES, **HEADERS}, b"")
        async with self._answered(url, request) as response:
            location = response.headers.get("Location")
            if response.status_code in REDIRECTS and location is not None:
                return location
            _refuse_unless_plain(response)
            await self._pass_on(response, write)
            return None

    async def _pass_on(self, response: httpx2.Response, write: Callable[[bytes], object]) -> None:
        size = 0
        async for piece in response.aiter_raw():
            size += len(piece)
            if size > self.most_bytes:
                raise WrongValueError(TOO_HEAVY, most=self.most_bytes >> 20)
            write(piece)

    @asynccontextmanager
    async def _answered(
        self, url: httpx2.URL, request: Callable[[httpx2.URL, IP], httpx2.Request]
    ) -> AsyncIterator[httpx2.Response]:
        """Ask, and hold the head of the answer.

        A bare transport of its own, for one question: no cookies, proxies, `.netrc` or redirects.
        """
        vetted = await self._vetted(_host(url))
        async with httpx2.AsyncHTTPTransport(verify=self.trust(), trust_env=False) as transport:
            response = await self._first_to_answer(transport, [request(url, ip) for ip in vetted])
            try:
                yield response
            finally:
                await response.aclose()

    async def _vetted(self, host: str) -> Sequence[IP]:
        """Resolve once. One address that is not public refuses all: the next answer may be it."""
        try:
            found = [ip_address(host)] if _is_ip(host) else await self.resolve(host)
        except OSError:
            found = []
        if not found or not all(map(self.is_allowed, found)):
            raise WrongValueError(NOT_PUBLIC)
        return found

    def _may_be(self, host: str) -> bool:
        """Tell numbers that are never asked; what a name stands for is only known when asking."""
        return not _is_ip(host) or self.is_allowed(ip_address(host))

    async def _first_to_answer(
        self, transport: httpx2.AsyncHTTPTransport, requests: Sequence[httpx2.Request]
    ) -> httpx2.Response:
        for request in requests[:-1]:
            request.extensions["timeout"] = {"connect": self.seconds / 3}
            try:
                return await transport.handle_async_request(request)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue
        return await transport.handle_async_request(requests[-1])


def _request(
    method: str, headers: Mapping[str, str], body: bytes, url: httpx2.URL, ip: IP
) -> httpx2.Request:
    """Make a request to an address of numbers that speaks, in TLS too, of the name."""
    host = f"[{_host(url)}]" if ":" in _host(url) else _host(url)
    return httpx2.Request(
        method,
        httpx2.URL(scheme="https", host=str(ip), port=url.port, raw_path=url.raw_path),
        headers={"Host": f"{host}:{url.port}" if url.port else host, **headers},
        content=body,
        extensions={"sni_hostname": _host(url)},
    )


def _host(url: httpx2.URL) -> str:
    """Give the name in small ASCII letters, as TLS wants it: without the dot of the root."""
    return url.raw_host.decode("ascii").removesuffix(".")


def _port(url: httpx2.URL) -> int:
    return url.port or 443


def _is_host(host: str) -> bool:
    return _is_ip(host) or NAME.fullmatch(host) is not None


def _is_ip(host: str) -> bool:
    """Tell whether these are numbers; one with a zone (fe80::1%eth0) is ours, and refused."""
    try:
        return "%" not in host and bool(ip_address(host))
    except ValueError:
        return False


def _refuse_unless_plain(response: httpx2.Response) -> None:
    if response.status_code != OK:
        raise WrongValueError(NOT_OPEN, status=response.status_code)
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise WrongValueError(PACKED)


@contextmanager
def _refusing(address: str, seconds: float) -> Iterator[None]:
    """Say what a failure means to the person who gave the address."""
    try:
        yield
    except WrongValueError as wrong:
        raise OutboundError(_told(wrong, address)) from None
    except TimeoutError:
        slow = WrongValueError(TOO_SLOW, seconds=seconds)
        raise OutboundTimeoutError(_told(slow, address)) from None
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as failure:
        raise OutboundError(_told(WrongValueError(_why(failure)), address)) from None
    except httpx2.TransportError:
        raise OutboundError(_told(WrongValueError(BROKE_OFF), address)) from None


def _told(wrong: WrongValueError, address: str) -> Sentence:
    return wrong.told(phrase("địa chỉ", "the address"), address)


def _why(failure: BaseException | None) -> Sentence:
    while failure:
        if isinstance(failure, ssl.SSLError):
            return NO_CERTIFICATE
        failure = failure.__cause__ or failure.__context__
    return NO_ANSWER
