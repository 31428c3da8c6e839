"""A worker that is killed while a receiver still thinks: the message comes again, as the same."""

import asyncio
import subprocess
from datetime import timedelta

import pytest
import trustme

from shop import clock
from shop.models import Delivery, DeliveryState, Partner
from shop.partners import keys, webhooks
from shop.readers.webhooks import LEASE, Sender
from shop.services import opened
from tests import processes
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show
from tests.serving import environment
from tests.strangers import ASCII_HOST, Names, allowing, standing
from tests.webhooks.conftest import rounds
from tests.webhooks.receiving import ids

PROGRAM = """
import asyncio, ssl, sys
from ipaddress import ip_address
from shop import worker
from shop.services import opened
from shop.config import Settings
from shop.http.outbound import Outbound

async def here(host):
    return [ip_address("127.0.0.3")]

async def main(authority, port):
    trust = ssl.create_default_context(cafile=authority)
    outbound = Outbound(here, lambda _: True, frozenset({int(port)}), lambda: trust)
    async with opened(Settings.from_environment(), outbound) as services:
        await worker.run(services, asyncio.Event())

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def worker(settings, tmp_path):
    """Start real workers that ask our server only; none outlives the test."""
    started = []

    def starting(authority: trustme.CA, port: int) -> subprocess.Popen:
        pem = tmp_path / "authority.pem"
        authority.cert_pem.write_to_path(str(pem))
        command = ["-c", PROGRAM, str(pem), str(port)]
        started.append(processes.start(*command, env=environment(settings)))
        return started[-1]

    yield starting
    for process in started:
        process.kill()
        process.wait()


async def test_a_worker_killed_before_the_answer_leaves_a_message_that_comes_again(
    settings, worker
):
    authority, heard = trustme.CA(), asyncio.Event()

    async def thinking(writer):
        heard.set()
        await asyncio.sleep(30)

    async with opened(settings), standing(authority.issue_cert(ASCII_HOST)) as stranger:
        stranger.pages["/hook"] = thinking
        outbound = allowing(stranger, Names(), authority)
        await a_small_catalogue()
        await on_show(goods(CA_MOI))
        await keys.add_partner("Chợ Việt", by="test")
        partner = (await Partner.get()).id
        await webhooks.subscribe(partner, stranger.at("/hook"), by="test", outbound=outbound)

        killed = worker(authority, stranger.port)
        async with asyncio.timeout(60):
            await heard.wait()
        killed.kill()
        left = await Delivery.get()
        stranger.puts("/hook")
        async with Sender(outbound) as sender:
            with clock.stopped(left.next_at - timedelta(seconds=1)):
                await rounds(sender)
                assert len(ids(stranger)) == 1
            with clock.stopped(left.next_at):
                await rounds(sender)

        assert (left.state, left.attempts) == (DeliveryState.WAITING, 1)
        assert timedelta() < left.next_at - left.created_at < LEASE + timedelta(seconds=30)
        first, again = ids(stranger)
        assert first == again == left.id
        assert (await Delivery.get()).state == DeliveryState.DELIVERED


async def test_two_worker_processes_tell_each_webhook_once(settings, worker):
    authority, paths = trustme.CA(), [f"/hook{n}" for n in range(5)]
    async with opened(settings), standing(authority.issue_cert(ASCII_HOST)) as stranger:
        outbound = allowing(stranger, Names(), authority)
        await a_small_catalogue()
        await on_show(goods(CA_MOI))
        await keys.add_partner("Chợ Việt", by="test")
        partner = (await Partner.get()).id
        for path in paths:
            url = stranger.puts(path)
            await webhooks.subscribe(partner, url, by="test", outbound=outbound)

        worker(authority, stranger.port)
        worker(authority, stranger.port)
        async with asyncio.timeout(60):
            while await Delivery.filter(state=DeliveryState.DELIVERED).count() < len(paths):  # noqa: ASYNC110 - others write it
                await asyncio.sleep(0.1)

        assert sorted(head[0].split()[1] for head in stranger.heard) == paths
        assert len(set(ids(stranger))) == len(paths)
