"""Which search engine the settings ask for."""

from search.embedded import EmbeddedEngine
from search.engine import Engine
from shop.config import Settings
from shop.readers import known_words


def engine_of(settings: Settings) -> Engine:
    if not settings.meilisearch_url:
        return EmbeddedEngine(settings.data / "index")
    from search.meili import MeiliEngine  # noqa: PLC0415 - its client costs each command 0.2 s
    from search.meili.server import Server  # noqa: PLC0415

    key = settings.meilisearch_key.get_secret_value()
    return MeiliEngine(Server(settings.meilisearch_url, key), known_words.load)
