"""Partners' webhooks: the operator may do all that the partner may."""

from collections.abc import Awaitable, Callable

from cyclopts import App

from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run
from shop.models import Delivery
from shop.partners import keys, webhooks
from shop.partners.webhooks import Secret, Standing
from shop.queries.cursors import cursor_of

app = App(name="webhook")


@app.command
def add(name: str, url: str) -> None:
    """Have an address of a partner told when the catalogue moves; print its id and its secret."""
    _print_secret(run(_add(name, url)))


@app.command(name="list")
def list_webhooks(name: str | None = None) -> None:
    """List webhooks, of one partner or all: how each stands, and what it was not told."""
    for standing in run(_list(name)):
        out.print("\n".join(_in_words(standing)))


@app.command
def remove(hook: str, /) -> None:
    """Remove a webhook with its messages."""
    run(_opened(lambda: webhooks.unsubscribe(hook, by=BY)))
    out.print(f"{hook} removed")


@app.command
def rotate(hook: str, /) -> None:
    """Give a webhook a new secret, and print it once; the former one signs as well for a day."""
    _print_secret(run(_rotate(hook)))


@app.command
def replay(hook: str, /) -> None:
    """Send now what waits or was given up, as the same message, from the first attempt on."""
    run(_opened(lambda: webhooks.replay(hook, by=BY)))
    out.print(f"{hook} is told again")


@app.command
def test(hook: str, /) -> None:
    """Send a test event, the way that news goes."""
    message = run(_test(hook))
    out.print(f"{message} is sent to {hook}")


@app.command
def enable(hook: str, /) -> None:
    """Go on with a webhook that was disabled."""
    run(_opened(lambda: webhooks.enable(hook, by=BY)))
    out.print(f"{hook} enabled")


def _print_secret(given: Secret) -> None:
    out.print(f"{given.webhook} {given.secret}")


def _in_words(standing: Standing) -> list[str]:
    hook = standing.webhook
    stands = f"disabled, {hook.disabled_because}" if hook.disabled_at else "active"
    told = cursor_of(hook.told_epoch, hook.told_serial) if hook.told_epoch else "nothing yet"
    lines = [f"{hook.id} {standing.partner}: {hook.url}", f"  {stands}; told {told}"]
    shown = {one.id: one for one in (standing.last, *standing.dead) if one}
    return lines + [f"  {_message_in_words(one)}" for one in shown.values()]


def _message_in_words(message: Delivery) -> str:
    head, why = cursor_of(message.epoch, message.serial), f", {message.error}" * bool(message.error)
    what = "test, " * message.is_test
    return f"{message.id} {what}{message.state} after {message.attempts} attempts: {head}{why}"


async def _add(name: str, url: str) -> Secret:
    from shop.cli.opening import open_quietly  # noqa: PLC0415 - only this one asks an address

    async with open_quietly() as services:
        partner = await keys.partner_named(name)
        return await webhooks.subscribe(partner, url, by=BY, outbound=services.outbound)


async def _list(name: str | None) -> list[Standing]:
    async with open_rows():
        return await webhooks.standings(await keys.partner_named(name) if name else None)


async def _rotate(hook: str) -> Secret:
    async with open_rows():
        return await webhooks.rotate(hook, by=BY)


async def _test(hook: str) -> str:
    async with open_rows():
        return await webhooks.send_test(hook, by=BY)


async def _opened(do: Callable[[], Awaitable[object]]) -> None:
    async with open_rows():
        await do()
