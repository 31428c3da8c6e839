"""The Meilisearch engine: the same promises, kept by a server of that kind."""

from search.meili.engine import MeiliEngine

__all__ = ["MeiliEngine"]
