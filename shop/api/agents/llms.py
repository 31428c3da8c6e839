"""`/llms.txt`: what there is for language models, as https://llmstxt.org lays it out."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from shop.api.agents.versions import EARLIER, MCP, PRESENT, REST
from shop.api.asking import Asked
from shop.api.operations import Operation
from shop.formats.files import FORMATS
from shop.http.caching import unchanged
from shop.services import services

ROOT = Path(__file__).parents[3]
MEDIA_TYPE, MARKDOWN = "text/plain", "text/markdown"
CACHING = "public, max-age=3600"
TEXT = """# Sản vật Hải Phòng

> Danh mục nông sản và sản phẩm OCOP của thành phố Hải Phòng. Catalogue of the farm goods and OCOP \
(One Commune One Product) products of Hải Phòng, Vietnam, in Vietnamese and English.

Đây là danh mục, không bán hàng: giá là giá tham khảo, việc mua bán diễn ra ở nơi bán của cơ sở \
sản xuất. This is a catalogue and not a shop: prices, in whole đồng (VND), are indications, and \
nothing is sold here.

- Hạng sao OCOP chỉ có giá trị đến ngày `expires_on`. OCOP stars hold through `expires_on` only.
- Hàng có `sale_restriction` không được bán qua mạng hoặc chỉ bán cho người lớn. Goods with a \
`sale_restriction` must not be sold online, or to adults only.
- `evidence: illustrative` là sản phẩm minh hoạ. It marks examples that were made up: say so.

## Trang · Pages

- [Trang chủ]({origin}/): tiếng Việt
- [Home]({origin}/en): English
- [Tìm kiếm]({origin}/tim-kiem?q=nuoc+mam): có dấu hay không dấu đều được
- [Search]({origin}/en/tim-kiem?q=nuoc+mam): marks or none, typing slips forgiven
- [Season calendar]({origin}/en/mua-vu): lịch mùa vụ, what is to be had in which month
- [Coming into season]({origin}/en/vao-mua.atom): vào mùa, an Atom feed
- [Newly recognised]({origin}/en/moi-cong-nhan.atom): OCOP mới công nhận, an Atom feed
- [Open data]({origin}/en/du-lieu-mo): dữ liệu mở, files, API, terms
- [Sitemap]({origin}/sitemap.xml): every product, producer and commune

## Cho tác tử · For agents

- [UCP profile]({origin}/.well-known/ucp): Universal Commerce Protocol {present}: catalogue \
search, lookup and product, by POST under {origin}{rest}
- [UCP profile {earlier}]({origin}/.well-known/ucp/{earlier}): the same in the earlier version, \
under {origin}{rest_earlier}
- [MCP server]({origin}{mcp}): Streamable HTTP, by POST; tools search_catalog, lookup_catalog, \
get_product, in UCP {earlier}; {origin}{mcp_present} answers in {present}

## API

- [For partners]({origin}/partners.md): how to copy the catalogue and stay in step, in prose
- [What is new]({origin}/partners-changes.md): changes that partners should know, the latest first
- [OpenAPI]({origin}/openapi.json): the description of everything below
- [Search]({origin}/api/v1/search?q=nuoc+mam&limit=5): JSON, with filters and facets
- [One product]({origin}/api/v1/listings/HP-OCOP-0026): the public document, by product code
- [Categories]({origin}/api/v1/categories): their codes, which never change, and names
- [Changes]({origin}/api/v1/changes?limit=5): the whole catalogue and then what changes, in order
- [Manifest]({origin}/api/v1/manifest): where the catalogue stands, and its files
- [Digest]({origin}/api/v1/digest): hashes by which a copy finds where it differs
- [Channels]({origin}/api/v1/channels): what each marketplace takes

## Tệp dữ liệu · Files

{files}

## Điều kiện sử dụng · Terms

- [MIT](https://opensource.org/license/mit): the code of this service
- [CC0 1.0](https://creativecommons.org/publicdomain/zero/1.0/): its drawn illustrations; of other \
pictures `licence` stands with each
- [Limits and errors]({origin}/partners.md#limits-errors-keys-caching): no key is needed; 429 with \
Retry-After beyond a share for each address

## Optional

- [robots.txt]({origin}/robots.txt): for crawlers
"""


async def llms(request: Request, _: Asked) -> Response:
    return _sent(request, text(services(request).settings.base_url).encode(), MEDIA_TYPE)


async def partners(request: Request, _: Asked) -> Response:
    """Give the document that partners build from: with its address they need no repository."""
    return _sent(request, _document("partners.md"), MARKDOWN)


async def partners_changes(request: Request, _: Asked) -> Response:
    return _sent(request, _document("partners-changes.md"), MARKDOWN)


@cache
def _document(name: str) -> bytes:
    return (ROOT / "docs" / name).read_bytes()


def _sent(request: Request, body: bytes, media_type: str) -> Response:
    headers = {"ETag": f'"{sha256(body).hexdigest()}"', "Cache-Control": CACHING}
    if same := unchanged(request, headers):
        return same
    return Response(body, media_type=media_type, headers=headers)


def text(origin: str) -> str:
    files = [f"- [{one.name}]({origin}/feeds/{one.name}): {one.summary}" for one in FORMATS]
    return TEXT.format(
        origin=origin,
        present=PRESENT,
        earlier=EARLIER,
        rest=REST[PRESENT],
        rest_earlier=REST[EARLIER],
        mcp=MCP[EARLIER],
        mcp_present=MCP[PRESENT],
        files="\n".join(files),
    )


OPERATIONS = (
    Operation(
        id="llms",
        path="/llms.txt",
        summary="What there is for language models",
        handler=llms,
        answers=None,
        media_type=MEDIA_TYPE,
        headers=("ETag",),
        conditional=True,
    ),
    Operation(
        id="partners-document",
        path="/partners.md",
        summary="How to copy the catalogue and stay in step, in prose",
        handler=partners,
        answers=None,
        media_type=MARKDOWN,
        headers=("ETag",),
        conditional=True,
    ),
    Operation(
        id="partners-changes",
        path="/partners-changes.md",
        summary="What is new for partners",
        handler=partners_changes,
        answers=None,
        media_type=MARKDOWN,
        headers=("ETag",),
        conditional=True,
    ),
)
