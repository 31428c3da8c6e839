"""How the service stands: each module looks at some of what may be behind, failing, growing.

`sanvat status` and the operator's desk tell the same lines.
"""

from shop.standing.lines import Line, Seen
from shop.standing.looking import look_at_all

__all__ = ["Line", "Seen", "look_at_all"]
