"""Lists damaged at random: taken or refused, and never a catalogue that contradicts itself."""

import os
import random

from shop.models import Certificate, Product, Recognition, Variant
from tests.intake.conftest import drift
from tests.intake.writing import DATA, rows_of, table, xlsx

ROUNDS = int(os.environ.get("DAMAGED_ROUNDS", "12"))
LISTS = ("agri_products.csv", "ocop_products.csv", "ocop_producers.csv", "communes.csv")


def flip_bytes(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 5, 50))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def flip_letters(data, chance):
    """Put signs that mean something to CSV, numbers and terminals in the place of others."""
    text = list(data.decode())
    for _ in range(chance.choice((1, 10, 100))):
        text[chance.randrange(len(text))] = chance.choice("\",;\t\n\r0123456789-.='\x00\x1b\u0301ẵ")
    return "".join(text).encode()


def cut(data, chance):
    start, end = sorted(chance.sample(range(len(data)), 2))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[end:]


def shuffle_lines(data, chance):
    head, *lines = data.split(b"\r\n" if b"\r\n" in data else b"\n")
    chance.shuffle(lines)
    return b"\n".join([head, *lines])


def repeat_lines(data, chance):
    lines = data.splitlines(keepends=True)
    return b"".join(lines + chance.choices(lines, k=10))


def swap_cells(data, chance):
    rows = [line.split(",") for line in data.decode().splitlines()]
    for _ in range(40):
        one, other = chance.choice(rows[1:]), chance.choice(rows[1:])
        n, m = chance.randrange(len(one)), chance.randrange(len(other))
        one[n], other[m] = other[m], one[n]
    return "\n".join(",".join(row) for row in rows).encode()


DAMAGES = (flip_bytes, flip_letters, cut, shuffle_lines, repeat_lines, swap_cells)


async def test_a_damaged_list_breaks_nothing(full, take, tmp_path):
    chance = random.Random("Cát Hải")  # noqa: S311 - damage, not secrets
    taken, refused = 0, 0

    for number in range(ROUNDS):
        damage = DAMAGES[number % len(DAMAGES)]
        name = chance.choice(LISTS)
        (tmp_path / name).write_bytes(damage((DATA / name).read_bytes(), chance))

        report = await take(tmp_path / name)

        counts = sum(report.counts.values(), start=type(report.counts["products"])())
        taken += counts["updated"] + counts["created"] + counts["unchanged"]
        refused += len(report.refusals)
        assert all("\n" not in str(one) and "\x1b" not in str(one) for one in report.refusals)
        await _holds_together()

    assert taken
    assert refused
    assert await drift() == []


async def _holds_together():
    products = await Product.all().count()
    assert await Variant.all().count() == products
    assert await Recognition.filter(product__kind="agricultural").count() == 0
    assert await Product.filter(kind="ocop", recognitions__id=None).count() == 0
    assert await Certificate.filter(product__code=None).count() == 0


async def test_a_damaged_workbook_breaks_nothing(full, take, tmp_path):
    book = xlsx(tmp_path, Hàng=table(*rows_of("agri")[:20]))
    whole = book.read_bytes()
    chance = random.Random("Cát Bà")  # noqa: S311 - damage, not secrets

    for number in range(ROUNDS):
        book.write_bytes((flip_bytes, cut)[number % 2](whole, chance))

        report = await take(book)

        assert report.counts["products"].total() in {0, 20}

    assert await drift() == []
