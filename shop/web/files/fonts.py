"""Be Vietnam Pro, cut down at first use to the letters that our pages need.

Whole, one weight weighs 130 kB; with Latin and all Vietnamese marks it is 12 kB as WOFF2.
"""

import os
import unicodedata
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Lock

import fontpkg_be_vietnam_pro as package

WEIGHTS = {"be-vietnam-pro-400.woff2": "Regular", "be-vietnam-pro-700.woff2": "Bold"}
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
OTHERS = "đĐ₫«»–—‘’“”„…·•×°±²³½¼©→←↑↓−′″éèàçñüöäôâîêï\u00a0"
COMBINING = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]
_one_at_a_time = Lock()
_ready: dict[str, bytes] = {}


def letters() -> str:
    """Give every character that the subset holds."""
    ascii_letters = "".join(map(chr, range(0x20, 0x7F)))
    marked = "".join(unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES)
    return ascii_letters + marked + marked.upper() + OTHERS + COMBINING


def identity() -> str:
    """Name what a subset is made of; another name means other bytes."""
    made_of = f"{_source('Regular').stat().st_size} {letters()} {FEATURES}"
    return sha256(made_of.encode()).hexdigest()[:12]


def subset_of(name: str, folder: Path) -> bytes:
    """Give the WOFF2 of a weight; what was cut once lies in the folder. Slow the first time."""
    with _one_at_a_time:
        if name not in _ready:
            _ready[name] = _kept_or_cut(name, folder / f"{identity()}-{name}")
        return _ready[name]


def _kept_or_cut(name: str, file: Path) -> bytes:
    if file.is_file():
        return file.read_bytes()
    data = _cut(_source(WEIGHTS[name]))
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(f".{os.getpid()}")
    temporary.write_bytes(data)
    temporary.replace(file)
    return data


def _cut(source: Path) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - half a second that only the first start needs

    options = subset.Options(
        flavor="woff2",
        layout_features=FEATURES,
        hinting=False,
        name_IDs=[1, 2],
        notdef_outline=True,
    )
    with subset.load_font(str(source), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters())
        subsetter.subset(font)
        cut = BytesIO()
        subset.save_font(font, cut, options)
    return cut.getvalue()


def _source(weight: str) -> Path:
    return Path(package.ROOT) / "files" / f"BeVietnamPro-{weight}.ttf"
