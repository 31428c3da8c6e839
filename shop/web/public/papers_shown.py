"""What a product's page says of papers that officials saw: beside a certificate, or by itself."""

from collections.abc import Sequence
from typing import Any

from shop.queries.seen_papers import Seen
from shop.web.language import Language
from shop.web.paper_kinds import in_words
from shop.web.words import words
from shop.web.writing import day


def with_seen(
    certificates: Sequence[dict[str, Any]], seen: Sequence[Seen], language: Language
) -> list[dict[str, Any]]:
    """Give certificates with the words that officials saw the paper, where they did."""
    return [{**one, "seen": _said_of(one, seen, language)} for one in certificates]


def papers_alone(
    certificates: Sequence[dict[str, Any]], seen: Sequence[Seen], language: Language
) -> list[dict[str, Any]]:
    """Give the papers that officials saw and no certificate stands for."""
    return [
        {
            "name": in_words(one.name, language),
            "number": one.number,
            "issuer": one.issuer,
            "seen": _said(one, language),
        }
        for one in seen
        if not any(_is_of(one, certificate) for certificate in certificates)
    ]


def _said_of(certificate: dict[str, Any], seen: Sequence[Seen], language: Language) -> str:
    found = next((one for one in seen if _is_of(one, certificate)), None)
    return _said(found, language) if found else ""


def _is_of(one: Seen, certificate: dict[str, Any]) -> bool:
    return bool(one.kind == certificate["kind"] and one.number == certificate["number"])


def _said(one: Seen, language: Language) -> str:
    return str(words(language).paper_seen.format(day=day(one.seen_on, language)))
