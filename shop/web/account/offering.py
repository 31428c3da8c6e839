"""What the door says of the ways by which codes reach people: only of those that are set up."""

from collections.abc import Mapping, Sequence

from shop.accounts.people import Address
from shop.accounts.postmen import Way, ways_of
from shop.accounts.ways import Ways
from shop.config import Settings
from shop.models import Code, IdentityKind
from shop.web.language import Language
from shop.web.words import word, words

KEYBOARDS: Mapping[str, str] = {IdentityKind.PHONE: "tel", IdentityKind.EMAIL: "email"}
"""Which one a telephone shows where only one kind of address is taken."""


def asked_for(ways: Ways, language: Language) -> Mapping[str, str]:
    """Say what the door asks for, by the ways that there are; empty: it can send no codes."""
    if not ways.by:
        return {}
    t, kinds = words(language), [kind for kind in IdentityKind if ways.can_tell(kind)]
    key = str(kinds[0]) if len(kinds) == 1 else "any"
    by = by_words([way for kind in kinds for way in ways.by[kind]], language)
    return {
        "label": word(f"asked_{key}", language),
        "hint": f"{word(f'asked_example_{key}', language)} {t.sign_in_hint.format(by=by)}",
        "mode": KEYBOARDS.get(key, ""),
    }


def sent_to(settings: Settings, code: Code | None, language: Language) -> str:
    """Say where a code went; empty: there is none."""
    if code is None:
        return ""
    by = by_words(ways_of(settings).get(code.kind, ()), language)
    said = words(language).code_sent_by if by else words(language).code_sent
    return str(said.format(address=Address(code.kind, code.address).masked, by=by))


def by_words(ways: Sequence[Way], language: Language) -> str:
    """Name ways: Zalo, tin nhắn hoặc email."""
    *before, last = list(dict.fromkeys(word(f"by_{way}", language) for way in ways)) or [""]
    return f"{', '.join(before)} {words(language).by_or} {last}" if before else last
