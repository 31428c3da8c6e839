"""The commands of `sanvat`, as processes of their own or in a thread of the tests' process."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from tortoise.backends.base import executor

from shop import cli
from shop.config import Settings
from tests.serving import environment

Done = subprocess.CompletedProcess[str]
USUAL = 0o022
"""The umask that a person's shell has."""


def sanvat(settings: Settings, *arguments: str, **more: str) -> Done:
    """Run a command as a person would; no command ever shows a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "shop.cli", *arguments],
        env=environment(settings) | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def told(done: Done) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


def in_this_thread(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Prepare a run like `sanvat`'s without a process, whose start takes a second or two."""
    for name, value in environment(settings).items():
        if name.startswith("SANVAT_"):
            monkeypatch.setenv(name, value)

    def running(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["sanvat", *arguments])
        executor.EXECUTOR_CACHE.clear()  # the last command may have been on the other database
        before = os.umask(USUAL)
        try:
            with pytest.raises(SystemExit) as end:
                cli.main()
        finally:
            os.umask(before)
        executor.EXECUTOR_CACHE.clear()
        done = subprocess.CompletedProcess(list(arguments), end.value.code, *capsys.readouterr())
        assert "Traceback" not in done.stdout + done.stderr
        return done

    return running
