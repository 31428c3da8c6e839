"""What is typed to be heavy costs no more than what is typed to be read, and no draft grows on."""

import json

import pytest

from shop.models import Proposal
from shop.proposals import drafting
from shop.proposals.drafting import MOST_LETTERS
from shop.proposals.spotting import address_in
from tests.accounts.coming import post
from tests.people import member

ONE = "HP-CS-101"
MINUTES = 80_000
"""Letters over which a pattern that looks from each of them to the end is busy for minutes."""

pytestmark = [pytest.mark.on("sqlite"), pytest.mark.timeout(120)]


@pytest.fixture
async def path(shop) -> str:
    person = await member(ONE)
    shop.headers.update(person.headers)
    begun = await drafting.begin(ONE, user=person.user)
    return f"/nha-san-xuat/de-nghi/{begun.id}"


async def patch_of(path: str) -> dict[str, dict]:
    return (await Proposal.get(id=path.rpartition("/")[2])).patch


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "," * MINUTES},
        {"name": " " * MINUTES},
        {"pack-1": "(" * MINUTES, "price-1": "85k/kg"},
    ],
    ids=["commas", "spaces", "brackets"],
)
async def test_a_text_that_is_slow_to_compare_holds_up_no_page(shop, path, typed):
    saved = await post(shop, f"{path}/luu", **typed)

    assert saved.status_code == 200
    for step in ("thong-tin", "xem-lai"):
        assert (await shop.get(f"{path}/{step}")).status_code == 200
    assert {name: one["typed"] for name, one in (await patch_of(path)).items()} == typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("xem ca-moi.com.vn nhé", "ca-moi.com.vn"),
        ("xem a--b.vn", "a--b.vn"),
        ("(lang-chai.net)", "lang-chai.net"),
    ],
)
def test_an_address_with_dashes_is_found_whole(text, found):
    assert address_in(text).words == found


async def test_a_draft_has_the_packs_of_its_product_and_no_others(shop, path):
    many = {f"pack-HP-NS-{n:04d}-1": "hộp" for n in range(150)}

    saved = await post(shop, f"{path}/luu", name="Vải", **many)

    assert saved.status_code == 200
    assert list(await patch_of(path)) == ["name"]


async def test_a_draft_keeps_so_many_letters_and_says_when_it_is_full(shop, path):
    half = "a" * (MOST_LETTERS // 2)
    await post(shop, f"{path}/luu", story=half, storage=half)

    more = await post(shop, f"{path}/luu", name="Vải")
    page = await post(shop, f"{path}/thong-tin", name="Vải", seen="2")
    less = await post(shop, f"{path}/luu", storage="Để lạnh.", seen="2")

    assert more.status_code == page.status_code == 422
    said = "Đề nghị này dài quá 100.000 chữ. Hãy viết ngắn lại."
    assert json.loads(more.text)["errors"] == [["name", said]]
    assert 'value="Vải"' in page.text
    assert less.status_code == 200
    patch = await patch_of(path)
    assert list(patch) == ["story", "storage"]
    assert patch["storage"]["typed"] == "Để lạnh."


@pytest.mark.parametrize("months", ["1" * 5_000, "13", "0", "1,99"])
async def test_a_month_of_any_length_is_read_or_refused(shop, path, months):
    saved = await post(shop, f"{path}/luu", months=months)

    assert saved.status_code == 200
    assert (await patch_of(path))["months"]["read"] is None
