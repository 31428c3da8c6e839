"""How people write the ways to reach them: telephone numbers, e-mail, Zalo, the address of a shop.

What is wrong is said without repeating it: refusals go to reports and logs, which hold nothing of
a person.
"""

import re
import unicodedata
from typing import Annotated, Literal

import phonenumbers
from phonenumbers import PhoneNumberType
from pydantic import BeforeValidator

from shop.errors import OutboundError
from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing, values

PERSONAL = frozenset(
    {
        "contact_name", "phone", "zalo", "address", "opening", "how_to_order", "minimum_order",
        "delivery_area",
    }
)  # fmt: skip
"""Columns whose values are repeated nowhere but on the pages that a consent allows."""
MOST_PHONES = 3
BETWEEN = re.compile(r"[;,/\n]|\s(?:và|hoặc|and|or)\s", re.IGNORECASE)
"""Parts numbers before the library sees them: it takes what follows `;` for an extension."""
NAMES = "s?đt|số điện thoại|điện thoại|di động|máy bàn|hotline|tel|phone|zalo"
CALLED = re.compile(rf"^(?:{NAMES})(?:\s*[/,&+-]\s*(?:{NAMES}))*\s*[:.]?\s*", re.IGNORECASE)
SAID_BEHIND = re.compile(rf"\s*\((?:có )?(?:{NAMES})\)", re.IGNORECASE)
"""What a number is, as in 0912 345 678 (Zalo)."""
LIKE_A_NUMBER = re.compile(r"[+(]{0,2}[0-9][0-9\s().·‐–—-]*")
SPACING = re.compile(r"[\s.·‐–—-]")
ABROAD = re.compile(r"\(?(?:(?:\+|00)84\)?(?:\(?0\)?)?|84\)?(?=[0-9]{9,10}$))")
"""The code of the country, with or without the 0 that it replaces."""
LONG_MOBILE, LONG_LANDLINE, OLD_HAI_PHONG = 11, 11, 10
"""Digits of the numbers that prefixes of old begin."""
MOBILE_BEFORE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""Prefixes of eleven-digit mobile numbers → of ten (QĐ 798/QĐ-BTTTT of 29 May 2018)."""
ZALO = re.compile(
    r"(?:https?://)?(?:www\.)?zalo\.me/(?P<which>[A-Za-z0-9._-]{1,60}(?:/[A-Za-z0-9]{1,40})?)/?"
)
LONGEST_SHOP = 600
EMAIL = re.compile(
    r"(?=.{1,64}@)[a-z0-9_][a-z0-9_+%-]*(?:\.[a-z0-9_+%-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
)
"""What providers give out: less than RFC 5321 allows, which knows quoted names and addresses of
machines."""
LONGEST_EMAIL = 254
"""RFC 5321 §4.5.3.1.3, with the angle brackets taken off."""


def phones(text: str) -> str:
    """Read one to three telephone numbers into E.164, with `; ` between them."""
    numbers = SAID_BEHIND.sub("", CALLED.sub("", _plain(text)))
    parts = [part for part in BETWEEN.split(numbers) if part.strip()]
    found = list(dict.fromkeys(phone(part) for part in parts))
    if len(found) > MOST_PHONES:
        raise WrongValueError(refusing.MANY_PHONES, most=MOST_PHONES)
    return "; ".join(found)


def phone(text: str) -> str:
    """Read one number of a mobile or a landline in Vietnam into E.164."""
    return _read(text, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)


def mobile(text: str) -> str:
    """Read one number of a mobile in Vietnam, as a person signs in by it, into E.164."""
    try:
        return _read(text, PhoneNumberType.MOBILE)
    except WrongValueError:
        raise WrongValueError(refusing.NO_MOBILE) from None


def email(text: str) -> str:
    """Read an address of e-mail in small letters.

    The name before the `@` too: telephones begin a line with a capital, and an address that is
    written in two ways would be two people to us. No provider of today tells them apart.
    """
    written = _plain(text).lower()
    if len(written) > LONGEST_EMAIL or not EMAIL.fullmatch(written):
        raise WrongValueError(refusing.NO_EMAIL)
    return written


def address_of_person(text: str) -> tuple[Literal["phone", "email"], str]:
    """Read what a person signs in by: a mobile number (E.164) or an address of e-mail."""
    if "@" in _plain(text):
        return "email", email(text)
    return "phone", mobile(text)


def _read(text: str, *kinds: int) -> str:
    try:
        number = phonenumbers.parse(_in_digits(text), "VN")
    except phonenumbers.NumberParseException:
        raise WrongValueError(refusing.NO_PHONE) from None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in kinds:
        raise WrongValueError(refusing.NO_PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _in_digits(text: str) -> str:
    """Write a number as it is dialled today: its digits with the leading 0, of today's prefix.

    Empty for what has other letters: the library would read those as keys of a telephone.
    """
    said = re.sub("[oO]", "0", CALLED.sub("", _plain(text)))
    if not LIKE_A_NUMBER.fullmatch(said):
        return ""
    written = SPACING.sub("", said)
    abroad = ABROAD.match(written)
    digits = re.sub(r"[()]", "", written[abroad.end() :] if abroad else written)
    return _of_today(digits if digits.startswith(("0", "+")) else f"0{digits}")


def _plain(text: str) -> str:
    """Bring text to plain letters and digits, without what is pasted with it and not seen."""
    return unicodedata.normalize("NFKC", values.UNSEEN.sub("", text)).strip()


def _of_today(digits: str) -> str:
    """Replace prefixes of old: mobile ones of 2018, and two codes of the city's of 2017.

    031 became 0225, and 0320, of what was Hải Dương, 0220 (QĐ 2036/QĐ-BTTTT of 21 November 2016);
    no mobile number begins with 031.
    """
    if len(digits) == LONG_MOBILE and digits[:4] in MOBILE_BEFORE_2018:
        return MOBILE_BEFORE_2018[digits[:4]] + digits[4:]
    if len(digits) == LONG_LANDLINE and digits.startswith("0320"):
        return f"0220{digits[4:]}"
    if len(digits) == OLD_HAI_PHONG and digits.startswith("031"):
        return f"0225{digits[3:]}"
    return digits


def zalo(text: str) -> str:
    """Read a mobile number into E.164, or the address of a page on zalo.me."""
    link = ZALO.fullmatch(_plain(text).partition("?")[0])
    try:
        return _read(link["which"] if link else text, PhoneNumberType.MOBILE)
    except WrongValueError:
        if link and not link["which"].startswith(("0", "84")):
            return f"https://zalo.me/{link['which']}"
        raise WrongValueError(refusing.NO_ZALO) from None


def shop_address(text: str) -> str:
    """Check the address of a producer's own shop as those of partners are: https, a public host."""
    if len(text) > LONGEST_SHOP:
        raise WrongValueError(refusing.TOO_LONG, most=LONGEST_SHOP)
    from shop.http.outbound import Outbound  # noqa: PLC0415 - a client that few commands need

    try:
        return str(Outbound().read(text))
    except OutboundError:
        raise WrongValueError(refusing.NO_SHOP) from None


Phones = Annotated[str, BeforeValidator(lambda text: phones(text) if text else "")]
Zalo = Annotated[str, BeforeValidator(lambda text: zalo(text) if text else "")]
ShopAddress = Annotated[str, BeforeValidator(lambda text: shop_address(text) if text else "")]
