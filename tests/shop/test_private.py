"""Files of ours are for their owner only, and secrets may come from files."""

import errno
import os
import subprocess
import sys
from stat import S_IMODE

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from media.store import Store
from shop.cli.rights import tell_what_is_open
from shop.config import SECRETS, Settings
from shop.errors import SetupError
from tests.catalogues import DATA
from tests.commands import sanvat, told
from tests.serving import environment

SECRET = "mật-khẩu-geheim"


async def test_what_a_command_writes_is_for_its_owner_only(settings, inside, tmp_path):
    ours = settings.model_copy(update={"data": tmp_path / "var"})

    for command in (["import", str(DATA), "--publish", "--specimens"], ["reindex"], ["feeds"]):
        assert (await inside(ours, *command)).returncode == 0

    found = {path: S_IMODE(path.lstat().st_mode) for path in [ours.data, *ours.data.rglob("*")]}
    assert len(found) > 10
    assert {path: mode for path, mode in found.items() if mode & 0o077} == {}


@pytest.mark.on("sqlite")
def test_what_others_may_read_is_told(tmp_path):
    data, pictures, file = tmp_path / "var", tmp_path / "pictures", tmp_path / "other.sqlite3"
    data.mkdir(mode=0o700)
    (data / "head").touch(mode=0o644)
    pictures.mkdir()
    pictures.chmod(0o750)
    file.touch()
    file.chmod(0o604)
    elsewhere = {"database_url": f"sqlite:///{file}", "storage_url": f"file://{pictures}"}

    with capture_logs() as private:
        tell_what_is_open(Settings(data=data))
    data.chmod(0o711)
    with capture_logs() as opened:
        tell_what_is_open(Settings(data=data, **elsewhere))

    assert private == []
    assert [(one["log_level"], one["path"], one["mode"]) for one in opened] == [
        ("warning", str(data), "0711"),
        ("warning", str(file), "0604"),
        ("warning", str(pictures), "0750"),
    ]
    subprocess.run(opened[0]["mend"].split(), check=True)
    assert S_IMODE(data.stat().st_mode) == 0o700
    assert S_IMODE((data / "head").stat().st_mode) == 0o600


def test_every_secret_may_come_from_a_file():
    hidden = {
        name
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, SecretStr) or name == "database_url"
    }

    assert set(SECRETS) == hidden


def test_secrets_are_read_from_files(monkeypatch, tmp_path):
    for name, value in [
        ("DATABASE_URL", "postgresql://a:b@h/n\n"),
        ("MEILISEARCH_KEY", f"\ufeff  {SECRET}\r\n"),
        ("STORAGE_SECRET_KEY", SECRET),
    ]:
        (tmp_path / name).write_text(value)
        monkeypatch.setenv(f"SANVAT_{name}_FILE", str(tmp_path / name))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("SANVAT_MEILISEARCH_KEY", "")  # as Compose hands on what is not set

    read = Settings.from_environment()

    assert read.database_url == "postgres://a:b@h/n"
    assert read.meilisearch_key.get_secret_value() == SECRET
    assert read.storage_options == {"secret_access_key": SECRET}
    assert SECRET not in repr(read)
    Store.open("s3://sanvat/pictures", **read.storage_options)  # it knows the option
    assert Settings().storage_options == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "{file} cannot be read (No such file or directory)."),
        ("a folder", "{file} cannot be read (Is a directory)."),
        (b"", "{file} must hold one line, the value."),
        (b" \n\n", "{file} must hold one line, the value."),
        (b"geheim\ngeheim\n", "{file} must hold one line, the value."),
        (b"geheim" * 1000, "{file} must hold one line, the value."),
        (b"geheim\xff", "{file} cannot be read (invalid start byte)."),
    ],
)
def test_a_secret_that_cannot_be_had_is_a_sentence(monkeypatch, tmp_path, content, said):
    file = tmp_path / "key"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content:
        file.mkdir()
    monkeypatch.setenv("SANVAT_MEILISEARCH_KEY_FILE", str(file))

    with pytest.raises(SetupError) as refused:
        Settings.from_environment()

    assert str(refused.value) == f"SANVAT_MEILISEARCH_KEY_FILE: {said.format(file=file)}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "SANVAT_DATABASE_URL",
            "postgres://x:geheim@127.0.0.1/x",
            "Both SANVAT_DATABASE_URL and SANVAT_DATABASE_URL_FILE are set; drop one of them.",
        ),
        ("SANVAT_BASE_URL_FILE", "x", "Unknown setting SANVAT_BASE_URL_FILE. Known are: "),
        ("SANVAT_DATABASE_FILE", "x", "Unknown setting SANVAT_DATABASE_FILE. Known are: "),
    ],
)
def test_only_a_secret_comes_from_a_file_and_only_once(monkeypatch, tmp_path, name, value, said):
    (tmp_path / "url").write_text("mysql://geheim")
    monkeypatch.setenv("SANVAT_DATABASE_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv(name, value)

    with pytest.raises(SetupError) as refused:
        Settings.from_environment()

    assert str(refused.value).startswith(said)
    assert "geheim" not in str(refused.value.said)


def test_a_wrong_secret_of_a_file_is_not_repeated(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("mysql://geheim")
    monkeypatch.setenv("SANVAT_DATABASE_URL_FILE", str(tmp_path / "url"))

    with pytest.raises(SetupError) as refused:
        Settings.from_environment()

    assert "must begin with postgres:// or sqlite://" in str(refused.value)
    assert "geheim" not in str(refused.value.said)


@pytest.mark.on("postgres")
def test_a_command_reads_the_address_of_its_database_from_a_file(full_settings, tmp_path):
    url = tmp_path / "url"
    url.write_text(f"{full_settings.database_url}\n")

    done = sanvat(
        full_settings, "verify", SANVAT_DATABASE_URL="", SANVAT_DATABASE_URL_FILE=str(url)
    )

    assert told(done) == (0, "429 listings verified, 0 repaired\n", "")


def limited(settings: Settings, *command: str, most: int) -> subprocess.CompletedProcess[str]:
    """Run a command that can write no file beyond so many bytes: as on a disk that is full."""
    return subprocess.run(
        ["prlimit", f"--fsize={most}", sys.executable, "-m", "shop.cli", *command],
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_backup_names_the_file_that_found_no_room(full_settings, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()

    done = limited(full_settings, "backup", str(folder / "all.tar"), most=100_000)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"sanvat: {os.strerror(errno.EFBIG)}: {folder}/.all.tar.")
    assert done.stderr.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_feeds_name_the_file_that_found_no_room(full_settings):
    done = limited(full_settings, "feeds", most=100_000)

    assert (done.returncode, done.stdout) == (1, "")
    feeds = full_settings.data / "feeds"
    assert done.stderr.startswith(f"sanvat: {os.strerror(errno.EFBIG)}: {feeds}/growing-")
    assert done.stderr.count("\n") == 1


@pytest.mark.on("sqlite")
async def test_a_store_that_does_not_answer_is_named_and_not_the_database(
    full_settings, inside, monkeypatch
):
    for name, value in {
        "SANVAT_STORAGE_URL": "s3://sanvat/pictures",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)

    done = await inside(full_settings, "picture", "scrub")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("sanvat: the store does not answer for pictures: ")
    assert done.stderr.endswith(": s3://sanvat/pictures\n")
