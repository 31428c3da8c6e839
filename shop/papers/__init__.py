"""Papers: sent as photos or a PDF, kept private, shown page by page, and confirmed by officials.

The files of a paper are stored first, then its rows. A confirmed paper of a kind that readers are
told of stands in the documents of the products it covers, for as long as it is good; nothing is
copied for that, so a paper that is refused, withdrawn or over is gone from there by itself.
Which kinds there are on a day and what sets are asked for, kinds.py and needs.py say.
"""

from shop.papers.deciding import confirm, refuse, withdraw
from shop.papers.forgetting import forget_old
from shop.papers.pages import as_one_pdf, drawn_page
from shop.papers.sending import MOST_PAGES, Of, Told, add, amend, let_see

__all__ = [
    "MOST_PAGES",
    "Of",
    "Told",
    "add",
    "amend",
    "as_one_pdf",
    "confirm",
    "drawn_page",
    "forget_old",
    "let_see",
    "refuse",
    "withdraw",
]
