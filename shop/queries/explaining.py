"""Why a product is or is not shown: on our site, in the open files, to agents, in each channel.

What a channel's documents tell is decided by shop/formats/obstacles.py, what pages show by
shop/publishing/rendering.py; here it is only asked, and said together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from media.sentences import Sentence, joined, number, phrase
from shop.errors import NO_PRODUCT, NotFoundError
from shop.formats import ucp
from shop.formats.channels import RESTRICTED
from shop.formats.document import Document
from shop.formats.remedies import REMEDIES
from shop.formats.rules import AS_IT_IS, Rule
from shop.models import (
    Audience,
    AuditEntry,
    FeedFile,
    Listing,
    ProducerState,
    Product,
    Purpose,
    State,
    ToPublish,
)
from shop.partners.channels import Terms, all_terms
from shop.publishing.loading import ProductRows, load
from shop.publishing.rendering import is_public
from shop.queries.diagnosing import diagnose_some

SITE, OPEN_FILES, AGENTS = "site", ("products.jsonl", "products.csv"), "agents"
REASONS = {
    "gone": Sentence(
        "Sản phẩm không còn trong danh mục, chỉ còn bia mộ. Nếu xoá nhầm, hãy nhập lại.",
        "The product is in the catalogue no more, only its tombstone. Import it again if need be.",
    ),
    "stopped": Sentence(
        "Chính cơ sở đã tạm ngừng sản phẩm. Cơ sở tự bật lại được trên trang của mình.",
        "The producer itself took the product off, and can show it again on its own page.",
    ),
    "unconfirmed": Sentence(
        "Cơ sở {producer} tự đăng ký và chưa được xác nhận. Cán bộ cần duyệt một đề nghị của họ.",
        "The producer {producer} registered itself; an official must approve something of it.",
    ),
    "no_catalogue": Sentence(
        "Cơ sở {producer} chưa đồng ý với mục đích catalogue. Hãy hỏi cơ sở.",
        "The producer {producer} does not consent to `catalogue`. Ask it.",
    ),
    "no_marketplaces": Sentence(
        "Cơ sở {producer} chưa đồng ý với mục đích marketplaces, nên chỉ trang này hiện hàng.",
        "The producer {producer} does not consent to `marketplaces`: only our own pages show it.",
    ),
    "drifted": Sentence(
        "Bản công bố không khớp với dữ liệu. Hãy chạy sanvat verify.",
        "What is published is not what the rows say. Run sanvat verify.",
    ),
    "restricted": Sentence(
        "Hàng bị hạn chế bán, mà chương trình không thấy tuổi người mua. Nếu ghi nhầm, hãy sửa.",
        "Its sale is restricted, and a program cannot see a buyer’s age. Mend it if it is not so.",
    ),
    "no_price_at_all": Sentence(
        "Không có quy cách nào có giá. Hãy ghi giá bằng sanvat product price.",
        "None of its packs has a price. Set one by sanvat product price.",
    ),
    "not_built": Sentence(
        "Tệp này chưa được tạo. Hãy xem worker có đang chạy không.",
        "The file has not been built. See whether the worker runs.",
    ),
    "held_back": Sentence(
        "Tệp mới bị giữ lại vì thiếu quá nhiều, tệp cũ vẫn đứng. Hãy xem sanvat feeds.",
        "A newer file is held back, as it lacks too much; the old one stands. See sanvat feeds.",
    ),
    "file_behind": Sentence(
        "Tệp đang phục vụ ở số {built}, sản phẩm đổi ở số {serial}. Tệp sau mới có thay đổi này.",
        "The file stands at serial {built}, the product changed at {serial}. The next one has it.",
    ),
}
SUSPENDED_FOR = Sentence("Lý do đã ghi: {reason}.", "The reason that was noted: {reason}.")
NOTES = frozenset({"held_back", "file_behind", "not_built"})
"""Reasons that concern a file, and not whether the product belongs in it."""
AS_HERE = phrase("giá như trên trang", "price as on our page")
ADDED = phrase(
    "giá {percent} % + {plus} ₫, làm tròn lên {round_to} ₫",
    "price {percent} % + {plus} ₫, rounded up to {round_to} ₫",
)
CATEGORY = phrase("ngành hàng {category}", "category {category}")
DRAWN = phrase("nhận hình vẽ", "drawn pictures go out")


@dataclass(frozen=True, slots=True)
class Reason:
    """Something in the way, or worth knowing: `blocking` keeps the product or the pack out."""

    code: str
    said: Sentence
    blocking: bool
    concerns: str
    """Code of the product, or the SKU of one pack."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place where the product may be shown."""

    key: str
    shown: bool
    why: list[Reason]
    rule: Sentence | None = None
    """By which it goes out there; None: as it is."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a code, from which the places are told."""

    code: str
    rows: ProductRows | None
    """None: the product is gone, and only its tombstone is there."""
    listing: Listing | None
    waits: bool
    """The worker has yet to publish it."""
    stopped: bool
    suspended_for: str
    document: Document | None

    @property
    def is_for_everyone(self) -> bool:
        return self.listing is not None and self.listing.audience == Audience.EVERYONE


async def look_up(code: str) -> Known:
    """Read what is known of a code. Raises NotFoundError where there never was such a product."""
    rows = (await load([code])).get(code)
    listing = await Listing.get_or_none(code=code)
    if rows is None and listing is None:
        raise NotFoundError(NO_PRODUCT.filled(code=code))
    document = listing.document if listing else None
    return Known(
        code=code,
        rows=rows,
        listing=listing,
        waits=await ToPublish.exists(code=code),
        stopped=await Product.exists(code=code, stopped_at__isnull=False),
        suspended_for=await _suspended_for(code),
        document=orjson.loads(document) if document else None,
    )


async def places(known: Known) -> list[Place]:
    """Tell of each place whether the product is shown there, and why it is not."""
    files = {row.name: row for row in await FeedFile.all()}
    open_reasons = list(_not_open(known))
    return [
        Place(SITE, known.document is not None, list(_not_on_site(known))),
        *(_in_file(known, name, open_reasons, files.get(name)) for name in OPEN_FILES),
        *[await _in_channel(known, terms, files) for terms in await all_terms()],
        _for_agents(known, open_reasons),
    ]


async def _suspended_for(code: str) -> str:
    told = AuditEntry.filter(subject=code, action="product.suspend").order_by("-id")
    rows = await told.limit(1).values("detail")
    return "".join(row["detail"].get("reason", "") for row in rows)


def _not_on_site(known: Known) -> Iterator[Reason]:
    if known.rows is None:
        yield _reason(known, "gone")
        return
    yield from _not_public(known, known.rows)
    if is_public(known.rows) == (known.document is None):
        yield _reason(known, "waiting" if known.waits else "drifted", blocking=not known.document)


def _not_public(known: Known, rows: ProductRows) -> Iterator[Reason]:
    """Say each of what `is_public` asks for and does not find."""
    producer = rows.product["producer_id"]
    if rows.product["state"] != State.PUBLISHED:
        yield _state(known, str(rows.product["state"]))
    if rows.product["producer_state"] != ProducerState.CONFIRMED:
        yield _reason(known, "unconfirmed", producer=producer)
    if Purpose.CATALOGUE not in rows.consents:
        yield _reason(known, "no_catalogue", producer=producer)


def _state(known: Known, state: str) -> Reason:
    if known.stopped and state == State.WITHDRAWN:
        return _reason(known, "stopped")
    reason = _reason(known, state)
    if state != State.SUSPENDED or not known.suspended_for:
        return reason
    said = reason.said.then(SUSPENDED_FOR.filled(reason=known.suspended_for.rstrip(".")))
    return Reason(reason.code, said, blocking=True, concerns=known.code)


def _not_open(known: Known) -> Iterator[Reason]:
    """Say why not everyone may see it: beside the site's own reasons the other consent."""
    yield from _not_on_site(known)
    rows = known.rows
    if rows and Purpose.MARKETPLACES not in rows.consents:
        yield _reason(known, "no_marketplaces", producer=rows.product["producer_id"])
    elif known.document and not known.is_for_everyone:
        yield _reason(known, "waiting" if known.waits else "drifted")


def _in_file(known: Known, name: str, why: list[Reason], file: FeedFile | None) -> Place:
    shown = known.document is not None and known.is_for_everyone
    return Place(name, shown, [*why, *_of_the_file(known, file)])


def _of_the_file(known: Known, file: FeedFile | None) -> Iterator[Reason]:
    if file is None:
        yield _reason(known, "not_built", blocking=False)
        return
    if file.withheld is not None:
        yield _reason(known, "held_back", blocking=False)
    if known.listing and file.serial < known.listing.serial:
        serials = {"built": file.serial, "serial": known.listing.serial}
        yield _reason(known, "file_behind", blocking=False, **serials)


async def _in_channel(known: Known, terms: Terms, files: dict[str, FeedFile]) -> Place:
    rule = _rule_in_words(terms.rule, known.document)
    key = terms.channel.key
    found = await diagnose_some(terms, [known.code], hidden=True)
    if not found:
        return Place(key, shown=False, why=list(_not_on_site(known)), rule=rule)
    [one] = found
    why = [
        Reason(each.code, Sentence(each.vi, each.en), each.blocking, each.concerns)
        for each in one.obstacles
    ]
    kept = {each.concerns for each in one.obstacles if each.blocking}
    packs = {pack["sku"] for pack in one.document.get("variants", ())} if one.document else set()
    shown = known.code not in kept and bool(packs - kept)
    of_file = _of_the_file(known, files.get(terms.channel.file)) if terms.channel.file else ()
    return Place(key, shown, [*why, *of_file], rule)


def _for_agents(known: Known, why: list[Reason]) -> Place:
    """Say what UCP and MCP offer: packs with a price of what may be sold to any age."""
    document = known.document if known.is_for_everyone else None
    if document is None or ucp.packs(document):
        return Place(AGENTS, document is not None, why)
    banned = document.get("sale_restriction") in RESTRICTED
    lacking = _reason(known, "restricted" if banned else "no_price_at_all")
    return Place(AGENTS, shown=False, why=[*why, lacking])


def _rule_in_words(rule: Rule, document: Document | None) -> Sentence:
    parts = [_price_in_words(rule)]
    if document and (category := rule.category(document)):
        parts.append(CATEGORY.filled(category=category))
    if rule.drawn_pictures:
        parts.append(DRAWN)
    return joined(parts)


def _price_in_words(rule: Rule) -> Sentence:
    prices = (rule.basis_points, rule.plus, rule.round_to)
    if prices == (AS_IT_IS.basis_points, AS_IT_IS.plus, AS_IT_IS.round_to):
        return AS_HERE
    return ADDED.filled(
        percent=f"{rule.basis_points / 100:+g}",
        plus=number(rule.plus),
        round_to=number(rule.round_to),
    )


def _reason(known: Known, code: str, *, blocking: bool = True, **facts: object) -> Reason:
    said = REASONS[code] if code in REASONS else REMEDIES[code].said
    return Reason(code, said.filled(**facts), blocking, known.code)
