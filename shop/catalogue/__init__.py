"""The catalogue's rows: verbs, each a change of its own, and the one writer of products."""

from shop.catalogue.verbs import (
    products_of_communes,
    publish,
    publish_new,
    reinstate,
    rename_commune,
    rename_producer,
    set_price,
    suspend,
    withdraw,
    withdraw_consent,
)

__all__ = [
    "products_of_communes",
    "publish",
    "publish_new",
    "reinstate",
    "rename_commune",
    "rename_producer",
    "set_price",
    "suspend",
    "withdraw",
    "withdraw_consent",
]
