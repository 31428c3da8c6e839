"""Each request has a name, in its answer and in the log, where it is told who sent it."""

import json
import re

import pytest

from shop.database import database
from shop.metrics import registry
from shop.models import AuditEntry
from shop.partners import keys
from tests.conftest import front_door

MADE = re.compile(r"[0-9a-f]{12}")
GIVEN = "0f8fad5b-d9cb-469f-a165-70867728950e"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
NAME = "Chợ Việt"


async def logged(door, capfd, path: str, **headers: str):
    """Give the answer to a request, and its line in the log."""
    capfd.readouterr()
    answer = await door.get(path, headers=headers)
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    [line] = [one for one in lines if one["event"] == "request"]
    return answer, line


@pytest.mark.on("sqlite")
async def test_an_answer_tells_the_name_by_which_the_log_knows_its_request(client, capfd):
    answer, line = await logged(client, capfd, "/api/v1/listings/HP-NS-0001")

    assert MADE.fullmatch(answer.headers["x-request-id"])
    assert (line["request"], line["status"]) == (answer.headers["x-request-id"], 404)
    assert line["network"] == "127.0.0.0/24"
    assert not {"partner", "key", "trace"} & set(line)
    assert (await client.get("/livez")).headers["x-request-id"] != line["request"]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        (GIVEN, True),
        ("f" * 64, True),
        ("f" * 65, False),
        ("0912345678", False),  # the audit would keep a telephone number for ever
        ("84912345678", False),
        ('x"><script>alert(1)</script>', False),
        ("aaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbb", False),
        ("nước-mắm-cát-hải-ngon", False),
        ("", False),
    ],
)
async def test_a_sane_name_is_taken_over_and_any_other_is_not_repeated(
    client, capfd, given, is_taken
):
    answer, line = await logged(
        client, capfd, "/api/v1/listings/x", **{"X-Request-ID": given.encode()}
    )

    told = answer.headers["x-request-id"]
    assert line["request"] == told
    assert told == given if is_taken else MADE.fullmatch(told)


@pytest.mark.on("sqlite")
async def test_of_two_names_neither_is_taken(client):
    headers = [("X-Request-ID", GIVEN), ("X-Request-ID", GIVEN)]

    told = (await client.get("/livez", headers=headers)).headers.get_list("x-request-id")

    assert len(told) == 1
    assert MADE.fullmatch(told[0])


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("told", "trace"),
    [
        (f"00-{TRACE}-00f067aa0ba902b7-01", TRACE),
        (f"cc-{TRACE}-00f067aa0ba902b7-01-what-will-come", TRACE),
        (f"00-{TRACE}-00f067aa0ba902b7-01-what-will-come", None),
        (f"ff-{TRACE}-00f067aa0ba902b7-01", None),
        (f"00-{TRACE.upper()}-00f067aa0ba902b7-01", None),
        (f"00-{'0' * 32}-00f067aa0ba902b7-01", None),
        (f"00-{TRACE}-0000000000000000-01", None),
        ("x", None),
    ],
)
async def test_the_trace_of_a_request_is_logged(client, capfd, told, trace):
    _, line = await logged(client, capfd, "/api/v1/listings/x", traceparent=told)

    assert line.get("trace") == trace


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:aaaa:bbbb::7", "2001:db8:aaaa::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("testclient", None),
    ],
)
async def test_the_log_knows_a_network_and_no_address(client, capfd, address, network):
    client._transport.client = (address, 4711)

    _, line = await logged(client, capfd, "/api/v1/listings/x")

    assert line.get("network") == network
    assert address not in json.dumps(line)


def throttled(partner: str) -> float:
    return registry.get_sample_value("sanvat_throttled_total", {"partner": partner}) or 0.0


async def test_it_is_told_which_partner_asks_too_often(settings, capfd):
    few = settings.model_copy(update={"rate_per_key": 2, "rate_per_address": 1})
    async with front_door(few) as door:
        door._transport.client = ("203.0.113.77", 4711)
        key = await keys.add_partner(NAME, by="test")
        before = throttled(NAME), throttled("")
        told = []
        for _ in range(3):
            answer, line = await logged(
                door, capfd, "/api/v1/changes?since=0", Authorization=f"Bearer {key}"
            )
            told.append((answer.status_code, line["status"], line["partner"], line["key"]))
            assert key not in json.dumps(line)
        for _ in range(2):
            _, stranger = await logged(door, capfd, "/api/v1/changes?since=0")
        figures = (await door.get("/metrics")).text

    assert told == [(200, 200, NAME, 1), (200, 200, NAME, 1), (429, 429, NAME, 1)]
    assert (stranger["status"], stranger["network"]) == (429, "203.0.113.0/24")
    assert "partner" not in stranger
    assert (throttled(NAME), throttled("")) == (before[0] + 1, before[1] + 1)
    assert f'sanvat_throttled_total{{partner="{NAME}"}} {throttled(NAME)}' in figures


async def test_the_audit_names_a_request_as_its_sender_did(client):
    key = await keys.add_partner(NAME, by="test")
    headers = {"Authorization": f"Bearer {key}", "X-Request-ID": "f" * 64}

    assert (await client.post("/api/v1/keys", json={}, headers=headers)).status_code == 201

    assert await AuditEntry.filter(action="key.add", request="f" * 64).count() == 1


@pytest.mark.on("sqlite")
async def test_a_page_that_failed_tells_the_name_of_its_request(client, capfd):
    before = registry.get_sample_value("sanvat_requests_failed_total")
    await database().execute_script("DROP TABLE listing")
    capfd.readouterr()

    answer = await client.get("/san-pham/HP-NS-0001", headers={"X-Request-ID": GIVEN})

    assert (answer.status_code, answer.headers["x-request-id"]) == (500, GIVEN)
    assert f"<code>{GIVEN}</code>" in answer.text
    assert registry.get_sample_value("sanvat_requests_failed_total") == before + 1
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert {line["event"] for line in lines} == {"request failed", "request"}
    assert {line["request"] for line in lines} == {GIVEN}
