"""Fixtures of the tests of rights."""

from tests.web.conftest import asked

__all__ = ["asked"]
