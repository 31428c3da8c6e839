"""What producers and officials are told to look at in a proposal, before and after sending. Pure.

The producer is told the same before sending as the official reads afterwards: one code for both. A
finding keeps nothing from being sent, and decides nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from math import log
from statistics import median

from media.sentences import Sentence, number, phrase
from search.vietnamese import compose
from shop.clock import today
from shop.formats.words import PAIRS
from shop.models import Purpose
from shop.proposals.needs import Need
from shop.proposals.patching import COLUMNS
from shop.proposals.reading import DESCRIPTION, NAME, PHOTOS
from shop.proposals.restricting import restricted
from shop.proposals.spotting import address_in, cure_in, number_in, stars_in
from shop.publishing.loading import ProductRows
from shop.publishing.rendering import shown_as
from shop.queries.lookalikes import Resembling

STARS = Sentence(
    "Chữ «{words}» chỉ được ghi khi có quyết định còn hạn. Sửa bây giờ hay để cán bộ xem giúp?",
    "“{words}” may stand there by a decision that holds only. Change it, or ask an official.",
)
NUMBER = Sentence(
    "Số «{words}» trông như số điện thoại. Hãy ghi ở trang Liên hệ, đừng ghi ở đây.",
    "“{words}” looks like a phone number. It belongs on the page Contact, not here.",
)
ADDRESS = Sentence(
    "Chữ «{words}» là địa chỉ trên mạng. Hãy ghi ở trang Liên hệ, đừng ghi ở đây.",
    "“{words}” is an address of the web. It belongs on the page Contact, not here.",
)
CURE = Sentence(
    "Lời «{words}» như quảng cáo thuốc. Hãy bỏ đi, vì sản phẩm này không phải là thuốc.",
    "“{words}” sounds like a medicine. Leave it out, for this is none.",
)
RESTRICTED = Sentence(
    "Chữ «{words}» thường là của {goods}, có loại không được bán qua mạng. Cán bộ sẽ xem giúp.",
    "“{words}” mostly names {goods}, some not to be sold online. An official will look at it.",
)
SMALL = Sentence(
    "Ảnh {n} nhỏ quá, phóng to sẽ mờ. Nên chụp lại.",
    "Photo {n} is small and blurs when it is enlarged. Better take it again.",
)
ALIKE = Sentence(
    "Ảnh {n} giống ảnh của cơ sở khác. Ảnh bạn tự chụp thì cứ gửi.",
    "Photo {n} looks like one of another producer. If you took it yourself, just send it.",
)
AS_SHOWN = Sentence(
    "Ảnh của {whose} (khác {bits}/64).", "A photo of {whose} ({bits} of 64 differ)."
)
AS_WAITING = Sentence(
    "Ảnh đang chờ duyệt của {whose} (khác {bits}/64).",
    "A photo of {whose} that waits, too ({bits} of 64 differ).",
)
NO_SHELF_LIFE = Sentence(
    "Chưa có hạn dùng – sàn thương mại thường hỏi.",
    "Its shelf life is not told – marketplaces mostly ask for it.",
)
NEEDED = Sentence(
    "Nhóm hàng này phải có: {what}. Hãy bổ sung.",
    "Goods of this group must have: {what}. Add it.",
)
FAR_OFF = Sentence(
    "Giá {price} ₫/{unit} khác xa {n} sản phẩm cùng nhóm. Hãy xem lại giá và cách bán.",
    "A price of ₫{price} a {unit} is far off {n} products of its group. Look at it again.",
)
USUAL = phrase("giữa nhóm: {price} ₫/{unit}", "middle of the group: ₫{price} a {unit}")
GTIN_TAKEN = Sentence(
    "Mã vạch {gtin} đã dùng cho sản phẩm khác. Hãy xem lại trên bao bì.",
    "The barcode {gtin} is used for another product. Look at the packaging again.",
)
GTIN_OF_ANOTHER = Sentence(
    "Mã vạch {gtin} bắt đầu bằng mã {prefix} của cơ sở khác. Hãy xem lại trên bao bì.",
    "The barcode {gtin} begins with {prefix}, which is another producer’s. Look at it again.",
)
AREA_OF_ANOTHER = Sentence(
    "Mã vùng trồng {area} đang ghi cho cơ sở khác. Hãy xem lại.",
    "The growing area {area} is told for another producer, too. Look at it again.",
)
EXPIRED = Sentence(
    "Giấy «{paper}» hết hạn ngày {day}. Có giấy mới thì báo cán bộ.",
    "The paper “{paper}” ended on {day}. If there is a new one, tell an official.",
)
NOT_AGREED = Sentence(
    "Cơ sở chưa đồng ý cho hiện tên, nên sản phẩm chưa lên trang được.",
    "The producer has not agreed to be shown, so the product cannot be on show yet.",
)
SMALLEST = 800
"""Pixels of the longer side below which a photo blurs on a wide screen."""
FEWEST_ALIKE = 8
DEVIATIONS = 3
LEAST_DEVIATION = log(1.8)
"""Where all of a group cost nearly the same, a price is not far off yet (docs/adr/0038)."""
COMPANY_LONGEST, COMPANY_SHORTEST = 10, 8
"""Digits of a GTIN-13 that name a company, with the country's 893 (TCVN 6939:2019)."""
GTIN_13 = 13
TEXTS = {
    NAME: "name_vi",
    DESCRIPTION: "description_vi",
    "ingredients": "ingredients",
    "storage": "storage",
    "variety": "variety",
    "story": "story_vi",
}
"""Field → column of what its producer writes freely."""
UNITS = {
    "kg": phrase("kg", "kilogram"),
    "l": phrase("lít", "litre"),
    "piece": phrase("cái", "piece"),
}


class Level(StrEnum):
    CARE = "care"
    """An official should look at it."""
    HINT = "hint"
    """It would be better otherwise."""


class Key(StrEnum):
    """What kinds of findings there are; officials' answers are counted by it."""

    STARS = "stars"
    PHONE = "phone"
    WEB_ADDRESS = "web_address"
    CURE = "cure"
    RESTRICTED = "restricted"
    SMALL_PHOTO = "small_photo"
    ALIKE_PHOTO = "alike_photo"
    PRICE_FAR_OFF = "price_far_off"
    GTIN_TAKEN = "gtin_taken"
    GTIN_OF_ANOTHER = "gtin_of_another"
    AREA_OF_ANOTHER = "area_of_another"
    PAPER_EXPIRED = "paper_expired"
    NEEDED = "needed"
    NO_SHELF_LIFE = "no_shelf_life"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on, for officials."""

    said: Sentence | str
    product: str = ""
    """The code of a product to compare with; empty: none."""
    proposal: str = ""
    """Or of a proposal that waits, too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a producer and an official are told to look at; it keeps nothing from being sent."""

    key: Key
    level: Level
    field: str
    """Of a proposal; empty: of none."""
    said: Sentence
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A pack with a GTIN that begins as one of the proposal does."""

    gtin: str
    product: str
    producer: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a proposal is compared with, read once (shop/proposals/comparing.py)."""

    at: datetime
    prices: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Unit → prices for one of it, of other products of the group."""
    coded: Sequence[Coded] = ()
    """Packs of other products."""
    areas: Sequence[tuple[str, str, str]] = ()
    """(growing area, product, producer) of other producers."""
    alike: Sequence[Resembling] = ()
    needs: Sequence[Need] = ()


def findings(rows: ProductRows, facts: Facts) -> list[Finding]:
    """List what is to be looked at in a product as it would be; it decides nothing."""
    return [
        *_of_texts(rows, facts.at),
        *_of_restricted(rows),
        *_of_photos(rows, facts.alike),
        *_of_prices(rows, facts),
        *_of_codes(rows, facts.coded),
        *_of_area(rows, facts.areas),
        *_of_papers(rows, facts),
        *_of_rest(rows, facts),
    ]


def _of_texts(rows: ProductRows, at: datetime) -> Iterator[Finding]:
    stars = shown_as(rows, at).get("ocop", {}).get("stars", 0)
    for of, column in TEXTS.items():
        text = compose(rows.product[column] or "")
        for key, said, found in (
            (Key.STARS, STARS, stars_in(text, stars)),
            (Key.PHONE, NUMBER, number_in(text)),
            (Key.WEB_ADDRESS, ADDRESS, address_in(text)),
            (Key.CURE, CURE, cure_in(text)),
        ):
            if found:
                around = (Evidence(found.around),)
                yield Finding(key, Level.CARE, of, said.filled(words=found.words), around)


def _of_restricted(rows: ProductRows) -> Iterator[Finding]:
    if found := restricted(rows.product, [row["pack"] for row in rows.variants]):
        kind, words = found
        said = RESTRICTED.filled(words=words, goods=kind.goods)
        yield Finding(Key.RESTRICTED, Level.CARE, NAME, said, (Evidence(kind.basis),))


def _of_photos(rows: ProductRows, alike: Sequence[Resembling]) -> Iterator[Finding]:
    for n, photo in enumerate(rows.photos, 1):
        width, height = photo["width"], photo["height"]
        if not photo["illustration"] and max(width, height) < SMALLEST:
            size = (Evidence(f"{width} × {height}"),)
            yield Finding(Key.SMALL_PHOTO, Level.HINT, PHOTOS, SMALL.filled(n=n), size)
        if near := [one for one in alike if one.picture == photo["picture_id"]]:
            others = tuple(map(_resembles, near))
            yield Finding(Key.ALIKE_PHOTO, Level.CARE, PHOTOS, ALIKE.filled(n=n), others)


def _resembles(other: Resembling) -> Evidence:
    pattern = AS_SHOWN if other.product else AS_WAITING
    said = pattern.filled(whose=other.producer, bits=other.distance)
    return Evidence(said, other.product, "" if other.product else other.proposal)


def _of_prices(rows: ProductRows, facts: Facts) -> Iterator[Finding]:
    for n, pack in enumerate(shown_as(rows, facts.at).get("variants", ()), 1):
        if (said := pack.get("unit_price")) is None:
            continue
        unit, amount = said["reference"]["unit"], said["amount"]
        alike = facts.prices.get(unit, ())
        if len(alike) >= FEWEST_ALIKE and is_far_off(amount, alike):
            told = FAR_OFF.filled(price=number(amount), unit=UNITS[unit], n=len(alike))
            usual = USUAL.filled(price=number(round(median(alike))), unit=UNITS[unit])
            yield Finding(Key.PRICE_FAR_OFF, Level.HINT, f"price-{n}", told, (Evidence(usual),))


def is_far_off(amount: int, alike: Sequence[int]) -> bool:
    """Tell whether a price is more than 3 median deviations off others, on the scale of ratios."""
    middle = median(map(log, alike))
    deviation = median(abs(log(one) - middle) for one in alike)
    return abs(log(amount) - middle) > DEVIATIONS * max(deviation, LEAST_DEVIATION)


def _of_codes(rows: ProductRows, coded: Sequence[Coded]) -> Iterator[Finding]:
    producer = rows.product["producer_id"]
    for row in rows.variants:
        gtin = row["gtin"]
        if not gtin:
            continue
        if taken := [one for one in coded if one.gtin == gtin]:
            said = GTIN_TAKEN.filled(gtin=gtin)
            where = tuple(Evidence(one.product, one.product) for one in taken)
            yield Finding(Key.GTIN_TAKEN, Level.CARE, "", said, where)
        elif owner := owner_of(gtin, producer, coded):
            prefix, of = owner
            said = GTIN_OF_ANOTHER.filled(gtin=gtin, prefix=prefix)
            where = (Evidence(f"{of.producer}: {of.gtin}", of.product),)
            yield Finding(Key.GTIN_OF_ANOTHER, Level.CARE, "", said, where)


def owner_of(gtin: str, producer: str, coded: Sequence[Coded]) -> tuple[str, Coded] | None:
    """Give the company prefix of one other producer that a GTIN-13 begins with.

    Packs of several producers under one prefix, or of this one too, prove that it is shared.
    """
    if len(gtin) != GTIN_13:
        return None
    of: dict[str, list[Coded]] = {}
    for one in coded:
        if len(one.gtin) == GTIN_13 and one.gtin[:COMPANY_SHORTEST] == gtin[:COMPANY_SHORTEST]:
            of.setdefault(one.producer, []).append(one)
    prefixes = {who: _company(packs) for who, packs in of.items()}
    owners = [who for who, prefix in prefixes.items() if gtin.startswith(prefix)]
    if len(owners) != 1 or owners == [producer]:
        return None
    return prefixes[owners[0]], of[owners[0]][0]


def _company(packs: Sequence[Coded]) -> str:
    """Give what the GTINs of one producer begin with, as far as it may name a company."""
    digits = zip(*(one.gtin[:COMPANY_LONGEST] for one in packs), strict=True)
    return "".join(first for first, *_ in takewhile(lambda at: len(set(at)) == 1, digits))


def _of_area(rows: ProductRows, areas: Sequence[tuple[str, str, str]]) -> Iterator[Finding]:
    own = rows.product["growing_area"]
    same = [one for one in areas if own and area_key(one[0]) == area_key(own)]
    if same:
        where = tuple(Evidence(producer, product) for _, product, producer in same)
        yield Finding(Key.AREA_OF_ANOTHER, Level.CARE, "", AREA_OF_ANOTHER.filled(area=own), where)


def area_key(area: str) -> str:
    """Give the code of a growing area as it is compared: VN-HDOR-0017 is vn hdor 0017."""
    return "".join(filter(str.isalnum, area)).upper()


def _of_papers(rows: ProductRows, facts: Facts) -> Iterator[Finding]:
    day = today(facts.at)
    held = [row for row in rows.vouched if (row["expires_on"] or day) >= day]
    kinds = {row["kind"] for row in held}
    for row in rows.vouched:
        if row["kind"] not in kinds:
            paper, ended = phrase(*PAIRS[f"certificate_{row['kind']}"]), row["expires_on"]
            on = phrase(f"{ended.day}/{ended.month}/{ended.year}", f"{ended.isoformat()}")
            number_of = (Evidence(row["number"]),) if row["number"] else ()
            said = EXPIRED.filled(paper=paper, day=on)
            yield Finding(Key.PAPER_EXPIRED, Level.HINT, "", said, number_of)
    for need in facts.needs:
        is_there = need.what in kinds or rows.product.get(COLUMNS.get(need.what, ""))
        if need.is_checked and not is_there:
            of = need.what if need.is_field else ""
            said = NEEDED.filled(what=need.words)
            yield Finding(Key.NEEDED, Level.CARE, of, said, (Evidence(need.basis),))


def _of_rest(rows: ProductRows, facts: Facts) -> Iterator[Finding]:
    asked = {one.what for one in facts.needs if not one.is_checked}
    is_made = {"ingredients", "shelf_life"} <= asked  # what only grew is sold without a date
    if is_made and rows.product["shelf_life_days"] is None:
        yield Finding(Key.NO_SHELF_LIFE, Level.HINT, "shelf_life", NO_SHELF_LIFE)
    if Purpose.CATALOGUE not in rows.consents:
        yield Finding(Key.NOT_AGREED, Level.HINT, "", NOT_AGREED)
