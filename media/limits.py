"""The most that is accepted of a picture, said once."""

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000
MOST_PAGES = 20
"""Of one paper, photographed or as a PDF."""
