"""The most and the least that is accepted of a picture, said once."""

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Of a PNG or WebP, and of what a JPEG is decoded to, which libjpeg shrinks on the way."""
MOST_PIXELS_OF_HEIC = 65_000_000
"""libheif decodes all of a picture: more would not fit into its process's memory."""
MOST_PIXELS_OF_JPEG = 16_384 * 12_288
"""What phones take that are sold by their 200 megapixels."""
LONGEST_SIDE = 16_384
SHORTEST_SIDE = 100
MOST_PAGES = 20
"""Of one paper, photographed or as a PDF."""
