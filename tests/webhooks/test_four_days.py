"""A receiver that is down for days loses nothing: it is tried by the schedule, then replayed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import structlog

from shop import catalogue, clock
from shop.models import Delivery, DeliveryState
from shop.readers.webhooks import Sender
from shop.readers.webhooks.scheduling import JITTER, WAITS, due_again
from tests.mirror.copies import copied, sync_once
from tests.mirror.copies import shown as on_show
from tests.publishing.goods import CA_MOI, GAO_RUOI
from tests.webhooks.conftest import HALF, Time, news_is_told, rounds
from tests.webhooks.receiving import head_of, heads, ids, shown, told

SKU = f"{CA_MOI}-1"
DAY = timedelta(days=1)
SCHEDULE = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
"""Seconds, as docs/partners.md tells them."""


def test_the_schedule_is_that_of_the_specification_and_jitter_only_adds_a_little(stopped_clock):
    early = [due_again(n, stopped_clock, lambda: 0.0) for n in range(11)]
    late = [due_again(n, stopped_clock, lambda: 1.0) for n in range(10)]

    assert [wait.total_seconds() for wait in WAITS] == SCHEDULE
    assert early == [stopped_clock + wait for wait in WAITS] + [None]
    assert late == [stopped_clock + wait * (1 + JITTER) for wait in WAITS]


@dataclass
class Life:
    """Time as a worker lives through it."""

    sender: Sender
    time: Time

    async def news(self) -> None:
        await news_is_told(self.time, self.sender)

    async def round(self, **later: float) -> None:
        self.time.passes(timedelta(), **later)
        await rounds(self.sender)

    async def attempts(self, until: datetime | None = None) -> list[datetime]:
        """Live through the attempts of the message that waits; give the moment of each."""
        moments = []
        while due := await Delivery.filter(state=DeliveryState.WAITING).first():
            if until and due.next_at > until:
                break
            self.time.to(max(due.next_at, clock.now()))
            moments.append(clock.now())
            await rounds(self.sender)
        return moments


@pytest.fixture
def life(sender, time) -> Life:
    return Life(sender, time)


async def four_days(life: Life) -> list[datetime]:
    """Change something on each of the days that the receiver is down; give each attempt's time."""
    await catalogue.set_price(SKU, 1_000, by="test")
    began = clock.now()
    await life.news()
    moments = [clock.now()]
    for day in range(1, 4):
        await catalogue.set_price(SKU, 1_000 + day, by="test")
        moments += await life.attempts(until=began + day * DAY)
    moments += await life.attempts()
    life.time.to(began + 4 * DAY)
    await catalogue.withdraw(GAO_RUOI, by="test")
    return moments


async def test_four_days_down_with_changes_on_each(
    door, partner, stranger, subscribe, life, tmp_path
):
    assert await sync_once(door, tmp_path)
    await subscribe()
    await life.news()
    stranger.puts("/hook", status="503 Service Unavailable")

    with structlog.testing.capture_logs() as logs:
        moments = await four_days(life)

    gaps = [(later - one).total_seconds() for one, later in pairwise(moments)]
    assert gaps == [wait * (1 + JITTER * HALF) for wait in SCHEDULE[1:]]
    [dead] = await Delivery.filter(state=DeliveryState.DEAD)
    assert (dead.attempts, dead.status, dead.error) == (10, 503, "answered 503")
    assert ids(stranger)[1:] == [dead.id] * 10
    assert len(set(stranger.bodies[1:])) == 1
    [notice] = [line for line in logs if line["event"] == "webhook given up"]
    assert (notice["log_level"], notice["message"], notice["attempts"]) == ("error", dead.id, 10)
    assert "sanvat_webhooks_given_up 1.0" in (await door.get("/metrics")).text
    [hook] = await shown(door, partner)
    assert (hook["state"], [one["id"] for one in hook["dead"]]) == ("active", [dead.id])

    stranger.puts("/hook")
    await life.news()

    assert heads(stranger)[-1] == await head_of(door)
    assert await sync_once(door, tmp_path)
    assert copied(tmp_path) == await on_show()
    assert GAO_RUOI not in copied(tmp_path)
    assert "sanvat_webhooks_given_up 0.0" in (await door.get("/metrics")).text


async def test_a_dead_letter_is_replayed_as_the_same_message_and_takes_nothing_back(
    door, partner, stranger, subscribe, life
):
    stranger.puts("/hook", status="500 Internal Server Error")
    hook, _ = await subscribe()
    await life.news()
    await life.attempts()
    [dead] = set(ids(stranger))
    await life.round(days=2)
    await life.news()
    assert len(told(stranger)) == 10  # nothing moved, so there is nothing new to say

    replayed = await door.post(f"/api/v1/webhooks/{hook}/replay", headers=partner)
    await life.round()
    again = await Delivery.get(id=dead)
    assert replayed.json() == {"message": dead}
    assert (again.state, again.attempts) == (DeliveryState.WAITING, 1)
    stranger.puts("/hook")
    await life.round(seconds=6)

    assert set(ids(stranger)) == {dead}
    assert len(told(stranger)) == 12
    assert (await shown(door, partner))[0]["told"] == await head_of(door)


async def test_a_dead_letter_that_is_late_does_not_move_the_cursor_back(
    door, partner, stranger, subscribe, life
):
    stranger.puts("/hook", status="500 Internal Server Error")
    hook, _ = await subscribe()
    await life.news()
    await life.attempts()
    stranger.puts("/hook")
    await catalogue.set_price(SKU, 1_000, by="test")
    await life.news()
    now = await head_of(door)

    await door.post(f"/api/v1/webhooks/{hook}/replay", headers=partner)
    await life.round()
    await life.news()

    assert heads(stranger)[-2:] == [now, heads(stranger)[0]]
    assert (await shown(door, partner))[0]["told"] == now


async def test_a_message_that_waits_long_can_be_sent_now(door, partner, stranger, subscribe, life):
    stranger.puts("/hook", head="Retry-After: 80000\r\n", status="429 Too Many Requests")
    hook, _ = await subscribe()
    await life.news()
    stranger.puts("/hook")

    await door.post(f"/api/v1/webhooks/{hook}/replay", headers=partner)
    await life.round()

    first, again = ids(stranger)
    assert first == again
    assert (await Delivery.get()).state == DeliveryState.DELIVERED
