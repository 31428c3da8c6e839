"""Keeps an annex as it was given and what was chosen of its lines; recorded in one change.

What is taken in is saved at once, so that a registrar who is interrupted goes on where they were.
That a line is recorded is told by its recognition alone: nothing can be recorded twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from anyio import to_thread
from tortoise.expressions import F
from tortoise.transactions import in_transaction

from search.vietnamese import words
from shop.audit import record as note
from shop.catalogue.decisions import subject_of
from shop.errors import EditedMeanwhileError, FieldError, InvalidError, ShopError
from shop.inputs.workbooks import Rows
from shop.intake.annexes import refusing
from shop.intake.annexes.known import known_products
from shop.intake.annexes.matching import MOST, Matched, matched
from shop.intake.annexes.reading import Line, Read, read_tables
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

Tables = Callable[[], Iterable[tuple[str, Rows]]]
"""Reads what was given, in a thread."""
AGAIN = ["position", "row", "stars_said", "stars", "match", "candidates", "product_id"]
CHOSEN = ["product_id", "stars", "type", "ocop_set", "is_skipped", "candidates"]


class AnnexEditedError(EditedMeanwhileError):
    """The annex is no longer what its page showed (409)."""

    def __init__(self, version: int) -> None:
        ShopError.__init__(self, refusing.EDITED)
        self.subject, self.version = refusing.THIS_ANNEX, version


@dataclass(frozen=True, slots=True)
class Choice:
    """What a registrar chose of one line."""

    line: int
    product: str = ""
    other: str = ""
    """Code or name of a product that was not among the candidates."""
    is_skipped: bool = False
    is_missing: bool = False
    """None of the candidates is it: the catalogue does not have it."""
    stars: int | None = None
    type: RecognitionType | None = None
    """None: as the product's history has it."""
    ocop_set: str = ""


@dataclass(slots=True)
class _Saved:
    changed: list[AnnexLine] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)


async def take_in(decision: int, tables: Tables, *, by: str, seen: int) -> int:
    """Keep an annex as it was given, with the products that its lines are; tell how many lines.

    Lines that say the same as before keep what was chosen of them, and what is recorded stays.
    Raises InvalidError for what has no lines, AnnexEditedError where `seen` is no longer there.
    """
    found = await to_thread.run_sync(lambda: read_tables(tables()))
    known = await known_products()
    told = await to_thread.run_sync(lambda: matched(found.lines, known))
    async with in_transaction():
        annex = await _claim(decision, seen)
        await _replace(annex, found, told, await _recorded(decision))
        await note(by, "annex.take", subject_of(decision), many=len(found.lines))
    return len(found.lines)


async def choose(decision: int, choices: Sequence[Choice], *, by: str, seen: int) -> None:
    """Keep what was chosen of some lines; those that are recorded stay as they are.

    Raises InvalidError that names each line which cannot be so, and then keeps nothing.
    """
    async with in_transaction():
        annex = await _claim(decision, seen)
        lines = {one.id: one for one in await AnnexLine.filter(annex_id=annex).order_by("position")}
        recorded = await _recorded(decision)
        saved = _Saved()
        for choice in choices:
            line = lines.get(choice.line)
            if line and line.product_id not in recorded:  # type: ignore[attr-defined]
                await _apply(line, choice, saved)
        saved.errors += _twice(lines.values(), {one.line for one in choices})
        if saved.errors:
            raise InvalidError(saved.errors[0].said, saved.errors)
        if saved.changed:
            await AnnexLine.bulk_update(saved.changed, CHOSEN)
        await note(by, "annex.choose", subject_of(decision), many=len(saved.changed))


def field_of(line: int) -> str:
    """Name the field of a page in which a line's product is chosen."""
    return f"pick-{line}"


async def _claim(decision: int, seen: int) -> int:
    """Take the next version of an annex, 0 being that of none; give its id."""
    if seen == 0:
        await Decision.filter(id=decision).select_for_update(no_key=True).only("id")
        if not await Annex.filter(decision_id=decision).exists():
            return (await Annex.create(decision_id=decision, left_out=[])).id
    rows = Annex.filter(decision_id=decision, version=seen)
    if not await rows.update(version=F("version") + 1):
        now = await Annex.get_or_none(decision_id=decision)
        raise AnnexEditedError(now.version if now else 0)
    return (await Annex.get(decision_id=decision)).id


async def _recorded(decision: int) -> set[str]:
    rows = Recognition.filter(decision_id=decision)
    return {str(code) for code in await rows.values_list("product_id", flat=True)}


async def _replace(annex: int, found: Read, told: Sequence[Matched], taken: set[str]) -> None:
    """Write the lines as they are now given, in the rows of those that said the same before."""
    before: defaultdict[tuple[str, ...], list[AnnexLine]] = defaultdict(list)
    for old in await AnnexLine.filter(annex_id=annex).order_by("position"):
        before[_key(old)].append(old)
    new, stay = [], []
    for position, (line, match) in enumerate(zip(found.lines, told, strict=True), 1):
        row = _row(annex, line, position, match, taken)
        if same := before[_key(line)]:
            stay.append(_told_again(same.pop(0), row))
        else:
            new.append(row)
    gone = [old.id for rest in before.values() for old in rest if _product(old) not in taken]
    await AnnexLine.filter(id__in=gone).delete()
    if stay:
        await AnnexLine.bulk_update(stay, AGAIN)
    await AnnexLine.bulk_create(new)
    await Annex.filter(id=annex).update(left_out=found.left_out)


def _key(line: Line | AnnexLine) -> tuple[str, ...]:
    return line.name, line.producer, line.commune


def _product(line: AnnexLine) -> str | None:
    code: str | None = line.product_id  # type: ignore[attr-defined] # Tortoise adds it
    return code


def _told_again(old: AnnexLine, new: AnnexLine) -> AnnexLine:
    """Let a line say what it says now; a product and stars that were found for it stay."""
    wins = ["position", "row", "stars_said"]
    wins += ["stars"] if new.stars is not None else []
    wins += ["match", "candidates", "product_id"] if _product(old) is None else []
    for column in wins:
        setattr(old, column, getattr(new, column))
    return old


def _row(annex: int, line: Line, position: int, match: Matched, taken: set[str]) -> AnnexLine:
    is_free = match.code is not None and match.code not in taken
    return AnnexLine(
        annex_id=annex,
        position=position,
        row=line.row,
        name=line.name,
        producer=line.producer,
        commune=line.commune,
        stars_said=line.stars_said,
        stars=line.stars,
        type=line.type,
        match=match.match if is_free or not match.code else Match.CHOOSE,
        candidates=match.candidates,
        product_id=match.code if is_free else None,
    )


async def _apply(line: AnnexLine, choice: Choice, saved: _Saved) -> None:
    product, candidates = choice.product or None, [] if choice.is_missing else line.candidates
    if choice.other:
        hits = await _called(choice.other)
        if not hits:
            told = refusing.NO_PRODUCT.filled(row=line.row, value=choice.other)
            saved.errors.append(FieldError(f"other-{line.id}", told, choice.other))
        product = hits[0] if len(hits) == 1 else None
        candidates = hits[:MOST] or candidates
    elif product and product not in {*candidates, _product(line)}:
        told = refusing.NO_PRODUCT.filled(row=line.row, value=product)
        saved.errors.append(FieldError(field_of(line.id), told, product))
    now = (product, choice.stars, choice.type, choice.ocop_set, choice.is_skipped, candidates)
    if now == tuple(getattr(line, column) for column in CHOSEN):
        return
    for column, value in zip(CHOSEN, now, strict=True):
        setattr(line, column, value)
    saved.changed.append(line)


async def _called(text: str) -> list[str]:
    """Find products by their code, or by words of their names; an only one by all of them first."""
    there = Product.exclude(state=State.WITHDRAWN)
    if await there.filter(code=text.upper()).exists():
        return [text.upper()]
    said = words(text)
    for word in said:
        there = there.filter(name_fold__contains=word)
    rows = await there.order_by("code").values_list("code", flat=True) if said else []
    return [str(code) for code in rows]


def _twice(lines: Iterable[AnnexLine], chosen: set[int]) -> list[FieldError]:
    """Say of each line that would have another one's product; a chosen one is named."""
    holders: dict[str, AnnexLine] = {}
    errors = []
    for line in sorted(lines, key=lambda one: (one.id in chosen, one.position)):
        code = _product(line)
        if not code or line.is_skipped:
            continue
        if other := holders.get(code):
            told = refusing.TAKEN.filled(row=line.row, code=code, other=other.row)
            errors.append(FieldError(field_of(line.id), told, code))
        holders.setdefault(code, line)
    return errors
