"""What webhooks are told, in which order, and by whom."""

import asyncio
from datetime import timedelta

import orjson
import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from shop import catalogue, clock, publishing
from shop.models import Delivery, DeliveryState, ToPublish, Variant, Webhook
from shop.partners import webhooks
from shop.readers.webhooks import LEASE, Sender
from shop.worker import publish_waiting
from tests.conftest import services_of
from tests.publishing.goods import CA_MOI, GAO_RUOI
from tests.webhooks.conftest import news_is_told, rounds
from tests.webhooks.receiving import head_of, heads, ids, shown, the_message, told

SKU = f"{CA_MOI}-1"


async def test_a_message_says_where_the_head_is_and_is_verified_by_the_library(
    door, partner, stranger, subscribe, sender, time
):
    began = clock.now()
    _, secret = await subscribe()

    await news_is_told(time, sender)

    [(headers, body)] = told(stranger)
    verified = Verifier(secret).verify(body, headers)
    epoch = (await publishing.head()).epoch
    written = (began + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert verified == {
        "type": "catalogue.changed",
        "timestamp": written,
        "data": {"epoch": epoch, "head": f"{epoch}.2"},
    }
    assert headers["content-type"] == "application/json"
    [hook] = await shown(door, partner)
    assert hook["told"] == f"{epoch}.2" == await head_of(door)
    assert hook["last"]["state"] == "delivered"


async def test_who_has_been_told_is_not_told_again(stranger, subscribe, sender, time):
    await subscribe()
    await news_is_told(time, sender)

    for _ in range(3):
        await news_is_told(time, sender)

    assert len(told(stranger)) == 1


async def test_what_a_clock_40_months_ahead_put_off_is_told_when_it_is_right_again(
    stranger, subscribe, sender, time
):
    await subscribe()
    stranger.puts("/hook", status="500 Internal Server Error")
    with clock.wrong(timedelta(days=1220)):
        await news_is_told(time, sender)
    [put_off] = await Delivery.all()
    assert put_off.next_at > clock.now() + timedelta(days=1219)
    stranger.puts("/hook")

    await rounds(sender)

    assert ids(stranger) == [put_off.id] * 2
    assert (await Delivery.get()).state == DeliveryState.DELIVERED


async def test_a_wrong_secret_and_another_body_do_not_verify(stranger, subscribe, sender, time):
    _, secret = await subscribe()
    await news_is_told(time, sender)
    [(headers, body)] = told(stranger)

    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Verifier(webhooks.new_secret()).verify(body, headers)
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Verifier(secret).verify(body.replace(b".2", b".3"), headers)


async def test_an_old_message_that_is_played_again_is_refused_by_the_library(
    stranger, subscribe, sender, time
):
    time.passes(minutes=-6)
    _, secret = await subscribe()

    await news_is_told(time, sender)

    [(headers, body)] = told(stranger)
    with pytest.raises(WebhookVerificationError, match="too old"):
        Verifier(secret).verify(body, headers)


async def test_both_secrets_sign_for_a_day_after_a_rotation(
    door, partner, stranger, subscribe, sender, time
):
    time.passes(hours=-24)
    hook, former = await subscribe()
    rotated = await door.post(f"/api/v1/webhooks/{hook}/rotate", headers=partner)
    new = rotated.json()["secret"]
    time.passes(hours=24, seconds=-10)

    await news_is_told(time, sender)
    time.passes(seconds=10)
    await catalogue.set_price(SKU, 5_000, by="test")
    await news_is_told(time, sender)

    (both, body), (one, later) = told(stranger)
    assert Verifier(new).verify(body, both) == Verifier(former).verify(body, both)
    assert len(both["webhook-signature"].split(" ")) == 2
    assert Verifier(new).verify(later, one)
    assert one["webhook-signature"].count("v1,") == 1
    with pytest.raises(WebhookVerificationError, match="No matching signature"):
        Verifier(former).verify(later, one)


async def test_many_changes_are_told_once_and_what_follows_with_the_next_message(
    door, stranger, subscribe, sender, time
):
    await subscribe()
    await rounds(sender)
    for price in range(1_000, 11_000, 1_000):
        await catalogue.set_price(SKU, price, by="test")
        time.passes(seconds=0.19)
        await rounds(sender)
    assert told(stranger) == []

    time.passes()
    await rounds(sender)
    first = await head_of(door)
    assert heads(stranger) == [first]
    await catalogue.set_price(SKU, 99_000, by="test")
    await news_is_told(time, sender)

    assert heads(stranger) == [first, await head_of(door)]
    assert first.endswith(".12")


async def test_a_large_change_is_told_when_the_worker_has_published_all_of_it(
    door, stranger, subscribe, sender, time
):
    await subscribe()
    await ToPublish.create(code=CA_MOI, by="test")
    await Variant.filter(sku=SKU).update(price=5_000)

    await news_is_told(time, sender)
    assert told(stranger) == []
    await publish_waiting()
    await rounds(sender)

    assert heads(stranger) == [await head_of(door)]
    assert heads(stranger)[0].endswith(".3")


async def test_news_waits_for_a_large_change_four_seconds_at_most(
    stranger, subscribe, sender, time
):
    await subscribe()
    await ToPublish.create(code=CA_MOI, by="test")
    await news_is_told(time, sender)

    time.passes(seconds=2)
    await rounds(sender)

    assert len(told(stranger)) == 1


async def test_a_message_is_sent_again_just_as_it_was_while_the_head_moves_on(
    door, stranger, subscribe, sender, time
):
    stranger.puts("/hook", status="503 Service Unavailable")
    await subscribe()
    await news_is_told(time, sender)
    first = await head_of(door)
    await catalogue.set_price(SKU, 5_000, by="test")
    time.passes(seconds=6)
    await rounds(sender)
    stranger.puts("/hook")

    time.passes(minutes=6)
    await rounds(sender)

    assert (len(told(stranger)), len(set(ids(stranger))), len(set(stranger.bodies))) == (3, 1, 1)
    await news_is_told(time, sender)
    assert heads(stranger) == [first, first, first, await head_of(door)]


async def test_a_slow_receiver_delays_nobody_else(door, stranger, subscribe, sender, time):
    answered = asyncio.Event()

    async def slow(writer):
        await answered.wait()
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    stranger.pages["/slow"] = slow
    stranger.puts("/quick", status="204 No Content")
    slow_hook, _ = await subscribe(stranger.at("/slow"))
    quick_hook, _ = await subscribe(stranger.at("/quick"))

    await sender.tell()
    for price in (5_000, 6_000, 7_000):
        await catalogue.set_price(SKU, price, by="test")
        await sender.tell()
        time.passes()
        await sender.tell()
        await asyncio.wait([sender.under_way[quick_hook]])

    assert list(sender.under_way) == [slow_hook]
    paths = [head[0].split()[1] for head in stranger.heard]
    assert (paths.count("/slow"), paths.count("/quick")) == (1, 3)
    answered.set()
    await rounds(sender)
    assert (await Webhook.get(id=slow_hook)).told_serial == 3
    assert (await Webhook.get(id=quick_hook)).told_serial == 5


async def test_a_message_replayed_while_it_is_under_way_is_sent_once_more_and_not_forgotten(
    door, partner, stranger, subscribe, sender, time
):
    hook, _ = await subscribe()

    async def replaying(writer):
        stranger.puts("/hook")
        await door.post(f"/api/v1/webhooks/{hook}/replay", headers=partner)
        await sender.tell()  # nothing: one attempt of a webhook at a time
        writer.write(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")

    stranger.pages["/hook"] = replaying
    await news_is_told(time, sender)
    assert len(told(stranger)) == 1
    await rounds(sender)

    assert (len(told(stranger)), len(set(ids(stranger)))) == (2, 1)
    message = await the_message()
    assert (message.state, message.attempts) == (DeliveryState.DELIVERED, 1)


async def test_workers_side_by_side_tell_each_webhook_once(door, stranger, subscribe, sender, time):
    for n in range(4):
        stranger.puts(f"/hook{n}")
        await subscribe(stranger.at(f"/hook{n}"))
    async with (
        Sender(services_of(door).outbound) as other,
        Sender(services_of(door).outbound) as third,
    ):
        for price in (5_000, 6_000, 7_000):
            await catalogue.set_price(SKU, price, by="test")
            await news_is_told(time, sender, other, third)

    assert len(told(stranger)) == len(set(ids(stranger))) == 12
    assert await Delivery.filter(attempts=1, state=DeliveryState.DELIVERED).count() == 12


async def test_what_is_under_way_when_the_worker_stops_is_given_back(
    door, stranger, subscribe, sender, time
):
    heard = asyncio.Event()

    async def silent(writer):
        heard.set()
        await asyncio.sleep(60)

    stranger.pages["/hook"] = silent
    await subscribe()
    async with Sender(services_of(door).outbound) as stopping:
        await stopping.tell()
        time.passes()
        await stopping.tell()
        await heard.wait()

    message = await the_message()
    assert (message.attempts, message.next_at) == (0, clock.now())
    stranger.puts("/hook")
    await rounds(sender)
    assert len(set(ids(stranger))) == 1
    assert (await the_message()).state == DeliveryState.DELIVERED


async def test_what_was_claimed_and_never_answered_is_sent_again_after_the_lease(
    stranger, subscribe, sender, time
):
    await subscribe()
    await rounds(sender)
    time.passes()
    await rounds(sender)
    at = clock.now()
    await Delivery.all().update(state=DeliveryState.WAITING, next_at=at + LEASE)

    time.passes(LEASE - timedelta(seconds=1))
    await rounds(sender)
    assert len(told(stranger)) == 1
    time.passes(seconds=1)
    await rounds(sender)

    first, again = ids(stranger)
    assert first == again


async def test_a_new_epoch_is_told(door, stranger, subscribe, sender, time):
    await subscribe()
    await news_is_told(time, sender)

    epoch = await publishing.renew_epoch("a test")
    await news_is_told(time, sender)

    assert [orjson.loads(body)["data"]["epoch"] for body in stranger.bodies][1] == epoch
    assert heads(stranger)[1] == await head_of(door) == f"{epoch}.2"
    await news_is_told(time, sender)
    assert len(told(stranger)) == 2


async def test_what_became_of_messages_is_forgotten_after_thirty_days(
    stranger, subscribe, sender, time
):
    await subscribe()
    await news_is_told(time, sender)
    time.passes(days=29)
    await catalogue.withdraw(GAO_RUOI, by="test")
    await news_is_told(time, sender)

    time.passes(days=2)
    await webhooks.forget_old()

    assert await Delivery.all().values_list("serial", flat=True) == [3]
    await news_is_told(time, sender)
    assert len(told(stranger)) == 2
