"""Starting quickly: most of a command's time would go into importing modules."""

import gc
import sys
from importlib import import_module


def begin() -> None:
    """Look for no garbage while modules are imported: nearly all that they make stays."""
    gc.disable()


def import_plain_logging() -> None:
    """Import structlog without rich, which it can do without: a tenth of a second for each command.

    It would load rich and pygments for tracebacks in colour, which no setting of ours asks for.
    """
    if "structlog" not in sys.modules and "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment] # so Python says that there is none
        try:
            import_module("structlog")
        finally:
            del sys.modules["rich"]


def settle() -> None:
    """Go on as usual; what is there by now is looked at neither then nor at the end."""
    if not gc.get_freeze_count():  # tests run commands in a process that has settled
        gc.freeze()
    gc.enable()
