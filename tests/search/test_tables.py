"""The tables can be read, and a mistake in one is told with its file and line."""

import pytest

from search import tables
from search.kinds import kinds_of
from search.spelling import Spelling, slip
from shop.formats.uses import USES


def test_every_table_says_where_it_comes_from():
    for file in tables.FOLDER.glob("*.txt"):
        comment = [line for line in file.read_text().splitlines() if line.startswith("#")]

        assert any("Source" in line for line in comment), file.name


def test_two_sided_synonyms_find_each_other():
    assert ("lợn",) in tables.SYNONYMS["heo",]
    assert ("heo",) in tables.SYNONYMS["lợn",]
    assert ("bắp",) not in tables.SYNONYMS.get(("ngô",), [])


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("synonyms.txt", "heo lợn"),
        ("synonyms.txt", "heo = "),
        ("facts.txt", "vietgap > colour RED"),
        ("sounds.txt", "vowel i y"),
        ("questions.txt", "mùa nào > weather"),
        ("kinds.txt", "hải sản"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, monkeypatch, table, line):
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    (tmp_path / table).write_text(f"# Source: none\n{line}\n")
    takers = {
        "synonyms.txt": (tables._take_synonym, {}),
        "facts.txt": (tables._take_fact, {}),
        "sounds.txt": (tables._take_sounds, tables.Sounds({}, {})),
        "kinds.txt": (tables._take_kind, {}),
        "questions.txt": (tables._take_question, {}),
    }

    with pytest.raises(tables.TableError, match=f"{table}:2"):
        tables._read(table, *takers[table])


@pytest.mark.parametrize(
    ("name", "group", "kind", "is_one"),
    [
        ("Tôm sú sinh thái", "02", "hải sản", True),
        ("Muối ớt xanh chấm hải sản", "10", "hải sản", False),
        ("Cải bắp Hoàng Diệu", "rau", "rau", True),
        ("Hoa chuối Đa Phúc", "rau", "hoa", False),
        ("Cá koi 20 cm", "25", "cá", False),
    ],
)
def test_a_product_is_of_the_kind_that_its_name_begins_with(name, group, kind, is_one):
    assert (kind in kinds_of(name, group)) == is_one


def test_slips_cost_less_the_likelier_they_are():
    near = Spelling(["chanh", "sa", "lo", "gach", "ngao"]).near

    assert near("xa")["sa"] < near("gahc")["gach"] < near("gavh")["gach"]
    assert near("no")["lo"] == near("tranh")["chanh"]
    assert near("zzz") == {}


def test_one_slip_is_one_letter_or_two_swapped():
    assert slip("ngoa", "ngao") is not None
    assert slip("ngao", "gao") is not None
    assert slip("ngao", "ga") is None


def test_each_use_of_the_catalogue_is_asked_for_by_its_names_and_no_other_is():
    facts = {said: fact.values for said, fact in tables.FACTS.items() if fact.field == "uses"}

    for use, names in USES.items():
        for name in names:
            assert facts.get(tables.key(name)) == (use,), name
    assert {use for values in facts.values() for use in values} == set(USES)


def test_what_is_a_use_is_neither_a_synonym_nor_a_filler():
    uses = {said for said, fact in tables.FACTS.items() if fact.field == "uses"}

    assert uses.isdisjoint(tables.SYNONYMS)
    assert uses.isdisjoint(tables.OPTIONAL)
