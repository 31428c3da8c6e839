"""What becomes of an answer, and of a receiver that gives none."""

import asyncio
from datetime import timedelta
from email.utils import format_datetime

import pytest
import structlog

from shop import catalogue, clock
from shop.models import AuditEntry, Delivery, DeliveryState, Partner
from shop.readers.webhooks.scheduling import LONGEST_WAIT
from tests.publishing.goods import CA_MOI
from tests.webhooks.conftest import news_is_told, rounds
from tests.webhooks.receiving import head_of, heads, ids, shown, the_message, told

SKU = f"{CA_MOI}-1"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 For ever"])
async def test_nobody_is_followed_elsewhere(stranger, subscribe, sender, time, status):
    stranger.puts("/hook", head=f"Location: {stranger.at('/else')}\r\n", status=status)
    await subscribe()

    await news_is_told(time, sender)

    assert [head[0] for head in stranger.heard] == ["POST /hook HTTP/1.1"]
    message = await the_message()
    assert (message.state, message.status) == (DeliveryState.WAITING, int(status[:3]))
    assert message.error == f"answered {status[:3]}"


async def test_410_disables_with_a_notice_and_enabling_goes_on_with_what_waits(
    door, partner, stranger, subscribe, sender, time
):
    stranger.puts("/hook", status="410 Gone")
    hook, _ = await subscribe()

    with structlog.testing.capture_logs() as logs:
        await news_is_told(time, sender)
        await catalogue.set_price(SKU, 5_000, by="test")
        time.passes(hours=30)
        await news_is_told(time, sender)

    assert len(told(stranger)) == 1
    notice = {"event": "webhook disabled", "webhook": hook, "because": "answered 410"}
    assert logs == [{**notice, "log_level": "error"}]
    assert (await AuditEntry.get(action="webhook.disable")).subject == hook
    [seen] = await shown(door, partner)
    assert (seen["state"], seen["disabled_because"]) == ("disabled", "answered 410")
    assert "sanvat_webhooks_disabled 1.0" in (await door.get("/metrics")).text

    stranger.puts("/hook")
    enabled = await door.post(f"/api/v1/webhooks/{hook}/enable", headers=partner)
    await rounds(sender)
    await news_is_told(time, sender)

    assert enabled.json()["state"] == "active"
    first, again, next_one = ids(stranger)
    assert first == again != next_one
    assert heads(stranger)[-1] == await head_of(door)
    assert "sanvat_webhooks_disabled 0.0" in (await door.get("/metrics")).text


@pytest.mark.parametrize(
    "answer",
    [
        ("429 Too Many Requests", "600", timedelta(minutes=10)),
        ("503 Service Unavailable", "3", timedelta(seconds=5.25)),
        ("503 Service Unavailable", "soon", timedelta(seconds=5.25)),
        ("504 Gateway Timeout", "9" * 30, LONGEST_WAIT),
        ("502 Bad Gateway", "31536000", LONGEST_WAIT),
        ("500 Internal Server Error", "600", timedelta(seconds=5.25)),
    ],
)
async def test_a_receiver_may_put_off_the_next_attempt_for_a_day_at_most(
    stranger, subscribe, sender, time, answer
):
    status, retry_after, waits = answer
    stranger.puts("/hook", head=f"Retry-After: {retry_after}\r\n", status=status)
    await subscribe()

    await news_is_told(time, sender)

    assert (await the_message()).next_at - clock.now() == waits


async def test_a_date_to_be_asked_after_is_kept(stranger, subscribe, sender, time):
    later = (clock.now() + timedelta(hours=2)).replace(microsecond=0)
    retry_after = f"Retry-After: {format_datetime(later, usegmt=True)}\r\n"
    stranger.puts("/hook", head=retry_after, status="429 Too Many Requests")
    await subscribe()

    await news_is_told(time, sender)

    assert (await the_message()).next_at == later


async def test_a_name_that_leads_into_a_private_network_is_never_connected_to(
    stranger, names, subscribe, sender, time
):
    names.answers["hai.vn"] = [["127.0.0.1"]]
    await subscribe(stranger.at("/hook", "hai.vn"))

    await news_is_told(time, sender)

    message = await the_message()
    assert (message.state, message.status, message.attempts) == (DeliveryState.WAITING, None, 1)
    assert message.error == (
        "“https://hai.vn/” is not to be found on the public internet; try it in a browser."
    )
    assert stranger.heard == []


async def test_a_receiver_that_breaks_off_is_tried_again(stranger, subscribe, sender, time):
    async def broken(writer):
        writer.transport.abort()

    stranger.pages["/hook"] = broken
    await subscribe()
    await news_is_told(time, sender)
    stranger.puts("/hook")

    time.passes(seconds=6)
    await rounds(sender)

    assert len(set(ids(stranger))) == 1
    assert (await the_message()).state == DeliveryState.DELIVERED


@pytest.mark.parametrize("length", [0, 1_000_000])
async def test_an_answer_counts_when_its_head_is_there_whatever_comes_after(
    stranger, subscribe, sender, time, length
):
    never = asyncio.Event()

    async def stalling(writer):
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode())
        await writer.drain()
        await never.wait()

    stranger.pages["/hook"] = stalling
    await subscribe()

    async with asyncio.timeout(8):
        await news_is_told(time, sender)
    never.set()

    assert (await the_message()).state == DeliveryState.DELIVERED


async def test_a_webhook_removed_in_the_middle_of_an_attempt_is_no_fault(
    door, partner, stranger, subscribe, sender, time
):
    hook, _ = await subscribe()

    async def removing(writer):
        await door.delete(f"/api/v1/webhooks/{hook}", headers=partner)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    stranger.pages["/hook"] = removing
    with structlog.testing.capture_logs() as logs:
        await news_is_told(time, sender)

    assert (await Delivery.all().count(), await Partner.all().count()) == (0, 1)
    assert [line["event"] for line in logs] == ["request"]
