"""What is wrong with a value, said in both languages: our own checks and pydantic's alike."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from media.sentences import Sentence, phrase

MOST_SHOWN = 80
"""Letters of a value that a sentence repeats."""

EMPTY = Sentence("Chưa có {field}. Hãy điền vào.", "Fill in {field}: it is missing.")
UNKNOWN = Sentence(
    "“{value}” không có ở đây. Hãy ghi một trong các giá trị {expected}.",
    "“{value}” is not known; write one of {expected}.",
)
NO_TEXT = Sentence(
    "“{value}” không phải chuỗi ký tự. Hãy gửi một chuỗi.", "“{value}” is not a text; send a text."
)
NO_INTEGER = Sentence(
    "“{value}” không phải số nguyên. Hãy ghi {field} bằng chữ số.",
    "“{value}” is not a whole number; write {field} in digits.",
)
NO_NUMBER = Sentence(
    "“{value}” không phải số. Hãy ghi {field} bằng chữ số.",
    "“{value}” is not a number; write {field} in digits.",
)
NO_TRUTH = Sentence(
    "“{value}” không phải true hay false. Hãy ghi một trong hai từ này.",
    "“{value}” is neither true nor false; write one of them.",
)
NO_LIST = Sentence(
    "“{value}” không phải danh sách. Hãy gửi một danh sách.",
    "“{value}” is not a list; send a list.",
)
NO_OBJECT = Sentence(
    "“{value}” không phải đối tượng JSON. Hãy gửi một đối tượng JSON.",
    "“{value}” is not a JSON object; send an object.",
)
OTHERWISE = Sentence(
    "“{value}” không dùng được ở {field}. Hãy xem lại cách ghi.",
    "“{value}” cannot be used in {field}; look up how it is written.",
)
"""For the types of pydantic's errors that have no words of their own."""

WORDS = {
    "missing": EMPTY,
    "string_too_short": Sentence(
        "“{value}” quá ngắn. Hãy ghi {field} từ {min_length} ký tự trở lên.",
        "“{value}” is too short; write {field} in {min_length} or more characters.",
    ),
    "string_too_long": Sentence(
        "“{value}” quá dài. Hãy rút xuống còn {max_length} ký tự.",
        "“{value}” is too long; shorten it to {max_length} characters.",
    ),
    "string_pattern_mismatch": Sentence(
        "“{value}” không đúng cách ghi. Hãy ghi theo mẫu {pattern}.",
        "“{value}” is not written as expected; follow the pattern {pattern}.",
    ),
    "enum": UNKNOWN,
    "literal_error": UNKNOWN,
    "string_type": NO_TEXT,
    "int_type": NO_INTEGER,
    "int_parsing": NO_INTEGER,
    "int_parsing_size": NO_INTEGER,
    "int_from_float": NO_INTEGER,
    "float_type": NO_NUMBER,
    "float_parsing": NO_NUMBER,
    "finite_number": NO_NUMBER,
    "decimal_type": NO_NUMBER,
    "decimal_parsing": NO_NUMBER,
    "bool_type": NO_TRUTH,
    "bool_parsing": NO_TRUTH,
    "list_type": NO_LIST,
    "set_type": NO_LIST,
    "frozen_set_type": NO_LIST,
    "tuple_type": NO_LIST,
    "dict_type": NO_OBJECT,
    "model_type": NO_OBJECT,
    "model_attributes_type": NO_OBJECT,
    "greater_than": Sentence(
        "“{value}” quá nhỏ. Hãy ghi {field} lớn hơn {gt}.",
        "“{value}” is too small; write {field} above {gt}.",
    ),
    "greater_than_equal": Sentence(
        "“{value}” quá nhỏ. Hãy ghi {field} từ {ge} trở lên.",
        "“{value}” is too small; write {field} as {ge} or more.",
    ),
    "less_than": Sentence(
        "“{value}” quá lớn. Hãy ghi {field} nhỏ hơn {lt}.",
        "“{value}” is too large; write {field} below {lt}.",
    ),
    "less_than_equal": Sentence(
        "“{value}” quá lớn. Hãy ghi {field} nhiều nhất là {le}.",
        "“{value}” is too large; write {field} as {le} or less.",
    ),
    "too_short": Sentence(
        "Có quá ít phần trong {field}. Hãy gửi từ {min_length} phần trở lên.",
        "There is too little in {field}; send {min_length} or more parts.",
    ),
    "too_long": Sentence(
        "Có quá nhiều phần trong {field}. Hãy gửi nhiều nhất {max_length} phần.",
        "There is too much in {field}; send {max_length} parts at most.",
    ),
    "extra_forbidden": Sentence(
        "Ở đây không có {field}. Hãy bỏ phần này đi.",
        "{field} is not known here; leave it out.",
    ),
    "json_invalid": Sentence(
        "Nội dung gửi lên không phải JSON ({error}). Hãy sửa rồi gửi lại.",
        "What was sent is not JSON ({error}); mend it and send it again.",
    ),
}
"""Type of pydantic's error → what is said of it."""


class WrongValueError(ValueError):
    """A value that cannot be read; the caller who knows the value and its field says so.

    `said` has places for `{value}` and `{field}`, and for the facts given with it; `field` is named
    by a rule about a whole row.
    """

    def __init__(self, said: Sentence, field: str = "", **facts: object) -> None:
        super().__init__(said)
        self.said, self.field, self.facts = said, field, facts

    def __str__(self) -> str:
        return self.told(self.field or "the field", "…").en

    def told(self, field: Sentence | str, value: str) -> Sentence:
        """Say it of a value."""
        return self.said.filled(**{**self.facts, **_place(field, value)})


def told(error: ErrorDetails, field: Sentence | str, value: str) -> Sentence:
    """Say what pydantic, or a check of ours inside it, found wrong with a value."""
    context = error.get("ctx", {})
    if isinstance(wrong := context.get("error"), WrongValueError):
        return wrong.told(field, value)
    said = WORDS.get(error["type"], OTHERWISE)
    return said.filled(**{**_facts(context), **_place(field, value)})


def _place(field: Sentence | str, value: str) -> dict[str, Sentence | str]:
    """Give what strangers wrote so that it is safe to repeat."""
    return {"field": shown(field) if isinstance(field, str) else field, "value": shown(value)}


def _facts(context: Mapping[str, Any]) -> dict[str, Any]:
    """Give pydantic's facts; of its list of values the last is after "or"."""
    expected = str(context.get("expected", ""))
    before, _, last = expected.rpartition(" or ")
    either = phrase(f"{before} hoặc {last}", expected) if before else expected
    return {**context, "expected": either}


def shown(text: str, most: int = MOST_SHOWN) -> str:
    """Write text of strangers so that it stays on its line and steers no terminal."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
