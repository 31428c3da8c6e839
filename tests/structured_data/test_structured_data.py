"""What product pages tell search engines, as a validator of others reads it."""

import pytest

from tests.feeding import ORIGIN, documents, show_real_stars
from tests.structured_data.checking import Unavailable, verdicts

NOT_OFFERED = 14 + 245 - 3
"""Of the 429 described, but not offered: 14 that are not sold online, 245 made up; 3 are both."""


def judged(pages):
    try:
        return verdicts(pages)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("language", ["", "/en"])
async def test_no_product_page_has_an_error(pictured, language):
    addresses = [language + d["url"].removeprefix(ORIGIN) for d in await documents()]

    found = judged([(await pictured.get(address)).text for address in addresses])

    assert len(found) == 429
    errors = zip(addresses, found, strict=True)
    assert {address: one.errors for address, one in errors if one.errors} == {}
    types = [one.types for one in found]
    assert types.count(["BreadcrumbList", "Product"]) == 429 - NOT_OFFERED
    assert types.count(["BreadcrumbList", "ProductModel"]) == NOT_OFFERED


BROKEN = {
    '"name":': ("nome", 'Product: Required attribute "name" is missing'),
    '"image":': ("picture", 'Product: Required attribute "image" is missing'),
    '"offers":': ("offer", 'Product: Required attribute "offers" is missing'),
    '"issuedBy":': ("issuer", 'Product: Required attribute "issuedBy" is missing'),
}


async def test_a_page_that_lacks_something_has_an_error(pictured):
    await show_real_stars()
    page = (await pictured.get("/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai")).text

    broken = [page.replace(ours, f'"{other}":') for ours, (other, _) in BROKEN.items()]
    sound, *found = judged([page, *broken])

    assert sound.errors == []
    for verdict, (_, error) in zip(found, BROKEN.values(), strict=True):
        assert error in verdict.errors
