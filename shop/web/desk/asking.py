"""What of the desk an address asks for; what no page of ours asks for is passed over."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from starlette.requests import Request

from shop.proposals.queue import Tab, Wanted

LONGEST_PARAMETER = 96
COMMUNE, GROUP = re.compile(r"\d{5}", re.ASCII), re.compile(r"\d\d|[a-z][a-z-]{1,39}", re.ASCII)
KINDS = ("moi", "sua")
TICKS = {"nhieu-lan": "often", "sap-han": "soon", "cua-toi": "only_mine"}
"""Parameter of a box that is ticked → what it asks for."""


def wanted_of(request: Request) -> Wanted:
    asked = request.query_params.items()
    given = {name: text[:LONGEST_PARAMETER] for name, text in asked if text.isprintable()}
    tab, kind = given.get("muc", ""), given.get("loai", "")
    return Wanted(
        tab=Tab(tab) if tab in set(Tab) else Tab.WAITING,
        commune=_fitting(COMMUNE, given.get("xa", "")),
        group=_fitting(GROUP, given.get("nhom", "")),
        kind=kind if kind in KINDS else "",
        after=given.get("sau", ""),
        **{what: given.get(name) == "1" for name, what in TICKS.items()},
    )


def _fitting(code: re.Pattern[str], text: str) -> str:
    """Give a code; what is none is passed over: no table is asked for it."""
    return text if code.fullmatch(text) else ""


def query_of(wanted: Wanted, after: str = "") -> str:
    """Write the query of a tab as it is narrowed, from a position on; empty: there is none."""
    said = urlencode(list(_parameters(wanted, after)))
    return f"?{said}" if said else ""


def is_narrowed(wanted: Wanted) -> bool:
    return bool(wanted.commune or wanted.group or wanted.kind or _ticked(wanted))


def _parameters(wanted: Wanted, after: str) -> Iterator[tuple[str, str]]:
    if wanted.tab is not Tab.WAITING:
        yield "muc", wanted.tab.value
    texts: Mapping[str, str] = {"xa": wanted.commune, "nhom": wanted.group, "loai": wanted.kind}
    yield from ((name, text) for name, text in texts.items() if text)
    yield from ((name, "1") for name in _ticked(wanted))
    if after:
        yield "sau", after


def _ticked(wanted: Wanted) -> list[str]:
    return [name for name, what in TICKS.items() if getattr(wanted, what)]
