"""What the stand-in holds: indexes, tasks that finish late and in order, keys."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.search.meili_stand_in.documents import Document
from tests.search.meili_stand_in.filtering import Filterable, Refused

MASTER = "a-master-key-of-the-tests"
_AUTH = {"invalid_api_key", "missing_authorization_header", "missing_master_key"}
DEFAULTS = {
    "displayedAttributes": ["*"],
    "searchableAttributes": ["*"],
    "filterableAttributes": [],
    "sortableAttributes": [],
    "rankingRules": ["words", "typo", "proximity", "attribute", "sort", "exactness"],
    "stopWords": [],
    "synonyms": {},
    "distinctAttribute": None,
    "typoTolerance": {
        "enabled": True,
        "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
        "disableOnWords": [],
        "disableOnAttributes": [],
        "disableOnNumbers": False,
    },
    "faceting": {"maxValuesPerFacet": 100, "sortFacetValuesBy": {"*": "alpha"}},
    "pagination": {"maxTotalHits": 1000},
    "searchCutoffMs": None,
    "localizedAttributes": None,
    "facetSearch": True,
    "prefixSearch": "indexingTime",
    "embedders": {},
    "nonSeparatorTokens": [],
    "separatorTokens": [],
    "dictionary": [],
    "proximityPrecision": "byWord",
}


@dataclass
class Index:
    uid: str
    primary_key: str | None
    created: datetime
    updated: datetime
    settings: dict = field(default_factory=lambda: copy.deepcopy(DEFAULTS))
    documents: dict[str, dict] = field(default_factory=dict)

    def view(self) -> dict:
        dates = {"createdAt": written(self.created), "updatedAt": written(self.updated)}
        return {"uid": self.uid, "primaryKey": self.primary_key, **dates}

    def filterable(self) -> dict[str, Filterable]:
        found = {}
        for rule in self.settings["filterableAttributes"]:
            if isinstance(rule, str):
                found[rule] = Filterable(equality=True, comparison=True)
                continue
            features = rule.get("features", {}).get("filter", {})
            for name in rule["attributePatterns"]:
                found[name] = Filterable(
                    features.get("equality", True), features.get("comparison", False)
                )
        return found


@dataclass
class Task:
    uid: int
    index: str | None
    kind: str
    deed: Callable[[], None]
    enqueued: datetime
    details: dict = field(default_factory=dict)
    status: str = "enqueued"
    error: dict | None = None
    looked_at: int = 0

    def summary(self) -> dict:
        return {
            "taskUid": self.uid,
            "indexUid": self.index,
            "status": "enqueued",
            "type": self.kind,
            "enqueuedAt": written(self.enqueued),
        }

    def view(self) -> dict:
        began = self.status != "enqueued"
        done = self.status in ("succeeded", "failed")
        return {
            "uid": self.uid,
            "batchUid": self.uid if began else None,
            "indexUid": self.index,
            "status": self.status,
            "type": self.kind,
            "canceledBy": None,
            "details": self.details,
            "error": self.error,
            "duration": "PT0.008842077S" if done else None,
            "enqueuedAt": written(self.enqueued),
            "startedAt": written(self.enqueued) if began else None,
            "finishedAt": written(self.enqueued) if done else None,
        }


class State:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
        self.indexes: dict[str, Index] = {}
        self.tasks: list[Task] = []
        self.version = "1.50.0"
        self.has_master_key = True
        self.keys: dict[str, dict] = {}
        self.failing: Callable[[str], bool] = lambda _kind: False
        """Of which kinds tasks shall fail."""

    def tick(self) -> None:
        self.now += timedelta(milliseconds=1)

    def enqueue(
        self, kind: str, index: str | None, deed: Callable[[], int | None], details: dict
    ) -> Task:
        task = Task(len(self.tasks), index, kind, deed, self.now, details)
        self.tasks.append(task)
        return task

    def look_at(self, task: Task) -> None:
        """A task is under way when it is first looked at, and done, after all before it, later."""
        task.looked_at += 1
        if task.looked_at == 1:
            task.status = "processing" if task.status == "enqueued" else task.status
            return
        for earlier in self.tasks:
            if earlier.uid <= task.uid and earlier.status in ("enqueued", "processing"):
                self._do(earlier)

    def _do(self, task: Task) -> None:
        try:
            self._may_fail(task)
            self._tell(task, task.deed())
            task.status = "succeeded"
        except Refused as refused:
            task.status, task.error = "failed", error_of(refused.code, str(refused))
            self._tell(task, 0)

    def _tell(self, task: Task, number: int | None) -> None:
        """Put the number of documents where the details of a task are still open."""
        task.details = {
            name: number if value is None and name.endswith("Documents") else value
            for name, value in task.details.items()
        }

    def _may_fail(self, task: Task) -> None:
        if self.failing(task.kind):
            raise Refused("The disk is full.", "no_space_left_on_device")

    # What tasks do

    def create(self, uid: str, primary_key: str | None) -> None:
        if uid in self.indexes:
            raise Refused(f"Index `{uid}` already exists.", "index_already_exists")
        self.indexes[uid] = Index(uid, primary_key, self.now, self.now)

    def delete(self, uid: str) -> int:
        return len(self.indexes.pop(self.index(uid).uid).documents)

    def add(self, uid: str, documents: list[dict]) -> int:
        if uid not in self.indexes:
            self.create(uid, None)
        index = self.indexes[uid]
        key = index.primary_key or "id"
        if any(key not in one for one in documents):
            raise Refused(f"Document doesn't have a `{key}` attribute", "missing_document_id")
        if odd := [one.get(key) for one in documents if not _is_id(one.get(key))]:
            raise Refused(f"{odd} are no ids", "invalid_document_id")
        index.documents |= {one[key]: Document(copy.deepcopy(one)) for one in documents}
        index.updated = self.now
        return len(documents)

    def set(self, uid: str, settings: dict) -> None:
        self.index(uid).settings |= copy.deepcopy(settings)
        self.index(uid).updated = self.now

    def swap(self, one: str, other: str) -> None:
        first, second = self.index(one), self.index(other)
        first.uid, second.uid = other, one
        self.indexes |= {other: first, one: second}

    def index(self, uid: str) -> Index:
        if uid not in self.indexes:
            raise Refused(f"Index `{uid}` not found.", "index_not_found")
        return self.indexes[uid]


def _is_id(value: object) -> bool:
    return (
        isinstance(value, str)
        and value.replace("-", "").replace("_", "").isalnum()
        and (value.isascii() and len(value) <= 511)
    )


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}123Z"  # with nanoseconds, as Rust writes it


def error_of(code: str, message: str) -> dict:
    kind = "auth" if code in _AUTH else "invalid_request"
    link = f"https://docs.meilisearch.com/errors#{code}"
    return {"message": message, "code": code, "type": kind, "link": link}
