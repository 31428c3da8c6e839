"""The chain of the audit from the shell: where it stands, whether it is whole, and one erasure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from media.sentences import Sentence
from shop.audit.anchors import NO_ANCHOR, Anchor, anchor_from, head
from shop.audit.erasing import erase_detail
from shop.audit.verifying import Stands, Verdict, verify
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run, write_json
from shop.errors import InvalidError, NotFoundError

NOTHING = Sentence(
    "Nhật ký chưa có dòng nào khoá sổ. Hãy chạy worker rồi thử lại.",
    "Nothing of the audit is sealed yet. Start the worker, and try again.",
)
MOST = 1024 * 1024
"""Bytes of JSON that may be read as an anchor."""
STANDS = {
    Stands.YES: "stands",
    Stands.DIFFERS: "DIFFERS: the audit was rewritten, or it was restored from before that",
    Stands.AHEAD: "is AHEAD of the chain by {n}: its end is missing, cut off or"
    " not in what was restored",
    Stands.UNKNOWN: "is not reached",
}


def show_head() -> None:
    """Tell where the audit's chain stands, as an anchor: keep it where nothing else of us is."""
    write_json(run(_head()).told())


def erase(number: int) -> None:
    """Erase the detail of one entry for ever; that is recorded, and the chain stays whole.

    Parameters
    ----------
    number
        Its id, as `sanvat audit --json` tells it.
    """
    run(_erase(number))
    out.print(f"the detail of entry {number} is erased")


def check(*, anchor: Annotated[list[Path] | None, Parameter(negative=())] = None) -> int:
    """Verify every sealed entry, and compare with anchors; the exit status is 1 unless all stands.

    Parameters
    ----------
    anchor
        What `sanvat audit head` printed, a saved manifest, or a backup; may be given several times.
    """
    anchors = {file: anchor_of_file(file) for file in anchor or ()}
    verdict = run(_verify(list(anchors.values())))
    for line in lines_of(verdict):
        out.print(line)
    for file, one in anchors.items():
        out.print(f"{file}: {line_of(one, verdict)}")
    return 0 if verdict.is_whole else 1


def anchor_of_file(file: Path) -> Anchor:
    """Read an anchor from any file that has one. Raises InvalidError, or SetupError."""
    with file.open("rb") as opened:
        data = opened.read(MOST)
    if data.lstrip()[:1] == b"{":
        return anchor_from(data)
    from shop import backup  # noqa: PLC0415 - it knows of pictures and all else; most ask for none

    if anchor := backup.anchor_of(file):
        return anchor
    raise InvalidError(NO_ANCHOR)


def lines_of(verdict: Verdict) -> Iterator[str]:
    """Say what was found, without the anchors."""
    if verdict.head:
        yield f"sealed and whole: {verdict.sealed} entries, to {verdict.head.day}"
        yield f"hash {verdict.head.hash}"
    yield f"details erased: {verdict.erased}; not sealed yet: {verdict.unsealed}"
    if wrong := verdict.wrong:
        which = f" (id {wrong.id})" if wrong.id is not None else ""
        yield f"WRONG at {wrong.seal_no}{which}: {wrong.why}"


def line_of(anchor: Anchor, verdict: Verdict) -> str:
    """Say how the chain compares with an anchor."""
    stands = verdict.anchors[anchor]
    said = STANDS[stands].format(n=anchor.seal_no - verdict.sealed)
    return f"the anchor at {anchor.seal_no} of {anchor.day} {said}"


async def _head() -> Anchor:
    async with open_rows():
        if found := await head():
            return found
    raise NotFoundError(NOTHING)


async def _erase(number: int) -> None:
    async with open_rows():
        await erase_detail(number, by=BY)


async def _verify(anchors: list[Anchor]) -> Verdict:
    async with open_rows():
        return await verify(anchors)
