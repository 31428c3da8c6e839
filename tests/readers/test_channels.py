"""Rules of channels in the feed files, diagnoses, and sheets read back as a person opens them."""

from io import BytesIO
from itertools import pairwise

import pytest
from python_calamine import CalamineWorkbook

from shop import catalogue
from shop.errors import ForbiddenError, InvalidError, NotFoundError
from shop.formats.bans import kinds_of
from shop.formats.channels import CHANNELS
from shop.formats.rules import AS_IT_IS
from shop.models import (
    AuditEntry,
    ChannelRule,
    FeedFile,
    Listing,
    Partner,
    Product,
    Purpose,
    Variant,
)
from shop.partners import channels
from shop.publishing import change
from shop.queries.diagnosing import diagnose, diagnose_all, diagnose_some, summary
from shop.queries.exporting import export
from tests.api.test_changes import follow
from tests.feeding import (
    ORIGIN,
    G,
    build,
    documents,
    fetched,
    lines,
    offer_everything,
    rows,
    xml_items,
)

UP = {"basis_points": 850, "plus": 2000, "round_to": 1000}
EVERYTHING = {"ocop": "100001", "agricultural": "100002"}
NUOC_MAM = "HP-OCOP-0026"


def digests():
    return FeedFile.all().values_list("name", "digest")


async def test_a_rule_changes_the_file_of_its_channel_and_nothing_else(pictured):
    await offer_everything()
    await build(pictured)
    before, told = dict(await digests()), await follow(pictured)
    prices = {one["id"]: one["price"] for one in await rows(pictured, "meta.csv")}

    await channels.set_rule("google", {**UP, "categories": {"08": "Fish"}}, by="test")

    assert await build(pictured)
    after = dict(await digests())
    assert {name for name in after if before[name] != after[name]} == {
        "google.xml",
        "google.xml.gz",
        "google.xml.zst",
        "google.en.xml",
        "google.en.xml.gz",
        "google.en.xml.zst",
    }
    assert await follow(pictured) == told
    rule = (await channels.rules())["google"]
    items = await xml_items(pictured)
    assert len(items) == len(prices) == 386
    for item in items:
        ours = int(prices[item.findtext(f"{G}id")].removesuffix(" VND"))
        assert item.findtext(f"{G}price") == f"{rule.price(ours)} VND"
    assert not await build(pictured)


async def test_a_file_knows_the_rule_it_was_written_by(shop):
    await offer_everything()
    await channels.set_rule("acp", {"plus": 1000}, by="test")
    await build(shop)

    digest = (await channels.rules())["acp"].digest
    told = dict(await FeedFile.all().values_list("name", "rules"))
    assert {name for name, rules in told.items() if rules == digest} == {
        "acp/products.jsonl",
        "acp/products.jsonl.gz",
        "acp/products.jsonl.zst",
    }
    assert set(told.values()) == {digest, ""}
    [ours] = [one for one in await documents() if one["code"] == NUOC_MAM]
    [theirs] = [one for one in await lines(shop, "acp/products.jsonl") if one["id"] == NUOC_MAM]
    amounts = [[one["price"]["amount"] for one in each["variants"]] for each in (ours, theirs)]
    assert amounts[1] == [amount + 1000 for amount in amounts[0]]


async def test_a_rule_that_is_taken_back_gives_the_old_bytes(shop):
    await offer_everything()
    await build(shop)
    before = await fetched(shop, "acp/products.jsonl")
    await channels.set_rule("acp", {"plus": 1000, "categories": {"08": "Fish"}}, by="test")
    await build(shop)
    assert await fetched(shop, "acp/products.jsonl") != before

    await channels.set_rule("acp", {"plus": 0, "categories": {}}, by="test")

    assert await build(shop)
    assert await fetched(shop, "acp/products.jsonl") == before


async def test_a_file_that_is_held_back_stays_so_under_another_rule_and_is_not_built_in_vain(shop):
    await offer_everything()
    await build(shop)
    for code in (await Product.all().order_by("code").values_list("code", flat=True))[:100]:
        await catalogue.withdraw(code, by="test")
    await build(shop)
    before = await fetched(shop, "acp/products.jsonl")

    await channels.set_rule("acp", {"plus": 1000}, by="test")

    assert await build(shop)
    assert await fetched(shop, "acp/products.jsonl") == before
    assert (await FeedFile.get(name="acp/products.jsonl")).withheld is not None
    assert not await build(shop)


async def test_what_is_not_named_of_a_rule_stays_and_each_change_is_recorded(shop):
    await channels.set_rule("meta", UP, by="test")
    await channels.map_categories("meta", {"trai-cay": " Trái  cây "}, by="Lan")
    await channels.set_rule("meta", {"plus": 0}, by="test")

    rule = (await channels.rules())["meta"]
    assert (rule.basis_points, rule.plus, rule.round_to) == (850, 0, 1000)
    assert rule.categories == {"trai-cay": "Trái cây"}
    told = await AuditEntry.filter(action="channel.rule").order_by("id")
    assert [(one.by, one.subject, one.detail) for one in told] == [
        ("test", "channel meta", UP),
        ("Lan", "channel meta", {"categories": {"trai-cay": "Trái cây"}}),
        ("test", "channel meta", {"plus": 0}),
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"basis_points": -9901}, "basis_points"),
        ({"plus": -1}, "plus"),
        ({"round_to": 0}, "round_to"),
        ({"categories": {"27": "100001"}}, "categories"),
        ({"categories": {"08": "Nước mắm"}}, "categories.08"),
        ({"categories": {"08": ""}}, "categories.08"),
    ],
)
async def test_a_rule_that_cannot_be_is_refused_and_nothing_changes(shop, changed, field):
    with pytest.raises(InvalidError) as refusal:
        await channels.set_rule("shopee", {"plus": 5} | changed, by="test")

    assert [one.field for one in refusal.value.errors] == [field]
    assert await channels.rules() == dict.fromkeys(CHANNELS, AS_IT_IS)
    assert await ChannelRule.all().count() == await AuditEntry.filter(by="test").count() == 0


async def test_only_whom_a_channel_is_entrusted_to_may_change_it(shop):
    await channels.entrust("shopee", None, by="test")
    partner = await Partner.create(name="Sàn Đất Cảng", created_at="2026-01-01T00:00:00Z")
    with pytest.raises(ForbiddenError):
        await channels.set_rule("shopee", UP, by="partner", caller=partner.id)

    await channels.entrust("shopee", "Sàn Đất Cảng", by="test")
    await channels.set_rule("shopee", {"plus": 500}, by="partner", caller=partner.id)

    assert (await channels.terms("shopee")).partner == "Sàn Đất Cảng"
    assert (await channels.rules())["shopee"].plus == 500
    with pytest.raises(NotFoundError, match="There is no partner Không Có"):
        await channels.entrust("shopee", "Không Có", by="test")
    with pytest.raises(NotFoundError, match=r"There is no channel ebay\. There are: google, meta"):
        await channels.set_rule("ebay", UP, by="test")


async def test_every_product_of_the_file_is_one_that_nothing_blocks(pictured):
    await offer_everything()
    await Variant.filter(product_id="HP-NS-0001").update(price=None)
    async with change(by="test") as wanted:
        wanted.touch("HP-NS-0001")
    await build(pictured)

    terms = await channels.terms("google")
    found = [one async for page in diagnose_all(terms) for one in page]
    free = {one.code for one in found if not any(each.blocking for each in one.obstacles)}

    assert len(found) == 429
    assert {
        item.findtext(f"{G}id").rpartition("-")[0] for item in await xml_items(pictured)
    } == free
    assert "HP-NS-0001" not in free


async def test_pages_of_diagnoses_follow_one_another(shop):
    terms = await channels.terms("shopee")
    after, seen = "", []
    while after is not None:
        page = await diagnose(terms, after, limit=100)
        seen += [one.code for one in page.diagnoses]
        after = page.after

    assert len(seen) == 429
    assert all(one < other for one, other in pairwise(seen))


async def test_the_summary_counts_products(shop):
    counts = await summary(await channels.terms("google"), hidden=True)

    assert counts == {
        "availability_unknown": 429,
        "gtin_not_for_trade": counts["gtin_not_for_trade"],
        "no_gtin": 429 - counts["gtin_not_for_trade"],
        "no_picture": 429,
        "no_way_to_buy": 429,
        "illustrative": 245,
        "banned_kind": 42,
        "no_price": 14,
        "not_online": 14,
        "adults_only": 5,
    }
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("HP-OCOP-0026", "withdrawn"),
        ("HP-OCOP-0027", "suspended"),
        ("HP-OCOP-0028", "unpublished"),
    ],
)
async def test_why_there_is_no_document_is_told_to_us_alone(shop, code, why):
    await catalogue.withdraw("HP-OCOP-0026", by="test")
    await catalogue.suspend("HP-OCOP-0027", by="test", reason="thu hồi")
    async with change(by="test") as wanted:
        await Product.filter(code="HP-OCOP-0028").update(state="unpublished")
        wanted.touch("HP-OCOP-0028")

    terms = await channels.terms("meta")
    [ours] = await diagnose_some(terms, [code], hidden=True)

    assert [(one.code, one.concerns, one.blocking) for one in ours.obstacles] == [(why, code, True)]
    assert await diagnose_some(terms, [code]) == []


async def test_what_the_worker_has_yet_to_publish_is_not_blamed_on_its_producer(shop):
    await Listing.filter(code=NUOC_MAM).delete()

    [found] = await diagnose_some(await channels.terms("meta"), [NUOC_MAM], hidden=True)

    assert [one.code for one in found.obstacles] == ["waiting"]


async def test_who_did_not_consent_is_told_so_and_is_in_no_sheet(pictured):
    await channels.map_categories("shopee", EVERYTHING, by="test")
    await offer_everything()
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")
    theirs = set(await Product.filter(producer_id="HP-CS-005").values_list("code", flat=True))

    terms = await channels.terms("shopee")
    found = await diagnose_some(terms, theirs, hidden=True)

    assert {one.code for one in found} == theirs
    assert {one.obstacles[0].code for one in found} == {"no_consent"}
    goods, missing = await sheets(terms)
    assert theirs & codes_of(goods) == theirs & {row[0] for row in missing} == set()
    _, all_missing = await sheets(terms, hidden=True)
    assert theirs <= {row[0] for row in all_missing}


async def sheets(terms, *, hidden=False):
    """Write the sheets, and give the rows of both as a spreadsheet shows them."""
    file = BytesIO()
    await export(terms, ORIGIN, file, hidden=hidden)
    book = CalamineWorkbook.from_filelike(BytesIO(file.getvalue()))
    assert book.sheet_names == [terms.channel.name, "Còn thiếu"]
    goods, missing = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    titles = goods[0]
    return [dict(zip(titles, row, strict=True)) for row in goods[1:]], missing[1:]


def codes_of(goods) -> set[str]:
    return {row["item_sku"].rpartition("-")[0] for row in goods}


async def test_the_sheet_of_shopee_is_the_documents(pictured):
    await channels.set_rule("shopee", {**UP, "categories": EVERYTHING}, by="test")
    await offer_everything()
    terms = await channels.terms("shopee")

    goods, missing = await sheets(terms)

    packs = {v["sku"]: (d, v) for d in await documents() for v in d["variants"]}
    kept_out = {row[1] for row in missing if row[1]}
    banned = {row[0] for row in missing if not row[1]}
    assert (len(packs), len(banned)) == (429, 19 + 18)
    assert {row["item_sku"] for row in goods} == {
        sku for sku, (d, _) in packs.items() if sku not in kept_out and d["code"] not in banned
    }
    assert len(goods) == 300
    for row in goods:
        document, variant = packs[row["item_sku"]]
        assert row["item_name"].startswith(document["name"]["vi"])
        assert row["description"] == document["description"]["vi"]
        assert row["original_price"] == terms.rule.price(variant["price"]["amount"])
        assert row["category_id"] == EVERYTHING[document["kind"]]
        assert row["original_brand_name"] == document["producer"]["name"]
        assert row["image_1"] == document["photos"][0]["url"]
        assert row["weight"] == variant["quantity"] / PER_KILOGRAM[variant["unit"]]
        assert row["seller_stock"] == ("" if variant["availability"] == "in_stock" else 0)


PER_KILOGRAM = {"g": 1000, "ml": 1000, "kg": 1, "l": 1}


async def test_what_is_missing_is_said_in_words(shop):
    _, missing = await sheets(await channels.terms("lazada"))

    [first] = [row for row in missing if row[0] == NUOC_MAM and row[4] == "Ảnh"]
    assert first[2:5] == ["Nước mắm Cát Hải", first[3], "Ảnh"]
    assert first[5] == "Thêm một ảnh chụp sản phẩm: Lazada không nhận hàng không có ảnh."
    assert {row[0] for row in missing} == {one["code"] for one in await documents()}


HOSTILE = ["=1+1", "+84", "@SUM(A1)", "-1", "http://x.vn/", "1e5", "_x0041_"]


async def test_no_cell_is_a_formula_a_link_or_a_number_by_accident(pictured):
    await channels.map_categories("tiktok", EVERYTHING, by="test")
    await offer_everything()
    sold = [
        d["code"]
        for d in await documents()
        if d["variants"][0].get("unit") == "g" and "sale_restriction" not in d and not kinds_of(d)
    ]
    chosen = dict(zip(sold, HOSTILE, strict=False))
    async with change(by="test") as wanted:
        for code, text in chosen.items():
            await Product.filter(code=code).update(description_vi=text)
        wanted.touch(*chosen)

    goods, _ = await sheets(await channels.terms("tiktok"))

    told = {row["seller_sku"].rpartition("-")[0]: row["description"] for row in goods}
    assert {code: told[code] for code in chosen} == chosen
    assert len(chosen) == len(HOSTILE)


async def test_no_text_is_taken_for_markup_of_the_sheet(pictured):
    await channels.map_categories("shopee", EVERYTHING, by="test")
    await offer_everything()
    hostile = '<r><t>0</t></r></is></c><c r="G2"><v>1</v></c>&</r>'
    async with change(by="test") as wanted:
        await Product.filter(code=NUOC_MAM).update(description_vi=hostile)
        await Product.filter(code="HP-NS-0002").update(name_vi=hostile)  # may not be sold online
        wanted.touch(NUOC_MAM, "HP-NS-0002")

    goods, missing = await sheets(await channels.terms("shopee"))

    [row] = [row for row in goods if row["item_sku"] == f"{NUOC_MAM}-1"]
    assert row["description"].rstrip() == hostile
    assert {row[2].rstrip() for row in missing if row[0] == "HP-NS-0002"} == {hostile}
    assert len(goods) == 300


async def test_the_same_goods_make_the_same_sheet(shop):
    terms, files = await channels.terms("shopee"), (BytesIO(), BytesIO())
    for file in files:
        await export(terms, ORIGIN, file)

    assert files[0].getvalue() == files[1].getvalue()


async def test_a_channel_that_fetches_a_file_has_no_sheet(shop):
    with pytest.raises(NotFoundError, match=r"it fetches /feeds/google\.xml"):
        await export(await channels.terms("google"), ORIGIN, BytesIO())
