"""What a person typed of a product, letter for letter, as forms and autosaving pages send it.

Names of fields are those of shop/proposals/reading.py; besides, `say-1` tells whether there is a
price, `commune` which place of several is meant, `known` what stood in each field, `keep-name`
which of two words stays, and a button `chosen-1` or `take-1` answers what was asked back.
"""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from shop.inputs import values
from shop.proposals.drafting import Typed
from shop.proposals.marking import Marks
from shop.proposals.reading import MONTHS, ON_REQUEST, USES, is_field

ALL_YEAR = ",".join(map(str, range(1, 13)))
Raw = Mapping[str, Sequence[str]]
MINE, THEIRS = "mine", "theirs"
LONGEST_KEY = 600
"""Of a place that is chosen: its code, and names as they were before."""


class Facts(BaseModel):
    """What is read of a form besides its fields."""

    writer: int = 0
    """The user who was given the form; 0: it does not say."""
    seen: values.Version = 0
    lam: str = ""
    same: str = ""
    warned: str = ""

    def is_anothers(self, user: int) -> bool:
        """Tell whether another was signed in when this form was filled in."""
        return self.writer not in {0, user}


def typed_in(raw: Raw, seen: int) -> Typed:
    """Give what is to be saved; fields that wait for an answer are not."""
    texts = dict(texts_of(raw))
    waiting = {field for field in texts if answer_of(raw, field) not in {"", MINE}}
    rest = {field: text for field, text in texts.items() if field not in waiting}
    return Typed(seen, rest, _commune(raw), known=known_of(raw))


def answer_of(raw: Raw, field: str) -> str:
    """Tell which word stays, of a field that was asked about: `none` while it is not answered."""
    if f"asked-{field}" not in raw:
        return ""
    said = _first(raw, f"keep-{field}")
    return said if said in {MINE, THEIRS} else "none"


def texts_of(raw: Raw) -> Iterator[tuple[str, str]]:
    """Give field → text, with a choice or an answer in place of what was typed."""
    for name in raw:
        if is_field(name):
            yield name, _text(raw, name)


def known_of(raw: Raw) -> Marks:
    """Read `name:811c9dc5 pack-1:5f1de6a7,9c8b11fe`."""
    pairs = (part.partition(":") for part in _first(raw, "known").split())
    return {field: marks.split(",") for field, _, marks in pairs if marks}


def _text(raw: Raw, name: str) -> str:
    kind, _, slot = name.partition("-")
    if kind == "price":
        return _price(raw, slot)
    if kind == "pack" and f"take-{slot}" in raw:
        return _first(raw, f"take-{slot}")
    if name == MONTHS:
        said = [one for one in raw[name] if one]
        return ALL_YEAR if "all" in said else ",".join(said)
    if name == USES:
        return ";".join(one for one in raw[name] if one)
    return _first(raw, name)


def _price(raw: Raw, slot: str) -> str:
    if chosen := _first(raw, f"chosen-{slot}"):
        return ON_REQUEST if chosen == "0" else chosen
    if _first(raw, f"say-{slot}") == "request":
        return ON_REQUEST
    return _first(raw, f"price-{slot}")


def _commune(raw: Raw) -> str:
    """Give which place of several is meant: one of those that the page gave to choose from."""
    chosen = _first(raw, "commune")
    return chosen[:LONGEST_KEY] if chosen.isprintable() else ""


def _first(raw: Raw, name: str) -> str:
    """Give the first text of a name; browsers send line ends as CR LF, pages' scripts do not."""
    return next(iter(raw.get(name, ())), "").replace("\r\n", "\n")
