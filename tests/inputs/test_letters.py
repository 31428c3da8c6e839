"""Letters of old code pages: read where they are certain, and true letters left alone."""

import csv
import string
from pathlib import Path

import pytest
from babel import Locale

from shop.inputs.letters import Page, What, mended
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
    "vịêt", "Y Tý", "Đắk Lắk", "Krông Ana", "glayơn", "ǆ", "🐟 cá", "Cát Hải", "Ca\u0301t Ha\u0309i",
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
    return [text for text in true_texts() if not text.isascii() and _is_writable(text)]


def _is_writable(text):
    return in_1258(text) == in_1258(text) if "−" not in text and "₫" not in text else False


def sheet_of(*columns, header=None, folder=Path()):
    header = list(header or (f"column_{n}" for n in range(len(columns))))
    rows = list(enumerate(map(list, zip(*columns, strict=True)), 2))
    return Sheet("list.csv", header, rows, folder)


def column_of(found, at=0):
    return [record[at] for _, record in found.sheet.rows]


KINDS = {
    "tcvn3": (in_tcvn3, Page.TCVN3),
    "vni": (in_vni, Page.VNI),
    "1258": (in_1258, Page.WINDOWS_1258),
    "viqr": (in_viqr, Page.VIQR),
    "once": (read_wrongly, Page.TWICE),
    "twice": (lambda text: read_wrongly(text, times=2), Page.TWICE),
    "once as 1258": (lambda text: read_wrongly(text, "cp1258"), Page.TWICE),
    "twice as 1258": (lambda text: read_wrongly(text, "cp1258", 2), Page.TWICE),
}
