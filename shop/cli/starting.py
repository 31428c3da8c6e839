"""Starting quickly: most of a command's time would go into importing modules."""

import gc


def begin() -> None:
    """Look for no garbage while modules are imported: nearly all that they make stays."""
    gc.disable()


def settle() -> None:
    """Go on as usual; what is there by now is looked at neither then nor at the end."""
    if not gc.get_freeze_count():  # tests run commands in a process that has settled
        gc.freeze()
    gc.enable()
