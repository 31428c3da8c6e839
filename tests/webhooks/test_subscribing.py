"""Webhooks as a partner handles them, as docs/partners.md describes it."""

from base64 import b64decode
from ipaddress import ip_address

import pytest

from shop import clock
from shop.api.webhooks import Replayed, Webhooks, WebhookSecret
from shop.api.webhooks import Webhook as WebhookShape
from shop.models import ApiKey, AuditEntry, Partner, Right, Webhook
from shop.partners import keys, webhooks
from shop.services import opened
from tests.webhooks.conftest import news_is_told
from tests.webhooks.receiving import shown, told

PATH = "/api/v1/webhooks"


@pytest.fixture
async def rival(door):
    """Another partner's key."""
    return {"Authorization": f"Bearer {await keys.add_partner('Chợ Khác', by='test')}"}


async def test_a_webhook_is_added_and_its_secret_is_told_once(door, partner, stranger):
    url = stranger.at("/hook")

    made = await door.post(PATH, json={"url": url}, headers=partner)

    body = made.json()
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    assert set(body) == {"id", "url", "secret"}
    assert body["secret"].startswith("whsec_")
    assert len(b64decode(body["secret"].removeprefix("whsec_"))) == 32
    listed = await door.get(PATH, headers=partner)
    at = clock.now().isoformat().replace("+00:00", "Z")
    assert listed.json() == {
        "webhooks": [
            {"id": body["id"], "url": url, "state": "active", "created_at": at, "dead": []}
        ]
    }
    audit = await AuditEntry.get(subject=body["id"])
    assert (audit.action, audit.by) == ("webhook.add", f"partner {(await Partner.get()).id}")
    assert body["secret"] not in str(audit.detail)
    assert "secret" not in listed.text


async def test_one_webhook_shows_what_became_of_its_last_message(
    door, partner, stranger, subscribe, sender, time
):
    stranger.puts("/hook", status="500 Internal Server Error")
    hook, _ = await subscribe()
    await news_is_told(time, sender)

    seen = (await door.get(f"{PATH}/{hook}", headers=partner)).json()

    assert seen["last"] == seen["last"] | {
        "state": "waiting", "attempts": 1, "status": 500, "error": "answered 500",
    }  # fmt: skip
    assert [seen] == await shown(door, partner)


async def test_a_removed_webhook_is_told_nothing(door, partner, stranger, subscribe, sender, time):
    hook, _ = await subscribe()

    gone = await door.delete(f"{PATH}/{hook}", headers=partner)
    await news_is_told(time, sender)

    assert (gone.status_code, gone.content) == (204, b"")
    assert await shown(door, partner) == []
    assert told(stranger) == []
    assert (await door.delete(f"{PATH}/{hook}", headers=partner)).status_code == 404


@pytest.mark.parametrize(
    ("method", "end"),
    [("GET", ""), ("DELETE", ""), ("POST", "/rotate"), ("POST", "/replay"), ("POST", "/enable")],
)
async def test_another_partners_webhook_is_none(door, rival, subscribe, method, end):
    hook, secret = await subscribe()
    theirs, _ = await subscribe(key=rival)  # the same address may be told for two

    answer = await door.request(method, f"{PATH}/{hook}{end}", headers=rival)
    listed = await shown(door, rival)

    assert (answer.status_code, answer.json()["detail"]) == (404, f"There is no webhook {hook}.")
    assert [one["id"] for one in listed] == [theirs]
    assert (await Webhook.get(id=hook)).secret == secret


async def test_a_key_must_be_good_for_webhooks(door, partner):
    await ApiKey.all().update(rights=[Right.PICTURES])

    refused = [await door.get(PATH, headers=partner), await door.post(PATH, headers=partner)]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert (await door.get(PATH)).status_code == 401
    assert await Webhook.all().count() == 0


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://cho.vn/hook", "is not an address that we ask"),
        ("https://127.1/hook", "is not an address that we ask"),
        ("https://ai:do@cho.vn:{port}/", "holds a user name"),
        ("https://cho.vn:22/hook", "names port 22"),
        ("https://10.0.0.1/hook", "is not to be found on the public internet"),
        ("https://[::ffff:10.0.0.1]/hook", "is not to be found on the public internet"),
        ("https://cho.vn/" + "a" * 2000, "shorten it to 2000 characters"),
        ("", "is not an address that we ask"),
    ],
)
async def test_an_address_that_is_not_asked_is_refused(door, partner, stranger, url, sentence):
    asked = url.replace("{port}", str(stranger.port))

    refused = await door.post(PATH, json={"url": asked}, headers=partner)

    [error] = refused.json()["errors"]
    assert (refused.status_code, error["field"]) == (422, "url")
    assert sentence in error["message"]
    assert await Webhook.all().count() == 0


@pytest.mark.parametrize("body", [{}, {"url": 1}, {"url": "https://cho.vn", "secret": "x"}, []])
async def test_what_is_no_such_body_is_refused(door, partner, body):
    assert (await door.post(PATH, json=body, headers=partner)).status_code == 422


async def test_an_address_is_told_once_and_a_partner_has_five_at_most(
    door, partner, stranger, subscribe
):
    for n in range(5):
        await subscribe(stranger.at(f"/{n}"))

    twice = await door.post(PATH, json={"url": stranger.at("/0")}, headers=partner)
    sixth = await door.post(PATH, json={"url": stranger.at("/5")}, headers=partner)

    assert (twice.status_code, sixth.status_code) == (422, 422)
    assert twice.json()["detail"].endswith("is the address of a webhook that is there already.")
    assert sixth.json()["detail"] == "A partner has at most 5 webhooks; remove one first."
    assert await Webhook.all().count() == 5


async def test_a_rotation_tells_until_when_the_former_secret_signs(door, partner, subscribe):
    hook, former = await subscribe()

    rotated = (await door.post(f"{PATH}/{hook}/rotate", headers=partner)).json()

    kept = await Webhook.get(id=hook)
    assert set(rotated) == {"id", "url", "secret", "former_until"}
    assert (kept.secret, kept.former_secret) == (rotated["secret"], former)
    assert kept.former_until == clock.now() + webhooks.FORMER_SIGNS
    assert await AuditEntry.filter(action="webhook.rotate", subject=hook).count() == 1


async def test_answers_have_the_shapes_that_are_described(
    door, partner, stranger, subscribe, sender, time
):
    stranger.puts("/hook", status="410 Gone")
    hook, _ = await subscribe()
    await news_is_told(time, sender)

    async def answered(method, end=""):
        return (await door.request(method, f"{PATH}{end}", headers=partner)).content

    Webhooks.model_validate_json(await answered("GET"))
    shown_one = WebhookShape.model_validate_json(await answered("GET", f"/{hook}"))
    WebhookSecret.model_validate_json(await answered("POST", f"/{hook}/rotate"))
    WebhookShape.model_validate_json(await answered("POST", f"/{hook}/enable"))
    Replayed.model_validate_json(await answered("POST", f"/{hook}/replay"))
    assert (shown_one.state, shown_one.told) == ("disabled", None)
    assert (shown_one.last.status, shown_one.last.state) == (410, "waiting")


async def test_there_must_be_something_to_replay(door, partner, subscribe):
    hook, _ = await subscribe()

    nothing = await door.post(f"{PATH}/{hook}/replay", headers=partner)
    await webhooks.disable(hook, because="answered 410", by="test")
    disabled = await door.post(f"{PATH}/{hook}/replay", headers=partner)

    assert (nothing.status_code, disabled.status_code) == (422, 422)
    assert (
        nothing.json()["detail"]
        == "This webhook has been told everything. No message waits to be sent again."
    )
    assert disabled.json()["detail"] == "This webhook is disabled; enable it first."


async def test_enabling_what_is_enabled_changes_nothing(door, partner, subscribe):
    hook, _ = await subscribe()

    answer = await door.post(f"{PATH}/{hook}/enable", headers=partner)

    assert (answer.status_code, answer.json()["state"]) == (200, "active")
    assert await AuditEntry.filter(action="webhook.enable").count() == 0


async def test_only_networks_that_the_operator_named_are_asked_besides_public_ones(settings):
    inner = settings.model_copy(update={"webhook_networks": "10.20.0.0/16, fd00::/8"})
    addresses = ["8.8.8.8", "10.20.3.4", "10.21.0.1", "127.0.0.1", "fd00::7", "::1"]

    async with opened(settings) as held:
        usually = [held.outbound.is_allowed(ip_address(one)) for one in addresses]
    async with opened(inner) as held:
        with_ours = [held.outbound.is_allowed(ip_address(one)) for one in addresses]

    assert usually == [True, False, False, False, False, False]
    assert with_ours == [True, True, False, False, True, False]
