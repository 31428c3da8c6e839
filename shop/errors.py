"""What the shop refuses, and the sentence it says; translated once, at the edge."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field: what was given and what would be right."""

    field: str
    message: str
    value: str = ""


class ShopError(Exception):
    """Base of every refusal that a person is told about."""


class InvalidError(ShopError):
    """Input that cannot be taken (422, or 400 for a query)."""

    def __init__(self, message: str, errors: list[FieldError] | None = None) -> None:
        super().__init__(message)
        self.errors = errors or []


class BadQueryError(InvalidError):
    """A query string that nobody can answer (400)."""

    def __init__(self, errors: list[FieldError]) -> None:
        first = f"{errors[0].field}: {errors[0].message}"
        super().__init__(f"The query is not understood: {first}.", errors)


class NotFoundError(ShopError):
    """There is no such thing, or none that the asker may see (404)."""


class GoneError(ShopError):
    """It was here and has been withdrawn for good (410)."""


class ForeignCursorError(ShopError):
    """A cursor of another epoch, from the future, or not ours: start over (410)."""


class UnknownKeyError(ShopError):
    """An API key that is wrong, expired or revoked (401)."""


class TooManyRequestsError(ShopError):
    """The reader's share of the service is used up for now (429)."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotBuiltYetError(ShopError):
    """What was asked for is being made (503)."""


class SetupError(ShopError):
    """The service cannot start like this; the sentence says what to do."""
