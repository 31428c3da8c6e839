import json

import html5lib
import pytest

from shop.formats.schema_org import as_script, breadcrumbs, product

ORIGIN = "https://sanvat.example.vn"
URL = f"{ORIGIN}/san-pham/HP-OCOP-0009/nuoc-mam-cat-hai"
HOSTILE = [
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]>&amp;\u2028\u2029",
    '"}</ScRiPt >',
]


def _document(**changes: object):
    return {
        "code": "HP-OCOP-0009",
        "kind": "ocop",
        "url": "/san-pham/HP-OCOP-0009/nuoc-mam-cat-hai",
        "name": {"vi": "Nước mắm Cát Hải", "en": "Cat Hai fish sauce"},
        "description": {"vi": "Ủ chượp mười hai tháng."},
        "category": {"group": {"vi": "Gia vị"}, "set": "09", "set_name": {"vi": "Nước mắm"}},
        "ocop": {
            "stars": 4,
            "decision": "144/QĐ-UBND",
            "issuer": "UBND thành phố Hải Phòng",
            "signed_on": "2025-05-20",
            "expires_on": "2028-05-20",
        },
        "producer": {
            "code": "HP-CS-101",
            "name": "HTX Cát Hải",
            "subject_type": "HTX",
            "commune": {"code": "11914", "name": "Đặc khu Cát Hải"},
            "url": "/co-so/HP-CS-101/htx-cat-hai",
        },
        "origin": {
            "commune": {"code": "11914", "name": "Đặc khu Cát Hải"},
            "former_commune": "Thị trấn Cát Hải",
            "former_district": "Huyện Cát Hải",
        },
        "variants": [
            {
                "sku": "HP-OCOP-0009-1",
                "gtin": "8930000000017",
                "pack": "chai 500 ml",
                "quantity": 500,
                "unit": "ml",
                "price": {"amount": 75000, "currency": "VND"},
                "unit_price": {
                    "amount": 150000,
                    "currency": "VND",
                    "reference": {"value": 1, "unit": "l"},
                },
                "availability": "in_stock",
            }
        ],
        "photos": [{"url": "/media/ab.jpg", "width": 1600, "height": 1200}],
        "evidence": "sourced",
        **changes,
    }


def test_a_product_says_what_its_page_shows_with_whole_addresses():
    said = product(_document(), URL, ORIGIN, "vi")

    assert said["name"] == "Nước mắm Cát Hải"
    assert said["image"] == [f"{ORIGIN}/media/ab.jpg"]
    assert said["gtin"] == "8930000000017"
    [offer] = said["offers"]
    assert (offer["price"], offer["priceCurrency"]) == (75000, "VND")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["priceSpecification"] == {
        "@type": "UnitPriceSpecification",
        "price": 75000,
        "priceCurrency": "VND",
        "referenceQuantity": {
            "@type": "QuantitativeValue",
            "value": 500,
            "unitCode": "MLT",
            "valueReference": {"@type": "QuantitativeValue", "value": 1, "unitCode": "LTR"},
        },
    }
    assert offer["seller"]["url"] == f"{ORIGIN}/co-so/HP-CS-101/htx-cat-hai"


def test_stars_are_a_certification_with_its_dates():
    [stars] = product(_document(), URL, ORIGIN, "vi")["hasCertification"]

    assert stars["certificationIdentification"] == "144/QĐ-UBND"
    assert (stars["validFrom"], stars["expires"]) == ("2025-05-20", "2028-05-20")
    assert stars["certificationRating"] == {
        "@type": "Rating",
        "ratingValue": 4,
        "bestRating": 5,
    }


def test_without_a_valid_recognition_nothing_is_certified():
    document = _document()
    del document["ocop"]

    assert "hasCertification" not in product(document, URL, ORIGIN, "vi")


def test_a_certificate_of_an_unknown_issuer_is_a_property():
    known = {"kind": "ORGANIC_VN", "number": "H-1", "issuer": "QUACERT"}
    unknown = {"kind": "VIETGAP", "number": "V-1"}
    document = _document(certificates=[known, unknown, {"kind": "ATTP"}])

    told = told_of(product(document, URL, ORIGIN, "vi"))
    in_english = told_of(product(document, URL, ORIGIN, "en"))

    assert told == (
        ["OCOP", "Hữu cơ Việt Nam"],
        [("Chứng nhận", "VietGAP (số V-1)"), ("Chứng nhận", "Đủ điều kiện an toàn thực phẩm")],
    )
    assert in_english == (
        ["OCOP", "Vietnamese organic"],
        [("Certificate", "VietGAP (no. V-1)"), ("Certificate", "Food-safety eligibility")],
    )


def told_of(said):
    """Give the names of certifications, and the properties that are certificates."""
    properties = [
        (one["name"], one["value"])
        for one in said["additionalProperty"]
        if one["propertyID"] == "certificate"
    ]
    return [one["name"] for one in said["hasCertification"]], properties


def test_its_brand_is_the_producer_as_in_the_channels_files():
    assert product(_document(), URL, ORIGIN, "vi")["brand"] == {
        "@type": "Brand",
        "name": "HTX Cát Hải",
    }


def test_what_was_made_up_is_not_offered():
    said = product(_document(evidence="illustrative"), URL, ORIGIN, "vi")

    assert said["@type"] == "ProductModel"
    assert "offers" not in said
    assert "75000" not in json.dumps(said)


def test_what_may_not_be_sold_online_is_not_offered():
    said = product(_document(sale_restriction="not_online"), URL, ORIGIN, "vi")

    assert said["@type"] == "ProductModel"
    assert "offers" not in said
    assert "75000" not in json.dumps(said)


def test_a_pack_without_a_price_is_not_offered():
    priced, on_request = _document()["variants"][0], {"sku": "X", "availability": "in_stock"}

    said = product(_document(variants=[on_request, priced]), URL, ORIGIN, "vi")

    assert [offer["sku"] for offer in said["offers"]] == ["HP-OCOP-0009-1"]
    assert "offers" not in product(_document(variants=[on_request]), URL, ORIGIN, "vi")


def test_each_language_has_its_name_and_falls_back_to_vietnamese():
    said = product(_document(), URL, ORIGIN, "en")

    assert said["name"] == "Cat Hai fish sauce"
    assert said["description"] == "Ủ chượp mười hai tháng."


def test_the_former_place_is_told():
    values = {
        one["propertyID"]: one["value"]
        for one in product(_document(), URL, ORIGIN, "vi")["additionalProperty"]
    }

    assert values["placeOfOrigin"] == "Đặc khu Cát Hải, Hải Phòng"
    assert values["formerPlaceName"] == "Thị trấn Cát Hải, Huyện Cát Hải"


def test_breadcrumbs_count_from_one():
    steps = [("Trang chủ", f"{ORIGIN}/"), ("Nước mắm Cát Hải", URL)]

    items = breadcrumbs(steps)["itemListElement"]

    assert [(one["position"], one["name"], one["item"]) for one in items] == [
        (1, "Trang chủ", f"{ORIGIN}/"),
        (2, "Nước mắm Cát Hải", URL),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_its_script(text):
    said = product(_document(name={"vi": text}, description={"vi": text}), URL, ORIGIN, "vi")

    written = as_script(said)

    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == said
    page = html5lib.parse(f"<script>{written}</script>", namespaceHTMLElements=False)
    assert [one.tag for one in page.iter()] == ["html", "head", "script", "body"]
