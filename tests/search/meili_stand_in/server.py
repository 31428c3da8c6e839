"""The stand-in's HTTP side, on loopback and in a thread, since the official client blocks."""

import json
import re
import threading
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from fnmatch import fnmatchcase

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.search.meili_stand_in.filtering import Refused
from tests.search.meili_stand_in.searching import searched, searched_at_once
from tests.search.meili_stand_in.state import DEFAULTS, MASTER, State, Task, error_of, written
from tests.search.meili_stand_in.validation import Published

Answered = tuple[int, object]
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
        self.bodies: list[object] = []
        """Of each request."""
        self.fault: Fault | None = None
        self.app = Starlette(routes=[Route("/{path:path}", self._answer, methods=_METHODS)])

    def reset(self) -> None:
        self.state, self.fault = State(), None
        for seen in (self.faults_found, self.requests, self.bodies):
            seen.clear()

    async def _answer(self, request: Request) -> Response:
        self.state.tick()
        text = await request.body()
        if self.fault and (broken := await self.fault(request)):
            return broken
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.requests.append((request.method, request.url.path, key))
        parameters = dict(request.query_params)
        try:
            body = json.loads(text) if text and text != b"null" else None
            self.bodies.append(body)
            status, answer = self.answered(request.method, request.url.path, parameters, key, body)
        except Exception as error:
            self.faults_found.append(f"the stand-in broke: {error!r}")
            raise
        self._validate(request, body, status, answer)
        return JSONResponse(answer, status) if answer is not None else Response(status_code=status)

    def answered(self, method: str, path: str, parameters: dict, key: str, body) -> Answered:
        try:
            for of, pattern, action, deed in _ROUTES:
                found = re.fullmatch(pattern, path)
                if found and of == method:
                    if action:
                        self._authorise(key, action, _indexes_of(found, body))
                    self._key = key
                    return deed(self, parameters, body, *found.groups())
        except Refused as refused:
            return refused.status, error_of(refused.code, str(refused))
        raise AssertionError(f"{method} {path} is not stood in for")

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
        granted = self._granted(key)
        may = granted and any(fnmatchcase(action, one) for one in granted["actions"])
        if not may or not all(_is_among(granted["indexes"], uid) for uid in indexes):
            raise Refused("The provided API key is invalid.", "invalid_api_key")

    def _granted(self, key: str) -> dict | None:
        return next((one for one in self.state.keys.values() if one["key"] == key), None)

    def _may_read(self, task: Task) -> bool:
        """Only a key for all indexes reads a task that belongs to none, as a swap does."""
        granted = self._granted(self._key) or {"indexes": ["*"]}
        return granted["indexes"] == ["*"] or (
            task.index is not None and _is_among(granted["indexes"], task.index)
        )

    # Routes

    def make_index(self, _parameters, body) -> Answered:
        uid = body["uid"]
        make = lambda: self.state.create(uid, body.get("primaryKey"))  # noqa: E731
        details = {"primaryKey": body.get("primaryKey")}
        return 202, self.state.enqueue("indexCreation", uid, make, details).summary()

    def list_indexes(self, parameters, _body) -> Answered:
        limit = int(parameters.get("limit", 20))
        found = [index.view() for index in self.state.indexes.values()]
        return 200, {"results": found[:limit], "offset": 0, "limit": limit, "total": len(found)}

    def read_index(self, _parameters, _body, uid) -> Answered:
        return 200, self.state.index(uid).view()

    def drop_index(self, _parameters, _body, uid) -> Answered:
        drop = lambda: self.state.delete(uid)  # noqa: E731
        task = self.state.enqueue("indexDeletion", uid, drop, {"deletedDocuments": None})
        return 202, task.summary()

    def read_settings(self, _parameters, _body, uid) -> Answered:
        return 200, self.state.index(uid).settings

    def change_settings(self, _parameters, body, uid) -> Answered:
        if unknown := set(body) - set(DEFAULTS):
            raise Refused(f"Unknown field `{min(unknown)}`", "bad_request")
        change = lambda: self.state.set(uid, body)  # noqa: E731
        return 202, self.state.enqueue("settingsUpdate", uid, change, body).summary()

    def add_documents(self, _parameters, body, uid) -> Answered:
        if not isinstance(body, dict | list):
            raise Refused("The `json` payload provided is malformed.", "malformed_payload")
        add = lambda: self.state.add(uid, body)  # noqa: E731
        details = {"receivedDocuments": len(body), "indexedDocuments": None}
        return 202, self.state.enqueue("documentAdditionOrUpdate", uid, add, details).summary()

    def read_document(self, _parameters, _body, uid, document) -> Answered:
        documents = self.state.index(uid).documents
        if document not in documents:
            raise Refused(f"Document `{document}` not found.", "document_not_found")
        return 200, documents[document]

    def search_index(self, _parameters, body, uid) -> Answered:
        return 200, searched(self.state, {**body, "indexUid": uid})

    def read_task(self, _parameters, _body, uid) -> Answered:
        task = next((one for one in self.state.tasks if one.uid == int(uid)), None)
        if task is None or not self._may_read(task):
            raise Refused(f"Task `{uid}` not found.", "task_not_found")
        self.state.look_at(task)
        return 200, task.view()

    def list_tasks(self, parameters, _body) -> Answered:
        """What may not be read is counted all the same."""
        limit = int(parameters.get("limit", 20))
        uids, kinds = parameters.get("uids", "").split(","), parameters.get("types", "").split(",")
        asked = [
            task
            for task in reversed(self.state.tasks)
            if uids in ([""], [str(task.uid)]) and (kinds == [""] or task.kind in kinds)
        ]
        found = [task.view() for task in asked if self._may_read(task)]
        start = found[0]["uid"] if found else None
        following = found[limit]["uid"] if len(found) > limit else None
        pages = {"total": len(asked), "limit": limit, "from": start, "next": following}
        return 200, {"results": found[:limit]} | pages

    def swap(self, _parameters, body) -> Answered:
        def deed() -> None:
            for pair in body:
                self.state.swap(*pair["indexes"])

        swaps = [{**pair, "rename": False} for pair in body]
        return 202, self.state.enqueue("indexSwap", None, deed, {"swaps": swaps}).summary()

    def list_keys(self, parameters, _body) -> Answered:
        limit = int(parameters.get("limit", 20))
        found = [*self.state.keys.values()]
        return 200, {"results": found[:limit], "offset": 0, "limit": limit, "total": len(found)}

    def read_key(self, _parameters, _body, uid) -> Answered:
        if uid not in self.state.keys:
            raise Refused(f"API key `{uid}` not found.", "api_key_not_found")
        return 200, self.state.keys[uid]

    def make_key(self, _parameters, body) -> Answered:
        ends = body["expiresAt"]
        if ends and datetime.fromisoformat(ends) < self.state.now:
            raise Refused("Invalid value at `.expiresAt`", "invalid_api_key_expires_at")
        uid = body.get("uid") or str(uuid.uuid4())
        if uid in self.state.keys:
            raise Refused("`uid` is already an existing API key.", "api_key_already_exists")
        dates = {name: written(self.state.now) for name in ("createdAt", "updatedAt")}
        told = {"name": None, "description": None} | body | dates
        self.state.keys[uid] = told | {"uid": uid, "key": f"key-of-{uid}"}
        return 201, self.state.keys[uid]

    def drop_key(self, _parameters, _body, uid) -> Answered:
        self.state.keys = {
            one: key for one, key in self.state.keys.items() if uid not in (one, key["key"])
        }
        return 204, None

    def multi_search(self, _parameters, body) -> Answered:
        return 200, searched_at_once(self.state, body)

    def read_health(self, _parameters, _body) -> Answered:
        return 200, {"status": "available"}

    def read_version(self, _parameters, _body) -> Answered:
        date = written(self.state.now)
        return 200, {"commitSha": "", "commitDate": date, "pkgVersion": self.state.version}

    def read_stats(self, _parameters, _body) -> Answered:
        raise AssertionError("we do not ask for it")


_METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT"]
_ROUTES = [
    ("POST", "/indexes", "indexes.create", StandIn.make_index),
    ("GET", "/indexes", "indexes.get", StandIn.list_indexes),
    ("GET", r"/indexes/([\w-]+)", "indexes.get", StandIn.read_index),
    ("DELETE", r"/indexes/([\w-]+)", "indexes.delete", StandIn.drop_index),
    ("GET", r"/indexes/([\w-]+)/settings", "settings.get", StandIn.read_settings),
    ("PATCH", r"/indexes/([\w-]+)/settings", "settings.update", StandIn.change_settings),
    ("POST", r"/indexes/([\w-]+)/documents", "documents.add", StandIn.add_documents),
    ("GET", r"/indexes/([\w-]+)/documents/([\w-]+)", "documents.get", StandIn.read_document),
    ("POST", r"/indexes/([\w-]+)/search", "search", StandIn.search_index),
    ("GET", r"/indexes/([\w-]+)/search", "search", StandIn.search_index),
    ("GET", r"/tasks/(\d+)", "tasks.get", StandIn.read_task),
    ("GET", "/tasks", "tasks.get", StandIn.list_tasks),
    ("POST", "/swap-indexes", "indexes.swap", StandIn.swap),
    ("GET", "/keys", "keys.get", StandIn.list_keys),
    ("GET", r"/keys/([\w-]+)", "keys.get", StandIn.read_key),
    ("DELETE", r"/keys/([\w-]+)", "keys.delete", StandIn.drop_key),
    ("POST", "/keys", "keys.create", StandIn.make_key),
    ("POST", "/multi-search", "search", StandIn.multi_search),
    ("GET", "/health", "", StandIn.read_health),
    ("GET", "/version", "version", StandIn.read_version),
    ("GET", "/stats", "stats.get", StandIn.read_stats),
]


def _indexes_of(found: re.Match, body) -> list[str]:
    if found[0].startswith("/indexes/"):
        return [found[1]]
    if found[0] == "/indexes":
        return [body["uid"]] if body else []
    if found[0] == "/swap-indexes":
        return [uid for pair in body for uid in pair["indexes"]]
    return [query["indexUid"] for query in body["queries"]] if body and "queries" in body else []


def _is_among(patterns: list[str], uid: str) -> bool:
    return any(fnmatchcase(uid, pattern) for pattern in patterns)


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
