"""The two versions of UCP that are spoken: each has an address of its own (docs/adr/0059).

Answers are written in the earlier one, which says quantities as the catalogue does; the present one
differs in its envelope and in unit prices alone.
"""

import re
from decimal import Decimal
from typing import Any

from starlette.requests import HTTPConnection

from media.sentences import Sentence
from shop.errors import OtherVersionError
from shop.formats.rules import PARTS

Thing = dict[str, Any]
EARLIER, PRESENT = "2026-04-08", "2026-08-25"
REST = {EARLIER: "/ucp/v1", PRESENT: "/ucp/v2"}
MCP = {EARLIER: "/mcp", PRESENT: "/mcp/v2"}
"""An address keeps its version for ever."""
UNIT_CODES = {"g": "GRM", "kg": "KGM", "ml": "MLT", "l": "LTR", "piece": "C62"}
"""As UN/CEFACT calls them (Recommendation 20); of C62, one, there are no parts."""
NAMED = re.compile(r';\s*version="?(\d{4}-\d{2}-\d{2})"?')
OTHER_VERSION = Sentence(
    "Địa chỉ này không nói UCP {asked}. Nó nói UCP {spoken}; hãy xem /.well-known/ucp.",
    "UCP {asked} is not spoken at this address. It speaks {spoken}; see /.well-known/ucp.",
)


def version_of(path: str) -> str:
    """Tell which version an address speaks."""
    later = any(path.startswith(places[PRESENT]) for places in (REST, MCP))
    return PRESENT if later else EARLIER


def need_same(connection: HTTPConnection) -> None:
    """Refuse a platform that says in `UCP-Agent` that it speaks another version than we do here.

    Most name only the address of their profile, which is not asked: they chose by ours.
    """
    here = version_of(connection.url.path)
    named = NAMED.search(connection.headers.get("ucp-agent", ""))
    if named and named[1] != here:
        raise OtherVersionError(OTHER_VERSION.filled(asked=named[1], spoken=here))


def spoken(answer: Thing, version: str) -> Thing:
    """Say an answer in a version of UCP."""
    if version == EARLIER:
        return answer
    said = {**answer, "ucp": _envelope(answer["ucp"], version)}
    if "products" in answer:
        said["products"] = [_product(one) for one in answer["products"]]
    if "product" in answer:
        said["product"] = _product(answer["product"])
    return said


def _envelope(ucp: Thing, version: str) -> Thing:
    known = {name: [{"version": version}] for name in ucp["capabilities"]}
    return {**ucp, "version": version, "capabilities": known}


def _product(product: Thing) -> Thing:
    return {**product, "variants": [_variant(one) for one in product["variants"]]}


def _variant(variant: Thing) -> Thing:
    """Count the quantity in the unit of the unit price; pieces that are not whole have none."""
    if "unit_price" not in variant:
        return variant
    price, measure = variant["unit_price"], variant["unit_price"]["measure"]
    unit = price["reference"]
    counted = _counted(Decimal(str(measure["value"])) / PARTS[measure["unit"]], unit)
    if unit["unit"] == "piece" and "scale" in counted:
        return {key: value for key, value in variant.items() if key != "unit_price"}
    per = _counted(Decimal(unit["value"]), unit)
    return {**variant, "unit_price": {**price, "measure": counted, "reference": per}}


def _counted(value: Decimal, unit: Thing) -> Thing:
    """Count a quantity in whole steps: 0.5 kg are 5 steps of a tenth."""
    exponent = value.normalize().as_tuple().exponent
    scale = max(0, -exponent) if isinstance(exponent, int) else 0
    return {
        "value": int(value.scaleb(scale)),
        **({"scale": scale} if scale else {}),
        "unit": UNIT_CODES[unit["unit"]],
        "display_text": unit["display_text"],
    }
