"""The units that are shipped: systemd reads them, and the service works behind their fences."""

import json
import os
import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from functools import cache
from pathlib import Path

import pytest

from tests.pictures import photo

RUNNING = Path(__file__).parents[2] / "docs" / "running"
UNITS = sorted(RUNNING.glob("*.service"))
OURS = "/opt/sanvat/current/.venv/bin/sanvat"
MOST_EXPOSED = "2.5"
"""Of 10, as `systemd-analyze security` counts; a service without any fence has 9.6."""

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="needs Debian's systemd"
)


def read(unit: Path) -> dict[str, list[str]]:
    """Give setting → values, in the section that says how the service is run."""
    found: dict[str, list[str]] = {}
    lines = unit.read_text().partition("[Service]")[2].partition("\n[")[0].splitlines()
    for name, _, value in (line.partition("=") for line in lines if line[:1] not in {"", "#"}):
        found.setdefault(name, []).append(value)
    return found


@pytest.fixture(scope="module")
def units(tmp_path_factory) -> Path:
    """The units as they are shipped; only the program is one that is there."""
    folder = tmp_path_factory.mktemp("units")
    program = folder / "sanvat"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in (*UNITS, RUNNING / "sanvat-backup.timer"):
        (folder / unit.name).write_text(unit.read_text().replace(OURS, str(program)))
    return folder


def analyze(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "--no-pager", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@needs_systemd
def test_systemd_finds_nothing_wrong_with_the_units(units):
    names = [units / unit.name for unit in units.iterdir() if unit.name != "sanvat"]
    instances = [Path(str(name).replace("@.", "@8000.")) for name in names]
    (units / "sanvat-web@8000.service").symlink_to(units / "sanvat-web@.service")

    done = analyze("verify", "--man=no", *instances)

    ours = [line for line in done.stderr.splitlines() if "sanvat" in line]
    assert (done.returncode, ours) == (0, [])


@needs_systemd
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_unit_is_exposed_more_than_it_must_be(units, unit):
    worst = int(float(MOST_EXPOSED) * 10)

    done = analyze("security", "--offline=true", f"--threshold={worst}", units / unit.name)

    assert done.returncode == 0, done.stdout[-200:]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_has_the_same_fences_and_limits(unit):
    fences = [
        "NoNewPrivileges",
        "ProtectSystem",
        "ProtectHome",
        "PrivateTmp",
        "PrivateDevices",
        "SystemCallFilter",
        "CapabilityBoundingSet",
        "RestrictAddressFamilies",
        "RestrictNamespaces",
        "UMask",
        "User",
    ]
    ours, first = read(unit), read(UNITS[0])

    assert {name: ours.get(name) for name in fences} == {name: first[name] for name in fences}
    assert {"LimitNOFILE", "MemoryMax", "TasksMax", "ExecStart"} <= set(ours)
    assert ("WatchdogSec" in ours) == (ours["Type"] == ["notify"])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_a_unit_starts_is_a_command_with_options_that_exist(unit):
    [started] = read(unit)["ExecStart"]
    program, command, *options = started.replace("%i", "8000").split()

    told = subprocess.run(
        [sys.executable, "-m", "shop.cli", command, "--help"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert program == OURS
    assert [one for one in options if one.startswith("--") and one not in told] == []


def seconds(unit: str, name: str) -> float:
    [value] = read(RUNNING / unit)[name]
    return float(re.sub(r"s$", "", value))


def test_a_web_process_has_time_to_drain_and_to_finish():
    environment = read(RUNNING / "sanvat-web@.service")["Environment"]
    drain = next(one for one in environment if one.startswith("SANVAT_DRAIN_SECONDS="))

    assert seconds("sanvat-web@.service", "TimeoutStopSec") > int(drain.partition("=")[2]) + 15


@cache
def calls_of(group: str) -> frozenset[str]:
    """Name the calls of a group of systemd's."""
    told = analyze("syscall-filter", group).stdout.splitlines()[1:]
    found = frozenset(line.strip() for line in told if line.strip()[:1] not in {"", "#"})
    inner = (calls_of(one) for one in found if one.startswith("@"))
    return frozenset(one for one in found if one[0] != "@").union(*inner)


FENCED = """
import ctypes, errno, json, os, sys
lib = ctypes.CDLL("libseccomp.so.2")
lib.seccomp_init.restype = ctypes.c_void_p
refuse = 0x00050000 | errno.EPERM
held = ctypes.c_void_p(lib.seccomp_init(refuse))
for name in json.loads(sys.argv[1]):
    number = lib.seccomp_syscall_resolve_name(name.encode())
    if number >= 0:
        lib.seccomp_rule_add(held, 0x7FFF0000, number, 0)
assert lib.seccomp_load(held) == 0
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
"""Puts up the filter of a unit, as systemd does by the same library, and becomes the service."""


@needs_systemd
def test_pictures_are_read_behind_the_filter_of_the_units(tmp_path):
    """The fences of a picture's process go up inside those of its service."""
    group, *more = read(RUNNING / "sanvat-web@.service")["SystemCallFilter"][0].split()
    allowed = json.dumps(sorted(calls_of(group) | set(more)))
    (tmp_path / "photo.jpg").write_bytes(photo(1))

    done = subprocess.run(
        [sys.executable, "-c", FENCED, allowed, "-m", "shop.cli", "picture", "render",
         str(tmp_path / "photo.jpg"), "--out", str(tmp_path / "out")],
        env={**os.environ, "SANVAT_DATA": str(tmp_path / "data")},
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "out").rglob("*.*"))) > 3


def test_the_timer_starts_the_backup_every_night():
    timer = RawConfigParser(strict=False)
    timer.read(RUNNING / "sanvat-backup.timer")

    assert timer["Timer"]["oncalendar"] == "*-*-* 02:30:00"
    assert (RUNNING / "sanvat-backup.service").exists()
