"""Letters of old code pages: read where they are certain, and true letters left alone."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale

from shop.inputs.letters import What, mended
from shop.inputs.letters.capitals import in_sentence_case
from shop.inputs.letters.judging import Sure, reading_of
from shop.inputs.letters.markup import as_text
from shop.inputs.sheets import Sheet
from tests.inputs.old_letters import in_1258, in_tcvn3, in_viqr, in_vni, read_wrongly
from tests.intake.writing import DATA

TRUE = [
    "Crème brûlée", "Pâté de campagne à l’ancienne", "Curry thaï", "Jalapeño", "Gruyère AOP",
    "Où est le maïs ?", "Noël", "Øresund", "Smørrebrød", "ống Ø 20 mm", "Ø 20 mm", "Ø20 × 40 mm",
    "10m×20m", "5g×10", "60 × 40 × 20 cm", "5 µm", "lọc 5 µm", "10 N·m", "CuSO₄·5H₂O", "CuSO4·5H2O",
    "H₂O", "NaCl ≥ 99 %", "pH 6,5 ± 0,2", "20 °C", "½ kg", "¼ lít", "m²", "Rice¹", "Lavie®", "Bia®",
    "© 2026", "§ 5", "«Nhóm khác»", "«Cá kho»", "Oryza sativa L.", "Ananas comosus (L.) Merr.",
    "Litopenaeus vannamei", "São Paulo", "Côte d’Ivoire", "Zürich", "Straße", "Malmö", "Łódź",
    "Türkiye", "naïve", "déjà vu", "où", "R&D", "AT&T", "Q&A;", "a < b > c", "< 5 kg", "<Liên hệ>",
    "I'm here, you're not", "Who? Me. Go.", "banana(s)", "C++", "x^2 + y^2", "e.g. 5 l.", "o'clock",
    "Add 5 g; address: middle", "Đà Nẵng", "Cá", "Cà phê", "Bí xanh", "Lúa", "mót", "Tôm sú", "qúy",
    "vịêt", "Y Tý", "Đắk Lắk", "Krông Ana", "glayơn", "ǆ", "🐟 cá", "Cát Hải", "Ca\u0301t",
]  # fmt: skip

LATIN = [
    "af", "az", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fil", "fo", "fr",
    "ga", "gd", "gl", "hr", "hu", "id", "is", "it", "lt", "lv", "mt", "ms", "nb", "nl", "nn", "pl",
    "pt", "pt_PT", "ro", "sk", "sl", "sq", "sv", "sw", "tr", "uz",
]  # fmt: skip


def true_texts():
    """Give every text of the city's own lists that has a letter."""
    found = set()
    for file in sorted(DATA.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            found.update(text.strip() for row in csv.DictReader(rows) for text in row.values())
    return sorted(text for text in found if any(map(str.isalpha, text)))


def vietnamese():
    """Give those that an old code page would write with other letters, and could."""
    return [text for text in true_texts() if not text.isascii() and not set("−₫") & set(text)]


def sheet_of(texts, column="variety"):
    return Sheet("list.csv", [column], [(n, [text]) for n, text in enumerate(texts, 2)], Path())


def column_of(found, at=0):
    return [record[at] for _, record in found.sheet.rows]


KINDS = {
    "TCVN3": (in_tcvn3, {"exact": 2903, "same": 22, "small": 55, "refused": 1, "left": 1}),
    "VNI-Windows": (in_vni, {"exact": 2947, "same": 34, "refused": 1}),
    "windows-1258": (in_1258, {"exact": 2836, "same": 145, "refused": 1}),
    "VIQR": (in_viqr, {"exact": 2534, "same": 15, "refused": 363, "left": 70}),
    "UTF-8": (read_wrongly, {"exact": 2982}),
    "UTF-8 twice": (lambda text: read_wrongly(text, times=2), {"exact": 2982}),
    "UTF-8 as 1258": (lambda text: read_wrongly(text, "cp1258"), {"exact": 2982}),
    "UTF-8 as 1258 twice": (lambda text: read_wrongly(text, "cp1258", 2), {"exact": 2982}),
}
"""How texts were written → what becomes of those of the city's lists in a column of them.

`same`: no letter of it is written otherwise. `small`: TCVN3 has no capitals with tones. `refused`
and `left`: a word is none (glayơn), no word is left (84), or a sentence's end may be a tone.
"""


def become(true, written, found):
    """Tell what became of each text: its place in the column is its row."""
    read = column_of(found)
    for n, (text, was, now) in enumerate(zip(true, written, read, strict=True), 2):
        if was == text:
            yield "same"
        elif n in found.sheet.unread:
            yield "refused"
        elif now == text:
            yield "exact"
        elif now.lower() == text.lower():
            yield "small"
        else:
            yield "left" if now == was else "WRONG"


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_the_city_come_back_from_every_code_page(kind):
    write, expected = KINDS[kind]
    true = vietnamese()
    written = [write(text) for text in true]

    found = mended(sheet_of(written))

    assert Counter(become(true, written, found)) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_alone_is_never_read_wrongly(kind):
    write, _ = KINDS[kind]
    true = vietnamese()[::9]

    became = Counter(
        one
        for text in true
        for one in become([text], [write(text)], mended(sheet_of([write(text)])))
    )

    assert became["WRONG"] == 0
    assert became["exact"] + became["small"] > 0.75 * len(true)


def test_true_texts_are_not_touched():
    texts = [*true_texts(), *TRUE]

    found = mended(sheet_of(texts))

    assert len(texts) == 4686 + len(TRUE)
    assert found.mendings == []
    assert found.sheet.unread == {}
    assert [text for text in texts if _is_touched(mended(sheet_of([text])))] == []


def _is_touched(found):
    return bool(found.mendings or found.sheet.unread)


def test_names_of_the_world_are_not_touched():
    """In every language that is written with Latin letters: places, languages, money, days."""
    names = set()
    for code in LATIN:
        known = Locale.parse(code)
        for said in (known.territories, known.languages, known.currencies):
            names.update(said.values())
        names.update([*known.days["format"]["wide"].values()])

    assert len(names) > 15_000
    assert [
        name for name in names if (read := reading_of(name)) and read.sure is not Sure.CLUE
    ] == []


def test_what_is_doubtful_alone_is_read_as_its_column_speaks():
    certain = in_tcvn3("Nước mắm Cát Hải")

    beside = mended(sheet_of([certain, in_tcvn3("Lúa")]))
    alone = mended(sheet_of([in_tcvn3("Lúa")]))
    mixed = mended(sheet_of([certain, in_tcvn3("Lúa"), "Vải thiều"]))

    assert in_tcvn3("Lúa") == "Lóa"
    assert column_of(beside) == ["Nước mắm Cát Hải", "Lúa"]
    assert column_of(alone) == ["Lóa"]
    assert alone.mendings == []
    assert column_of(mixed) == ["Nước mắm Cát Hải", "Lóa", "Vải thiều"]
    assert list(mixed.sheet.unread) == [3]


def test_a_soft_hyphen_is_a_letter_in_tcvn3_and_nothing_elsewhere():
    found = mended(sheet_of(["N\u00adíc m¾m", "nước\u00ad mắm", "pro\u00adduct"]))

    assert column_of(found) == ["Nước mắm", "nước\u00ad mắm", "pro\u00adduct"]


def test_capitals_of_tcvn3_are_capitals():
    found = mended(sheet_of(["N¦íC M¾M C¸T H¶I", in_tcvn3("Ổi lê")], "name_vi"))

    assert column_of(found) == ["NƯỚC MẮM CÁT HẢI", "Ổi lê"]


@pytest.mark.parametrize(
    "text", ["NÆ°á»›c máº m", "Ca` phe^ va` che` la. Go", "Nước m¾m C¸t H¶i", "C¸ kho"]
)
def test_what_cannot_be_read_for_certain_is_refused(text):
    found = mended(sheet_of([text]))

    assert column_of(found) == [text]
    assert list(found.sheet.unread) == [2]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mắm tép &amp; ruốc", "Mắm tép & ruốc"),
        (
            "<p>Mắm <b>ngon</b>&nbsp; của <a href='/x?a>b'>ta</a><br/>Đặt!</p>",
            "Mắm ngon của ta\nĐặt!",
        ),
        ("Mắm<script>alert(1)</script><!-- Word --> tép", "Mắm tép"),
        ("&amp;lt;p&amp;gt;N&ocirc;ng s&#7843;n", "Nông sản"),
        ("<ul><li>Một</li><li>Hai</li></ul>", "Một\nHai"),
    ],
)
def test_markup_becomes_text(text, plain):
    assert as_text(text) == plain


@pytest.mark.parametrize(
    "text", ["a < b > c", "< 5 kg", "<Liên hệ>", "R&D; Q&A;", "AT&T", "5<b", "A &  B", "<3"]
)
def test_signs_that_are_no_markup_stay(text):
    assert as_text(text) == text


def test_addresses_keep_what_looks_like_markup():
    address = "https://x.vn/?a=1&amp;b=2"

    found = mended(sheet_of([address], "source_url"))

    assert column_of(found) == [address]


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("NƯỚC MẮM CÁT HẢI THƯỢNG HẠNG", "Nước mắm Cát Hải thượng hạng"),
        ("NGON NHẤT, Ủ MƯỜI THÁNG. ĐẠT OCOP!", "Ngon nhất, ủ mười tháng. Đạt OCOP!"),
        ("CHẢ MỰC GIÃ TAY HTX VIETGAP ngon", "Chả mực giã tay HTX VietGAP ngon"),
        ("Nước mắm OCOP của HTX UBND", None),
        ("OCOP VIETGAP HACCP", None),
        ("CÁ RÔ", None),
    ],
)
def test_capitals_are_told_with_what_may_be_meant(text, quiet):
    assert in_sentence_case(text, ["Cát Hải"]) == quiet


def test_capitals_stay_as_they_are_written():
    found = mended(sheet_of(["NƯỚC MẮM CÁT HẢI"], "name_vi"))

    assert column_of(found) == ["NƯỚC MẮM CÁT HẢI"]
    assert [(one.what, one.now) for one in found.mendings] == [(What.CAPITALS, "Nước mắm cát hải")]
