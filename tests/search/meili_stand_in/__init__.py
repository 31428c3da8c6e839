"""A small Meilisearch in memory, for tests: its HTTP API as far as we use it, none of its code.

It shares nothing with our engines: it tokenizes, filters and ranks by Meilisearch's rules in a
simple way, finishes its tasks late and checks every key.
"""

from tests.search.meili_stand_in.server import StandIn, serving

__all__ = ["StandIn", "serving"]
