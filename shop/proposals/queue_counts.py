"""How much is on each tab of the desk, by commune and group: all of it by one statement."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop import clock
from shop.access import May, communes_for
from shop.database import select
from shop.models import Mandate, State
from shop.models.columns import Row
from shop.proposals.holding import still_since
from shop.proposals.queue import STATES, Tab
from shop.proposals.reading import OTHER

PROPOSED = f"NULLIF(p.patch->'group'->>'read', '{OTHER}')"
COUNTED = f"""
    SELECT p.state AS state, r.commune_id AS commune, c.name AS commune_name,
        COALESCE(g.code, s.number) AS sorted, COALESCE(g.name_vi, s.name_vi) AS vi,
        COALESCE(g.name_en, s.name_en) AS en, COUNT(*) AS many,
        SUM(CASE WHEN h.user_id = ? AND h.seen_at > ? THEN 1 ELSE 0 END) AS mine
    FROM proposal p
        JOIN producer r ON r.code = p.producer_id JOIN commune c ON c.code = r.commune_id
        LEFT JOIN product t ON t.code = p.product_id
        LEFT JOIN in_hand h ON h.proposal_id = p.id
        LEFT JOIN agri_group g ON g.code = COALESCE({PROPOSED}, t.agri_group_id)
        LEFT JOIN ocop_set s ON s.number = t.ocop_set_id AND {PROPOSED} IS NULL
    WHERE p.state IN (?, ?, ?) {{there}} GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT '{State.SUSPENDED}', r.commune_id, c.name, '', '', '', COUNT(*), 0
    FROM product t JOIN producer r ON r.code = t.producer_id JOIN commune c ON c.code = r.commune_id
    WHERE t.state = ? {{there}} GROUP BY 2, 3
    UNION ALL
    SELECT '{Tab.PATROL}', r.commune_id, c.name, '', '', '', COUNT(*), 0
    FROM patrol a JOIN proposal p ON p.id = a.proposal_id
        JOIN producer r ON r.code = p.producer_id JOIN commune c ON c.code = r.commune_id
    WHERE a.ended_at IS NULL AND a.until > ? {{there}} GROUP BY 2, 3
"""  # noqa: S608 - words of ours
ASIDE = {Tab.SUSPENDED: State.SUSPENDED.value, Tab.PATROL: Tab.PATROL.value}
"""Tab → how its rows are called that are counted apart from proposals."""
COUNTED_STATES = tuple(dict.fromkeys(STATES.values()))


@dataclass(frozen=True, slots=True)
class Choice:
    """A commune or a group to narrow a tab by, and how much of it there is."""

    code: str
    vi: str
    en: str
    many: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much within reach is on each tab."""

    tabs: dict[Tab, int]
    communes: list[Choice]
    """Of one tab, by name."""
    groups: list[Choice]


async def counts(held: Sequence[Mandate], tab: Tab, user: int) -> Counts:
    """Count what is on the desk of an official, and of one tab where and of what it is."""
    communes = communes_for(held, May.SEE)
    there, names = _there(communes)
    about = [user, still_since(), *COUNTED_STATES, *names, State.SUSPENDED, *names]
    about += [clock.now(), *names]
    rows = await select(COUNTED.format(there=there), *about)
    of_tab = [row for row in rows if _many(row, tab)]
    return Counts(
        {one: sum(_many(row, one) for row in rows) for one in Tab},
        _choices(of_tab, tab, ("commune", "commune_name", "commune_name")),
        _choices(of_tab, tab, ("sorted", "vi", "en")),
    )


def _there(communes: set[str] | None) -> tuple[str, list[str]]:
    """Give what narrows a statement to some communes, and its values."""
    if communes is None:
        return "", []
    if not communes:
        return "AND FALSE", []
    return f"AND r.commune_id IN ({', '.join('?' * len(communes))})", sorted(communes)


def _many(row: Row, tab: Tab) -> int:
    if tab in ASIDE:
        return int(row["many"]) if row["state"] == ASIDE[tab] else 0
    if row["state"] != STATES[tab]:
        return 0
    return int(row["mine" if tab is Tab.MINE else "many"])


def _choices(rows: Iterable[Row], tab: Tab, columns: tuple[str, str, str]) -> list[Choice]:
    found: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        code, vi, en = (row[name] for name in columns)
        if code:
            found[code, vi, en or vi] += _many(row, tab)
    choices = [Choice(*names, many) for names, many in found.items()]
    return sorted(choices, key=lambda one: one.vi)
