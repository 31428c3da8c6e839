"""What the door offers: only ways that are set up, and what it says where there is none."""

import io
import re

import pytest
from structlog.testing import capture_logs

from shop.accounts.postmen import Way, postmen_of, ways_of
from shop.accounts.postmen.console import ConsolePostman
from shop.accounts.postmen.letters import Letter
from shop.accounts.sending import PostOffice
from shop.accounts.texts import MOST_LETTERS, TEXTS, plain, write
from shop.config import Settings
from shop.models import IdentityKind, Message, MessageState
from tests.accounts.conftest import FROM_US, MAIL, NUMBER, PHONE, ask, rounds, with_settings

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


# Texts


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_fits_one_message_names_the_site_and_holds_no_link(what, language):
    facts = {"code": "123456", "producer": "Ớ" * 99, "percent": 75, "most": 500}

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
        ("Cơ sở {code} {0}", "Cơ sở {code} {0}"),
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
