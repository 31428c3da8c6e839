"""A form is read into typed values, or shown again with every letter that was typed."""

from datetime import date
from typing import Annotated

import html5lib
import httpx2
import pytest
from pydantic import BaseModel, StringConstraints
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from media.sentences import Sentence
from shop.database.away import NOT_NOW, AwayError, Why
from shop.edge.errors import exception_handlers
from shop.errors import EditedMeanwhileError, FieldError, InvalidError, TooManyRequestsError
from shop.inputs import values
from shop.web import forms
from shop.web.forms import MOST_BYTES, answer
from shop.web.language import Language, language_of
from shop.web.pages import environment
from shop.web.private import private
from shop.web.public.kept import kept_page
from shop.web.words import words

PAGE = environment.from_string("""
  {%- import "forms.html" as f -%}
  <!doctype html><title>x</title>{{ f.summary(form, language, t) }}
  {{ f.line(form, language, "name_vi", "Tên", hint="Như trên bao bì") }}
  {{ f.line(form, language, "price_vnd", "Giá", mode="numeric") }}
  {{ f.line(form, language, "signed_on", "Ngày ký") }}
  {{ f.area(form, language, "story_vi", "Câu chuyện") }}""")
WAIT = Sentence("Hãy chờ một phút.", "Wait a minute.")
TAKEN = Sentence("Tên này đã có. Hãy chọn tên khác.", "This name is taken. Choose another.")
ORIGIN = "http://localhost"
OURS = {"Sec-Fetch-Site": "same-origin"}
EVERY_LETTER = "\n  Cá \"mòi\" <b>kho</b> &amp; 'riềng' 𝄞 + % =5 \r\nhai dòng ₫ \n"


class Goods(BaseModel):
    name_vi: Annotated[str, StringConstraints(max_length=20)]
    price_vnd: values.Price | None = None
    signed_on: values.Day
    story_vi: str = ""
    months: list[str] = []


async def goods(request: Request):
    language = language_of(request.url.path)

    async def show(form):
        said = {"form": form, "language": language, "t": words(language)}
        return HTMLResponse(PAGE.render(said))

    async def act(value: Goods):
        if value.name_vi == "đã có":
            raise InvalidError(TAKEN, [FieldError("name_vi", TAKEN)])
        if value.name_vi == "quá nhanh":
            raise TooManyRequestsError(WAIT, 60)
        if value.name_vi == "đang nghỉ":
            raise AwayError(Why.AWAY)
        if value.name_vi == "người khác":
            raise EditedMeanwhileError("HP-OCOP-0001", 7)
        return PlainTextResponse(repr(value), headers={"Cache-Control": "public, max-age=60"})

    return await answer(request, Goods, show, act, origin=ORIGIN)


async def kept(request: Request):
    return await kept_page(request, "vi", "/", lambda: None)


def browser(**headers: str) -> httpx2.AsyncClient:
    pages = (("hang", goods, ["GET", "POST"]), ("giu", kept, ["GET"]))
    routes = [
        Route(f"{language}/nha-san-xuat/{name}", view, methods=methods)
        for name, view, methods in pages
        for language in ("", "/en")
    ]
    app = Starlette(routes=private(routes), exception_handlers=exception_handlers())
    transport = httpx2.ASGITransport(app)
    return httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


@pytest.fixture
async def door():
    async with browser(**OURS) as client:
        yield client


async def send(door, path="/nha-san-xuat/hang", **fields: str | list[str]):
    answered = await door.post(path, data=fields)
    return answered, html5lib.parse(answered.text, namespaceHTMLElements=False)


def field(page, name):
    return page.find(f".//*[@id='field-{name}']")


def summary(page):
    return [(one.get("href"), one.text) for one in page.iterfind(".//ul/li/a")]


async def test_what_is_right_is_typed(door):
    sent = {"name_vi": " Mắm  tép ", "price_vnd": "125k", "signed_on": "23/11/2026", "strange": "x"}
    answered, _ = await send(door, **sent, months=["3", "4"])

    right = Goods.model_construct(
        name_vi="Mắm  tép", price_vnd=125_000, signed_on=date(2026, 11, 23), months=["3", "4"]
    )
    assert (answered.status_code, answered.text) == (200, repr(right))


async def test_what_is_wrong_is_said_beside_its_field_and_at_the_top(door):
    answered, page = await send(
        door, name_vi="x" * 21, price_vnd="rẻ thôi", signed_on="", story_vi=""
    )

    assert answered.status_code == 422
    assert summary(page) == [
        ("#field-name_vi", f"“{'x' * 21}” quá dài. Hãy rút xuống còn 20 ký tự."),
        ("#field-price_vnd", page.find(".//*[@id='error-price_vnd']").text),
        ("#field-signed_on", "Chưa có ngày ký. Hãy điền vào."),
    ]
    assert "rẻ thôi" in page.find(".//*[@id='error-price_vnd']").text
    wrong = field(page, "name_vi")
    assert wrong.get("aria-describedby") == "hint-name_vi error-name_vi"
    assert wrong.get("aria-invalid") == "true"
    assert field(page, "story_vi").get("aria-invalid") is None
    assert page.find(".//*[@role='alert']").get("tabindex") == "-1"


async def test_the_same_is_said_in_english(door):
    _, page = await send(door, "/en/nha-san-xuat/hang", name_vi="Mắm", signed_on="mai")

    assert [text for _, text in summary(page)] == [
        "“mai” is not a date; write 2026-11-23 or 23/11/2026."
    ]


async def test_every_letter_is_kept(door):
    sent = dict.fromkeys(("name_vi", "price_vnd", "story_vi"), EVERY_LETTER)
    _, page = await send(door, **sent)

    as_html_has_it = EVERY_LETTER.replace("\r\n", "\n")
    assert field(page, "story_vi").text == as_html_has_it
    for name in ("name_vi", "price_vnd"):
        assert field(page, name).get("value") == as_html_has_it


async def test_what_a_verb_refuses_is_said_in_the_form(door):
    answered, page = await send(door, name_vi="đã có", signed_on="23/11/2026", story_vi="giữ lại")

    assert (answered.status_code, summary(page)) == (422, [("#field-name_vi", TAKEN.vi)])
    assert field(page, "story_vi").text == "giữ lại"


async def test_an_edit_that_came_too_late_keeps_what_was_typed(door):
    answered, page = await send(door, name_vi="người khác", signed_on="23/11/2026", story_vi="giữ")

    assert answered.status_code == 409
    assert field(page, "story_vi").text == "giữ"
    assert "HP-OCOP-0001" in page.find(".//ul/li").text


@pytest.mark.parametrize(
    ("name", "status", "later", "said"),
    [("quá nhanh", 429, "60", WAIT.vi), ("đang nghỉ", 503, "5", NOT_NOW.vi)],
)
async def test_what_may_succeed_later_keeps_what_was_typed(door, name, status, later, said):
    answered, page = await send(door, name_vi=name, signed_on="23/11/2026", story_vi="giữ lại")

    assert (answered.status_code, answered.headers["retry-after"]) == (status, later)
    assert page.find(".//*[@id='form-errors-title']").text == "Chưa gửi được"
    assert [one.text for one in page.iterfind(".//ul/li")] == [said]
    assert field(page, "story_vi").text == "giữ lại"


FOREIGN = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": ORIGIN},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": f"{ORIGIN}.evil.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
]
OUR_OWN = [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": ORIGIN}]


async def sent_with(headers: dict[str, str]):
    async with browser() as door:
        sent = {"name_vi": "Mắm", "signed_on": "23/11/2026"}
        return await door.post("/nha-san-xuat/hang", data=sent, headers=headers)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_form_that_another_page_sent_is_refused_and_says_what_to_do(headers):
    answered = await sent_with(headers)

    assert answered.status_code == 403
    assert "Hãy quay lại, tải lại trang rồi gửi lần nữa." in answered.text


@pytest.mark.parametrize("headers", OUR_OWN, ids=str)
async def test_a_form_that_our_page_sent_is_taken(headers):
    assert (await sent_with(headers)).status_code == 200


async def test_control_characters_formulas_and_doubles_are_refused(door):
    answered, page = await send(
        door, name_vi=["Một", "Hai"], signed_on="23/11/2026", story_vi="=HYPERLINK(1)"
    )
    assert answered.status_code == 422
    assert [href for href, _ in summary(page)] == ["#field-name_vi", "#field-story_vi"]


@pytest.mark.parametrize(("body", "kind", "status"), [
    (b'{"name_vi": "x"}', "application/json", 415),
    (b"name_vi=" + b"x" * MOST_BYTES, forms.URL_ENCODED, 413),
    (b"&".join(b"a=1" for _ in range(201)), forms.URL_ENCODED, 413),
    (b"name_vi=%ff%fe&signed_on=%00", forms.URL_ENCODED, 422),
    (b"", forms.URL_ENCODED, 422),
])  # fmt: skip
async def test_bodies_that_no_page_sends_are_refused(door, body, kind, status):
    answered = await door.post("/nha-san-xuat/hang", content=body, headers={"Content-Type": kind})

    assert answered.status_code == status


@pytest.mark.parametrize("language", list(Language))
async def test_nothing_private_is_stored_whatever_a_view_says(door, language):
    path = language.address("/nha-san-xuat/hang")
    shown = await door.get(path)
    done, _ = await send(door, path, name_vi="Mắm", signed_on="23/11/2026")
    wrong, _ = await send(door, path)

    for answered in (shown, done, wrong):
        assert answered.headers.get_list("cache-control") == ["no-store"]


async def test_a_private_page_cannot_be_kept(door):
    with pytest.raises(RuntimeError, match="is not kept"):
        await door.get("/nha-san-xuat/giu")
