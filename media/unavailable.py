"""What we need to work on pictures does not answer."""


class Unavailable(OSError):  # noqa: N818 - it is a state, not a mistake
    """The store or the machine will not serve us just now; trying again later may help."""
