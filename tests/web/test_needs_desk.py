"""The registry's pages of what sets are asked for, and of the kinds of papers."""

import re

import pytest

from shop import clock
from shop.models import AuditEntry, Demand, OfficialRole, PaperKind, SetNeed
from tests.people import OURS, Person, official

NEEDS, KINDS = "/can-bo/so/nhu-cau", "/can-bo/so/loai-giay"
ACT = "Văn bản minh hoạ số 1, điều 2"
SAID = {
    "words_vi": "Phiếu kiểm nghiệm nước mắm", "words_en": "", "sets": ["09"],
    "what": ["test_report"], "need": "approve", "basis": ACT,
}  # fmt: skip


@pytest.fixture
async def registrar(shop) -> Person:
    return await official(OfficialRole.REGISTRAR)


async def see(shop, person: Person, path: str) -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == 200, path
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


async def send(shop, person: Person, path: str, **fields: object):
    shop.cookies.clear()
    return await shop.post(path, data=fields or {"x": ""}, headers=person.headers | OURS)


async def test_what_is_asked_for_is_listed_by_set_and_said_to_be_unverified(shop, registrar):
    page = await see(shop, registrar, NEEDS)

    assert page.count("Chưa xác minh căn cứ") == await SetNeed.all().count() == 27
    assert "Đã xác minh căn cứ" not in page
    assert "Phiếu kiểm nghiệm</a>" in page
    assert f'href="{NEEDS}/moi"' in page
    of_tourism = await see(shop, registrar, f"{NEEDS}?bo=26")
    assert "Phiếu kiểm nghiệm</a>" not in of_tourism
    assert of_tourism.count("<h3>") == 3
    assert "What sets are asked for" in await see(shop, registrar, f"/en{NEEDS}?bo=l%E1%BA%A1")


async def test_a_need_is_added_verified_changed_and_ended(shop, registrar):
    added = await send(shop, registrar, f"{NEEDS}/moi", **SAID)
    here = added.headers["location"]
    number = int(here.rpartition("/")[2])
    page = await see(shop, registrar, here)
    assert added.status_code == 303
    assert "Đang áp dụng: Chỉ gợi ý" in page
    assert "Khi xác minh sẽ là: Phải có trước khi duyệt" in page

    assert (await send(shop, registrar, f"{here}/xac-minh", seen=1)).status_code == 303
    page = await see(shop, registrar, here)
    assert "Đang áp dụng: Phải có trước khi duyệt" in page
    assert f"Căn cứ do Người Minh Hoạ xác minh ngày {clock.today():%d/%m/%Y}." in page

    changed = await send(shop, registrar, here, seen=2, **SAID | {"sets": ["09", "10"]})
    assert changed.headers["location"] == here
    held = await SetNeed.get(id=number)
    assert (held.sets, held.verified_on, held.need) == (["09", "10"], None, Demand.APPROVE)

    today = f"{clock.today():%d/%m/%Y}"
    assert (await send(shop, registrar, f"{here}/thoi", seen=3, until=today)).status_code == 303
    assert f"đến hết {today}" in await see(shop, registrar, here)
    actions = await AuditEntry.filter(action__startswith="need.").order_by("id")
    assert [one.action for one in actions] == ["need.add", "need.verify", "need.change", "need.end"]
    assert {one.by for one in actions} == {f"user {registrar.user}"}


async def test_the_second_of_two_registrars_keeps_what_they_typed(shop, registrar):
    held = await SetNeed.get(code="haccp")
    other = await official(OfficialRole.ADMIN)
    path, said = f"{NEEDS}/{held.id}", SAID | {"what": ["HACCP"]}
    assert (await send(shop, other, f"{path}/thoi", seen=1, until="31/12/2099")).status_code == 303

    late = await send(shop, registrar, path, seen=1, **said)

    assert late.status_code == 409
    assert "Có người vừa sửa dòng này." in late.text
    assert 'value="Phiếu kiểm nghiệm nước mắm"' in late.text
    assert 'name="seen" value="2"' in late.text
    assert await SetNeed.filter(code="haccp").count() == 1
    assert (await send(shop, registrar, path, seen=2, **said)).status_code == 303
    old = await see(shop, registrar, path)
    assert "Dòng này đã thôi áp dụng nên giữ nguyên." in old
    assert '<form method="post"' not in old
    new = await SetNeed.filter(code="haccp").order_by("-id").first()
    assert f'href="{NEEDS}/{new.id}"' in old
    assert "Những dòng đã thôi" in await see(shop, registrar, NEEDS)


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        (f"{NEEDS}/moi", {"words_vi": ""}, "Hãy ghi tên gọi bằng tiếng Việt."),
        (f"{NEEDS}/moi", {"sets": ["99"]}, "Hãy chọn ít nhất một bộ hoặc nhóm."),
        (f"{NEEDS}/moi", {"what": ["HACCP", "storage"]}, "Hãy chọn một mục, hoặc các loại giấy."),
        (f"{NEEDS}/moi", {"since": "1/1/2020"}, "Ngày bắt đầu phải từ hôm nay."),
        (f"{NEEDS}/moi", {"since": "mai"}, "since"),
        (f"{KINDS}/moi", {"words_vi": ""}, "Hãy ghi tên gọi bằng tiếng Việt."),
        (f"{KINDS}/moi", {"counts_as": "CĂN CƯỚC"}, "error-counts_as"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(shop, registrar, path, fields, said):
    before = await SetNeed.all().count() + await PaperKind.all().count()

    answer = await send(shop, registrar, path, **SAID | fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert await SetNeed.all().count() + await PaperKind.all().count() == before


async def test_a_kind_of_papers_is_added_changed_and_ended(shop, registrar):
    assert (await see(shop, registrar, KINDS)).count("<h3>") == await PaperKind.all().count()
    added = await send(shop, registrar, f"{KINDS}/moi", words_vi="Sổ nhật ký", counts_as="VIETGAP")
    here = added.headers["location"]
    assert "Hiện thành chứng nhận: VietGAP" in await see(shop, registrar, here)

    again = await send(shop, registrar, here, seen=1, words_vi="Sổ nhật ký vườn")
    assert again.headers["location"] == here
    assert (await PaperKind.get(code="so-nhat-ky")).counts_as is None
    early = await send(shop, registrar, f"{here}/thoi", seen=2, until="1/1/2020")
    assert (early.status_code, "Ngày cuối phải từ hôm nay" in early.text) == (422, True)
    ended = await send(shop, registrar, f"{here}/thoi", seen=2, until="31/12/2099")
    assert ended.status_code == 303
    assert "through 31 December 2099" in await see(shop, registrar, f"/en{here}")


@pytest.mark.parametrize("role", [OfficialRole.READER, OfficialRole.MODERATOR, OfficialRole.HELPER])
async def test_other_officials_read_and_have_no_buttons(shop, role):
    person = await official(role)
    need, kind = await SetNeed.get(code="haccp"), await PaperKind.get(code="HACCP")

    for path in (NEEDS, f"{NEEDS}/{need.id}", KINDS, f"{KINDS}/{kind.id}"):
        page = await see(shop, person, path)
        assert "Bạn chỉ được xem." in page
        assert not re.search(r'<form method="post" action="/can-bo/so', page)
    assert (await send(shop, person, f"{NEEDS}/{need.id}/xac-minh", seen=1)).status_code == 403
    assert (await SetNeed.get(id=need.id)).verified_on is None
