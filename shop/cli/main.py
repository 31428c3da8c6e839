"""Runs a command, and says a refusal in one line.

Each command's module is imported when it is asked for: importing all of them takes two seconds.
"""

import os
import sys
from io import TextIOWrapper
from typing import cast

from media.confining import hide_memory
from shop import __version__
from shop.cli import starting

COMMANDS = {
    "serve": "shop.cli.running:serve",
    "migrate": "shop.cli.running:migrate",
    "generate": "shop.cli.catalogue:generate",
    "verify": "shop.cli.catalogue:verify",
    "reindex": "shop.cli.catalogue:reindex",
    "search": "shop.cli.searching:search",
    "searches": "shop.cli.searching:searches",
    "import": "shop.cli.catalogue:import_lists",
    "worker": "shop.cli.running:run_worker",
    "demo": "shop.cli.running:run_demo",
    "clock": "shop.cli.timekeeping:tell",
    "audit": "shop.cli.audits:app",
    "check": "shop.cli.checking:check",
    "status": "shop.cli.status:status",
    "feeds": "shop.cli.feeds:app",
    "mirror": "shop.cli.mirroring:mirror",
    "backup": "shop.cli.keeping:app",
    "restore": "shop.cli.keeping:restore",
    "partner": "shop.cli.partners:app",
    "picture": "shop.cli.pictures:app",
    "codes": "shop.cli.codes:app",
    "reports": "shop.cli.reports:app",
    "findings": "shop.cli.findings:findings",
    "portal": "shop.cli.portal:app",
    "product": "shop.cli.products:app",
    "producer": "shop.cli.producers:app",
    "user": "shop.cli.users:app",
    "invite": "shop.cli.inviting:invite",
}
PRIVATE = 0o077
"""What files of ours take from all but their owner: umask(2)."""


def main() -> None:
    """Run a command; a refusal is one clear line and exit status 1, or 2 for a wrong command."""
    hide_memory()
    os.umask(PRIVATE)
    starting.begin()
    for stream in (sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(errors="replace")  # an ASCII terminal shows ?
    try:
        status = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # `sanvat … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except KeyboardInterrupt:
        status = 130
    except Exception as refusal:  # noqa: BLE001 - what is no refusal is raised again
        status = _refuse(refusal)
    finally:
        starting.settle()
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # not worth the third of a second that the rest takes
        sys.stdout.write(f"{__version__}\n")
        return 0
    starting.import_plain_logging()
    from cyclopts import App  # noqa: PLC0415 - web processes and workers import this package too

    told = "Sản vật Hải Phòng: the catalogue of a province."
    app = App(name="sanvat", help=told, version=__version__)
    for name, place in COMMANDS.items():
        app.command(place, name=name)
    if not arguments or arguments[0] in app.help_flags:
        app.resolved_commands()  # help tells what each of them does
    return app(arguments, exit_on_error=False, print_error=False) or 0


def _refuse(refusal: Exception) -> int:
    """Say a refusal in one line, and give the exit status; raise what is none."""
    from shop.cli.refusing import EXPECTED, in_words, status_of  # noqa: PLC0415 - knows all layers

    if not isinstance(refusal, EXPECTED):
        raise refusal
    sys.stderr.write(f"sanvat: {' '.join(in_words(refusal).split())}\n")
    return status_of(refusal)
