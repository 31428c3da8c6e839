"""The command line: what it prints, where, and the status it leaves."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from hashlib import sha256
from time import monotonic
from unicodedata import normalize

import httpx2
import pytest

from shop import cli, database
from shop.config import Settings
from shop.demo.generating import generate
from shop.models import ApiKey, AuditEntry, Listing, Partner, Product
from tests.catalogues import DATA
from tests.commands import sanvat, told
from tests.intake.writing import a_row, saved
from tests.serving import _wait_until_ready, environment

COMMANDS = [
    "serve", "worker", "migrate", "demo", "import", "generate", "verify", "reindex", "feeds",
    "feeds release", "search", "searches", "mirror", "backup", "restore", "reports", "reports done",
    "partner", "partner add",
    "partner list", "partner scope", "partner end", "partner site", "partner sales", "partner key",
    "partner key add", "partner key list", "partner key revoke", "partner webhook",
    "partner webhook add", "partner webhook list", "partner webhook remove",
    "partner webhook rotate", "partner webhook replay", "partner webhook enable", "partner channel",
    "partner channel list", "partner channel set", "partner channel map", "partner channel check",
    "partner channel export", "picture", "picture render", "picture rerender", "picture lookalikes",
    "picture sweep", "picture scrub", "picture remove", "product", "product withdraw",
    "product suspend", "product reinstate", "product price", "product show", "producer", "status",
    "check", "audit",
    "producer withdraw-consent", "user", "user add", "user code", "user show", "user erase",
    "user disable", "user enable", "user end", "codes", "codes above",
]  # fmt: skip


@pytest.fixture
def nowhere(tmp_path):
    """Settings of a catalogue that does not exist yet."""
    return Settings(data=tmp_path / "var")


@pytest.fixture
def command(monkeypatch, capsys):
    """Give a command that is refused before it opens anything."""

    def running(*arguments: str):
        monkeypatch.setattr(sys, "argv", ["sanvat", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return running


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(command, name):
    status, said, complaints = command(*name.split(), "--help")

    assert (status, complaints) == (0, "")
    assert said.startswith(f"Usage: sanvat {name}")


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        ("bogus", 2, 'Unknown command "bogus".'),
        ("import --bogus x", 2, "Unknown option: --bogus."),
        ("import", 1, "Say what to import: a CSV or XLSX file, or a folder of them."),
        ("search mắm --limit nhiều", 2, 'Invalid value for --limit: unable to convert "nhiều"'),
        ("search mắm --limit 0", 1, "Give --limit as a number from 1 to 100."),
        ("search", 1, "Give either a query or --batch FILE."),
        ("search mắm --batch x", 1, "Give either a query or --batch FILE."),
        ("search --batch /không/có", 1, "No such file or directory: /không/có"),
        ("generate", 2, 'Command "generate" parameter --products requires an argument.'),
        ("generate --products 0", 1, "Give --products as a number above 0."),
        (
            "serve --port 65536",
            1,
            "Give --port as a number from 1 to 65535, --workers as one above",
        ),
        ("serve --workers 2", 1, "SQLite serves one process; set SANVAT_DATABASE_URL to use"),
        ("partner bogus", 2, 'Unknown command "bogus". Available commands: key, channel,'),
    ],
)
def test_a_wrong_command_is_one_line(command, monkeypatch, tmp_path, arguments, status, sentence):
    monkeypatch.setenv("SANVAT_DATA", str(tmp_path / "var"))

    left, said, complaints = command(*arguments.split())

    assert (left, said) == (status, "")
    assert complaints.startswith(f"sanvat: {sentence}")
    assert complaints.count("\n") == 1
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"SANVAT_DATEN": "x"}, "Unknown setting SANVAT_DATEN. Known are: SANVAT_ANSWER_DAYS, "),
        ({"SANVAT_LOG_FORMAT": "xml"}, "SANVAT_LOG_FORMAT: “xml” is not known; "),
        ({"SANVAT_DATABASE_URL": "mysql://x"}, "SANVAT_DATABASE_URL: The address must begin with "),
        ({"SANVAT_DATABASE_URL": "postgres://x@127.0.0.1:a/x"}, "The database refuses: Port is "),
        (
            {"SANVAT_DATABASE_URL": "postgres://x:geheim@127.0.0.1:1/x"},
            "Connect call failed ('127.0.0.1', 1): SANVAT_DATABASE_URL on 127.0.0.1:1/x",
        ),
        ({"SANVAT_DATA": "/dev/null"}, "File exists: /dev/null"),
        ({"SANVAT_DATA": "/proc/var"}, "No such file or directory: /proc/var"),
    ],
)
def test_a_wrong_setting_is_one_line(command, monkeypatch, tmp_path, settings, sentence):
    for name, value in ({"SANVAT_DATA": str(tmp_path / "var")} | settings).items():
        monkeypatch.setenv(name, value)

    status, said, complaints = command("verify")

    assert (status, said) == (1, "")
    assert complaints.startswith(f"sanvat: {sentence}")
    assert complaints.count("\n") == 1
    assert "geheim" not in complaints


async def test_a_database_that_is_not_there(postgres, inside, tmp_path):
    nothing = Settings(data=tmp_path / "var", database_url=f"{postgres}/khong_co")

    done = await inside(nothing, "verify")

    assert told(done)[:2] == (1, "")
    assert "khong_co" in done.stderr


def test_a_server_without_its_database_says_so_in_one_line(nowhere, free_port):
    away = {"SANVAT_DATABASE_URL": "postgres://x@127.0.0.1:1/x"}

    done = sanvat(nowhere, "serve", "--port", str(free_port), **away)

    assert told(done) == (
        1,
        "",
        "sanvat: Connect call failed ('127.0.0.1', 1): SANVAT_DATABASE_URL on 127.0.0.1:1/x\n",
    )


def test_a_reader_that_leaves_early_is_no_error(nowhere):
    """Like `sanvat import … | true`: the pipe's other end is closed."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "shop.cli", "import", str(DATA / "communes.csv"), "--dry-run"],
        env=environment(nowhere),
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)

    assert (done.returncode, done.stderr) == (1, b"")


async def test_import_prints_counts_and_leaves_0_or_1(settings, inside, tmp_path):
    dry = await inside(settings, "import", str(DATA), "--dry-run", "--specimens")
    first = await inside(settings, "import", str(DATA), "--publish", "--specimens")
    bad = saved(tmp_path, a_row("ocop", "HP-OCOP-0001", stars="hạng nhất"))
    again = await inside(settings, "import", str(DATA), "--publish", "--specimens")
    refused = await inside(settings, "import", str(bad))

    counts = (
        "communes: 114 {0}\nformer communes: 507 {0}\nOCOP sets: 26 {0}\n"
        "agricultural groups: 14 {0}\nproducers: 118 {0}\nproducts: 429 {0}\nall: 1208 {0}\n"
    )
    created = counts.format("created, 0 updated, 0 unchanged, 0 conflict, 0 refused")
    unchanged = "".join(
        line.replace(": ", ": 0 created, 0 updated, ") + "\n"
        for line in counts.format("unchanged, 0 conflict, 0 refused").splitlines()
    )
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout.startswith("This is a dry run; nothing was written.\n\nNew (1,208)\n")
    assert dry.stdout.endswith("\nproducts: 429 new\n")
    assert told(first) == (0, created, "")
    assert told(again) == (0, unchanged, "")
    assert (refused.returncode, refused.stderr) == (1, "")
    assert refused.stdout.splitlines()[-1].endswith("1 refused")
    async with database.connected(settings):
        assert await Listing.filter(live=True, rev=1).count() == 429


def test_an_ascii_terminal_shows_a_question_mark_for_a_letter_it_lacks(nowhere, tmp_path):
    bad = saved(tmp_path, a_row("ocop", "HP-OCOP-0001", stars="OCOP ba sao đỏ"))

    refused = sanvat(nowhere, "import", str(bad), LC_ALL="C", PYTHONIOENCODING="ascii")

    assert (refused.returncode, refused.stderr) == (1, "")
    assert "OCOP ba sao ??" in refused.stdout
    assert refused.stdout.splitlines()[-1].endswith("1 refused")


async def test_search_gives_codes_and_names(full_settings, inside, tmp_path):
    one = await inside(full_settings, "search", "nuoc mam cat hai", "--limit", "3")
    json_one = await inside(full_settings, "search", "dua le cam giang", "--json")
    none = await inside(full_settings, "search", "zzzzqqqq")
    batch = tmp_path / "queries.txt"
    lines = ["Nước mắm", "", "  ", "bưởi " * 5_000, "táo bàng la", '";\x0b<script>\u2028']
    batch.write_text("\ufeff" + "\r\n".join(lines) + "\r\n")
    many = await inside(full_settings, "search", "--batch", str(batch), "--limit", "5")

    assert one.returncode == 0
    assert len(one.stdout.splitlines()) == 3
    assert all("Cát Hải" in line or "mắm" in line.lower() for line in one.stdout.splitlines())
    found = json.loads(json_one.stdout)
    assert found["query"] == "dua le cam giang"
    assert {"Dưa lê Cẩm Giang", "Dưa lê Cẩm Giàng"} <= {hit["name"] for hit in found["hits"]}
    assert told(none) == (0, "", "")
    answers = [json.loads(line) for line in many.stdout.strip().split("\n")]
    assert [answer["query"] for answer in answers] == [
        "Nước mắm",
        lines[3],
        "táo bàng la",
        lines[5],
    ]
    assert [len(answer["hits"]) for answer in answers[:3:2]] == [5, 5]
    assert (many.returncode, many.stderr) == (0, "")


async def test_verify_finds_nothing_and_then_what_was_damaged(full_settings, inside):
    clean = await inside(full_settings, "verify")
    async with database.connected(full_settings):
        await Listing.filter(code="HP-OCOP-0026").update(document="{}")
    repaired = await inside(full_settings, "verify")
    after = await inside(full_settings, "verify")

    assert told(clean) == (0, "429 listings verified, 0 repaired\n", "")
    found = "HP-OCOP-0026: differed from its rows; repaired as serial 430\n"
    assert told(repaired) == (0, f"{found}429 listings verified, 1 repaired\n", "")
    assert told(after) == (0, "429 listings verified, 0 repaired\n", "")


async def test_the_index_and_the_feeds_are_built_on_demand(full_settings, inside):
    reindexed = [
        told(await inside(full_settings, "reindex")),
        told(await inside(full_settings, "reindex", "--from-scratch")),
    ]
    fed = [told(await inside(full_settings, "feeds")), told(await inside(full_settings, "feeds"))]

    assert reindexed == [
        (0, "0 listings written to the index\n", ""),
        (0, "429 listings written to the index\n", ""),
    ]
    assert fed == [(0, "feed files built\n", ""), (0, "feed files are up to date\n", "")]


async def test_a_partners_key_is_printed_once_and_kept_as_a_digest(settings, inside):
    added = await inside(settings, "partner", "add", "Sàn Đất Cảng")
    twice = await inside(settings, "partner", "add", " Sàn  Đất Cảng ")
    empty = await inside(settings, "partner", "add", " ")
    long = await inside(settings, "partner", "add", "Đ" * 120)

    key = added.stdout.strip()
    assert (added.returncode, added.stderr, key[:9]) == (0, "", "hpn_live_")
    assert told(twice) == (1, "", "sanvat: There is a partner Sàn Đất Cảng already.\n")
    assert (long.returncode, long.stderr) == (0, "")
    assert told(empty) == (1, "", "sanvat: A partner's name has 1 to 120 characters.\n")
    async with database.connected(settings):
        kept = await ApiKey.get(partner__name="Sàn Đất Cảng").values()
        assert (kept["digest"], kept["last4"]) == (sha256(key.encode()).hexdigest(), key[-4:])
        assert key not in str(kept)
        assert key not in str(await AuditEntry.all().values())
        partners = await Partner.all().order_by("id").values()
        assert [partner["name"] for partner in partners] == ["Sàn Đất Cảng", "Đ" * 120]
        assert await AuditEntry.all().order_by("id").values_list("subject", "detail") == [
            told
            for number, partner in enumerate(partners, 1)
            for told in (
                (f"partner {number}", {"name": partner["name"], "kind": "partner", "site": ""}),
                (f"key {number}", {"partner": number, "days": 365, "rights": "all"}),
            )
        ]


async def test_generate_gives_the_same_catalogue_for_a_seed_and_more_of_it(settings, inside):
    async def made(count, seed):
        return await inside(settings, "generate", "--products", count, "--seed", seed, "--publish")

    small = await made("30", "7")
    async with database.connected(settings):
        first = dict(await Listing.all().values_list("code", "document"))
        head = max(await Listing.all().values_list("serial", flat=True))
    again, larger = await made("30", "7"), await made("70", "7")

    assert told(small)[:2] == told(again)[:2] == (0, "30 products generated\n")
    assert told(larger)[:2] == (0, "70 products generated\n")
    async with database.connected(settings):
        assert (len(first), head) == (30, 30)
        assert await Listing.all().count() == await Listing.filter(live=True, rev=1).count() == 70
        assert dict(await Listing.filter(serial__lte=30).values_list("code", "document")) == first
        assert await Product.exclude(evidence="illustrative").count() == 0
        names = await Product.all().values_list("producer_id", "name_vi")
        assert len(set(names)) == 70


async def test_another_seed_gives_another_catalogue(services):
    async def names_after(seed):
        written = [n async for n in generate(20, seed, publish=False, by="test")]
        assert written == [20]
        return set(await Product.all().values_list("name_vi", flat=True))

    one, both = await names_after(1), await names_after(2)

    assert (len(one), len(both - one)) == (20, 20)
    assert await Listing.all().count() == 0


@pytest.mark.timeout(120)
async def test_a_server_told_to_stop_answers_a_reader_who_waits(full_settings, free_port):
    several = ["--workers", "2"] if full_settings.database_url else []
    origin = f"http://127.0.0.1:{free_port}"
    server = subprocess.Popen(  # noqa: ASYNC220 - it only starts here
        [sys.executable, "-m", "shop.cli", "serve", "--port", str(free_port), *several],
        env=environment(full_settings),
        stderr=subprocess.PIPE,
    )
    try:
        _wait_until_ready(server, origin)
        async with (
            httpx2.AsyncClient(base_url=origin, timeout=40) as reader,
            asyncio.TaskGroup() as group,
        ):
            page = (await reader.get("/api/v1/changes?since=0&limit=1000")).json()
            address = f"/api/v1/changes?since={page['next']}&wait=30"
            waiting = group.create_task(reader.get(address))
            await asyncio.sleep(0.5)
            assert not waiting.done()
            began = monotonic()
            server.send_signal(signal.SIGTERM)
            _, complaints = await asyncio.to_thread(server.communicate, timeout=20)
            took = monotonic() - began
    finally:
        server.kill()

    assert server.returncode == 0
    assert (waiting.result().status_code, waiting.result().json()["items"]) == (200, [])
    assert took < 15
    assert b"Traceback" not in complaints


STOPPED = """
import asyncio, os, signal
from shop.app import create

async def main():
    app = create(with_worker=False)
    async with app.router.lifespan_context(app):
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(20)

asyncio.run(main())
"""


def test_whoever_opens_the_application_without_a_server_is_ended_by_a_signal(nowhere):
    nowhere.data.mkdir()

    done = subprocess.run(
        [sys.executable, "-c", STOPPED], env=environment(nowhere), check=False, timeout=60
    )

    assert done.returncode == -signal.SIGTERM


@pytest.fixture
def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_port_in_use_is_no_traceback(nowhere):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = sanvat(nowhere, "serve", "--port", str(taken.getsockname()[1]))

    assert told(done)[:2] == (1, "")
    assert " of 127.0.0.1 cannot be served: Address already in use" in done.stderr
    assert done.stderr.count("\n") == 1


async def test_a_backup_is_restored_by_commands_into_another_folder(
    full_settings, inside, tmp_path
):
    file, there = tmp_path / "all.tar", Settings(data=tmp_path / "there")

    made = await inside(full_settings, "backup", str(file))
    restored = await inside(there, "restore", str(file))
    again = await inside(there, "restore", str(file))
    (tmp_path / "notes").write_text("no backup")
    damaged = await inside(there, "restore", str(tmp_path / "notes"))

    rows = made.stdout.partition(" rows and 0 files of pictures, ")[0]
    assert (made.returncode, made.stderr) == (0, "")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert restored.stdout.startswith(f"{rows} rows and 0 files of pictures; epoch ")
    assert ", head 429\n" in restored.stdout
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("sanvat: There is a catalogue here already")
    assert (damaged.returncode, damaged.stdout) == (1, "")
    assert damaged.stderr.startswith(f"sanvat: {tmp_path / 'notes'} is not a backup")


async def test_partners_are_listed_with_how_far_behind_they_are(settings, inside):
    await inside(settings, "partner", "add", "Chợ Việt")

    assert told(await inside(settings, "partner", "list")) == (
        0,
        "Chợ Việt: has never said how far it is\n",
        "",
    )


async def test_a_key_to_try_with_is_made_beside_the_others(settings, inside):
    await inside(settings, "partner", "add", "Chợ Việt")

    made = await inside(settings, "partner", "key", "add", "Chợ Việt", "--sandbox", "--days", "30")
    listed = await inside(settings, "partner", "key", "list", "Chợ Việt")
    nowhere = await inside(settings, "partner", "add", "Kho", "--producer", "HP-CS-999")

    assert (made.returncode, made.stdout[:9]) == (0, "hpn_test_")
    first, second = listed.stdout.splitlines()
    assert first.endswith("sandbox, channels, keys, reports, webhooks")
    assert second.endswith("everything")
    assert told(nowhere) == (1, "", "sanvat: There is no producer HP-CS-999.\n")


@pytest.mark.parametrize("number", ["0", "9999999999", "9" * 30])
async def test_a_key_of_any_other_number_is_none(settings, inside, number):
    revoked = await inside(settings, "partner", "key", "revoke", number)

    sentence = f"sanvat: There is no key {number} that could be revoked.\n"
    assert told(revoked) == (1, "", sentence)


async def test_the_operator_handles_a_partners_webhooks(settings, inside):
    await inside(settings, "partner", "add", "Chợ Việt")
    url = "https://cho.example.vn/hook"

    added = await inside(settings, "partner", "webhook", "add", "Chợ Việt", url)
    hook, secret = added.stdout.split()
    listed = await inside(settings, "partner", "webhook", "list", normalize("NFD", "Chợ  Việt"))
    rotated = await inside(settings, "partner", "webhook", "rotate", hook)
    empty = await inside(settings, "partner", "webhook", "replay", hook)
    tested = await inside(settings, "partner", "webhook", "test", hook)
    enabled = await inside(settings, "partner", "webhook", "enable", hook)
    removed = await inside(settings, "partner", "webhook", "remove", hook)
    none = await inside(settings, "partner", "webhook", "list")
    unknown = await inside(settings, "partner", "webhook", "add", "Chợ Lạ", url)

    assert told(listed) == (0, f"{hook} Chợ Việt: {url}\n  active; told nothing yet\n", "")
    assert rotated.stdout.startswith(f"{hook} whsec_")
    assert secret not in rotated.stdout
    nothing = "sanvat: This webhook has been told everything. No message waits to be sent again.\n"
    assert told(empty) == (1, "", nothing)
    assert (tested.returncode, tested.stderr) == (0, "")
    assert re.fullmatch(rf"msg_[0-9a-f]{{32}} is sent to {hook}\n", tested.stdout)
    assert told(enabled) == (0, f"{hook} enabled\n", "")
    assert told(removed) == (0, f"{hook} removed\n", "")
    assert told(none) == (0, "", "")
    assert told(unknown) == (
        1,
        "",
        "sanvat: There is no partner Chợ Lạ; `sanvat partner list` names them.\n",
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sanvat.vn", "sanvat: The catalogue's address begins with http:// or https://.\n"),
        ("http://127.0.0.1:9/", "sanvat: http://127.0.0.1:9 "),
    ],
)
def test_a_mirror_that_cannot_begin_says_so(command, tmp_path, monkeypatch, url, sentence):
    monkeypatch.setattr("shop.cli.mirroring.PATIENCE_ONCE", 0)

    status, said, complaints = command("mirror", url, str(tmp_path / "copy"), "--once")

    assert (status, said) == (1, "")
    assert complaints.startswith(sentence)


async def test_an_operator_takes_products_off_and_puts_them_back(full_settings, inside):
    code, why = "HP-OCOP-0026", ("--reason", "thu hồi lô 12")

    not_yet = await inside(full_settings, "product", "reinstate", code, *why)
    off = await inside(full_settings, "product", "suspend", code, *why)
    again = await inside(full_settings, "product", "reinstate", code, *why)
    neither = await inside(full_settings, "product", "price", f"{code}-1")
    unsure = await inside(full_settings, "product", "price", f"{code}-1", "120-150k")
    priced = await inside(full_settings, "product", "price", f"{code}-1", "123k")
    nobody = await inside(
        full_settings, "producer", "withdraw-consent", "HP-CS-999", "marketplaces"
    )

    assert told(not_yet) == (1, "", f"sanvat: {code} is not suspended.\n")
    assert [told(done) for done in (off, again, priced)] == [(0, "", "")] * 3
    assert neither.stderr == "sanvat: Give either a price in đồng or --on-request.\n"
    assert unsure.stderr == (
        "sanvat: “120-150k” is a range from 120,000 to 150,000 ₫; write one price.\n"
    )
    assert nobody.stderr == "sanvat: There is no producer HP-CS-999.\n"
    assert await changes_of(full_settings, code) == ["upsert", 123_000, 4]


async def changes_of(settings, code: str) -> list[object]:
    """Give what the public sees of a product: whether it is live, its price, its revision."""
    async with database.connected(settings):
        row = await Listing.get(code=code)
        document = json.loads(row.document or "{}")
        return [
            "upsert" if row.live else "delete",
            document["variants"][0]["price"]["amount"],
            row.rev,
        ]
