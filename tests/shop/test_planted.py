"""Numbers, names and addresses that were planted are found on the pages that show them, only."""

from pathlib import Path

import pytest
from tortoise import Tortoise

from shop import backup, catalogue
from shop.catalogue.agreements import AGREEMENTS
from shop.catalogue.contacts import mark_of
from shop.models import (
    AuditEntry,
    Delivery,
    KnownWords,
    Listing,
    ListingVersion,
    Producer,
    Purpose,
    SearchCount,
)
from shop.publishing import verify
from shop.readers import index
from tests import people
from tests.conftest import services_of
from tests.feeding import build

FISH_SAUCE = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
SAID = {
    "contact_name": "Quýt Hồng Xiêm",
    "phone": "0912 345 678; 0225 3842 011",
    "zalo": "https://zalo.me/quythongxiem",
    "address": "Ngõ Trúc Lâm Vàng 77, Cát Hải",
    "opening": "giờ Dần tới giờ Thân",
    "how_to_order": "nhắn Quýt Hồng Xiêm",
    "delivery_area": "phố Hoa Đăng Tím",
    "shop_url": "https://quythongxiem.example.vn/",
}
PLANTED = (
    "912345678", "912 345 678", "2253842011", "3842 011", "quythongxiem", "Quýt Hồng Xiêm",
    "Trúc Lâm Vàng", "giờ Dần", "Hoa Đăng Tím", "quyt hong xiem", "truc lam vang",
)  # fmt: skip
PRIVATE = frozenset({"producer"})
"""The tables of a backup that hold what people said in confidence."""


def found_in(text: str | bytes) -> list[str]:
    """Find what was planted, also in letters that JSON escapes."""
    said = text.encode() if isinstance(text, str) else text
    forms = {one: (one.encode(), one.encode("unicode_escape")) for one in PLANTED}
    return [one for one, written in forms.items() if any(form in said for form in written)]


def files_with(folder: Path) -> list[tuple[str, list[str]]]:
    found = [(file, found_in(file.read_bytes())) for file in folder.rglob("*") if file.is_file()]
    return [(str(file), what) for file, what in found if what]


async def test_planted_contacts_are_on_their_pages_and_nowhere_else(shop, tmp_path, capfd):
    services = services_of(shop)
    [maker] = await Producer.filter(products__code="HP-OCOP-0026").values_list("code", flat=True)
    await catalogue.set_contact(maker, SAID, by="test")
    await catalogue.give_consent(maker, Purpose.CONTACT, "phiếu", by="test")
    await catalogue.set_price("HP-OCOP-0026-1", 77_000, by="test")  # a version is written
    async for _ in verify():
        pass
    await index.rebuild(services.engine)
    assert await build(shop)
    page = (await shop.get(FISH_SAUCE)).text
    assert len(found_in(page)) >= 8

    for path in (
        "/api/v1/changes?since=0&limit=1000",
        "/api/v1/listings/HP-OCOP-0026",
        "/api/v1/search?q=nuoc+mam&facets=commune",
        "/api/v1/digest",
        "/api/v1/manifest",
        "/tim-kiem?q=nuoc+mam",
        "/goi-y?q=quyt",
        "/sitemap-1.xml",
        "/openapi.json",
        "/metrics",
    ):
        answer = await shop.get(path)
        assert (answer.status_code, found_in(answer.content)) == (200, []), path
    folders = {name: services.settings.data / name for name in ("feeds", "index")}
    for name, folder in folders.items():
        assert folder.is_dir(), name
        assert files_with(folder) == [], name
    for model in (ListingVersion, AuditEntry, Delivery, SearchCount, KnownWords):
        rows = [str(row) for row in await model.all().values()]
        assert found_in("\n".join(rows)) == [], model.__name__
    documents = await Listing.all().values_list("document", "digest")
    assert found_in(str(documents)) == []
    assert found_in("".join(capfd.readouterr())) == []


async def test_a_backup_holds_a_contact_in_one_private_table(shop, tmp_path):
    [maker] = await Producer.filter(products__code="HP-OCOP-0026").values_list("code", flat=True)
    await catalogue.set_contact(maker, SAID, by="test")
    await catalogue.give_consent(maker, Purpose.CONTACT, "phiếu", by="test")
    assert await Listing.filter(contact__not_isnull=True).exists()

    file = tmp_path / "backup.tar"
    await backup.save(file, services_of(shop).pictures)

    holding = set()
    for member in backup.archive.members(file):
        lines = backup.archive.lines(member, file) if member.table else member.pieces()
        if found_in(b"\n".join(lines)):
            holding.add(member.table or member.name)
    assert holding == PRIVATE


HOLDING = {
    "Producer": "how it is reached, as its owner noted it",
    "Listing": "how it is reached, as pages show it",
    "Identity": "how people come in",
    "Message": "where people are told something",
}
"""Tables that are of people by their nature; no other may hold anything of theirs."""


async def test_what_owners_write_stands_in_the_tables_of_people_only(shop, capfd):
    [maker] = await Producer.filter(products__code="HP-OCOP-0026").values_list("code", flat=True)
    owner, portal = await people.member(maker, address="+84987000111"), f"/nha-san-xuat/{maker}"
    seen = mark_of(await Producer.get(code=maker))
    version = AGREEMENTS[Purpose.CONTACT].version
    agreed = {"purpose": "contact", "answer": "give", "version": version}
    added = {"address": "0912 345 678", "role": "editor"}
    for path, fields in {
        "lien-he": {**SAID, "seen": seen},
        "dong-y": agreed,
        "thanh-vien": added,
    }.items():
        sent = await shop.post(f"{portal}/{path}", data=fields, headers=owner.headers)
        assert sent.status_code == 303, path
    wrong = {**SAID, "phone": "0912345678 Quýt Hồng Xiêm", "seen": seen}
    refused = await shop.post(f"{portal}/lien-he", data=wrong, headers=owner.headers)
    assert refused.status_code == 422
    assert found_in((await shop.get(FISH_SAUCE)).text)

    holding = set()
    for name, model in Tortoise.apps["shop"].items():
        if found_in("\n".join([str(row) for row in await model.all().values()])):
            holding.add(name)

    assert holding == HOLDING.keys()
    assert found_in("".join(capfd.readouterr())) == []


WRONG = ("0912 34A 678 Quýt Hồng Xiêm", "=HYPERLINK(0912345678)")


@pytest.mark.parametrize("value", WRONG)
async def test_a_command_that_refuses_repeats_nothing(full_settings, inside, value):
    done = await inside(full_settings, "producer", "contact", "HP-CS-101", "--phone", value)

    assert done.returncode == 1
    assert "34A" not in done.stderr + done.stdout
    assert found_in(done.stderr + done.stdout) == []
