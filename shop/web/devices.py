"""What a browser is, in the few words by which its person knows it again: "Chrome · Android"."""

IN_APPS = {"Zalo": "Zalo", "FBAN": "Facebook", "FBAV": "Facebook", "Instagram": "Instagram"}
"""Marks of browsers inside other apps, which choose files and make passkeys badly."""
BROWSERS = {
    **IN_APPS,
    "Edg": "Edge",
    "OPR": "Opera",
    "coc_coc": "Cốc Cốc",
    "SamsungBrowser": "Samsung",
    "Firefox": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
"""Mark in User-Agent → name; the first that is there is right."""
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def words_of(agent: str) -> str:
    """Name a browser and its system; empty: neither is known."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return " · ".join(filter(None, (browser, system)))


def app_of(agent: str) -> str:
    """Name the app that the browser is inside of; empty: none."""
    return next((name for mark, name in IN_APPS.items() if mark in agent), "")
