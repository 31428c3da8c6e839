"""What tests of a producer's own pages share: its goods, and what a page says."""

import re
from html import unescape

from tests.publishing.goods import CA_MOI

LANG_CHAI, THUY_HUONG = "HP-CS-101", "HP-CS-102"
LIST = f"/nha-san-xuat/{LANG_CHAI}"
SKU = f"{CA_MOI}-1"
PRICE = f"/nha-san-xuat/gia/{SKU}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
"""Of a form that is only a button."""


def text_of(page) -> str:
    """Give what a page says, without its tags."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def fields_of(page, action: str = "") -> dict[str, str]:
    """Give what the hidden fields of a form hold: that with an action, or else the last."""
    forms = re.findall(r"<form[^>]*>.*?</form>", page.text, re.DOTALL)
    form = next((one for one in forms if action and action in one), forms[-1])
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def buttons_of(page) -> dict[str, str]:
    """Give what the answers to a question say: button → value."""
    found = re.findall(r'name="chosen" value="(\d+)">([^<]+)<', page.text)
    return {unescape(said): value for value, said in found}
