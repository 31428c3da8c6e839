"""Text that was copied out of a web page: its tags and character references become plain text.

A `<` that begins no tag of HTML and a `&` that names no character are what they are: `<5 kg`, R&D.
"""

import html
import re
from html.entities import html5

_BLOCKS = (
    "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section select table"
    " tbody tfoot thead title tr ul"
)
_CELLS = "td th"
_INLINE = (
    "a abbr b bdi bdo big body button cite code col colgroup data del dfn em embed font head html i"
    " iframe img input ins kbd label link mark meta noscript object picture q s samp small source"
    " span strike strong sub sup svg time tt u var video wbr"
)
_UNSEEN = "script style template"


def _tag(names: str) -> re.Pattern[str]:
    quoted = "\"[^\"]*\"|'[^']*'"
    one_of = "|".join(names.split())
    return re.compile(rf"</?(?:{one_of})(?:\s(?:[^<>\"']|{quoted})*)?/?>", re.IGNORECASE)


BLOCK, CELL, INLINE = _tag(_BLOCKS), _tag(_CELLS), _tag(_INLINE)
UNSEEN = re.compile(rf"<({_UNSEEN.replace(' ', '|')})(?:\s[^<>]*)?>", re.IGNORECASE)
REFERENCE = re.compile("&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
MOST_TIMES = 3
"""Markup may be escaped once more where it was exported from: `&amp;lt;p&amp;gt;`."""


def as_text(text: str) -> str:
    """Give the text that markup stands for; what has none is given as it is."""
    for _ in range(MOST_TIMES):
        plain = _without_tags(text)
        plain = REFERENCE.sub(_character, plain)
        if plain == text:
            break
        text = _tidied(plain)
    return text


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _without_unseen(_without_comments(text))
    return INLINE.sub("", CELL.sub(" ", BLOCK.sub("\n", text)))


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join((*kept, text[at:]))


def _without_unseen(text: str) -> str:
    """Take out scripts and styles with what stands in them."""
    kept, at = [], 0
    while begin := UNSEEN.search(text, at):
        end = re.compile(rf"</{begin[1]}\s*>", re.IGNORECASE).search(text, begin.end())
        if not end:
            break
        kept.append(text[at : begin.start()])
        at = end.end()
    return "".join((*kept, text[at:]))


def _character(found: re.Match[str]) -> str:
    is_none = found[1] and f"{found[1]};" not in html5
    return found[0] if is_none else html.unescape(found[0]).replace("\u00a0", " ")


def _tidied(text: str) -> str:
    """Take out what the layout of a page leaves: spaces round lines, and lines without any."""
    lines = (" ".join(line.split(" ")).strip() for line in text.splitlines())
    return re.sub(" {2,}", " ", "\n".join(line for line in lines if line))
