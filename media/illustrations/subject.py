"""What makes one illustration: its lights, its backdrop and its things."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from media.illustrations.canvas import WIDTH, Canvas
from media.illustrations.looks import GROUND, Look, still_life

Paint = Callable[[Canvas, Look], None]


@dataclass(frozen=True, slots=True)
class Subject:
    things: Paint
    """Paints around an origin in the middle of the ground; the stage may be mirrored or nearer."""
    looks: tuple[Look, Look, Look]
    backdrop: Paint = still_life

    def draw(self, sheet: Canvas, variant: int) -> Look:
        look = replace(self.looks[variant % 3], variant=variant)
        self.backdrop(sheet, look)
        self.things(_stage(sheet, variant), look)
        return look


def _stage(sheet: Canvas, variant: int) -> Canvas:
    size = (1.0, 0.98, 1.1)[variant % 3]
    return sheet.at(WIDTH / 2, GROUND, size, mirrored=variant % 2 == 1)
