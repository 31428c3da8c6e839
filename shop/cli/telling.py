"""Telling an operator how things stand, in the language that the command is asked to speak."""

from datetime import datetime
from typing import Annotated, Literal

from cyclopts import Parameter

from media.sentences import Sentence
from shop import clock

Language = Annotated[Literal["en", "vi"], Parameter(help="In which it speaks.")]
YES, NO, NOTE = "✓", "✗", "·"


def spoken(said: Sentence, language: str) -> str:
    return said.vi if language == "vi" else said.en


def moment(at: datetime) -> str:
    """Write an instant as the clocks of Hải Phòng show it."""
    return f"{at.astimezone(clock.VIETNAM):%Y-%m-%d %H:%M:%S}"
