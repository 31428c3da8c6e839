"""What tests know of a cursor that no reader should: where it stands, whatever its tag is."""


def place(cursor: str) -> str:
    """Give the epoch and the serial of a cursor."""
    return ".".join(cursor.split(".")[:2])


def serial(cursor: str) -> int:
    return int(cursor.split(".")[1])
