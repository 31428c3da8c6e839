"""Who gets what from every page that is not for all readers: one row for each route and method.

A route without a row fails, and a row without a route: tests/access/test_table.py. What stands here
is written by hand from docs/officials.vi.md and portal.md, and not worked out from the code.
"""

from collections.abc import Mapping

IN, DOOR, DENIED, MISSING = "in", "door", "403", "404"
"""Let in (whatever the form then says), sent to sign in, told that it may not, told nothing."""

ACTORS = (
    "anonymous", "owner", "editor", "other owner", "removed member", "mandate expired",
    "helper here", "helper elsewhere", "moderator", "registrar", "admin", "reader",
    "partner key", "service key",
)  # fmt: skip
PRODUCERS = ("owner", "editor", "other owner", "removed member")
OFFICIALS = (
    "mandate expired", "helper here", "helper elsewhere", "moderator", "registrar", "admin",
    "reader",
)  # fmt: skip
NONE = (DOOR, DOOR, DOOR)
"""For what is its own, what is another's, and what is not there."""
HIDDEN = (MISSING, MISSING, MISSING)
OPEN = (IN, IN, IN)

Row = Mapping[str, tuple[str, str, str]]


def row(
    inside: tuple[str, ...], others: tuple[str, str, str], **named: tuple[str, str, str]
) -> Row:
    """Make a row: DOOR for all but those `inside`, who get `others` unless they are named."""
    given = {name.replace("_", " "): answer for name, answer in named.items()}
    return {actor: given.get(actor, others if actor in inside else NONE) for actor in ACTORS}


WORK = row(
    PRODUCERS, HIDDEN, owner=(IN, MISSING, MISSING), editor=(IN, MISSING, MISSING),
    other_owner=(MISSING, IN, MISSING),
)  # fmt: skip
KEEP = row(
    PRODUCERS, HIDDEN, owner=(IN, MISSING, MISSING), editor=(DENIED, MISSING, MISSING),
    other_owner=(MISSING, IN, MISSING),
)  # fmt: skip
HELP = row(
    OFFICIALS, HIDDEN, helper_here=(IN, MISSING, MISSING), helper_elsewhere=(MISSING, IN, MISSING),
    registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING),
)  # fmt: skip
DECIDE = row(OFFICIALS, HIDDEN, registrar=(IN, IN, MISSING), admin=(IN, IN, MISSING))
OF_PRODUCERS = row(PRODUCERS, OPEN)
"""A page about the person, or a list of what is theirs."""
OF_OFFICIALS = row(OFFICIALS, OPEN)
OWN_ROW = row(PRODUCERS, (IN, MISSING, MISSING))
"""Of their own sessions and passkeys."""
OWN_ROW_OF_OFFICIALS = row(OFFICIALS, (IN, MISSING, MISSING))
FOR_ALL: Row = dict.fromkeys(ACTORS, OPEN)
"""A door: open to all, for it is where they come in."""

TABLE: dict[tuple[str, str], Row] = {
    ("GET", "/nha-san-xuat/dang-nhap"): FOR_ALL,
    ("POST", "/nha-san-xuat/dang-nhap"): FOR_ALL,
    ("GET", "/nha-san-xuat/ma"): FOR_ALL,
    ("POST", "/nha-san-xuat/ma"): FOR_ALL,
    ("POST", "/nha-san-xuat/ma/gui-lai"): FOR_ALL,
    ("POST", "/nha-san-xuat/ra"): FOR_ALL,
    ("GET", "/nha-san-xuat/{producer}/dong-y"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/dong-y"): KEEP,
    ("GET", "/nha-san-xuat/{producer}/lien-he"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/lien-he"): KEEP,
    ("GET", "/nha-san-xuat/{producer}/thanh-vien"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/thanh-vien"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/thanh-vien/{membership}/vai-tro"): KEEP,
    ("POST", "/nha-san-xuat/{producer}/thanh-vien/{membership}/bo"): KEEP,
    ("GET", "/nha-san-xuat/{producer}/roi-co-so"): WORK,
    ("POST", "/nha-san-xuat/{producer}/roi-co-so"): WORK,
}
