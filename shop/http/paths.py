"""What the parts of our addresses may be, beside Starlette's own kinds; anything else is a 404.

Its `int` reads digits without end, which Python refuses from the 4,301st on, and a database sooner.
"""

from starlette.convertors import Convertor, register_url_convertor

LONGEST_LOGGED = 300
_secret_below: set[str] = set()


class Number(Convertor[int]):
    """The number of a row, within 32 bits."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class Code(Convertor[str]):
    """The code of a row."""

    regex = "[A-Za-z0-9-]{1,16}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class Sku(Code):
    """The code of a pack."""

    regex = "[A-Za-z0-9-]{1,24}"


class ProposalId(Code):
    """The id of a proposal: 128 bits in Crockford's base 32."""

    regex = "[0-9A-Za-z]{26}"


class WebhookId(Code):
    """The id of a partner's webhook."""

    regex = "wh_[0-9a-f]{24}"


class Secret(Convertor[str]):
    """What opens a door by itself, with all that is written behind it."""

    regex = ".+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def keep_secret_below(*prefixes: str) -> None:
    """Keep what follows a prefix of paths out of the log, also where no route answers it."""
    _secret_below.update(prefixes)


def logged(path: str) -> str:
    """Write a path for the log: of what opens a door by itself, only where it stood."""
    for prefix in _secret_below:
        before, found, secret = path.partition(prefix)
        if secret:
            return f"{before}{found}…"[:LONGEST_LOGGED]
    return path[:LONGEST_LOGGED]


def register() -> None:
    """Make these kinds known to the routes that are made from now on."""
    register_url_convertor("number", Number())
    register_url_convertor("code", Code())
    register_url_convertor("sku", Sku())
    register_url_convertor("proposal", ProposalId())
    register_url_convertor("webhook", WebhookId())
    register_url_convertor("secret", Secret())
