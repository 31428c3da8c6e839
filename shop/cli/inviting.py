"""Letters to many producers at once, as a file that a browser prints."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from media.sentences import Sentence
from shop import clock
from shop.accounts import inviting
from shop.accounts.invitations import Letter, invite_all
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run, settings
from shop.errors import SetupError

Folder = Annotated[Path, Parameter(name="--out")]
Codes = Annotated[list[str] | None, Parameter(negative=())]
NO_FILE = Sentence(
    "Không ghi được vào {folder}: {error}. Hãy chọn thư mục khác.",
    "Cannot write to {folder}: {error}; choose another folder.",
)


def invite(*, commune: Codes = None, producer: Codes = None, folder: Folder) -> None:
    """Make letters for producers without an owner, each with a code that is told only there."""
    run(_invite(commune or [], producer or [], folder))


async def _invite(communes: list[str], producers: list[str], folder: Path) -> None:
    async with open_rows():
        wanted = await inviting.producers_of(communes, producers)
        path = _opened(folder)  # before a letter is made, for a new one ends the former
        letters = await invite_all(wanted, by=BY)
    if not letters:
        path.unlink()
    else:
        _write(path, letters)
    _tell(wanted, letters, path)


def _opened(folder: Path) -> Path:
    """Make a file that was not there: one of letters is never written over."""
    path = folder / f"giay-moi-{clock.now().astimezone(clock.VIETNAM):%Y%m%d-%H%M%S}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise SetupError(NO_FILE.filled(folder=folder, error=error.strerror)) from None
    return path


def _write(path: Path, letters: list[Letter]) -> None:
    from shop.web import letters as printing  # noqa: PLC0415 - it knows all that pages say

    ours = settings()
    text = printing.file_of_letters(letters, ours.base_url, ours.help_phone)
    (path.parent / printing.STYLE).write_text(printing.style_of_letters())
    with path.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _tell(wanted: list[str], letters: list[Letter], path: Path) -> None:
    made = {letter.producer for letter in letters}
    if passed := [code for code in wanted if code not in made]:
        out.print(f"passed over, they have an owner: {', '.join(passed)}")
    if letters:
        out.print(f"{len(letters)} letters, good until {letters[0].last_day}: {path}")
        out.print(
            "Print them now and delete the file: a code in it lets its reader claim a producer."
        )
    else:
        out.print("no letters")
