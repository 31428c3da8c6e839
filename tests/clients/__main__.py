"""Writes the description of the API and an example of a page of changes into a folder."""

import sys
from pathlib import Path

import orjson

from shop.api.examples import ANSWERED
from shop.api.openapi import openapi
from shop.api.routes import OPERATIONS


def main(folder: Path) -> None:
    description = openapi(OPERATIONS, "https://sanvat.example.vn")
    (folder / "openapi.json").write_bytes(orjson.dumps(description))
    (folder / "go" / "page.json").write_bytes(orjson.dumps(ANSWERED["changes"]))


main(Path(sys.argv[1]))
