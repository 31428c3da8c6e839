"""No code of ours stands where people read: every text of every format, over the whole catalogue.

Decided word by word, of all values of our enumerations:

- What is written in capitals or with a low line (`COLLECTIVE_MARK`, `ATTP`, `GI`, `in_stock` …) may
  stand nowhere in a text. Written otherwise (VietGAP, ISO 22000) it is a name.
- `HACCP` is the name itself. `HTX` and `THT` are words by which cooperatives name themselves: they
  count where they are the whole text.
- `g`, `kg`, `ml` and `l` are how people write units.
- All others (`sourced`, `piece`, `list` …) are English words: they count where they are the whole
  text, or stand after a colon as a value does.

What is for programs has its place, which is named below format by format, and stays as it is:
`products.jsonl` is the document itself.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import orjson
import pytest
from python_calamine import CalamineWorkbook

from shop import models
from shop.formats import acp, google, meta, schema_org, sheets, ucp
from shop.formats import csv as table
from shop.formats.remedies import REMEDIES
from shop.formats.rules import Rule, Setting
from shop.formats.words import FIELDS
from shop.partners import channels
from shop.queries.exporting import export
from tests.feeding import ORIGIN, G, documents
from tests.pictures import PICTURE, RENDITIONS

Thing = dict[str, Any]
ENUMERATIONS = (
    models.Kind, models.State, models.SaleRestriction, models.Evidence, models.Unit,
    models.Availability, models.Voice, models.SubjectType, models.CertificateKind,
    models.RecognitionType, models.CommuneKind, models.Purpose, models.Topic, models.Audience,
)  # fmt: skip
WORDS = {"g", "kg", "ml", "l", "HACCP"}
OF_NAMES = {"HTX", "THT"}
CODES = {str(value) for one in ENUMERATIONS for value in one} - WORDS
ANYWHERE = {code for code in CODES - OF_NAMES if code.isupper() or "_" in code}
CODE = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(ANYWHERE)))})(?!\w)")
VALUE = re.compile(rf"(?:.*:\s*)?({'|'.join(map(re.escape, sorted(CODES)))})")


class _Everything(frozenset[str]):
    """All products can be bought."""

    def __contains__(self, _: object) -> bool:
        return True


SETTING = Setting(ORIGIN, Rule(categories={"ocop": "1", "agricultural": "2"}), _Everything())
PHOTO = {
    "url": f"{ORIGIN}/media/{PICTURE}.jpg",
    "width": 1600,
    "height": 1200,
    "alt": {"vi": "Ảnh", "en": "Picture"},
    "placeholder": "",
    "renditions": RENDITIONS,
}


def codes_in(text: str) -> list[str]:
    whole = VALUE.fullmatch(text.strip())
    return CODE.findall(text) + ([whole[1]] if whole else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("COLLECTIVE_MARK: có", ["COLLECTIVE_MARK"]),
        ("Chứng nhận – ATTP: 12/2024", ["ATTP"]),
        ("Chứng nhận VietGAP, ISO 22000", []),
        ("VIETGAP V-1", ["VIETGAP"]),
        ("Loại: HTX", ["HTX"]),
        ("HTX Cát Hải", []),
        ("in_stock", ["in_stock", "in_stock"]),
        ("sourced", ["sourced"]),
        ("Locally sourced fish", []),
        ("10 g", []),
        ("Nhóm: agricultural", ["agricultural"]),
    ],
)
def test_the_test_knows_a_code_from_a_word(text, found):
    assert codes_in(text) == found


async def everything() -> list[Thing]:
    """Give each document as it is, and with all that channels ask: picture, stock, a source."""
    found = await documents()
    return [*found, *map(_sellable, found)]


def _sellable(document: Thing) -> Thing:
    packs = [{**one, "availability": "in_stock"} for one in document.get("variants", ())]
    return {**document, "variants": packs, "photos": [PHOTO], "evidence": "sourced"}


def _leaves(thing: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give each text below a value with the keys that lead to it."""
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(thing, list):
        for value in thing:
            yield from _leaves(value, path)
    elif isinstance(thing, str):
        yield path, thing


def _of_google(document: Thing) -> Iterator[str]:
    of_programs = {"availability", "condition", "identifier_exists", "id", "guid", "link"}
    items = b"".join(google.items(document, SETTING))
    for element in ET.fromstring(google.begin(ORIGIN) + items + google.END).iter():  # noqa: S314
        if element.tag.removeprefix(G) not in of_programs and element.text:
            yield element.text


def _of_a_table(module: Any, document: Thing, of_programs: set[str]) -> Iterator[str]:
    data = module.begin(ORIGIN) + b"".join(module.items(document, SETTING))
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield from (text for column, text in row.items() if column not in of_programs)


def _of_meta(document: Thing) -> Iterator[str]:
    return _of_a_table(meta, document, {"id", "condition", "link", "image_link"})


def _of_the_spreadsheet(document: Thing) -> Iterator[str]:
    """Leave out the columns of codes: words stand beside each, of units those of the pack."""
    coded = {
        "kind",
        "availability",
        "certificates",
        "producer_type",
        "sale_restriction",
        "evidence",
    }
    assert {f"{one}_vi" for one in coded} <= set(table.COLUMNS)
    return _of_a_table(table, document, {*coded, "unit", "unit_price_per", "code", "sku"})


TRANSLATED = {"name", "group", "description"}
"""Columns of two languages, whose `_vi` is no word for a code."""


def _of_acp(document: Thing) -> Iterator[str]:
    of_programs = {"id", "url", "type", "status", "unit", "taxonomy", "condition", "currency"}
    for line in acp.items(document, SETTING):
        yield from (
            text for path, text in _leaves(orjson.loads(line)) if path[-1] not in of_programs
        )


def _of_ucp(document: Thing) -> Iterator[str]:
    """Leave out the facts in `metadata`: what to show of them is its `display`."""
    of_programs = {"id", "sku", "url", "handle", "type", "status", "unit", "taxonomy", "currency"}
    for language in ("vi", "en"):
        if packs := ucp.packs(document):
            for path, text in _leaves(ucp.product(document, packs, language)):
                hidden = path[0] == "metadata" and path[1] != "display"
                is_english_unit = language == "en" and path[-1] == "display_text"  # a piece is one
                if not hidden and not is_english_unit and path[-1] not in of_programs:
                    yield text


def _of_schema_org(document: Thing) -> Iterator[str]:
    of_programs = {"@type", "@id", "@context", "propertyID", "url", "image", "sku", "unitCode"}
    for language in ("vi", "en"):
        said = schema_org.product(document, document["url"], ORIGIN, language)
        yield from (text for path, text in _leaves(said) if path[-1] not in of_programs)


def _of_the_sheets(document: Thing) -> Iterator[str]:
    for channel in sheets.SHEETS:
        for row in sheets.rows(channel, document, SETTING):
            yield from (cell for cell in row if isinstance(cell, str))


FORMATS = {
    "google.xml": _of_google,
    "meta.csv": _of_meta,
    "products.csv": _of_the_spreadsheet,
    "acp/products.jsonl": _of_acp,
    "ucp": _of_ucp,
    "json-ld": _of_schema_org,
    "sheets": _of_the_sheets,
}


async def test_no_text_for_people_holds_a_code(shop):
    told: dict[str, set[str]] = {name: set() for name in FORMATS}
    for document in await everything():
        for name, texts_of in FORMATS.items():
            told[name].update(texts_of(document))

    found = {name: {text for text in told[name] if codes_in(text)} for name in FORMATS}
    assert found == {name: set() for name in FORMATS}
    assert min(map(len, told.values())) > 500  # different texts: no format was passed over


@pytest.mark.parametrize("code", REMEDIES)
def test_what_an_obstacle_concerns_has_a_word_for_the_sheet(code):
    assert REMEDIES[code].field in FIELDS


async def test_the_sheet_of_what_is_missing_says_it_in_words(shop):
    file = BytesIO()
    await export(await channels.terms("shopee"), ORIGIN, file, hidden=True)
    book = CalamineWorkbook.from_filelike(BytesIO(file.getvalue()))
    titles, *missing = book.get_sheet_by_name("Còn thiếu").to_python()

    concerned = titles.index("Thiếu")
    assert {row[concerned] for row in missing} <= set(FIELDS.values())
    assert [row for row in missing if any(codes_in(str(cell)) for cell in row)] == []
    assert len(missing) > 429


async def test_no_highlight_says_a_detail_again(shop):
    items = [item for one in await everything() for item in _items(one)]

    again = [set(_highlights(one)) & _details(one) for one in items]
    assert [one for one in again if one] == []
    assert min(len(_highlights(one)) for one in items) >= 2


def _items(document: Thing) -> list[ET.Element]:
    written = google.begin(ORIGIN) + b"".join(google.items(document, SETTING)) + google.END
    return ET.fromstring(written).findall("channel/item")  # noqa: S314 - our own file


def _highlights(item: ET.Element) -> list[str]:
    return [one.text or "" for one in item.findall(f"{G}product_highlight")]


def _details(item: ET.Element) -> set[str]:
    """Give every way in which a detail can be read."""
    ways = set()
    for detail in item.findall(f"{G}product_detail"):
        section, name, value = (part.text for part in detail)
        ways |= {value, f"{name}: {value}", f"{section}: {value}", f"{section} – {name}: {value}"}
    return ways


async def test_no_page_shows_a_code(shop):
    found = [
        (path, text)
        for path in covering(await documents())
        for text in _shown((await shop.get(path, follow_redirects=True)).text)
        if codes_in(text)
    ]

    assert found == []


def covering(found: Iterable[Thing]) -> list[str]:
    """Choose pages by which every value that the catalogue has is shown, in both languages."""
    chosen, seen = [], set()
    for document in found:
        values = {text for _, text in _leaves(document) if text in CODES}
        if values - seen:
            seen |= values
            chosen += [f"/san-pham/{document['code']}", f"/co-so/{document['producer']['code']}"]
    return [f"{prefix}{path}" for prefix in ("", "/en") for path in [*chosen, "/tim-kiem", ""]]


def _shown(page: str) -> Iterator[str]:
    """Give what a page shows or says aloud; its JSON-LD is one of the formats above."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag not in {"script", "style"}:
            yield from filter(None, (element.text, element.tail))
        yield from (element.get(name, "") for name in ("alt", "title", "aria-label"))
        if element.tag == "meta" and element.get("name") == "description":
            yield element.get("content", "")


def test_every_enumeration_of_the_tables_was_decided_upon():
    """Those that no document, page or list for people can show are named here."""
    elsewhere = {"DeliveryState", "KeyKind", "Taxonomy", "SaleState", "Right"}
    of_people = {  # pages of persons alone name them, in words of their own (shop/web/words)
        "CodePurpose", "Demand", "IdentityKind", "Match", "MemberRole", "MessageState",
        "OfficialRole", "PaperState", "PhotoUse", "ProducerState", "ProposalState", "RemindedAs",
        "ReviewDecision", "Side",
        "Verdict", "Visibility", "WordBy",
    }  # fmt: skip
    ours = {
        name
        for name, one in vars(models).items()
        if isinstance(one, type) and issubclass(one, StrEnum)
    }

    assert ours - {one.__name__ for one in ENUMERATIONS} == elsewhere | of_people
