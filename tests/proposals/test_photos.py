"""Photos of a proposal: sent by forms, each judged by itself, kept apart, put in order."""

import re
from io import BytesIO

import pytest
from PIL import Image

from shop import photos
from shop.models import Photo, PhotoUse, Picture, Proposal, ProposalPhoto, WaitingPicture
from shop.proposals import drafting, pictures
from shop.proposals.pictures import Act
from shop.proposals.reading import PHOTOS
from shop.proposals.standing import photos_of, standing
from tests.accounts.coming import FORM, post
from tests.conftest import services_of
from tests.people import member
from tests.pictures import photo
from tests.proposals.sending import (
    OF_OWN,
    OTHER,
    OWN,
    arrived,
    digest_of,
    on_show,
    photos_at,
    rows,
    send,
    shown_in,
)

HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 5000
VIDEO = b"\0\0\0\x18ftypisom" + b"\0" * 5000


def huge() -> bytes:
    """Give a picture of 48 megapixels that is quickly made."""
    made = BytesIO()
    Image.new("1", (8000, 6000)).save(made, "PNG")
    return made.getvalue()


@pytest.fixture
async def owner(shop):
    return await member(OWN)


@pytest.fixture
async def begun(owner):
    return await drafting.begin(OWN, user=owner.user)


async def test_photos_wait_apart_from_what_is_public(shop, owner, begun):
    one, other = photo(1), photo(2)

    answer = await send(shop, owner, begun, one, other)

    assert (answer.status_code, answer.headers["location"]) == (303, photos_at(begun))
    page = await shop.get(photos_at(begun), headers=owner.headers)
    assert shown_in(page) == [digest_of(one), digest_of(other)]
    assert (await standing(begun.id)).would_be.photos[0]["picture_id"] == digest_of(one)
    assert await Picture.all().count() == 0
    store = services_of(shop).pictures
    for waiting in await WaitingPicture.all():
        assert all([await store.has(key) for key in photos.files_of(waiting)])
        assert not await store.has(f"originals/{waiting.digest[:2]}/{waiting.digest}")


async def test_the_good_are_kept_and_each_bad_one_is_named(shop, owner, begun):
    answer = await send(
        shop, owner, begun,
        ("tốt.jpg", photo(1)), ("ghi chú.txt", b"xin chao " * 600), ("phim.mp4", VIDEO),
        ("hỏng.jpg", photo(2)[:3000]), ("nặng.jpg", photo(3) + b"\0" * (15 << 20)),
        ("a.heic", HEIC), ("lớn.png", huge()),
    )  # fmt: skip

    assert answer.status_code == 422
    for said in (
        "ghi chú.txt: Tệp này không phải ảnh. Hãy chọn ảnh chụp.",
        "phim.mp4: Tệp này không phải ảnh. Hãy chọn ảnh chụp.",
        "hỏng.jpg: Ảnh này không mở được. Hãy chụp lại.",
        "nặng.jpg: Ảnh nặng quá 15 MB. Chụp lại với cỡ thường.",
        "lớn.png: Ảnh lớn quá 40 triệu điểm ảnh. Chụp lại với cỡ thường.",
        "a.heic: Ảnh này không mở được. Hãy chụp lại.",
    ):
        assert said in answer.text
    assert shown_in(answer) == [digest_of(photo(1))]
    assert await rows(begun) == [digest_of(photo(1))]


async def test_the_21st_photo_is_refused_and_the_same_bytes_are_one_photo(shop, owner, begun):
    many = [photo(n, (120, 100)) for n in range(21)]

    assert (await send(shop, owner, begun, *many[:20])).status_code == 303
    answer = await send(shop, owner, begun, many[20], many[3])

    assert answer.status_code == 422
    assert "Hết chỗ: đã đủ 20 ảnh." in answer.text
    assert await rows(begun) == [digest_of(one) for one in many[:20]]
    assert await WaitingPicture.all().count() == 20


@pytest.mark.on("sqlite")
async def test_a_person_sends_so_many_new_photos_a_day(shop, owner, begun):
    sender = pictures.Sender(owner_by := f"user {owner.user}", 1)
    room = services_of(shop).room
    with arrived(room, photo(1)) as first, arrived(room, photo(2)) as second:
        assert await pictures.add_all(begun.id, [first, first], room, sender) == []
        [error] = await pictures.add_all(begun.id, [second], room, sender)

    assert "Hôm nay bạn đã gửi đủ số ảnh cho phép." in error.said.vi
    assert [one.taken_by for one in await WaitingPicture.all()] == [owner_by]


async def test_buttons_move_photos_and_two_tabs_lose_none(shop, owner, begun):
    a, b, c = (photo(n) for n in (1, 2, 3))
    await send(shop, owner, begun, a, b, c)

    for act, picture, order in (
        ("down", a, "bac"), ("up", c, "bca"), ("main", a, "abc"), ("down", c, "abc"),
        ("remove", b, "ac"), ("remove", b, "ac"), ("up", b, "ac"),
    ):  # fmt: skip
        fields = {"act": act, "picture": digest_of(picture)}
        answer = await shop.post(
            photos_at(begun),
            content="&".join(f"{k}={v}" for k, v in fields.items()),
            headers={**owner.headers, **FORM},
        )
        assert answer.status_code == 303
        assert await rows(begun) == [digest_of({"a": a, "b": b, "c": c}[one]) for one in order]

    held = await Proposal.get(id=begun.id)
    assert held.patch[PHOTOS] == {"typed": "", "read": None, "base": [], "at": held.version}


async def test_it_goes_on_only_with_a_photo(shop, owner, begun):
    go_on = {"content": "act=next", "headers": {**owner.headers, **FORM}}

    answer = await shop.post(photos_at(begun), **go_on)
    assert answer.status_code == 422
    assert "Cần ít nhất 1 ảnh. Chưa có thì bấm «Để sau», bản nháp vẫn được giữ." in answer.text
    await send(shop, owner, begun, photo(1))
    answer = await shop.post(photos_at(begun), **go_on)

    assert answer.headers["location"] == f"/nha-san-xuat/de-nghi/{begun.id}/thong-tin"


async def test_what_is_submitted_keeps_its_photos(shop, owner, begun):
    await send(shop, owner, begun, photo(1))
    await Proposal.filter(id=begun.id).update(state="submitted", submitted_at=begun.begun_at)

    assert (await send(shop, owner, begun, photo(2))).status_code == 422
    page = await shop.get(photos_at(begun), headers=owner.headers)

    assert await rows(begun) == [digest_of(photo(1))]
    assert "Xóa" not in page.text


async def test_the_first_touch_takes_over_what_the_product_shows(shop, owner):
    room = services_of(shop).room
    shown = [await on_show(room, OF_OWN, photo(n)) for n in (1, 2)]
    begun = await drafting.begin(OWN, OF_OWN, user=owner.user)
    page = await shop.get(photos_at(begun), headers=owner.headers)
    assert shown_in(page) == shown
    assert await rows(begun) == []

    await pictures.act(begun.id, shown[1], Act.MAIN)
    await send(shop, owner, begun, photo(3), photo(1))

    assert await rows(begun) == [shown[1], shown[0], digest_of(photo(3))]
    held = await Proposal.get(id=begun.id)
    assert held.patch[PHOTOS]["base"] == shown
    assert [row["waiting"] for row in await photos_of(begun.id)] == [False, False, True]
    assert await WaitingPicture.all().values_list("digest", flat=True) == [digest_of(photo(3))]
    assert await Photo.filter(product_id=OF_OWN).count() == 2


async def test_a_paper_of_consent_is_no_photo_of_the_product(shop, owner, begun):
    room, sender = services_of(shop).room, pictures.Sender("user 1")
    for n in range(4):
        with arrived(room, photo(n)) as sent:
            errors = await pictures.add_all(begun.id, [sent], room, sender, PhotoUse.CONSENT)

    assert "đã đủ 3 ảnh" in errors[0].said.vi
    assert (await standing(begun.id)).would_be.photos == []
    assert PHOTOS not in (await Proposal.get(id=begun.id)).patch
    assert await ProposalPhoto.filter(use=PhotoUse.CONSENT).count() == 3


@pytest.mark.on("sqlite")
async def test_forms_of_others_and_empty_ones_change_nothing(shop, owner, begun):
    stranger = await member(OTHER)

    assert (await send(shop, stranger, begun, photo(1))).status_code == 404
    foreign = {**owner.headers, "Sec-Fetch-Site": "cross-site"}
    answer = await shop.post(
        photos_at(begun), files=[("picture", ("a.jpg", photo(1)))], headers=foreign
    )
    assert answer.status_code == 403
    assert (await send(shop, owner, begun, ("", b""))).status_code == 422
    assert (await post(shop, photos_at(begun), act="up")).status_code == 303  # signed out
    assert await WaitingPicture.all().count() == 0


@pytest.mark.on("sqlite")
async def test_a_small_photo_is_said_to_be_small(shop, owner, begun):
    await send(shop, owner, begun, photo(1, (799, 600)), photo(2, (800, 600)))

    page = await shop.get(photos_at(begun), headers=owner.headers)

    assert len(re.findall("Ảnh hơi nhỏ", page.text)) == 1
