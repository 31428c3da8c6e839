import re
import unicodedata
from base64 import b64encode
from hashlib import sha256
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from shop.web.files import fonts
from shop.web.files.assets import asset, files

MOST_STYLE = 31_744  # issue 21 brought two columns, folds, rows, dots, bands and calendars
MOST_OF_PERSONS = 10_240  # which readers never load
MOST_OF_LISTS = 3072  # the shopping list and sharing
MOST_SCRIPT = 30_720
MOST_SCRIPT_OF_PERSONS = 20_480
OF_READERS = {"site.js", "market.js"}
MOST_FONTS = 40_960


def test_style_and_script_stay_light():
    names = files().by_name

    assert len(names["site.css"]) <= MOST_STYLE
    assert len(names["personal.css"]) <= MOST_OF_PERSONS
    assert len(names["market.css"]) <= MOST_OF_LISTS
    scripts = {name for name in names if name.endswith(".js")}
    assert sum(len(names[name]) for name in OF_READERS) <= MOST_SCRIPT
    assert sum(len(names[name]) for name in scripts - OF_READERS) <= MOST_SCRIPT_OF_PERSONS


def test_the_style_loads_nothing_from_elsewhere():
    style = files().by_name["site.css"].decode()

    assert "http" not in style.replace("xmlns='http://www.w3.org/2000/svg'", "")
    assert "@import" not in style


async def test_the_style_stands_in_pages_and_is_allowed_by_its_hash(shop):
    answer = await shop.get("/tim-kiem?q=gao")
    [written] = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = b64encode(sha256(written.encode()).digest()).decode()

    assert f"style-src 'self' 'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert 'rel="stylesheet"' not in answer.text
    for font in re.findall(r"url\((/[^)]*)\)", written):
        assert (await shop.get(font)).status_code == 200


def test_an_asset_that_we_do_not_have_is_a_mistake():
    assert asset("site.css") == f"/static/{files().version}/site.css"
    with pytest.raises(LookupError):
        asset("../secret.css")


def test_the_fonts_hold_every_vietnamese_letter_and_are_cut_once(tmp_path):
    cut = {name: fonts.subset_of(name, tmp_path) for name in fonts.WEIGHTS}

    assert sum(map(len, cut.values())) <= MOST_FONTS
    for data in cut.values():
        held = TTFont(BytesIO(data)).getBestCmap()
        assert [one for one in _vietnamese() if ord(one) not in held] == []


def _vietnamese() -> set[str]:
    text = "Đắk Lắk, Thuỷ Nguyên, Vĩnh Bảo, Kiến Thụy, ươm ủ, Cẩm Giàng, rượu nếp – 125.000 ₫ “”…"
    vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    return set(text) | {unicodedata.normalize("NFC", v + t) for v in vowels for t in tones}
