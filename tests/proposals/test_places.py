"""Places are found by the names that people know, and none is chosen where there are several."""

import csv
from pathlib import Path

import pytest

from search.vietnamese import plain
from shop.catalogue import rename_commune
from shop.models import Commune, OfficialRole, Proposal
from shop.proposals import drafting
from shop.proposals.reading import read
from shop.queries.places import PlaceFound, _bare, one_by_one, place_found, places_called
from tests.people import OURS, member, official

DATA = Path(__file__).parents[2] / "shop" / "data" / "former_communes.csv"
FIRST = 4
pytestmark = pytest.mark.on("sqlite")


def former() -> list[dict[str, str]]:
    return list(csv.DictReader(DATA.read_text("utf-8-sig").splitlines()))


async def test_each_former_unit_is_among_the_first_four_by_its_bare_name(shop):
    """Measured of all 507 units of both provinces, typed without a kind and without marks."""
    missed, preselected = [], []
    for row in former():
        typed = " ".join(plain(word) for word in _bare(row["old_ward_name"]))
        found, _ = await places_called(typed)
        rows = one_by_one(found)
        if row["new_code"] not in [one.code for one in rows[:FIRST]]:
            missed.append(row)
        meant = await place_found(typed)
        if len(found) > 1 and meant is not None:
            preselected.append(row)

    assert len(former()) == 507
    assert missed == []
    assert preselected == []


async def test_the_old_name_by_which_a_place_was_found_is_kept(shop):
    async def kept(text: str, chosen: str = "") -> dict:
        return (await read("place", text, {}, chosen)).value

    assert await kept("Đại Hà") == {
        "commune": "11728",
        "former": "Xã Đại Hà",
        "district": "Huyện Kiến Thụy",
    }
    assert (await kept("Kiến Hưng"))["former"] == ""  # it is today's name
    twice = await kept("An Đồng")  # a commune that became a ward before it was merged
    assert (twice["former"], twice["district"]) == ("Xã An Đồng", "Huyện An Dương")


async def test_each_old_name_is_a_row_of_its_own_while_it_is_typed(shop):
    found, _ = await places_called("an h")
    rows = [one for one in one_by_one(found) if one.name == "Phường Hồng An"]

    assert [one.former[0] for one in rows] == ["Xã An Hưng", "Xã An Hồng"]
    reading = await read("place", "an h", {}, rows[1].key)
    assert (reading.value["former"], reading.value["commune"]) == ("Xã An Hồng", rows[1].code)
    assert (await read("place", "an h", {})).value is None


async def test_what_is_typed_may_mean_several_and_the_chosen_one_is_told(shop):
    found, _ = await places_called("le loi")
    assert len(found) == 4
    assert await place_found("le loi") is None
    yet_kieu = next(one for one in found if one.name == "Xã Yết Kiêu")
    assert await place_found("le loi", yet_kieu.key) == yet_kieu
    assert await place_found("le loi", "99999 Xã Không Có, Huyện Nào") is None
    assert yet_kieu == PlaceFound(yet_kieu.code, "Xã Yết Kiêu", (("Xã Lê Lợi", "Huyện Gia Lộc"),))


async def test_places_are_listed_while_they_are_typed(shop):
    person = await member("HP-CS-101")
    helper = await official(OfficialRole.HELPER, "11728")

    answer = await shop.get("/nha-san-xuat/noi?q=dai%20ha", headers=person.headers)
    assert answer.json() == [
        {
            "key": "11728 Xã Đại Hà, Huyện Kiến Thụy",
            "said": "Xã Kiến Hưng (trước là xã Đại Hà, huyện Kiến Thụy)",
        }
    ]
    assert answer.headers["cache-control"] == "no-store"
    assert (await shop.get("/can-bo/noi?q=dai%20ha", headers=helper.headers)).json()
    english = await shop.get("/en/nha-san-xuat/noi?q=Đại Hà", headers=person.headers)
    assert "formerly xã Đại Hà" in english.json()[0]["said"]
    assert (await shop.get("/nha-san-xuat/noi?q=", headers=person.headers)).json() == []
    out = await shop.get("/nha-san-xuat/noi?q=x", headers={**OURS, "Accept": "application/json"})
    assert (out.status_code, out.json()) == (401, {"signed_in": False})


@pytest.mark.on("sqlite", "postgres")
async def test_a_place_stays_when_its_commune_is_renamed_or_merged_meanwhile(shop):
    person = await member("HP-CS-101")
    draft = await drafting.begin("HP-CS-101", user=person.user)
    await drafting.save(draft.id, drafting.Typed(1, {"place": "Đại Hà"}))
    await rename_commune("11728", "Xã Kiến Hưng Mới", by="test")

    address = f"/nha-san-xuat/de-nghi/{draft.id}/thong-tin"
    page = (await shop.get(address, headers=person.headers)).text
    assert "Xã Kiến Hưng Mới (trước là xã Đại Hà, huyện Kiến Thụy)" in page
    await Commune.filter(code="11728").update(valid_to="2026-11-01")
    answer = await shop.post(
        address, content="lam=xem-lai", headers={**person.headers, "Content-Type": FORM}
    )
    assert answer.status_code == 422
    assert "Nơi làm ra nay không còn là một xã, phường. Hãy chọn lại." in answer.text
    assert (await Proposal.get(id=draft.id)).patch["place"]["typed"] == "Đại Hà"


FORM = "application/x-www-form-urlencoded"
