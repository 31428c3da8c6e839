"""What a writer had before them of each field, told by short marks of its letters. Pure.

Two tabs notice each other by it: what one saves is compared with what it last had from here, field
by field, so that no tab writes over letters that it never saw. A tab lists what it sent and had no
answer to as well, lest it takes its own letters for another's.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shop.proposals.patching import Around, Patch, typed_of
from shop.proposals.reading import PLACE
from shop.publishing.loading import ProductRows

Marks = Mapping[str, Sequence[str]]
"""Field → marks: of what stood there when it was last read or saved, then of what was sent."""
START, PRIME, MOST = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def mark_of(text: str) -> str:
    """Mark a text by 32 bits of FNV-1a over its UTF-16 (static/js/draft.js does it alike)."""
    units = text.encode("utf-16-le", "surrogatepass")
    held = START
    for at in range(0, len(units), 2):
        held = (held ^ int.from_bytes(units[at : at + 2], "little")) * PRIME & MOST
    return f"{held:08x}"


def letters_of(field: str, typed: str, chosen: str = "") -> str:
    """Give all that a field says: of a place, also which one was chosen."""
    return f"{typed}\n{chosen}" if field == PLACE else typed


def letters_now(patch: Patch, rows: ProductRows, field: str, around: Around) -> str:
    """Give what a proposal says in a field, touched or not."""
    said: Mapping[str, Any] = patch.get(field) or {"typed": typed_of(rows, field, around)}
    return letters_of(field, said["typed"], said.get("chosen", ""))


def is_untouched(letters: str, known: Sequence[str]) -> bool:
    """Tell whether a writer sends back just what they were given."""
    return len(known) == 1 and mark_of(letters) == known[0]


def has_moved(now: str, known: Sequence[str]) -> bool:
    """Tell whether other letters stand there than any that its writer had or sent."""
    return mark_of(now) not in known
