"""Findings before an official: with what they rest on, and what the official says of each."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from shop.models import Side, Verdict
from shop.models.findings import LONGEST_WHY
from shop.proposals.answering import Answer
from shop.proposals.findings import Evidence, Finding, Key, Level
from shop.proposals.reading import visible
from shop.proposals.reasons import SUGGESTED
from shop.web.desk.results import in_language
from shop.web.differences import label_of
from shop.web.language import Language
from shop.web.signed import HOMES
from shop.web.words import words

SHOWN, WHY, AGREE = "remark", "why-", "agree-"
"""Fields of the forms: the findings that were shown; how the names of their answers begin."""
MOST = 60
FIELD = re.compile(r"(?:[a-z_]{1,20}(?:-\d{1,2})?)?")


@dataclass(frozen=True, slots=True)
class Remark:
    name: str
    """Key and field of the finding, as fields of forms are named by it."""
    level: str
    label: str
    """Of the field that it is about; empty: none."""
    said: str
    evidence: list[tuple[str, str]]
    """What it rests on, each with the page to compare with, or nothing."""


def remarks_of(
    found: Iterable[Finding], readable: Collection[str], language: Language
) -> list[Remark]:
    """Word findings; of proposals that wait, the `readable` ones are led to."""
    t = words(language)
    return [
        Remark(
            f"{one.key}-{one.field}",
            t.remark_care if one.level == Level.CARE else t.remark_hint,
            label_of(one.field, language) if one.field else "",
            in_language(one.said, language),
            [_rests_on(each, readable, language) for each in one.evidence if each.said],
        )
        for one in found
    ]


def suggested_by(found: Iterable[Finding]) -> set[str]:
    """Give the reasons to give a proposal back that its findings suggest."""
    keys = {one.key for one in found}
    return {reason for reason, of in SUGGESTED.items() if keys.intersection(of)}


def answers_of(typed: Mapping[str, list[str]], reasons: Collection[str] = ()) -> list[Answer]:
    """Read what an official says of the findings that were shown.

    Ticking a reason that a finding suggests agrees with it.
    """
    agreed = {key for reason in reasons for key in SUGGESTED.get(reason, ())}
    return [
        _answer(key, field, typed, is_agreed=key in agreed)
        for name in typed.get(SHOWN, [])[:MOST]
        for key, _, field in [name.partition("-")]
        if key in {*Key} and FIELD.fullmatch(field)
    ]


def _answer(key: str, field: str, typed: Mapping[str, list[str]], *, is_agreed: bool) -> Answer:
    name = f"{key}-{field}"
    why = " ".join(visible(typed.get(f"{WHY}{name}", [""])[0]).split())[:LONGEST_WHY]
    if why:
        return Answer(key, field, Verdict.IGNORED, why)
    is_agreed = is_agreed or f"{AGREE}{name}" in typed
    return Answer(key, field, Verdict.AGREED if is_agreed else None)


def _rests_on(one: Evidence, readable: Collection[str], language: Language) -> tuple[str, str]:
    said = one.said if isinstance(one.said, str) else in_language(one.said, language)
    told: str = words(language).remark_rests_on.format(what=said)
    if one.product:
        return told, language.address(f"/san-pham/{one.product}")
    waits = f"{HOMES[Side.OFFICIAL]}/de-nghi/{one.proposal}"
    return told, language.address(waits) if one.proposal in readable else ""
