"""The proxy: asks the running service what it takes a request for, and whose word it believes.

Asked twice: once as a reader would, and once claiming an address, which a proxy must not pass on as
it is. The service believes `X-Forwarded-*` of the machines in SANVAT_TRUSTED_PROXIES alone.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from media.sentences import Sentence
from shop.cli.checks.verdicts import Subject, Verdict
from shop.config import Settings

PROXY = Subject("proxy")
CLAIMED = "192.0.2.77"
"""An address of documentation (RFC 5737), which no reader has."""
SECONDS = 10.0
NO_ANSWER = Sentence(
    "Dịch vụ ở {url} không trả lời ({why}). Hãy chạy dịch vụ, hoặc ghi địa chỉ khác bằng --url.",
    "The service at {url} does not answer ({why}). Start it, or name another address by --url.",
)
NOT_OURS = Sentence(
    "Dịch vụ ở {url} không nhận câu hỏi này ({why}). Hãy dùng SANVAT_DATA và người dùng của nó.",
    "The service at {url} did not take the question ({why}). Use its SANVAT_DATA, as its user.",
)
DIRECT = Sentence(
    "Dịch vụ ở {url} trả lời, không có proxy ở giữa.",
    "The service at {url} answers, with no proxy in between.",
)
DIRECT_ONLY = Sentence(
    "Đã hỏi thẳng {url}, không qua proxy. Hãy ghi --url {public} để xét proxy.",
    "The service was asked at {url}, past the proxy. Give --url {public} to judge the proxy.",
)
NO_HEADERS = Sentence(
    "Proxy không gửi X-Forwarded-For và X-Forwarded-Proto. Hãy cho proxy đặt cả hai.",
    "The proxy sets neither X-Forwarded-For nor X-Forwarded-Proto. Let it set both.",
)
NO_PROTO = Sentence(
    "Proxy không gửi X-Forwarded-Proto. Hãy cho proxy đặt là {scheme}.",
    "The proxy does not set X-Forwarded-Proto. Let it set {scheme}.",
)
NO_FOR = Sentence(
    "Proxy không gửi X-Forwarded-For nên mọi người đọc chung một giới hạn. Hãy cho proxy đặt.",
    "The proxy does not set X-Forwarded-For, so all readers share one limit. Let it set that.",
)
NOT_BELIEVED = Sentence(
    "Dịch vụ không tin X-Forwarded-* của proxy {client}. Hãy thêm {client} vào"
    " SANVAT_TRUSTED_PROXIES.",
    "X-Forwarded-* of the proxy {client} is not believed. Add {client} to SANVAT_TRUSTED_PROXIES.",
)
OTHER_SCHEME = Sentence(
    "Proxy nói là {told}, mà đã hỏi bằng {scheme}. Hãy cho proxy đặt đúng X-Forwarded-Proto.",
    "The proxy says {told}, and was asked by {scheme}. Let it set X-Forwarded-Proto as it is.",
)
FORGED = Sentence(
    "Người đọc tự khai được địa chỉ bằng X-Forwarded-For. Hãy cho proxy ghi đè đầu mục này.",
    "A reader can claim any address by X-Forwarded-For. Let the proxy replace what it was sent.",
)
OTHER_HOST = Sentence(
    "Proxy chuyển Host là {host}. Hãy cho proxy chuyển đúng {public}.",
    "The proxy passes {host} as Host. Let it pass {public}.",
)
RIGHT = Sentence(
    "Proxy cho biết đúng địa chỉ người đọc và {scheme}, và dịch vụ tin proxy.",
    "The proxy tells a reader’s address and {scheme}, and the service believes it.",
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the service took a request for."""

    client: str
    scheme: str
    host: str
    forwarded_for: str
    forwarded_proto: str

    @property
    def is_direct(self) -> bool:
        return not self.forwarded_for and not self.forwarded_proto


async def proxied(settings: Settings, url: str | None) -> AsyncIterator[Verdict]:
    """Judge what stands between readers and the service; `url`: where it is asked instead."""
    from shop.edge.arriving import asking  # noqa: PLC0415 - knows the web, which takes a second

    at = (url or settings.base_url).rstrip("/")
    silent = PROXY.wrong if url else PROXY.warning
    try:
        with asking(settings.data) as token:
            asked, claimed = [await _ask(at, token, said) for said in ({}, _claim())]
    except httpx2.HTTPStatusError as refused:
        yield silent(NOT_OURS, url=at, why=refused.response.status_code)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        yield silent(NO_ANSWER, url=at, why=_why(error))
    except (OSError, ValueError, TypeError) as error:  # no note in the data folder; no JSON
        yield silent(NOT_OURS, url=at, why=_why(error))
    else:
        for verdict in _judged(settings, at, asked, claimed):
            yield verdict


async def _ask(at: str, token: str, claiming: dict[str, str]) -> Arrived:
    from shop.edge.arriving import HEADER, PATH  # noqa: PLC0415

    async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        answer = await client.get(f"{at}{PATH}", headers={HEADER: token, **claiming})
        return Arrived(**answer.raise_for_status().json())


def _claim() -> dict[str, str]:
    return {"X-Forwarded-For": CLAIMED}


def _judged(settings: Settings, at: str, asked: Arrived, claimed: Arrived) -> Iterator[Verdict]:
    if asked.is_direct:
        yield _directly(settings, at)
        return
    found = [*_scheme(at, asked), *_address(asked, claimed), *_host(settings, at, asked)]
    yield from dict.fromkeys(found) or [PROXY.ok(RIGHT, scheme=asked.scheme)]


def _directly(settings: Settings, at: str) -> Verdict:
    """Judge an answer to a request that no proxy had a word in."""
    if at.startswith("https://"):
        return PROXY.wrong(NO_HEADERS)
    if settings.secure:
        return PROXY.warning(DIRECT_ONLY, url=at, public=settings.base_url)
    return PROXY.ok(DIRECT, url=at)


def _scheme(at: str, asked: Arrived) -> Iterator[Verdict]:
    scheme = urlsplit(at).scheme
    if not asked.forwarded_proto:
        yield PROXY.wrong(NO_PROTO, scheme=scheme)
    elif asked.forwarded_proto != scheme:
        yield PROXY.wrong(OTHER_SCHEME, told=asked.forwarded_proto, scheme=scheme)
    elif asked.scheme != scheme:
        yield PROXY.wrong(NOT_BELIEVED, client=asked.client)


def _address(asked: Arrived, claimed: Arrived) -> Iterator[Verdict]:
    if not asked.forwarded_for:
        yield PROXY.wrong(NO_FOR)
    elif asked.client not in _listed(asked.forwarded_for):
        yield PROXY.wrong(NOT_BELIEVED, client=asked.client)
    if claimed.client == CLAIMED:
        yield PROXY.wrong(FORGED)


def _host(settings: Settings, at: str, asked: Arrived) -> Iterator[Verdict]:
    public = urlsplit(settings.base_url).netloc
    if at == settings.base_url and asked.host != public:
        yield PROXY.wrong(OTHER_HOST, host=asked.host, public=public)


def _listed(forwarded: str) -> list[str]:
    return [part.strip() for part in forwarded.split(",")]


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
