"""Prices and numbers that can be read and hardly be meant wait, or are refused."""

import pytest

from shop.formats.gtins import is_for_trade
from shop.intake.sense import digests_in
from shop.models import Product, Variant
from tests.intake.conftest import serials
from tests.intake.writing import a_row, saved, table, xlsx

OCOP = "HP-OCOP-0026"
CODES = ("HP-OCOP-0001", "HP-OCOP-0002", "HP-OCOP-0003", OCOP)


def priced(folder, price, name_en="Sauce"):
    return saved(folder, a_row("ocop", OCOP, price_vnd=price, name_en=name_en))


async def price_of(code):
    return (await Variant.get(product_id=code)).price


def written(report, folder):
    """Write a report as the command prints it."""
    file = folder / "report.txt"
    file.write_text("\n".join(map(str, (*report.refusals, *report.conflicts, *report.lines()))))
    return digests_in(file)


async def test_a_price_below_a_thousand_waits_until_it_is_confirmed(full, take, tmp_path):
    before, now = await serials(), await price_of(OCOP)
    file = priced(tmp_path, "125", name_en="Changed")

    report = await take(file)

    [conflict] = report.conflicts
    [digest] = written(report, tmp_path)
    assert str(conflict) == (
        f"list.csv, row 2: {OCOP} goes from {now:,} ₫ to 125 ₫, too far to go in. Look at the "
        f"zeros again. If it is right, confirm it by this report ({digest})."
    )
    assert (report.counts["products"], await price_of(OCOP)) == ({"conflict": 1}, now)
    assert await serials() == before
    assert not await Product.exists(name_en="Changed")

    report = await take(file, accepted=frozenset({digest}))

    assert (report.conflicts, report.refusals) == ([], [])
    assert (report.counts["products"], await price_of(OCOP)) == ({"updated": 1}, 125)
    assert await Product.exists(name_en="Changed")


async def test_a_new_product_waits_whole(full, take, tmp_path):
    file = priced(tmp_path, "900đ")
    file.write_text(file.read_text().replace(OCOP, "HP-OCOP-9001"))

    report = await take(file)

    [conflict] = report.conflicts
    assert "has the price 900 ₫, too low to go in. If the list counts in thousands" in str(conflict)
    assert not await Product.exists(code="HP-OCOP-9001")
    await take(file, accepted=written(report, tmp_path))
    assert await price_of("HP-OCOP-9001") == 900


async def test_ten_times_is_a_change_and_more_is_a_question(full, take, tmp_path):
    await take(priced(tmp_path, "125000"))
    steps = [("12500", 12_500), ("1249", 12_500), ("125.000", 125_000), ("1.250.001", 125_000)]
    for said, held in steps:
        report = await take(priced(tmp_path, said))

        assert (await price_of(OCOP), len(report.conflicts)) == (held, int(held != _sum(said)))


def _sum(said):
    return int(said.replace(".", ""))


async def test_a_price_with_its_day_is_doubted_like_any(full, take, tmp_path):
    now = await price_of(OCOP)
    row = a_row("ocop", OCOP, price_vnd=str(now * 11)) | {"price_on": "2026-11-20"}

    report = await take(saved(tmp_path, row))

    assert (len(report.conflicts), await price_of(OCOP)) == (1, now)


ANOTHER = (
    "--accept: The report that was given is of another list, or of another state, and confirms "
    "nothing; import once more for a new one."
)


async def test_a_report_of_another_list_or_state_confirms_nothing(full, take, tmp_path):
    now = await price_of(OCOP)
    file = priced(tmp_path, str(now * 20))
    accepted = written(await take(file), tmp_path)

    other = await take(priced(tmp_path, str(now * 20), name_en="Another"), accepted=accepted)
    await take(priced(tmp_path, str(now + 1000)))
    later = await take(priced(tmp_path, str(now * 20)), accepted=accepted)

    for report in (other, later):
        assert [str(refusal) for refusal in report.refusals] == [ANOTHER]
        assert len(report.conflicts) == 1
    assert await price_of(OCOP) == now + 1000


async def test_a_column_in_thousands_is_told_once(full, take, tmp_path):
    before = await serials()
    prices = ("125", "85", "1.250", "62,5")
    rows = [a_row("ocop", code, price_vnd=p) for code, p in zip(CODES, prices, strict=True)]

    report = await take(xlsx(tmp_path, DS=table(*rows)))

    [conflict] = report.conflicts
    [digest] = written(report, tmp_path)
    assert str(conflict) == (
        "list.xlsx [DS]: The whole column price_vnd (4 cells) seems to be in thousands of đồng and "
        "did not go in. Write whole đồng, such as 125000. If it is right, confirm it by this "
        f"report ({digest})."
    )
    assert (report.counts["products"], report.refusals) == ({"conflict": 4}, [])
    assert await serials() == before


async def test_a_column_of_small_prices_goes_in_once_it_is_confirmed(full, take, tmp_path):
    rows = [a_row("ocop", code, price_vnd=f"{n}00") for n, code in enumerate(CODES, 5)]
    file = saved(tmp_path, *rows)
    accepted = written(await take(file), tmp_path)

    report = await take(file, accepted=accepted)

    assert (report.counts["products"], report.conflicts) == ({"updated": 4}, [])
    assert [await price_of(code) for code in CODES] == [500, 600, 700, 800]


async def test_a_list_with_one_small_price_is_none_in_thousands(full, take, tmp_path):
    rows = [a_row("ocop", code) for code in CODES]
    rows[0]["price_vnd"] = "125"

    report = await take(saved(tmp_path, *rows))

    assert report.counts["products"] == {"conflict": 1, "unchanged": 3}


@pytest.mark.on("sqlite")
async def test_the_command_takes_its_own_report_back(full_settings, inside, tmp_path):
    file, report = priced(tmp_path, "125"), tmp_path / "report.txt"

    first = await inside(full_settings, "import", str(file))
    report.write_text(first.stdout)
    second = await inside(full_settings, "import", str(file), "--accept", str(report))
    third = await inside(full_settings, "import", str(file), "--accept", str(report))
    none = await inside(full_settings, "import", str(file), "--accept", str(file))

    assert (first.returncode, second.returncode) == (0, 0)
    assert "products: 0 created, 1 updated" in second.stdout
    assert (third.returncode, ANOTHER in third.stdout) == (1, True)
    assert none.stderr == (
        "sanvat: This report asks to confirm nothing; give the one of the import before.\n"
    )


NO_GTINS = {
    "2000000000008": "is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    "0212345678909": "is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    "0400000000008": "is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    "200000000004": "is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    "20000004": "is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    "12000000000005": "is a code of a shop's own (02, 04, 20 to 29), no GTIN; leave it empty.",
    "9812345678902": "is the code of a coupon (05, 98, 99), no GTIN; leave it empty.",
    "0500000000005": "is the code of a coupon (05, 98, 99), no GTIN; leave it empty.",
    "9900000000004": "is the code of a coupon (05, 98, 99), no GTIN; leave it empty.",
    "9800000000007": "is the code of a refund receipt (980), no GTIN; leave it empty.",
    "9786041234567": "is the ISBN of a book (978, 979), no GTIN of these goods; leave it empty.",
    "9771234567898": "is the ISSN of a periodical (977), no GTIN of these goods; leave it empty.",
    "9520009999996": "is a specimen of GS1 (952), no GTIN of real goods; leave it empty.",
    "1111111111116": (
        "was typed to try something, and is no GTIN; write the one on the pack, or leave it empty."
    ),
}


async def test_numbers_that_no_goods_are_traded_under_are_refused(full, refused, tmp_path):
    for gtin, said in NO_GTINS.items():
        [line] = await refused(saved(tmp_path, a_row("ocop", OCOP, gtin=gtin)))

        assert line == f"list.csv, row 2, column gtin: “{gtin}” {said}"
        assert not is_for_trade(gtin)


async def test_a_specimen_comes_in_with_the_demo_alone_and_stays(full, take, tmp_path):
    row = a_row("agri", "HP-NS-0001", name_en="Changed")
    new = row | {"code": "HP-NS-9001", "gtin": "9520009999996"}

    held = await take(saved(tmp_path, row))
    strange = await take(saved(tmp_path, new))
    shown = await take(saved(tmp_path, new), specimens=True)

    assert (row["gtin"], held.counts["products"]) == ("9520005000016", {"updated": 1})
    assert strange.counts["products"] == {"refused": 1}
    assert shown.counts["products"] == {"created": 1}
