"""The stand-in answers as a real Meilisearch did, exchange by exchange.

What was recorded stands in ../shared/meilisearch: `recorded.jsonl` holds one exchange of each kind,
with the rights of the key that asked; `recorded_session.jsonl.gz` a whole run over 429 products.
"""

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.search.meili_stand_in.searching import searched_at_once
from tests.search.meili_stand_in.server import StandIn
from tests.search.meili_stand_in.state import MASTER
from tests.search.meili_stand_in.validation import OPENAPI

RECORDED = OPENAPI.parent / "recorded.jsonl"
SESSION = OPENAPI.parent / "recorded_session.jsonl.gz"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not RECORDED.is_file(), reason="../shared/meilisearch is not here"),
]
_LISTED = re.compile(r"(\w+) IN \[([^\]]*)\]")
_AMOUNT = 2**52


def lines(path: Path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


# One exchange of each kind


def _exchanges():
    return enumerate(lines(RECORDED), 1) if RECORDED.is_file() else ()


@pytest.mark.parametrize("exchange", [pytest.param(one, id=f"{at}") for at, one in _exchanges()])
def test_status_code_and_members_are_those_of_a_real_server(exchange):
    stand_in = StandIn(None)
    key = _given_key(stand_in, exchange["key"])
    _prepare(stand_in, exchange)
    path, _, parameters = exchange["path"].partition("?")
    parameters = dict(part.split("=") for part in parameters.split("&") if part)

    status, answer = stand_in.answered(exchange["method"], path, parameters, key, exchange["body"])

    assert (status, _code(answer)) == (exchange["status"], _code(exchange["answer"]))
    assert _members(answer) == _members(exchange["answer"])


def _code(answer):
    return answer.get("code") if isinstance(answer, dict) else None


def _members(value, name=""):
    """Say which members an answer has, all the way down; of a list, those of its first item."""
    if isinstance(value, dict):
        if name in ("facetDistribution", "facetStats", "synonyms"):  # these have what was found
            return {facet: {} for facet in value}
        return {member: _members(of, member) for member, of in value.items()}
    if isinstance(value, list):
        return [_members(one) for one in value[:1]]
    return value is None


def _given_key(stand_in, rights):
    if rights in ("master", "unknown", None):
        return {"master": MASTER, "unknown": "somebody's"}.get(rights, "")
    key = {"uid": "asking", "key": "of-the-asking", "name": "asking", "description": None}
    dates = {"createdAt": "2026-11-28", "updatedAt": "2026-11-28", "expiresAt": None}
    stand_in.state.keys["asking"] = key | rights | dates
    return key["key"]


def _prepare(stand_in, exchange):
    """Bring the stand-in to where the real server was when it was asked."""
    missing = exchange["status"] in (400, 404) and _code(exchange["answer"]) == "index_not_found"
    path, body, answer = exchange["path"], exchange["body"], exchange["answer"]
    for uid in re.findall(r"/indexes/(\w+)", path) if not missing else ():
        _fill(stand_in, uid, body, answer)
    if path.startswith("/indexes?"):
        stand_in.state.create(answer["results"][0]["uid"], "id")
    if path.startswith("/keys?"):
        _given_key(stand_in, {"actions": ["*"], "indexes": ["*"]})
    if path == "/multi-search":
        _prepare_searches(stand_in, body["queries"], answer, missing=missing)
    if path.startswith("/tasks"):
        _prepare_tasks(stand_in, exchange)


def _fill(stand_in, uid, body, answer):
    stand_in.state.create(uid, "id")
    if isinstance(answer, dict) and "filterableAttributes" in answer:
        stand_in.state.set(uid, answer)
    if isinstance(answer, dict) and "id" in answer:
        stand_in.state.add(uid, [answer])


def _prepare_searches(stand_in, queries, answer, *, missing):
    """Give each query documents that answer it: they have all values that its filter names."""
    settings = next(one["body"] for one in lines(RECORDED) if one["method"] == "PATCH")
    results = answer.get("results", [answer] * len(queries))
    for at, (query, result) in enumerate(zip(queries, results, strict=True)):
        uid = query["indexUid"]
        if (missing and uid == "missing") or (missing and len(queries) == 1):
            continue
        if uid not in stand_in.state.indexes:
            stand_in.state.create(uid, "id")
        if uid.startswith("test_"):
            stand_in.state.set(uid, settings)
        wanted = result.get("hits") or [{}] * bool(result.get("totalHits"))
        stand_in.state.add(
            uid, [_answering(query, hit, f"{at}-{n}") for n, hit in enumerate(wanted)]
        )


def _answering(query, hit, uid):
    expression = query.get("filter") or ""
    values = defaultdict(list)
    for field, listed in _LISTED.findall(expression):
        values[field] += [value.strip(' "') for value in listed.split(",")]
    stars = {"stars": [int(one) for one in values.get("stars", ["4"])]}
    others = {"badges_until": _AMOUNT, "kind": "ocop", "commune_code": "10525"}
    shown = {name: value for name, value in hit.items() if name != "_federation"}
    words = (query.get("q") or "").replace('"', " ")
    return {"id": uid, "name_toned": [words]} | others | values | stars | shown


def _prepare_tasks(stand_in, exchange):
    """Have the tasks done that were asked for, as far as they were."""
    answer, asked = exchange["answer"], re.search(r"\d+", exchange["path"])
    if exchange["status"] == 404 and exchange["key"] == "master":
        return
    if "results" in answer:
        views, looks = [*answer["results"]], 2
        if answer["next"]:
            views.append(views[-1] | {"uid": answer["next"]})
        if not views:
            views = [_swap(750)]
    else:
        views, looks = [answer if "uid" in answer else _swap(int(asked[0]))], 1
    for view in reversed(views):
        task = _enqueue(stand_in, view)
        task.uid = view["uid"]
        for _ in range(0 if view["status"] in ("enqueued", "processing") else looks):
            stand_in.state.look_at(task)


def _swap(uid):
    details = {"swaps": [{"indexes": ["goods", "goods_a1"], "rename": False}]}
    return {
        "uid": uid,
        "type": "indexSwap",
        "status": "succeeded",
        "details": details,
        "error": None,
    }


def _enqueue(stand_in, view):
    """Enqueue the task that a recorded one was, on indexes that let it end as that one did."""
    failed, state, uid = _code(view["error"] or {}), stand_in.state, view.get("indexUid")
    made = {"indexDeletion": [uid], "settingsUpdate": [uid], "indexSwap": []}.get(view["type"], [])
    if view["type"] == "indexSwap":
        made = view["details"]["swaps"][0]["indexes"]
    if failed == "index_already_exists":
        made = [uid]
    for index in [] if failed == "index_not_found" else made:
        if index not in state.indexes:
            state.create(index, "id")
    ask = {
        "indexCreation": lambda: stand_in.make_index({}, {"uid": uid, "primaryKey": "id"}),
        "indexDeletion": lambda: stand_in.drop_index({}, None, uid),
        "settingsUpdate": lambda: stand_in.change_settings({}, view["details"], uid),
        "documentAdditionOrUpdate": lambda: stand_in.add_documents({}, _documents(failed), uid),
        "indexSwap": lambda: stand_in.swap(
            {}, [{"indexes": view["details"]["swaps"][0]["indexes"]}]
        ),
    }[view["type"]]
    ask()
    return state.tasks[-1]


def _documents(failed):
    return [{"noid": 1}] if failed == "missing_document_id" else [{"id": "1"}]


# A whole session

DIFFERENT = {
    "hu5ye6n thanh mi5e6n ": "places beyond the sixteenth word count in groups, whose ends",
    "lychee ": "the stand-in draws elsewhere for a few of them",
}
"""Words of the first query of those requests that are answered in another order, and why."""


@pytest.fixture(scope="module")
def session():
    """The exchanges of a run over the whole catalogue, and the stand-in with its documents."""
    exchanges, stand_in = lines(SESSION), StandIn(None)
    stand_in.state.create("sanvat", "id")
    for one in exchanges:
        if one["method"] == "PATCH":
            stand_in.state.set("sanvat", one["body"])
        if one["method"] == "POST" and one["path"].endswith("/documents"):
            stand_in.state.add("sanvat", one["body"])
    return [one for one in exchanges if one["path"] == "/multi-search"], stand_in


def test_the_catalogue_is_searched_as_by_a_real_server(session):
    searches, stand_in = session

    different = [
        one["body"]["queries"][0]["q"]
        for one in searches
        if _found(searched_at_once(stand_in.state, one["body"])) != _found(one["answer"])
    ]

    assert len(searches) == 357
    assert different == [*DIFFERENT]


def _found(answer):
    """Say what was found, in its order, and how many."""
    return [
        (
            [hit.get("code", hit.get("serial")) for hit in one["hits"]],
            one.get("totalHits", one.get("estimatedTotalHits")),
            one.get("facetDistribution"),
        )
        for one in answer.get("results", [answer])
    ]
