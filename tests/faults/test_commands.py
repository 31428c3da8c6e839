"""Commands at the shell under faults: what they say, and what the service says afterwards."""

import re
import subprocess

import pytest

from shop.config import Settings
from tests import databases, processes
from tests.faults import disks
from tests.faults.load import load
from tests.faults.rows import rows, value
from tests.faults.site import free_port, sanvat, site, until, worker
from tests.faults.uploads import upload
from tests.serving import environment

pytestmark = pytest.mark.timeout(600, func_only=True)
APPLIED, UP_TO_DATE = r"\d+ migrations applied", "the tables are up to date"


@pytest.fixture
def bare(postgres, database_kind, tmp_path):
    """Settings of a database without tables."""
    if database_kind == "sqlite":
        return Settings(data=tmp_path / "bare")
    name = f"bare_{tmp_path.name}".lower()
    databases.run_sql(postgres, f'CREATE DATABASE "{name}"')
    return Settings(data=tmp_path / "bare", database_url=f"{postgres}/{name}")


@pytest.mark.on("postgres")
@pytest.mark.faults("serve before migrate")
def test_a_service_without_tables_says_so(bare, account):
    done = sanvat(bare, "serve", "--port", str(free_port()))

    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert line.endswith("Run: sanvat migrate.")
    account.result = "status 1, one sentence"
    account.saw("the sentence")


@pytest.mark.on(*databases.DATABASES)
@pytest.mark.faults("migrate twice at once")
def test_two_migrations_at_once(bare, account, database_kind):
    command, pipe = ["-m", "shop.cli", "migrate"], subprocess.PIPE
    env = environment(bare)
    both = [
        processes.start(*command, env=env, stdout=pipe, stderr=pipe, text=True) for _ in range(2)
    ]
    said = sorted(
        (*(text.strip() for text in one.communicate(timeout=120)), one.returncode) for one in both
    )

    assert [status for *_, status in said] == [0, 0], said
    if database_kind == "postgres":
        assert re.fullmatch(APPLIED, said[0][0])
        assert said[1][0] == UP_TO_DATE
    with site(bare) as running:
        seen = running.seen()
    assert (seen.status, seen.ready["head"]) == (200, 0)
    account.result = "both 0: " + ", ".join(text for text, *_ in said)
    account.saw("readyz 200")


@pytest.mark.root
@pytest.mark.on(*databases.DATABASES)
@pytest.mark.faults("backup onto a full disk")
def test_a_backup_finds_no_room(shown, tmp_path, account):
    with disks.small_disk(tmp_path / "disk", 1) as disk, site(shown) as running:
        filling = disks.fill(disk)
        done = running.sanvat("backup", str(disk / "b.tar"))
        left = sorted(disk.iterdir())
        seen = running.until(lambda seen: seen.status == 200)
        filling.unlink()
        again = running.sanvat("backup", str(disk / "b.tar"))

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert f"{disk}/" in done.stderr
    assert left == [filling]
    assert again.returncode == 0, again.stderr
    account.result = "status 1, no half file; then 0"
    account.saw("the sentence", *_told_of_backups(seen))


def _told_of_backups(seen) -> list[str]:
    names = [name for name, _ in seen.figures if name == "sanvat_duty_failures"]
    return (
        ['sanvat_duty_failures{duty="backup"}']
        if names and seen.total(names[0], duty="backup")
        else []
    )


@pytest.fixture
async def empty(catalogues, database_kind, tmp_path):
    async with catalogues.copied("empty", database_kind, tmp_path / "empty") as settings:
        yield settings


@pytest.mark.slow
@pytest.mark.on(*databases.DATABASES)
@pytest.mark.faults("restore killed while it stores pictures")
def test_a_restore_is_killed(shown, empty, on_s3, store, tmp_path, account):
    file = tmp_path / "b.tar"
    with site(shown) as running:
        for seed in (1, 2):
            assert upload(running, seed).status_code == 200
    assert sanvat(shown, "backup", str(file)).returncode == 0
    store.set("slow")
    command = ("-m", "shop.cli", "restore", str(file))
    with worker(empty, *command, **on_s3) as restoring:
        until(lambda: store.asked)
        restoring.kill()
        restoring.wait()
    assert value(empty, "SELECT count(*) FROM product") == "0"

    store.set("none")
    done = sanvat(empty, *command[2:], **on_s3)
    assert done.returncode == 0, done.stdout + done.stderr
    same_rows(empty, shown)
    with site(empty, **on_s3) as running:
        seen = running.until(lambda seen: seen.status == 200)
    assert seen.ready["head"] == 42
    account.result, account.lost, account.recovered = "killed, then whole", "0", "same command"
    account.saw("readyz head")


PRODUCTS = "SELECT code, digest FROM listing ORDER BY code"


def same_rows(one: Settings, other: Settings) -> None:
    assert rows(one, PRODUCTS) == rows(other, PRODUCTS)
    assert len(rows(one, PRODUCTS)) == 40


@pytest.mark.on(*databases.DATABASES)
@pytest.mark.faults("restore onto a full catalogue")
def test_a_full_catalogue_is_left_alone(shown, tmp_path, account):
    file = tmp_path / "b.tar"
    assert sanvat(shown, "backup", str(file)).returncode == 0
    before = rows(shown, PRODUCTS)

    done = sanvat(shown, "restore", str(file))

    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert rows(shown, PRODUCTS) == before
    with site(shown) as running:
        seen = running.seen()
    assert (seen.status, seen.ready["head"]) == (200, 40)
    account.result, account.lost = "status 1, one sentence", "0"
    account.saw("the sentence", "readyz head")


@pytest.mark.slow
@pytest.mark.on(*databases.DATABASES)
@pytest.mark.faults("backup beside writes, restored and verified")
def test_a_backup_beside_writes(shown, empty, tmp_path, account):
    file = tmp_path / "b.tar"
    with site(shown) as running, load(running, prices=True) as made:
        until(lambda: made.wrote[200])
        saved = running.sanvat("backup", str(file))
        seen = running.seen()
    assert made.noticed() == {}
    made.judge(account)
    assert saved.returncode == 0, saved.stderr

    restored, verified = sanvat(empty, "restore", str(file)), sanvat(empty, "verify")

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert verified.returncode == 0, verified.stderr
    assert verified.stdout.strip() == "40 listings verified, 0 repaired"
    with site(empty) as running:
        ready = running.until(lambda seen: seen.status == 200).ready
    assert 0 < ready["head"] <= seen.ready["head"]
    account.recovered = "restored"
    account.saw("readyz head")
