"""Vietnamese text as searching, sorting and addresses need it: pure functions, no state."""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The Vietnamese letters in their order, with f, j, w and z in their Latin places."""

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Combining huyền, hỏi, ngã, sắc, nặng: dictionary order, after ngang, which has no mark."""

_VOWELS = frozenset("aăâeêioôơuưy")
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
_NUCLEI = """
    a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iêu iu oa oai oao oay oă oe oeo oi oo ôi
    ơi ua uâ uây uê ui uô uôi uơ uy uya uyê uyu ưa ưi ươ ươi ươu ưu yê yêu
"""
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])"
_SYLLABLE = re.compile(
    f"{_ONSET}?(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(?:ng|nh|ch|[cmnpt])?"
)
_PLAIN = re.compile(r"[a-z0-9]+")
_EITHER = re.compile(f"(qu)[iy](nh|[tnp])?|(?!qu|gi){_ONSET}y")
"""Bare syllables with an i or a y as their writer was taught: schools write mĩ, offices mỹ."""
_IN_PRINT = frozenset(["hy", "hỷ", "kỳ", "ký", "kỷ", "kỹ", "kỵ", "ly", "lý", "mỹ", "ty", "tỷ"])
"""Of those, what most print with a y."""
_STROKED = str.maketrans("ÐðƉɖ", "ĐđĐđ")
"""Letters of other alphabets that old fonts and code pages left where a đ was meant."""
_WEIGHTS = dict(zip(ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg", strict=True))
_WEIGHTS.update({digit: digit for digit in "0123456789"})


def compose(text: str) -> str:
    """Give the text in NFC and with a true đ, which everything else here expects or makes itself.

    What people type goes through here (shop/inputs, forms, queries).
    """
    return unicodedata.normalize("NFC", text).translate(_STROKED)


def fold(text: str) -> str:
    """Lower-case the text and take all marks off, đ included.

    One character gives one character, so that a place in the folded text is the same place in the
    text. Compose first: a combining mark that stands alone is kept.
    """
    return text.translate(_FOLDED)


def words(text: str) -> list[str]:
    """Cut a text into folded words."""
    return [plain(word) for word in spelt(text)]


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """Fold one word, drop the marks that no letter could take in, and spell i and y alike."""
    return _spelt_alike(_bare(fold(word)))


def singular(word: str) -> str:
    """Take the plural off an English word; no Vietnamese word ends in s."""
    is_plural = len(word) > 3 and word.isalpha() and word[-1] == "s" and word[-2] != "s"  # noqa: PLR2004
    return word[:-1] if is_plural else word


def syllables(text: str) -> list[str]:
    """Cut a text into words in lower case that keep their marks, see `toned`."""
    return [toned(word) for word in spelt(text)]


def spelt(text: str) -> list[str]:
    """Cut a text into words as they are written."""
    return _WORD.findall(compose(text))


def spans(text: str) -> list[tuple[int, int]]:
    """Tell where the words of a text begin and end, without composing it first."""
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def toned(word: str) -> str:
    """Put the tone of a word on its first vowel: hoà and hòa are one word, and so are mỹ and mĩ.

    The first vowel, wrong in print, keeps a word that is still being typed a prefix of itself.
    """
    bare, tone = _without_tone(word.lower())
    bare = _spelt_alike(bare)
    at = next((place for place, letter in enumerate(bare, 1) if letter in _VOWELS), len(bare))
    return compose(bare[:at] + TONES[tone - 1] + bare[at:]) if tone else bare


def _spelt_alike(bare: str) -> str:
    """Write i where a syllable ends in i or y, but y after qu, for quy may still become quýt."""
    if not (found := _EITHER.fullmatch(bare)):
        return bare
    return f"quy{found[2] or ''}" if found[1] else f"{bare[:-1]}i"


@lru_cache(maxsize=50_000)
def marks(word: str) -> frozenset[str]:
    """Give the marks that a word has, wherever they stand, the bar of đ among them."""
    apart = unicodedata.normalize("NFD", compose(word))
    return frozenset(char for char in apart if unicodedata.combining(char) or char == "đ")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word could be Vietnamese as it is spelt; chưối could not."""
    bare, _ = _without_tone(word.lower())
    return bool(_SYLLABLE.fullmatch(bare))


@lru_cache(maxsize=50_000)
def placed(word: str) -> str:
    """Put the tone of a word where print has it: nước, hòa, quả, giống; and y where most do: mỹ."""
    bare, tone = _without_tone(word.lower())
    at = _place_of_tone(bare) if tone else len(bare)
    mark = TONES[tone - 1] if tone else ""
    spelt = compose(bare[:at] + mark + bare[at:])
    with_y = compose(f"{bare[:-1]}y{mark}") if bare[-1:] == "i" else ""
    return with_y if with_y in _IN_PRINT else spelt


def _place_of_tone(bare: str) -> int:
    start, end = _nucleus(bare)
    shaped = [at for at in range(start, end) if bare[at] in "ăâêôơư"]
    if shaped:
        return shaped[-1] + 1
    open_pair = end == len(bare) and end - start == 2  # noqa: PLR2004
    return start + (1 if open_pair or end - start == 1 else 2)


def _nucleus(bare: str) -> tuple[int, int]:
    """Tell where the vowels are; the u of qu and the i of gia belong to the initial."""
    start = next((at for at, letter in enumerate(bare) if letter in _VOWELS), len(bare) - 1)
    end = start
    while end < len(bare) and bare[end] in _VOWELS:
        end += 1
    glide = bare[: start + 1] in {"qu", "gi"} and end - start > 1
    return start + glide, end


def slug(text: str) -> str:
    """Write a text as a part of an address: ASCII letters and digits with hyphens."""
    plain_text = _bare(fold(" ".join(spelt(text)))).encode("ascii", "ignore").decode()
    return "-".join(_PLAIN.findall(plain_text))


def sort_key(text: str) -> str:
    """Give the place of a text in a Vietnamese dictionary, as ASCII that sorts by code point.

    Letters decide over the whole text, then tones, then small letters before capitals. Words are
    parted by `!` and levels by a space, which sort below every letter, so nothing comes before
    something. Tones count once a word (hòa and hoà are equal, unlike in ICU).
    """
    written = spelt(text)
    letters = "!".join(_weigh(word) for word in written)
    tones = "".join(str(_without_tone(word.lower())[1]) for word in written).rstrip("0")
    capitals = "".join(str(_capitals(word)) for word in written).rstrip("0")
    return f"{letters} {tones} {capitals}".rstrip()


def _weigh(word: str) -> str:
    bare, _ = _without_tone(word.lower())
    return "".join(_WEIGHTS.get(char) or _WEIGHTS.get(fold(char), "~") for char in bare)


def _capitals(word: str) -> int:
    if word == word.lower():
        return 0
    return 2 if word[1:] != word[1:].lower() else 1


@lru_cache(maxsize=50_000)
def _without_tone(word: str) -> tuple[str, int]:
    """Part a word from its tone, 1 to 5 in dictionary order, 0 without one."""
    apart = unicodedata.normalize("NFD", word)
    tone = next((TONES.index(char) + 1 for char in apart if char in TONES), 0)
    return compose("".join(char for char in apart if char not in TONES)), tone


def _bare(word: str) -> str:
    return "".join(char for char in word if not unicodedata.combining(char))


class _Folded(dict[int, str]):
    """What each character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = _fold_character(char)
        return folded


def _fold_character(char: str) -> str:
    apart = unicodedata.normalize("NFKD", char.translate(_STROKED))
    bare = _bare(apart).lower().replace("đ", "d")
    if len(bare) == 1:
        return bare
    return char.lower() if len(char.lower()) == 1 else char


_FOLDED = _Folded()
