"""A figure, the bar it is held to, and whether it is reached."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: float
    bar: float
    at_most: bool = False
    unit: str = ""

    def __str__(self) -> str:
        reached = self.value <= self.bar if self.at_most else self.value >= self.bar
        sign = "≤" if self.at_most else "≥"
        mark = "reached" if reached else "MISSED"
        return f"{self.name:<66} {self.value:>10,.2f}{self.unit:<8} {sign} {self.bar:,g}  {mark}"


def seconds(name: str, value: float, bar: float) -> Figure:
    return Figure(name, value, bar, at_most=True, unit=" s")
