"""The gallery of a product page, as it is sent: right for readers without the script too."""

import html5lib
import pytest

from shop import photos, publishing
from shop.models import Photo, Picture
from shop.web.language import Language
from shop.web.public.pictures_shown import pictures
from tests.pictures import key, photo, send

CODE = "HP-OCOP-0026"
FISH_SAUCE = f"/san-pham/{CODE}/nuoc-mam-cat-hai"
BARE = "/san-pham/HP-NS-0009"
SIZES = (
    "(min-width: 80rem) 36.5rem, (min-width: 42rem) 46vw, (min-resolution: 2.5dppx) {}vw, "
    "(min-resolution: 1.5dppx) {}vw, 100vw"
)


async def page(door, path: str = FISH_SAUCE):
    answer = await door.get(path, follow_redirects=True)
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def slides(tree):
    return tree.findall(".//li[@class='slide']")


def shown(width: int, height: int, **more: object):
    [one] = pictures([{"url": "/media/a.jpg", "width": width, "height": height, **more}],
                     Language.VI)  # fmt: skip
    return one


async def give(door, *made: bytes, **fields: str) -> None:
    answer = await send(door, await key(), *made, product=CODE, **fields)
    assert answer.status_code == 200, answer.text


async def test_each_picture_stands_at_every_size_with_its_measures(shop):
    await give(shop, photo(1, (2000, 1500)), photo(2, (2000, 1500)))

    [first, second] = slides(await page(shop))

    for slide, filled in ((first, (66, 100)), (second, (44, 88))):
        source, image = slide.find(".//picture/source"), slide.find(".//picture/img")
        assert source.get("type") == "image/webp"
        assert [one.split()[1] for one in source.get("srcset").split(", ")] == [
            "320w", "640w", "960w", "1600w",
        ]  # fmt: skip
        assert source.get("sizes") == SIZES.format(*filled)
        assert (image.get("width"), image.get("height")) == ("1600", "1200")
        assert image.get("src").endswith(".jpg")
        assert slide.find(".//a[@class='frame']").get("href") == image.get("src")
        assert slide.find(".//img[@class='blur']").get("src").startswith("data:image/webp;base64,")


async def test_only_the_first_picture_is_fetched_at_once_and_first_of_all(shop):
    await give(shop, *(photo(n) for n in range(1, 5)))

    tree = await page(shop)

    images = [slide.find(".//picture/img") for slide in slides(tree)]
    assert [image.get("fetchpriority") for image in images] == ["high", None, None, None]
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy", "lazy"]
    assert len([one for one in tree.iter("img") if one.get("fetchpriority")]) == 1
    assert {one.get("loading") for one in tree.iterfind(".//ol[@class='thumbs']//img")} == {"lazy"}


async def test_without_a_script_links_lead_to_every_picture(shop):
    await give(shop, photo(1), photo(2), photo(3))

    tree = await page(shop)

    links = [one.get("href") for one in tree.iterfind(".//ol[@class='thumbs']/li/a")]
    assert links == [f"#{slide.get('id')}" for slide in slides(tree)] == [
        "#anh-1", "#anh-2", "#anh-3",
    ]  # fmt: skip
    assert [one.text for one in tree.iterfind(".//p[@class='count']/span[@aria-hidden]")] == [
        "1 / 3", "2 / 3", "3 / 3",
    ]  # fmt: skip
    assert all(one.get("hidden") is not None for one in tree.iterfind(".//button[@class='turn']"))


async def test_one_picture_alone_is_not_numbered_and_not_turned(shop):
    await give(shop, photo())

    tree = await page(shop)

    assert len(slides(tree)) == 1
    for what in ("ol[@class='thumbs']", "p[@class='count']", "button[@class='turn']"):
        assert tree.find(f".//{what}") is None
    assert tree.find(".//div[@class='slides']").get("tabindex") is None


@pytest.mark.parametrize(
    ("prefix", "first", "second", "enlarge"),
    [
        ("", "Nước mắm Cát Hải – cả chai", "Nước mắm Cát Hải – ảnh 2", "Phóng to:"),
        ("/en", "Cat Hai fish sauce – the bottle", "Cat Hai fish sauce – picture 2", "Enlarge:"),
    ],
)
async def test_what_is_on_a_picture_is_told_in_the_readers_language(
    shop, prefix, first, second, enlarge
):
    await give(shop, photo(1), photo(2))
    async with publishing.change(by="test") as wanted:
        await Photo.filter(product_id=CODE, position=1).update(
            view_vi="cả chai", view_en="the bottle"
        )
        wanted.touch(CODE)

    tree = await page(shop, prefix + FISH_SAUCE)

    images = [slide.find(".//picture/img") for slide in slides(tree)]
    assert [image.get("alt") for image in images] == [first, second]
    assert [image.get("lang") for image in images] == [None, None]
    assert {one.find(".//a/span").text for one in slides(tree)} == {enlarge}


def test_a_text_that_is_not_translated_is_marked_as_vietnamese():
    [one] = pictures(
        [{"url": "/a.jpg", "width": 8, "height": 6, "alt": {"vi": "Quả vải"}}], Language.EN
    )

    assert (one.alt.text, one.alt.lang) == ("Quả vải", ' lang="vi"')


async def test_a_drawing_says_that_it_is_one(shop):
    await give(shop, photo())
    [picture] = await Picture.all()
    await photos.illustrate(["HP-NS-0009"], picture.digest, by="test")

    [slide] = slides(await page(shop, BARE))
    [real] = slides(await page(shop))

    assert slide.find(".//figcaption").text == "Hình minh hoạ"
    assert real.find(".//figcaption") is None


async def test_a_product_without_pictures_says_so(shop):
    tree = await page(shop, BARE)

    assert slides(tree) == []
    assert tree.find(".//dialog") is None
    assert [one.text for one in tree.iterfind(".//div[@class='gallery']/p")] == ["Chưa có ảnh"]


@pytest.mark.parametrize(
    ("size", "fitting", "wide", "narrow"),
    [
        ((1600, 1200), "cover", "36.5rem", "100vw"),
        ((1600, 1067), "cover", "41rem", "112vw"),
        ((1600, 1600), "", "27.4rem", "75vw"),
        ((1600, 2133), "", "20.5rem", "56.3vw"),
        ((1600, 900), "", "36.5rem", "100vw"),
        ((1600, 40), "", "36.5rem", "100vw"),
        ((300, 12000), "tiny", "0.684rem", "1.88vw"),
        ((16, 16), "tiny", "27.4rem", "75vw"),
    ],
)
def test_a_picture_of_any_shape_says_how_wide_it_will_be(size, fitting, wide, narrow):
    one = shown(*size)

    assert one.fitting == fitting
    assert one.sizes.startswith(f"(min-width: 80rem) {wide}, (min-width: 42rem) ")
    assert one.sizes.endswith(f", {narrow}")


def test_a_picture_without_renditions_is_shown_as_it_is():
    one = shown(800, 600)

    assert (one.src, one.webp, one.thumbnail) == ("/media/a.jpg", "", "/media/a.jpg")
