"""A new generation of the index, filled beside the one that serves."""

from collections.abc import Sequence
from contextlib import ExitStack

from anyio.to_thread import run_sync

from search.embedded.schema import create_index
from search.embedded.shelf import Shelf
from search.embedded.writing import add, move, writing
from search.engine import Entry, Position

_HEAP = 60_000_000


class Rebuilding:
    """Until it ends, no other process can rebuild; a killed one holds up no other."""

    def __init__(self, shelf: Shelf) -> None:
        with ExitStack() as until_the_end:
            self._generation = until_the_end.enter_context(shelf.new_generation())
            index = create_index(str(self._generation))
            self._writer = until_the_end.enter_context(writing(index, _HEAP))
            self._until_the_end = until_the_end.pop_all()
        self._shelf = shelf

    async def write(self, entries: Sequence[Entry]) -> None:
        await run_sync(add, self._writer, entries)

    async def finish(self, position: Position) -> None:
        await run_sync(self._finish, position)

    def end(self) -> None:
        """Throw the generation away, unless it serves."""
        self._until_the_end.close()

    def _finish(self, position: Position) -> None:
        move(self._writer, position)
        self._writer.commit()
        self._shelf.serve(self._generation)
