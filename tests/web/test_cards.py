from shop.web.language import Language
from shop.web.public.cards import card
from shop.web.public.pictures_shown import CardPicture

VARIANT = {
    "sku": "A-1",
    "pack": "chai 500 ml",
    "price": {"amount": 75000, "currency": "VND"},
    "unit_price": {"amount": 150000, "reference": {"value": 1, "unit": "l"}},
    "availability": "in_stock",
}


def _document(**changes: object):
    return {
        "code": "HP-OCOP-0009",
        "kind": "ocop",
        "url": "/san-pham/HP-OCOP-0009/nuoc-mam-cat-hai",
        "name": {"vi": "Nước mắm Cát Hải"},
        "producer": {"name": "HTX Cát Hải"},
        "origin": {"commune": {"code": "11914", "name": "Đặc khu Cát Hải"}},
        "variants": [VARIANT],
        "evidence": "sourced",
        **changes,
    }


def test_a_card_shows_price_and_unit_price():
    shown = card(_document(), Language.VI)

    assert (shown.price, shown.per) == ("75.000\u00a0₫", "150.000\u00a0₫/lít")
    assert (shown.pack.text, shown.stock, shown.stars) == ("chai 500 ml", "", 0)


def test_an_english_card_marks_what_is_vietnamese():
    shown = card(_document(), Language.EN)

    assert shown.url == "/en/san-pham/HP-OCOP-0009/nuoc-mam-cat-hai"
    assert {str(said.lang) for said in (shown.name, shown.producer)} == {' lang="vi"'}
    assert [(said.text, str(said.lang)) for said in (shown.place, shown.pack)] == [
        ("Cát Hải special zone", ""),
        ("500 ml bottle", ""),
    ]


def test_what_is_not_sold_online_has_a_warning_and_no_price():
    shown = card(_document(sale_restriction="not_online"), Language.VI)

    assert (shown.warning, shown.price, shown.per) == ("Không bán trực tuyến", "", "")


def test_what_was_made_up_says_so_beside_its_name():
    made_up = _document(evidence="illustrative")

    assert card(made_up, Language.VI).illustrative == "Minh hoạ"
    assert card(made_up, Language.EN).illustrative == "Illustrative"
    assert card(_document(), Language.VI).illustrative == ""


def test_of_several_packs_the_cheapest_is_shown():
    dearer = {**VARIANT, "sku": "A-2", "price": {"amount": 140000, "currency": "VND"}}

    assert card(_document(variants=[dearer, VARIANT]), Language.VI).price == "từ 75.000\u00a0₫"


def test_a_price_on_request_says_so():
    unpriced = {"sku": "A-1", "availability": "out_of_stock"}

    shown = card(_document(variants=[unpriced]), Language.VI)

    assert (shown.price, shown.stock) == ("Liên hệ để biết giá", "Tạm hết hàng")


def test_words_of_the_query_are_marked_in_the_name():
    shown = card(_document(), Language.VI, "nuoc mam")

    assert [part for part, found in shown.parts if found] == ["Nước", "mắm"]
    assert "".join(part for part, _ in shown.parts) == "Nước mắm Cát Hải"


def test_a_card_takes_the_smallest_picture_that_fills_it():
    sizes = [
        {"url": f"/media/{width}.webp", "width": width, "height": width, "type": "image/webp"}
        for width in (320, 640, 960)
    ]
    photo = {"url": "/media/l.jpg", "width": 960, "height": 960, "renditions": sizes}

    shown = card(_document(photos=[photo]), Language.VI)

    assert shown.picture == CardPicture(
        "/media/320.webp", 320, 320, "/media/320.webp 320w, /media/640.webp 640w"
    )
    assert card(_document(), Language.VI).picture is None


def test_a_card_of_a_small_picture_or_of_a_bare_one_takes_what_there_is():
    small = {"url": "/media/s.webp", "width": 200, "height": 90, "type": "image/webp"}
    bare = {"url": "/media/s.jpg", "width": 200, "height": 90}

    shown = [
        card(_document(photos=[photo]), Language.VI).picture
        for photo in ({**bare, "renditions": [small]}, bare)
    ]

    assert shown == [
        CardPicture("/media/s.webp", 200, 90, ""),
        CardPicture("/media/s.jpg", 200, 90, ""),
    ]


def test_a_place_that_the_producers_name_says_is_not_said_again():
    named = _document(producer={"name": "HTX Cát Hải – đặc khu Cát Hải"})

    assert card(named, Language.VI).place.text == ""
    assert card(_document(), Language.VI).place.text == "Đặc khu Cát Hải"
