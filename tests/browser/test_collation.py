"""Our order of the alphabet is ICU's, which Chromium brings along."""

import csv
from itertools import product
from pathlib import Path
from random import Random

import pytest

from search.vietnamese import TONES, compose, sort_key

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[2] / "shop" / "data"
INITIALS = [
    "",
    *"bcdđghklmnprstvx",
    "ch",
    "gh",
    "gi",
    "kh",
    "ng",
    "ngh",
    "nh",
    "ph",
    "qu",
    "th",
    "tr",
]
NUCLEI = [*"aăâeêioôơuưy", "oa", "uê", "iê", "ươ", "uô"]
FINALS = ["", "c", "m", "n", "ng", "nh", "t"]
SORTED = "names => names.sort(new Intl.Collator('vi').compare)"


def syllables() -> list[str]:
    """Give every syllable that these parts make, without a tone and with one of each."""
    bare = ["".join(parts) for parts in product(INITIALS, NUCLEI, FINALS)]
    return bare + [compose(one + TONES[n % len(TONES)]) for n, one in enumerate(bare) if one]


def names() -> list[str]:
    found: set[str] = set()
    for file, column in (("agri_products", "name_vi"), ("ocop_products", "name_vi"),
                         ("communes", "name"), ("ocop_producers", "name"),
                         ("former_communes", "old_ward_name")):  # fmt: skip
        with (DATA / f"{file}.csv").open(encoding="utf-8-sig") as lists:
            found |= {compose(row[column]) for row in csv.DictReader(lists)}
    return sorted(found)


@pytest.mark.parametrize("kind", [syllables, names])
async def test_texts_stand_in_the_order_of_icu(kind, chromium):
    page = await chromium.new_page()
    texts = list({sort_key(text): text for text in kind()}.values())  # to us hòa is hoà
    Random(1).shuffle(texts)  # noqa: S311 - any disorder will do

    by_icu = await page.evaluate(SORTED, texts)

    assert len(texts) > 700
    ours = sorted(texts, key=sort_key)
    assert [(n, a, b) for n, (a, b) in enumerate(zip(ours, by_icu, strict=True)) if a != b][
        :20
    ] == []
    await page.close()
