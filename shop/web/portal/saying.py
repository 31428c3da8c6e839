"""What a proposal would show, line by line, for a producer who is asked to agree to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from shop import clock
from shop.catalogue.agreements import AGREEMENTS
from shop.formats.document import Document
from shop.models import Purpose
from shop.models.columns import Row
from shop.models.pictures import unpadded
from shop.proposals.standing import Standing
from shop.publishing.loading import ProductRows
from shop.publishing.rendering import shown_as
from shop.web.in_words import in_months
from shop.web.language import Language, Said, in_vietnamese
from shop.web.public.product import content_of
from shop.web.words import PAIRS, word, words

THUMBNAIL = 320
NO_GROUP = {"group": PAIRS["said_no_group"]._asdict()}
"""Of a product that an official is yet to sort in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A fact of a product, and whether the proposal changes it."""

    term: str
    value: Said
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A file of a photo; one that waits has an address for few."""

    name: str
    is_waiting: bool


def lines_of(one: Standing, language: Language) -> list[Line]:
    """Say all that buyers would read of a product; of one that is here, what is new in it."""
    before = set() if one.is_new else {_key(*line) for line in _facts(one.rows, language)}
    return [
        Line(term, said, bool(before) and _key(term, said) not in before)
        for term, said in _facts(one.would_be, language)
    ]


def _key(term: str, said: Said) -> tuple[str, str]:
    return term, said.text


def _facts(rows: ProductRows, language: Language) -> Iterator[tuple[str, Said]]:
    document = {"code": "", "category": NO_GROUP, **shown_as(rows, clock.now()), "url": "/"}
    t, content = words(language), content_of(cast("Document", document), {}, language)
    yield t.said_name, content["name"]
    for offer in content["offers"]:
        said = f"{offer['price'] or offer['on_request']} / {offer['pack'].text}"
        yield t.said_price, Said(said)
    yield t.said_place, _place(content, language)
    months = [name for _, name, is_ripe in content["season"] if is_ripe]
    yield from ((fact.term, fact.value) for fact in content["facts"] if fact.term != t.code)
    if months:
        yield t.season, Said(in_months(months, language))
    if content["uses"]:
        yield t.used_for, Said(", ".join(name for name, _ in content["uses"]))
    for term, said in ((t.description, content["description"]), (t.story, content["story"])):
        if said:
            yield term, said


def _place(content: dict[str, Any], language: Language) -> Said:
    now, before = content["origin_now"].text, content["origin_before"].text
    return in_vietnamese(f"{now} ({before})" if before else now, language)


def thumbnails_of(one: Standing) -> list[Thumbnail]:
    shown = [row for row in one.would_be.photos if not row["illustration"]]
    return [Thumbnail(_file(row), bool(row.get("waiting"))) for row in shown]


def _file(photo: Row) -> str:
    """Name the smallest file of a photo that is large enough, or else its largest."""
    files = sorted(unpadded(photo["renditions"]), key=lambda file: int(file["width"]))
    fit = (file for file in files if file["width"] >= THUMBNAIL and file["type"] == "image/jpeg")
    return str(next(fit, files[-1])["name"])


def questions(purposes: list[Purpose], language: Language) -> list[tuple[Purpose, str, str]]:
    """Give each purpose with its name and the text that is agreed to, which is Vietnamese."""
    return [
        (one, word(f"consent_title_{one}", language), AGREEMENTS[one].text.vi) for one in purposes
    ]
