"""What the Meilisearch engine is made of: coded words, filters, the breaker, the settings."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from search import vietnamese
from search.engine import Query
from search.fields import texts_of
from search.looking import narrowed
from search.matching import EVERYTHING, near, ways
from search.meili.breaker import Breaker
from search.meili.coding import coded, key, read_key
from search.meili.documents import id_of, of_entry
from search.meili.filters import Filters, at_least
from search.meili.hits import hit_of, told
from search.meili.schema import fingerprint, settings
from search.meili.tokens import Tokens
from search.meili.weighing import weighing
from search.query import Reader
from search.vocabulary import Vocabulary
from tests.search.meili_stand_in.filtering import Filterable, Refused, parsed
from tests.search.meili_stand_in.state import Index, State
from tests.search.meili_stand_in.validation import OPENAPI, Published
from tests.search.samples import FUTURE, NOW, goods

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
WORDS = st.text(min_size=1, max_size=12).map(vietnamese.toned)


# Coded words and keys


@pytest.mark.parametrize(
    ("word", "code"),
    [("dừa", "du72a"), ("dứa", "du71a"), ("dưa", "du7a"), ("đậu", "d9a56u"), ("st25", "st0205")],
)
def test_a_word_is_coded_with_the_digits_of_vni(word, code):
    assert coded(word) == code


@given(WORDS, WORDS)
def test_no_two_words_are_coded_alike(one, other):
    assert (coded(one) == coded(other)) == (vietnamese.compose(one) == vietnamese.compose(other))


@given(ANYTHING)
def test_a_coded_word_and_a_key_are_plain_ascii(text):
    assert coded(text).isalnum() or not text
    assert coded(text).isascii()
    assert not set(key(text)) & set("\"'\\ ()[],")


@given(st.text())
def test_a_key_is_read_as_it_was_written(text):
    assert read_key(key(text)) == text


@given(ANYTHING)
def test_every_code_gives_an_id_that_a_server_takes(code):
    assert len(id_of(code)) <= 110
    assert id_of(code).replace("-", "").isalnum()
    assert id_of(code).isascii()


# Filters: what the stand-in's parser, written after Meilisearch's, makes of them


def _filterable():
    state = State()
    made = Index("sanvat", "id", state.now, state.now)
    made.settings |= settings()
    return made.filterable()


FILTERABLE = _filterable()
VOCABULARY = Vocabulary.of_entries(goods())
FILTERS = Filters(Tokens(VOCABULARY))
VALUES = st.frozensets(ANYTHING, max_size=3)


@given(VALUES, VALUES, VALUES, ANYTHING)
def test_no_value_gets_out_of_its_filter(groups, kinds, audiences, value):
    query = Query(now=NOW, group=groups, kind=kinds, audience=audiences)
    entry = replace(goods()[0], group=value, kind="ocop", audience="everyone")

    test = parsed(FILTERS.expression(narrowed(EVERYTHING, query)), FILTERABLE)

    asked = ((groups, value), (kinds, "ocop"), (audiences, "everyone"))
    wanted = all(not values or _alike(one, values) for values, one in asked)
    assert test(of_entry(entry, NOW)) == wanted
    assert not test({"role": "position"})


def _alike(value, values):
    """Meilisearch compares without regard to case."""
    return key(value).lower() in {key(one).lower() for one in values}


@given(ANYTHING)
def test_no_query_gets_out_of_its_filter(text):
    for clause in _clauses(text):
        assert not parsed(FILTERS.expression(clause), FILTERABLE)({"role": "position"})


def _clauses(text):
    reading = Reader(VOCABULARY).read(text)
    for way in ways(reading, Query(text=text, now=NOW)):
        yield from (way.clause, way.sure)
    yield from (one for found in (True, False) if (one := near(reading, NOW, found=found)))


@given(st.integers(), st.integers(), st.integers(0, 10**9))
def test_prices_and_badges_are_compared_as_numbers(lowest, highest, price):
    query = Query(now=NOW, price_from=lowest, price_to=highest, stars=frozenset({4}))
    document = of_entry(replace(goods()[0], price=price), NOW)
    expression = FILTERS.expression(narrowed(EVERYTHING, query))
    late = FILTERS.expression(narrowed(EVERYTHING, replace(query, now=FUTURE)))

    assert parsed(expression, FILTERABLE)(document) == (lowest <= price <= highest)
    assert not parsed(late, FILTERABLE)(document)


@given(st.lists(st.booleans(), max_size=10), st.integers(-1, 11))
def test_at_least_so_many_are_said_in_a_few_parts(there, least):
    fields = [f"f{at}" for at in range(len(there))]
    filterable = {field: Filterable(equality=True, comparison=False) for field in fields}
    document = {field: "yes" for field, is_there in zip(fields, there, strict=True) if is_there}

    expression = at_least(least, [f'{field} IN ["yes"]' for field in fields])

    test = parsed(expression, filterable | {"role": Filterable(equality=True, comparison=False)})
    assert test(document) == (sum(there) >= least)
    assert expression.count(" IN ") <= 100


@given(st.lists(st.booleans(), min_size=11, max_size=200), st.floats(0.3, 0.8))
def test_of_very_many_a_little_less_is_said(there, share):
    least = int(share * len(there))
    filterable = {"grams": Filterable(equality=True, comparison=False)}
    document = {"grams": [str(at) for at, is_there in enumerate(there) if is_there]}

    expression = at_least(least, [f'grams IN ["{at}"]' for at in range(len(there))])

    assert parsed(expression, filterable)(document) or sum(there) < least
    assert expression.count(" IN ") <= max(100, len(there) - least + 1)


def _hit(entry):
    return hit_of(told(entry, texts_of(entry)))


def _queries():
    words = st.sampled_from(sorted(VOCABULARY.words)).map(lambda word: word[:6])
    return st.lists(words, min_size=1, max_size=5).map(" ".join) | ANYTHING


@given(_queries())
@settings_of_hypothesis(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_a_clause_finds_here_its_filter_finds_there(text):
    for clause in _clauses(text):
        weigh, test = weighing(clause), parsed(FILTERS.expression(clause), FILTERABLE)
        found = [entry for entry in goods() if weigh(_hit(entry)) is not None]
        assert all(test(of_entry(entry, NOW)) for entry in found)


@pytest.mark.parametrize(
    "expression", ['role = "a" b', 'name = "x"', "code > 4", 'role = "a', "role", 'role IN "a"']
)
def test_the_stand_in_refuses_what_meilisearch_would(expression):
    with pytest.raises(Refused):
        parsed(expression, FILTERABLE)


# Order


def test_without_words_a_photo_counts_most_and_what_cannot_be_bought_comes_last():
    plain = replace(goods()[0], stars=None, price=1)
    ladder_of_quality = [
        replace(plain, sellable=False),
        replace(plain, price=None),
        plain,
        replace(plain, stars=4, badges_until=FUTURE),
        replace(plain, stars=5, badges_until=FUTURE),
        replace(plain, stars=5, pictured=True),
    ]

    standings = [of_entry(one, NOW)["standing"] for one in ladder_of_quality]
    assert standings == sorted(set(standings))
    assert of_entry(ladder_of_quality[3], FUTURE)["standing"] == standings[2]


# The breaker


def test_a_breaker_lets_one_through_after_its_rest():
    now = [0.0]
    breaker = Breaker(failures=2, rest=5, clock=lambda: now[0])
    breaker.note_failure()
    assert breaker.allows()
    breaker.note_failure()
    assert not breaker.allows()

    now[0] = 5
    assert [breaker.allows(), breaker.allows()] == [True, False]

    breaker.note_success()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_a_breaker_rests_again_when_its_attempt_fails():
    now = [0.0]
    breaker = Breaker(failures=1, rest=5, clock=lambda: now[0])
    breaker.note_failure()
    now[0] = 5
    assert breaker.allows()
    breaker.note_failure()

    now[0] = 9
    assert not breaker.allows()


# Settings


def test_settings_are_the_same_in_whatever_form_a_server_tells_them():
    told = settings() | {"somethingNew": True, "sortableAttributes": ["price", "code"]}
    turned = told | {"sortableAttributes": ["code", "price"]}

    assert fingerprint(told) == fingerprint(turned)
    assert fingerprint(told) != fingerprint(told | {"rankingRules": ["words"]})
    assert fingerprint(told) != fingerprint(told | {"searchCutoffMs": None})


@pytest.mark.shared
@pytest.mark.skipif(not OPENAPI.is_file(), reason="../shared/meilisearch is not here")
@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"queries": [{"indexUid": "a", "facets": "kind"}]}, "queries/0/facets"),
        ({"queries": [{"indexUid": "a", "matchingStrategy": "any"}]}, "matchingStrategy"),
        ({"queries": [{"indexUid": "a", "weight": 1}]}, "'weight' was unexpected"),
        ({"queries": [{"q": "a"}]}, "'indexUid' is a required property"),
    ],
)
def test_what_is_not_as_published_is_told(body, fault):
    answer = {"results": []}

    [told] = Published().faults("POST", "/multi-search", {}, body, 200, answer)

    assert fault in told


@pytest.mark.shared
@pytest.mark.skipif(not OPENAPI.is_file(), reason="../shared/meilisearch is not here")
def test_an_answer_that_is_not_as_published_is_told():
    body = {"queries": []}

    assert Published().faults("POST", "/multi-search", {}, body, 200, {"results": [{}]})
    assert Published().faults("POST", "/multi-search", {}, body, 418, {})
    assert Published().faults("GET", "/tasks/1", {"limit": "1"}, None, 200, {"uid": 1})
    assert Published().faults("PUT", "/movies", {}, None, 200, {})
