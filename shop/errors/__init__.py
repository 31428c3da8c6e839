"""What the shop refuses, and the sentence it says in both languages; answered once, at the edge."""

from dataclasses import dataclass
from typing import Any

from media.sentences import Sentence, phrase

NO_PRODUCER = Sentence(
    "Không có cơ sở {code}. Hãy xem lại mã cơ sở.", "There is no producer {code}."
)
NO_PRODUCT = Sentence(
    "Không có sản phẩm {code}. Hãy xem lại mã sản phẩm.", "There is no product {code}."
)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field: what was given and what would be right."""

    field: str
    said: Sentence
    value: str = ""

    @property
    def line(self) -> Sentence:
        """Say it with the field before it, unless the sentence names it."""
        if not self.field or self.field in self.said.en:
            return self.said
        return phrase("{field}: {said}", "{field}: {said}").filled(field=self.field, said=self.said)


class ShopError(Exception):
    """Base of every refusal that a person is told about; as text it is the English sentence."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


class InvalidError(ShopError):
    """Input that cannot be taken (422, or 400 for a query)."""

    def __init__(self, said: Sentence, errors: list[FieldError] | None = None) -> None:
        super().__init__(said)
        self.errors = errors or []


class TooManyPicturesError(InvalidError):
    """A product would have more pictures than it may (422)."""


class RefusedPicturesError(InvalidError):
    """None of the pictures that were sent can be taken (422); says of each why."""

    def __init__(self, errors: list[FieldError], pictures: list[dict[str, Any]]) -> None:
        said = Sentence("Không nhận được ảnh nào.", "No picture was taken.")
        super().__init__(said, errors)
        self.pictures = pictures


class BadQueryError(InvalidError):
    """A query string that the API cannot read (400)."""

    def __init__(self, errors: list[FieldError]) -> None:
        said = Sentence("Yêu cầu có chỗ không đọc được.", "The query is not understood.")
        super().__init__(said.then(errors[0].line), errors)


class TooManyItemsError(InvalidError):
    """More things were asked for at once than may be (400)."""


class OutboundError(InvalidError):
    """An address that we do not ask, or that does not give what it should (422)."""


class OutboundTimeoutError(OutboundError):
    """An address that was too slow."""


class ForbiddenError(ShopError):
    """The key is good, but not for this (403)."""


class OwnersOnlyError(ForbiddenError):
    """A person works for a producer, but this only its owners may do (403)."""


class OwnProducerError(ForbiddenError):
    """An official would decide on what is of a producer whom they work for (403)."""


class OwnWorkError(ForbiddenError):
    """An official would decide on what they wrote themselves (403)."""


class ForeignFormError(ForbiddenError):
    """A form that no page of ours sent, as far as can be told (403)."""


class TooLargeError(ShopError):
    """More was sent than a request may have (413)."""


class TooSlowError(ShopError):
    """The sender stopped before the request was complete (408)."""


class UnsupportedError(ShopError):
    """A body of a kind that is not read here (415)."""


class OtherVersionError(ShopError):
    """An agent that speaks another version of its protocol than this address (422)."""


class NotFoundError(ShopError):
    """There is no such thing, or none that the asker may see (404)."""


class PictureGoneError(NotFoundError):
    """A picture that was there a moment ago was removed."""


class EditedMeanwhileError(ShopError):
    """What was edited is no longer what the editor had seen: another edit came first (409)."""

    def __init__(self, subject: Sentence | str, version: int) -> None:
        said = Sentence(
            "Có người vừa sửa {subject}. Hãy xem lại bản mới rồi sửa tiếp.",
            "{subject} was edited meanwhile. Look at it as it is now, and edit that.",
        )
        super().__init__(said.filled(subject=subject))
        self.subject, self.version = subject, version


class MadeAlreadyError(EditedMeanwhileError):
    """What would be made again was just made, perhaps by the same form sent twice (409)."""

    def __init__(self, said: Sentence, version: int = 0) -> None:
        ShopError.__init__(self, said)
        self.subject, self.version = "", version


class GoneError(ShopError):
    """It was here and has been withdrawn for good (410)."""


class ForeignCursorError(ShopError):
    """A cursor of another epoch, from the future, or not ours: start over (410)."""


class UnknownKeyError(ShopError):
    """An API key that is wrong, expired or revoked (401)."""


class TooManyRequestsError(ShopError):
    """The reader's share of the service is used up for now (429)."""

    def __init__(self, said: Sentence, retry_after: int) -> None:
        super().__init__(said)
        self.retry_after = retry_after


class NotBuiltYetError(ShopError):
    """What was asked for is being made (503)."""


class UnavailableError(ShopError):
    """What we need to answer does not work at the moment (503)."""


class SetupError(ShopError):
    """The service cannot start like this; the sentence says what to do."""


class UnwritableError(ShopError):
    """A document that a format cannot write: it is a mistake of ours, and its code is named."""
