"""Names of places: whole ones, without the title before them, however that is shortened."""

from collections.abc import Callable, Sequence

from search.vietnamese import plain, spelt, toned

TITLES = {
    "tỉnh": "", "thành phố": "tp", "thị xã": "tx", "thị trấn": "tt", "đặc khu": "đk",
    "huyện": "h", "quận": "q", "phường": "p", "xã": "x",
}  # fmt: skip
"""Each with what it is shortened to where a name follows."""
_TITLES = {tuple(map(plain, title.split())) for title in TITLES}
_SHORT = {form: title for title, short in TITLES.items() for form in {short, plain(short)} if short}
_LONGEST = 4


def title_of(words: Sequence[str]) -> int:
    """Count the words at the front of a place's name that only say what it is."""
    begun = (tuple(map(plain, words[:length])) for length in (2, 1))
    return next((len(one) for one in begun if one in _TITLES and len(words) > len(one)), 0)


def bare_name(words: Sequence[str]) -> str:
    """Give a place's name, cut into `toned` words, as a vocabulary knows it."""
    return " ".join(words[title_of(words) :])


def spelt_out(text: str, is_place: Callable[[Sequence[str]], bool]) -> str:
    """Write a shortened title in full where a name of a place follows it: Q. Lê Chân."""
    words = spelt(text)
    toneds = [toned(word) for word in words]
    for at, word in enumerate(toneds):
        ends = range(at + 3, min(at + _LONGEST + 2, len(words) + 1))
        if word in _SHORT and any(is_place(toneds[at + 1 : end]) for end in ends):
            words[at] = _SHORT[word]
    return " ".join(words)
