"""Which kinds of papers there are, and what each is called: the one place that pages ask."""

from collections.abc import Mapping

from media.sentences import Sentence, phrase
from shop.models import CertificateKind
from shop.web.language import Language, Said, in_vietnamese
from shop.web.words import PAIRS

SCAN = "scan"
"""The kind of a scan of a decision: none that producers send."""
OTHERS = (
    "test_report", "label_photo", "business_registration", "small_producer_commitment",
    "growing_area_code", "quarantine", "production_licence", "product_registration",
    "cosmetic_notification", "craft_village", "species_permit", "safety_papers",
)  # fmt: skip
"""Codes of papers that are no certificates of the document."""
KINDS: Mapping[str, Sentence] = {
    **{kind.value: PAIRS[f"certificate_{kind}"] for kind in CertificateKind},
    **{code: PAIRS[f"paper_kind_{code}"] for code in OTHERS},
}
"""Code → name of the papers that may be sent."""


def kind_said(code: str, language: Language) -> Said:
    """Name a kind; one that is none any more is called by its code."""
    name = PAIRS["paper_kind_scan"] if code == SCAN else KINDS.get(code) or phrase(code, code)
    if language is Language.VI:
        return Said(name.vi)
    return Said(name.en) if name.en != name.vi else in_vietnamese(name.vi, language)
