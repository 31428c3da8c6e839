"""What lists write in words of their own, as a page says it: in English where a table knows it."""

from collections.abc import Callable

from shop.formats import english
from shop.web.language import Language, Said, in_vietnamese


def place(name: str, language: Language) -> Said:
    return _said(name, english.place, language)


def former(names: str, language: Language) -> Said:
    return _said(names, english.former, language)


def maker(name: str, language: Language) -> Said:
    return _said(name, english.maker, language)


def office(name: str, language: Language) -> Said:
    return _said(name, english.office, language)


def pack(text: str, language: Language) -> Said:
    return _said(text, english.pack, language)


def storage(text: str, language: Language) -> Said:
    return _said(text, english.storage, language)


def _said(text: str, say: Callable[[str], str], language: Language) -> Said:
    """Give a text in English by its table, or as it was written, marked as Vietnamese."""
    if language is Language.EN and (said := say(text)):
        return Said(said)
    return in_vietnamese(text, language)
