"""A process of `sanvat serve --workers N`, started by its supervisor: `python -m shop.cli.child`.

It imports the application and not the command line.
"""

import sys

from shop.cli import starting
from shop.cli.lifelines import Tie
from shop.cli.together import count_as
from shop.config import Settings


def main() -> None:
    role, parent, line, port = sys.argv[1], *map(int, sys.argv[2:5])
    post, folder = sys.argv[5:7]
    tie = Tie(parent, line)
    starting.begin()
    count_as(post, folder)
    starting.import_plain_logging()
    if role == "web":
        from shop.cli.serving import serve_one  # noqa: PLC0415 - a worker serves nothing

        serve_one(Settings.from_environment(), tie, port)
    else:
        from shop.cli.working import work  # noqa: PLC0415 - a web process has no need of it

        tie.listen(lambda *_: None)
        work()


if __name__ == "__main__":
    main()
