"""Forks a child for each picture from a process that has already loaded and tried everything.

Started by `media.workshop` as `python -m media.foreman N`, with its socket as descriptor N. Our own
rather than multiprocessing's fork server, which imports the parent's `__main__` in each child and
unpickles what a child sends. It reads nothing that a child has touched, and ends with its parent.
"""

import gc
import io
import json
import os
import selectors
import signal
import socket
import sys
import warnings
from contextlib import suppress
from typing import Any, NoReturn

from PIL import Image, MpoImagePlugin, TiffImagePlugin

from media import confining, errand, pages, pipeline, sharing
from media.refusing import Refused

LONGEST_ERRAND = 64 * 1024
NEEDED_LATER = (MpoImagePlugin, TiffImagePlugin)
"""Pillow imports these when it meets such a picture; a child can open no file, so no module."""


def main() -> None:
    confining.hide_memory()
    control = socket.socket(fileno=int(sys.argv[1]))
    warnings.simplefilter("ignore")  # what Pillow opens with a warning it opens
    _warm_up()
    gc.freeze()  # so that a collection in a child copies no page of ours
    Foreman(control).work()


def _warm_up() -> None:
    """Render once, so that all modules, tables and codecs are there before the first fork."""
    picture = Image.new("RGB", (1700, 120), "olive")
    for kind in ("JPEG", "PNG", "WEBP"):
        data = io.BytesIO()
        picture.save(data, kind, exif=Image.Exif())
        pipeline.render(data.getvalue())
    with suppress(Refused):
        pipeline.render(b"\0\0\0\x18ftypheic")
    paper = io.BytesIO()
    picture.resize((60, 40)).save(paper, "PDF")
    pages.bind([page.data for page in pages.draw(paper.getvalue())])
    sharing.draw({"name": "Vải thiều", "place": "Thanh Hà", "producer": "", "site": ""}, None)


class Foreman:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, socket.socket] = {}
        """The answers' sockets of the children at work, by process."""
        self.watch = selectors.DefaultSelector()
        self.watch.register(control, selectors.EVENT_READ, self._send_out)
        self.watch.register(_bell(), selectors.EVENT_READ, self._reap)

    def work(self) -> None:
        while True:
            for key, _ in self.watch.select():
                if isinstance(key.data, int):
                    self._call_off(key.data)
                else:
                    key.data(key.fileobj)

    def _send_out(self, control: socket.socket) -> None:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST_ERRAND, 2)
        if not message:
            self._end()
        answer, source = descriptors
        pid = os.fork()
        if not pid:
            _work_and_leave(json.loads(message), answer, source)
        os.close(source)
        self.children[pid] = socket.socket(fileno=answer)
        self.watch.register(self.children[pid], selectors.EVENT_READ, pid)

    def _call_off(self, pid: int) -> None:
        """Kill a child whose answer is not awaited: the parent never writes, so it hung up."""
        if pid in self.children:  # then it is still ours: it is reaped below, and nowhere else
            self.watch.unregister(self.children[pid])
            os.kill(pid, signal.SIGKILL)

    def _reap(self, bell: socket.socket) -> None:
        bell.recv(4096)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._forget(*ended)

    def _forget(self, pid: int, status: int) -> None:
        answer = self.children.pop(pid)
        with suppress(KeyError):
            self.watch.unregister(answer)
        if os.WIFSIGNALED(status):
            with suppress(OSError):  # the parent may be gone, or the socket full
                answer.send(f"\0died of {os.WTERMSIG(status)}".encode(), socket.MSG_DONTWAIT)
        answer.close()

    def _end(self) -> NoReturn:
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)
        os._exit(0)


def _bell() -> socket.socket:
    """Give a socket that becomes readable when a child has ended."""
    heard, rung = socket.socketpair()
    for end in (heard, rung):
        end.setblocking(False)  # noqa: FBT003 - the name is theirs
    signal.set_wakeup_fd(rung.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return heard


def _work_and_leave(told: dict[str, Any], answer: int, source: int) -> NoReturn:
    """In the child: keep the source, the answer and a place for stray output; then work."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(1, 2)
        os.dup2(source, errand.SOURCE)
        os.dup2(answer, errand.ANSWER)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        errand.run(told)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
