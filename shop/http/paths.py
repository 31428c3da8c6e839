"""What the parts of our addresses may be, beside Starlette's own kinds; anything else is a 404.

Its `int` reads digits without end, which Python refuses from the 4,301st on, and a database sooner.
"""

from starlette.convertors import Convertor, register_url_convertor


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


def register() -> None:
    """Make `{…:number}` and `{…:code}` known to the routes that are made from now on."""
    register_url_convertor("number", Number())
    register_url_convertor("code", Code())
