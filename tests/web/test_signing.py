"""Coming in as a producer: a number, the digits that were sent, a session."""

from shop.models import Code, Message


async def test_a_first_page(client):
    answered = await client.get("/nha-san-xuat/dang-nhap")
    assert answered.status_code == 200
    assert answered.headers["cache-control"] == "no-store"
    sent = await client.post(
        "/nha-san-xuat/dang-nhap",
        data={"address": "0912 345 678"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/nha-san-xuat/ma")
    assert await Code.all().count() == 1
    assert await Message.all().count() == 1
    page = await client.get("/nha-san-xuat/ma")
    assert "0912 ••• 678" in page.text
