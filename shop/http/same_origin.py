"""Whether a request that changes something was sent by a page of ours.

A browser says so itself, in a field that no page can write: Sec-Fetch-Site (Fetch Metadata, W3C),
or Origin (RFC 6454, Fetch §3.1) where there is none: in old browsers, and on plain HTTP. It needs
no token, so a page with a form can be the same for everyone (https://words.filippo.io/csrf/, Go's
net/http.CrossOriginProtection). What sends neither is no browser of today, and is refused too:
forms are for people.
"""

from collections.abc import Mapping

FROM_US = frozenset({"same-origin", "none"})
"""`none`: a person began it, as by reloading the page."""


def is_from_us(headers: Mapping[str, str], origin: str) -> bool:
    """Tell whether a page of an origin sent it, by headers whose names are in lower case."""
    if site := headers.get("sec-fetch-site"):
        return site in FROM_US
    return headers.get("origin") == origin
