"""Two versions of UCP, each at its own address: what the later one asks for, and who is refused."""

import pytest

from shop.api.agents.versions import spoken
from tests import ucp
from tests.api.test_agents import NUOC_MAM, ask
from tests.ucp import needs_schemas

EARLIER, PRESENT = "2026-04-08", "2026-08-25"
V1, V2 = "/ucp/v1/catalog", "/ucp/v2/catalog"
MEASURE = {"value", "unit", "display_text"}
"""Of a measure 2026-08-25 requires these (`common/types/measure.json` and `unit.json`)."""


def faults_of_unit_price(price):
    """Say what ucp-sdk 0.5.0 refuses a unit price for; none of its schemas can be had here."""
    measure, reference = price["measure"], price["reference"]
    return [
        *(f"lacks {key}" for one in (measure, reference) for key in sorted(MEASURE - one.keys())),
        *("no whole number" for one in (measure, reference) if type(one["value"]) is not int),
        *("less than one step" for one in (measure, reference) if one["value"] < 1),
        *("scale" for one in (measure, reference) if not 0 <= one.get("scale", 0) <= 15),
        *(
            "parts of one"
            for one in (measure, reference)
            if one["unit"] == "C62" and "scale" in one
        ),
        *(["other units"] if measure["unit"] != reference["unit"] else []),
    ]


def unit_prices(products):
    packs = [pack for one in products for pack in one["variants"]]
    return [pack["unit_price"] for pack in packs if "unit_price" in pack]


async def everything(door, base):
    seen, page = [], {"limit": 50}
    while True:
        found = await ask(door, f"{base}/search", filters={"price": {"min": 0}}, pagination=page)
        seen += found["products"]
        if not found["pagination"]["has_next_page"]:
            return seen
        page = {"limit": 50, "cursor": found["pagination"]["cursor"]}


async def test_the_present_profile_leads_to_the_earlier_one_which_names_no_other(shop):
    present = (await shop.get("/.well-known/ucp")).json()["ucp"]
    place = present["supported_versions"][EARLIER]
    earlier = (await shop.get(place)).json()["ucp"]

    assert (present["version"], earlier["version"]) == (PRESENT, EARLIER)
    assert place == f"http://localhost:8000/.well-known/ucp/{EARLIER}"
    assert "supported_versions" not in earlier
    assert [endpoints(one) for one in (present, earlier)] == [
        {"rest": "http://localhost:8000/ucp/v2", "mcp": "http://localhost:8000/mcp/v2"},
        {"rest": "http://localhost:8000/ucp/v1", "mcp": "http://localhost:8000/mcp"},
    ]


def endpoints(profile):
    return {one["transport"]: one["endpoint"] for one in profile["services"]["dev.ucp.shopping"]}


@pytest.mark.parametrize(("base", "version"), [(V1, EARLIER), (V2, PRESENT)])
async def test_every_answer_says_the_version_of_its_address(shop, base, version):
    answers = [
        await ask(shop, f"{base}/search", query="nước mắm"),
        await ask(shop, f"{base}/lookup", ids=[NUOC_MAM, "nothing"]),
        await ask(shop, f"{base}/product", id=NUOC_MAM),
        await ask(shop, f"{base}/product", id="nothing"),
        (await shop.post(f"{base}/search", json={})).json(),
    ]

    assert [one["ucp"]["version"] for one in answers] == [version] * 5
    named = [list(one["ucp"]["capabilities"].values()) for one in answers]
    assert named == [[[{"version": version}]]] * 4 + [[]]


@pytest.mark.shared
async def test_every_unit_price_is_what_the_later_version_asks_for(shop):
    earlier, present = await everything(shop, V1), await everything(shop, V2)

    assert [one["id"] for one in present] == [one["id"] for one in earlier]
    prices = unit_prices(present)
    assert len(prices) == len(unit_prices(earlier)) > 200
    assert [fault for one in prices for fault in faults_of_unit_price(one)] == []


@pytest.mark.shared
@needs_schemas
async def test_what_both_versions_share_the_earlier_schemas_still_take(shop):
    found = await everything(shop, V2)
    bare = [
        {**one, "variants": [{**pack, "unit_price": None} for pack in one["variants"]]}
        for one in found
    ]
    for pack in (pack for one in bare for pack in one["variants"]):
        del pack["unit_price"]

    assert [fault for one in bare for fault in ucp.faults(ucp.PRODUCT, one)] == []


@pytest.mark.parametrize(
    ("quantity", "unit", "measure"),
    [
        (1.5, "kg", {"value": 15, "scale": 1, "unit": "KGM", "display_text": "kg"}),
        (500, "g", {"value": 5, "scale": 1, "unit": "KGM", "display_text": "kg"}),
        (20, "kg", {"value": 20, "unit": "KGM", "display_text": "kg"}),
        (750, "ml", {"value": 75, "scale": 2, "unit": "LTR", "display_text": "lít"}),
        (12, "piece", {"value": 12, "unit": "C62", "display_text": "đơn vị"}),
        (2.5, "piece", None),
    ],
)
def test_a_quantity_is_counted_in_steps_of_the_unit_of_its_price(quantity, unit, measure):
    words = {"kg": "kg", "l": "lít", "piece": "đơn vị"}
    per = {"kg": "kg", "g": "kg", "ml": "l", "piece": "piece"}[unit]
    price = {
        "amount": 1000,
        "currency": "VND",
        "measure": {"value": quantity, "unit": unit, "display_text": unit},
        "reference": {"value": 1, "unit": per, "display_text": words[per]},
    }
    answer = {
        "ucp": {"version": EARLIER, "status": "success", "capabilities": {}},
        "product": {"variants": [{"id": "a", "unit_price": price}]},
    }

    [variant] = spoken(answer, PRESENT)["product"]["variants"]

    assert variant.get("unit_price", {}).get("measure") == measure
    assert price["measure"]["value"] == quantity


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('profile="https://agent.example/profile.json"', 200),
        ('profile="https://agent.example/profile.json"; version="2026-08-25"', 200),
        ('profile="https://agent.example/profile.json"; version="2026-04-08"', 422),
        ('profile="https://agent.example/profile.json"; version="2026-01-11"', 422),
        ("nonsense", 200),
    ],
)
async def test_a_platform_that_names_another_version_is_told_where_its_own_is(shop, header, status):
    headers = {"UCP-Agent": header}
    answer = await shop.post(f"{V2}/search", json={"query": "gạo"}, headers=headers)
    tool = await shop.post("/mcp/v2", json=PING, headers=headers)

    assert (answer.status_code, tool.status_code) == (status, status)
    told = answer.json()
    assert ("continue_url" in told) == (status == 422)
    if status == 422:
        [message] = told["messages"]
        assert message["code"] == "version_unsupported"
        assert message["content"].endswith("It speaks 2026-08-25; see /.well-known/ucp.")
        assert tool.json()["error"] == {
            "code": -32001,
            "message": message["content"],
            "data": {
                "code": "version_unsupported",
                "content": message["content"],
                "continue_url": "http://localhost:8000/",
            },
        }


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


@pytest.mark.shared
@needs_schemas
async def test_a_refusal_for_another_version_is_an_error_response_as_well(shop):
    headers = {"UCP-Agent": 'profile="https://agent.example/"; version="2026-08-25"'}
    answer = await shop.post(f"{V1}/search", json={"query": "gạo"}, headers=headers)

    assert answer.status_code == 422
    assert ucp.faults(ucp.ERROR_RESPONSE, answer.json()) == []
