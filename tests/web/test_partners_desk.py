"""The partners' desk: how each stands, its keys, scope and webhooks, and what ends it."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from shop import catalogue, clock
from shop.models import (
    ApiKey,
    AuditEntry,
    Delivery,
    DeliveryState,
    Kind,
    OfficialRole,
    Partner,
    Product,
    Right,
    Sale,
    SaleState,
    ShelfPrice,
    State,
    Webhook,
)
from shop.models import Session as SignedIn
from shop.partners import keys, webhooks
from shop.partners.keys import caller_of
from shop.partners.scopes import Scope
from shop.publishing import head
from shop.queries.partner_states import Worry, partner_state, partner_states
from tests.accounts.coming import FORM, post
from tests.edge.making_up import HOSTILE
from tests.people import OURS, Person, official

LONG = "Nghiêngngả" * 10
KEY = re.compile(r"hpn_live_[\w-]{43}")
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")
HERE = "/can-bo/doi-tac"


@pytest.fixture
async def admin(shop) -> Person:
    return await official(OfficialRole.ADMIN)


async def a_partner(name: str = "Chợ Minh Hoạ", site: str = "cho.example.vn") -> int:
    await keys.add_partner(name, by="test", site=site)
    return await keys.partner_named(name)


async def see(shop, person: Person, path: str = HERE) -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == 200, path
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


async def send(shop, person: Person, path: str, **fields: str | list[str]):
    shop.cookies.clear()
    for name, value in person.cookies.items():
        shop.cookies.set(name, value)
    if not fields:
        return await post(shop, path)
    return await shop.post(path, data=fields, headers=OURS)


async def a_hook(partner: int, n: int = 1, **changed: object) -> str:
    hook = f"wh_{n:024}"
    await Webhook.create(
        id=hook, partner_id=partner, url=f"https://cho.example.vn/bao/{n}", secret="whsec_cũ",
        created_at=clock.now(), told_epoch="", told_serial=0, **changed,
    )  # fmt: skip
    return hook


async def a_message(hook: str, n: int, state: DeliveryState = DeliveryState.DEAD) -> None:
    at = clock.now() - timedelta(hours=1) + timedelta(minutes=n)
    await Delivery.create(
        id=f"msg_{hook[-3:]}_{n}", webhook_id=hook, epoch="e", serial=n, state=state,
        attempts=10, next_at=at, created_at=at, ended_at=at, error=f"answered 50{n}",
    )  # fmt: skip


async def sells(partner: int, code: str, url: str) -> None:
    await Sale.create(
        partner_id=partner, code=code, state=SaleState.LIVE, url=url, reported_at=clock.now(),
        serial=1,
    )  # fmt: skip


async def copied(partner: int, behind: int, **ago: float) -> None:
    """Let a partner have said some time ago that its copy lacks some of the latest changes."""
    now = await head(afresh=True)
    await Partner.filter(id=partner).update(
        checkpoint_epoch=now.epoch,
        checkpoint_serial=now.serial - behind,
        checkpoint_at=clock.now() - timedelta(**ago),
    )


async def test_without_partners_the_desk_says_how_to_begin(shop, admin):
    page = await see(shop, admin)

    assert "Chưa có đối tác nào. Thêm đối tác để cấp khoá đầu tiên." in page
    assert f'href="{HERE}/moi"' in page
    assert "TikTok Shop" in page
    assert f'href="{HERE}"' in await see(shop, admin, "/can-bo")


async def test_the_one_to_look_at_first_is_on_top_and_the_ended_last(shop, admin):
    well = await a_partner("An Khang")
    await copied(well, 0, minutes=3)
    over = await a_partner("Bến Cũ")
    await keys.end_partner(over, by="test")
    ending = await a_partner("Chợ Sắp Hết Khoá")
    await ApiKey.filter(partner_id=ending).update(expires_at=clock.now() + timedelta(days=9))
    silent = await a_partner("Dừng Đã Lâu")
    await copied(silent, 5, days=20)
    broken = await a_partner("Đứt Tin")
    await a_hook(broken, disabled_at=clock.now(), disabled_because="answered 410")

    states = await partner_states()

    assert [one.id for one in states] == [broken, ending, silent, well, over]
    assert [one.worries for one in states] == [
        [Worry.DISABLED], [Worry.KEY_ENDS], [Worry.SILENT], [], [],
    ]  # fmt: skip
    page = await see(shop, admin)
    assert "3 đối tác cần xem." in page
    names = re.findall(r"<h2><a href=\"/can-bo/doi-tac/(\d+)\"", page)
    assert names == [str(one.id) for one in states]
    for said in (
        "1 địa chỉ báo tin đang tắt", "Chậm 5 sản phẩm", "Báo lần cuối 20 ngày trước",
        "Im lặng quá bảy ngày", "Bản chép đã đủ", "Báo lần cuối 3 phút trước", "Đã kết thúc",
    ):  # fmt: skip
        assert said in page, said


async def test_lag_is_told_in_products_and_since_when(shop):
    late, restored, never = [await a_partner(f"Đối tác {n}") for n in range(3)]
    await copied(late, 4, minutes=1)
    await copied(restored, 0, minutes=1)
    await Partner.filter(id=restored).update(checkpoint_epoch="trước")

    with clock.stopped(clock.now() + timedelta(days=2)):
        one, other, none = [await partner_state(each) for each in (late, restored, never)]
        assert (one.behind, one.worries) == (4, [Worry.BEHIND])
        assert (other.is_of_epoch, other.worries) == (False, [Worry.BEHIND])
        assert (none.said_at, none.behind, none.worries) == (None, 0, [])


async def test_sales_that_no_page_shows_are_counted_and_said_one_by_one(shop, admin):
    partner = await a_partner()
    sold = Product.filter(state=State.PUBLISHED, sale_restriction="none").order_by("code")
    shown, hidden, strange = await sold.limit(3)
    await sells(partner, shown.code, "https://www.cho.example.vn/p/1")
    await sells(partner, hidden.code, "https://cho.example.vn:8443/p/2")
    await sells(partner, strange.code, "https://khac.example.vn/cho.example.vn")
    await catalogue.withdraw(hidden.code, by="test")

    await ShelfPrice.create(
        partner_id=partner, sku=f"{shown.code}-1", price=110_000, said_on=date(2026, 11, 20)
    )

    one = await partner_state(partner)

    assert (one.live, one.withheld, one.worries) == (3, 2, [Worry.WITHHELD])
    page = await see(shop, admin, f"{HERE}/{partner}/dang-ban")
    assert f"Giá ở đó, {shown.code}-1: 110.000 ₫ (20/11/2026)" in page.replace("\xa0", " ")
    assert page.count("Sản phẩm đã ẩn hoặc không được bán qua mạng.") == 1
    assert page.count("Địa chỉ không thuộc trang đã ghi của đối tác.") == 1
    assert "2 không được hiện" in await see(shop, admin)


async def test_a_partner_is_added_and_its_key_is_shown_once(shop, admin):
    answer = await send(shop, admin, f"{HERE}/moi", partner_name="  Chợ   Ví Dụ ",
                        partner_site="Cho.Example.VN", kind="partner")  # fmt: skip

    [key] = KEY.findall(answer.text)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    caller = await caller_of(key)
    assert (caller.called, caller.kind) == ("Chợ Ví Dụ", "partner")
    assert (await Partner.get()).site == "cho.example.vn"
    audit = await AuditEntry.get(action="partner.add")
    assert audit.by == f"user {admin.user}"
    assert key not in str(await AuditEntry.all().values_list("detail", flat=True))
    assert key not in await see(shop, admin, f"{HERE}/{caller.partner}")
    again = await send(shop, admin, f"{HERE}/moi", partner_name="Chợ Ví Dụ")
    assert again.status_code == 422
    assert "Đã có đối tác Chợ Ví Dụ. Hãy chọn tên khác." in again.text


async def test_keys_are_made_with_rights_and_end_at_once(shop, admin):
    partner = await a_partner()
    [old] = await keys.keys_of(partner)

    made = await send(shop, admin, f"{HERE}/{partner}/khoa", days="30", right=["pictures", "keys"])

    [text] = KEY.findall(made.text)
    caller = await caller_of(text)
    assert sorted(caller.rights) == ["keys", "pictures"]
    page = await see(shop, admin, f"{HERE}/{partner}")
    assert "gửi ảnh · quản lý khoá" in page
    assert "Tạo khoá mới" not in page  # two are all it may have
    third = await send(shop, admin, f"{HERE}/{partner}/khoa", days="30")
    assert third.status_code == 422
    assert "hai khoá" in third.text
    ended = await send(shop, admin, f"{HERE}/{partner}/khoa/{old.id}/thu-hoi")
    assert ended.headers["location"] == f"{HERE}/{partner}?xong=thu-hoi"
    assert "Đã thu hồi khoá." in await see(shop, admin, ended.headers["location"])
    held = {one.id: one.is_valid for one in await keys.keys_of(partner)}
    assert held == {old.id: False, caller.key: True}
    assert (await AuditEntry.get(action="key.revoke")).by == f"user {admin.user}"


async def test_a_key_to_try_with_is_made_beside_two_others(shop, admin):
    partner = await a_partner()
    await keys.add_key(partner, by="test")

    made = await send(shop, admin, f"{HERE}/{partner}/khoa", sandbox="true")

    [text] = re.findall(r"hpn_test_[\w-]{43}", made.text)
    caller = await caller_of(text)
    assert (caller.is_sandbox, Right.PICTURES in caller.rights) == (True, False)
    page = await see(shop, admin, f"{HERE}/{partner}")
    assert "khoá thử · " in page
    assert "Tạo khoá thử" in page
    await send(shop, admin, f"{HERE}/{partner}/khoa", sandbox="true")
    assert "Tạo khoá thử" not in await see(shop, admin, f"{HERE}/{partner}")
    assert (await partner_state(partner)).standing == 2  # it is none that a partner lives by


async def test_a_producer_s_own_system_is_added_and_named(shop, admin):
    wrong = await send(shop, admin, f"{HERE}/moi", partner_name="Kho", partner_producer="HP-CS-999")
    service = await send(shop, admin, f"{HERE}/moi", partner_name="Kho", kind="service",
                         partner_producer="HP-CS-005")  # fmt: skip

    made = await send(shop, admin, f"{HERE}/moi", partner_name="Kho", partner_producer="hp-cs-005")

    assert "Không có cơ sở HP-CS-999." in wrong.text
    assert "Phần mềm của cơ sở không dùng khoá dịch vụ." in service.text
    caller = await caller_of(KEY.findall(made.text)[0])
    assert (caller.producer, caller.kind) == ("HP-CS-005", "partner")
    page = await see(shop, admin, f"{HERE}/{caller.partner}")
    assert "Phần mềm của cơ sở HP-CS-005" in page


async def test_a_test_event_is_sent_from_the_desk(shop, admin):
    partner = await a_partner()
    hook = await a_hook(partner)

    answer = await send(shop, admin, f"{HERE}/{partner}/bao-tin/{hook}/thu")

    assert answer.headers["location"] == f"{HERE}/{partner}?xong=thu"
    page = await see(shop, admin, answer.headers["location"])
    assert "Tin thử sẽ được gửi ngay." in page
    assert "Tin thử chờ từ" in page
    assert "Gửi lại ngay" not in page
    message = await Delivery.get()
    assert (message.is_test, message.state) == (True, DeliveryState.WAITING)
    assert (await AuditEntry.get(action="webhook.test")).by == f"user {admin.user}"


@pytest.mark.parametrize("days", ["0", "366", "mười", ""])
async def test_a_life_that_no_key_has_is_said_beside_its_field(shop, admin, days):
    partner = await a_partner()

    answer = await send(shop, admin, f"{HERE}/{partner}/khoa", days=days, right="keys")

    made = 1 if days else 2  # an empty one is the longest
    assert await ApiKey.filter(partner_id=partner).count() == made
    assert ("error-days" in answer.text) == bool(days)


async def test_what_is_of_another_partner_is_not_there(shop, admin):
    mine, other = await a_partner("Chợ Một"), await a_partner("Chợ Hai")
    [key] = await keys.keys_of(other)
    hook = await a_hook(other)

    for path in (f"khoa/{key.id}/thu-hoi", f"bao-tin/{hook}/xoa", f"bao-tin/{hook}/doi-khoa"):
        assert (await send(shop, admin, f"{HERE}/{mine}/{path}")).status_code == 404

    assert (await keys.keys_of(other))[0].is_valid
    assert (await Webhook.get()).secret == "whsec_cũ"


async def test_who_did_not_prove_lately_who_they_are_makes_no_key(shop, admin):
    partner = await a_partner()
    hook = await a_hook(partner)
    [key] = await keys.keys_of(partner)
    long_ago = clock.now() - timedelta(minutes=16)
    await SignedIn.filter(user_id=admin.user).update(proved_at=long_ago)

    for path, fields in {
        f"{HERE}/{partner}/khoa": {"days": "30", "right": "keys"},
        f"{HERE}/{partner}/khoa/{key.id}/thu-hoi": {},
        f"{HERE}/{partner}/bao-tin": {"hook_url": "https://cho.example.vn/bao"},
        f"{HERE}/{partner}/bao-tin/{hook}/doi-khoa": {},
        f"{HERE}/{partner}/ket-thuc": {},
        f"{HERE}/moi": {"partner_name": "Chợ Khác"},
    }.items():
        answer = await send(shop, admin, path, **fields)
        assert answer.status_code == 403, path
        assert "Đã quá 15 phút" in answer.text
        assert all(text in answer.text for text in fields.values()), path

    assert await ApiKey.filter(revoked_at=None).count() == 1
    assert await Webhook.filter(secret="whsec_cũ").count() == 1
    assert not await Partner.exists(name="Chợ Khác")


async def test_the_scope_is_ticked_and_said_in_words(shop, admin):
    partner = await a_partner()
    page = await see(shop, admin, f"{HERE}/{partner}/pham-vi")
    assert "đối tác phải chép lại từ đầu" in page

    said = await send(shop, admin, f"{HERE}/{partner}/pham-vi", kind="ocop", set=["08", "09"],
                      stars=["4", "5"], sellable="yes")  # fmt: skip

    assert said.headers["location"] == f"{HERE}/{partner}?xong=pham-vi"
    scope = Scope(kind={Kind.OCOP}, set={"08", "09"}, stars={4, 5}, sellable=True)
    assert (await partner_state(partner)).scope == scope
    page = await see(shop, admin, f"{HERE}/{partner}?xong=pham-vi")
    for words in ("Đã lưu phạm vi.", "Sản phẩm OCOP", "Hạng sao: 4, 5", "có giá"):
        assert words in page
    wrong = await send(shop, admin, f"{HERE}/{partner}/pham-vi", set="27")
    assert wrong.status_code == 422
    assert (await partner_state(partner)).scope == scope
    everything = await send(shop, admin, f"{HERE}/{partner}/pham-vi", lam="luu")
    assert everything.status_code == 303
    assert (await partner_state(partner)).scope.is_everything


async def test_the_site_is_a_host_and_nothing_else(shop, admin):
    partner = await a_partner()

    wrong = await send(shop, admin, f"{HERE}/{partner}/trang", partner_site="https://cho.vn/a")

    assert wrong.status_code == 422
    assert "không phải tên máy chủ" in wrong.text
    assert 'value="https://cho.vn/a"' in wrong.text
    right = await send(shop, admin, f"{HERE}/{partner}/trang", partner_site="Moi.example.vn")
    assert right.status_code == 303
    assert (await Partner.get()).site == "moi.example.vn"


async def test_a_webhook_is_added_and_its_secrets_are_shown_once(shop, admin):
    partner = await a_partner()

    made = await send(shop, admin, f"{HERE}/{partner}/bao-tin",
                      hook_url="https://cho.example.vn/bao")  # fmt: skip

    [secret] = SECRET.findall(made.text)
    hook = await Webhook.get()
    assert (hook.secret, hook.partner_id) == (secret, partner)
    assert secret not in await see(shop, admin, f"{HERE}/{partner}")
    again = await send(shop, admin, f"{HERE}/{partner}/bao-tin/{hook.id}/doi-khoa")
    [new] = SECRET.findall(again.text)
    assert "Mã cũ còn ký thêm đến" in again.text
    assert ((await Webhook.get()).secret, (await Webhook.get()).former_secret) == (new, secret)
    wrong = await send(shop, admin, f"{HERE}/{partner}/bao-tin", hook_url="http://cho.example.vn/")
    assert wrong.status_code == 422
    assert 'value="http://cho.example.vn/"' in wrong.text
    told = await AuditEntry.filter(action__startswith="webhook").order_by("id")
    assert [(one.action, one.by) for one in told] == [
        ("webhook.add", f"user {admin.user}"), ("webhook.rotate", f"user {admin.user}"),
    ]  # fmt: skip


async def test_a_message_that_was_given_up_is_put_back(shop, admin):
    partner = await a_partner()
    hook = await a_hook(partner)
    for n in range(7):
        await a_message(hook, n)

    page = await see(shop, admin, f"{HERE}/{partner}")

    assert re.findall(r"answered 50(\d)", page) == ["6", "5", "4", "3", "2"]
    assert "7 tin đã thôi gửi" in page
    answer = await send(shop, admin, f"{HERE}/{partner}/bao-tin/{hook}/gui-lai")
    assert answer.headers["location"] == f"{HERE}/{partner}?xong=gui-lai"
    [waiting] = await Delivery.filter(state=DeliveryState.WAITING)
    assert (waiting.serial, waiting.attempts) == (6, 0)


async def test_a_disabled_webhook_is_enabled_and_another_removed(shop, admin):
    partner = await a_partner()
    off = await a_hook(partner, 1, disabled_at=clock.now(), disabled_because="answered 410")
    gone = await a_hook(partner, 2)
    refused = await send(shop, admin, f"{HERE}/{partner}/bao-tin/{off}/gui-lai")
    assert refused.status_code == 422
    assert "Địa chỉ báo tin này đang tắt. Hãy bật lại trước." in refused.text

    await send(shop, admin, f"{HERE}/{partner}/bao-tin/{off}/bat")
    await send(shop, admin, f"{HERE}/{partner}/bao-tin/{gone}/xoa")

    [left] = await Webhook.all()
    assert (left.id, left.disabled_at, left.disabled_because) == (off, None, "")


async def test_standings_tell_of_each_webhook_its_own(shop):
    partner = await a_partner()
    one, other = await a_hook(partner, 1), await a_hook(partner, 2)
    await a_message(one, 1)
    await a_message(one, 2, DeliveryState.DELIVERED)
    await a_message(other, 3)

    told = {each.webhook.id: each for each in await webhooks.standings(partner)}

    assert (told[one].last.serial, [each.serial for each in told[one].dead]) == (2, [1])
    assert (told[other].last.serial, [each.serial for each in told[other].dead]) == (3, [3])
    assert (await partner_state(partner)).dead == 1


async def test_a_partner_is_ended_and_what_it_did_stays(shop, admin):
    partner = await a_partner()
    await a_hook(partner)

    answer = await send(shop, admin, f"{HERE}/{partner}/ket-thuc")

    assert answer.headers["location"] == f"{HERE}/{partner}?xong=ket-thuc"
    state = await partner_state(partner)
    assert (state.is_ended, state.has_key, state.hooks, state.site) == (True, False, 0, "")
    page = await see(shop, admin, f"{HERE}/{partner}?xong=ket-thuc")
    assert "Đã kết thúc với đối tác." in page
    assert "Không có khoá nào dùng được." in page


async def test_addresses_that_no_page_has_are_answered_all_the_same(shop, admin):
    partner = await a_partner()
    await sells(partner, "HP-OCOP-0026", "https://cho.example.vn/p")

    for query in ("?tu=-1", "?tu=%00", "?tu=9999999999", "?tu=²", "?xong=%00"):
        assert "Chợ Minh Hoạ" in await see(shop, admin, f"{HERE}{query}")
    for query in ("?sau=%00", "?sau=" + "A" * 400, "?sau='"):
        assert "HP-OCOP-0026" in await see(shop, admin, f"{HERE}/{partner}/dang-ban{query}")
    for path in (f"{HERE}/{partner}/bao-tin/%00/xoa", f"{HERE}/999999999/ket-thuc"):
        assert (await send(shop, admin, path)).status_code == 404
    shop.cookies.clear()
    assert (await shop.get("/can-bo/kenh/%00", headers=admin.headers)).status_code == 404


async def test_any_odd_text_may_stand_in_any_field(shop, database_kind, admin):
    partner = await a_partner()
    fields = (
        "partner_name", "partner_site", "kind", "days", "right", "set", "commune", "stars",
        "sellable", "hook_url", "percent", "plus", "round_to", "holder", "categories.08",
        "categories.\x00", "drawn_pictures",
    )  # fmt: skip
    one, shopee = f"{HERE}/{partner}", "/can-bo/kenh/shopee"
    forms = [f"{one}/{act}" for act in ("khoa", "pham-vi", "trang", "bao-tin")]
    forms += [f"{shopee}/{act}" for act in ("gia", "giu", "nganh-hang")]
    texts = HOSTILE[::6] if database_kind == "sqlite" else HOSTILE[1::6]

    failed = []
    for path in (f"{HERE}/moi", *forms):
        for text in texts:
            body = urlencode(dict.fromkeys(fields, text), errors="surrogatepass")
            shop.cookies.clear()
            answer = await shop.post(path, content=body, headers={**FORM, **admin.headers})
            if answer.status_code >= 500:
                failed.append((path, text))

    assert failed == []


async def test_an_admin_of_one_commune_keeps_no_partners(shop):
    commune = (await Product.all().first().select_related("producer")).producer.commune_id
    theirs = await official(OfficialRole.ADMIN, commune)
    shop.cookies.clear()

    assert (await shop.get(HERE, headers=theirs.headers)).status_code == 403
    assert HERE not in await see(shop, theirs, "/can-bo")


async def test_hundreds_of_partners_take_pages_and_few_statements(shop, admin, asked):
    for n in range(120):
        await Partner.create(name=f"Đối tác {n:03} {LONG}", site="x.vn", created_at=clock.now())
    partner = (await Partner.all().order_by("id").first()).id
    for n in range(5):
        hook = await a_hook(partner, n)
        await a_message(hook, n)
    await keys.set_scope(partner, Scope(set={"08"}, commune={"11806"}), by="test")
    seen: list[str] = []
    for start in ("", "?tu=50", "?tu=100"):
        asked.clear()
        page = await see(shop, admin, f"{HERE}{start}")
        assert len(asked) <= 8, asked
        seen += re.findall(r"Đối tác (\d{3}) ", page)

    assert sorted(set(seen)) == [f"{n:03}" for n in range(120)]
    for path in ("", "/dang-ban", "/pham-vi"):
        asked.clear()
        await see(shop, admin, f"{HERE}/{partner}{path}")
        assert len(asked) <= 8, (path, asked)
