"""Looking after pictures: rendering again, taking down, sweeping, and finding stolen ones."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from PIL import Image, ImageOps
from tortoise.backends.base import executor
from tortoise.migrations.executor import MigrationTarget

from media.accept import Incoming
from media.pipeline import RECIPE
from media.store import original_key
from shop import clock, database, photos
from shop.config import Settings
from shop.database import opening
from shop.errors import NotFoundError
from shop.intake.pictures import set_list
from shop.intake.statements import Outcome
from shop.models import AuditEntry, Photo, Picture, Product
from shop.queries import picture_files
from shop.queries.lookalikes import lookalikes
from tests import databases
from tests.conftest import services_of
from tests.pictures import key, photo, send
from tests.publishing.goods import SET

CODE, OTHER = "HP-NS-0001", "HP-OCOP-0001"
DIGEST = sha256(photo()).hexdigest()


@pytest.fixture
async def shown(shop):
    """A door to a catalogue of which one product shows one picture."""
    assert (await send(shop, await key(), photo(), product=CODE)).status_code == 200
    return shop


async def listing(door, code: str = CODE):
    return await door.get(f"/api/v1/listings/{code}")


async def rerendered(door, *, everything: bool = False) -> list[str]:
    room = services_of(door).room
    again = photos.rerender(room, by="test", everything=everything)
    return [one.problem async for one in again]


# Rendering again


async def test_what_has_todays_settings_is_left_alone(shown):
    assert await photos.count_to_rerender() == 0
    assert await rerendered(shown) == []


async def test_older_renditions_are_made_again_from_the_original_and_published(shown):
    before = await listing(shown)
    old = [{"name": "0" * 64 + ".jpg", "width": 9, "height": 9, "type": "image/jpeg"}]
    await Picture.filter(digest=DIGEST).update(recipe=RECIPE - 1, renditions=old, likeness="")

    assert await rerendered(shown) == [None]

    picture = await Picture.get(digest=DIGEST)
    assert (picture.recipe, len(picture.likeness)) == (RECIPE, 16)
    assert [one["width"] for one in picture.renditions] == [320, 640, 800, 800, 800]
    assert (await listing(shown)).json() == before.json()
    assert await rerendered(shown) == []


async def test_everything_can_be_made_again_and_changes_nothing(shown):
    before = await listing(shown)

    assert await rerendered(shown, everything=True) == [None]

    assert (await listing(shown)).headers["etag"] == before.headers["etag"]


async def test_a_picture_without_its_original_keeps_its_renditions(shown):
    store = services_of(shown).pictures
    await Picture.filter(digest=DIGEST).update(recipe=0)
    await store.remove(next(photos.files_of(await Picture.get(digest=DIGEST))))

    assert await rerendered(shown) == [photos.LOST]

    assert len((await listing(shown)).json()["photos"]) == 1
    assert await photos.count_to_rerender() == 1


async def test_rendering_again_goes_on_where_it_was_interrupted(shop):
    await send(shop, await key(), *[photo(n, (160, 120)) for n in range(5)])
    await Picture.all().update(recipe=0)

    async for _ in photos.rerender(services_of(shop).room, by="test"):
        if await photos.count_to_rerender() == 3:
            break

    assert len(await rerendered(shop)) == 3
    assert await photos.count_to_rerender() == 0


# Files and rows


async def test_what_the_store_lost_is_put_back_when_it_is_sent_again(shown):
    store = services_of(shown).pictures
    for file in photos.files_of(await Picture.get(digest=DIGEST)):
        await store.remove(file)
    checked = await picture_files.sweep(store)
    assert len(checked.missing) == 6

    await send(shown, await key(name="Một cổng khác"), photo())

    assert (await picture_files.sweep(store)).missing == []


async def test_a_sweep_takes_old_files_without_a_row_and_no_others(shown):
    store = services_of(shown).pictures
    await store.put(f"{sha256(b'x').hexdigest()}.jpg", b"x")

    young = await picture_files.sweep(store)
    with clock.stopped(clock.now() + timedelta(hours=25)):
        old = await picture_files.sweep(store)

    assert (young.swept.removed, young.missing) == (0, [])
    assert (old.swept.looked_at, old.swept.removed, old.swept.bytes) == (7, 1, 1)
    assert len((await listing(shown)).json()["photos"]) == 1
    assert (await picture_files.sweep(store)).missing == []


async def test_a_picture_that_is_taken_down_is_gone_at_once(shown):
    room = services_of(shown).room
    [photo_before] = (await listing(shown)).json()["photos"]

    removed = await photos.remove(DIGEST, room, by="cán bộ", reason="ảnh của người khác")
    assert (removed.products, removed.twins) == ([CODE], [])

    assert "photos" not in (await listing(shown)).json()
    for one in photo_before["renditions"]:
        assert (await shown.get(one["url"])).status_code == 404
    assert not await room.pictures.has(original_key(DIGEST))
    entry = await AuditEntry.get(action="picture.remove")
    assert (entry.detail["reason"], entry.detail["products"]) == ("ảnh của người khác", [CODE])
    with pytest.raises(NotFoundError):
        await photos.remove("0" * 64, room, by="cán bộ", reason="không có")


async def test_what_a_killed_removal_left_is_removed_when_it_is_asked_again(shown):
    room = services_of(shown).room
    files = list(photos.files_of(await Picture.get(digest=DIGEST)))
    await photos.remove(DIGEST, room, by="cán bộ", reason="một")
    await room.pictures.put(files[-1].rpartition("/")[2], await rendition(room, files[-1]))

    await photos.remove(DIGEST, room, by="cán bộ", reason="hai")

    assert not await room.pictures.has(files[-1])


async def rendition(room, key_: str) -> bytes:
    """Give the bytes of a rendition that is gone, by rendering the picture again."""
    with Incoming(room.folder) as incoming:
        incoming.write(photo())
        rendered = await room.workshop.render(incoming.path)
    return next(one.data for one in rendered.files if one.name in key_)


async def test_the_twin_of_a_removed_picture_keeps_the_files_that_they_share(shown):
    room, twin = services_of(shown).room, photo(comment=b"hai")
    await send(shown, await key(name="Một cổng khác"), twin, product=OTHER)

    removed = await photos.remove(DIGEST, room, by="cán bộ", reason="xin gỡ")

    assert removed.twins == [sha256(twin).hexdigest()]
    assert (await picture_files.sweep(room.pictures)).missing == []
    for one in (await listing(shown, OTHER)).json()["photos"][0]["renditions"]:
        assert (await shown.get(one["url"])).status_code == 200


async def test_a_picture_that_is_removed_while_it_is_rendered_again_stays_removed(shown):
    room = services_of(shown).room
    await Picture.filter(digest=DIGEST).update(recipe=0)

    async for one in photos.rerender(RemovingRoom(room), by="test"):
        assert one.problem == photos.GONE_MEANWHILE

    assert await Picture.all().count() == 0
    assert "photos" not in (await listing(shown)).json()


class RemovingRoom:
    """A room in which the picture is removed by another task while the workshop works on it."""

    def __init__(self, room) -> None:
        self.room, self.pictures, self.folder = room, room.pictures, room.folder
        self.workshop = self

    async def render(self, path, digest):
        rendered = await self.room.workshop.render(path, digest)
        await photos.remove(digest, self.room, by="cán bộ", reason="xin gỡ")
        return rendered


# Lists


async def test_a_list_says_which_pictures_of_lists_there_are_and_leaves_the_others(shown):
    a, b = [sha256(photo(n)).hexdigest() for n in (2, 3)]
    await send(shown, await key(name="Một cổng khác"), photo(2), photo(3))

    assert await did_change(CODE, [("a.jpg", a), ("b.jpg", b)], by="test")
    assert not await did_change(CODE, [("a.jpg", a), ("b.jpg", b)], by="test")
    assert await photos.sources(CODE) == {"a.jpg": a, "b.jpg": b}
    assert await order() == [a, b, DIGEST]

    assert await did_change(CODE, [("b.jpg", b)], by="test")
    assert await order() == [b, DIGEST]


async def did_change(code, wanted, *, by) -> bool:
    return (await set_list(code, wanted, by=by)).outcome == Outcome.UPDATED


async def order() -> list[str]:
    rows = await Photo.filter(product_id=CODE).order_by("position").values("picture_id")
    return [row["picture_id"] for row in rows]


# Lookalikes


def as_stolen(data: bytes) -> bytes:
    """Save a photo again, smaller, cut and heavily compressed, as it comes from a chat."""
    with Image.open(io.BytesIO(data)) as picture:
        cut = ImageOps.crop(picture, 12).resize((500, 370))
        out = io.BytesIO()
        cut.save(out, "JPEG", quality=40)
        return out.getvalue()


async def test_a_photo_that_another_producer_shows_too_is_found(shown):
    service = await key(name="Một cổng khác")
    with clock.stopped(clock.now() + timedelta(days=1)):
        await send(shown, service, as_stolen(photo()), photo(7), product=OTHER)
        await send(shown, service, photo(), product="HP-OCOP-0002")

    found = await lookalikes()

    assert [(one.first.product, one.second.product) for one in found if not one.distance] == [
        (CODE, "HP-OCOP-0002")
    ]
    assert (CODE, OTHER) in [(one.first.product, one.second.product) for one in found]
    assert all(one.first.producer != one.second.producer for one in found)
    stolen = sha256(as_stolen(photo())).hexdigest()
    assert {one.second.picture for one in found} | {one.first.picture for one in found} == {
        DIGEST,
        stolen,
    }


async def test_a_producer_may_show_one_photo_twice_and_drawings_are_shared(shown):
    mine = await Product.get(code=CODE)
    sibling = await Product.filter(producer_id=mine.producer_id).exclude(code=CODE).first()
    await send(shown, await key(name="Một cổng khác"), photo(), product=sibling.code)
    await photos.illustrate([OTHER], DIGEST, by="test")

    assert await lookalikes() == []


# Moving from the older table

ON_TWO_PRODUCTS = """
    INSERT INTO photo (product_id, position, digest, width, height, placeholder, renditions, alt_vi,
                       alt_en, licence, illustration)
    SELECT code, 1, repeat('a', 64), 8, 6, 'data:', '[{"name": "b.jpg", "width": 8}]', 'cũ', '',
           'CC0-1.0', true FROM product
"""


async def test_pictures_of_the_older_table_are_moved_by_the_migration(postgres, tmp_path):
    executor.EXECUTOR_CACHE.clear()
    databases.run_sql(postgres, "CREATE DATABASE older_photos")
    settings = Settings(data=tmp_path, database_url=f"{postgres}/older_photos")
    async with database.connected(settings):
        migrations = opening._migrations(database.database(), settings)
        await migrations.migrate([MigrationTarget("shop", "0002_checks")])
        await database.database().execute_script(A_PLACE_AND_A_SET + A_PRODUCER)
        for code in (CODE, "HP-NS-0002"):
            await a_bare_product(code)
        await database.database().execute_script(ON_TWO_PRODUCTS)
        await database.migrate(settings)

        [picture] = await Picture.all()
        moved = await Photo.all().order_by("product_id")

    assert (picture.digest, picture.width, picture.recipe) == ("a" * 64, 8, 0)
    assert picture.renditions == [{"name": "b.jpg", "width": 8}]
    assert [(one.product_id, one.position, one.illustration) for one in moved] == [
        (CODE, 1, True),
        ("HP-NS-0002", 1, True),
    ]


A_PLACE_AND_A_SET = f"""
    INSERT INTO commune
        (code, name, name_sort, kind, province_code, former_districts, former_province, valid_from,
         imported_digest)
    VALUES ('11728', 'Xã Kiến Hưng', 'kien hung', 'commune', '31', '', '', '2025-07-01', '');
    INSERT INTO ocop_set
        (number, section_no, section_vi, section_en, group_vi, group_en, name_vi, name_en,
         imported_digest)
    VALUES ('{SET}', 'I', '', '', '', '', '', '', '');
"""  # noqa: S608 - of our own
A_PRODUCER = """
    INSERT INTO producer
        (code, name, name_sort, subject_type, commune_id, former_district, story, contact_name,
         phone, email, address, evidence, source_url, imported_digest)
    VALUES ('HP-CS-101', 'Cơ sở Làng Chài', 'co so lang chai', 'HTX', '11728', '', '', '', '', '',
            '', 'illustrative', '', '')
"""
"""As the older tables held it."""


async def a_bare_product(code: str) -> None:
    """Write a product as the older tables held it."""
    await database.database().execute_query(
        "INSERT INTO product (code, kind, name_vi, name_en, name_fold, name_sort, description_vi,"
        " description_en, story_vi, variety, ingredients, storage, keywords, season_months,"
        " commune_id, former_commune, former_district, growing_area, producer_id, ocop_set_id,"
        " sale_restriction, state, evidence, source_url, version, imported_digest)"
        " VALUES ($1, 'ocop', 'Cá mòi kho', '', 'ca moi kho', 'ca moi kho', '', '', '', '', '',"
        " '', '[]', '[]', '11728', '', '', '', 'HP-CS-101', $2, 'none', 'unpublished',"
        " 'illustrative', '', 1, '')",
        [code, SET],
    )
