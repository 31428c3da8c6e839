"""Names that may be one name, as people type them: a question to a person, never an answer.

Marks count where both names have them: Dưa and Dừa are two words, and "nuoc mam" is "nước mắm".
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.vietnamese import marks, plain, spelt, toned

OF_KIND = tuple(
    [plain(word) for word in phrase.split()]
    for phrase in (
        "san xuat kinh doanh", "kinh doanh dich vu", "doanh nghiep tu nhan", "ho kinh doanh",
        "ho san xuat", "to hop tac", "hop tac xa", "ho sx", "dich vu", "nong nghiep", "san xuat",
        "kinh doanh", "che bien", "thuong mai", "dau tu", "trang trai", "doanh nghiep", "cong ty",
        "co so", "co phan", "xuat nhap khau", "mot thanh vien", "tnhh", "mtv", "htx", "tht",
        "hkd", "sxkd", "dvnn", "dntn", "cbtp", "ntts", "xnk", "cty", "sx", "kd", "dv", "nn", "tm",
        "cp", "va",
    )
)  # fmt: skip
"""Words that say what a producer is rather than which: HTX Thụy Hương is the same as Hợp tác xã sản
xuất kinh doanh dịch vụ nông nghiệp Thụy Hương. Folded, longer ones first."""


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names of producers may be those of one."""
    first, second = _words(one), _words(other)
    if _same(first, second):
        return True
    core, other_core = core_of(one), core_of(other)
    return bool(core) and bool(other_core) and _same(core, other_core)


@lru_cache(maxsize=10_000)
def core_of(name: str) -> tuple[str, ...]:
    """Give the words of a producer's name that say which it is."""
    return tuple(_core(_words(name)))


def is_same_word(one: str, other: str) -> bool:
    """Compare two words; one that is typed without any mark may be either."""
    if plain(one) != plain(other):
        return False
    return toned(one) == toned(other) or not marks(one) or not marks(other)


def _words(name: str) -> list[str]:
    return spelt(name.lower())


def _core(words: list[str]) -> Iterator[str]:
    """Leave out words of kind."""
    folded, at = [plain(word) for word in words], 0
    while at < len(words):
        skipped = next((len(one) for one in OF_KIND if folded[at : at + len(one)] == one), 0)
        if not skipped:
            yield words[at]
        at += skipped or 1


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Compare names word by word, one letter off at most; a space too much is one letter."""
    if len(one) != len(other):
        return _is_near("".join(one), "".join(other), most=0)
    odd = [pair for pair in zip(one, other, strict=True) if not is_same_word(*pair)]
    return not odd or (len(odd) == 1 and _is_near(*odd[0], most=1))


def _is_near(one: str, other: str, *, most: int) -> bool:
    """Tell whether words differ by so many letters and by no mark that both have."""
    bare, other_bare = plain(one), plain(other)
    if bare == other_bare:
        return is_same_word(one, other)
    same_marks = marks(one) == marks(other) or not marks(one) or not marks(other)
    return most > 0 and same_marks and is_one_letter_off(bare, other_bare)


def is_one_letter_off(one: str, other: str) -> bool:
    """Tell whether one letter was left out, put in, or is another."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    same = at + 1 if len(short) == len(long) else at
    return short[same:] == long[at + 1 :]
