"""How people mistype a name, written from how keyboards work and not from how the search reads.

Every maker takes a name and a `random.Random`, and gives None where it cannot be applied.
"""

import random
import re
import unicodedata

_TONE_KEYS = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_TONE_DIGITS = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_WORD = re.compile(r"[^\W\d_]+")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _letters(syllable: str) -> list[tuple[str, str]]:
    """Give each letter with its marks, đ as d with a bar."""
    letters: list[tuple[str, str]] = []
    for char in unicodedata.normalize("NFD", syllable):
        if unicodedata.combining(char) and letters:
            letters[-1] = (letters[-1][0], letters[-1][1] + char)
        elif char in "đĐ":
            letters.append(("d" if char == "đ" else "D", "-"))
        else:
            letters.append((char, ""))
    return letters


def _is_plain(letters: list[tuple[str, str]]) -> bool:
    return not any(marks for _, marks in letters)


def telex(syllable: str, chance: random.Random) -> str:
    """Type a syllable with Telex: shape keys and the tone key anywhere after their letter."""
    letters = _letters(syllable)
    typed = [letter for letter, _ in letters]
    horns = 0
    for place, (letter, marks) in reversed(list(enumerate(letters))):
        keys = []
        if "-" in marks:
            keys.append("d")
        if _CIRCUMFLEX in marks:
            keys.append(letter.lower())
        if _HORN in marks or _BREVE in marks:
            horns += 1
            keys.append("w")
        keys += [key for tone, key in _TONE_KEYS.items() if tone in marks]
        if horns == 2 and "w" in keys:  # one w makes both letters of ươ
            keys.remove("w")
        for key in keys:
            typed.insert(chance.randint(place + 1, len(typed)), key)
    return "".join(typed)


def vni(syllable: str, chance: random.Random) -> str:
    """Type a syllable with VNI: digits anywhere after their letter."""
    letters = _letters(syllable)
    typed = [letter for letter, _ in letters]
    horns = 0
    for place, (_, marks) in reversed(list(enumerate(letters))):
        digits = [digit for tone, digit in _TONE_DIGITS.items() if tone in marks]
        digits += (
            ["9"] * ("-" in marks) + ["6"] * (_CIRCUMFLEX in marks) + ["8"] * (_BREVE in marks)
        )
        if _HORN in marks:
            horns += 1
            digits += ["7"] * (horns == 1)
        for digit in digits:
            typed.insert(chance.randint(place + 1, len(typed)), digit)
    return "".join(typed)


def unmarked(name: str, _: random.Random) -> str:
    return "".join(letter for letter, _ in _letters(nfc(name)))


def in_telex(name: str, chance: random.Random) -> str:
    return _WORD.sub(lambda word: telex(word[0], chance), nfc(name))


def in_vni(name: str, chance: random.Random) -> str:
    return _WORD.sub(lambda word: vni(word[0], chance), nfc(name))


def without_spaces(name: str, _: random.Random) -> str:
    return "".join(nfc(name).split())


def unmarked_without_spaces(name: str, chance: random.Random) -> str:
    return without_spaces(unmarked(name, chance), chance)


def one_swapped(name: str, chance: random.Random) -> str | None:
    """Swap two neighbouring letters of one word."""
    name = nfc(name)
    places = [
        at
        for at in range(len(name) - 1)
        if name[at].isalpha() and name[at + 1].isalpha() and name[at] != name[at + 1]
    ]
    if not places:
        return None
    at = chance.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def one_lost(name: str, chance: random.Random) -> str | None:
    """Lose one letter."""
    name = nfc(name)
    places = [at for at, char in enumerate(name) if char.isalpha()]
    at = chance.choice(places)
    return name[:at] + name[at + 1 :]


def one_mark_lost(name: str, chance: random.Random) -> str | None:
    """Lose one mark: a tone, or a hat, horn, breve or bar."""
    letters = _letters(nfc(name))
    marked = [(at, mark) for at, (_, marks) in enumerate(letters) for mark in marks]
    if not marked:
        return None
    place, lost = chance.choice(marked)
    return nfc(
        "".join(
            _write(letter, marks.replace(lost, "") if at == place else marks)
            for at, (letter, marks) in enumerate(letters)
        )
    )


def _write(letter: str, marks: str) -> str:
    if "-" in marks:
        return {"d": "đ", "D": "Đ"}[letter]
    return letter + marks


def other_tone(head: str, chance: random.Random) -> str | None:
    """Give one syllable another tone; with p, t, c or ch at its end it can have but two."""
    syllables = nfc(head).split()
    at = chance.randrange(len(syllables))
    letters = _letters(syllables[at])
    marked = [place for place, (_, marks) in enumerate(letters) if _tone_of(marks)]
    if not marked:
        return None
    plain, marks = letters[marked[0]]
    tone = _tone_of(marks)
    stopped = syllables[at].endswith(("p", "t", "c", "ch"))
    tones = [other for other in ("\u0301\u0323" if stopped else _TONE_KEYS) if other != tone]
    letters[marked[0]] = (plain, marks.replace(tone, chance.choice(tones)))
    syllables[at] = nfc("".join(_write(letter, marks) for letter, marks in letters))
    return " ".join(syllables)


def _tone_of(marks: str) -> str:
    return next((tone for tone in _TONE_KEYS if tone in marks), "")


_TITLES = (
    "[Chính hãng] {} hàng loại 1 đóng gói cẩn thận giao nhanh toàn quốc",
    "{} thơm ngon chuẩn vị truyền thống làm quà biếu ý nghĩa cho gia đình, freeship đơn 500k",
    "COMBO 2 {} | date mới nhất, cam kết hoàn tiền nếu không hài lòng",
)


def in_a_title(name: str, chance: random.Random) -> str:
    """Give it as it stands in a title of another shop, to be pasted."""
    return chance.choice(_TITLES).format(name)
