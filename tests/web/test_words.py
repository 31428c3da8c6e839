import re
import unicodedata
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import nodes

from shop.models import (
    Availability,
    CertificateKind,
    CommuneKind,
    Evidence,
    RecognitionType,
    SaleRestriction,
    SubjectType,
    Topic,
    Unit,
)
from shop.queries.public_history import Fate, Teller
from shop.queries.recognitions import Standing
from shop.web.pages import TEMPLATES, environment
from shop.web.public.asking import SORTS
from shop.web.words import PAIRS, shared, words

WEB = Path(__file__).parents[2] / "shop" / "web"


def _places(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


@pytest.mark.parametrize("key", sorted(PAIRS))
def test_every_text_is_whole_in_both_languages(key):
    vietnamese, english = PAIRS[key]

    for text in (vietnamese, english):
        assert text.strip() == text != ""
        assert unicodedata.is_normalized("NFC", text)
    assert "|" not in vietnamese, "Vietnamese has no plural"
    if key != "month_short":
        assert _places(vietnamese) == _places(english)


def test_no_text_is_hidden_by_another_of_its_name():
    folder = WEB / "words"
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    parts = [import_module(f"shop.web.words.{name}") for name in names]

    assert sum(len(part.PAIRS) for part in [*parts, shared]) == len(PAIRS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_value_of_the_data_has_a_name(language):
    known = words(language)
    wanted = [
        *(f"certificate_{one}" for one in CertificateKind),
        *(f"about_{one}" for one in CertificateKind),
        *(f"subject_{one}" for one in SubjectType),
        *(f"unit_{one}" for one in Unit),
        *(f"topic_{one}" for one in Topic),
        *(f"evidence_{one}" for one in Evidence),
        *(f"history_by_{one}" for one in Teller),
        *(f"history_{one}" for one in Fate if one is not Fate.CHANGED),
        *(f"recognised_{one}" for one in RecognitionType),
        *(f"standing_{one}" for one in Standing),
        *(f"{one}_title" for one in SaleRestriction if one is not SaleRestriction.NONE),
        *(f"sort_{one.replace('-', '_')}" for one in SORTS),
        *Availability,
        *CommuneKind,
    ]

    assert [name for name in wanted if not hasattr(known, name)] == []


@pytest.mark.parametrize("template", sorted(environment.list_templates(extensions=["html"])))
def test_every_template_compiles_and_says_only_what_there_is(template):
    source = (TEMPLATES / template).read_text()
    tree = environment.parse(source)
    said = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "t"
    }

    environment.get_template(template)
    assert said <= PAIRS.keys()


@pytest.mark.parametrize("template", sorted(environment.list_templates(extensions=["html"])))
def test_no_template_holds_style_script_or_unescaped_text(template):
    source = (TEMPLATES / template).read_text()

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", source)
    assert not re.search(r"\|\s*safe|autoescape false|<script(?! src=| type=)", source)


def test_no_text_lies_unused():
    templates = "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    code = "\n".join(p.read_text() for p in WEB.rglob("*.py") if p.parent.name != "words")
    made_of_data = (
        "about_", "act_", "as_kind_", "asked_", "brings_", "by_", "certificate_", "channel_done_",
        "consent_done_", "consent_title_", "correct_product_", "correct_state_", "decision_done_",
        "demand_", "differs_", "ending_as_", "error_t", "evidence_", "fact_", "field_",
        "helped_state_", "history_", "hook_", "house_", "lack_", "may_",
        "more_hint_", "otherwise_", "own_done_", "own_draft_", "own_next_", "own_say_",
        "annex_is_", "annex_tab_", "desk_paper_done_", "own_state_", "own_task_", "paper_kind_",
        "paper_shows_", "paper_state_", "part_", "partner_done_", "reaching_hint_", "recognised_",
        "registry_", "right_", "role_", "sale_", "scope_", "server_", "short_", "sort_",
        "standing_", "subject_", "tab_", "told_", "topic_", "unit_", "use_", "uses_", "withheld_",
        "worry_",
    )  # fmt: skip
    named = {*re.findall(r"(?:\bt|words\(\w+\))\.(\w+)", templates + code), *_strings(code)}

    named |= {f"{name}_about" for name in named}  # what the registry's home says of its pages
    by_data = {*Availability, *CommuneKind, *SaleRestriction}

    unused = {key for key in PAIRS if key not in named and not key.startswith(made_of_data)}

    assert unused - by_data == set()


def _strings(code: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', code))
