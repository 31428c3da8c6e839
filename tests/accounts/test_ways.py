"""What the door offers: only ways that are set up, and what it says where there is none."""

import io
import re

import pytest
from structlog.testing import capture_logs

from shop.accounts import claims, invitations, joining
from shop.accounts.postmen import Way, postmen_of, ways_of
from shop.accounts.postmen.console import ConsolePostman
from shop.accounts.postmen.letters import Letter
from shop.accounts.sending import PostOffice
from shop.accounts.texts import (
    CEILING,
    CODE,
    ENDINGS,
    MOST_LETTERS,
    PAPER_ENDS,
    STARS_END,
    TEXTS,
    plain,
    write,
)
from shop.config import Settings
from shop.errors import SetupError
from shop.models import IdentityKind, Message, MessageState
from shop.proposals import suspending, telling
from tests.accounts.coming import come_in, post
from tests.accounts.conftest import FROM_US, MAIL, NUMBER, PHONE, ask, rounds, with_settings
from tests.conftest import services_of

DOOR = "/nha-san-xuat/dang-nhap"
SMS = {"sms_url": "https://sms.example.vn"}
ZALO = {"zalo_url": "https://zalo.example.vn", "zalo_templates": "code=1"}
MAILS = {"smtp_url": "smtp://mail.example.vn", "mail_from": "tin@sanvat.example.vn"}
PHONES, MAILBOXES = IdentityKind.PHONE, IdentityKind.EMAIL


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {}),
        (SMS, {PHONES: (Way.SMS,)}),
        (ZALO, {PHONES: (Way.ZALO,)}),
        ({**ZALO, "zalo_templates": "claim_asked=1"}, {}),
        ({**SMS, **ZALO}, {PHONES: (Way.ZALO, Way.SMS)}),
        (MAILS, {MAILBOXES: (Way.MAIL,)}),
        ({"smtp_url": "smtp://mail.example.vn"}, {}),
        (
            {"console_messages": True, **SMS, **MAILS},
            {PHONES: (Way.CONSOLE,), MAILBOXES: (Way.CONSOLE,)},
        ),
    ],
)
def test_only_what_is_set_up_is_a_way(more, expected):
    ours = Settings(**more)

    assert ways_of(ours) == expected
    made = {kind: tuple(one.way for one in men) for kind, men in postmen_of(ours).items()}
    assert made == expected


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("more", "label", "hint"),
    [
        (SMS, "Số điện thoại", "Ví dụ 0912 345 678. Chúng tôi gửi một mã 6 số qua tin nhắn."),
        (
            {**SMS, **ZALO},
            "Số điện thoại",
            "Ví dụ 0912 345 678. Chúng tôi gửi một mã 6 số qua Zalo hoặc tin nhắn.",
        ),
        (MAILS, "Email", "Ví dụ ten@example.vn. Chúng tôi gửi một mã 6 số qua email."),
        (
            {**SMS, **ZALO, **MAILS},
            "Số điện thoại hoặc email",
            "Ví dụ 0912 345 678. Chúng tôi gửi một mã 6 số qua Zalo, tin nhắn hoặc email.",
        ),
    ],
)
async def test_the_door_names_the_ways_that_there_are(client, settings, more, label, hint):
    with_settings(client, settings.model_copy(update={"console_messages": False}))
    ours = Settings(**settings.model_dump() | {"console_messages": False} | more)
    with_settings(client, ours)

    page = (await client.get(DOOR)).text

    assert f'<label for="field-address">{label}</label>' in page
    assert hint in re.sub(r"\s+", " ", page)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("more", "typed", "said"),
    [
        (SMS, MAIL, "Hiện chưa gửi được mã qua email. Hãy dùng số điện thoại"),
        (MAILS, "0912 345 678", "Hiện chưa gửi được mã qua số điện thoại. Hãy dùng email"),
        ({}, "0912 345 678", "Hiện chưa gửi được mã. Hãy đến UBND xã, phường"),
        ({}, MAIL, "Hiện chưa gửi được mã. Hãy đến UBND xã, phường"),
    ],
)
async def test_what_cannot_be_told_is_refused_with_what_to_do(client, settings, more, typed, said):
    ours = Settings(**settings.model_dump() | {"console_messages": False} | more)
    with_settings(client, ours)

    answered = await client.post(DOOR, data={"address": typed}, headers=FROM_US)

    assert answered.status_code == 422
    assert said in answered.text
    assert await Message.all().count() == 0


@pytest.mark.on("sqlite")
async def test_with_nothing_set_up_only_a_code_on_paper_lets_in(client, settings):
    with_settings(client, settings.model_copy(update={"console_messages": False}))

    page, english = [(await client.get(f"{root}{DOOR}")).text for root in ("", "/en")]

    assert "Hiện chưa gửi được mã. Hãy đến UBND xã, phường để được trao mã trên giấy." in page
    assert "No codes can be sent for now." in english
    assert 'name="address"' not in page
    assert 'href="/nha-san-xuat/nhan"' in page


@pytest.mark.on("sqlite")
async def test_the_page_of_the_code_says_how_it_comes(client, settings):
    more = {"console_messages": False, **SMS, **ZALO}
    with_settings(client, Settings(**settings.model_dump() | more))
    await client.post(DOOR, data={"address": "0912 345 678"}, headers=FROM_US)

    page = (await client.get("/nha-san-xuat/ma")).text

    assert "Đã gửi tới 0912 ••• 678 qua Zalo hoặc tin nhắn." in page


@pytest.mark.on("sqlite")
async def test_a_demo_prints_what_it_would_send_and_logs_nothing_of_it(services, settings, capfd):
    with capture_logs() as logged:
        await ask(PHONE)
        async with PostOffice(settings) as office:
            await rounds(office)

    printed = capfd.readouterr()
    assert re.search(rf"→ \{NUMBER}: [0-9]{{6}} là mã đăng nhập Sản vật Hải Phòng\.", printed.out)
    assert logged == []
    assert NUMBER not in printed.err
    message = await Message.get()
    assert (message.state, message.way) == (MessageState.SENT, "console")


def test_the_console_is_never_on_by_itself():
    assert Settings().console_messages is False
    assert ways_of(Settings()) == {}


@pytest.mark.on("sqlite")
async def test_a_letters_page_offers_the_ways_that_there_are(shop):
    letter = (await invitations.invite("HP-CS-102", by="test")).code
    ours = services_of(shop).settings
    silent = Settings(**ours.model_dump() | {"console_messages": False})

    with_settings(shop, silent)
    without = await post(shop, "/nha-san-xuat/nhan", code=letter)
    refused = await post(shop, "/nha-san-xuat/nhan/so", code=letter, address="0912 345 678")
    with_settings(shop, Settings(**silent.model_dump() | SMS))
    by_sms = await post(shop, "/nha-san-xuat/nhan", code=letter)

    assert "Hiện chưa gửi được mã. Hãy đến UBND xã, phường" in without.text
    assert 'name="address"' not in without.text
    assert refused.status_code == 422
    assert await Message.all().count() == 0
    assert "Chúng tôi gửi một mã 6 số qua tin nhắn." in by_sms.text


@pytest.mark.on("sqlite")
async def test_a_code_is_not_sent_again_where_there_is_no_way_any_more(client, settings):
    await client.post(DOOR, data={"address": "0912 345 678"}, headers=FROM_US)
    with_settings(client, settings.model_copy(update={"console_messages": False}))

    again = await post(client, "/nha-san-xuat/ma/gui-lai")

    assert again.status_code == 422
    assert "Hiện chưa gửi được mã. Hãy đến UBND xã, phường" in again.text
    assert "#field-address" not in again.text
    assert await Message.all().count() == 1


@pytest.mark.on("sqlite")
async def test_a_signed_in_person_is_told_too_that_no_code_can_be_sent(client, settings):
    await come_in(client)
    with_settings(client, settings.model_copy(update={"console_messages": False}))

    sent = await post(client, "/nha-san-xuat/xac-nhan/gui")

    assert sent.status_code == 422
    assert "Hiện chưa gửi được mã." in sent.text


# Settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "SMS_URL",
            "http://sms.example.vn/send",
            "SANVAT_SMS_URL: “http://sms.example.vn/send” must",
        ),
        (
            "ZALO_URL",
            "ftp://10.0.0.8",
            "SANVAT_ZALO_URL: “ftp://10.0.0.8” must begin with https://",
        ),
        ("SMTP_URL", "http://u:geheim@mail.example.vn", "SANVAT_SMTP_URL: The address must begin"),
        ("SMTP_URL", "smtp://u:geheim@mail:99999", "SANVAT_SMTP_URL: The address must begin"),
        ("MAIL_FROM", "Sản vật\r\nBcc: a@b.vn", "SANVAT_MAIL_FROM"),
        ("ZALO_TEMPLATES", "code", "SANVAT_ZALO_TEMPLATES"),
        ("MESSAGES_PER_DAY", "-1", "“-1” is too small; write SANVAT_MESSAGES_PER_DAY"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(monkeypatch, name, value, said):
    monkeypatch.setenv(f"SANVAT_{name}", value)

    with pytest.raises(SetupError) as refused:
        Settings.from_environment()

    assert str(refused.value).startswith(said)
    assert "geheim" not in str(refused.value.said)


@pytest.mark.parametrize(
    "url",
    ["https://sms.example.vn", "http://127.0.0.1:8080/", "http://10.1.2.3", "http://relay:8080"],
)
def test_a_gateway_may_be_in_our_own_network(url):
    assert Settings(sms_url=url).sms_url == url.rstrip("/")


# Texts


def test_whatever_is_told_has_a_text():
    told = {claims.ASKED, claims.GRANTED, claims.REFUSED, joining.ADDED, CODE, CEILING}
    told |= {*telling.TO_PRODUCERS, telling.HELPED_APPROVED, telling.HELPED_RETURNED}
    told |= {telling.CORRECTION_APPROVED, telling.CORRECTION_RETURNED}
    told |= {suspending.SUSPENDED, suspending.REINSTATED}
    told |= {STARS_END, PAPER_ENDS, ENDINGS}

    assert told <= TEXTS.keys()


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_fits_one_message_names_the_site_and_holds_no_link(what, language):
    facts = {"code": "123456", "producer": "Ớ" * 99, "percent": 75, "most": 500, "n": 20}
    facts |= {"product": "Ớ" * 99, "reason": "Ớ" * 99, "waiting": 250, "late": 68, "tell": 120}
    facts |= {"day": "12-12-2027", "paper": "Hữu cơ (tiêu chuẩn khác)"}
    facts |= {"changed": telling.changed_in(["place", "ingredients", "story"])}

    subject, said = write(what, language, facts)

    assert len(plain(said)) <= MOST_LETTERS
    assert "Sản vật Hải Phòng" in said
    assert "San vat Hai Phong" in plain(said)
    assert plain(said).isascii()
    assert not re.search(r"https?:|www|[a-z]\.[a-z]|\{", said)
    assert subject


def test_a_code_is_to_be_given_to_no_one():
    assert "Không đưa mã cho ai" in write("code", "vi", {"code": "123456"})[1]
    assert "Give it to no one" in write("code", "en", {"code": "123456"})[1]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("https://lừa.vn/đảo", "https lừa vn đảo"),
        ("www.lua.vn", "www lua vn"),
        ("a@lua.vn", "a lua vn"),
        ("HTX\n\n  Thụy\tHương", "HTX Thụy Hương"),
        ("Cơ sở {code} {0}", "Cơ sở code 0"),
    ],
)
def test_what_strangers_typed_becomes_no_link(typed, sent):
    assert f"có người nói {sent} là của họ" in write("claim_asked", "vi", {"producer": typed})[1]


@pytest.mark.on("sqlite")
async def test_the_console_prints_to_what_it_is_given():
    out = io.StringIO()
    letter = Letter("id", PHONE, "vi", "code", "Mã", "123456 là mã.", {})

    assert await ConsolePostman(out).send(letter) == ""

    assert out.getvalue() == f"\n  → {NUMBER}: 123456 là mã.\n\n"
