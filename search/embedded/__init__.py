"""The embedded engine: tantivy in a folder, many reading processes, one writer at a time."""

from search.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
