"""Draws a paper as pages: each PDF page or photo becomes one JPEG of bare pixels.

As `media.pipeline` it trusts its input in nothing but runs where it is called: what comes from
outside is drawn through `media.workshop`. PDFium is a build without JavaScript and XFA; forms are
not even loaded, and nothing of a PDF but its pixels leaves.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from media.accept import HEAD, Kind, kind_of_paper
from media.limits import MOST_PAGES
from media.pipeline import Rendition, flat
from media.refusing import (
    PDF_BROKEN,
    PDF_LOCKED,
    PDF_MIXED,
    PDF_TOO_LONG,
    Refused,
)

LONGEST = 2400
"""Pixels of a page's longer side: A4 at 205 dots an inch."""
CLOSEST = 4.0
"""Pixels for each point of a page: a small one is not blown up any further."""
QUALITIES = (82, 65, 48, 30, 15)
HEAVIEST = 1_400_000
"""Bytes of one page, so that all that a paper may have fit into one answer."""
TAIL = 1024
"""Bytes at the end of a PDF among which its end must be marked (ISO 32000-1, H.3.4.4)."""
END = b"%%EOF"
ARCHIVES = (b"PK\x05\x06", b"PK\x03\x04")


def draw(source: bytes) -> tuple[Rendition, ...]:
    """Give the pages of a paper as JPEG; a photo is one page. Raises `Refused`."""
    if kind_of_paper(source[:HEAD]) is Kind.PDF:
        return tuple(map(_encoded, _pages(source)))
    return (_encoded(flat(source)),)


def bind(pages: Sequence[bytes]) -> bytes:
    """Put pages, as `draw` gives them, into one PDF of pictures."""
    opened = [Image.open(io.BytesIO(page), formats=["JPEG"]) for page in pages]
    first = opened[0].copy()  # of what is opened Pillow looks up the name of a file
    for quality in QUALITIES:
        data = io.BytesIO()
        first.save(
            data, "PDF", save_all=True, append_images=opened[1:], resolution=200, quality=quality
        )
        if data.tell() <= HEAVIEST * MOST_PAGES:
            break
    return data.getvalue()


def _pages(source: bytes) -> Iterator[Image.Image]:
    _need_one_kind(source)
    with _reading(), pdfium.PdfDocument(source) as paper:
        count = len(paper)
        if count > MOST_PAGES:
            raise Refused(PDF_TOO_LONG)
        if not count:
            raise Refused(PDF_BROKEN)
        for number in range(count):
            with_stamps = _flattened(paper, number)
            yield _drawn(with_stamps)
            with_stamps.close()


def _flattened(paper: Any, number: int) -> Any:
    """Give a page into whose content its annotations were put, as their authors drew them.

    So the seal of an electronic signature is seen, which is a field of a form, without the part of
    PDFium that works with forms. What cannot be put in is drawn as it is.
    """
    page = paper[number]
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    return paper[number]


def _need_one_kind(source: bytes) -> None:
    """Refuse what ends unlike a PDF, or is an archive besides: readers take it for one or other."""
    end = source.rfind(END)
    if end < len(source) - TAIL - len(END):
        raise Refused(PDF_MIXED if _is_archive(source[max(end, 0) :]) else PDF_BROKEN)
    if _is_archive(source[end:]) or source[-TAIL * 64 :].rfind(ARCHIVES[0]) > 0:
        raise Refused(PDF_MIXED)


def _is_archive(rest: bytes) -> bool:
    return any(mark in rest for mark in ARCHIVES)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except pdfium.PdfiumError as fault:
        locked = {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}
        raise Refused(PDF_LOCKED if fault.err_code in locked else PDF_BROKEN) from fault


def _drawn(page: Any) -> Image.Image:
    width, height = page.get_size()
    if not (width > 0 and height > 0 and max(width, height) < float("inf")):
        raise Refused(PDF_BROKEN)
    scale = min(LONGEST / max(width, height), CLOSEST)
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    drawn: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return drawn


def _encoded(picture: Image.Image) -> Rendition:
    """Encode a page, which gives up quality rather than be too heavy."""
    picture.thumbnail((LONGEST, LONGEST))
    for quality in QUALITIES:
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=quality)
        if data.tell() <= HEAVIEST:
            break
    return Rendition.of(data.getvalue(), *picture.size, "image/jpeg")
