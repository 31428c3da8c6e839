"""`sanvat product show`: where a product is shown, why it is not, and what became of it."""

import json

import pytest

from shop import clock, database
from shop.models import ListingVersion, Product, Proposal, ProposalState
from tests.commands import told

FISH_SAUCE, RICE_WINE = "HP-OCOP-0026", "HP-NS-0002"
ITS_PRODUCER = "HP-CS-130"
PAGE = f"http://localhost:8000/san-pham/{FISH_SAUCE}/nuoc-mam-cat-hai"


@pytest.fixture
def sanvat(full_settings, inside):
    async def running(*arguments: str):
        return told(await inside(full_settings, *arguments))

    return running


@pytest.fixture
def show(sanvat):
    async def running(code: str, *arguments: str) -> list[str]:
        left, said, complaints = await sanvat("product", "show", code, *arguments)
        assert (left, complaints) == (0, "")
        return said.splitlines()

    return running


@pytest.fixture
def places(sanvat):
    async def running(code: str):
        _, said, _ = await sanvat("product", "show", code, "--json")
        return {one["place"]: one for one in json.loads(said)["places"]}

    return running


def reasons(place) -> list[tuple[str, str]]:
    return [(one["code"], one["concerns"]) for one in place["why"]]


async def test_a_product_that_is_shown_tells_what_that_rests_on(show, sanvat):
    await sanvat("feeds")

    lines = await show(FISH_SAUCE)

    assert lines[0] == f"{FISH_SAUCE}  Nước mắm Cát Hải"
    assert lines[1].startswith(f"  ocop, published, version 2; producer {ITS_PRODUCER} ")
    assert lines[1].endswith(", confirmed")
    assert lines[2].startswith("  consent catalogue: since ")
    assert lines[2].endswith("(public list: ocop_producers.csv)")
    assert lines[5] == "  consent contact: no"
    assert "  recognised 3 stars, MH-40/QĐ-UBND, 2025-02-20 to 2028-02-20: valid" in lines
    assert "  certificate COLLECTIVE_MARK –, expiry not given: valid" in lines
    assert "  changes by itself at 2028-02-21 00:00:00" in lines
    shown = lines.index("Shown")
    assert lines[shown + 1 : shown + 5] == [
        f"  ✓ site  {PAGE}",
        "  ✓ products.jsonl",
        "  ✓ products.csv",
        "  ✗ google  (price as on our page)",
    ]
    assert "  ✓ agents" in lines
    past = lines[lines.index("History") + 1 :]
    assert [line.split("  ", 2)[2].strip() for line in past][:1] == [
        f"import  rev 1: published  {FISH_SAUCE}"
    ]


@pytest.mark.on("sqlite")
async def test_it_speaks_vietnamese_too(show):
    lines = await show(FISH_SAUCE, "--language", "vi", "--history", "0")

    assert lines[1].startswith("  ocop, published, bản 2; cơ sở HP-CS-130 ")
    assert "Hiện ở" in lines
    assert (
        f"      ✗ {FISH_SAUCE}  Thêm một ảnh chụp sản phẩm: Shopee không nhận hàng không có ảnh."
    ) in lines
    assert "Lịch sử" not in lines


async def test_a_suspended_product_is_nowhere_and_says_for_what_reason(show, places, sanvat):
    await sanvat("feeds")
    await sanvat("product", "suspend", FISH_SAUCE, "--reason", "Nhãn ghi sai độ đạm")

    lines, found = await show(FISH_SAUCE), await places(FISH_SAUCE)

    assert {key for key, place in found.items() if place["shown"]} == set()
    shown = lines.index("Shown")
    said = (
        "      ✗ HP-OCOP-0026  The product is suspended by an official. Ask the authority for the"
    )
    assert lines[shown + 1] == "  ✗ site"
    assert lines[shown + 2] == (f"{said} reason. The reason that was noted: Nhãn ghi sai độ đạm.")
    assert reasons(found["products.jsonl"]) == [
        ("suspended", FISH_SAUCE),
        ("file_behind", FISH_SAUCE),
    ]
    assert reasons(found["shopee"]) == [("suspended", FISH_SAUCE)]
    assert lines[lines.index("Shown") - 2].startswith("  tombstone at serial 430, rev 2, ")
    [last, before] = lines[lines.index("History") + 1 :][:2]
    assert "command line  rev 2: became a tombstone" in last + before
    assert 'command line  product.suspend  HP-OCOP-0026  {"reason":"Nhãn ghi sai độ đạm"}' in (
        last + before
    )


async def test_without_the_consent_to_marketplaces_only_our_pages_show_it(places, sanvat):
    await sanvat("producer", "withdraw-consent", ITS_PRODUCER, "marketplaces")

    found = await places(FISH_SAUCE)

    assert found["site"] == {"place": "site", "shown": True, "rule": None, "why": []}
    assert not found["products.jsonl"]["shown"]
    assert reasons(found["products.jsonl"])[0] == ("no_marketplaces", FISH_SAUCE)
    assert reasons(found["agents"]) == [("no_marketplaces", FISH_SAUCE)]
    assert reasons(found["tiktok"])[0] == ("no_consent", FISH_SAUCE)
    assert not any(place["shown"] for key, place in found.items() if key != "site")


async def test_without_the_consent_to_the_catalogue_it_is_nowhere(show, places, sanvat):
    await sanvat("producer", "withdraw-consent", ITS_PRODUCER, "catalogue")

    found, lines = await places(FISH_SAUCE), await show(FISH_SAUCE)

    assert reasons(found["site"]) == [("no_catalogue", FISH_SAUCE)]
    refused = f"The producer {ITS_PRODUCER} does not consent to `catalogue`. Ask it."
    assert f"      ✗ {FISH_SAUCE}  {refused}" in lines
    assert any(line.startswith("  consent catalogue: withdrawn 20") for line in lines)
    assert any("command line  consent.withdraw  HP-CS-130" in line for line in lines)


async def test_the_rule_of_a_channel_is_told_in_words(show, sanvat):
    channel = ("partner", "channel", "set", "shopee")
    await sanvat(*channel, "--percent", "8.5", "--plus", "2000", "--round-to", "1000")

    lines = await show(FISH_SAUCE)
    vi = await show(FISH_SAUCE, "--language", "vi")

    assert "  ✗ shopee  (price +8.5 % + 2,000 ₫, rounded up to 1,000 ₫)" in lines
    assert "  ✗ shopee  (giá +8.5 % + 2.000 ₫, làm tròn lên 1.000 ₫)" in vi


@pytest.mark.on("sqlite")
async def test_spirits_are_offered_to_no_agent(places):
    found = await places(RICE_WINE)

    assert reasons(found["agents"]) == [("restricted", RICE_WINE)]
    assert found["site"]["shown"]
    assert ("not_online", RICE_WINE) in reasons(found["google"])


async def test_a_change_that_the_index_has_not_read_is_told(show, sanvat):
    await sanvat("product", "price", f"{FISH_SAUCE}-1", "123000")

    lines = await show(FISH_SAUCE)
    await sanvat("reindex")
    then = await show(FISH_SAUCE)

    assert f"  ✓ site  {PAGE}  (the index has not read that far)" in lines
    assert f"  ✓ site  {PAGE}" in then
    past = lines[lines.index("History") + 1 :]
    assert any(
        line.endswith(f"command line  rev 2: changed variants  {FISH_SAUCE}") for line in past
    )
    assert any(f"command line  variant.price  {FISH_SAUCE}-1" in line for line in past)


async def test_open_proposals_are_named_as_people_call_them(show, full_settings):
    async with database.connected(full_settings):
        await Proposal.create(
            id="0123456789abcdefghjkmnpqrs",
            producer_id=ITS_PRODUCER,
            product_id=FISH_SAUCE,
            patch={},
            state=ProposalState.SUBMITTED,
            begun_at=clock.now(),
            changed_at=clock.now(),
            submitted_at=clock.now(),
            answer_by=clock.today(),
        )

    lines = await show(FISH_SAUCE)

    waiting = lines[lines.index("Open proposals") + 1]
    assert waiting.startswith("  012-")
    assert "  waits to be decided  " in waiting
    assert waiting.endswith(f"  answer promised by {clock.today()}")


async def test_a_product_that_is_gone_leaves_its_tombstone_and_its_past(
    show, full_settings, sanvat
):
    async with database.connected(full_settings):
        await Product.filter(code=FISH_SAUCE).delete()
    await sanvat("verify")

    lines = await show(FISH_SAUCE)

    assert lines[0] == f"{FISH_SAUCE}  only its tombstone is left"
    assert lines[lines.index("Shown") + 2].startswith(
        f"      ✗ {FISH_SAUCE}  The product is in the catalogue no more, only its tombstone."
    )
    assert any("verify  rev 2: became a tombstone" in line for line in lines)


async def test_an_erased_version_is_not_taken_for_a_tombstone(show, full_settings):
    async with database.connected(full_settings):
        await ListingVersion.filter(code=FISH_SAUCE).update(document=None)

    lines = await show(FISH_SAUCE)

    assert any(f"rev 1: its text was erased  {FISH_SAUCE}" in line for line in lines)


async def test_rows_that_say_something_else_are_told_of(places, full_settings):
    async with database.connected(full_settings):
        await Product.filter(code=FISH_SAUCE).update(state="withdrawn")

    found = await places(FISH_SAUCE)

    assert reasons(found["site"]) == [("withdrawn", FISH_SAUCE), ("drifted", FISH_SAUCE)]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("HP-OCOP-9999", "There is no product HP-OCOP-9999."),
        (f"{FISH_SAUCE} --history -1", "Give --history as a number from 0."),
    ],
)
async def test_what_cannot_be_shown_is_one_line(sanvat, arguments, sentence):
    assert await sanvat("product", "show", *arguments.split()) == (1, "", f"sanvat: {sentence}\n")
