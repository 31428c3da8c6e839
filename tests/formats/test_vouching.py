"""What was made up for the demonstration is marked or left out wherever it speaks for itself."""

from datetime import date

import orjson
import pytest

from shop.formats import recognitions, schema_org, sheets, ucp
from shop.formats.files import FORMATS, Format
from shop.formats.offers import facts_of, highlights_of, stars_of
from shop.formats.rules import Setting
from shop.formats.sheets import SHEETS
from shop.formats.vouching import (
    certified,
    estimated,
    has_made_up_stars,
    is_made_up,
    recognised,
)
from tests.formats.test_channels import NUOC_MAM, ORIGIN, SETTING, product

EVER = date(2027, 1, 1)
STARS, NUMBER = "4 sao", "MH-51/QĐ-UBND"
MADE_UP = product(evidence="illustrative")
NO_DECISION = product(ocop={**NUOC_MAM["ocop"], "decision": NUMBER})
"""Its name and place are real, and its stars are none."""
SOLD: Setting = SETTING
FILES = [one for one in FORMATS if one.items(NUOC_MAM, SOLD)]
OF_CHANNELS = [one for one in FILES if one.channel]
OPEN = [one for one in FILES if not one.channel]


def written(file: Format, document: dict) -> str:
    return b"".join(file.items(document, SOLD)).decode()


def test_one_rule_says_what_vouches():
    assert (recognised(NUOC_MAM), has_made_up_stars(NUOC_MAM)) == (NUOC_MAM["ocop"], False)
    assert certified(NUOC_MAM) == NUOC_MAM["certificates"]
    assert (recognised(MADE_UP), certified(MADE_UP), has_made_up_stars(MADE_UP)) == (None, [], True)
    assert (recognised(NO_DECISION), has_made_up_stars(NO_DECISION)) == (None, True)
    assert certified(NO_DECISION) == NUOC_MAM["certificates"]
    assert not has_made_up_stars({"evidence": "illustrative"})
    assert [is_made_up(one) for one in (NUMBER, "mh-1/QĐ", "144/QĐ-UBND", "1/QĐ-MH")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("file", OF_CHANNELS, ids=lambda one: one.name)
def test_channels_get_no_made_up_product_and_no_made_up_stars(file):
    stars = "4 stars" if file.name.endswith((".en.xml", ".en.csv")) else STARS
    assert stars in written(file, NUOC_MAM)
    assert written(file, MADE_UP) == ""
    told = written(file, NO_DECISION)
    assert told
    assert stars not in told
    assert "MH-" not in told


@pytest.mark.parametrize("file", OPEN, ids=lambda one: one.name)
def test_open_files_say_that_it_is_illustrative(file):
    assert "illustrative" in written(file, MADE_UP)
    assert "illustrative" not in written(file, NUOC_MAM)
    assert NUMBER in written(file, NO_DECISION)


def test_the_sheets_of_shops_have_no_made_up_product():
    for channel in SHEETS:
        assert sheets.rows(channel, MADE_UP, SOLD) == []


@pytest.mark.parametrize(("language", "mark"), [("vi", "Minh hoạ"), ("en", "Illustrative")])
def test_search_engines_are_told_of_no_made_up_certification(language, mark):
    def said(document: dict) -> dict:
        return schema_org.product(document, f"{ORIGIN}/x", ORIGIN, language)

    kept, made_up, starless = said(NUOC_MAM), said(MADE_UP), said(NO_DECISION)

    assert kept["hasCertification"][0]["certificationIdentification"] == "1/QĐ-UBND"
    assert mark not in orjson.dumps(kept).decode()
    assert {"hasCertification", "offers"}.isdisjoint(made_up)
    assert [
        one["value"] for one in made_up["additionalProperty"] if one["propertyID"] == "evidence"
    ] == [mark]
    assert "certificate" not in {one["propertyID"] for one in made_up["additionalProperty"]}
    assert "hasCertification" not in starless
    assert starless["offers"] == kept["offers"]


@pytest.mark.parametrize("document", [MADE_UP, NO_DECISION], ids=["product", "decision"])
def test_agents_and_offers_tell_no_made_up_stars(document):
    told = ucp.product(document, ucp.packs(document))

    assert "ocop" not in told["metadata"]
    assert STARS not in orjson.dumps(told).decode()
    assert stars_of(document) is None
    assert not [one for one in facts_of(document) if one[0] == "OCOP"]
    assert not [one for one in highlights_of(document) if "OCOP" in one]
    assert ucp.product(NUOC_MAM, ucp.packs(NUOC_MAM))["metadata"]["ocop"]["stars"] == 4
    assert told["metadata"]["evidence"] == document["evidence"]


def test_the_list_of_recognitions_says_which_are_made_up():
    row = dict.fromkeys(recognitions.COLUMNS, "") | {
        "product_id": "HP-OCOP-0026", "producer": "", "commune_name": "", "type": "new",
        "signed_on": EVER, "expires_on": EVER, "revoked_on": None, "evidence": "sourced",
        "decision": "144/QĐ-UBND",
    }  # fmt: skip

    kept = recognitions.lines([(row, "valid")]).decode()
    made_up = recognitions.lines([({**row, "decision": NUMBER}, "valid")]).decode()

    assert kept.rstrip().endswith('"sourced"')
    assert made_up.rstrip().endswith('"illustrative"')


def test_what_a_source_did_not_tell_is_named():
    [pack] = NUOC_MAM["variants"][:1]
    guessed = {**pack, "price": {**pack["price"], "confirmed_by": "list"}}
    said = {**pack, "price": {**pack["price"], "confirmed_by": "producer"}}
    maker = {**NUOC_MAM["producer"], "name": "HTX minh hoạ 02 – Xã Quyết Thắng"}
    bare = {"producer": NUOC_MAM["producer"], "evidence": "sourced"}

    assert estimated(bare) == []
    assert estimated({**bare, "variants": [guessed]}) == ["price", "pack"]
    assert estimated({**bare, "variants": [said]}) == ["pack"]
    assert estimated({**bare, "story": "Nghề mắm", "producer": maker}) == ["text", "producer"]
    assert estimated({**bare, "ocop": NO_DECISION["ocop"]}) == ["stars"]
    kinds = [{"kind": "HACCP", "number": "12/CN"}, {"kind": "VIETGAP"}]
    assert estimated({**bare, "certificates": kinds[:1]}) == []
    assert estimated({**bare, "certificates": kinds}) == ["certificates"]
