"""Words that a reader may have meant who made one slip: pure, and without a dictionary.

Sources: the phonetic confusions are those of the Viwiki-spelling corpus and of Nguyen et al.,
"Vietnamese spelling errors" (s/x, ch/tr, d/gi/r, l/n, c/k/q, -n/-ng/-nh, -c/-t, i/y).
"""

from collections.abc import Iterable
from functools import lru_cache
from math import inf

from search.tables import SOUNDS
from search.vietnamese import marks

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORT = 3

PHONETIC, SWAPPED, SLIP = 0.6, 0.8, 1.1
_FAR_KEY, _IN_A_SHORT_WORD, _FIRST_LETTER = 0.4, 0.25, 0.3
MISSING_MARK, ALIKE_TONES, WRONG_MARK = 0.3, 0.5, 0.9
_ALIKE = frozenset("\u0309\u0303")


class Spelling:
    """Finds neighbours among some plain words: each is filed under itself less one letter.

    In an order that no hash decides: else two processes read one query in two ways.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._less_one: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in sorted(words):
            self._by_sound.setdefault(sound(word), []).append(word)
            for key in _less_one(word):
                self._less_one.setdefault(key, []).append(word)

    def near(self, typed: str) -> dict[str, float]:
        """Give the words one slip away, and what each slip costs; a slip of the ear costs least."""
        found = dict.fromkeys(self._by_sound.get(sound(typed), ()), PHONETIC)
        for key in _less_one(typed):
            for word in self._less_one.get(key, ()):
                cost = slip(typed, word)
                if cost is not None and cost < found.get(word, inf):
                    found[word] = cost
        found.pop(typed, None)
        return found


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Give how a plain syllable sounds in the dialects that hear the fewest differences."""
    onset, rest = _apart(word)
    return _alike(onset, SOUNDS.onsets) + _ending(rest)


def _apart(word: str) -> tuple[str, str]:
    for length in (3, 2, 1):
        if word[:length] in SOUNDS.onsets and len(word) > length:
            return word[:length], word[length:]
    return "", word


def _ending(rest: str) -> str:
    for length in (2, 1):
        if len(rest) > length and rest[-length:] in SOUNDS.codas:
            return rest[:-length].replace("y", "i") + SOUNDS.codas[rest[-length:]]
    return rest.replace("y", "i")


def _alike(part: str, sounds: dict[str, str]) -> str:
    return sounds.get(part, part)


def slip(typed: str, word: str) -> float | None:
    """Tell what it costs to take one word for the other; None when it is more than one slip."""
    start = _common(typed, word)
    end = _common(typed[start:][::-1], word[start:][::-1])
    wrong, right = typed[start : len(typed) - end], word[start : len(word) - end]
    if max(len(wrong), len(right)) <= 1:
        cost = SLIP + (_FAR_KEY if wrong and right and not _are_near(wrong, right) else 0.0)
    elif len(wrong) == 2 and wrong == right[::-1]:  # noqa: PLR2004
        cost = SWAPPED
    else:
        return None
    return cost + _IN_A_SHORT_WORD * (len(word) < _SHORT) + _FIRST_LETTER * (start == 0)


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


def _are_near(one: str, other: str) -> bool:
    return other in _NEAR.get(one, ())


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for height, row in enumerate(_ROWS):
        for place, key in enumerate(row):
            around = (other[max(0, place - 1) : place + 2] for other in _ROWS[: height + 2][-3:])
            near[key] = "".join(around)
    return near


_NEAR = _neighbours()


def _less_one(word: str) -> Iterable[str]:
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return dict.fromkeys((word, *shorter))


def disagreement(typed: str, reading: str) -> float:
    """Tell what it costs to read typed marks as other marks.

    A forgotten one costs less than another; hỏi and ngã sound alike to half of the country.
    """
    had, has = marks(typed), marks(reading)
    if not had or had == has:
        return 0.0
    if had < has:
        return MISSING_MARK
    return ALIKE_TONES if had ^ has == _ALIKE else WRONG_MARK
