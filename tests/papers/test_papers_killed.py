"""A paper whose taking is killed at any step is whole or not there, and can be sent again."""

import asyncio

import pytest

from media.failpoints import PAPER_STEPS
from shop.models import AuditEntry, Paper, PaperPage
from shop.queries import picture_files
from shop.services import opened
from tests import hostile_pdfs as made
from tests import processes
from tests.papers.sending import ONE, send
from tests.serving import environment

PATIENCE = 60
PROGRAM = (
    "import asyncio, sys; from pathlib import Path;"
    " from media.accept import Incoming, kind_of_paper;"
    " from shop import papers; from shop.config import Settings; from shop.services import opened\n"
    "async def main():\n"
    "    async with opened(Settings.from_environment()) as held:\n"
    "        with Incoming(held.room.folder, kind_of_paper) as file:\n"
    "            file.write(Path(sys.argv[1]).read_bytes())\n"
    "            of, told = papers.Of(producer=sys.argv[2]), papers.Told('ATTP')\n"
    "            await papers.add(of, told, [file], held.room, by='user 12')\n"
    "asyncio.run(main())"
)


@pytest.mark.parametrize("step", [*PAPER_STEPS, "file-renamed:2"])
async def test_a_paper_killed_at_a_step_is_whole_or_not_there(full_settings, tmp_path, step):
    (tmp_path / "giay.pdf").write_bytes(made.scanned(2))
    env = environment(full_settings) | {"SANVAT_FAILPOINT": step}
    process = processes.start("-c", PROGRAM, str(tmp_path / "giay.pdf"), ONE, env=env)
    assert await asyncio.to_thread(process.wait, PATIENCE) == -9

    async with opened(full_settings) as held:
        is_there = await Paper.all().count()
        again = await send(held.room, made.scanned(2))

        assert is_there == (step == "paper-committed")
        assert await Paper.all().values_list("id", flat=True) == [again.id]
        assert await PaperPage.filter(paper_id=again.id).count() == 2
        assert await AuditEntry.filter(action="paper.add").count() == 1
        assert await picture_files.missing(held.pictures) == []
