"""Everything the pages say, as pairs of Vietnamese and English; nowhere else stands a sentence.

What files and answers for people say too stands in shop/formats/words.py, and is read from there.

`{n}` and the like are filled in by the page; a bar parts the English form for one from the form for
many (shop/web/writing.py).
"""

from types import SimpleNamespace

from media.sentences import Sentence
from shop.formats import words as shared
from shop.web.language import Language
from shop.web.words import (
    annexing,
    checking,
    claiming,
    coming_in,
    contact,
    correcting,
    describing,
    drafting,
    ending,
    errors,
    figures,
    frame,
    helping,
    history,
    housing,
    indexing,
    keeping,
    names,
    needing,
    operating,
    papers,
    partnering,
    personal,
    photographing,
    planning,
    portal,
    product,
    queueing,
    recognising,
    registry,
    remarks,
    reporting,
    reviewing,
    search,
    seasons,
    shopping,
    trusting,
    undoing,
)

PAIRS = {
    key: Sentence(*pair)
    for part in (
        annexing,
        checking,
        claiming,
        coming_in,
        contact,
        correcting,
        describing,
        drafting,
        ending,
        errors,
        figures,
        frame,
        helping,
        history,
        housing,
        indexing,
        keeping,
        names,
        needing,
        partnering,
        operating,
        papers,
        personal,
        photographing,
        planning,
        portal,
        product,
        queueing,
        recognising,
        recognising,
        registry,
        remarks,
        reporting,
        reviewing,
        search,
        seasons,
        shared,
        shopping,
        trusting,
        undoing,
    )
    for key, pair in part.PAIRS.items()
}

WORDS = {
    language: SimpleNamespace(**{key: pair[place] for key, pair in PAIRS.items()})
    for place, language in enumerate(Language)
}


def words(language: Language) -> SimpleNamespace:
    """Give what the pages say in a language, by name."""
    return WORDS[language]


def word(key: str, language: Language) -> str:
    """Give one text by a name that is made of data, such as `unit_kg`."""
    text: str = getattr(WORDS[language], key)
    return text
