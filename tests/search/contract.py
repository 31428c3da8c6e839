"""What every engine promises: a test class of an engine inherits these and gives the engine."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from search.engine import FACETS, Answer, Engine, Entry, Position, Query, Sort, Unavailable
from tests.search.samples import FUTURE, NOW, PAST, goods, named_goods

START = Position("epoch-1", 7)
PRICES = (10_000, 50_000, 70_000, 100_000, 2_000_000)


async def fill(engine: Engine, entries: Sequence[Entry], position: Position = START) -> None:
    async with engine.rebuild() as rebuild:
        await rebuild.write(entries)
        await rebuild.finish(position)


async def ask(engine: Engine, text: str = "", **wishes: object) -> Answer:
    return await engine.search(Query(**({"text": text, "now": NOW} | wishes)))


class EngineContract:
    """Give a fixture `engine`: an engine that holds nothing yet."""

    @pytest.fixture
    async def filled(self, engine):
        await fill(engine, goods())
        return engine

    # Words

    async def test_a_name_typed_as_it_is_finds_its_product_first(self, filled):
        answer = await ask(filled, "Nước mắm Cát Hải")

        assert answer.hits == ("HP-OCOP-0026", "HP-OCOP-0119")
        assert answer.total == 2
        assert answer.understood == "Nước mắm Cát Hải"

    # Codes, places and spellings

    @pytest.fixture
    async def named(self, engine):
        await fill(engine, [*goods(), *named_goods()])
        return engine

    @pytest.mark.parametrize(
        "text",
        ["HP-NS-0901", "hp ns 901", "hpns0901", "ＨＰ-NS-901", "mã HP-NS-901 gạo", "HP-CS-901",
         "9 520005 000016", "mã vạch 9520005000016", "quyết định 144", "144/qđ-ubnd",
         "Quyết định số 144/QĐ-UBND ngày 31/12/2019"],
    )  # fmt: skip
    async def test_a_code_finds_what_it_names_and_nothing_else(self, named, text):
        answer = await ask(named, text)

        assert (answer.hits, answer.total, answer.changed) == (("HP-NS-0901",), 1, False)
        assert answer.understood == text

    @pytest.mark.parametrize(
        "text", ["HP-NS-0909", "hp ns 909", "HP-NS-9010", "9520005000023", "145/QĐ-UBND"]
    )
    async def test_a_code_that_nothing_has_finds_nothing(self, named, text):
        answer = await ask(named, text, facets=FACETS)

        assert (answer.hits, answer.total, answer.near) == ((), 0, ())

    async def test_a_code_is_narrowed_as_any_search(self, named):
        within = await ask(named, "HP-CS-901", price_to=100_000)
        elsewhere = await ask(named, "HP-CS-901", kind=frozenset({"ocop"}), facets=("kind",))
        unseen = await ask(named, "HP-NS-0901", audience=frozenset({"site"}))

        assert (within.hits, elsewhere.hits, unseen.hits) == (("HP-NS-0901",), (), ())
        assert elsewhere.facets == {"kind": {"agri": 1}}

    @pytest.mark.parametrize(
        "text", ["gà hải dương", "ga hai duong", "gà tp. hải dương", "gà tỉnh Hải Dương"]
    )
    async def test_a_former_province_is_a_place_and_a_place_is_its_whole_name(self, named, text):
        answer = await ask(named, text)

        assert answer.hits == ("HP-NS-0902",)  # not what is of Hải An and of Dương Kinh
        assert answer.dropped == ()

    @pytest.mark.parametrize("text", ["hạt hướng dương", "dương", "phòng hải"])
    async def test_no_word_of_a_province_finds_what_comes_from_there(self, named, text):
        assert "HP-NS-0902" not in (await ask(named, text)).hits

    async def test_a_products_own_place_goes_before_one_in_its_producers_name(self, named):
        assert (await ask(named, "mít quyết thắng")).hits == ("HP-NS-0905", "HP-NS-0904")

    @pytest.mark.parametrize("text", ["Mỹ Đức", "Mĩ Đức", "mi duc", "my duc", "MĨ ĐỨC", "mỹ Ðức"])
    async def test_i_and_y_and_every_form_of_the_letter_d_find_the_same(self, named, text):
        assert (await ask(named, text)).hits == ("HP-NS-0906", "HP-NS-0907")

    @pytest.mark.parametrize(
        "text", ["vai thieu thanh ha", "VẢI THIỀU THANH HÀ", "Va\u0309i thie\u0302\u0300u Thanh Hà"]
    )
    async def test_marks_case_and_composition_do_not_hide_a_product(self, filled, text):
        assert (await ask(filled, text)).hits == ("HP-NS-0064",)

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("dừa", "HP-NS-0171"),
            ("dưa", "HP-NS-0170"),
            ("dứa", "HP-NS-0176"),
            ("dâu quả", "HP-NS-0189"),
            ("đậu quả", "HP-NS-0188"),
        ],
    )
    async def test_a_typed_tone_ranks_its_own_word_first(self, filled, text, first):
        assert (await ask(filled, text)).hits[0] == first

    async def test_without_marks_all_words_spelt_so_are_found(self, filled):
        assert set((await ask(filled, "dua ")).hits) == {"HP-NS-0170", "HP-NS-0171", "HP-NS-0176"}

    async def test_the_last_word_may_be_unfinished(self, filled):
        assert (await ask(filled, "bánh đậ")).hits == ("HP-OCOP-0031",)

    async def test_after_a_space_the_last_word_is_finished(self, filled):
        assert "HP-NS-0015" in (await ask(filled, "mă")).hits
        assert (await ask(filled, "mă ")).hits == ()

    @pytest.mark.parametrize("text", ["cua gạhc", "cua gạvh", "cua gạc"])
    async def test_one_slip_in_a_word_of_four_letters_is_forgiven(self, filled, text):
        assert (await ask(filled, text)).hits == ("HP-NS-0202",)

    async def test_two_slips_in_a_long_word_are_forgiven(self, filled):
        assert (await ask(filled, "asparaguuz")).hits == ("HP-NS-0015",)

    async def test_a_number_must_be_right(self, filled):
        assert (await ask(filled, "nước mắm 250 ml")).hits == ("HP-OCOP-0119",)
        assert (await ask(filled, "2500")).hits == ()

    @pytest.mark.parametrize(
        ("text", "understood", "first"),
        [("nuocmam", "nước mắm", "HP-OCOP-0026"), ("đuđủ", "đu đủ", "HP-NS-0180")],
    )
    async def test_a_missing_space_is_put_in(self, filled, text, understood, first):
        answer = await ask(filled, text)

        assert (answer.understood, answer.hits[0]) == (understood, first)

    async def test_a_last_word_that_nobody_knows_is_let_go(self, filled):
        assert (await ask(filled, "vải thiều Thanh Hà zzzqqq")).hits == ("HP-NS-0064",)

    async def test_what_nobody_offers_is_not_found(self, filled):
        answer = await ask(filled, "xylophone")

        assert (answer.total, answer.hits) == (0, ())

    async def test_english_finds_too(self, filled):
        assert (await ask(filled, "fish sauce")).hits == ("HP-OCOP-0026", "HP-OCOP-0119")
        assert (await ask(filled, "lychee")).hits == ("HP-NS-0064",)

    async def test_today_s_and_former_places_find(self, filled):
        assert (await ask(filled, "huyện Tiên Lãng")).hits == ("HP-NS-0002",)
        assert (await ask(filled, "xa dai thang")).hits == ("HP-NS-0002",)

    async def test_a_name_counts_more_than_a_keyword_and_that_more_than_a_text(self, engine):
        plain = goods()[5]
        await fill(
            engine,
            [
                replace(plain, code="T", name="Tép", keywords=(), text="Ăn với mực khô."),
                replace(plain, code="K", name="Tép", keywords=("mực khô",)),
                replace(plain, code="N", name="Mực khô", keywords=()),
            ],
        )

        assert (await ask(engine, "mực khô")).hits == ("N", "K", "T")

    async def test_many_hits_are_paged_without_a_gap_and_none_twice(self, engine):
        rice = [
            replace(goods()[5], code=f"R-{n:03}", name=f"Gạo nếp {n}", price=n, pictured=n % 3 == 0)
            for n in range(260)
        ]
        await fill(engine, [*rice, *goods()])
        wished = {"facets": ("kind",), "limit": 24, "audience": frozenset({"everyone"})}

        pages = [await ask(engine, "gạo nếp", offset=n, **wished) for n in range(0, 288, 24)]

        shown = [code for page in pages for code in page.hits]
        assert {page.total for page in pages} == {len(shown)} == {len(set(shown))}
        assert {one.code for one in rice} <= set(shown)
        assert shown[:80] == [f"R-{n:03}" for n in range(0, 240, 3)]
        assert sum(pages[0].facets["kind"].values()) == len(shown)

    async def test_many_hits_are_sorted_whole_and_narrowed_before_they_are_cut(self, engine):
        rice = [replace(goods()[5], code=f"R-{n:03}", name="Gạo", price=n) for n in range(150)]
        await fill(engine, rice)

        dear = await ask(engine, "gạo", sort=Sort.PRICE_DOWN, limit=3, offset=120)
        cheap = await ask(engine, "gạo", price_from=20, price_to=21, facets=("kind",))

        assert dear.hits == ("R-029", "R-028", "R-027")
        assert (cheap.total, cheap.hits) == (2, ("R-020", "R-021"))

    async def test_words_side_by_side_count_more_than_words_apart(self, engine):
        plain = goods()[5]
        await fill(
            engine,
            [
                replace(plain, code="A", name="Muối rang của làng mắm nước biển"),
                replace(plain, code="B", name="Nước mắm của làng biển"),
            ],
        )

        answer = await ask(engine, "nước mắm")

        assert (answer.hits, answer.near) == (("B",), ())
        assert (await ask(engine, "muối biển")).hits == ("A",)

    async def test_what_cannot_be_bought_stands_below_its_equal(self, engine):
        product = goods()[2]
        await fill(
            engine,
            [replace(product, code="A", sellable=False), replace(product, code="B", sellable=True)],
        )

        assert (await ask(engine, "vải thiều")).hits == ("B", "A")

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            "(",
            "\0",
            "🙂",
            "\ud800",
            "ổ" * 5000,
            "dừa " * 2000,
            "a" * 200,
            "'; DROP TABLE products; --",
            "name:dừa AND *",
            "-",
            "\\",
            "^ $",
        ],
    )
    async def test_an_odd_query_is_answered(self, filled, text):
        answer = await ask(filled, text, facets=FACETS)

        assert answer.total >= len(answer.hits)
        assert set(answer.facets) == set(FACETS)

    # Reading the query

    @pytest.mark.parametrize(
        ("text", "understood", "first"),
        [
            ("nuowcs mawms", "nước mắm", "HP-OCOP-0026"),
            ("va3i thie6u2", "vải thiều", "HP-NS-0064"),
            ("bánh đậu xnah", "bánh đậu xanh", "HP-OCOP-0031"),
            ("mawng taay", "măng tây", "HP-NS-0015"),
        ],
    )
    async def test_what_was_mistyped_finds_and_is_told(self, filled, text, understood, first):
        answer = await ask(filled, text)

        assert (answer.understood, answer.changed, answer.hits[0]) == (understood, True, first)

    @pytest.mark.parametrize(
        ("text", "asks", "first"),
        [
            ("shop ơi nước mắm giá bn 1kg vậy ạ", {"price"}, "HP-OCOP-0026"),
            ("vai thieu thang may co", {"season"}, "HP-NS-0064"),
            ("nước mắm không hạt", set(), "HP-OCOP-0026"),
            ("鱼露", set(), "HP-OCOP-0026"),
        ],
    )
    async def test_chat_and_questions_hide_nothing(self, filled, text, asks, first):
        answer = await ask(filled, text)

        assert (answer.asks, answer.hits[0], answer.dropped) == (asks, first, ())

    async def test_a_guess_that_proves_nothing_is_neither_told_nor_believed(self, filled):
        answer = await ask(filled, "bánh đậu xanh cuaa")

        assert (answer.hits, answer.dropped) == (("HP-OCOP-0031",), ("cuaa",))
        assert (answer.understood, answer.changed) == ("bánh đậu xanh cuaa", False)

    async def test_a_word_that_may_be_many_without_its_marks_stands_for_none(self, filled):
        assert (await ask(filled, "dua muoi xoi")).hits == ()
        assert (await ask(filled, "dưa muối xổi")).hits == ("HP-NS-0170",)

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            (
                "bác ơi nhà cháu mới xây cái bếp trên gác đang muốn tìm mua ít cua gạch về ăn ạ",
                "HP-NS-0202",
            ),
            ("c oi e o xa qua m co ban vai thieu k a e dat 2kg", "HP-NS-0064"),
        ],
    )
    async def test_long_chat_is_about_what_stands_behind_its_wish(self, filled, text, first):
        answer = await ask(filled, text)

        assert (answer.hits[0], answer.cut) == (first, False)

    async def test_a_literal_search_finds_only_what_was_typed(self, filled):
        assert (await ask(filled, "nuowcs mawms", literal=True)).hits == ()
        assert (await ask(filled, "vải thiều", literal=True)).hits == ("HP-NS-0064",)

    async def test_what_is_found_literally_is_never_replaced(self, engine):
        plain = goods()[5]
        await fill(
            engine,
            [
                replace(plain, code="X", name="Xả chanh", name_en="", keywords=()),
                replace(plain, code="S", name="Sả chanh", name_en="", keywords=()),
            ],
        )

        assert (await ask(engine, "xả chanh")).hits[0] == "X"
        assert (await ask(engine, "sả chanh")).hits[0] == "S"

    async def test_another_region_s_word_finds(self, filled):
        assert (await ask(filled, "trái khóm")).hits == ("HP-NS-0176",)

    async def test_stars_count_while_they_hold(self, filled):
        assert (await ask(filled, "nước mắm 4 sao")).hits == ("HP-OCOP-0026",)
        late = await ask(filled, "nước mắm 4 sao", now=FUTURE)

        assert (late.dropped, late.kept) == (("4 sao",), "nước mắm")
        assert set(late.hits) == {"HP-OCOP-0026", "HP-OCOP-0119"}
        assert (await ask(filled, "4 sao", now=FUTURE)).hits == ()

    async def test_a_certificate_and_a_price_are_facts(self, filled):
        assert (await ask(filled, "vietgap dưới 50k")).hits == ("HP-NS-0064",)
        assert (await ask(filled, "vietgap dưới 40k")).hits == ()

    async def test_a_month_finds_what_is_in_season(self, filled):
        assert (await ask(filled, "cua tháng 9")).hits == ("HP-NS-0202",)
        never = await ask(filled, "cua tháng 5")

        assert (never.hits, never.dropped, never.kept) == (("HP-NS-0202",), ("tháng 5",), "cua")

    async def test_the_words_that_were_missing_are_told(self, filled):
        answer = await ask(filled, "vải thiều Thanh Hà zzzqqq")

        assert answer.dropped == ("zzzqqq",)
        assert (await ask(filled, "vải thiều Thanh Hà")).dropped == ()

    async def test_two_words_that_only_meet_in_a_text_find_nothing(self, filled):
        assert (await ask(filled, "chượp hổ")).hits == ()
        assert (await ask(filled, "mắm hổ phách")).hits == ("HP-OCOP-0026",)

    # What is let go, what is only near

    @pytest.mark.parametrize(
        ("text", "hits", "kept", "dropped"),
        [
            ("nước mắm Phú Quốc", {"HP-OCOP-0026", "HP-OCOP-0119"}, "nước mắm", "phú quốc"),
            ("vải thiều Bắc Giang", {"HP-NS-0064"}, "vải thiều", "bắc giang"),
            ("vải Lục Ngạn", {"HP-NS-0064"}, "vải", "lục ngạn"),
            ("cua 5 sao", {"HP-NS-0202"}, "cua", "5 sao"),
        ],
    )
    async def test_the_head_stays_and_a_whole_name_goes_and_is_said(
        self, filled, text, hits, kept, dropped
    ):
        answer = await ask(filled, text)

        assert (set(answer.hits), answer.total) == (hits, len(hits))
        assert (answer.kept, answer.dropped) == (kept, (dropped,))

    @pytest.mark.parametrize("text", ["sữa chua Thanh Hà", "phở bò Cát Hải", "màu đỏ cờ"])
    async def test_without_its_head_nothing_is_found(self, filled, text):
        answer = await ask(filled, text, facets=("kind",))

        assert (answer.hits, answer.total, answer.dropped) == ((), 0, ())
        assert answer.facets == {"kind": {}}

    async def test_prose_finds_nothing_by_itself_and_saves_no_relaxed_search(self, filled):
        assert (await ask(filled, "hổ phách")).hits == ()
        assert (await ask(filled, "phở chượp")).hits == ()
        spirit = await ask(filled, "rượu mực khô")

        assert (spirit.hits, spirit.kept) == (("HP-NS-0002",), "rượu")

    async def test_what_is_near_is_listed_apart_where_few_are_sure(self, engine):
        plain = goods()[5]
        names = {"A": "Rươi Tứ Kỳ", "B": "Rươi Tiên Lãng", "C": "Ổi lê", "D": "Bánh gai"}
        await fill(engine, [replace(plain, code=code, name=name) for code, name in names.items()])

        worms = await ask(engine, "rươi Tiên Lãng")
        lacking = await ask(engine, "bánh trung thu")

        assert (worms.hits, worms.near) == (("B",), ("A",))
        assert (lacking.total, lacking.hits, lacking.near) == (0, (), ("D",))

    @pytest.mark.parametrize(("text", "near"), [("cua bể", "Cua"), ("cua be", "Cua")])
    async def test_what_is_lacking_is_near_what_is_of_its_kind_and_begins_alike(
        self, engine, text, near
    ):
        plain = goods()[5]
        names = {"A": "Ngao Bàng La", "B": "Cua Cát Hải", "C": "Ổi lê"}
        await fill(engine, [replace(plain, code=code, name=name) for code, name in names.items()])

        answer = await ask(engine, text)

        assert [names[code].split()[0] for code in answer.near] == [near, "Ngao"]
        assert answer.hits == ()

    async def test_what_finds_nothing_is_read_as_it_was_typed(self, filled):
        answer = await ask(filled, "nuowcs hoaf  wolframit", kind=frozenset({"ocop"}))

        assert (answer.hits, answer.changed) == ((), False)
        assert answer.understood == "nuowcs hoaf wolframit"

    @pytest.mark.parametrize("text", ["măng cụt", "mang cut", "sầu riêng ri6", "xoai cat"])
    async def test_a_fruit_that_is_lacking_leads_to_fruit(self, engine, text):
        plain = goods()[5]
        names = {"A": "Ngao Bàng La", "B": "Măng tây Nam Đồng", "C": "Ổi lê"}
        await fill(engine, [replace(plain, code=code, name=name) for code, name in names.items()])

        answer = await ask(engine, text)

        assert (answer.hits, answer.near) == ((), ("C",))

    @pytest.mark.parametrize("text", ["măng đá", "đu đưa"])
    async def test_a_syllable_of_another_name_leads_nowhere(self, filled, text):
        answer = await ask(filled, text)

        assert (answer.hits, answer.near) == ((), ())

    async def test_what_is_near_passes_the_filters_and_stands_on_the_first_page(self, filled):
        assert (await ask(filled, "bánh trung thu")).near == ("HP-OCOP-0031",)
        assert (await ask(filled, "bánh trung thu", kind=frozenset({"agricultural"}))).near == ()
        assert (await ask(filled, "bánh trung thu", literal=True)).near == ()
        assert (await ask(filled, "bánh trung thu", offset=24)).near == ()
        assert (await ask(filled, "Giang Biên", sort=Sort.NAME)).hits == (
            "HP-NS-0189",
            "HP-NS-0188",
        )

    @pytest.mark.parametrize(
        ("text", "understood", "first"),
        [
            ("vãi thiều", "vải thiều", "HP-NS-0064"),
            ("vải thiếu", "vải thiều", "HP-NS-0064"),
            ("nước mắn", "nước mắm", "HP-OCOP-0026"),
            ("đu đú", "đu đủ", "HP-NS-0180"),
            ("máng tây", "măng tây", "HP-NS-0015"),
        ],
    )
    async def test_one_wrong_tone_hides_nothing_and_is_told(self, filled, text, understood, first):
        answer = await ask(filled, text)

        assert (answer.hits[0], answer.understood) == (first, understood)
        assert (answer.changed, answer.dropped) == (True, ())

    @pytest.mark.parametrize("text", ["dưa hấu", "sữa chua", "cua bể", "dứa", "đậu"])
    async def test_a_word_of_vietnamese_is_never_respelt(self, filled, text):
        answer = await ask(filled, text)

        assert (answer.understood, answer.changed) == (text, False)

    async def test_a_fact_filters_and_matches_no_prose(self, engine):
        plain = goods()[5]
        told = replace(plain, code="T", name="Trà sen", text="Như trà 5 sao, hái tháng 5.")
        await fill(engine, [*goods(), told, replace(told, code="U", stars=5)])

        assert set((await ask(engine, "5 sao")).hits) == {"U", "HP-OCOP-0031"}
        assert (await ask(engine, "trà 5 sao")).hits == ("U",)
        assert (await ask(engine, "tháng 5")).hits == ("HP-NS-0180", "HP-NS-0064")

    async def test_a_good_with_a_picture_stands_before_its_equal(self, engine):
        product = goods()[2]
        await fill(engine, [replace(product, code="A"), replace(product, code="B", pictured=True)])

        assert (await ask(engine, "vải thiều")).hits == ("B", "A")

    async def test_a_long_query_is_cut_and_answered(self, filled):
        answer = await ask(filled, "dừa " * 200)

        assert answer.cut
        assert answer.hits[0] == "HP-NS-0171"

    # Filters and facets

    async def test_without_words_everything_that_passes_the_filters_is_listed(self, filled):
        assert (await ask(filled)).total == len(goods())
        assert (await ask(filled, kind=frozenset({"ocop"}))).hits == (
            "HP-OCOP-0031",
            "HP-OCOP-0026",
            "HP-OCOP-0119",
        )

    @pytest.mark.parametrize(
        ("wishes", "codes"),
        [
            ({"group": frozenset({"rau", "05"})}, {"HP-NS-0015", "HP-OCOP-0031"}),
            ({"season_months": frozenset({5, 9})}, {"HP-NS-0064", "HP-NS-0180", "HP-NS-0202"}),
            ({"producer_code": frozenset({"HP-CS-005"})}, {"HP-NS-0002"}),
            ({"commune_code": frozenset({"10816", "11824"})}, {"HP-NS-0064", "HP-NS-0015"}),
            ({"price_from": 120_000, "price_to": 150_000}, {"HP-NS-0002", "HP-OCOP-0119"}),
            ({"price_to": 15_000}, {"HP-NS-0170", "HP-NS-0171"}),
            ({"kind": frozenset({"agri"}), "certificates": frozenset({"HACCP"})}, set()),
            ({"group": frozenset({"không có"})}, set()),
            ({"uses": frozenset({"mam-co", "trang-mieng"})}, {"HP-NS-0064", "HP-NS-0202"}),
            ({"uses": frozenset({"qua-bieu"}), "kind": frozenset({"ocop"})}, {"HP-OCOP-0026"}),
        ],
    )
    async def test_filters_narrow(self, filled, wishes, codes):
        answer = await ask(filled, **wishes)

        assert (answer.total, set(answer.hits)) == (len(codes), codes)

    async def test_an_expired_badge_neither_filters_nor_counts(self, filled):
        answer = await ask(filled, "nước mắm", facets=("stars", "certificates"))

        assert answer.total == 2
        assert answer.facets == {"stars": {"4": 1}, "certificates": {"HACCP": 1}}
        assert (await ask(filled, stars=frozenset({4}))).hits == ("HP-OCOP-0026",)
        assert (await ask(filled, certificates=frozenset({"ISO_22000"}))).hits == ()

    async def test_a_badge_ends_in_the_second_that_it_names(self, filled):
        wanted = frozenset({4})

        assert (await ask(filled, stars=wanted, now=FUTURE - 1)).hits == ("HP-OCOP-0026",)
        assert (await ask(filled, stars=wanted, now=FUTURE)).hits == ()
        assert set((await ask(filled, stars=wanted, now=PAST - 1)).hits) == {
            "HP-OCOP-0026",
            "HP-OCOP-0119",
        }

    async def test_facets_count_what_the_words_found(self, filled):
        answer = await ask(filled, "thanh sơn", facets=("kind", "group", "season_months"))

        assert answer.facets == {
            "kind": {"agri": 2},
            "group": {"trai-cay": 2},
            "season_months": {str(month): 2 if month in (5, 6) else 1 for month in range(1, 13)},
        }

    async def test_uses_are_counted_one_by_one(self, filled):
        answer = await ask(filled, facets=("uses",))
        widened = await ask(filled, uses=frozenset({"mam-co"}), facets=("uses",))

        counts = {"qua-bieu": 2, "gia-vi-kho": 1, "trang-mieng": 1, "mam-co": 1}
        assert answer.facets == widened.facets == {"uses": counts}
        assert widened.hits == ("HP-NS-0202",)

    @pytest.mark.parametrize(
        "asked", ["mâm cỗ", "đãi khách", "nau co", "MÂM CỖ", "feasts", "cua mâm cỗ"]
    )
    async def test_what_has_a_use_answers_though_no_text_says_so(self, filled, asked):
        answer = await ask(filled, asked)

        assert (answer.hits, answer.changed) == (("HP-NS-0202",), False)

    async def test_a_use_and_a_kind_are_looked_for_together(self, filled):
        assert (await ask(filled, "trái cây làm quà")).hits == ("HP-NS-0064",)
        assert set((await ask(filled, "biếu sếp")).hits) == {"HP-NS-0064", "HP-OCOP-0026"}

    async def test_each_facet_is_counted_without_its_own_filter(self, filled):
        answer = await ask(
            filled,
            kind=frozenset({"ocop"}),
            stars=frozenset({5}),
            facets=("kind", "stars", "commune_code"),
        )

        assert answer.hits == ("HP-OCOP-0031",)
        assert answer.facets == {
            "kind": {"ocop": 1},
            "stars": {"4": 1, "5": 1},
            "commune_code": {"10525": 1},
        }

    async def test_prices_are_counted_in_bands_without_their_own_range(self, engine):
        priced = [replace(goods()[0], code=f"HP-NS-{n}", price=n) for n in PRICES]
        await fill(engine, [*priced, replace(goods()[0], code="HP-NS-0", price=None)])

        answer = await ask(engine, facets=("price_bands",))
        narrowed = await ask(engine, price_from=60_000, price_to=90_000, facets=("price_bands",))

        bands = {"-50000": 2, "50000-100000": 3, "100000-200000": 1, "500000-": 1}
        assert answer.facets == narrowed.facets == {"price_bands": bands}
        assert narrowed.hits == ("HP-NS-70000",)
        for band, count in bands.items():
            low, high = (int(end) if end else None for end in band.split("-"))
            assert (await ask(engine, price_from=low, price_to=high)).total == count

    async def test_only_the_facets_asked_for_are_counted(self, filled):
        assert (await ask(filled, "dừa")).facets == {}

    async def test_a_filter_does_not_change_what_the_words_mean(self, filled):
        answer = await ask(filled, "cua gạch", kind=frozenset({"ocop"}))

        assert (answer.total, answer.hits) == (0, ())

    # Orders and pages

    async def test_names_sort_like_a_vietnamese_dictionary(self, filled):
        answer = await ask(filled, sort=Sort.NAME, group=frozenset({"trai-cay"}))

        assert answer.hits == (
            "HP-NS-0189",  # Dâu quả
            "HP-NS-0176",  # Dứa Bắc An
            "HP-NS-0170",  # Dưa Vinh Quang
            "HP-NS-0171",  # Dừa Vinh Quang
            "HP-NS-0188",  # Đậu quả
            "HP-NS-0180",  # Đu đủ
            "HP-NS-0064",  # Vải thiều
        )

    async def test_prices_sort_both_ways_with_the_unpriced_last(self, filled):
        up = await ask(filled, sort=Sort.PRICE_UP, group=frozenset({"trai-cay"}))
        down = await ask(filled, sort=Sort.PRICE_DOWN, group=frozenset({"trai-cay"}))

        priced = ("HP-NS-0171", "HP-NS-0170", "HP-NS-0176", "HP-NS-0180", "HP-NS-0064")
        assert up.hits == (*priced, "HP-NS-0188", "HP-NS-0189")
        assert down.hits == (*reversed(priced), "HP-NS-0188", "HP-NS-0189")

    async def test_unit_prices_sort_with_what_has_none_last(self, engine):
        rice = replace(goods()[5], name="Gạo nếp", text="")
        units = {"R-1": 22_000, "R-2": None, "R-3": 9_500, "R-4": 9_500}
        await fill(engine, [replace(rice, code=code, unit_price=n) for code, n in units.items()])

        answer = await ask(engine, "gạo nếp", sort=Sort.UNIT_PRICE)

        assert answer.hits == ("R-3", "R-4", "R-1", "R-2")

    async def test_the_newest_come_first(self, filled):
        answer = await ask(filled, sort=Sort.NEWEST, limit=4)

        assert answer.hits == ("HP-OCOP-0031", "HP-NS-0064", "HP-OCOP-0026", "HP-OCOP-0119")
        assert answer.total == len(goods())

    @pytest.mark.parametrize("sort", list(Sort))
    @pytest.mark.parametrize("text", ["", "đào phai"])
    async def test_pages_join_without_gap_or_repeat_among_equals(self, engine, sort, text):
        tree = replace(goods()[5], name="Đào phai", price=500_000)
        codes = [f"HP-NS-{number:04}" for number in range(40)]
        await fill(engine, [replace(tree, code=code) for code in reversed(codes[20:])])
        await engine.write([replace(tree, code=code) for code in codes[:20]], [], START)

        pages = [
            (await ask(engine, text, sort=sort, limit=7, offset=offset)).hits
            for offset in range(0, 49, 7)
        ]

        assert [code for page in pages for code in page] == codes

    async def test_beyond_the_last_page_the_total_is_still_told(self, filled):
        answer = await ask(filled, "nước mắm", offset=1_000_000_000)

        assert (answer.total, answer.hits) == (2, ())

    # Writing

    async def test_an_engine_that_holds_nothing_says_so(self, engine):
        assert await engine.position() is None
        with pytest.raises(Unavailable):
            await ask(engine, "dừa")
        with pytest.raises(Unavailable):
            await engine.write(goods(), [], START)
        assert await engine.position() is None

    async def test_a_rebuild_serves_from_its_position(self, filled):
        assert await filled.position() == START

    async def test_changes_replace_add_and_drop_together_with_the_position(self, filled):
        coconut = next(entry for entry in goods() if entry.code == "HP-NS-0171")
        renamed = replace(coconut, name="Dừa xiêm Vinh Quang")
        new = replace(coconut, code="HP-NS-0999", name="Ổi lê", name_en="Guava")

        await filled.write([renamed, new], ["HP-NS-0170", "HP-NS-4040"], Position("epoch-1", 9))

        assert await filled.position() == Position("epoch-1", 9)
        assert (await ask(filled, "vinh quang")).hits == ("HP-NS-0171",)
        assert (await ask(filled, "xiêm")).hits == ("HP-NS-0171",)
        assert (await ask(filled, "ổi")).hits == ("HP-NS-0999",)
        assert (await ask(filled)).total == len(goods())

    async def test_a_change_of_nothing_moves_the_position(self, filled):
        await filled.write([], [], Position("epoch-1", 8))

        assert await filled.position() == Position("epoch-1", 8)
        assert (await ask(filled)).total == len(goods())

    async def test_what_is_written_twice_in_a_rebuild_is_listed_once(self, engine):
        async with engine.rebuild() as rebuild:
            await rebuild.write(goods())
            await rebuild.write(goods()[:3])
            await rebuild.finish(START)

        assert (await ask(engine)).total == len(goods())

    async def test_the_old_index_serves_until_the_new_one_is_finished(self, filled):
        async with filled.rebuild() as rebuild:
            await rebuild.write(goods()[:1])
            assert (await ask(filled)).total == len(goods())

            await rebuild.finish(Position("epoch-2", 0))

            assert (await ask(filled)).hits == ("HP-OCOP-0026",)
        assert await filled.position() == Position("epoch-2", 0)

    async def test_an_unfinished_rebuild_changes_nothing(self, filled):
        async def break_off():
            async with filled.rebuild() as rebuild:
                await rebuild.write(goods()[:1])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await break_off()

        assert await filled.position() == START
        assert (await ask(filled)).total == len(goods())

    async def test_an_empty_catalogue_can_be_served(self, engine):
        await fill(engine, [])

        assert await engine.position() == START
        assert (await ask(engine, "dừa", facets=FACETS)).total == 0
