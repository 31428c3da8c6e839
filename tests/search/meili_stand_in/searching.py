"""Searches as the stand-in answers them: several at once, each for itself or merged."""

from collections import Counter
from collections.abc import Callable

from tests.search.meili_stand_in.filtering import Refused, parsed, values_of
from tests.search.meili_stand_in.ranking import Ranked, search
from tests.search.meili_stand_in.state import Index, State

_NOT_IN_FEDERATION = {"limit", "offset", "page", "hitsPerPage", "facets"}
_REQUEST = {"requestUid": "01a221b6-e1ad-76c0-9f76-03a4c3cb8ce1", "processingTimeMs": 0}


def searched_at_once(state: State, body: dict) -> dict:
    if body.get("federation") is not None:
        return _merged(state, body["queries"], body["federation"])
    queries = enumerate(body["queries"])
    return {"results": [_inside(at, lambda query=q: searched(state, query)) for at, q in queries]}


def _inside(at: int, answer: Callable[[], object]):
    """Say in which query something is wrong; a missing index is no 404 there."""
    try:
        return answer()
    except Refused as refused:
        status = 400 if refused.code == "index_not_found" else refused.status
        raise Refused(f"Inside `.queries[{at}]`: {refused}", refused.code, status) from refused


def searched(state: State, query: dict) -> dict:
    if query.get("federationOptions"):
        raise Refused("no federation here", "invalid_multi_search_federation_options")
    if query.get("limit", 0) < 0:
        raise Refused("Invalid value type at `.limit`", "invalid_search_limit")
    index = state.index(query["indexUid"])
    if strangers := set(query.get("facets", ())) - set(index.filterable()):
        raise Refused(f"{strangers} are not filterable", "invalid_search_facets")
    wishes = {wish.split(":")[0] for wish in query.get("sort") or ()}
    if strangers := wishes - set(index.settings["sortableAttributes"]):
        raise Refused(f"{strangers} are not sortable", "invalid_search_sort")
    ranked = _ranked(index, query)
    most = index.settings["pagination"]["maxTotalHits"]
    answer = {"indexUid": index.uid, "query": query.get("q") or ""} | _REQUEST
    if "hitsPerPage" in query:
        answer |= _page(query, min(len(ranked), most))
        start = (query["page"] - 1) * query["hitsPerPage"]
        shown = ranked[start : start + query["hitsPerPage"]]
    else:
        limit, offset = query.get("limit", 20), query.get("offset", 0)
        answer |= {"limit": limit, "offset": offset, "estimatedTotalHits": len(ranked)}
        shown = ranked[:most][offset : offset + limit]
    if "facets" in query:
        answer |= _facets(index, query, [one.doc for one in ranked])
    return answer | {"hits": [_hit(one.doc, query, index) for one in shown]}


def _ranked(index: Index, query: dict) -> list[Ranked]:
    test = parsed(query.get("filter"), index.filterable())
    docs = [doc for doc in index.documents.values() if test(doc)]
    return search(docs, index.settings, query)


def _facets(index: Index, query: dict, docs: list[dict]) -> dict:
    values = {
        facet: [v for doc in docs for v in values_of(doc, facet)] for facet in query["facets"]
    }
    numbers = {facet: [v for v in of if not isinstance(v, str)] for facet, of in values.items()}
    return {
        "facetDistribution": {f: dict(Counter(map(_facet, of))) for f, of in values.items()},
        "facetStats": {f: {"min": min(of), "max": max(of)} for f, of in numbers.items() if of},
    }


def _merged(state: State, queries: list[dict], federation: dict) -> dict:
    found = []
    for position, query in enumerate(queries):
        found += _inside(position, lambda at=position, query=query: _weighed(state, at, query))
    found.sort(key=lambda one: one[:3])
    hits: dict[str, dict] = {}
    for weight, _, position, one, query in found:
        of = {"indexUid": query["indexUid"], "queriesPosition": position}
        hit = _hit(one.doc, query, state.index(query["indexUid"]))
        hits.setdefault(
            one.doc["id"], hit | {"_federation": of | {"weightedRankingScore": -weight}}
        )
    limit, offset = federation.get("limit", 20), federation.get("offset", 0)
    pages = {"limit": limit, "offset": offset, "estimatedTotalHits": len(hits)}
    return {"hits": [*hits.values()][offset : offset + limit]} | pages | _REQUEST


def _weighed(state: State, position: int, query: dict) -> list[tuple]:
    if wrong := _NOT_IN_FEDERATION & set(query):
        raise Refused(f"{wrong} in federation", "invalid_multi_search_query_pagination")
    weight = (query.get("federationOptions") or {}).get("weight", 1.0)
    return [
        (-weight * one.score, one.custom, position, one, query)
        for one in _ranked(state.index(query["indexUid"]), query)
    ]


def _page(query: dict, total: int) -> dict:
    size = query["hitsPerPage"]
    pages = -(-total // size) if size else 0
    return {"page": query["page"], "hitsPerPage": size, "totalPages": pages, "totalHits": total}


def _hit(doc: dict, query: dict, index: Index) -> dict:
    shown = index.settings["displayedAttributes"]
    shown = [*doc] if shown == ["*"] else shown
    wanted = query.get("attributesToRetrieve", shown)
    return {name: doc[name] for name in wanted if name in shown and name in doc}


def _facet(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}"
