"""Papers are drawn page by page: of a PDF only pixels leave, and a hostile one harms no other."""

import io
from pathlib import Path

import pytest
from PIL import Image

from media.accept import Incoming, Kind, kind_of_paper
from media.limits import MOST_BYTES
from media.pages import LONGEST
from media.refusing import (
    BROKEN,
    EMPTY,
    PDF_BROKEN,
    PDF_LOCKED,
    PDF_MIXED,
    PDF_TOO_HEAVY,
    PDF_TOO_LONG,
    PDF_TOOK_TOO_MUCH,
    Refused,
)
from media.workshop import Limits, Workshop
from tests import hostile_pdfs as made
from tests.conftest import shared_workshop
from tests.pictures import photo


async def drawn(data: bytes, folder: Path, workshop: Workshop | None = None):
    with Incoming(folder, kind_of_paper) as incoming:
        incoming.write(data)
        _ = incoming.kind
        return await (workshop or shared_workshop()).draw(incoming.path)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


async def test_each_page_of_a_pdf_becomes_a_jpeg_of_its_own(tmp_path):
    pages = await drawn(made.scanned(3), tmp_path)

    assert [(page.width, page.height, page.content_type) for page in pages] == [
        (1697, LONGEST, "image/jpeg")
    ] * 3
    assert [opened(page.data).size for page in pages] == [(1697, LONGEST)] * 3
    assert len({page.name for page in pages}) == 3


async def test_the_same_pdf_gives_the_same_pages(tmp_path):
    assert await drawn(made.scanned(2), tmp_path) == await drawn(made.scanned(2), tmp_path)


async def test_a_photo_is_one_page_without_what_the_camera_wrote(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của chị Hoa"

    [page] = await drawn(photo(1, (1200, 1600), exif=exif), tmp_path)

    assert (page.width, page.height) == (1200, 1600)
    assert dict(opened(page.data).getexif()) == {}


async def test_the_seal_of_an_electronic_signature_is_drawn(tmp_path):
    seal = made.written(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /SigFlags 3 >> >>",
        b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        made.stream(b""),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 3 0 R /Annots [5 0 R] >>",
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /F 4 /Rect [50 50 150 150]"
        b" /AP << /N 6 0 R >> >>",
        made.stream(
            b"1 0 0 rg 0 0 100 100 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 100 100]"
        ),
    )

    [page] = await drawn(seal, tmp_path)

    red, green, blue = opened(page.data).getpixel((400, 400))
    assert red > 240
    assert max(green, blue) < 15
    assert opened(page.data).getpixel((50, 50)) == (255, 255, 255)


async def test_pages_are_bound_to_one_pdf_of_pictures(tmp_path):
    pages = await drawn(made.scanned(2), tmp_path)

    bound = await shared_workshop().bind([page.data for page in pages])

    assert bound.startswith(b"%PDF-")
    assert len(await drawn(bound, tmp_path)) == 2


async def test_a_pdf_that_would_act_when_it_is_opened_is_drawn_and_does_nothing(tmp_path):
    [page] = await drawn(made.with_javascript(), tmp_path)

    assert (page.width, page.height) == (1696, LONGEST)


async def test_a_jpeg_with_a_pdf_behind_it_is_a_photo(tmp_path):
    [page] = await drawn(made.and_jpeg(), tmp_path)

    assert (page.width, page.height) == (800, 600)
    assert b"%PDF-" not in page.data


HOSTILE = {
    "500 pages": (made.good(500), PDF_TOO_LONG),
    "21 pages": (made.good(21), PDF_TOO_LONG),
    "a password": (made.encrypted(), PDF_LOCKED),
    "a ZIP besides": (made.and_archive(), PDF_MIXED),
    "cut off": (made.scanned(1)[:-2000], PDF_BROKEN),
    "a head alone": (b"%PDF-1.7\n%%EOF", PDF_BROKEN),
    "no pages": (made.written(b"<< /Type /Catalog >>"), PDF_BROKEN),
    "nothing": (b"", EMPTY),
    "a broken photo": (photo(1)[:900], BROKEN),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_cannot_be_a_paper_is_refused_in_words(name, tmp_path):
    data, said = HOSTILE[name]

    with pytest.raises(Refused) as refused:
        await drawn(data, tmp_path)

    assert refused.value.said == said


@pytest.mark.parametrize("bomb", [made.bomb, made.without_end])
async def test_a_bomb_ends_its_process_and_no_other(bomb, tmp_path):
    workshop = Workshop(1, Limits(memory=1 << 29, cpu=2, wall=3))

    with pytest.raises(Refused) as refused:
        await drawn(bomb(), tmp_path, workshop)

    assert refused.value.said == PDF_TOOK_TOO_MUCH
    assert len(await drawn(made.good(), tmp_path, workshop)) == 1
    await workshop.close()


async def test_fifty_damaged_pdfs_are_drawn_or_refused_and_the_next_is_drawn(tmp_path):
    refusals = {PDF_BROKEN, PDF_LOCKED, PDF_MIXED, PDF_TOO_LONG, PDF_TOOK_TOO_MUCH, EMPTY}
    told = set()
    for data in made.damaged([made.good(3), made.scanned(1), made.encrypted()], 50):
        try:
            told.add(len(await drawn(data, tmp_path)) > 0)
        except Refused as refused:
            told.add(refused.said in refusals or refused.said)

    assert told == {True}
    assert len(await drawn(made.good(2), tmp_path)) == 2


def test_a_pdf_that_is_too_heavy_is_refused_as_it_comes(tmp_path):
    with Incoming(tmp_path, kind_of_paper) as incoming:
        incoming.write(b"%PDF-1.7\n" + b"x" * 8000)
        assert incoming.kind is Kind.PDF

        with pytest.raises(Refused) as refused:
            incoming.write(b"x" * MOST_BYTES)

    assert refused.value.said == PDF_TOO_HEAVY
