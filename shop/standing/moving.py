"""What the worker moves on: what waits to be published, the index, the feeds, webhooks."""

from collections.abc import AsyncIterator
from datetime import timedelta

from media.sentences import Sentence, joined, number, phrase
from shop.database.heartbeats import BACKUP
from shop.models import Heartbeat, ToPublish
from shop.partners import webhooks
from shop.readers import feeds, index
from shop.standing.lines import Line, Seen, passed

LONGEST_BEHIND = 600
"""Seconds that a feed file may be behind the head."""
MANY_WAIT = 1000
NO_WORKER = phrase("chưa có worker nào chạy", "no worker has run yet")
FAILS = phrase("{duty}: lỗi suốt {ago}, {why}", "{duty}: fails for {ago}, {why}")
LATE = phrase("{duty}: đã {ago} chưa làm xong", "{duty}: not done for {ago}")
ALL_DONE = phrase(
    "{n} việc của worker đều chạy, lần cuối cách đây {ago}",
    "all {n} of the worker go on, the last one {ago} ago",
)
QUEUE = phrase("{n} sản phẩm chờ công bố", "{n} products wait to be published")
INDEX = phrase("đã đọc tới {at} trên {head}", "read up to {at} of {head}")
NO_INDEX = phrase("chưa có chỉ mục: {trouble}", "there is none: {trouble}")
FEEDS = phrase("{n} tệp, chậm nhất {age}", "{n} files, at most {age} behind")
NO_FEEDS = phrase("chưa tạo tệp nào", "none is built")
WITHHELD = phrase("giữ lại: {names}", "held back: {names}")
WEBHOOKS = phrase(
    "{waiting} tin chờ, {dead} tin đã bỏ, {disabled} webhook tắt",
    "{waiting} messages wait, {dead} given up, {disabled} webhooks disabled",
)


async def duties(seen: Seen) -> AsyncIterator[Line]:
    """Tell of each duty that is behind, or that none is."""
    for duty, trouble in sorted(seen.behind.items()):
        said = _behind(seen, seen.beats[duty]) if duty in seen.beats else NO_WORKER
        yield Line("duties", said, needs=True, figures={"duty": duty, "trouble": trouble})
    if not seen.behind:
        ours = [row for duty, row in seen.beats.items() if duty != BACKUP]
        last = max((row.last_ok for row in ours if row.last_ok), default=seen.at)
        said = ALL_DONE.filled(n=len(ours), ago=passed(seen.at - last))
        yield Line("duties", said, figures={"last": last})


def _behind(seen: Seen, row: Heartbeat) -> Sentence:
    if row.failed_since:
        ago = passed(seen.at - row.failed_since)
        return FAILS.filled(duty=row.duty, ago=ago, why=row.why)
    return LATE.filled(duty=row.duty, ago=passed(seen.at - (row.last_ok or seen.at)))


async def queue(seen: Seen) -> Line:
    waiting = await ToPublish.all().count()
    stuck = waiting > 0 and seen.is_stuck("publish")
    return Line("publish", QUEUE.filled(n=number(waiting)), stuck, {"waiting": waiting})


async def searched(seen: Seen) -> Line:
    """Tell how far the index has read, of this epoch."""
    position, trouble = await index.standing(seen.engine)
    if position is None or position.epoch != seen.head.epoch:
        said = NO_INDEX.filled(trouble=trouble or "another epoch")
        return Line("index", said, needs=True, figures={"serial": None, "head": seen.head.serial})
    said = INDEX.filled(at=number(position.serial), head=number(seen.head.serial))
    stuck = position.serial < seen.head.serial and seen.is_stuck("index")
    return Line("index", said, stuck, {"serial": position.serial, "head": seen.head.serial})


async def fed(seen: Seen) -> Line:
    """Tell how old the oldest feed file is, and which are held back."""
    ages, held = await feeds.ages(seen.at), sorted(await feeds.withheld())
    figures = {"ages": ages, "withheld": held}
    if not ages:
        return Line("feeds", NO_FEEDS, seen.is_stuck("feeds"), figures)
    oldest = max(ages.values())
    parts = [FEEDS.filled(n=len(ages), age=passed(timedelta(seconds=oldest)))]
    if held:
        parts.append(WITHHELD.filled(names=", ".join(held)))
    needs = bool(held) or oldest > LONGEST_BEHIND
    return Line("feeds", joined(parts, "; "), needs, figures)


async def hooked(_: Seen) -> Line:
    now = await webhooks.troubles()
    figures = {"waiting": now.waiting, "dead": now.dead, "disabled": now.disabled}
    needs = now.dead > 0 or now.waiting > MANY_WAIT
    return Line("webhooks", WEBHOOKS.filled(**figures), needs, figures)
