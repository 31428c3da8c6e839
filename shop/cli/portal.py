"""What concerns the pages of producers and officials."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from pydantic import ValidationError

from media.sentences import Sentence
from shop.cli.keystrokes import DESKTOP, SLOW, USUAL, Run, operators_of
from shop.cli.terminal import out, write_json
from shop.errors import InvalidError

app = App(name="portal", help="The pages of producers and officials.")
NO_RUN = Sentence(
    "{file} không phải bản ghi một lần dùng. Hãy ghi lại bằng thử nghiệm trình duyệt.",
    "{file} is no recorded run; record one with the browser tests.",
)


@app.command
def klm(
    file: Path,
    *,
    json: Annotated[bool, Parameter(help="Write JSON.")] = False,
) -> None:
    """Tell how long a recorded task takes, by the keystroke-level model."""
    try:
        run = Run.model_validate_json(file.read_bytes())
    except ValidationError:
        raise InvalidError(NO_RUN.filled(file=file)) from None
    count = operators_of(run)
    usual, slow, desktop = (count.seconds(pace) for pace in (USUAL, SLOW, DESKTOP))
    if json:
        write_json(
            {"task": run.task, "usual": usual, "slow": slow, "desktop": desktop, **asdict(count)}
        )
        return
    out.print(
        f"{run.task}: {usual:g} s usual, {slow:g} s slow, {desktop:g} s at a desk"
        f" ({count.keys} keys, {count.taps} taps, {count.decisions} decisions,"
        f" {count.words} new words, {count.photos} pictures, {count.waits} waits)"
    )
