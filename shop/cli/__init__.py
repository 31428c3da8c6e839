"""The command line: `sanvat …`. What it runs is imported once it is asked for."""

from shop.cli.main import main

__all__ = ["main"]
