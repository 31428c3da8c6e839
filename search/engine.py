"""What every search engine of ours takes, answers and promises."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an engine knows of one listing.

    Texts are NFC and not folded; words are the engine's business.
    """

    code: str
    name: str
    name_en: str = ""
    keywords: tuple[str, ...] = ()
    producer: str = ""
    places: tuple[str, ...] = ()
    """Names of today's commune, the former commune and district."""
    regions: tuple[str, ...] = ()
    """Names of what is larger, as the former province: found whole, by no word of theirs."""
    category: tuple[str, ...] = ()
    """Names of the group, set and section, in both languages."""
    text: str = ""
    """Description, story, variety, ingredients: found last."""

    kind: str
    group: str
    """Facet key: an OCOP set number (`08`) or an agricultural group (`trai-cay`)."""
    commune_code: str
    producer_code: str
    codes: tuple[str, ...] = ()
    """What else names it: its producer's code, GTINs and decisions, see `search/codes.py`."""
    uses: tuple[str, ...] = ()
    """What it is used for: keys of the list of uses (`an-chay`)."""
    certificates: tuple[str, ...] = ()
    stars: int | None = None
    badges_until: int | None = None
    """Epoch seconds at which stars or certificates may end; None: not foreseen."""
    season_months: tuple[int, ...] = ()
    price: int | None = None
    """Lowest price in đồng."""
    unit_price: int | None = None
    """Lowest price of a kilogram or litre in đồng."""
    sellable: bool = True
    pictured: bool = False
    """It has a photo of its own."""
    audience: str = "everyone"
    """Who may see it; a query says whom it is for."""
    recognised_on: int = 0
    """Day of the recognition as a proleptic ordinal; 0 without one."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NAME = "name"
    PRICE_UP = "price-up"
    PRICE_DOWN = "price-down"
    UNIT_PRICE = "unit-price"
    NEWEST = "newest"


SETS = (
    "kind", "group", "stars", "commune_code", "certificates", "season_months", "uses",
    "producer_code", "audience",
)  # fmt: skip
"""The filters of a query that are sets of values."""
FACETS = (
    "kind", "group", "stars", "commune_code", "certificates", "season_months", "uses",
    "price_bands",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search.

    Empty sets filter nothing; values of one set are alternatives, sets are conjoined. Without a
    word to look for everything is listed, and the most relevant are the newest.
    """

    text: str = ""
    literal: bool = False
    """Find the words just as they are typed: no slips, keys, synonyms, facts or kinds."""
    now: int
    """Epoch seconds; stars and certificates of an entry count only while `badges_until > now`."""
    kind: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()
    stars: frozenset[int] = frozenset()
    commune_code: frozenset[str] = frozenset()
    certificates: frozenset[str] = frozenset()
    season_months: frozenset[int] = frozenset()
    uses: frozenset[str] = frozenset()
    producer_code: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset()
    price_from: int | None = None
    price_to: int | None = None
    """Inclusive; an entry without a price is outside any price range."""
    sort: Sort = Sort.RELEVANCE
    limit: int = 24
    offset: int = 0
    facets: tuple[str, ...] = ()
    """Which of FACETS to count, each without its own filter, so that it can be widened."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that a query told: `5 sao`."""

    field: str
    """A facet, or `price`."""
    values: tuple[str, ...]
    """Values of the facet as text, `now` for this month; of a price its lowest and highest."""
    rest: str
    """The query without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    understood: str
    """The query as it was read: in proper Vietnamese where that differs from what was typed."""
    changed: bool = False
    """Something was read otherwise than it was typed; Query.literal asks for it as it stands."""
    cut: bool = False
    """The query was too long; only its beginning was read."""
    partial: bool = False
    """Time was up: there may be more hits, and there are no facets."""
    dropped: tuple[str, ...] = ()
    """Whole names of the query that the hits lack, since nothing has them all: `Phú Quốc`."""
    kept: str = ""
    """What the hits are, where something was dropped: `nước mắm`."""
    near: tuple[str, ...] = ()
    """Codes of what is called so, or is of its kind or use; no hits, only where those are few."""
    facts: tuple[Told, ...] = ()
    """What the query says of facts; only what has them is found."""
    asks: frozenset[str] = frozenset()
    """What a question wants to know: `season`, `price`, `where` (search/tables/questions.txt)."""
    talk: bool = False
    """It is a sentence or a question: what was dropped of it is hardly a name."""
    words: tuple[str, ...] = ()
    """Folded words by which hits were found, to mark them in texts."""
    total: int
    """Exact number of entries that match."""
    hits: tuple[str, ...]
    """Codes, best first."""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet → value (as text) → count; values that count nothing are absent."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far an index has read.

    It lives inside the index and is committed with what it describes.
    """

    epoch: str
    serial: int


class Unavailable(Exception):  # noqa: N818 - it is a state, not a mistake
    """There is no index to ask just now."""


class Busy(Exception):  # noqa: N818 - it is a state, not a mistake
    """Another process is writing or rebuilding the index and did not finish soon."""


class Rebuild(Protocol):
    async def write(self, entries: Sequence[Entry]) -> None:
        """Add entries to the index that is being filled beside the serving one."""

    async def finish(self, position: Position) -> None:
        """Let the new index serve and drop the old one.

        Without this the new one is thrown away.
        """


class Engine(Protocol):
    needs_words: bool
    """Whether it has no vocabulary of its own and must be given one (search/vocabulary.py)."""

    async def position(self) -> Position | None:
        """Tell how far the index has read.

        None when it is empty, damaged or of another schema: rebuild it.
        """

    async def write(
        self, entries: Sequence[Entry], gone: Sequence[str], position: Position
    ) -> None:
        """Replace or add `entries`, drop the codes in `gone`, move to `position`: all or nothing.

        Raises Unavailable when there is no index (one that began with some changes would lack the
        rest), Busy when another process keeps writing.
        """

    def rebuild(self) -> AbstractAsyncContextManager[Rebuild]:
        """Fill a new index beside the serving one. Raises Busy while another process does."""

    async def search(self, query: Query) -> Answer:
        """Answer a query.

        Raises Unavailable when there is no index that could.
        """

    async def close(self) -> None: ...
