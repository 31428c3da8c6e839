"""The command line: `sanvat …`."""

from shop.cli.main import main

__all__ = ["main"]
