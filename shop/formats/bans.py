"""Kinds of goods that channels ban, and by which marks a document is of such a kind.

The lists have no column for it. A kind is known by the OCOP set, or by phrases in what names a
product (docs/adr/0025); a description is asked only how the goods are delivered, for it also tells
of what grows beside them. [S] was read in the source named, [M] is from memory.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from media.sentences import Sentence, phrase
from search.vietnamese import compose, fold, syllables
from shop.formats.document import Document
from shop.formats.listing import group_of, once_each

LIVE_ANIMALS, SUPPLEMENTS, TOBACCO, ALCOHOL, SERVICES = (
    "live_animals", "supplements", "tobacco", "alcohol", "services",
)  # fmt: skip


class Phrases:
    """Some phrases, to be looked for word by word: bán is not bạn, and cá giống no cá giòn."""

    def __init__(self, *phrases: str) -> None:
        self.all = tuple(map(_words, phrases))
        self.unmarked = tuple(fold(_words(one)) for one in phrases if " " in one)
        """Keywords are also written without marks: then of several words, for "ca song" is a
        grouper and no live fish."""
        telling = {max(reversed(one.split()), key=len) for one in phrases}
        self.hints = frozenset(telling | set(map(fold, telling)))
        """The longest word of each."""
        self.first = tuple({one.split()[0] for one in phrases})

    def stand_in(self, text: str) -> bool:
        words = _words(text)
        return any(one in words for one in (self.unmarked if text.isascii() else self.all))

    def begin(self, text: str) -> bool:
        likely = compose(text).lower().lstrip().startswith(self.first)
        return likely and _words(text).startswith(self.all)


def _words(text: str) -> str:
    """Write the words of a text one space apart, and one before and behind them."""
    return f" {' '.join(syllables(text))} "


def _spelt(text: str) -> list[str]:
    """Give its words, quickly: every feed asks this of every product."""
    return WORD.findall(compose(text).lower())


WORD = re.compile(r"\w+")
NONE = Phrases()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    said: Sentence
    """What goods of this kind are called."""
    sets: frozenset[str] = frozenset()
    """OCOP sets (QĐ 148/QĐ-TTg) that hold nothing else."""
    within: frozenset[str] = frozenset()
    """Sets and groups whose phrases count; none: all."""
    names: Phrases = NONE
    """Phrases in its name, variety, pack, ingredients or keywords."""
    begins: Phrases = NONE
    """Phrases that its name begins with."""
    delivered: Phrases = NONE
    """Phrases in its description."""


KINDS = {
    # Set 25 is "Động vật cảnh". "Sống" in what names an animal is that it lives; "giống" behind an
    # animal is breeding stock, and before one its breed: "giống gà" is a hen for the pot.
    LIVE_ANIMALS: Kind(
        said=phrase("động vật sống, con giống và thú cảnh", "live animals, breeding stock or pets"),
        sets=frozenset({"25"}),
        within=frozenset(
            {"02", "thuy-san-nuoi", "thuy-san-khai-thac", "gia-suc", "gia-cam-va-trung"}
        ),
        names=Phrases(
            "sống", "con giống", "cá giống", "tôm giống", "cua giống", "ốc giống", "ếch giống",
            "lợn giống", "heo giống", "trâu giống", "nghé giống", "bò giống", "bê giống",
            "dê giống", "thỏ giống", "gà giống", "vịt giống", "ngan giống", "ngỗng giống",
            "ba ba giống", "cá cảnh", "chim cảnh", "gà cảnh", "chó cảnh", "mèo cảnh", "gà lông",
            "vịt lông", "bơm ô xy",
        ),
        delivered=Phrases(
            "giao sống", "bán sống", "còn sống khi giao", "bán con giống", "bán cá giống"
        ),
    ),
    # Set 18 is "Thực phẩm chức năng, thuốc dược liệu, thuốc y học cổ truyền".
    SUPPLEMENTS: Kind(
        said=phrase("thực phẩm chức năng và thuốc", "supplements or medicines"),
        sets=frozenset({"18"}),
        names=Phrases(
            "thực phẩm chức năng", "thực phẩm bảo vệ", "viên nang", "thuốc nam", "thuốc đông y",
            "thuốc y học", "cao dược liệu",
        ),
    ),
    TOBACCO: Kind(
        said=phrase("thuốc lá, thuốc lào", "tobacco"),
        names=Phrases("thuốc lào", "thuốc lá", "thuốc hút", "xì gà", "điếu cày", "điếu bát"),
    ),
    # Sets 14 "Rượu trắng" and 15 "Đồ uống có cồn khác". Only the name's beginning: yeast for
    # spirits and cups to drink them from hold none.
    ALCOHOL: Kind(
        said=phrase("rượu, bia và đồ uống có cồn", "alcoholic drinks"),
        sets=frozenset({"14", "15"}),
        begins=Phrases(
            "rượu", "cơm rượu", "bia thủ công", "bia tươi", "bia hơi", "bia lon", "bia chai"
        ),
    ),
    # Set 26 is "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch".
    SERVICES: Kind(
        said=phrase("dịch vụ và tour du lịch", "services and tours"),
        sets=frozenset({"26"}),
    ),
}  # fmt: skip
EVERY_CHANNEL = (LIVE_ANIMALS, SUPPLEMENTS, TOBACCO, ALCOHOL)
"""Tobacco and alcohol: feeds.md §1.1 (Google: no tobacco; alcohol in named countries, Vietnam is
none), §1.2 (Meta), domain.md §4 (NĐ 105/2017) [S]. Live animals and supplements:
findings/partners.md §3, of Meta's commerce policy (`ANIMAL_OR_ANIMAL_PARTS_LISTING`, ingestible
supplements) [S];
domain.md §4: marketplaces ban live animals [M]. For the other channels [M]: Google takes no
livestock, and medicines only from sellers it has certified, in countries of which Vietnam is none;
marketplaces open supplements to a seller who files papers that the catalogue does not hold; ACP
leaves it to agents, of which the largest bans all four."""
BANS = {
    "google": (*EVERY_CHANNEL, SERVICES),
    "meta": (*EVERY_CHANNEL, SERVICES),
    "acp": EVERY_CHANNEL,
    "shopee": EVERY_CHANNEL,
    "lazada": EVERY_CHANNEL,
    "tiktok": EVERY_CHANNEL,
}
"""Channel → the kinds that it bans. Services: Merchant Center and Meta's commerce policy are for
goods alone [M]; the marketplaces have no category for them, so no rule maps one (`no_category`).
Plants are not here: no source was found that one of these channels asks for a quarantine paper."""


@once_each
def kinds_of(document: Document) -> frozenset[str]:
    """Tell of which of KINDS a product is."""
    group = group_of(document["category"])
    found = OF_SET.get(group, NO_KIND)
    named = _named(document)
    spelt = set(_spelt(" ".join(named)))
    if not HINTS.isdisjoint(spelt):
        found |= {key for key in _possible(group) if _is_named(KINDS[key], named, spelt)}
    return found | _as_delivered(document, group) if group in WITHIN else found


def _possible(group: str) -> list[str]:
    return [key for key, kind in KINDS.items() if not kind.within or group in kind.within]


def _named(document: Document) -> list[str]:
    """Give what names it, its name first."""
    return [
        document["name"].get("vi", ""),
        document.get("variety", ""),
        document.get("ingredients", ""),
        *document.get("keywords", ()),
        *(variant["pack"] for variant in document.get("variants", ())),
    ]


def _is_named(kind: Kind, named: Sequence[str], spelt: set[str]) -> bool:
    likely = not kind.names.hints.isdisjoint(spelt)
    return (likely and any(map(kind.names.stand_in, named))) or kind.begins.begin(named[0])


def _as_delivered(document: Document, group: str) -> set[str]:
    """Find kinds by how it is delivered, which only descriptions tell."""
    described = document.get("description", {}).get("vi", "")
    lower = compose(described).lower()
    if not any(hint in lower for hint in DELIVERED):
        return set()
    return {key for key in _possible(group) if KINDS[key].delivered.stand_in(described)}


NO_KIND = frozenset[str]()
OF_SET = {number: frozenset({key}) for key, kind in KINDS.items() for number in kind.sets}
DELIVERED = NO_KIND.union(*(kind.delivered.hints for kind in KINDS.values()))
HINTS = NO_KIND.union(*(kind.names.hints | kind.begins.hints for kind in KINDS.values()))
WITHIN = NO_KIND.union(*(kind.within for kind in KINDS.values()))
