"""What each commune is known for: a few of its goods, those that a source tells of before others.

What is sold freely comes before what is not, one of each group before a second one, and more stars
before fewer. It takes a look at all products, so it is read at most once in ten minutes; what has
gone since is not on show, and so is left out by its readers.
"""

import asyncio
from collections import defaultdict
from time import monotonic

from shop.database import AwayError, select
from shop.models import Evidence, SaleRestriction, State

MOST = 3
KEPT_FOR = 600.0
"""Seconds: what a place is known for does not change with every price."""
BEST = f"""
SELECT code, commune_id FROM (
  SELECT code, commune_id, ROW_NUMBER() OVER (
    PARTITION BY commune_id ORDER BY made_up, kept_back, nth, stars DESC, code) AS place
  FROM (
    SELECT p.code, p.commune_id, COALESCE(r.stars, 0) AS stars,
      CASE WHEN p.evidence = '{Evidence.SOURCED}' THEN 0 ELSE 1 END AS made_up,
      CASE WHEN p.sale_restriction = '{SaleRestriction.NONE}' THEN 0 ELSE 1 END AS kept_back,
      ROW_NUMBER() OVER (
        PARTITION BY p.commune_id, p.evidence, COALESCE(p.ocop_set_id, p.agri_group_id)
        ORDER BY COALESCE(r.stars, 0) DESC, p.code) AS nth
    FROM product p LEFT JOIN (
      SELECT product_id, MAX(stars) AS stars FROM recognition
      WHERE revoked_on IS NULL GROUP BY product_id) r ON r.product_id = p.code
    WHERE p.state = '{State.PUBLISHED}') weighed) best
WHERE place <= ? ORDER BY commune_id, place
"""
KnownFor = dict[str, list[str]]
_kept: dict[str, tuple[float, KnownFor]] = {}
_reading = asyncio.Lock()


async def known_for(epoch: str) -> KnownFor:
    """Give codes of products by their commune, of the database that has this epoch.

    While the database is away, those of before. Raises AwayError where there are none.
    """
    async with _reading:
        if epoch not in _kept or monotonic() - _kept[epoch][0] > KEPT_FOR:
            try:
                found = await _read()
            except AwayError:
                if epoch not in _kept:
                    raise
            else:
                _kept.clear()
                _kept[epoch] = (monotonic(), found)
        return _kept[epoch][1]


async def _read() -> KnownFor:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in await select(BEST, MOST):
        found[row["commune_id"]].append(row["code"])
    return dict(found)
