"""The pages about the catalogue itself say what is true of it, and who runs it if that is known."""

import json

import html5lib
import pytest

from shop.config import Settings
from shop.formats.files import FORMATS
from tests.conftest import front_door

PAGES = ["/gioi-thieu", "/lien-he", "/quyen-rieng-tu", "/dinh-chinh", "/du-lieu-mo"]
CENTRE = {
    "run_by": "Trung tâm Khuyến nông <Mẫu>",
    "run_by_address": "Số 0 đường Thử, Hải Phòng",
    "run_by_phone": "0225 000 0000",
    "run_by_email": "hoi@sanvat.example.vn",
    "help_phone": "0225 000 0001",
}


def read(answer):
    assert answer.status_code == 200
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def said(element):
    return " ".join("".join(element.itertext()).split())


def facts(page):
    rows = page.iterfind(".//main//dl[@class='facts']/div")
    return {said(row.find("dt")): said(row.find("dd")) for row in rows}


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
async def test_each_links_to_pages_that_there_are(shop, path, language):
    page = read(await shop.get(language + path))

    links = [one.get("href") for one in page.iterfind(".//main//a")]
    ours = [one for one in links if one.startswith("/") and not one.startswith("/feeds/")]
    for link in ours:
        assert (await shop.get(link)).status_code in {200, 303}, link
    assert links or path == "/quyen-rieng-tu"


async def test_every_page_and_every_error_leads_to_them(shop):
    for path, status in (("/", 200), ("/en/tim-kiem?q=mam", 200), ("/khong-co", 404)):
        answer = await shop.get(path)
        prefix = "/en" if path.startswith("/en") else ""
        foot = html5lib.parse(answer.text, namespaceHTMLElements=False).find(".//footer")
        links = {one.get("href") for one in foot.iter("a")}
        assert answer.status_code == status
        assert {prefix + one for one in (*PAGES, "/co-so", "/mua-vu", "/xa-phuong")} <= links


async def test_while_no_setting_says_who_runs_it_nothing_is_made_up(shop):
    page = read(await shop.get("/lien-he"))

    assert facts(page) == {}
    assert said(page.find(".//main//p[@class='notice']")) == (
        "Bản này chưa ghi đơn vị vận hành và cách liên hệ."
    )


async def test_settings_say_who_runs_it(full_settings):
    settings = Settings(**(full_settings.model_dump() | CENTRE))
    async with front_door(settings) as shop:
        pages = [read(await shop.get(path)) for path in ("/lien-he", "/gioi-thieu")]
        english = read(await shop.get("/en/lien-he"))

    for page in pages:
        assert facts(page) == {
            "Đơn vị vận hành": CENTRE["run_by"],
            "Địa chỉ": CENTRE["run_by_address"],
            "Điện thoại": CENTRE["run_by_phone"],
            "Thư điện tử": CENTRE["run_by_email"],
        }
    links = {one.get("href") for one in pages[0].iterfind(".//main//dl//a")}
    assert links == {"tel:02250000000", "mailto:hoi@sanvat.example.vn"}
    assert "Cần giúp thì gọi 0225 000 0001." in said(pages[0].find(".//main"))
    assert next(iter(facts(english))) == "Who runs this catalogue"
    marked = [one.text for one in english.iterfind(".//main//dl//span[@lang='vi']")]
    assert marked == [CENTRE["run_by"], CENTRE["run_by_address"]]


@pytest.mark.parametrize(
    "wrong", [{"run_by_phone": "gọi tôi"}, {"run_by_email": "a b@c"}, {"run_by": "x" * 201}]
)
def test_what_is_no_number_or_address_stops_the_start(wrong, tmp_path):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Settings(data=tmp_path, **wrong)


async def test_open_data_names_every_file_that_is_built(shop):
    page = read(await shop.get("/du-lieu-mo"))

    assert list(facts(page)) == [*(one.name for one in FORMATS), "recognitions.csv"]
    told = json.loads(page.find(".//script[@type='application/ld+json']").text)
    assert told["@type"] == "Dataset"
    assert [one["contentUrl"] for one in told["distribution"]] == [
        f"http://localhost:8000/feeds/{one.name}" for one in FORMATS
    ]


async def test_privacy_says_how_long_counts_and_reports_are_kept(shop):
    text = said(read(await shop.get("/quyen-rieng-tu")).find(".//main"))

    assert "Số đếm giữ 400 ngày." in text
    assert "Lời báo giữ 365 ngày." in text
    assert "2 ngày làm việc" in text


async def test_they_hold_while_the_catalogue_changes(shop):
    kept = await shop.get("/gioi-thieu")

    again = await shop.get("/gioi-thieu", headers={"If-None-Match": kept.headers["etag"]})

    assert again.status_code == 304
    assert "set-cookie" not in kept.headers
