"""Every refusal that a person reads is a sentence in Vietnamese and in English."""

import ast
import pickle
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from string import Formatter

import pytest
from pydantic_core._pydantic_core import list_all_errors

import media
import shop
from media.refusing import BY_NAME, Refused
from media.sentences import Sentence, joined, number, phrase
from shop import errors
from shop.errors import (
    BadQueryError,
    EditedMeanwhileError,
    FieldError,
    RefusedPicturesError,
    ShopError,
    TooManyRequestsError,
)
from shop.errors.mistakes import WORDS, WrongValueError, told
from shop.inputs.labels import LABELS, label
from shop.inputs.tables import TABLES
from shop.intake.report import Conflict, Refusal
from shop.intake.statements import Difference
from shop.models import Proposal
from shop.proposals.drafting import ConflictError
from shop.proposals.rounds import DecidedError
from shop.web.words import PAIRS

ROOT = Path(__file__).parents[2]
FILES = sorted(path for part in ("shop", "media") for path in (ROOT / part).rglob("*.py"))
MOST_WORDS = {"vi": 20, "en": 25}
ENDS = re.compile(r"[.?!]\Z")
VIETNAMESE = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
SAID = Sentence("Đây là một câu.", "This is a sentence.")


def modules() -> Iterator[object]:
    for package in (shop, media):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and ".migrations" not in found.name:
                yield import_module(found.name)


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Give the calls of functions and classes by name, with where they stand."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _called(node) in names:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def _called(call: ast.Call) -> str:
    called = call.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def arguments(call: ast.Call, *names: str) -> dict[str, ast.expr]:
    given = dict(zip(names, call.args, strict=False))
    return given | {one.arg: one.value for one in call.keywords if one.arg in names}


def literals(name: str) -> list[tuple[str, str, str]]:
    """Give the pairs that are written out in a call, with where they stand."""
    found = []
    for where, call in calls(name):
        texts = arguments(call, "vi", "en")
        if all(isinstance(text, ast.Constant) for text in texts.values()) and len(texts) == 2:
            found.append((where, texts["vi"].value, texts["en"].value))
    return found


LITERALS = literals("Sentence")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def subclasses(kind: type) -> set[type]:
    return {kind}.union(*map(subclasses, kind.__subclasses__()))


def words_in(text: str) -> int:
    """Count the words of its longest sentence."""
    sentences = [""]
    for word in text.split():
        if ENDS.search(sentences[-1]) and begins_one(word):
            sentences.append("")
        sentences[-1] += f" {word}"
    return max(len(one.split()) for one in sentences)


def begins_one(text: str) -> bool:
    return text[0].isupper() or text[0] in "“{"


# What is written down


def test_there_are_many_sentences():
    assert len(LITERALS) > 150


@pytest.mark.parametrize(("vi", "en"), [pytest.param(*pair, id=at) for at, *pair in LITERALS])
def test_a_sentence_is_whole_and_short_in_both_languages(vi, en):
    assert begins_one(vi)
    assert begins_one(en)
    assert ENDS.search(vi)
    assert ENDS.search(en)
    assert words_in(vi) <= MOST_WORDS["vi"]
    assert words_in(en) <= MOST_WORDS["en"]
    assert VIETNAMESE.search(vi)
    assert vi != en


@pytest.mark.parametrize(
    ("vi", "en"), [pytest.param(*pair, id=at) for at, *pair in LITERALS + literals("phrase")]
)
def test_both_languages_have_the_same_places(vi, en):
    assert places(vi) == places(en)


def test_no_sentence_is_put_together_where_it_is_written():
    loose = [
        where
        for where, call in calls("Sentence")
        for text in arguments(call, "vi", "en").values()
        if isinstance(text, ast.JoinedStr | ast.BinOp) and "media/sentences.py" not in where
    ]

    assert loose == []


def test_no_refusal_is_given_a_bare_string():
    list(modules())
    names = {kind.__name__ for kind in subclasses(ShopError)} | {"Refused", "WrongValueError"}

    loose = [where for where, call in calls(*names) if call.args and is_text(call.args[0])]
    loose += [
        where
        for where, call in calls("FieldError")
        if is_text(arguments(call, "field", "said")["said"])
    ]
    loose += [
        where
        for where, call in calls("ValueError")
        if where.startswith("shop/inputs/") and call.args
    ]

    assert loose == []


def is_text(given: ast.expr) -> bool:
    """Tell text that is written out, put together or made of an error."""
    if isinstance(given, ast.Call):
        return _called(given) in {"str", "format", "join", "repr"}
    return isinstance(given, ast.Constant | ast.JoinedStr | ast.BinOp)


def test_every_sentence_of_a_module_has_both_texts():
    found = {
        f"{module.__name__}.{name}": value
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, Sentence)
    }

    assert len(found) > 150
    assert [name for name, (vi, en) in found.items() if not (vi and en and vi != en)] == []


def test_the_words_of_the_pages_are_of_the_same_type():
    assert {type(pair) for pair in PAIRS.values()} == {Sentence}
    assert [name for name, pair in PAIRS.items() if not all(pair)] == []


# Facts


def test_facts_are_put_into_both_languages_at_once_and_never_twice():
    said = Sentence("“{value}” không có ở {field}.", "“{value}” is not in {field}.")

    filled = said.filled(value="{field} {0.__class__} {", field=phrase("giá", "price_vnd"))

    assert filled == (
        "“{field} {0.__class__} {” không có ở giá.",
        "“{field} {0.__class__} {” is not in price_vnd.",
    )
    assert str(filled) == filled.en


def test_sentences_follow_one_another_and_lists_are_joined_in_each_language():
    assert SAID.then(SAID) == (
        "Đây là một câu. Đây là một câu.",
        "This is a sentence. This is a sentence.",
    )
    assert joined(["443", phrase("không", "none")], phrase(" hoặc ", " or ")) == (
        "443 hoặc không",
        "443 or none",
    )
    assert number(1_250_000) == ("1.250.000", "1,250,000")


# Errors

MADE = {
    ConflictError: lambda: ConflictError({"name": ("Cá mòi", "Cá mòi kho")}, 3),
    DecidedError: lambda: DecidedError(Proposal(id="7", version=2)),
    BadQueryError: lambda: BadQueryError([FieldError("q", SAID)]),
    EditedMeanwhileError: lambda: EditedMeanwhileError("HP-NS-0001", 2),
    RefusedPicturesError: lambda: RefusedPicturesError([], []),
    TooManyRequestsError: lambda: TooManyRequestsError(SAID, 60),
}


def test_every_error_says_both_texts_and_is_the_english_one_as_text():
    list(modules())
    kinds = subclasses(ShopError)

    assert len(kinds) > 20
    for kind in kinds:
        error = MADE.get(kind, lambda kind=kind: kind(SAID))()
        assert VIETNAMESE.search(error.said.vi), kind
        assert str(error) == error.said.en, kind


def test_an_error_is_carried_to_another_process_with_both_texts():
    carried = pickle.loads(pickle.dumps(errors.UnwritableError(SAID)))  # noqa: S301 - ours

    assert (carried.said, str(carried)) == (SAID, SAID.en)


def test_a_query_that_is_not_understood_says_what_is_wrong_first():
    error = BadQueryError([FieldError("limit", SAID), FieldError("q", SAID)])

    assert error.said == (
        "Yêu cầu có chỗ không đọc được. limit: Đây là một câu.",
        "The query is not understood. limit: This is a sentence.",
    )


def test_a_field_stands_before_a_sentence_that_does_not_name_it():
    named = Sentence("{field} được gửi hai lần.", "{field} is given twice.").filled(field="q")

    assert FieldError("q", named).line == named
    assert FieldError("", SAID).line == SAID
    assert FieldError("q", SAID).line == ("q: Đây là một câu.", "q: This is a sentence.")


def test_a_refused_picture_says_both():
    assert all(
        Refused(said).said is said and str(Refused(said)) == said.en for said in BY_NAME.values()
    )


# Values


@pytest.mark.parametrize("error", list_all_errors(), ids=lambda error: error["type"])
def test_all_that_pydantic_finds_is_told_in_both_languages(error):
    found = {"type": error["type"], "ctx": error.get("example_context") or {}}

    said = told(found, label("price_vnd"), "{a}\x1b\n" + "b" * 100)

    assert ENDS.search(said.vi)
    assert ENDS.search(said.en)
    assert VIETNAMESE.search(said.vi)
    assert "\x1b" not in said.vi + said.en
    assert len(said.en) < 250


def test_the_words_for_pydantic_are_those_of_errors_that_it_has():
    assert WORDS.keys() <= {error["type"] for error in list_all_errors()}


def test_a_choice_is_listed_in_each_language():
    found = {"type": "enum", "ctx": {"expected": "'g', 'kg' or 'ml'"}}

    assert told(found, label("net_unit"), "lạng") == (
        "“lạng” không có ở đây. Hãy ghi một trong các giá trị 'g', 'kg' hoặc 'ml'.",
        "“lạng” is not known; write one of 'g', 'kg' or 'ml'.",
    )


def test_a_check_of_ours_speaks_for_itself():
    wrong = WrongValueError(Sentence("“{value}” hỏng.", "“{value}” of {field} is {n}."), n=3)

    assert told({"type": "value_error", "ctx": {"error": wrong}}, "gtin", "{n}").en == (
        "“{n}” of gtin is 3."
    )


def test_every_column_of_a_list_has_a_name_in_vietnamese():
    columns = {column for table in TABLES for column in table.model_fields}

    assert columns == LABELS.keys()
    assert label("giá") == ("giá", "giá")
    assert [column for column, (_, en) in LABELS.items() if en != column] == []


# Reports


def test_a_refusal_is_one_line_in_each_language():
    said = Sentence("“{value}” không phải là giá.", "“{value}” is not a price.")
    refusal = Refusal(
        file="a.csv", row=3, column="price_vnd", value="rẻ", said=said.filled(value="rẻ")
    )

    assert refusal.line == (
        "a.csv, dòng 3, cột price_vnd: “rẻ” không phải là giá.",
        "a.csv, row 3, column price_vnd: “rẻ” is not a price.",
    )
    assert str(refusal) == refusal.line.en


def test_a_value_that_the_sentence_does_not_repeat_stands_before_it():
    refusal = Refusal(file="a.csv", row=3, column="pictures", value="a.gif", said=BY_NAME["EMPTY"])

    assert refusal.line.vi == (
        "a.csv, dòng 3, cột pictures: “a.gif”: Tệp này trống. Hãy chọn lại ảnh và gửi lại."
    )


def test_a_conflict_is_one_line_in_each_language():
    conflict = Conflict("a.csv", 3, "HP-NS-0001", (Difference("price", 45000, None),))

    assert conflict.line.vi == (
        "a.csv, dòng 3: HP-NS-0001 đã được sửa trên hệ thống sau lần nhập trước và được giữ nguyên"
        " (giá trên hệ thống là trống và trong danh sách là “45000”). Hãy sửa trên hệ thống, hoặc"
        " đưa chỗ sửa vào danh sách."
    )
    assert str(conflict) == conflict.line.en
