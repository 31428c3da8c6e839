"""Runs a command, and says a refusal in one line."""

import os
import sys
from io import TextIOWrapper
from typing import cast

from cyclopts import App, CycloptsError

from media.confining import hide_memory
from shop.cli import (
    catalogue,
    feeds,
    keeping,
    mirroring,
    partners,
    pictures,
    products,
    running,
    searching,
    timekeeping,
)
from shop.cli.refusing import EXPECTED, in_words

app = App(name="sanvat", help="Sản vật Hải Phòng: the catalogue of a province.")
for command in (*running.COMMANDS, *catalogue.COMMANDS, searching.search, searching.searches):
    app.command(command)
app.command(catalogue.import_lists, name="import")
app.command(running.run_worker, name="worker")
app.command(running.run_demo, name="demo")
app.command(timekeeping.tell, name="clock")
app.command(feeds.app)
app.command(mirroring.mirror)
app.command(keeping.save, name="backup")
app.command(keeping.restore)
app.command(partners.app)
app.command(pictures.app)
app.command(products.app)
app.command(products.producers)


def main() -> None:
    """Run a command; a refusal is one clear line and exit status 1, or 2 for a wrong command."""
    hide_memory()
    for stream in (sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(errors="replace")  # an ASCII terminal shows ?
    try:
        status = app(sys.argv[1:], exit_on_error=False, print_error=False) or 0
        sys.stdout.flush()
    except BrokenPipeError:  # `sanvat … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except KeyboardInterrupt:
        status = 130
    except EXPECTED as refusal:
        status = 2 if isinstance(refusal, CycloptsError) else 1
        sys.stderr.write(f"sanvat: {' '.join(in_words(refusal).split())}\n")
    sys.exit(status)
