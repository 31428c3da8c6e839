"""Is what goes over the wire valid by the published description of the API?"""

import json
import re
from functools import cached_property
from pathlib import Path

from jsonschema import Draft202012Validator

OPENAPI = Path(__file__).parents[4] / "shared" / "meilisearch" / "openapi.json"
_WHOLE_NUMBER = re.compile(r"\d+")


class Published:
    def __init__(self, path: Path = OPENAPI) -> None:
        self._described = json.loads(path.read_text())
        self._validators: dict[str, Draft202012Validator] = {}
        schemas = self._described["components"]["schemas"]
        # Described as the Rust struct, but read and written as its list: `serde(transparent)` and
        # `Deserr` in crates/milli/src/attribute_patterns.rs; the official clients send lists too.
        schemas["AttributePatterns"] = {"type": "array", "items": {"type": "string"}}
        # A real 1.50 answers null until then (../shared/meilisearch/recorded.jsonl).
        for moment in ("startedAt", "finishedAt"):
            schemas["TaskView"]["properties"][moment]["type"] = ["string", "null"]

    def faults(self, method: str, path: str, parameters: dict, body, status: int, answer):
        """Tell what is wrong with a request and its answer."""
        operation = self._operation(method, path)
        if operation is None:
            return [f"{method} {path}: no such operation"]
        return [
            *self._faults_of_parameters(operation, parameters),
            *self._faults_of_body(operation, body),
            *self._faults_of_answer(operation, path, body, status, answer),
        ]

    @cached_property
    def _templates(self):
        return [
            (re.compile(re.sub(r"\{\w+\}", r"[^/]+", template)), operations)
            for template, operations in sorted(
                self._described["paths"].items(), key=lambda item: "{" in item[0]
            )
        ]

    def _operation(self, method: str, path: str):
        for template, operations in self._templates:
            if template.fullmatch(path) and method.lower() in operations:
                return operations[method.lower()]
        return None

    def _faults_of_parameters(self, operation: dict, parameters: dict):
        known = {
            one["name"]: one for one in operation.get("parameters", ()) if one["in"] == "query"
        }
        for name, value in parameters.items():
            if name not in known:
                yield f"parameter {name} is unknown"
            elif known[name]["schema"].get("type") == "integer" and not _WHOLE_NUMBER.fullmatch(
                value
            ):
                yield f"parameter {name}={value} is no number"

    def _faults_of_body(self, operation: dict, body):
        wanted = operation.get("requestBody")
        if wanted is None:
            return [] if body is None else ["a body where none is wanted"]
        return self._faults_by(wanted["content"]["application/json"]["schema"], body)

    def _faults_of_answer(self, operation: dict, path: str, body, status: int, answer):
        if status >= 400:
            return self._faults_by({"$ref": "#/components/schemas/ResponseError"}, answer)
        if str(status) not in operation["responses"]:
            return [f"status {status} is not described"]
        if path == "/multi-search" and not body.get("federation"):  # described for the other only
            return self._faults_by({"$ref": "#/components/schemas/SearchResults"}, answer)
        content = operation["responses"][str(status)].get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        return self._faults_by(schema, answer)

    def _faults_by(self, schema: dict, value) -> list[str]:
        where = json.dumps(schema, sort_keys=True)
        if where not in self._validators:
            whole = {**schema, "components": self._described["components"]}
            self._validators[where] = Draft202012Validator(whole)
        return [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            for error in self._validators[where].iter_errors(value)
        ]
