"""Which groups a product may belong to, guessed by its name and what its producer makes besides.

A guess is a choice to pick from: none is picked for its person.
"""

from collections import Counter

from search.engine import Engine, Query, Unavailable
from search.vietnamese import spelt
from shop import clock
from shop.inputs.tables import LONGEST_NAME
from shop.models import Kind, Product

GUESSES = 3
NEAREST = 12
"""Products with a name like it that have a say; the first counts most."""


async def guessed_groups(engine: Engine, name: str, producer: str) -> list[str]:
    """Give the codes of up to three groups, the likeliest first."""
    votes: Counter[str] = Counter()
    for text in _askings(name):
        votes.update(await _votes(engine, text))
    likely = [group for group, _ in votes.most_common()]
    own = await Product.filter(producer_id=producer).values_list("agri_group_id", flat=True)
    besides = [group for group, _ in Counter(filter(None, own)).most_common()]
    return list(dict.fromkeys([*likely, *map(str, besides)]))[:GUESSES]


def _askings(name: str) -> list[str]:
    """Give a name, then less and less of it: what it is stands before where it is from."""
    words = spelt(name[:LONGEST_NAME])
    heads = (" ".join(words[:n]) for n in (len(words), 3, 2, 1))
    return [head for head in dict.fromkeys(heads) if head]


async def _votes(engine: Engine, text: str) -> Counter[str]:
    """Weigh the groups of the products with the nearest names by the places of those."""
    query = Query(
        text=text,
        now=int(clock.now().timestamp()),
        kind=frozenset({Kind.AGRICULTURAL}),
        limit=NEAREST,
    )
    try:
        hits = (await engine.search(query)).hits
    except Unavailable:
        return Counter()
    known = dict(await Product.filter(code__in=hits).values_list("code", "agri_group_id"))
    votes: Counter[str] = Counter()
    for place, code in enumerate(hits):
        votes[str(known.get(code) or "")] += NEAREST - place
    del votes[""]
    return votes
