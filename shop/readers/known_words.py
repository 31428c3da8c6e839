"""The words of the published documents, kept in the database for an engine that has none itself.

The embedded engine reads them from its own index; Meilisearch gives none. Words of changes are only
ever added: what is gone is forgotten, and counts become right again, whenever all are counted anew.
"""

from collections import Counter
from collections.abc import Iterable

from search.engine import Entry
from search.vocabulary import Vocabulary
from shop.models import KnownWords
from shop.publishing import Head


class Counting:
    """Puts the words of many entries together, a page at a time."""

    def __init__(self, known: Vocabulary | None = None) -> None:
        self.words = Counter(known.words if known else {})
        self.prose = Counter(known.prose if known else {})
        self.pairs = set(known.pairs if known else ())
        self.places = set(known.places if known else ())

    def add(self, entries: Iterable[Entry]) -> None:
        more = Vocabulary.of_entries(entries)
        self.words.update(more.words)
        self.prose.update(more.prose)
        self.pairs |= more.pairs
        self.places |= more.places

    async def keep(self, seen: Head) -> None:
        """Write them down, before an index moves on to where they come from."""
        words = Vocabulary(self.words, self.prose, self.pairs, self.places).to_dict()
        row = KnownWords(id=1, epoch=seen.epoch, serial=seen.serial, vocabulary=words)
        await KnownWords.bulk_create(
            [row], on_conflict=["id"], update_fields=["epoch", "serial", "vocabulary"]
        )


async def load() -> Vocabulary:
    """Give the words that were kept; none before the first index."""
    kept = await KnownWords.get_or_none(id=1)
    return Vocabulary.from_dict(kept.vocabulary) if kept else Vocabulary({}, {}, ())


async def add(entries: Iterable[Entry], seen: Head) -> None:
    """Add the words of changed listings to the words that are kept."""
    counting = Counting(await load())
    counting.add(entries)
    await counting.keep(seen)
