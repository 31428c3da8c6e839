"""Names in the registry change, codes never; what shows a name is published with the new one."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tortoise.expressions import F, Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from media.sentences import Sentence
from search.vietnamese import compose, slug, sort_key
from shop.audit import record
from shop.errors import NO_PRODUCER, EditedMeanwhileError, FieldError, InvalidError, NotFoundError
from shop.inputs import values
from shop.models import AgriGroup, Commune, Kind, LegalForm, Listing, OcopSet, Producer, Product
from shop.models.columns import Row
from shop.publishing import change

LONGEST_NAME = 200
NO_NAME = Sentence("Tên đang trống. Hãy ghi tên.", "A name must not be empty.")
TOO_LONG = Sentence(
    "Tên dài quá {most} ký tự. Hãy ghi ngắn lại.", "A name has at most {most} characters."
)
TAKEN = Sentence(
    "Nhóm {code} đã có tên như vậy. Hãy ghi tên khác.",
    "The group {code} is called so already. Give another name.",
)


@dataclass(frozen=True, slots=True)
class Named:
    """Things of the registry that have a code for ever and a name for now."""

    noun: str
    model: type[Model]
    key: str
    columns: tuple[str, ...]
    """Of its name; two where it has one in each language."""
    shown_by: Callable[[Collection[str]], QuerySet[Product]]
    """Find the products whose documents name some of them."""
    missing: Sentence


def products_of_communes(codes: Collection[str]) -> QuerySet[Product]:
    """Find products that show one of these communes, as their origin or as their producer's."""
    return Product.filter(Q(commune_id__in=codes) | Q(producer__commune_id__in=codes))


def products_of_sets(numbers: Collection[str]) -> QuerySet[Product]:
    """Find products that show one of these sets."""
    return Product.filter(ocop_set_id__in=numbers, kind=Kind.OCOP)


def products_of_groups(codes: Collection[str]) -> QuerySet[Product]:
    """Find products that show one of these groups; of OCOP, the one that they had is not shown."""
    return Product.filter(agri_group_id__in=codes, kind=Kind.AGRICULTURAL)


def products_of_producers(codes: Collection[str]) -> QuerySet[Product]:
    return Product.filter(producer_id__in=codes)


COMMUNES = Named(
    "commune",
    Commune,
    "code",
    ("name",),
    products_of_communes,
    Sentence("Không có xã {code}. Hãy xem lại mã xã.", "There is no commune {code}."),
)
SETS = Named(
    "set",
    OcopSet,
    "number",
    ("name_vi", "name_en"),
    products_of_sets,
    Sentence("Không có bộ {code}. Hãy xem lại số bộ.", "There is no OCOP set {code}."),
)
GROUPS = Named(
    "group",
    AgriGroup,
    "code",
    ("name_vi", "name_en"),
    products_of_groups,
    Sentence("Không có nhóm {code}. Hãy xem lại mã nhóm.", "There is no group {code}."),
)
PRODUCERS = Named("producer", Producer, "code", ("name",), products_of_producers, NO_PRODUCER)


async def rename_commune(code: str, name: str, *, by: str, seen: int | None = None) -> None:
    await rename(COMMUNES, code, {"name": name}, by=by, seen=seen)


async def rename_producer(code: str, name: str, *, by: str, seen: int | None = None) -> None:
    await rename(PRODUCERS, code, {"name": name}, by=by, seen=seen)


async def rename(
    what: Named, code: str, names: Mapping[str, str], *, by: str, seen: int | None = None
) -> None:
    """Give a thing of the registry another name; said as it is, nothing happens.

    Raises NotFoundError, InvalidError naming a column, and EditedMeanwhileError where it is not as
    it was at version `seen`.
    """
    said = read_names(names)
    async with change(by=by) as wanted:
        before = await lock(what, code, seen)
        if said == before:
            return
        if what is GROUPS:
            await _must_be_another(code, said["name_vi"])
        if what is PRODUCERS:
            await _rename_form(code, said["name"])
        await write(what, code, {**said, **naming(said)})
        await record(by, f"{what.noun}.rename", code, before, said)
        wanted.touch_all(what.shown_by([code]))


async def lock(what: Named, code: str, seen: int | None = None) -> Row:
    """Lock a thing's row inside a change, and give its name as it is.

    Raises NotFoundError, and EditedMeanwhileError where its version is not the one that was seen.
    """
    found = what.model.filter(**{what.key: code}).select_for_update(no_key=True)
    held = await found.first()
    if held is None:
        raise NotFoundError(what.missing.filled(code=code))
    version = held.version  # type: ignore[attr-defined] # all of them have one
    if seen not in {None, version}:
        raise EditedMeanwhileError(code, version)
    return {column: getattr(held, column) for column in what.columns}


async def write(what: Named, code: str, columns: Row) -> None:
    """Take the next version of a locked row."""
    rows = what.model.filter(**{what.key: code})
    await rows.update(version=F("version") + 1, **columns)


async def count_shown(what: Named, code: str) -> int:
    """Tell how many pages of products on show name a thing."""
    shown = what.shown_by([code]).values_list("code", flat=True)
    return await Listing.filter(code__in=await shown, live=True).count()


def read_names(names: Mapping[str, str]) -> dict[str, str]:
    said = {column: values.line(compose(text)) for column, text in names.items()}
    wrong = [
        FieldError(column, NO_NAME if not text else TOO_LONG.filled(most=LONGEST_NAME))
        for column, text in said.items()
        if not 0 < len(text) <= LONGEST_NAME
    ]
    if wrong:
        raise InvalidError(wrong[0].said, wrong)
    return said


def naming(said: Mapping[str, str]) -> dict[str, str]:
    """Give what communes and producers are sorted by."""
    return {"name_sort": sort_key(said["name"])[:400]} if "name" in said else {}


async def _must_be_another(code: str, name: str) -> None:
    """Refuse a name by which lists would mean another group: they name groups, and no codes."""
    others = await AgriGroup.exclude(code=code).values_list("code", "name_vi")
    for other, its_name in others:
        if slug(name) in {other, slug(str(its_name))}:
            said = TAKEN.filled(code=other)
            raise InvalidError(said, [FieldError("name_vi", said)])


async def _rename_form(code: str, name: str) -> None:
    """Let the form that a producer has today be called so as well."""
    today = await LegalForm.filter(producer_id=code, since__isnull=False).order_by("-since").first()
    if today:
        await LegalForm.filter(id=today.id).update(name=name)
