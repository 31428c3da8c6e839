"""The same photo is known again; another one is not taken for it."""

import io
from functools import cache
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from media import likeness
from media.illustrations import picture
from media.likeness import NEAR, ODD_ACROSS, distance, pairs

PRODUCE = Path(__file__).parents[3] / "shared" / "photos" / "produce"
needs_photos = [
    pytest.mark.shared,
    pytest.mark.skipif(not PRODUCE.is_dir(), reason="../shared/photos is not here"),
]


@cache
def photos() -> dict[str, Image.Image]:
    return {path.stem: Image.open(path).convert("RGB") for path in sorted(PRODUCE.glob("*.jpg"))}


def recompressed(photo: Image.Image) -> Image.Image:
    data = io.BytesIO()
    photo.save(data, "JPEG", quality=40)
    return Image.open(data)


def mirrored(likeness: str) -> str:
    return f"{int(likeness, 16) ^ ODD_ACROSS:016x}"


def cropped(photo: Image.Image, share: float) -> Image.Image:
    left, top = (round(side * share / 2) for side in photo.size)
    return photo.crop((left, top, photo.width - left, photo.height - top))


def watermarked(photo: Image.Image) -> Image.Image:
    marked = photo.copy()
    right, foot = photo.width - 10, photo.height - 10
    ImageDraw.Draw(marked).text(
        (right, foot), "nongsan.example", "white", anchor="rs", font_size=16
    )
    return marked


CHANGES = {
    "smaller": lambda photo: photo.resize((213, round(213 * photo.height / photo.width))),
    "recompressed": recompressed,
    "brighter": lambda photo: ImageEnhance.Brightness(photo).enhance(1.15),
    "darker": lambda photo: ImageEnhance.Brightness(photo).enhance(0.85),
    "cropped": lambda photo: cropped(photo, 0.03),
    "cropped more": lambda photo: cropped(photo, 0.05),
    "watermarked": watermarked,
    "mirrored": ImageOps.mirror,
    "mirrored and smaller": lambda photo: ImageOps.mirror(photo).resize((300, 300)),
}


class TestRealPhotos:
    pytestmark = needs_photos

    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_a_changed_photo_is_known_again(self, change):
        apart = {
            name: distance(likeness.of(photo), likeness.of(change(photo)))
            for name, photo in photos().items()
        }

        assert {name: bits for name, bits in apart.items() if bits > NEAR} == {}

    def test_no_photo_is_taken_for_another(self):
        assert list(pairs({name: likeness.of(photo) for name, photo in photos().items()})) == []


def test_a_drawing_is_known_again_and_another_is_not_taken_for_it():
    orange, mat = (Image.open(io.BytesIO(picture(key))).reduce(4) for key in ("cam", "chieu-coi"))
    shown = {"cam": orange, "cam, mirrored": ImageOps.mirror(orange), "chieu-coi": mat}

    found = list(pairs({name: likeness.of(image) for name, image in shown.items()}))

    assert {frozenset(pair[:2]) for pair in found} == {frozenset({"cam", "cam, mirrored"})}


def test_turning_twice_is_not_turning():
    assert mirrored(mirrored("0123456789abcdef")) == "0123456789abcdef"
    assert distance("0123456789abcdef", mirrored("0123456789abcdef")) == 0


def changed(known: str, by: int, random: Random) -> str:
    bits = sum(1 << bit for bit in random.sample(range(64), by))
    return f"{int(known, 16) ^ bits:016x}"


def test_every_near_pair_of_fifty_thousand_is_found_at_once():
    random = Random(3)  # noqa: S311 - the same each time
    known = {f"{n}": f"{random.getrandbits(64):016x}" for n in range(50_000)}
    planted = {}
    for n in range(330):
        copy = changed(known[f"{n}"], n % (NEAR + 1), random)
        known[f"copy {n}"] = mirrored(copy) if n % 2 else copy
        planted[f"{n}", f"copy {n}"] = n % (NEAR + 1)

    found = {(*sorted(pair[:2]),): pair[2] for pair in pairs(known)}

    assert planted.items() <= found.items()
    for (one, other), apart in found.items():
        assert apart == distance(known[one], known[other]) <= NEAR


def test_pairs_are_those_that_comparing_all_with_all_finds():
    random = Random(4)  # noqa: S311 - the same each time
    known = {f"{n:03}": changed("0123456789abcdef", n % 9, random) for n in range(150)}

    for within in (0, 3, 4, 10, 12):
        found = {(*sorted(pair[:2]), pair[2]) for pair in pairs(known, within)}
        assert found == {
            (one, other, distance(known[one], known[other]))
            for one in known
            for other in known
            if one < other and distance(known[one], known[other]) <= within
        }
