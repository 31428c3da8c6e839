"""Decodes a JPEG of which all has come, and refuses one that was cut short and closed again.

libjpeg fills what is missing with grey and only warns, and Pillow keeps the warning to itself. What
passes a broken upload on may close it with an end mark, and half of the picture would be grey. So
the end mark is kept back: behind the last scan libjpeg gets a few bytes more, which a whole picture
leaves alone and one that was cut short takes for its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PIL import Image, ImageFile, _imaging

from media.refusing import TOO_LARGE_AT_ONCE, Refused

NAME = "whole_jpeg"
"""What Pillow knows the decoder by."""

MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""What ends the data of a scan; restarts (D0 to D7) and a stuffed FF (FF00) stand within it."""
RESTART = re.compile(rb"\xff[\xd0-\xd7]")
START, END, SCAN, INTERVAL = 0xD8, 0xD9, 0xDA, 0xDD
BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
"""The frames of Huffman's code; in arithmetic code a picture may lack its last bytes."""
BLOCK, BYTES_OF_BLOCK = 8, 128
"""Of 8 × 8 pixels come 64 coefficients of 16 bits."""
MOST_COEFFICIENTS = 640 << 20
"""Bytes: libjpeg keeps all of a picture in several scans, and its process has one gigabyte."""

ONES = b"\xff\x00"
"""A byte of ones, which no code of a table is: a block takes two of them and more."""
AHEAD = 8
"""Bytes that libjpeg reads ahead: it fills 64 bits at a time."""
TRIES = 12
"""Of so many bytes it leaves one for later, if it is still within a scan."""


@dataclass(frozen=True, slots=True)
class Frame:
    width: int
    height: int
    sampling: Mapping[int, tuple[int, int]]
    """Component → how often it is sampled across and along."""
    is_progressive: bool

    def units(self, components: bytes) -> int:
        """Count what a scan of these components codes one after the other (its MCUs)."""
        if len(components) > 1:
            return self._units()
        (across, along), (most_across, most_along) = self.sampling[components[0]], self._most()
        wide, high = _up(self.width * across, most_across), _up(self.height * along, most_along)
        return _up(wide, BLOCK) * _up(high, BLOCK)

    def coefficients(self) -> int:
        """Give the bytes that all coefficients need at once."""
        blocks = sum(across * along for across, along in self.sampling.values())
        return BYTES_OF_BLOCK * blocks * self._units()

    def _units(self) -> int:
        across, along = self._most()
        return _up(self.width, BLOCK * across) * _up(self.height, BLOCK * along)

    def _most(self) -> tuple[int, int]:
        across, along = zip(*self.sampling.values(), strict=True)
        return max(across), max(along)


@dataclass(frozen=True, slots=True)
class Scan:
    components: bytes
    start: int
    end: int
    interval: int
    """Units between two restarts; 0 where there are none."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands where in a file that was closed."""

    frame: Frame
    scans: tuple[Scan, ...]

    @property
    def is_in_several_scans(self) -> bool:
        """Of such a picture libjpeg decodes nothing before it has met the end."""
        one = len(self.scans[0].components) == len(self.frame.sampling)
        return self.frame.is_progressive or not one


def load_whole(picture: ImageFile.ImageFile) -> None:
    """Load what Pillow has opened. Raises OSError where some of it is missing, and `Refused`."""
    picture.tile = [tile._replace(codec_name=NAME) for tile in picture.tile]
    picture.load()


def layout_of(data: bytes) -> Layout | None:
    """Find the scans; None of what was not closed, is broken or in arithmetic code."""
    frame, interval, scans = None, 0, list[Scan]()
    try:
        for code, at, end in _segments(data):
            if code in {BASELINE, EXTENDED, PROGRESSIVE}:
                frame = _frame(data[at:end], is_progressive=code == PROGRESSIVE)
            elif code == INTERVAL:
                interval = int.from_bytes(data[at:end])
            elif code == SCAN:
                scans.append(_scan(data, at, end, interval))
    except (LookupError, ValueError):
        return None
    return Layout(frame, tuple(scans)) if frame and scans else None


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Give code, start and end of what each marker introduces. Raises ValueError without an end."""
    at = 2
    while found := MARKER.search(data, at):
        code, at = data[found.end() - 1], found.end()
        if code in {START, END}:
            return
        end = at + int.from_bytes(data[at : at + 2])
        yield code, at + 2, end
        at = end
    raise ValueError("no end")


def _frame(told: bytes, *, is_progressive: bool) -> Frame:
    """Read a frame's header (ITU-T T.81, B.2.2)."""
    parts = (told[at : at + 3] for at in range(6, 6 + 3 * told[5], 3))
    sampling = {component: (both >> 4, both & 15) for component, both, _ in parts}
    width, height = int.from_bytes(told[3:5]), int.from_bytes(told[1:3])
    if not (width and height and sampling and all(map(all, sampling.values()))):
        raise ValueError("nothing in it")
    return Frame(width, height, sampling, is_progressive)


def _scan(data: bytes, at: int, end: int, interval: int) -> Scan:
    found = MARKER.search(data, end)
    if not found:
        raise ValueError("no end")
    return Scan(data[at + 1 : at + 1 + 2 * data[at] : 2], end, found.start(), interval)


def lacks_restarts(data: bytes, layout: Layout) -> bool:
    """Tell whether a part between two restarts was lost, which leaves a grey strip only."""
    return any(
        sum(1 for _ in RESTART.finditer(data, scan.start, scan.end))
        < _up(layout.frame.units(scan.components), scan.interval) - 1
        for scan in layout.scans
        if scan.interval
    )


class WholeJpeg(ImageFile.PyDecoder):
    """Pillow's decoder, fed in such a way that it cannot take a part for the whole."""

    _pulls_fd = True

    def decode(self, _: Image.DecoderInput) -> tuple[int, int]:
        """Decode all of the file. Raises OSError where some is missing."""
        data = self.fd.read() if self.fd else b""
        libjpeg = _imaging.jpeg_decoder(self.mode, *self.args)
        libjpeg.setimage(self.im, self.state.extents())
        left = b""
        for piece in _pieces(data):
            taken, fault = libjpeg.decode(left + piece)
            if taken < 0:
                return taken, fault
            left = (left + piece)[taken:]
            if left:
                break
        raise OSError("the data end before the picture does")


def _pieces(data: bytes) -> Iterator[bytes]:
    """Give what libjpeg gets, one after the other, as long as it leaves nothing for later."""
    layout = layout_of(data)
    if layout is None:
        yield data
        return
    if lacks_restarts(data, layout):
        return
    if layout.is_in_several_scans and layout.frame.coefficients() > MOST_COEFFICIENTS:
        raise Refused(TOO_LARGE_AT_ONCE)
    yield data[: layout.scans[-1].end] + ONES * AHEAD
    if layout.is_in_several_scans:
        yield from [ONES] * TRIES
        yield bytes((0xFF, END))


def _up(whole: int, part: int) -> int:
    """Divide, rounding up."""
    return -(-whole // part)


Image.register_decoder(NAME, WholeJpeg)
