"""A partner has a test event sent: it goes the way of news, and is none."""

import orjson
import pytest
from standardwebhooks import Webhook as Verifier

from shop.models import Delivery, DeliveryState, Webhook
from shop.partners import webhooks
from tests.webhooks.conftest import news_is_told, rounds
from tests.webhooks.receiving import head_of, ids, shown, told


async def test_a_test_event_is_signed_and_told_apart_by_its_type(
    door, partner, subscribe, sender, stranger, time
):
    hook, secret = await subscribe()
    await news_is_told(time, sender)
    time.passes(seconds=1)

    answer = await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    await rounds(sender)

    assert answer.status_code == 202
    (_, news), (headers, test) = told(stranger)
    assert headers["webhook-id"] == answer.json()["message"]
    message = Verifier(secret).verify(test, headers)
    head = await head_of(door)
    assert (message["type"], orjson.loads(news)["type"]) == ("webhook.test", "catalogue.changed")
    assert message["data"] == {"epoch": head.split(".")[0], "head": head}
    [one] = await shown(door, partner)
    assert (one["last"]["test"], one["last"]["state"], one["told"]) == (True, "delivered", head)


async def test_a_test_that_fails_keeps_no_news_back_and_moves_no_cursor(
    door, partner, subscribe, sender, stranger, time
):
    hook, _ = await subscribe()
    stranger.puts("/hook", status="500 Oh")
    await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    await rounds(sender)
    assert (await Webhook.get(id=hook)).told_epoch == ""
    stranger.puts("/hook")

    await news_is_told(time, sender)

    assert (await Webhook.get(id=hook)).told_epoch != ""
    told_of = [orjson.loads(body)["type"] for _, body in told(stranger)]
    assert told_of[0] == "webhook.test"
    assert "catalogue.changed" in told_of


async def test_a_test_that_waits_is_sent_again_as_the_same_message(
    door, partner, subscribe, sender, stranger, time
):
    hook, _ = await subscribe()
    await news_is_told(time, sender)
    stranger.puts("/hook", status="500 Oh")
    first = await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    await rounds(sender)

    again = await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    await rounds(sender)

    assert again.json() == first.json()
    assert ids(stranger)[1:] == [first.json()["message"]] * 2


async def test_a_test_given_up_is_no_trouble_and_is_not_replayed(door, partner, subscribe, time):
    hook, _ = await subscribe()
    await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    await Delivery.filter(is_test=True).update(state=DeliveryState.DEAD)

    assert (await webhooks.troubles()).dead == 0
    replayed = await door.post(f"/api/v1/webhooks/{hook}/replay", headers=partner)
    assert replayed.status_code == 422


async def test_only_so_many_tests_a_day_and_none_of_what_is_disabled(
    door, partner, subscribe, time
):
    hook, _ = await subscribe()
    for _ in range(webhooks.MOST_TESTS):
        assert (
            await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
        ).status_code == 202
        await Delivery.filter(is_test=True).update(state=DeliveryState.DELIVERED)

    beyond = await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    time.passes(days=1, seconds=1)
    tomorrow = await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)
    await webhooks.disable(hook, because="answered 410", by="test")
    disabled = await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)

    assert (beyond.status_code, tomorrow.status_code, disabled.status_code) == (422, 202, 422)
    assert "20 test events a day" in beyond.json()["detail"]


@pytest.mark.parametrize("hook", ["wh_" + "0" * 24, "x"])
async def test_what_is_no_webhook_of_mine_gets_no_test(door, partner, subscribe, hook):
    await subscribe()

    assert (await door.post(f"/api/v1/webhooks/{hook}/test", headers=partner)).status_code == 404
    assert await Delivery.all().count() == 0
