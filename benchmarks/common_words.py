"""Writes the common words of Vietnamese from the list in a package: a part of `make lock`.

pyvi carries it under the MIT licence, beside a tagger that needs scikit-learn: so the package is
unpacked for its list, and never installed.
"""

import sys
from pathlib import Path

from search.tables import FOLDER
from search.vietnamese import is_syllable, syllables

MOST_SYLLABLES = 4
HEAD = """\
# Words that are good Vietnamese, whatever the catalogue has: they are never respelt.
# Made by benchmarks/common_words.py, proper names left out.
# Source: pyvi 0.1.1, models/words.txt; MIT licence, Copyright (c) 2016 Viet-Trung Tran.
"""


def main(unpacked: str) -> None:
    listed = Path(unpacked, "pyvi", "models", "words.txt").read_text(encoding="utf-8").splitlines()
    common = sorted({" ".join(syllables(word)) for word in listed if _is_common(word)})
    text = HEAD + "".join(f"{word}\n" for word in common)
    (FOLDER / "common_words.txt").write_text(text, encoding="utf-8")


def _is_common(word: str) -> bool:
    parts = syllables(word)
    is_name = word != word.lower()
    return not is_name and 0 < len(parts) <= MOST_SYLLABLES and all(map(is_syllable, parts))


if __name__ == "__main__":
    main(sys.argv[1])
