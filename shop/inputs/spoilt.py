"""Text that a program spoilt on its way into a list, known by nothing but how it looks.

A letter that a code page lacks becomes a question mark, and `1-2` in a spreadsheet a date.
"""

import re

from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing_cells, values

ADDRESSES = frozenset({"source_url", "pictures", "shop_url", "zalo"})
"""Columns in which a question mark is one."""
NAMES = frozenset(
    {
        "name", "name_vi", "name_en", "pack", "variety", "group", "commune_name", "former_commune",
        "former_district", "growing_area_code", "keywords", "decision_no", "issuer",
        "old_ward_name", "old_district", "old_province", "new_name", "section_vi", "group_vi",
        "subgroup_vi",
    }
)  # fmt: skip
"""Columns of names, which ask nothing and are no dates."""
LINK = re.compile(r"(?:https?://|www\.)\S*|\S+\?[\w.]+=\S*", re.IGNORECASE)
BEFORE_LETTERS = re.compile(r"([^\W\d_]*)\?+([^\W\d_]+)")
BESIDE_A_LETTER = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
A_DAY = re.compile(
    rf"{values.ISO_DAY.pattern}|{values.SPOKEN_DAY.pattern}"
    r"|[0-9]{1,2}-[A-Z][a-z]{2}(?:-[0-9]{2,4})?|[A-Z][a-z]{2}-[0-9]{2}"
)
"""As files and spreadsheets write them."""


def refuse_spoilt(column: str, text: str) -> None:
    """Refuse what is no longer what its owner wrote. Raises WrongValueError."""
    if column in ADDRESSES:
        return
    if "?" in text and _has_lost(LINK.sub("", text), is_name=column in NAMES):
        raise WrongValueError(refusing_cells.LOST_LETTERS)
    if column in NAMES and A_DAY.fullmatch(text):
        raise WrongValueError(refusing_cells.BECAME_A_DAY)


def _has_lost(text: str, *, is_name: bool) -> bool:
    if is_name and BESIDE_A_LETTER.search(text):
        return True
    return any(_is_within(*found.groups()) for found in BEFORE_LETTERS.finditer(text))


def _is_within(before: str, after: str) -> bool:
    """Tell N??c and ?ậu from the question that lacks its space: ngon không?Có."""
    return not before or after[0].islower() or (before + after).isupper()
