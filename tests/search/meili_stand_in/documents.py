"""A document as the stand-in holds it: it knows where its words stand."""

from collections import defaultdict
from collections.abc import Callable, Mapping

_GAP = 8
"""Elements of a list stand apart."""
Where = Mapping[str, list[tuple[int, int, tuple[str, ...]]]]
"""Word → attribute, place, and the words from there on to the end of its text."""


class Document(dict):
    __slots__ = ("_where", "kept")

    def __init__(self, *given: dict) -> None:
        super().__init__(*given)
        self.kept: dict[str, frozenset] = {}
        """What filters look at, see filtering.py."""

    def words_of(self, attributes: tuple[str, ...], words: Callable[[str], list[str]]) -> Where:
        if getattr(self, "_where", (None,))[0] != attributes:
            self._where = attributes, self._found(attributes, words)
        return self._where[1]

    def _found(self, attributes, words) -> Where:
        where = defaultdict(list)
        for rank, attribute in enumerate(attributes):
            at = 0
            for text in texts_of(self, attribute):
                cut = tuple(words(text))
                for start, word in enumerate(cut):
                    where[word].append((rank, at + start, cut[start:]))
                at += len(cut) + _GAP
        return dict(where)


def texts_of(doc: dict, attribute: str) -> list[str]:
    value = doc.get(attribute) or ""
    return value if isinstance(value, list) else [value]
