"""Sales channels: their rules, what keeps goods out, and sheets to upload."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from media.naming import named
from media.sentences import Sentence
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run, settings, write_json
from shop.errors import InvalidError, NotFoundError
from shop.formats.remedies import BLOCKING, REMEDIES
from shop.inputs.sheets import sheets_in
from shop.partners import channels
from shop.partners.channels import Terms
from shop.queries.diagnosing import Diagnosis, diagnose_all, diagnose_some, summary
from shop.queries.exporting import export

app = App(name="channel")
COLUMNS = ["ours", "theirs"]
ONE_HOLDER = Sentence(
    "Hãy ghi --partner TÊN hoặc --operator-only.", "Give either --partner NAME or --operator-only."
)
NO_COLUMNS = Sentence(
    "Bảng {sheet} cần các cột ours,theirs. Hãy sửa tiêu đề.",
    "The columns of {sheet} are not ours,theirs.",
)
TWICE = Sentence(
    "“{value}” đã có ở dòng {row}. Hãy ghi một lần.",
    "“{value}” stands in row {row} already; say it once.",
)
NO_PRODUCTS = Sentence(
    "Không có sản phẩm {codes}. Hãy xem lại mã sản phẩm.", "There is no product {codes}."
)
A_FOLDER = Sentence(
    "{file} là thư mục. Hãy ghi tên một tệp trong đó.", "{file} is a folder; name a file in it."
)


@app.command(name="list")
def list_channels() -> None:
    """List the channels, by which rule goods go out to each, and whose it is."""
    for terms in run(_all_terms()):
        whose = f", {terms.partner} may change it" if terms.partner else ""
        out.print(f"{terms.channel.key}: {_in_words(terms)}{whose}")


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Changed:
    """What is to be changed of a rule; None: it stays."""

    percent: Annotated[str | None, Parameter(help="Added to prices, such as 8.5.")] = None
    plus: Annotated[int | None, Parameter(help="Đồng that are added then.")] = None
    round_to: Annotated[int | None, Parameter(help="Round up to so many đồng.")] = None
    drawn_pictures: Annotated[
        bool | None, Parameter(help="Goods go out that have only drawings.")
    ] = None

    def columns(self) -> dict[str, int | None]:
        percent = None if self.percent is None else channels.basis_points(self.percent)
        others = {"plus": self.plus, "round_to": self.round_to}
        return {"basis_points": percent, **others, "drawn_pictures": self.drawn_pictures}


@app.command(name="set")
def set_rule(
    channel: str,
    *,
    changed: Changed | None = None,
    partner: Annotated[str | None, Parameter(help="Whose keys may change the rule.")] = None,
    operator_only: Annotated[bool, Parameter(help="No partner may.", negative="")] = False,
) -> None:
    """Change the rule of a channel; what is not given stays. Its files are built again."""
    if partner is not None and operator_only:
        raise InvalidError(ONE_HOLDER)
    columns = changed.columns() if changed else {}
    entrusts = partner is not None or operator_only
    out.print(_in_words(run(_set(channel, columns, partner, entrusts=entrusts))))


@app.command(name="map")
def map_categories(channel: str, file: Path) -> int:
    """Set the categories of a channel from a list with the columns ours and theirs.

    The former map goes. If a row is wrong, nothing changes.

    Parameters
    ----------
    file
        CSV or XLSX. Ours is an OCOP set (08), an agricultural group (trai-cay), or for all others
        ocop or agricultural.
    """
    wrong, count = run(_map(channel, file))
    for line in wrong:
        out.print(line)
    if not wrong:
        out.print(f"{count} categories mapped")
    return 1 if wrong else 0


@app.command
def check(channel: str, *codes: str, json: bool = False) -> None:
    """Say what keeps products out of a channel, or makes them look poor there.

    Parameters
    ----------
    codes
        Only these products; without any: all, after a count of each obstacle.
    """
    run(_check(channel, codes, as_json=json))


@app.command(name="export")
def export_sheet(channel: str, file: Path) -> None:
    """Write the sheets of a channel as XLSX: what goes out, and what is missing."""
    count = run(_export(channel, file))
    out.print(f"{count} packs in {file}")


def _in_words(terms: Terms) -> str:
    rule = terms.rule
    price = f"{rule.basis_points / 100:+g} % + {rule.plus} đ, rounded up to {rule.round_to} đ"
    drawn = ", drawn pictures" if rule.drawn_pictures else ""
    return f"{price}, {len(rule.categories)} categories{drawn}"


async def _all_terms() -> list[Terms]:
    async with open_rows():
        return await channels.all_terms()


async def _set(
    key: str, changed: dict[str, int | None], partner: str | None, *, entrusts: bool
) -> Terms:
    async with open_rows():
        if entrusts:
            await channels.entrust(key, partner, by=BY)
        if any(value is not None for value in changed.values()):
            await channels.set_rule(key, changed, by=BY)
        return await channels.terms(key)


async def _map(key: str, file: Path) -> tuple[list[str], int]:
    """Map the categories of a file, or tell of each row what is wrong with it."""
    async with open_rows():
        channels.known(key)
        rows, wrong = _read(file)
        theirs = {ours: value for ours, (_, value) in rows.items()}
        for one in await channels.wrong_categories(key, theirs):
            column = COLUMNS[0] if one.field == "categories" else COLUMNS[1]
            ours = one.value if column == COLUMNS[0] else one.field.partition(".")[2]
            wrong.append(_refusal(file, rows[ours][0], column, one.said))
        if not wrong:
            await channels.map_categories(key, theirs, by=BY)
    return wrong, len(theirs)


def _read(file: Path) -> tuple[dict[str, tuple[int, str]], list[str]]:
    """Give the row and the value of each of our categories."""
    rows: dict[str, tuple[int, str]] = {}
    wrong: list[str] = []
    for sheet in sheets_in(file):
        if sorted(sheet.header) != COLUMNS:
            raise InvalidError(NO_COLUMNS.filled(sheet=sheet.name))
        for number, cells in sheet.rows:
            row = dict(zip(sheet.header, (*cells, "", ""), strict=False))
            ours = row["ours"].strip()[:100]
            if ours in rows:
                twice = TWICE.filled(value=ours, row=rows[ours][0])
                wrong.append(_refusal(file, number, "ours", twice))
            rows.setdefault(ours, (number, row["theirs"]))
    return rows, wrong


def _refusal(file: Path, row: int, column: str, said: Sentence) -> str:
    return f"{file.name} row {row} column {column}: {said}"


async def _check(key: str, codes: tuple[str, ...], *, as_json: bool) -> None:
    async with open_rows():
        terms = await channels.terms(key)
        if codes:
            _print(await _some(terms, codes), as_json=as_json)
            return
        if not as_json:
            _print_summary(await summary(terms, hidden=True))
        async for page in diagnose_all(terms, hidden=True):
            _print([one for one in page if one.obstacles], as_json=as_json)


async def _some(terms: Terms, codes: tuple[str, ...]) -> list[Diagnosis]:
    found = await diagnose_some(terms, codes, hidden=True)
    if lost := sorted(set(codes) - {one.code for one in found}):
        raise NotFoundError(NO_PRODUCTS.filled(codes=", ".join(lost)))
    return found


def _print_summary(counts: dict[str, int]) -> None:
    for code, count in counts.items():
        how = "kept out" if code in BLOCKING else "go out  "
        out.print(f"{count:6} {how}  {code} ({REMEDIES[code].field})")
    out.print("")


def _print(found: list[Diagnosis], *, as_json: bool) -> None:
    for one in found:
        if as_json:
            write_json(
                {"code": one.code, "name": one.name, "obstacles": [*map(asdict, one.obstacles)]}
            )
            continue
        out.print(f"{one.code}  {one.name}{'' if one.obstacles else ': nothing in the way'}")
        for obstacle in one.obstacles:
            sign = "✗" if obstacle.blocking else "·"
            out.print(f"  {sign} {obstacle.concerns}  {obstacle.vi}")


async def _export(key: str, file: Path) -> int:
    """Write beside the file first: a sheet that was there stays until the new one is whole."""
    if file.is_dir():
        raise InvalidError(A_FOLDER.filled(file=file))
    beside = file.with_name(f".{file.name}.part")
    try:
        async with open_rows():
            terms = await channels.terms(key)
            with named(beside) as writing:
                count = await export(terms, settings().base_url, writing, hidden=True)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return count
