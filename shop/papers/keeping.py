"""Registrars keep what sets are asked for, and which kinds of papers there are.

What held on a day that is over stays as it was: a row that began before today is ended, and another
of the same code begins. So old decisions can be understood by the rows of their day.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import TypeVar, cast

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from media.sentences import Sentence, phrase
from search.vietnamese import slug
from shop import clock
from shop.audit import record
from shop.database import take_turns
from shop.errors import EditedMeanwhileError, FieldError, InvalidError, NotFoundError
from shop.models import AgriGroup, CertificateKind, Demand, OcopSet, PaperKind, SetNeed
from shop.models.columns import Row
from shop.models.needs import LONGEST_CODE
from shop.papers.needs import ALWAYS, FIELDS

NO_ROW = Sentence(
    "Không có dòng này trong sổ. Hãy mở lại danh sách.",
    "There is no such row. Open the list again.",
)
NO_WORDS = Sentence("Hãy ghi tên gọi bằng tiếng Việt.", "Write its name in Vietnamese.")
NO_SETS = Sentence("Hãy chọn ít nhất một bộ hoặc nhóm.", "Choose at least one set or group.")
NO_WHAT = Sentence("Hãy chọn một mục, hoặc các loại giấy.", "Choose one field, or kinds of papers.")
BEGINS_LATE = Sentence(
    "Ngày bắt đầu phải từ hôm nay. Những gì đã áp dụng được giữ nguyên.",
    "It can begin today or later. What was in force stays as it was.",
)
ENDS_EARLY = Sentence(
    "Ngày cuối phải từ hôm nay, và sau ngày bắt đầu.",
    "The last day is today or later, and not before it begins.",
)
IN_EACH_OTHERS_WAY = Sentence(
    "Từ ngày {day} đã có dòng khác của mục này. Hãy sửa dòng đó.",
    "Another row of it begins on {day}. Change that one.",
)
IS_OVER = Sentence(
    "Dòng này đã hết hạn nên không sửa được. Hãy thêm dòng mới.",
    "This row is over and stays as it was. Add a new one.",
)
NO_BASIS = Sentence(
    "Chưa ghi căn cứ. Hãy ghi văn bản làm căn cứ rồi xác minh.",
    "It has no basis. Write which act it rests on, then verify it.",
)
THIS_ROW = phrase("dòng này", "This row")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """What a registrar says of a need."""

    sets: tuple[str, ...]
    what: tuple[str, ...]
    need: Demand
    words_vi: str
    words_en: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class KindSaid:
    """What a registrar says of a kind of papers."""

    words_vi: str
    words_en: str = ""
    basis: str = ""
    counts_as: CertificateKind | None = None


Said = NeedSaid | KindSaid
Kept = SetNeed | PaperKind
K = TypeVar("K", bound=Kept)
TABLES: dict[type[Said], type[Kept]] = {NeedSaid: SetNeed, KindSaid: PaperKind}
NOUNS: dict[type[Kept], str] = {SetNeed: "need", PaperKind: "paper_kind"}


async def add(said: Said, since: date | None, *, by: str) -> int:
    """Let something be asked for, or a kind of papers be there, from a day on; None: today.

    Gives the row's number. Raises InvalidError, field by field.
    """
    model, begins = TABLES[type(said)], since or clock.today()
    async with in_transaction():
        await _check(said, begins)
        await take_turns(NOUNS[model])
        made = await model.create(
            code=await _free_code(model, said), since=begins, **_columns(said)
        )
        await record(by, f"{NOUNS[model]}.add", _subject(made), None, _told(made))
    return made.id


async def change(number: int, seen: int, said: Said, since: date | None, *, by: str) -> int:
    """Say otherwise what holds, from a day on; None: from today. Gives the row's number.

    Its basis is to be verified again. Raises EditedMeanwhileError, InvalidError and NotFoundError.
    """
    model = TABLES[type(said)]
    async with in_transaction():
        held = await _lock(model, number, seen)
        begins = since or max(clock.today(), held.since or ALWAYS)
        await _check(said, begins)
        await _must_be_alone(held, begins)
        if _says_the_same(held, said, begins):
            return number
        before = _told(held)
        made = await _written(held, said, begins)
        await record(by, f"{NOUNS[model]}.change", _subject(held), before, _told(made))
    return int(made.id)


async def end(model: type[Kept], number: int, seen: int, last: date, *, by: str) -> None:
    """Let a row hold through a last day. Raises as `change` does."""
    async with in_transaction():
        held = await _lock(model, number, seen)
        if last < max(clock.today(), held.since or ALWAYS):
            raise InvalidError(ENDS_EARLY, [FieldError("until", ENDS_EARLY)])
        if following := await _following(held, last):
            raise _other_begins(following, "until")
        before = _told(held)
        await _update(held, until=last)
        await record(
            by, f"{NOUNS[model]}.end", _subject(held), before, _told(held), until=str(last)
        )


async def verify(number: int, seen: int, *, by: str) -> None:
    """Note that an official read the act that a need rests on: from today it may demand.

    Raises as `change` does, and InvalidError where no basis is written.
    """
    async with in_transaction():
        held = await _lock(SetNeed, number, seen)
        if not held.basis.strip():
            raise InvalidError(NO_BASIS, [FieldError("basis", NO_BASIS)])
        await _note_verified(held, by, clock.today(), "need.verify", by=by)


async def doubt(number: int, seen: int, *, by: str) -> None:
    """Take back that a need's basis was verified: it only advises. Raises as `change` does."""
    async with in_transaction():
        held = await _lock(SetNeed, number, seen)
        await _note_verified(held, "", None, "need.doubt", by=by)


async def _note_verified(
    held: SetNeed, who: str, day: date | None, action: str, *, by: str
) -> None:
    before = _told(held)
    await _update(held, verified_by=who, verified_on=day)
    await record(by, action, _subject(held), before, _told(held))


async def _lock(model: type[K], number: int, seen: int) -> K:
    """Lock a row that is not over, as it was seen."""
    held = cast("K | None", await model.filter(id=number).select_for_update().first())
    if held is None:
        raise NotFoundError(NO_ROW)
    if held.version != seen:
        raise EditedMeanwhileError(THIS_ROW, held.version)
    if held.until and held.until < clock.today():
        raise InvalidError(IS_OVER)
    return held


async def _written(held: Kept, said: Said, begins: date) -> Kept:
    """Write what holds from a day on: in its row where that begins then, else in another."""
    fresh = {} if isinstance(held, PaperKind) else {"verified_by": "", "verified_on": None}
    if held.since and held.since >= clock.today():
        await _update(held, since=begins, **_columns(said), **fresh)
        return held
    until = held.until
    await _update(held, until=begins - DAY)
    return await type(held).create(code=held.code, since=begins, until=until, **_columns(said))


def _says_the_same(held: Kept, said: Said, begins: date) -> bool:
    is_to_come = held.since is not None and held.since > clock.today()
    is_moved = is_to_come and begins != held.since
    before = _told(held)
    return not is_moved and all(before[name] == value for name, value in _columns(said).items())


async def _update(held: Kept, **columns: object) -> None:
    held.update_from_dict({**columns, "version": held.version + 1})
    await held.save(update_fields=[*columns, "version"])


async def _check(said: Said, begins: date) -> None:
    errors = [] if said.words_vi.strip() else [FieldError("words_vi", NO_WORDS)]
    if begins < clock.today():
        errors.append(FieldError("since", BEGINS_LATE))
    if isinstance(said, NeedSaid):
        errors += await _wrong_in(said)
    if errors:
        raise InvalidError(errors[0].said, errors)


async def _wrong_in(said: NeedSaid) -> list[FieldError]:
    errors = []
    if not said.sets or not {*said.sets} <= await all_sets():
        errors.append(FieldError("sets", NO_SETS))
    if not await _can_be_asked(said.what):
        errors.append(FieldError("what", NO_WHAT))
    return errors


async def _can_be_asked(what: Collection[str]) -> bool:
    """Tell whether it is one field, or kinds of papers that there are."""
    if len(what) == 1 and {*what} <= {*FIELDS}:
        return True
    kinds = {row["code"] for row in await PaperKind.all().values("code")}
    return bool(what) and {*what} <= kinds


async def all_sets() -> set[str]:
    """Give the numbers of all sets and the codes of all groups."""
    sets = {row["number"] for row in await OcopSet.all().values("number")}
    return sets | {row["code"] for row in await AgriGroup.all().values("code")}


async def _must_be_alone(held: Kept, begins: date) -> None:
    """Raise InvalidError where another row of the same code holds from then on."""
    if held.until and begins > held.until:
        raise InvalidError(ENDS_EARLY, [FieldError("since", ENDS_EARLY)])
    if following := await _following(held, held.until or date.max):
        raise _other_begins(following, "since")


async def _following(held: Kept, last: date) -> Kept | None:
    """Give the row of the same code that begins by a day although this one holds then."""
    others = type(held).filter(code=held.code).exclude(id=held.id)
    later = others.filter(Q(until__isnull=True) | Q(until__gte=held.since or ALWAYS))
    return await later.filter(since__lte=last).order_by("since").first()


def _other_begins(following: Kept, field: str) -> InvalidError:
    day = following.since or ALWAYS
    said = IN_EACH_OTHERS_WAY.filled(day=phrase(f"{day.day}/{day.month}/{day.year}", f"{day}"))
    return InvalidError(said, [FieldError(field, said)])


async def _free_code(model: type[Kept], said: Said) -> str:
    """Make a code of its words that none has."""
    made = (slug(said.words_vi) or NOUNS[model])[: LONGEST_CODE - 4].strip("-")
    rows = await model.filter(code__startswith=made).values("code")
    taken = {row["code"] for row in rows}
    numbered = (f"{made}-{n}" for n in range(2, len(taken) + 3))
    return next(code for code in (made, *numbered) if code not in taken)


def _columns(said: Said) -> Row:
    return {
        name: [*value] if isinstance(value, tuple) else value
        for name, value in asdict(said).items()
    }


def _told(held: Kept) -> Row:
    """Give what a row says, for the audit."""
    said = NeedSaid if isinstance(held, SetNeed) else KindSaid
    names = [each.name for each in fields(said)]
    more = ["verified_by", "verified_on"] if isinstance(held, SetNeed) else []
    return {name: getattr(held, name) for name in ("code", "since", "until", *names, *more)}


def _subject(held: Kept) -> str:
    return f"{NOUNS[type(held)]} {held.code}"
