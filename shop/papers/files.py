"""The keys of files of papers, all in the private part of the store."""

from media.store import PAPERS, original_key, picture_key


def key_of_page(name: str) -> str:
    return PAPERS + picture_key(name)


def key_of_pdf(digest: str) -> str:
    return PAPERS + original_key(digest)
