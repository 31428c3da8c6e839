"""Products as UCP has them: what its schema asks for, what is left out, and hostile text."""

from copy import deepcopy

import pytest

from shop.formats import ucp
from tests.formats.test_channels import HOSTILE, NUOC_MAM, hostile, without
from tests.ucp import PRODUCT, faults, needs_schemas


def written(document, language="vi"):
    return ucp.product(document, ucp.packs(document), language)


def on_request():
    document = deepcopy(NUOC_MAM)
    del document["variants"][0]["price"]
    return document


def two_packs():
    document = deepcopy(NUOC_MAM)
    [first] = document["variants"]
    small = {**first, "sku": "HP-OCOP-0026-2", "pack": "chai 250 ml", "gtin": None}
    dear = {**small, "sku": "HP-OCOP-0026-3", "price": {"amount": 99000, "currency": "VND"}}
    document["variants"] = [{**first, "availability": "out_of_stock"}, dear]
    return document


@pytest.mark.shared
@needs_schemas
@pytest.mark.parametrize(
    "document",
    [NUOC_MAM, without("photos"), without("ocop"), without("description"), hostile(HOSTILE)],
)
def test_products_are_what_the_protocol_s_schema_says(document):
    assert faults(PRODUCT, written(document)) == []


@pytest.mark.shared
@needs_schemas
def test_the_schema_sees_what_is_wrong():
    product = written(NUOC_MAM)
    del product["variants"][0]["price"]

    assert faults(PRODUCT, product) == ["$.variants[0]: 'price' is a required property"]


def test_an_amount_is_whole_dong_and_stars_stand_in_the_metadata():
    product = written(NUOC_MAM)

    [variant] = product["variants"]
    assert variant["price"] == {"amount": 185000, "currency": "VND"}
    assert product["price_range"] == {"min": variant["price"], "max": variant["price"]}
    assert variant["barcodes"] == [{"type": "GTIN", "value": "8931234567896"}]
    assert product["metadata"]["ocop"] == NUOC_MAM["ocop"]
    assert product["metadata"]["certificates"] == [{"kind": "HACCP", "number": "H-1"}]
    assert product["metadata"]["display"] == {
        "kind": "Sản phẩm OCOP",
        "producer_type": "Hợp tác xã",
        "certificates": ["HACCP (số H-1)"],
        "evidence": "Có nguồn công khai",
    }
    assert "options" not in product


def test_packs_are_the_one_option_and_what_can_be_had_is_featured():
    document = two_packs()
    product = written(document)

    assert product["options"] == [
        {"name": "Quy cách", "values": [{"label": "chai 500 ml"}, {"label": "chai 250 ml"}]}
    ]
    assert [one["options"] for one in product["variants"]] == [
        [{"name": "Quy cách", "label": "chai 500 ml"}],
        [{"name": "Quy cách", "label": "chai 250 ml"}],
    ]
    assert product["price_range"]["min"]["amount"] == 99000
    assert ucp.featured(ucp.packs(document))["sku"] == "HP-OCOP-0026-3"


def test_english_is_given_where_there_is_some():
    assert written(NUOC_MAM, "en")["title"] == "Cat Hai fish sauce"
    assert written(NUOC_MAM, "en")["description"] == {"plain": "Aged in the sun."}
    bare = deepcopy(NUOC_MAM)
    del bare["name"]["en"]
    assert written(bare, "en")["title"] == "Nước mắm Cát Hải"


@pytest.mark.parametrize(
    "document",
    [
        on_request(),
        {**NUOC_MAM, "sale_restriction": "not_online"},
        {**NUOC_MAM, "sale_restriction": "adults_only"},
    ],
)
def test_nothing_is_offered_without_a_price_or_that_an_agent_may_not_sell(document):
    assert ucp.packs(document) == []
