"""The stand-in's HTTP side, on loopback and in a thread, since the official client blocks."""

import json
import re
import threading
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.search.meili_stand_in.filtering import Refused, parsed, values_of
from tests.search.meili_stand_in.ranking import Ranked, search
from tests.search.meili_stand_in.state import MASTER, State, error_of, written
from tests.search.meili_stand_in.validation import Published

Answered = tuple[int, object]
_STATUS = {
    "index_not_found": 404,
    "document_not_found": 404,
    "task_not_found": 404,
    "api_key_not_found": 404,
    "api_key_already_exists": 409,
    "invalid_api_key": 403,
    "missing_authorization_header": 401,
    "missing_master_key": 401,
}
_NOT_IN_FEDERATION = {"limit", "offset", "page", "hitsPerPage", "facets"}
Fault = Callable[[Request], Awaitable[Response | None]]


class StandIn:
    """The server. Tests look at `state`, and set `fault` to break it."""

    def __init__(self, published: Published | None) -> None:
        self.url = ""
        self.state = State()
        self.published = published
        self.faults_found: list[str] = []
        self.requests: list[tuple[str, str, str]] = []
        """Method, path and key."""
        self.fault: Fault | None = None
        self.app = Starlette(routes=[Route("/{path:path}", self._answer, methods=_METHODS)])

    def reset(self) -> None:
        self.state, self.fault = State(), None
        self.faults_found.clear()
        self.requests.clear()

    async def _answer(self, request: Request) -> Response:
        self.state.tick()
        text = await request.body()
        if self.fault and (broken := await self.fault(request)):
            return broken
        body = json.loads(text) if text and text != b"null" else None
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.requests.append((request.method, request.url.path, key))
        try:
            status, answer = self._done(request, key, body)
        except Exception as error:
            self.faults_found.append(f"the stand-in broke: {error!r}")
            raise
        self._validate(request, body, status, answer)
        return JSONResponse(answer, status) if answer is not None else Response(status_code=status)

    def _done(self, request: Request, key: str, body) -> Answered:
        try:
            for method, pattern, action, deed in _ROUTES:
                found = re.fullmatch(pattern, request.url.path)
                if found and method == request.method:
                    self._authorise(key, action, _indexes_of(found, body))
                    return deed(self, request, body, *found.groups())
        except Refused as refused:
            return _STATUS.get(refused.code, 400), error_of(refused.code, str(refused))
        raise AssertionError(f"{request.method} {request.url.path} is not stood in for")

    def _validate(self, request: Request, body, status: int, answer) -> None:
        if self.published:
            parameters = dict(request.query_params)
            found = self.published.faults(
                request.method, request.url.path, parameters, body, status, answer
            )
            what = f"{request.method} {request.url.path} → {status}"
            self.faults_found += [f"{what}: {fault}" for fault in found]

    def _authorise(self, key: str, action: str, indexes: list[str]) -> None:
        if not self.state.has_master_key and action.startswith("keys."):
            raise Refused("Meilisearch is running without a master key.", "missing_master_key")
        if key == MASTER or not self.state.has_master_key:
            return
        if not key:
            raise Refused("The Authorization header is missing.", "missing_authorization_header")
        granted = next((one for one in self.state.keys.values() if one["key"] == key), None)
        if granted is None or not _allows(granted, action, indexes):
            raise Refused("The provided API key is invalid.", "invalid_api_key")

    # Routes

    def make_index(self, _request, body) -> Answered:
        uid = body["uid"]
        make = lambda: self.state.create(uid, body.get("primaryKey"))  # noqa: E731
        return 202, self.state.enqueue("indexCreation", uid, make).summary()

    def list_indexes(self, request, _body) -> Answered:
        limit = int(request.query_params.get("limit", 20))
        found = [index.view() for index in self.state.indexes.values()]
        return 200, {"results": found[:limit], "offset": 0, "limit": limit, "total": len(found)}

    def drop_index(self, _request, _body, uid) -> Answered:
        task = self.state.enqueue("indexDeletion", uid, lambda: self.state.delete(uid))
        return 202, task.summary()

    def read_settings(self, _request, _body, uid) -> Answered:
        return 200, self.state.index(uid).settings

    def change_settings(self, _request, body, uid) -> Answered:
        task = self.state.enqueue("settingsUpdate", uid, lambda: self.state.set(uid, body))
        return 202, task.summary()

    def add_documents(self, _request, body, uid) -> Answered:
        deed = lambda: self.state.add(uid, body)  # noqa: E731
        return 202, self.state.enqueue("documentAdditionOrUpdate", uid, deed).summary()

    def read_document(self, _request, _body, uid, document) -> Answered:
        documents = self.state.index(uid).documents
        if document not in documents:
            raise Refused(f"Document `{document}` not found.", "document_not_found")
        return 200, documents[document]

    def read_task(self, _request, _body, uid) -> Answered:
        task = self.state.tasks[int(uid)]
        self.state.look_at(task)
        return 200, task.view()

    def swap(self, _request, body) -> Answered:
        def deed() -> None:
            for pair in body:
                self.state.swap(*pair["indexes"])

        return 202, self.state.enqueue("indexSwap", None, deed).summary()

    def read_key(self, _request, _body, uid) -> Answered:
        if uid not in self.state.keys:
            raise Refused(f"API key `{uid}` not found.", "api_key_not_found")
        return 200, self.state.keys[uid]

    def make_key(self, _request, body) -> Answered:
        uid = body.get("uid") or str(uuid.uuid4())
        if uid in self.state.keys:
            raise Refused("`uid` is already an existing API key.", "api_key_already_exists")
        dates = {name: written(self.state.now) for name in ("createdAt", "updatedAt")}
        self.state.keys[uid] = {**body, **dates, "uid": uid, "key": f"key-of-{uid}"}
        return 201, self.state.keys[uid]

    def drop_key(self, _request, _body, uid) -> Answered:
        self.state.keys = {
            one: key for one, key in self.state.keys.items() if uid not in (one, key["key"])
        }
        return 204, None

    def multi_search(self, _request, body) -> Answered:
        if body.get("federation") is not None:
            return 200, self._merged(body["queries"], body["federation"])
        return 200, {"results": [self._searched(query) for query in body["queries"]]}

    # Searching

    def _searched(self, query: dict) -> dict:
        if query.get("federationOptions"):
            raise Refused("no federation here", "invalid_multi_search_federation_options")
        index = self.state.index(query["indexUid"])
        ranked = self._ranked(query)
        most = index.settings["pagination"]["maxTotalHits"]
        answer = {"indexUid": index.uid, "query": query.get("q") or "", "processingTimeMs": 0}
        if "hitsPerPage" in query:
            answer |= _page(query, min(len(ranked), most))
            ranked = ranked[: query["hitsPerPage"]]
        else:
            limit, offset = query.get("limit", 20), query.get("offset", 0)
            answer |= {"limit": limit, "offset": offset, "estimatedTotalHits": len(ranked)}
            ranked = ranked[:most][offset : offset + limit]
        if "facets" in query:
            answer["facetDistribution"] = self._facets(query)
            answer["facetStats"] = {}
        return answer | {"hits": [_hit(one.doc, query, index.settings) for one in ranked]}

    def _ranked(self, query: dict) -> list[Ranked]:
        index = self.state.index(query["indexUid"])
        test = parsed(query.get("filter"), index.filterable())
        docs = [doc for doc in index.documents.values() if test(doc)]
        return search(docs, index.settings, query)

    def _facets(self, query: dict) -> dict:
        index = self.state.index(query["indexUid"])
        if strangers := set(query["facets"]) - set(index.filterable()):
            raise Refused(f"{strangers} are not filterable", "invalid_search_facets")
        docs = [one.doc for one in self._ranked(query)]
        return {
            facet: dict(Counter(_facet(value) for doc in docs for value in values_of(doc, facet)))
            for facet in query["facets"]
        }

    def _merged(self, queries: list[dict], federation: dict) -> dict:
        found: list[tuple[float, tuple, int, Ranked, dict]] = []
        for position, query in enumerate(queries):
            if wrong := _NOT_IN_FEDERATION & set(query):
                raise Refused(f"{wrong} in federation", "invalid_multi_search_query_pagination")
            weight = (query.get("federationOptions") or {}).get("weight", 1.0)
            if not query.get("q"):
                raise Refused("between queries without words, weights do not count", "bad_request")
            found += [
                (-weight * one.score, one.custom, position, one, query)
                for one in self._ranked(query)
            ]
        found.sort(key=lambda one: one[:3])
        hits: dict[str, dict] = {}
        for _, _, _, one, query in found:
            settings = self.state.index(query["indexUid"]).settings
            hits.setdefault(one.doc["id"], _hit(one.doc, query, settings))
        limit, offset = federation.get("limit", 20), federation.get("offset", 0)
        return {
            "hits": [*hits.values()][offset : offset + limit],
            "processingTimeMs": 0,
            "limit": limit,
            "offset": offset,
            "estimatedTotalHits": len(hits),
        }


_METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT"]
_ROUTES = [
    ("POST", "/indexes", "indexes.create", StandIn.make_index),
    ("GET", "/indexes", "indexes.get", StandIn.list_indexes),
    ("DELETE", r"/indexes/([\w-]+)", "indexes.delete", StandIn.drop_index),
    ("GET", r"/indexes/([\w-]+)/settings", "settings.get", StandIn.read_settings),
    ("PATCH", r"/indexes/([\w-]+)/settings", "settings.update", StandIn.change_settings),
    ("POST", r"/indexes/([\w-]+)/documents", "documents.add", StandIn.add_documents),
    ("GET", r"/indexes/([\w-]+)/documents/([\w-]+)", "documents.get", StandIn.read_document),
    ("GET", r"/tasks/(\d+)", "tasks.get", StandIn.read_task),
    ("POST", "/swap-indexes", "indexes.swap", StandIn.swap),
    ("GET", r"/keys/([\w-]+)", "keys.get", StandIn.read_key),
    ("DELETE", r"/keys/([\w-]+)", "keys.delete", StandIn.drop_key),
    ("POST", "/keys", "keys.create", StandIn.make_key),
    ("POST", "/multi-search", "search", StandIn.multi_search),
]


def _indexes_of(found: re.Match, body) -> list[str]:
    if found[0].startswith("/indexes/"):
        return [found[1]]
    if found[0] == "/indexes":
        return [body["uid"]] if body else []
    if found[0] == "/swap-indexes":
        return [uid for pair in body for uid in pair["indexes"]]
    return [query["indexUid"] for query in body["queries"]] if body and "queries" in body else []


def _allows(granted: dict, action: str, indexes: list[str]) -> bool:
    may = any(fnmatchcase(action, one) for one in granted["actions"])
    return may and all(any(fnmatchcase(uid, one) for one in granted["indexes"]) for uid in indexes)


def _page(query: dict, total: int) -> dict:
    size = query["hitsPerPage"]
    pages = -(-total // size) if size else 0
    return {"page": query["page"], "hitsPerPage": size, "totalPages": pages, "totalHits": total}


def _hit(doc: dict, query: dict, settings: dict) -> dict:
    shown = [*settings["displayedAttributes"]]
    wanted = query.get("attributesToRetrieve", shown)
    return {name: doc[name] for name in wanted if name in shown and name in doc}


def _facet(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}"


@contextmanager
def serving(published: Published | None) -> Iterator[StandIn]:
    stand_in = StandIn(published)
    config = uvicorn.Config(
        stand_in.app, port=0, log_level="error", lifespan="off", ws="none", loop="asyncio"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        stand_in.url = f"http://127.0.0.1:{port}"
        yield stand_in
    finally:
        server.should_exit = True
        thread.join()
