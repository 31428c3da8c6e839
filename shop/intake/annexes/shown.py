"""An annex as its page shows it: what each line says, what it may be, and what is still to do."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from media.sentences import Sentence
from shop.intake.annexes import refusing
from shop.intake.annexes.reading import problem_of
from shop.models import (
    Annex,
    AnnexLine,
    Decision,
    Match,
    Product,
    Recognition,
    RecognitionType,
    State,
)
from shop.models.columns import Row


class Stand(StrEnum):
    """How a line stands."""

    RECORDED = "recorded"
    SKIPPED = "skipped"
    SURE = "sure"
    CHOSEN = "chosen"
    CHOOSE = "choose"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Candidate:
    code: str
    name: str
    producer: str
    commune: str
    has_set: bool
    is_on_show: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line, with what was chosen of it."""

    id: int
    row: int
    name: str
    producer: str
    commune: str
    stand: Stand
    candidates: list[Candidate]
    product: Candidate | None
    stars: int | None
    stars_said: str
    type: RecognitionType | None
    """None: as `by_history` says."""
    by_history: RecognitionType | None
    """None: no product was chosen yet."""
    ocop_set: str
    recorded: int | None
    """The stars that are recorded; None: none yet."""
    problem: Sentence | None

    @property
    def needs_set(self) -> bool:
        return self.product is not None and not self.product.has_set

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be recorded."""
        is_found = self.stand in {Stand.SURE, Stand.CHOSEN}
        return is_found and self.problem is None

    @property
    def is_to_do(self) -> bool:
        """Tell whether a person has still to say something of it."""
        is_over = self.stand in {Stand.RECORDED, Stand.SKIPPED}
        return not is_over and not self.is_ready and self.stand is not Stand.MISSING


@dataclass(frozen=True, slots=True)
class AnnexShown:
    version: int
    lines: list[LineShown]
    left_out: list[tuple[int, str]]

    @property
    def counts(self) -> Counter[Stand]:
        return Counter(one.stand for one in self.lines)

    @property
    def ready(self) -> list[LineShown]:
        return [one for one in self.lines if one.is_ready]

    @property
    def missing(self) -> list[LineShown]:
        return [one for one in self.lines if one.stand is Stand.MISSING]


NONE = AnnexShown(0, [], [])


async def annex_of(decision: Decision) -> AnnexShown:
    """Give the annex of a decision as it is now; NONE where none was taken in."""
    if (annex := await Annex.get_or_none(decision_id=decision.id)) is None:
        return NONE
    rows = await AnnexLine.filter(annex_id=annex.id).order_by("position", "id").values()
    codes = {one["product_id"] for one in rows if one["product_id"]}
    candidates = await _candidates(codes | {code for one in rows for code in one["candidates"]})
    recorded = dict(
        await Recognition.filter(decision_id=decision.id).values_list("product_id", "stars")
    )
    before = await _stars_before(decision, codes)
    lines = [_shown(row, candidates, recorded, before) for row in rows]
    return AnnexShown(annex.version, lines, [(n, text) for n, text in annex.left_out])


def _shown(
    row: Row,
    candidates: Mapping[str, Candidate],
    recorded: Mapping[str, int],
    before: Mapping[str, int],
) -> LineShown:
    code = row["product_id"]
    product = candidates.get(code)
    stand = _stand(row, is_recorded=code in recorded)
    return LineShown(
        id=row["id"],
        row=row["row"],
        name=row["name"],
        producer=row["producer"],
        commune=row["commune"],
        stand=stand,
        candidates=_listed(product, row["candidates"], candidates),
        product=product,
        stars=row["stars"],
        stars_said=row["stars_said"],
        type=row["type"],
        by_history=_by_history(row["stars"], before.get(code)) if product else None,
        ocop_set=row["ocop_set"],
        recorded=recorded.get(code),
        problem=None if stand in {Stand.RECORDED, Stand.SKIPPED} else _problem(row, product),
    )


def _stand(row: Row, *, is_recorded: bool) -> Stand:
    if is_recorded:
        return Stand.RECORDED
    if row["is_skipped"]:
        return Stand.SKIPPED
    if row["product_id"] is None:
        return Stand.CHOOSE if row["candidates"] else Stand.MISSING
    is_first = row["match"] == Match.SURE and row["candidates"][:1] == [row["product_id"]]
    return Stand.SURE if is_first else Stand.CHOSEN


def _listed(
    product: Candidate | None, codes: Sequence[str], known: Mapping[str, Candidate]
) -> list[Candidate]:
    found = [known[code] for code in codes if code in known]
    return found if product is None or product in found else [product, *found]


def _problem(row: Row, product: Candidate | None) -> Sentence | None:
    if said := problem_of(row["row"], row["name"], row["stars_said"], row["stars"]):
        return said
    if product and not product.has_set and not row["ocop_set"]:
        return refusing.NO_SET.filled(row=row["row"], code=product.code)
    return None


def _by_history(stars: int | None, before: int | None) -> RecognitionType:
    if before is None:
        return RecognitionType.NEW
    is_more = stars is not None and stars > before
    return RecognitionType.UPGRADED if is_more else RecognitionType.REISSUED


async def _candidates(codes: Collection[str]) -> dict[str, Candidate]:
    rows = await Product.filter(code__in=codes).values_list(
        "code", "name_vi", "producer__name", "commune__name", "ocop_set_id", "state"
    )
    return {
        code: Candidate(code, name, producer, commune, number is not None, state == State.PUBLISHED)
        for code, name, producer, commune, number, state in rows
    }


async def _stars_before(decision: Decision, codes: Iterable[str]) -> dict[str, int]:
    """Give product → the stars of its last recognition before a decision."""
    theirs = Recognition.filter(
        product_id__in=list(codes), decision__signed_on__lt=decision.signed_on
    )
    rows = theirs.exclude(decision_id=decision.id).order_by("decision__signed_on", "id")
    return dict(await rows.values_list("product_id", "stars"))
