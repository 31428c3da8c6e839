"""The rule of a channel: prices in whole đồng, unit prices that belong to them, categories."""

from decimal import ROUND_CEILING, Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.formats import acp, meta
from shop.formats.files import FORMATS
from shop.formats.rules import AS_IT_IS, Rule, Setting
from tests.formats.test_channels import NUOC_MAM, ORIGIN, SOLD, G, google_items

UP = Rule(basis_points=850, plus=2000, round_to=1000)
MAPPED = Rule(categories={"08": "Food Items > Condiments & Sauces > Fish Sauce"})
rules = st.builds(
    Rule,
    basis_points=st.integers(-9900, 100_000),
    plus=st.integers(0, 10**9),
    round_to=st.integers(1, 10**6),
)
amounts = st.integers(1, 10**12)


def written(rule: Rule, format_name: str) -> bytes:
    [one] = [one for one in FORMATS if one.name == format_name]
    return b"".join(one.items(NUOC_MAM, Setting(ORIGIN, rule, SOLD)))


@pytest.mark.parametrize(
    ("rule", "price"),
    [
        (AS_IT_IS, 185_000),
        (Rule(basis_points=850), 200_725),
        (Rule(plus=2000), 187_000),
        (Rule(round_to=10_000), 190_000),
        (UP, 203_000),
        (Rule(basis_points=-1000), 166_500),
        (Rule(basis_points=1), 185_019),  # 18.5 đồng more: rounded up
    ],
)
def test_a_price_is_raised_then_rounded_up(rule, price):
    assert rule.price(185_000) == price


@given(rules, amounts)
def test_a_price_is_the_least_multiple_that_is_not_below_the_exact_sum(rule, amount):
    exact = Decimal(amount) * (10_000 + rule.basis_points) / 10_000 + rule.plus
    steps = (exact / rule.round_to).to_integral_value(ROUND_CEILING)

    assert rule.price(amount) == int(steps) * rule.round_to > 0


@given(amounts)
def test_the_rule_that_changes_nothing_changes_nothing(amount):
    variant = {"price": {"amount": amount, "currency": "VND"}}

    assert AS_IT_IS.price(amount) == amount
    assert AS_IT_IS.priced(variant) is variant


def test_rules_are_told_apart_by_their_digests():
    some = [
        AS_IT_IS,
        Rule(plus=1),
        Rule(basis_points=1),
        Rule(round_to=10),
        MAPPED,
        Rule(categories={"08": "1"}),
        Rule(drawn_pictures=True),
    ]

    assert AS_IT_IS.digest == ""
    assert len({rule.digest for rule in some}) == len(some)
    one, other = {"08": "1", "09": "2"}, {"09": "2", "08": "1"}
    assert Rule(categories=one).digest == Rule(categories=other).digest


@pytest.mark.parametrize(
    ("categories", "found"),
    [
        ({"08": "Nước mắm", "ocop": "Thực phẩm"}, "Nước mắm"),
        ({"09": "Trà", "ocop": "Thực phẩm"}, "Thực phẩm"),
        ({"09": "Trà", "agricultural": "Nông sản"}, None),
    ],
)
def test_a_category_is_found_by_its_group_and_else_by_its_kind(categories, found):
    assert Rule(categories=categories).category(NUOC_MAM) == found


def test_an_agricultural_group_has_the_key_that_search_knows_it_by():
    fruit: dict[str, Any] = {"kind": "agricultural", "category": {"group": {"vi": "Trái cây"}}}

    assert Rule(categories={"trai-cay": "100866"}).category(fruit) == "100866"


def test_google_and_meta_get_the_price_of_their_rule():
    [item] = google_items(NUOC_MAM, UP)
    cells = b"".join(meta.items(NUOC_MAM, Setting(ORIGIN, UP, SOLD)))

    assert item.findtext(f"{G}price") == "203000 VND"
    assert item.findtext(f"{G}unit_pricing_measure") == "500 ml"
    assert b'"203000 VND"' in cells


def test_the_unit_price_of_acp_is_that_of_the_ruled_price():
    [line] = acp.items(NUOC_MAM, Setting(ORIGIN, UP, SOLD))
    [variant] = orjson.loads(line)["variants"]

    assert variant["price"] == {"amount": 203_000, "currency": "VND"}
    assert variant["unit_price"] == {
        "amount": 406_000,
        "currency": "VND",
        "reference": {"value": 1, "unit": "l"},
        "measure": {"value": 500, "unit": "ml"},
    }


def test_each_file_has_a_place_for_the_channel_s_category():
    [item] = google_items(NUOC_MAM, MAPPED)
    [line] = acp.items(NUOC_MAM, Setting(ORIGIN, MAPPED, SOLD))
    fish_sauce = MAPPED.categories["08"]

    assert item.findtext(f"{G}google_product_category") == fish_sauce
    assert {"value": fish_sauce, "taxonomy": "google_product_category"} in orjson.loads(line)[
        "variants"
    ][0]["categories"]
    assert fish_sauce.encode() in written(MAPPED, "meta.csv")


@pytest.mark.parametrize("name", ["products.jsonl", "products.csv"])
def test_the_open_files_know_no_rule(name):
    assert written(UP, name) == written(AS_IT_IS, name)
