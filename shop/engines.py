"""Which search engine the settings ask for."""

from search.embedded import EmbeddedEngine
from search.engine import Engine
from search.meili import MeiliEngine
from search.meili.server import Server
from shop.config import Settings
from shop.readers import known_words


def engine_of(settings: Settings) -> Engine:
    if not settings.meilisearch_url:
        return EmbeddedEngine(settings.data / "index")
    key = settings.meilisearch_key.get_secret_value()
    return MeiliEngine(Server(settings.meilisearch_url, key), known_words.load)
