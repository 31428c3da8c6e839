"""Which producers our own pages show."""

from tortoise.queryset import QuerySet

from shop.database import select
from shop.models import Producer, ProducerState, Purpose
from shop.models.columns import Row


def producers_shown() -> QuerySet[Producer]:
    """Find producers that are confirmed, and agreed to be shown."""
    return Producer.filter(
        state=ProducerState.CONFIRMED,
        consents__purpose=Purpose.CATALOGUE,
        consents__withdrawn_at=None,
    )


WITH_GOODS = """
SELECT r.code, r.name, r.subject_type, r.commune_id, r.evidence, COUNT(*) AS goods
  FROM listing l JOIN product p ON p.code = l.code JOIN producer r ON r.code = p.producer_id
 WHERE l.live AND r.state = ? AND EXISTS (
     SELECT 1 FROM consent c
      WHERE c.producer_id = r.code AND c.purpose = ? AND c.withdrawn_at IS NULL)
 GROUP BY r.code, r.name, r.subject_type, r.commune_id, r.evidence
""".strip()


async def producers_with_goods() -> list[Row]:
    """Give the producers that readers may see and of whom something is on show, with how much."""
    return await select(WITH_GOODS, ProducerState.CONFIRMED.value, Purpose.CATALOGUE.value)
