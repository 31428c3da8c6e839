"""What a list says of how a pack is sent: read as people write it, or refused; kept and shown."""

import orjson
import pytest
from tortoise.exceptions import IntegrityError

from shop.errors.mistakes import WrongValueError
from shop.inputs import parcels
from shop.inputs.parcels import LIGHTER, NO_SIDES, NO_UNIT, NO_WEIGHT, TOO_HEAVY, TOO_LONG
from shop.inputs.refusing import AMBIGUOUS
from shop.models import Listing, Variant
from tests.intake.writing import a_row, saved

SAUCE, RICE = "HP-OCOP-0026", "HP-NS-0001"


@pytest.mark.parametrize(
    ("written", "grams"),
    [
        ("1,2 kg", 1200), ("1200 g", 1200), ("1.2kg", 1200), ("12 lạng", 1200), ("1kg2", 1200),
        ("nửa cân", 500), ("1 kg rưỡi", 1500), ("1 tấn", 1_000_000), ("1 g", 1),
    ],
)  # fmt: skip
def test_a_weight_is_read_in_grams(written, grams):
    assert parcels.weight(written) == grams


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1200", NO_WEIGHT), ("1,2", NO_WEIGHT), ("2 lít", NO_WEIGHT), ("nặng", NO_WEIGHT),
        ("0 g", NO_WEIGHT), ("0,5 g", NO_WEIGHT), ("1-2 kg", NO_WEIGHT), ("-1 kg", NO_WEIGHT),
        ("1.200 g", AMBIGUOUS), ("1001 kg", TOO_HEAVY), ("2 tấn", TOO_HEAVY),
    ],
)  # fmt: skip
def test_what_is_no_weight_is_refused(written, said):
    with pytest.raises(WrongValueError) as wrong:
        parcels.weight(written)

    assert wrong.value.said is said


@pytest.mark.parametrize(
    ("written", "sides"),
    [
        ("20 x 15 x 10 cm", (200, 150, 100)),
        ("20×15×10", (200, 150, 100)),
        ("20*15*10 CM", (200, 150, 100)),
        ("20,5 X 15 x 10cm", (205, 150, 100)),
        ("200x150x100 mm", (200, 150, 100)),
        ("20cm x 15cm x 10cm", (200, 150, 100)),
        ("1 m x 50 cm x 20 cm", (1000, 500, 200)),
        ("0,2 x 0,15 x 0,1 m", (200, 150, 100)),
        ("3 x 3 x 3 m", (3000, 3000, 3000)),
    ],
)
def test_a_parcel_is_read_in_millimetres(written, sides):
    assert parcels.sides(written) == sides


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("20 x 15", NO_SIDES), ("20 x 15 x 10 x 5", NO_SIDES), ("20 x 15 x 0", NO_SIDES),
        ("to", NO_SIDES), ("20 cm x 15 x 10", NO_SIDES), ("20 x 15 x 10 kg", NO_SIDES),
        ("2,55 x 1 x 1 cm", NO_SIDES), ("200x150x100", NO_UNIT), ("3,1 x 1 x 1 m", TOO_LONG),
        ("1.200 x 100 x 100 mm", AMBIGUOUS),
    ],
)  # fmt: skip
def test_what_is_no_parcel_is_refused(written, said):
    with pytest.raises(WrongValueError) as wrong:
        parcels.sides(written)

    assert wrong.value.said is said


@pytest.mark.parametrize("text", ["20,5 x 15 x 10 cm", "200 x 1 x 0,1 cm"])
def test_what_is_written_is_read_as_it_was(text):
    assert parcels.written_sides(parcels.sides(text)) == text
    assert parcels.weight(parcels.written_weight(1200)) == 1200


@pytest.mark.parametrize(("kind", "code"), [("ocop", SAUCE), ("agri", RICE)])
async def test_a_list_of_either_kind_tells_how_a_pack_is_sent(full, take, tmp_path, kind, code):
    before = orjson.loads((await Listing.get(code=code)).document)["variants"][0]
    row = a_row(kind, code) | {"gross_weight": "20,5 kg", "parcel": "40 x 30 x 20,5"}

    report = await take(saved(tmp_path, row))

    pack = await Variant.get(product_id=code)
    told = orjson.loads((await Listing.get(code=code)).document)["variants"][0]
    assert report.counts["products"] == {"updated": 1}
    assert (pack.gross_weight, pack.depth, pack.width, pack.height) == (20_500, 400, 300, 205)
    assert told == {
        **before, "gross_weight": 20_500, "parcel": {"depth": 400, "width": 300, "height": 205}
    }  # fmt: skip
    assert not before.keys() & {"gross_weight", "parcel"}
    assert (await take(saved(tmp_path, row))).counts["products"] == {"unchanged": 1}


async def test_an_empty_cell_says_nothing_of_how_a_pack_is_sent(full, take, tmp_path):
    row = a_row("ocop", SAUCE) | {"gross_weight": "2 kg", "parcel": "20 x 15 x 10 cm"}
    await take(saved(tmp_path, row))

    older = await take(saved(tmp_path, a_row("ocop", SAUCE, name_en="Cat Hai sauce")))
    empty = await take(saved(tmp_path, row | {"name_en": "Cat Hai sauce", "gross_weight": ""}))
    heavier = await take(saved(tmp_path, row | {"name_en": "Cat Hai sauce", "parcel": "1x1x1 m"}))

    assert [one.counts["products"] for one in (older, empty, heavier)] == [
        {"updated": 1}, {"unchanged": 1}, {"updated": 1}
    ]  # fmt: skip
    pack = await Variant.get(product_id=SAUCE)
    assert (pack.gross_weight, pack.depth, pack.height) == (2000, 1000, 1000)


@pytest.mark.on("sqlite")
async def test_what_weighs_less_than_it_holds_is_refused(full, refused, tmp_path):
    row = a_row("ocop", SAUCE, net_quantity="500", net_unit="g") | {"gross_weight": "450 g"}

    [line] = await refused(saved(tmp_path, row))

    assert line == (
        "list.csv, row 2, column gross_weight: “450 g” is lighter than what is inside (500 g);"
        " write the weight with its packing."
    )
    assert LIGHTER.filled(value="450 g", net="500").vi == (
        "“450 g” nhẹ hơn hàng bên trong (500 g). Hãy ghi khối lượng cả bao bì."
    )


@pytest.mark.parametrize("sides", [{"depth": 1}, {"depth": 1, "width": 1, "height": 0}])
async def test_a_parcel_has_three_sides_or_none(full, sides):
    with pytest.raises(IntegrityError):
        await Variant.filter(product_id=SAUCE).update(**sides)

    assert await Variant.filter(depth__isnull=False).count() == 0
