"""A shelf life is said as packs say it."""

import pytest

from shop.models import Product
from shop.publishing import change
from tests.web.test_pages_front_door import parsed

CODE = "HP-OCOP-0026"
PATH = f"/san-pham/{CODE}/nuoc-mam-cat-hai"


async def facts_of(shop, path):
    found = parsed(await shop.get(path)).iterfind(".//dl[@class='facts']/div")
    return {one.find("dt").text: "".join(one.find("dd").itertext()) for one in found}


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [
        (1, "1 ngày", "1 day"),
        (45, "45 ngày", "45 days"),
        (180, "6 tháng", "6 months"),
        (365, "12 tháng", "12 months"),
        (540, "18 tháng", "18 months"),
        (730, "2 năm", "2 years"),
        (1825, "5 năm", "5 years"),
        (400, "400 ngày", "400 days"),
    ],
)
async def test_a_shelf_life_is_said_in_days_months_or_years(shop, days, vietnamese, english):
    async with change(by="test") as wanted:
        await Product.filter(code=CODE).update(shelf_life_days=days)
        wanted.touch(CODE)

    assert (await facts_of(shop, PATH))["Hạn sử dụng"] == vietnamese
    assert (await facts_of(shop, f"/en{PATH}"))["Shelf life"] == english


async def test_a_sourced_product_names_what_its_source_did_not_tell(shop):
    page = parsed(await shop.get(PATH))

    said = [
        " ".join("".join(one.itertext()).split()) for one in page.iterfind(".//*[@id='minh-hoa']/p")
    ]

    assert said[0].startswith("Tên và nơi sản xuất lấy từ nguồn công khai.")
    assert said[1].startswith("Ước tính hoặc minh hoạ: giá, quy cách đóng gói, lời giới thiệu")


async def test_a_group_is_not_named_twice(shop):
    coffee = await facts_of(shop, "/san-pham/HP-OCOP-0138/ca-phe-rang-xay-phin-dat-cang")

    assert coffee["Bộ sản phẩm OCOP"] == "Cà phê, ca cao"
    assert "Nhóm" not in coffee
    assert (await facts_of(shop, PATH))["Nhóm"] == "Gia vị"
