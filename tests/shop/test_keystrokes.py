"""How long a task takes by the keystroke-level model: what a recorded run took, and its sum."""

import json

import pytest

from shop.cli.keystrokes import SLOW, USUAL, Run, operators_of, telex


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("130k", "130k"),
        ("Đổi giá", "⇧ddoori gias"),
        ("nước mắm Cát Hải", "nuowsc mawsm ⇧cast ⇧hari"),
        ("Hộp", "⇧hojop"),
        ("rượu ủ", "ruowju ur"),
        ("thưa", "thuwa"),
        ("yên", "yeen"),
    ],
)
def test_letters_with_marks_are_typed_by_telex(text, keys):
    assert telex(text) == keys


RUN = {
    "task": "Đổi giá",
    "steps": [
        {"screen": "Sản phẩm của tôi · 125.000 ₫ Đổi giá"},
        {"decision": "Đổi giá"},
        {"tap": "Đổi giá"},
        {"screen": "Giá mới · Lưu giá"},
        {"keys": "Ổ k"},
        {"photo": "mặt trước"},
        {"wait": "code"},
        {"screen": "Đã đổi giá. Sản phẩm của tôi"},
    ],
}


def test_a_run_is_counted():
    count = operators_of(Run.model_validate(RUN))

    # new: mới and lưu, then đã
    assert (count.keys, count.taps, count.decisions, count.words) == (6, 1, 1, 3)
    assert (count.photos, count.waits) == (1, 1)
    assert count.seconds(USUAL) == pytest.approx(6 * 0.6 + 1 + 1.35 + 3 * 0.3 + 6 + 10)
    assert count.seconds(SLOW) == pytest.approx(6 * 1.2 + 1.5 + 2 + 3 * 0.45 + 10 + 20)


@pytest.mark.on("sqlite")
async def test_the_command_tells_it(settings, inside, tmp_path):
    file = tmp_path / "run.json"
    file.write_text(json.dumps(RUN))

    told = await inside(settings, "portal", "klm", str(file))
    read = json.loads((await inside(settings, "portal", "klm", str(file), "--json")).stdout)

    assert told.stdout == (
        "Đổi giá: 22.85 s usual, 42.05 s slow, 4.88 s at a desk"
        " (6 keys, 1 taps, 1 decisions, 3 new words, 1 pictures, 1 waits)\n"
    )
    assert read == {
        "task": "Đổi giá",
        "usual": 22.85,
        "slow": 42.05,
        "desktop": 4.88,
        "keys": 6,
        "taps": 1,
        "decisions": 1,
        "words": 3,
        "photos": 1,
        "waits": 1,
    }


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("text", ["", "[]", '{"task": "x", "steps": [{"swipe": "x"}]}'])
async def test_what_is_no_run_is_refused(settings, inside, tmp_path, text):
    file = tmp_path / "run.json"
    file.write_text(text)

    done = await inside(settings, "portal", "klm", str(file))

    assert done.returncode == 1
    assert done.stderr.startswith(f"sanvat: {file} is no recorded run;")
