"""Telephone numbers, Zalo and shops as people write them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing
from shop.inputs.contacts import address_of_person, email, mobile, phones, shop_address, zalo

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
        (unicodedata.normalize("NFD", "điện thoại: 0912 345 678"), MOBILE),
        ("0912‑345‑678", MOBILE),
        ("SĐT/Zalo: 0912 345 678", MOBILE),
        ("Số điện thoại: 0912 345 678 (Zalo)", MOBILE),
        ("0912 345 678 (có Zalo) / máy bàn: 0225 3842 011", f"{MOBILE}; {LANDLINE}"),
        ("\u202a0912345678\u202c", MOBILE),  # pasted from a telephone's list of contacts
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
        ("0912345678", MOBILE),
        (" 0912 345 678. ", MOBILE),
        ("O912.345.678", MOBILE),
        ("+84 (0)912-345-678", MOBILE),
        ("０９１２ ３４５ ６７８", MOBILE),
        (unicodedata.normalize("NFD", "SĐT 0912345678"), MOBILE),
        ("0163 812 3456", "+84338123456"),
    ],
)
def test_a_person_signs_in_by_a_mobile_number(written, read):
    assert mobile(written) == read
    assert address_of_person(written) == ("phone", read)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0225 3842 011",
        "0912 345 67",
        "0912345678; 0913345678",
        "0912345678/0913345678",
        "0912345678 0912345678",
        "+1 212 555 0100",
        "+84 1900 1234",
        "+",
        "gọi anh Ba",
        "9" * 5000,
    ],
)
def test_what_is_no_mobile_number_is_refused_with_an_example(written):
    for read in (mobile, address_of_person):
        with pytest.raises(WrongValueError) as refused:
            read(written)

        assert refused.value.told("số", written).vi == (
            "Hãy nhập số điện thoại 10 số, ví dụ 0912 345 678."
        )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ten@example.vn", "ten@example.vn"),
        (" Ten.Dem+htx@Mail.Example.COM ", "ten.dem+htx@mail.example.com"),
        ("ｔｅｎ＠ｅｘａｍｐｌｅ．ｖｎ", "ten@example.vn"),
        ("\u200bten@example.vn", "ten@example.vn"),
        ("0912345678@example.vn", "0912345678@example.vn"),
        ("ten@xn--sn-vit-qta.xn--80akhbyknj4f", "ten@xn--sn-vit-qta.xn--80akhbyknj4f"),
        (f"{'a' * 64}@example.vn", f"{'a' * 64}@example.vn"),
    ],
)
def test_a_person_signs_in_by_an_address_of_e_mail(written, read):
    assert email(written) == read
    assert address_of_person(written) == ("email", read)


@pytest.mark.parametrize(
    "written",
    [
        "@",
        "ten@",
        "@example.vn",
        "ten@example",
        "ten@@example.vn",
        "ten@example.vn, em@example.vn",
        "ten@example.vn\nBcc: em@example.vn",
        "tên@example.vn",
        ".ten@example.vn",
        "-ten@example.vn",
        "te..n@example.vn",
        "ten.@example.vn",
        "ten@-example.vn",
        "ten@example..vn",
        "ten@127.0.0.1",
        "ten@[127.0.0.1]",
        "<ten@example.vn>",
        '"ten"@example.vn',
        "ten@example.vn?cc=em@example.vn",
        f"{'a' * 65}@example.vn",
        f"ten@{'a' * 64}.vn",
        f"ten@{'example.' * 40}vn",
        "a" * 40_000 + "@",
    ],
)
def test_what_is_no_address_of_e_mail_is_refused_with_an_example(written):
    for read in (email, address_of_person):
        with pytest.raises(WrongValueError) as refused:
            read(written)

        assert refused.value.told("email", written).vi == (
            "Hãy nhập địa chỉ email đầy đủ, ví dụ ten@example.vn."
        )


@given(st.text(max_size=40))
@example("+84")
@example("@.")
def test_any_text_is_one_address_of_a_person_or_refused(text):
    try:
        kind, read = address_of_person(text)
    except WrongValueError:
        return

    assert address_of_person(read) == (kind, read)


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
