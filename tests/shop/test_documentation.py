"""The documents say what is there: settings, addresses, commands, words and links."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from shop.app import routes
from shop.config import PREFIX, Settings
from shop.formats.remedies import REMEDIES
from shop.formats.sheets import SHEETS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ADRS = DOCS / "adr"
README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
DECISIONS = sorted(path for path in ADRS.glob("*.md") if path.name != "README.md")

TARGET = re.compile(r"(?:!?\[[^\]]*\]\(|src=\")([^)\"\s]+)")
"""What a link or a picture points at."""
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SETTING = re.compile(r"^\| `(SANVAT_\w+)` \| (?:`([^`]*)`)? ?\|", re.MULTILINE)
GLOSSARY_ROW = re.compile(r"^\| [^|]+ \| `(\w+)` \| [^|]+ \| `([^`]+)` \|$", re.MULTILINE)
NAMED_FILE = re.compile(r"`((?:shop|search|media|templates|tests|benchmarks|docs)/[\w./-]*\w)`")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_setting_is_documented_with_its_default():
    documented = dict(SETTING.findall((DOCS / "operating.md").read_text()))

    real = {
        f"{PREFIX}{name.upper()}": str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert documented == real


def test_every_address_is_documented():
    told = "\n".join(document.read_text() for document in DOCUMENTS)
    patterns = {re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path) for route in routes()}

    assert sorted(p for p in patterns if not is_told(p, told)) == []


def is_told(pattern: str, told: str) -> bool:
    """Pages in English have the same addresses under /en, which is said once."""
    return f"`{pattern}`" in told or f"`{pattern.removeprefix('/en') or '/'}`" in told


@pytest.mark.parametrize("code", REMEDIES)
def test_every_obstacle_is_documented(code):
    assert f"`{code}`" in (DOCS / "partners.md").read_text()


@pytest.mark.parametrize("channel", SHEETS)
def test_every_sheet_is_documented_with_its_columns(channel):
    text = (DOCS / "partners.md").read_text()
    [told] = re.findall(rf"^\| `{channel}` \| (.+) \|$", text, re.MULTILINE)

    titles = [column.title for column in SHEETS[channel]]
    pictures = [title for title in titles if title.lower().startswith(("image", "main_image"))]
    listed = [f"`{title}`" for title in titles if title not in pictures]
    assert told == ", ".join([*listed, f"`{pictures[0]}` to `{pictures[-1]}`"])


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_three_parts_and_fits_on_a_page(decision):
    text = decision.read_text()

    assert HEADING.findall(text)[1:] == ["Context", "Decision", "What it costs"]
    assert text.startswith(f"# {decision.stem[:4]} ")
    assert len(text.splitlines()) <= 60


def test_every_decision_is_listed_once_and_in_order():
    listed = TARGET.findall((ADRS / "README.md").read_text())

    assert listed == [decision.name for decision in DECISIONS]


def test_the_readme_is_short():
    assert len(README.read_text().splitlines()) <= 120


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document):
    links = [link for link in TARGET.findall(document.read_text()) if not is_elsewhere(link)]

    assert [link for link in links if not leads_somewhere(document, link)] == []


def is_elsewhere(link: str) -> bool:
    return re.match(r"[a-z]+:", link) is not None


def leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = document.parent / path if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(document: Path) -> set[str]:
    """Name the headings of a document as links to them do."""
    headings = HEADING.findall(document.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_file_that_a_document_names_exists(document):
    files = set(NAMED_FILE.findall(document.read_text()))

    assert sorted(file for file in files if not (ROOT / file).exists()) == []


def test_every_make_target_of_the_readme_exists():
    asked_for = set(re.findall(r"^make (\w+)|`make (\w+)", README.read_text(), re.MULTILINE))
    rules = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert {first or second for first, second in asked_for} <= rules


def test_every_word_of_the_glossary_stands_in_the_file_it_names():
    text = (DOCS / "glossary.md").read_text()
    rows = GLOSSARY_ROW.findall(text)

    assert len(rows) == text.count("\n| ") - 5  # five tables, each with a row of titles
    assert [row for row in rows if not stands_in(*row)] == []


def stands_in(word: str, file: str) -> bool:
    return re.search(rf"\b{word}\b", (ROOT / file).read_text()) is not None


async def test_the_message_that_partners_are_shown_is_signed_as_it_says(client):
    text = (await client.get("/partners.md")).text
    block = text.partition("POST /hook HTTP/1.1\n")[2].partition("\n```")[0]
    head, _, body = block.partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    secret = text.partition("signed with `")[2].partition("`")[0]
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)

    signed = Webhook(secret).sign(headers["webhook-id"], at, body)

    assert headers["webhook-signature"] == signed
    assert json.loads(body)["type"] == "catalogue.changed"
