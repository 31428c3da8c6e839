"""Sending pictures: what is taken, what is refused in plain words, and what becomes of it."""

import asyncio
import io
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

import httpx2
import pytest
from PIL import Image

from shop import clock, photos
from shop.errors import NotFoundError
from shop.models import AuditEntry, KeyKind, Photo, Picture
from shop.publishing import verify
from tests.conftest import front_door, services_of
from tests.pictures import key, photo, send

CODE = "HP-NS-0001"
NAME = "Vải thiều Thanh Hà"
MIB = 1024 * 1024


async def document(door: httpx2.AsyncClient, code: str = CODE) -> dict:
    return (await door.get(f"/api/v1/listings/{code}")).json()


async def test_a_picture_is_taken_and_shown(shop):
    service = await key()
    sent = photo()

    answer = await send(
        shop,
        service,
        sent,
        product=CODE,
        view_vi="vườn cây",
        view_en="orchard",
        licence="CC-BY-4.0",
    )

    assert answer.status_code == 200
    [taken] = answer.json()["pictures"]
    assert (taken["file"], taken["accepted"]) == ("anh 1.jpg", True)
    assert taken["picture"] == sha256(sent).hexdigest()
    assert [one["width"] for one in taken["renditions"]] == [320, 640, 800, 800, 800]
    for one in taken["renditions"]:
        file = await shop.get(one["url"])
        assert file.headers["content-type"] == one["type"]
        assert Image.open(io.BytesIO(file.content)).size == (one["width"], one["height"])
    listing = await document(shop)
    [shown] = listing["photos"]
    assert shown["alt"] == {
        "vi": f"{listing['name']['vi']} – vườn cây",
        "en": f"{listing['name'].get('en', listing['name']['vi'])} – orchard",
    }
    assert shown["licence"] == "CC-BY-4.0"
    assert shown["renditions"] == taken["renditions"]


async def test_pictures_are_shown_in_the_order_in_which_they_come(shop):
    service = await key()

    await send(shop, service, photo(1), photo(2), product=CODE)
    await send(shop, service, photo(3), product=CODE)

    digests = [row.picture_id for row in await Photo.filter(product_id=CODE).order_by("position")]
    assert digests == [sha256(photo(n)).hexdigest() for n in (1, 2, 3)]
    alts = [one["alt"]["vi"] for one in (await document(shop))["photos"]]
    name = (await document(shop))["name"]["vi"]
    assert alts == [name, f"{name} – ảnh 2", f"{name} – ảnh 3"]


async def test_a_picture_that_is_sent_again_changes_nothing(shop):
    service = await key()
    first = (await send(shop, service, photo(), product=CODE)).json()
    before = await document(shop)

    again = (await send(shop, service, photo(), product=CODE)).json()

    assert again == first
    assert await document(shop) == before
    assert await Picture.all().count() == await Photo.all().count() == 1
    assert [drift async for _, drifts in verify() for drift in drifts] == []


async def test_a_view_can_be_told_later(shop):
    service = await key()
    await send(shop, service, photo(1), photo(2), product=CODE)

    await send(shop, service, photo(1), product=CODE, view_vi="mặt trước")

    listing = await document(shop)
    assert [one["alt"]["vi"] for one in listing["photos"]] == [
        f"{listing['name']['vi']} – mặt trước",
        f"{listing['name']['vi']} – ảnh 2",
    ]


async def test_one_picture_on_two_products_is_one_file(shop):
    service = await key()

    await send(shop, service, photo(), product=CODE)
    await send(shop, service, photo(), product="HP-NS-0002")

    assert await Picture.all().count() == 1
    assert await Photo.all().count() == 2


async def test_a_drawn_picture_makes_way(shop):
    service = await key()
    await send(shop, service, photo(1))
    await photos.illustrate([CODE], sha256(photo(1)).hexdigest(), by="test")
    assert (await document(shop))["photos"][0]["illustration"] is True

    await send(shop, service, photo(2), product=CODE)

    [shown] = (await document(shop))["photos"]
    assert "illustration" not in shown


async def test_each_refusal_says_why_in_both_languages_and_the_rest_is_taken(client):
    service = await key()
    files = [
        ("picture", ("tốt.jpg", photo())),
        ("picture", ("hình.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")),
        ("picture", ("ảnh.gif", b"GIF89a" + bytes(100))),
        ("picture", ("giấy.pdf", b"%PDF-1.7" + bytes(5000))),
        ("picture", ("trống.jpg", b"")),
        ("picture", ("hỏng.jpg", photo()[:2000])),
    ]

    answer = await client.post("/api/v1/pictures", files=files, headers=service)

    assert answer.status_code == 200
    verdicts = {one["file"]: one for one in answer.json()["pictures"]}
    assert [name for name, one in verdicts.items() if one["accepted"]] == ["tốt.jpg"]
    reasons = [one["reason"] for one in verdicts.values() if not one["accepted"]]
    assert len({reason["vi"] for reason in reasons}) == 5
    assert all(reason["vi"].endswith(".") and reason["en"].endswith(".") for reason in reasons)
    assert await Picture.all().count() == 1


async def test_when_none_is_taken_the_answer_is_a_problem(client):
    service = await key()

    answer = await send(client, service, b"%PDF-1.7", b"GIF89a")

    assert answer.status_code == 422
    told = answer.json()
    assert told["detail"] == "No picture was taken."
    assert [one["field"] for one in told["errors"]] == ["anh 1.jpg", "anh 2.jpg"]
    assert [one["accepted"] for one in told["pictures"]] == [False, False]
    assert all(one["reason"]["vi"] for one in told["pictures"])


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"produkt": CODE}, "produkt is not a field here; known are: picture, product, "),
        ({"view_vi": "x" * 121}, "view_vi has at most 120 characters."),
    ],
)
async def test_a_bad_field_is_named(client, fields, detail):
    answer = await send(client, await key(), photo(), **fields)

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(detail)
    assert await Picture.all().count() == 0


async def test_a_form_without_a_picture_says_so(client):
    answer = await client.post(
        "/api/v1/pictures", files=[("hinh", ("a.jpg", photo()))], headers=await key()
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "hinh"


async def test_an_unknown_product_is_404_and_nothing_is_kept(shop):
    answer = await send(shop, await key(), photo(), product="HP-NS-9999")

    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "There is no product HP-NS-9999.",
    )
    assert await Picture.all().count() == 0


async def test_a_partner_may_send_pictures_but_not_show_them(shop):
    partner = await key(KeyKind.PARTNER, "Chợ Việt")

    assert (await send(shop, partner, photo())).status_code == 200
    refused = await send(shop, partner, photo(), product=CODE)

    assert refused.status_code == 403
    assert "photos" not in await document(shop)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer hpn_live_wrong"}])
async def test_without_a_good_key_nothing_is_taken(client, header):
    assert (await send(client, header, photo())).status_code == 401


async def test_a_picture_beyond_15_mib_is_refused_while_it_arrives(client):
    service, read = await key(), 0

    async def endless():
        nonlocal read
        yield b'--b\r\nContent-Disposition: form-data; name="picture"; filename="a"\r\n\r\n'
        yield photo()
        while True:
            read += 64 * 1024
            yield bytes(64 * 1024)

    answer = await client.post(
        "/api/v1/pictures",
        content=endless(),
        headers={**service, "Content-Type": "multipart/form-data; boundary=b"},
    )

    assert answer.status_code == 413
    assert read < 16 * MIB
    assert list(services_of(client).room.folder.iterdir()) == []


async def test_a_request_has_at_most_60_mib_and_20_pictures(client):
    service = await key()
    padded = photo() + bytes(13 * MIB)

    heavy = await send(client, service, *[padded] * 5)
    many = await send(client, service, *[photo(size=(120, 100))] * 21)

    assert (heavy.status_code, many.status_code) == (413, 413)
    assert heavy.json()["detail"] == "A request has at most 60 MiB."
    assert many.json()["detail"] == "A request has at most 20 files."
    assert await Picture.all().count() == 0


FORM = "multipart/form-data; boundary=b"
PART = b"--b\r\nContent-Disposition: form-data"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x", "application/octet-stream", 415),
        (b"x", "multipart/form-data", 415),
        (b"x", FORM, 422),
        (PART + b"\r\n\r\nx\r\n--b--\r\n", FORM, 422),
        (PART + b'; name="picture"; filename="a"\r\n\r\nabc', FORM, 422),
        (PART + b'; name="\xff"\r\n\r\nx\r\n--b--\r\n', FORM, 422),
        (b"", FORM, 422),
        (b"x", f"multipart/form-data; boundary={'b' * 300}", 422),
        (b"--b--\r\n", FORM, 422),
    ],
)  # fmt: skip
async def test_a_body_that_is_no_form_is_told_so(client, body, kind, status):
    answer = await client.post(
        "/api/v1/pictures", content=body, headers={**await key(), "Content-Type": kind}
    )

    assert answer.status_code == status
    assert answer.json()["detail"]


async def test_a_product_has_at_most_20_pictures_and_the_answer_says_which_were_taken(shop):
    service = await key()
    small = [photo(n, (160, 120)) for n in range(22)]
    await send(shop, service, *small[:19], product=CODE)

    answer = await send(shop, service, *small[19:21], product=CODE)
    again = await send(shop, service, small[21], product=CODE)

    assert [one["accepted"] for one in answer.json()["pictures"]] == [True, False]
    assert answer.json()["pictures"][1]["reason"]["vi"].startswith("Mỗi sản phẩm có tối đa 20 ảnh.")
    assert again.status_code == 422
    assert len((await document(shop))["photos"]) == 20


async def test_a_partner_sends_so_many_new_pictures_a_day(settings):
    limited = settings.model_copy(update={"pictures_per_day": 2})
    async with front_door(limited) as door:
        partner = await key(KeyKind.PARTNER)
        small = [photo(n, (160, 120)) for n in range(4)]

        some = await send(door, partner, *small[:3])
        none = await send(door, partner, small[3])
        same = await send(door, partner, small[0])

        assert [one["accepted"] for one in some.json()["pictures"]] == [True, True, False]
        assert some.json()["pictures"][2]["reason"]["vi"].startswith("Hôm nay bạn đã gửi đủ")
        assert (none.status_code, none.headers["retry-after"]) == (429, "86400")
        assert same.status_code == 200
        with clock.stopped(clock.now() + timedelta(hours=25)):
            assert (await send(door, partner, small[3])).status_code == 200


@pytest.mark.parametrize("field", ["view_vi", "view_en", "product", "licence"])
async def test_a_control_character_in_a_field_is_refused(client, field):
    answer = await send(client, await key(), photo(), **{field: "a\0b"})

    assert answer.status_code == 422
    said = "“a�b” contains the control character U+0000; remove it."
    assert answer.json()["detail"] == f"{field}: {said}"
    assert answer.json()["errors"] == [{"field": field, "message": said, "value": ""}]


async def test_showing_and_removing_at_once_is_one_after_the_other(shop):
    service, codes = await key(), [f"HP-NS-000{n}" for n in range(1, 5)]
    room = services_of(shop).room
    digest = sha256(photo(size=(160, 120))).hexdigest()

    async def show(code: str) -> int:
        return (await send(shop, service, photo(size=(160, 120)), product=code)).status_code

    async def remove() -> None:
        with suppress(NotFoundError):
            await photos.remove(digest, room, by="test", reason="test")

    for _ in range(3):
        statuses = await asyncio.gather(*map(show, codes), remove(), remove())
        assert set(statuses) - {None} <= {200, 404}
        await photos_have_their_files(shop)


async def photos_have_their_files(door) -> None:
    for picture in await Picture.all():
        for file in photos.files_of(picture):
            assert await services_of(door).pictures.is_whole(file)


async def test_twenty_at_once_are_all_taken(shop):
    service = await key()
    many = [photo(n, (160, 120)) for n in range(20)]

    answers = await asyncio.gather(*[send(shop, service, one, product=CODE) for one in many])

    assert {answer.status_code for answer in answers} == {200}
    shown = (
        await Photo.filter(product_id=CODE).order_by("position").values("position", "picture_id")
    )
    assert [row["position"] for row in shown] == list(range(1, 21))
    assert {row["picture_id"] for row in shown} == {sha256(one).hexdigest() for one in many}


async def test_who_showed_which_picture_is_on_record(shop):
    answer = await send(shop, await key(), photo(), product=CODE)

    entry = await AuditEntry.get(action="photo.arrange")
    assert (entry.subject, entry.by.split()[0]) == (CODE, "service")
    assert entry.detail == {"pictures": [sha256(photo()).hexdigest()]}
    assert entry.request == answer.headers["x-request-id"]
    assert entry.before != entry.after


async def test_a_picture_leaves_nothing_of_the_camera_behind(client):
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của Ba"
    exif[0x8825] = {1: "N", 2: (20.0, 51.0, 0.0)}
    sent = photo(exif=exif.tobytes(), comment=b"so dien thoai")
    assert b"so dien thoai" in sent

    [taken] = (await send(client, await key(), sent)).json()["pictures"]

    for one in taken["renditions"]:
        data = (await client.get(one["url"])).content
        with Image.open(io.BytesIO(data)) as picture:
            assert dict(picture.getexif()) == {}
            assert not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)
        assert b"dien thoai" not in data
    digest = taken["picture"]
    for name in (digest, f"{digest}.jpg", f"{digest}.webp", f"../originals/{digest}"):
        assert (await client.get(f"/media/{name}")).status_code == 404
