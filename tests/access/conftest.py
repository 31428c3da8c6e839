"""Fixtures of the tests of rights."""

import pytest

from shop.config import Settings
from tests.web.conftest import asked

__all__ = ["asked"]


@pytest.fixture(autouse=True)
def no_share_of_pages(monkeypatch):
    """Let one address ask for thousands of pages in a minute: all actors here have the same."""
    monkeypatch.setattr(Settings, "pages_per_address", property(lambda _: 0))
