"""The difference of two documents: field by field, and word by word."""

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from shop.formats.differing import MOST_WORDS, Difference, Piece, differences, pieces

PAGE = {
    "name": {"vi": "Cá mòi kho", "en": "Braised sardines"},
    "category": {"group": {"vi": "Sơ chế và muối", "en": "Prepared"}},
    "origin": {"commune": {"code": "11728", "name": "Xã Kiến Hưng"}},
    "variants": [{"sku": "HP-OCOP-0001-1", "pack": "hộp 400 g"}],
    "storage": "Nơi khô ráo.",
}
WORDS = st.lists(st.sampled_from(["cá", "mòi", "kho", "dưa", "dừa", "a\u0301"]), max_size=12)


def texts(found: list[Piece], *fates: str) -> str:
    return "".join(one.text for one in found if one.fate in fates)


def test_words_that_go_and_come_are_told_apart_by_their_marks():
    assert pieces("Dưa Vinh Quang ngọt", "Dừa Vinh Quang rất ngọt") == [
        Piece("gone", "Dưa "),
        Piece("new", "Dừa "),
        Piece("same", "Vinh Quang "),
        Piece("new", "rất "),
        Piece("same", "ngọt"),
    ]


def test_what_was_not_there_is_all_new_and_what_goes_is_all_gone():
    assert pieces("", "Nơi khô ráo.") == [Piece("new", "Nơi khô ráo.")]
    assert pieces("Nơi khô ráo.", "") == [Piece("gone", "Nơi khô ráo.")]
    assert pieces("", "") == []
    assert pieces("Một\nhai", "Một\nhai") == [Piece("same", "Một\nhai")]


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_pieces(old, new):
    before, after = " ".join(old), " ".join(new)

    found = pieces(before, after)

    assert texts(found, "same", "new").split() == after.split()
    assert texts(found, "same", "gone").split() == before.split()


def test_a_text_without_end_is_compared_by_its_ends_and_at_once():
    words = [f"chữ{n % 97}" for n in range(MOST_WORDS + 1)]
    changed = [*words[:100], "mới", *words[101:]]
    begun = perf_counter()

    found = pieces(" ".join(words), " ".join(changed))
    hostile = pieces("a b " * 900, "b a " * 900)

    assert texts(found, "new") == "mới "
    assert texts(found, "gone") == words[100] + " "
    assert hostile
    assert perf_counter() - begun < 20  # a page must not hang; the usual is milliseconds


def test_fields_are_compared_in_the_order_of_the_page_and_packs_by_their_numbers():
    then = PAGE | {
        "name": {"vi": "Cá mòi kho niêu", "en": "Braised sardines"},
        "variants": [*PAGE["variants"], {"pack": "thùng 24 hộp"}],
        "ingredients": "Cá mòi.",
    }
    del then["storage"]

    found = differences(PAGE, then)

    assert [one.field for one in found if one.differs] == [
        "name", "ingredients", "pack-1", "storage",
    ]  # fmt: skip
    assert Difference("storage", "Nơi khô ráo.", None) in found
    assert Difference("pack-1", None, {"pack": "thùng 24 hộp"}) in found
    assert [one.field for one in found if not one.differs] == [
        "name_en", "group", "place", "pack-HP-OCOP-0001-1",
    ]  # fmt: skip
