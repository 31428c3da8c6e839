"""One picture's work in a process of its own, which can compute and answer, and nothing else.

It starts with the source as descriptor 0 and the answer's socket as 1. Limits bound its memory and
time; the fences of `media.confining` keep it from all that lies outside.
"""

import os
import resource
import signal
import socket
import traceback
from collections.abc import Collection
from typing import Any

from media import confining, pages, parcel, pipeline, sharing
from media.confining import Fence
from media.limits import MOST_BYTES
from media.refusing import TOO_HEAVY, TOOK_TOO_MUCH, Refused

SOURCE, ANSWER = 0, 1
NICE = 10
"""The web process goes first."""


def run(errand: dict[str, Any]) -> None:
    """Do what is asked and send the answer. To be called in a fresh fork, which then ends."""
    answer = socket.socket(fileno=ANSWER)
    _limit(**errand["limits"], fences=errand["fences"])
    answer.sendall(parcel.STARTED)
    for piece in _answer(errand):
        answer.sendall(piece)


def _limit(memory: int, cpu: int, wall: float, fences: Collection[str]) -> None:
    """Give up all that is not needed, for good; what cannot be given up raises."""
    os.nice(NICE)
    signal.setitimer(signal.ITIMER_REAL, wall)  # no handler is set for SIGALRM, so it kills
    if Fence.LANDLOCK in fences:
        confining.take_files()  # while there may be another descriptor
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    for nothing in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(nothing, (0, 0))
    if Fence.SECCOMP in fences:
        confining.forbid_calls()  # the last step: those above are forbidden after it


def _answer(errand: dict[str, Any]) -> list[bytes]:
    try:
        return OPERATIONS[errand["operation"]](errand)
    except Refused as refused:
        return parcel.of_refusal(refused)
    except MemoryError:
        return parcel.of_refusal(Refused(TOOK_TOO_MUCH))
    except Exception:  # noqa: BLE001 - it is told to the parent, which raises the alarm
        return parcel.of_alarm(traceback.format_exc())


def _render(_: dict[str, Any]) -> list[bytes]:
    return parcel.of_rendered(pipeline.render(_source()))


def _share(errand: dict[str, Any]) -> list[bytes]:
    picture = _source() if errand["pictured"] else None
    return parcel.of_jpeg(sharing.draw(errand["told"], picture))


def _draw(_: dict[str, Any]) -> list[bytes]:
    return parcel.of_pages(pages.draw(_source()))


def _bind(errand: dict[str, Any]) -> list[bytes]:
    data, at, each = _source(parcel.MOST_BYTES), 0, []
    for length in errand["lengths"]:
        each.append(data[at : at + length])
        at += length
    return parcel.of_pdf(pages.bind(each))


OPERATIONS = {"render": _render, "share": _share, "draw": _draw, "bind": _bind}


def _source(most: int = MOST_BYTES) -> bytes:
    data = bytearray()
    while piece := os.pread(SOURCE, most, len(data)):
        data += piece
        if len(data) > most:
            raise Refused(TOO_HEAVY)
    return bytes(data)
