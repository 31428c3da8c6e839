"""A backup takes papers along, with their pages and the PDF that they were drawn from."""

from shop import backup, papers
from shop.models import Listing, OfficialRole, Product
from shop.papers.files import key_of_pdf
from shop.services import opened
from tests import hostile_pdfs as made
from tests.papers.sending import ONE, PUBLIC, send
from tests.people import official


async def test_a_restore_gives_back_papers_and_what_documents_tell_of_them(
    full_settings, catalogues, database_kind, tmp_path
):
    async with opened(full_settings) as held:
        paper = await send(held.room, made.scanned(2), told=PUBLIC)
        code = (await Product.filter(producer_id=ONE).order_by("code").first()).code
        user = (await official(OfficialRole.REGISTRAR)).user
        await papers.confirm(paper.id, [code], user=user, seen=1)
        page = await papers.drawn_page(paper.id, 2, held.pictures)
        shown = (await Listing.get(code=code)).document
        saved = await backup.save(tmp_path / "sao-luu.tar", held.pictures)

    async with (
        catalogues.copied("empty", database_kind, tmp_path / "new") as empty,
        opened(empty) as held,
    ):
        restored = await backup.restore(tmp_path / "sao-luu.tar", held.pictures, empty.data)

        assert (saved.missing, saved.files) == ([], 3)
        assert (restored.without_files, restored.files) == ([], 3)
        assert await papers.drawn_page(paper.id, 2, held.pictures) == page
        assert await held.pictures.has(key_of_pdf(paper.pdf))
        assert (await Listing.get(code=code)).document == shown
