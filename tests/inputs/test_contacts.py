"""Telephone numbers, Zalo and shops as people write them."""

import pytest

from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing
from shop.inputs.contacts import phones, shop_address, zalo

MOBILE = "+84912345678"
LANDLINE = "+842253842011"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0912345678", MOBILE),
        ("0912 345 678", MOBILE),
        ("0912.345.678", MOBILE),
        ("+84 912 345 678", MOBILE),
        ("+84 (0)912 345 678", MOBILE),
        ("0084912345678", MOBILE),
        ("84912345678", MOBILE),
        ("912345678", MOBILE),  # a spreadsheet took the first 0
        ("O912 345 678", MOBILE),
        ("０９１２３４５６７８", MOBILE),
        ("ĐT: 0912345678", MOBILE),
        ("(0225) 3842 011", LANDLINE),
        ("0225.3842.011", LANDLINE),
        ("031.3842011", LANDLINE),
        ("0320 3842 011", "+842203842011"),
        ("0163 812 3456", "+84338123456"),
        ("01201234567", "+84701234567"),
        ("0123 4567 890", "+84834567890"),
        ("01861234567", "+84561234567"),
        ("01991234567", "+84591234567"),
        ("1638123456", "+84338123456"),
        ("0912345678; 0225 3842 011", f"{MOBILE}; {LANDLINE}"),
        ("0912345678/0913345678, 0914345678", f"{MOBILE}; +84913345678; +84914345678"),
        ("0912345678 và 0913345678", f"{MOBILE}; +84913345678"),
        ("0912345678\n0912 345 678", MOBILE),
    ],
)
def test_a_number_is_read_as_people_write_it(written, read):
    assert phones(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "3842011",
        "113",
        "1900 1234",
        "0912 34A 678",
        "0912 345 67",
        "0912345678 máy lẻ 3",
        "0912345678 0913345678",
        "0912.345.678 - 0913.345.678",
        "+1 212 555 0100",
        "0400 000 012",
        "٠٩١٢٣٤٥٦٧٨",
        "gọi anh Ba",
        "9" * 5000,
        "+" * 5000,
    ],
)
def test_what_is_no_number_is_refused_without_repeating_it(written):
    with pytest.raises(WrongValueError) as refused:
        phones(written)

    assert refused.value.said is refusing.NO_PHONE
    assert "{value}" not in refusing.NO_PHONE.vi + refusing.NO_PHONE.en


def test_three_numbers_are_kept_and_a_fourth_is_too_many():
    three = "; ".join(f"091234567{n}" for n in range(3))
    assert phones(three) == "; ".join(f"+8491234567{n}" for n in range(3))

    with pytest.raises(WrongValueError) as refused:
        phones(f"{three}; 0912345679")

    assert refused.value.said is refusing.MANY_PHONES


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0912 345 678", MOBILE),
        ("https://zalo.me/0912345678", MOBILE),
        ("zalo.me/84912345678", MOBILE),
        ("Zalo: 0912345678", MOBILE),
        ("https://zalo.me/1234567890123456789", "https://zalo.me/1234567890123456789"),
        ("http://www.zalo.me/sanvat?utm_source=x", "https://zalo.me/sanvat"),
        ("zalo.me/g/abcdef123", "https://zalo.me/g/abcdef123"),
    ],
)
def test_zalo_is_a_mobile_number_or_a_page_there(written, read):
    assert zalo(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "0225 3842 011",
        "https://zalo.me.example.vn/x",
        'https://zalo.me/"onclick=alert(1)',
        "javascript:alert(1)",
        "https://facebook.com/ai-do",
        "zalo.me/0912",
    ],
)
def test_what_is_no_zalo_is_refused(written):
    with pytest.raises(WrongValueError) as refused:
        zalo(written)

    assert refused.value.said is refusing.NO_ZALO


@pytest.mark.parametrize(
    "written",
    [
        "http://cua-hang.example.vn/",
        "https://u:p@cua-hang.example.vn/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "javascript:alert(1)",
        "cua-hang.example.vn",
    ],
)
def test_a_shop_is_at_a_public_https_address_without_a_name_in_it(written):
    assert shop_address("https://cua-hang.example.vn/ao") == "https://cua-hang.example.vn/ao"

    with pytest.raises(WrongValueError) as refused:
        shop_address(written)

    assert refused.value.said is refusing.NO_SHOP
