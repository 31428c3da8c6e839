"""All lines of the status, in the order in which they are told."""

from search.engine import Engine
from shop import clock
from shop.config import Settings
from shop.database.heartbeats import behind, heartbeats
from shop.publishing import head
from shop.standing import kept, moving, waiting
from shop.standing.lines import InWords, Line, Look, Seen, told

LOOKS: tuple[tuple[str, Look], ...] = (
    ("publish", moving.queue),
    ("index", moving.searched),
    ("feeds", moving.fed),
    ("webhooks", moving.hooked),
    ("messages", waiting.messages),
    ("audit", waiting.audit),
    ("reports", waiting.reports),
    ("proposals", waiting.proposals),
    ("pictures", kept.pictures),
    ("disk", kept.disks),
    ("clock", kept.clock),
    ("backup", kept.backup),
    ("database", kept.grown),
)


async def look_at_all(
    settings: Settings, engine: Engine, in_words: InWords
) -> tuple[Seen, list[Line]]:
    """Look at everything; one line or more of each thing."""
    seen = await _seen(settings, engine)
    lines = [line async for line in moving.duties(seen)]
    lines += [await told(about, look, seen, in_words) for about, look in LOOKS]
    return seen, lines


async def _seen(settings: Settings, engine: Engine) -> Seen:
    beats, at = await heartbeats(), clock.now()
    return Seen(settings, engine, at, await head(afresh=True), beats, behind(beats, at))
