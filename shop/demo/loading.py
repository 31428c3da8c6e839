"""The demo catalogue: the real lists, each product with a drawn picture of its kind."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from media import illustrations
from media.accept import Incoming
from shop import logs, photos
from shop.catalogue import publish
from shop.config import Settings
from shop.demo.drawing import drawing_of
from shop.demo.reaching import make_reachable, sell
from shop.errors import SetupError
from shop.formats.channels import ACP, GOOGLE, META
from shop.intake import Intake, take_in
from shop.intake.lists import read_products
from shop.models import ChannelRule, Product, State
from shop.partners import channels
from shop.publishing import drain
from shop.readers import feeds, index
from shop.services import Services, opened

DATA = Path(__file__).parents[1] / "data"
BY = "demo"


async def load(settings: Settings, progress: Callable[[int], None]) -> None:
    """Import the lists, draw what is missing, show everything; the second time there is nothing.

    Products are shown once their pictures are there, so that no partner copies them twice.
    """
    logs.configure(settings.model_copy(update={"log_level": "warning"}))
    async with opened(settings) as services:
        report = await take_in([DATA], Intake(by=BY, specimens=True), progress)
        if report.refusals:
            raise SetupError(report.refusals[0].line)
        ours = {product.code for product in read_products(DATA)}
        await make_reachable(ours, BY)
        await _draw_missing(services, ours, progress)
        await _publish(ours)
        await sell(BY)
        await allow_drawings()
        await index.follow(services.engine)
        await feeds.build(settings.data, settings.base_url)


async def _draw_missing(
    services: Services, ours: set[str], progress: Callable[[int], None]
) -> None:
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for row in await photos.without_picture():
        if row["code"] in ours:
            wanted[drawing_of(row)].append(row["code"])
    async with asyncio.TaskGroup() as group:
        for key, codes in wanted.items():
            group.create_task(_illustrate(codes, key, services.room, progress))


async def _illustrate(
    codes: list[str], key: str, room: photos.Room, progress: Callable[[int], None]
) -> None:
    """Take a drawing in as any other picture is, and show it."""
    with Incoming(room.folder) as incoming:
        incoming.write(illustrations.picture(key))
        digest = await photos.take(incoming, room, by=BY)
    await photos.illustrate(codes, digest, by=BY)
    progress(len(codes))


async def allow_drawings() -> None:
    """Let what is drawn out to channels, as its own pages show it; a rule that was set stays."""
    for channel in (GOOGLE, META, ACP):
        if not await ChannelRule.filter(channel=channel).exists():
            await channels.set_rule(channel, {"drawn_pictures": True}, by=BY)


async def _publish(ours: set[str]) -> None:
    unpublished = await Product.filter(code__in=ours, state=State.UNPUBLISHED).values("code")
    if unpublished:
        await publish([row["code"] for row in unpublished], by=BY)
    while await drain():
        pass
