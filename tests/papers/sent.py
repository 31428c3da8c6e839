"""Papers for tests of pages: sent by the verb that takes them in."""

from contextlib import ExitStack
from typing import Any

from media.accept import Incoming
from shop.models import Demand, PaperKind, SetNeed
from shop.papers import Of, Told, add
from shop.photos import Room

LANG_CHAI, THUY_HUONG = "HP-CS-101", "HP-CS-102"
KINDS = {
    "ATTP": "Đủ điều kiện an toàn thực phẩm",
    "HACCP": "HACCP",
    "VIETGAP": "VietGAP",
    "test_report": "Phiếu kiểm nghiệm",
}


async def kinds_of_papers() -> None:
    """Write kinds of papers down, as a small catalogue lacks them; its set asks for a report."""
    for code, words in KINDS.items():
        await PaperKind.create(code=code, words_vi=words, words_en="")
    await SetNeed.create(
        code="report", sets=["08"], what=["test_report"], need=Demand.ADVISE,
        words_vi=KINDS["test_report"], words_en="",
    )  # fmt: skip


async def a_paper(room: Room, of: Of, *pages: bytes, kind: str = "ATTP", **told: Any) -> int:
    """Send a paper whose pages were photographed; give its number."""
    with ExitStack() as stack:
        files = [stack.enter_context(Incoming(room.folder)) for _ in pages]
        for file, data in zip(files, pages, strict=True):
            file.write(data)
        return await add(of, Told(kind, **told), files, room, by="test")
