"""Which words of a text a query found."""

from collections.abc import Collection, Sequence

from search import vietnamese


def highlight(text: str, query: str, also: Sequence[str] = ()) -> list[tuple[str, bool]]:
    """Part a text into pieces, True where a word of the query stands; joined they are the text.

    A word is found whatever its marks and its case, and whole even when only its beginning was
    typed: the last word of a query that does not end in a space may go on. `also` are folded words
    by which the text was found besides (Answer.words).
    """
    typed = vietnamese.words(query)
    unfinished = typed.pop() if typed and not query[-1:].isspace() else ""
    found = {*typed, *also}
    parts: list[tuple[str, bool]] = []
    end_of_last = 0
    for start, end in vietnamese.spans(text):
        if not _is_found(vietnamese.plain(text[start:end]), found, unfinished):
            continue
        parts += [(text[end_of_last:start], False), (text[start:end], True)]
        end_of_last = end
    parts.append((text[end_of_last:], False))
    return [part for part in parts if part[0]]


def _is_found(word: str, found: Collection[str], unfinished: str) -> bool:
    return word in found or bool(unfinished and word.startswith(unfinished))
