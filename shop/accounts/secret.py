"""What opens a door: made at random, kept as a digest, read as people type it."""

import re
import unicodedata
from hashlib import scrypt, sha256
from os import urandom
from secrets import choice, randbelow, token_urlsafe

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from media.sentences import Sentence
from shop.config import Settings
from shop.errors import SetupError

DIGITS = 6
LETTERS = 8
"""Of Crockford's alphabet, 40 bits: `limits` gives a guess in a day one chance in 10**8."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: without I, L, O and U."""
LOOKS_LIKE = str.maketrans("OIL", "011")
SALT = b"sanvat: codes given in person"
"""One for all, for such a code is looked up by its digest; what it lacks, its cost makes up for."""
NONCE = 12
NO_KEY = Sentence(
    "Máy chủ chưa có khoá để giữ mã xác thực. Hãy dùng khoá truy cập, hoặc báo quản trị viên.",
    "The service has no SANVAT_SECRET_KEY, so it can keep no authenticator app; use a passkey.",
)
OTHER_KEY = Sentence(
    "Mã xác thực này được giữ bằng khoá khác. Hãy nhờ quản trị viên đặt lại.",
    "This second factor was sealed with another SANVAT_SECRET_KEY. Have it reset.",
)


def make_token() -> str:
    """Make 128 random bits, for a cookie or a link."""
    return token_urlsafe(16)


def digest_of(token: str) -> str:
    """Give what is kept of a token: it is too long to be found again from that."""
    return sha256(token.encode()).hexdigest()


def make_digits() -> str:
    return f"{randbelow(10**DIGITS):0{DIGITS}}"


def digest_of_digits(digits: str, browser: str) -> str:
    """Give what is kept of digits that were sent; they are good in one browser, by its digest."""
    return sha256(f"{browser} {digits}".encode()).hexdigest()


def read_digits(text: str) -> str:
    """Read digits as they are typed, full width and parted too; empty: they are none."""
    found = _plain(text).replace("O", "0")
    return found if re.fullmatch(f"[0-9]{{{DIGITS}}}", found) else ""


def make_letters() -> str:
    return "".join(choice(ALPHABET) for _ in range(LETTERS))


def write_letters(letters: str) -> str:
    """Write a code as it is printed: K7QM-4T2X."""
    half = LETTERS // 2
    return f"{letters[:half]}-{letters[half:]}"


def read_letters(text: str) -> str:
    """Read a printed code as it is typed: small letters, O for 0, l for 1; empty: it is none."""
    found = _plain(text).translate(LOOKS_LIKE)
    return found if re.fullmatch(f"[{ALPHABET}]{{{LETTERS}}}", found) else ""


def digest_of_letters(letters: str) -> str:
    """Give what is kept of a printed code. It takes 50 ms, so it is for a thread."""
    return scrypt(letters.encode(), salt=SALT, n=2**14, r=8, p=1, dklen=32).hex()


def _plain(text: str) -> str:
    return re.sub(r"[\s.\-‐-―_]", "", unicodedata.normalize("NFKC", text)).upper()


def seal(settings: Settings, secret: str, whose: str) -> str:
    """Encrypt a secret (AES-256-GCM) so that it opens for its owner's row only.

    Raises SetupError where there is no key to do it with.
    """
    nonce = urandom(NONCE)
    return (nonce + _cipher(settings).encrypt(nonce, secret.encode(), whose.encode())).hex()


def unseal(settings: Settings, sealed: str, whose: str) -> str:
    """Decrypt what `seal` made. Raises SetupError where the key is another one."""
    held = bytes.fromhex(sealed)
    try:
        return _cipher(settings).decrypt(held[:NONCE], held[NONCE:], whose.encode()).decode()
    except InvalidTag:
        raise SetupError(OTHER_KEY) from None


def _cipher(settings: Settings) -> AESGCM:
    if not (key := settings.secret_key.get_secret_value()):
        raise SetupError(NO_KEY)
    return AESGCM(sha256(b"sanvat: second factors\0" + key.encode()).digest())
