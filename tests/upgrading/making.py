"""Makes the catalogues of this version that later versions are to upgrade (test_upgrading.py).

Run it once, with the version about to be released: python -m tests.upgrading.making
"""

import asyncio
import csv
import json
import shutil
import subprocess
import tarfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tortoise.backends.base import executor

from shop import __version__, catalogue, clock, database, publishing
from shop.config import Settings
from shop.intake import Intake, take_in
from shop.models import (
    ChannelRule,
    ClickCount,
    Delivery,
    DeliveryState,
    KeyKind,
    SaleClick,
    SearchCount,
    Webhook,
)
from shop.partners import keys
from tests import databases
from tests.catalogues import DATA
from tests.conftest import front_door
from tests.mirror.copies import sync_once
from tests.pictures import photo, send

HERE = Path(__file__).parent / __version__
BY = "test"
DAY = date(2026, 11, 20)
CODES = {f"HP-NS-000{n}" for n in range(1, 5)} | {f"HP-OCOP-000{n}" for n in range(1, 6)}
SHOWN, PRICED, RENAMED, WITHDRAWN, SUSPENDED = (
    "HP-NS-0001", "HP-OCOP-0001", "HP-OCOP-0002", "HP-OCOP-0004", "HP-NS-0003",
)  # fmt: skip


def write_lists(folder: Path) -> list[Path]:
    """Write the first few products of the real lists, with what they refer to."""
    tables = {file.name: list(csv.DictReader(file.open())) for file in sorted(DATA.glob("*.csv"))}
    few = [row for rows in tables.values() for row in rows if row.get("code") in CODES]
    owners = {row["producer_code"] for row in few}
    theirs = [r for rows in tables.values() for r in rows if r.get("producer_code") in owners]
    communes = {row["commune_code"] for row in theirs}
    for name, rows in tables.items():
        kept = [row for row in rows if _is_needed(name, row, owners, communes)]
        with (folder / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, kept[0].keys())
            writer.writeheader()
            writer.writerows(kept)
    return sorted(folder.iterdir())


def _is_needed(name: str, row: dict[str, str], owners: set[str], communes: set[str]) -> bool:
    if "commune" in name:
        return row.get("new_code", row.get("code")) in communes
    if "products" in name:
        return row["code"] in CODES
    return row.get("producer_code", "") in {"", *owners}


async def make(settings: Settings, copy: Path) -> dict[str, object]:
    """Fill a catalogue with what a running one gathers; let a mirror follow, and then go on."""
    async with database.connected(settings):
        await database.migrate(settings)
    async with front_door(settings) as door:
        with TemporaryDirectory() as lists:
            await take_in(write_lists(Path(lists)), Intake(by="import", publish=True))
        key = await keys.add_partner(
            "Chợ Việt", by=BY, kind=KeyKind.SERVICE, site="choviet.example.vn"
        )
        header = {"Authorization": f"Bearer {key}"}
        for n, code in enumerate((SHOWN, PRICED)):
            await send(door, header, photo(n, (400, 300)), product=code)
        partner = await keys.partner_named("Chợ Việt")
        ended = await keys.add_key(partner, by=BY, days=30)
        await keys.revoke_key(ended.id, by=BY)
        sales = [{"code": SHOWN, "state": "rejected", "note": "Thiếu ảnh"}]
        sales.append({"code": PRICED, "state": "pending"})
        await door.put("/api/v1/sales", json={"sales": sales}, headers=header)
        await remember_partner(partner)
        assert await sync_once(door, copy)
        await go_on()
        await publishing.remember_head(settings.data)
        head = await publishing.head()
    return {"key": key, "epoch": head.epoch, "serial": head.serial}


async def remember_partner(partner: int) -> None:
    """Write what partners and readers leave behind, as of one day."""
    now, head = clock.now(), await publishing.head()
    await Webhook.create(
        id="wh_1", partner_id=partner, url="https://choviet.example.vn/tin", created_at=now,
        secret=f"whsec_{'A' * 32}", told_epoch=head.epoch, told_serial=head.serial,
    )  # fmt: skip
    await Delivery.create(
        id="msg_1", webhook_id="wh_1", epoch=head.epoch, serial=head.serial, attempts=1, status=204,
        state=DeliveryState.DELIVERED, next_at=now, created_at=now, ended_at=now,
    )  # fmt: skip
    await ChannelRule.create(
        channel="meta", partner_id=partner, basis_points=1000, plus=5000, round_to=1000,
        categories={"gia-vi": "Thực phẩm"}, changed_at=now,
    )  # fmt: skip
    await SaleClick.create(day=DAY, partner_id=partner, code=SHOWN, clicks=7)
    await SearchCount.create(day=DAY, understood="nước mắm", searches=12, hits=3)
    await ClickCount.create(day=DAY, understood="nước mắm", code=PRICED, clicks=4)


async def go_on() -> None:
    """Change what a mirror has not heard of yet."""
    await catalogue.withdraw(WITHDRAWN, by=BY)
    await catalogue.suspend(SUSPENDED, by=BY, reason="Kiểm tra")
    await catalogue.set_price(f"{PRICED}-1", 123_000, by=BY)
    [row] = await database.select("SELECT producer_id FROM product WHERE code = ?", RENAMED)
    await catalogue.rename_producer(row["producer_id"], "Cơ sở Đổi Tên", by=BY)


def pack(kind: str, folder: Path, known: dict[str, object]) -> None:
    (folder / "known.json").write_text(json.dumps(known))
    parts = ["catalogue.sql", "sanvat.sqlite3", "media", "copy", "head", "known.json"]
    with tarfile.open(HERE / f"{kind}.tar.gz", "w:gz") as packed:
        for part in parts:
            if (folder / part).exists():
                packed.add(folder / part, part)


def main() -> None:
    HERE.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, databases.postgres_server() as server:
        databases.run_sql(server, "CREATE DATABASE made")
        for kind, address in (("sqlite", ""), ("postgres", f"{server}/made")):
            data = Path(folder) / kind
            executor.EXECUTOR_CACHE.clear()
            settings = Settings(data=data, database_url=address)
            known = asyncio.run(make(settings, data / "copy"))
            if address:
                dump = [databases.binaries() / "pg_dump", "--no-owner", "--no-privileges", address]
                (data / "catalogue.sql").write_bytes(subprocess.check_output(dump))
            shutil.rmtree(data / "index", ignore_errors=True)
            pack(kind, data, known)


if __name__ == "__main__":
    main()
