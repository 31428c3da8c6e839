"""The search index in step with the listings, and search without it."""

import shutil

from search.engine import Query
from shop import catalogue
from shop.models import Purpose
from shop.publishing import head, renew_epoch
from shop.readers import index
from tests.conftest import TODAY, front_door, services_of

NOW = int(TODAY.timestamp())


async def codes(door, q):
    answer = await door.get("/api/v1/search", params={"q": q, "limit": 100})
    assert answer.status_code == 200
    return [hit["code"] for hit in answer.json()["hits"]]


async def test_a_rename_can_be_found_as_soon_as_the_index_has_followed(shop):
    engine = services_of(shop).engine
    await catalogue.rename_producer("HP-CS-005", "HTX Wolframit", by="test")
    assert await codes(shop, "wolframit") == []

    moved = await index.follow(engine)

    assert moved == len(await codes(shop, "Wolframit")) > 0
    assert (await engine.position()).serial == (await head()).serial


async def test_what_was_withdrawn_is_not_shown_even_before_the_index_knows(shop):
    assert (await codes(shop, "nước mắm cát hải"))[0] == "HP-OCOP-0026"

    await catalogue.withdraw("HP-OCOP-0026", by="test")

    assert "HP-OCOP-0026" not in await codes(shop, "nước mắm cát hải")


async def test_an_index_of_another_epoch_is_filled_anew(shop):
    engine = services_of(shop).engine
    epoch = await renew_epoch("test")

    assert await index.follow(engine) == 429

    assert (await engine.position()).epoch == epoch


async def test_a_damaged_index_is_noticed_and_filled_anew(shop):
    services = services_of(shop)
    for file in (services.settings.data / "index").rglob("*.store"):
        file.write_bytes(b"\0" * 10)

    assert await services.engine.position() is None
    assert await index.follow(services.engine) == 429
    assert (await codes(shop, "nước mắm cát hải"))[0] == "HP-OCOP-0026"


async def test_without_an_index_the_database_answers_plainly_and_says_so(full_settings):
    shutil.rmtree(full_settings.data / "index")
    async with front_door(full_settings) as door:
        answer = (await door.get("/api/v1/search?q=nuoc mam cat hai&kind=ocop")).json()
        page = await door.get("/tim-kiem?q=nước mắm")

    assert answer["plain"] is True
    assert "HP-OCOP-0026" in {hit["code"] for hit in answer["hits"]}
    assert answer["total"] == len(answer["hits"])
    assert page.status_code == 200
    assert "rút gọn" in page.text


async def test_facets_count_and_filters_narrow(shop):
    answer = (await shop.get("/api/v1/search?q=&facets=kind&facets=stars&limit=1")).json()

    assert answer["total"] == 429
    assert answer["facets"]["kind"] == {"agricultural": 250, "ocop": 179}
    five = (await shop.get("/api/v1/search?stars=5&limit=100")).json()
    assert five["total"] == answer["facets"]["stars"]["5"] == len(five["hits"])


async def test_the_engine_hides_from_programs_what_is_only_for_our_pages(shop):
    services = services_of(shop)
    before = await services.engine.search(Query(now=NOW))
    await catalogue.withdraw_consent("HP-CS-005", Purpose.MARKETPLACES, by="test")
    moved = await index.follow(services.engine)

    everyone = await services.engine.search(Query(now=NOW, audience=frozenset({"everyone"})))
    site = await services.engine.search(Query(now=NOW))

    assert moved > 0
    assert (everyone.total, site.total) == (before.total - moved, before.total)


async def test_an_epoch_that_begins_while_the_index_reads_is_not_mistaken(shop, monkeypatch):
    engine = services_of(shop).engine
    await catalogue.withdraw("HP-OCOP-0026", by="test")
    read = index.changes

    async def changes_after_a_new_epoch(*args: int):
        await renew_epoch("test")
        return await read(*args)

    monkeypatch.setattr(index, "changes", changes_after_a_new_epoch)

    assert await index.follow(engine) == 428
    assert (await engine.position()).epoch == (await head()).epoch
