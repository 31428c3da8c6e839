"""Pictures sent to a site and asked for again."""

import httpx2

from tests.faults.site import Site
from tests.pictures import photo

CODE = "HP-OCOP-0001"
SIZE = (350, 260)


def service_key(site: Site) -> str:
    """Add a service of ours, which may show pictures; give its key."""
    done = site.sanvat("partner", "add", f"Cổng {site.port}", "--service")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def upload(site: Site, seed: int, timeout: float = 120.0) -> httpx2.Response:
    """Send one picture for a product, another one for each seed."""
    site.key = site.key or service_key(site)
    files = [("picture", ("anh.jpg", photo(seed, SIZE)))]
    header = {"Authorization": f"Bearer {site.key}"}
    return site.client.post(
        "/api/v1/pictures", files=files, data={"product": CODE}, headers=header, timeout=timeout
    )


def address_of(site: Site) -> str:
    """Give the path of a picture that the product's page shows."""
    document = site.get(f"/api/v1/listings/{CODE}").json()
    url = document["photos"][0]["url"]
    return url[url.index("/media/") :]
