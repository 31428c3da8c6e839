"""Communes by the names people know them by: today's, and those of units merged in 2025."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from media.sentences import Sentence
from search.vietnamese import marks, plain, spelt
from shop.errors import FieldError, InvalidError
from shop.inputs.alike import is_same_word
from shop.models import Commune, FormerCommune

KINDS = (("thi", "tran"), ("dac", "khu"), ("xa",), ("phuong",), ("huyen",), ("quan",))
"""What stands before names, folded."""
MOST = 12
NONE = Sentence(
    "Không tìm thấy nơi tên “{place}”. Hãy ghi tên xã, phường nay hoặc trước kia.",
    "There is no place called “{place}”. Give the commune’s name of today or of before.",
)
MANY = Sentence(
    "Có {n} nơi tên “{place}”. Hãy chọn đúng nơi.",
    "There are {n} places called “{place}”. Choose the right one.",
)
PERHAPS = Sentence(
    "Có phải nơi này không? Hãy chọn, hoặc ghi rõ tên hơn.",
    "Is it this one? Choose it, or write more of the name.",
)


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A commune of today; `formerly` is by which old names it was found, with their districts."""

    code: str
    name: str
    formerly: tuple[tuple[str, str], ...] = ()

    @property
    def former(self) -> tuple[str, str]:
        """Give the old name and district that it was found by; empty: by today's name, or several.

        Xã An Đồng and Phường An Đồng are one place, of two years.
        """
        bare = {tuple(map(plain, _bare(name))) for name, _ in self.formerly}
        return self.formerly[0] if len(bare) == 1 else ("", "")

    @property
    def key(self) -> str:
        """Give what a form says of one that was chosen."""
        former, district = self.former
        return f"{self.code} {former}, {district}" if former else self.code


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of a commune, cut into words without its kind."""

    code: str
    words: Sequence[str]
    district: Sequence[str] = ()
    former: tuple[str, str] | None = None


async def communes_of_today() -> dict[str, str]:
    """Give code → name of all communes, by name."""
    rows = await Commune.filter(valid_to=None).order_by("name_sort", "code").values("code", "name")
    return {row["code"]: row["name"] for row in rows}


async def places_called(text: str) -> tuple[list[PlaceFound], bool]:
    """Find communes by a name, a former district behind a comma: "Lê Lợi, Gia Lộc".

    Give them, and whether it is their whole name. Marks count where both have them, and a name with
    just the typed marks goes before others.
    """
    name, _, district = text.partition(",")
    within, today = _bare(district), await communes_of_today()
    names = await _names(today)
    if within:
        names = [one for one in names if _holds(one.district, within)]
    ranks = [_ranked(names, wanted) for wanted in _wanted(name)]
    exact, whole, begun = ([one for rank in ranks for one in rank[n]] for n in range(3))
    return list(_by_commune(exact or whole or begun, today))[:MOST], bool(whole)


def _wanted(name: str) -> list[list[str]]:
    """Give what a name may be: quan toan is Quán Toan, and may be a quận."""
    bare, words = _bare(name), spelt(name.lower())
    return [one for one in ([bare] if bare == words else [bare, words]) if one]


def _ranked(names: Sequence[_Named], wanted: Sequence[str]) -> tuple[list[_Named], ...]:
    """Give the names that are just that, that may be that, and that begin so."""
    begun = [one for one in names if _begins(one.words, wanted)]
    whole = [one for one in begun if len(one.words) == len(wanted)]
    return [one for one in whole if _has_just(one.words, wanted)], whole, begun


async def place_of(text: str, chosen: str = "") -> str:
    """Give the code of the commune that a name means or that was chosen; empty: it is not clear."""
    meant = await place_found(text, chosen)
    return meant.code if meant else ""


async def place_found(text: str, chosen: str = "") -> PlaceFound | None:
    """Give the place that a name means, or that was chosen by its key or its commune's code."""
    found, is_whole = await places_called(text)
    rows = [*one_by_one(found), *found]
    if picked := next((one for one in rows if chosen in {one.key, one.code}), None):
        return picked
    return found[0] if len(found) == 1 and is_whole else None


def one_by_one(found: Sequence[PlaceFound]) -> list[PlaceFound]:
    """Give a row for each old name that communes were found by, to choose from."""
    return [
        PlaceFound(one.code, one.name, tuple(former))
        for one in found
        for former in _by_name(one.formerly)
    ]


def _by_name(formerly: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    names: defaultdict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for name, district in formerly:
        names[tuple(map(plain, _bare(name)))].append((name, district))
    return list(names.values()) or [[]]


async def place_meant(text: str, chosen: str = "") -> str:
    """Give the code of the commune that a name means, or that was chosen of several.

    Raises InvalidError that names the field `place` where there is none of that name, and `commune`
    where its person must choose.
    """
    if meant := await place_of(text, chosen):
        return meant
    found, _ = await places_called(text)
    said = (MANY if len(found) > 1 else PERHAPS).filled(n=len(found), place=text)
    field, said = ("commune", said) if found else ("place", NONE.filled(place=text))
    raise InvalidError(said, [FieldError(field, said)])


async def _names(today: dict[str, str]) -> list[_Named]:
    former = await FormerCommune.all().order_by("id").values("name", "district", "commune_id")
    old = [
        _Named(
            row["commune_id"],
            _bare(row["name"]),
            _bare(row["district"]),
            (row["name"], row["district"]),
        )
        for row in former
    ]
    return [_Named(code, _bare(name)) for code, name in today.items()] + old


def _by_commune(found: Sequence[_Named], today: dict[str, str]) -> Iterator[PlaceFound]:
    former: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in found:
        former[one.code].extend([one.former] if one.former else [])
    now = {one.code for one in found if not one.former}
    for code, names in former.items():
        if code in today:  # found by today's name, it needs no other
            yield PlaceFound(code, today[code], () if code in now else tuple(dict.fromkeys(names)))


def _bare(name: str) -> list[str]:
    """Cut a name into words, without its kind."""
    words = spelt(name.lower())
    folded = tuple(plain(word) for word in words)
    kind = next((one for one in KINDS if folded[: len(one)] == one), ())
    return words[len(kind) :] or words


def _begins(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether a name begins with what was typed; its last word may be unfinished."""
    if len(words) < len(wanted):
        return False
    *whole, last = wanted
    heads = all(map(is_same_word, words, whole))
    at = words[len(whole)]
    return heads and (is_same_word(at, last) or is_same_word(at[: len(last)], last))


def _has_just(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(marks(one) == marks(other) for one, other in zip(words, wanted, strict=True))


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    spans = range(len(words) - len(wanted) + 1)
    return any(all(map(is_same_word, words[at : at + len(wanted)], wanted)) for at in spans)
