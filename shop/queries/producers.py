"""Which producers our own pages show."""

from tortoise.queryset import QuerySet

from shop.models import Producer, ProducerState, Purpose


def producers_shown() -> QuerySet[Producer]:
    """Find producers that are confirmed, and agreed to be shown."""
    return Producer.filter(
        state=ProducerState.CONFIRMED,
        consents__purpose=Purpose.CATALOGUE,
        consents__withdrawn_at=None,
    )
