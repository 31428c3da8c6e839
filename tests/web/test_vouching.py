"""Pages mark what was made up for the demonstration, also on a product whose name is real."""

from shop.models import Decision, Recognition
from shop.publishing import change

MARK = '<span class="made-up">Minh hoạ</span>'
REAL = "144/QĐ-UBND"


async def its_page(shop, code: str) -> str:
    return (await shop.get(f"/san-pham/{code}", follow_redirects=True)).text


async def valid(evidence: str) -> Recognition:
    """Give a recognition that holds, by a decision that was made up."""
    of = Recognition.filter(product__evidence=evidence, decision__number__startswith="MH-")
    found = of.filter(expires_on__gte="2027-06-01", product__sale_restriction="none")
    return await found.order_by("product_id").select_related("decision").first()


async def test_stars_of_a_made_up_decision_are_marked_on_a_real_product(shop):
    held = await valid("sourced")

    page = await its_page(shop, held.product_id)

    its_own = page.partition('class="block row"')[0]
    assert its_own.count(MARK) == 2  # beside the stars on top, and above the decision
    assert "Số sao và quyết định ở đây được soạn để minh hoạ" in page
    assert "Được công nhận đạt" not in page
    assert "hasCertification" not in page


async def test_stars_and_certificates_of_a_made_up_product_are_marked(shop):
    held = await valid("illustrative")

    page = await its_page(shop, held.product_id)

    assert 'href="#minh-hoa">Minh hoạ</a>' in page
    assert page.count(MARK) >= 2
    assert "hasCertification" not in page
    history = await shop.get(f"/san-pham/{held.product_id}/lich-su")
    assert "Dữ liệu minh hoạ: " in history.text


async def test_stars_of_a_real_decision_are_not_marked(shop):
    held = await valid("sourced")
    await Decision.filter(id=held.decision_id).update(number="145/QĐ-UBND")
    async with change(by="test") as wanted:
        wanted.touch(held.product_id)

    page = await its_page(shop, held.product_id)

    assert MARK not in page.partition('class="block row"')[0]
    assert "Được công nhận đạt" in page
    assert "hasCertification" in page


async def test_cards_and_the_list_of_recognitions_mark_made_up_stars(shop):
    held = await valid("sourced")
    found = (await shop.get(f"/tim-kiem?q={held.product_id}")).text
    card = found.partition('class="card-stars ')[2].partition("</b></div>")[0]
    listed = (await shop.get("/cong-nhan")).text
    rows = (await shop.get("/cong-nhan.csv")).text.splitlines()

    assert "Minh hoạ" in card[:2_000]
    of_mh = [row for row in rows[1:] if '"MH-' in row]
    assert of_mh
    assert all(row.endswith('"illustrative"') for row in of_mh)
    assert all(row.endswith('"sourced"') for row in rows[1:] if f'"{REAL}"' in row)
    assert listed.count('<li class="panel">') == listed.count(MARK)


async def test_machines_are_told_of_no_made_up_producer(shop):
    made_up = await shop.get("/co-so/HP-CS-005", follow_redirects=True)
    real = await shop.get("/co-so/HP-CS-101", follow_redirects=True)

    assert "ld+json" not in made_up.text
    assert "ld+json" in real.text
