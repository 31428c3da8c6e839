"""So that `python -m shop.cli` does what `sanvat` does."""

from shop.cli.main import main

main()
