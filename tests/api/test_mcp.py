"""The tools as the official client calls them, on a real server; and what the address refuses."""

import asyncio
from time import monotonic
from typing import Any

import httpx2
import orjson
import pytest
from jsonschema import Draft202012Validator
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from tests import ucp
from tests.conftest import front_door, services_of
from tests.serving import served
from tests.ucp import needs_schemas

NUOC_MAM = "HP-OCOP-0026"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "bare", "version": "1"},
    },
}
TOLD = {"jsonrpc": "2.0", "method": "notifications/initialized"}
ACCEPTED = {"Accept": "application/json, text/event-stream"}


@pytest.fixture
def bare_door(shop):
    """Give the shop as a client asks that sends no `Accept` of its own."""
    del shop.headers["Accept"]
    return shop


def call(name, **question: Any):
    arguments = {"name": name, "arguments": {"catalog": question}}
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": arguments}


async def called(door, name, **question: Any):
    answer = await door.post("/mcp", json=call(name, **question), headers=ACCEPTED)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def described(door):
    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = (await door.post("/mcp", json=ask, headers=ACCEPTED)).json()
    return {tool["name"]: tool for tool in answer["result"]["tools"]}


async def test_schemas_refer_to_nothing_and_know_no_null(shop):
    tools = await described(shop)
    text = orjson.dumps(tools).decode()
    question = tools["search_catalog"]["inputSchema"]["properties"]["catalog"]["properties"]

    assert [word for word in ("$ref", "$defs", "null", "anyOf", "allOf") if word in text] == []
    assert question["filters"]["properties"]["price"]["properties"]["min"] == {
        "type": "integer",
        "minimum": 0,
        "maximum": 10**12,
    }
    assert question["pagination"]["properties"]["cursor"]["maxLength"] == 200
    for tool in tools.values():
        Draft202012Validator.check_schema(tool["inputSchema"])
        Draft202012Validator.check_schema(tool["outputSchema"])


@pytest.mark.parametrize(
    ("tool", "question"),
    [
        ("search_catalog", {"query": "gạo", "pagination": {"limit": 2}}),
        ("lookup_catalog", {"ids": [NUOC_MAM]}),
        ("get_product", {"id": NUOC_MAM}),
    ],
)
async def test_a_question_may_stand_beside_instead_of_in_catalog(shop, tool, question):
    body = call(tool, **question)
    body["params"]["arguments"] = {"meta": {"ucp-agent": {"profile": "x"}}, **question}
    answer = await shop.post("/mcp", json=body, headers=ACCEPTED)

    assert answer.json() == await called(shop, tool, **question)
    assert answer.json()["result"]["isError"] is False


async def test_the_later_version_of_ucp_has_tools_of_its_own(shop):
    body = call("get_product", id=NUOC_MAM)
    earlier = await called(shop, "get_product", id=NUOC_MAM)
    later = (await shop.post("/mcp/v2", json=body, headers=ACCEPTED)).json()
    by_rest = (await shop.post("/ucp/v2/catalog/product", json={"id": NUOC_MAM})).json()

    assert later["result"]["structuredContent"] == by_rest
    assert earlier["result"]["structuredContent"]["ucp"]["version"] == "2026-04-08"
    assert by_rest["ucp"]["version"] == "2026-08-25"


@pytest.mark.parametrize("accept", [None, "", "*/*", "application/json", "application/*"])
@pytest.mark.parametrize("version", [None, "2025-11-25"])
async def test_an_agent_that_accepts_anything_or_json_gets_json(bare_door, accept, version):
    said = {"Accept": accept, "MCP-Protocol-Version": version}
    headers = {name: value for name, value in said.items() if value is not None}
    answer = await bare_door.post("/mcp", json=HELLO, headers=headers)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["result"]["serverInfo"]["name"] == "sanvat-hai-phong"


async def test_an_agent_that_reads_streams_alone_gets_one_event(shop):
    headers = {"Accept": "text/event-stream"}
    answer = await shop.post("/mcp", json=call("get_product", id=NUOC_MAM), headers=headers)
    told = await shop.post("/mcp", json=TOLD, headers=headers)

    assert answer.headers["content-type"].startswith("text/event-stream")
    event, data, *rest = answer.text.split("\n")
    assert (event, rest) == ("event: message", ["", ""])
    assert orjson.loads(data.removeprefix("data: ")) == await called(
        shop, "get_product", id=NUOC_MAM
    )
    assert (told.status_code, told.content) == (202, b"")


async def test_the_official_client_lists_and_calls_the_tools(full_settings):
    with served(full_settings, with_worker=False) as origin:
        async with (
            streamable_http_client(f"{origin}/mcp") as streams,
            ClientSession(streams[0], streams[1]) as session,
        ):
            hello = await session.initialize()
            tools = (await session.list_tools()).tools
            marked = await session.call_tool(
                "search_catalog", {"catalog": {"query": "nước mắm cát hải"}}
            )
            unmarked = await session.call_tool(
                "search_catalog", {"catalog": {"query": "nuoc mam", "pagination": {"limit": 3}}}
            )
            read = await session.call_tool("lookup_catalog", {"catalog": {"ids": [NUOC_MAM]}})
            one = await session.call_tool("get_product", {"catalog": {"id": f"{NUOC_MAM}-1"}})
            none = await session.call_tool("get_product", {"catalog": {"id": "HP-NS-9999"}})

    assert hello.server_info.title == "Sản vật Hải Phòng"
    assert [tool.name for tool in tools] == ["search_catalog", "lookup_catalog", "get_product"]
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert marked.structured_content["products"][0]["id"] == NUOC_MAM
    assert len(unmarked.structured_content["products"]) == 3
    assert read.structured_content["products"][0]["title"] == "Nước mắm Cát Hải"
    assert one.structured_content["product"]["id"] == NUOC_MAM
    assert (none.is_error, one.is_error) == (True, False)
    assert none.structured_content["messages"][0]["content"] == "Product not found: HP-NS-9999"


@pytest.mark.shared
@needs_schemas
async def test_a_tool_answers_what_rest_answers(shop):
    question = {"query": "gạo nếp", "pagination": {"limit": 3}}
    by_mcp = await called(shop, "search_catalog", **question)
    by_rest = await shop.post("/ucp/v1/catalog/search", json=question)

    assert by_mcp["result"]["structuredContent"] == by_rest.json()
    assert ucp.faults(ucp.SEARCH_RESPONSE, by_rest.json()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (None, "Give the question as an object named catalog."),
        ({"catalog": "gạo"}, "Give the question as an object named catalog."),
        ({"catalog": {}}, "Give a query, or filters.categories, or filters.price."),
        ({"catalog": {"query": 5}}, "query: “5” is not a text; send a text."),
        ({"meta": {}}, "Give the question as an object named catalog."),
        ({"query": 5}, "query: “5” is not a text; send a text."),
    ],
)
async def test_a_wrong_question_is_an_error_that_a_model_can_read(shop, arguments, said):
    body = call("search_catalog")
    body["params"]["arguments"] = arguments
    answer = (await shop.post("/mcp", json=body, headers=ACCEPTED)).json()

    assert answer["result"]["isError"] is True
    [message] = answer["result"]["structuredContent"]["messages"]
    assert message["content"].endswith(said)
    schema = (await described(shop))["search_catalog"]["outputSchema"]
    assert (
        list(Draft202012Validator(schema).iter_errors(answer["result"]["structuredContent"])) == []
    )


async def test_too_many_ids_and_unknown_tools_are_invalid_parameters(shop):
    many = await called(shop, "lookup_catalog", ids=["x"] * 51)
    unknown = await called(shop, "sell_everything")

    assert many["error"] == {"code": -32602, "message": "Ask for at most 50 ids at a time."}
    assert unknown["error"]["code"] == -32602


async def test_a_failure_tells_its_number_and_nothing_else(shop, monkeypatch):
    async def fail(*_: object) -> None:
        raise RuntimeError("secret of the engine")

    monkeypatch.setattr(type(services_of(shop).engine), "search", fail)
    answer = await called(shop, "search_catalog", query="gạo")

    text = answer["result"]["content"][0]["text"]
    assert answer["result"]["isError"] is True
    assert "Something failed here; incident " in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "localhost.evil.example:8000"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:8000"}, 200),
        ({"Host": "127.0.0.1:8000"}, 200),
        ({"Accept": "text/html"}, 406),
        ({"Content-Type": "text/plain"}, 400),
        ({"Authorization": "Bearer x"}, 401),
    ],
)
async def test_only_our_own_names_and_origins_are_answered(shop, headers, status):
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    answer = await shop.post("/mcp", json=ping, headers={**ACCEPTED, **headers})

    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_public_name_is_answered_and_loopback(full_settings):
    public = full_settings.model_copy(update={"base_url": "https://sanvat.example.vn"})
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    async with front_door(public) as door:
        hosts = ("sanvat.example.vn", "localhost:8000", "other.example.vn")
        answers = [
            await door.post("/mcp", json=ping, headers={**ACCEPTED, "Host": host}) for host in hosts
        ]

    assert [answer.status_code for answer in answers] == [200, 200, 421]


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_there_are_no_streams_and_no_sessions(shop, method):
    answer = await shop.request(method, "/mcp", headers={"Accept": "text/event-stream"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff", 400),
        (b"[" * 60_000, 400),
        (b" " * 70_000, 413),
        (b'{"jsonrpc":"2.0","id":1,"method":"nothing"}', 200),
    ],
)
@pytest.mark.parametrize("version", ["2025-11-25", "2026-07-28"])
async def test_odd_bodies_are_refused(shop, body, status, version):
    headers = {**ACCEPTED, "Content-Type": "application/json", "MCP-Protocol-Version": version}
    answer = await shop.post("/mcp", content=body, headers=headers)

    assert answer.status_code in {status, 400}
    assert "Traceback" not in answer.text


async def test_many_clients_at_once_get_their_own_answers(shop):
    codes = [f"HP-NS-{number:04}" for number in range(1, 31)]
    answers = await asyncio.gather(*(called(shop, "get_product", id=code) for code in codes))

    for code, answer in zip(codes, answers, strict=True):
        content = answer["result"]["structuredContent"]
        told = content["product"]["id"] if "product" in content else content["messages"][0]
        assert code in str(told)


def test_a_server_stops_though_an_agent_holds_a_connection(full_settings):
    with served(full_settings, with_worker=False) as origin, httpx2.Client() as held:
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        assert held.post(f"{origin}/mcp", json=ping, headers=ACCEPTED).status_code == 200
        stream = held.get(f"{origin}/mcp", headers={"Accept": "text/event-stream"})
        assert stream.status_code == 405
        began = monotonic()

    assert monotonic() - began < 8
