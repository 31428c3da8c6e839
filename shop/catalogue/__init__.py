"""The catalogue's rows: verbs, each a change of its own, and the one writer of products."""

from shop.catalogue.consents import agree, give_consent, withdraw_consent
from shop.catalogue.contacts import set_contact
from shop.catalogue.offers import Said, confirm_offers, set_availability, set_price
from shop.catalogue.renaming import (
    products_of_communes,
    products_of_groups,
    products_of_producers,
    products_of_sets,
    rename,
    rename_commune,
    rename_producer,
)
from shop.catalogue.showing import show_again, stop_showing, why_not_again
from shop.catalogue.verbs import (
    publish,
    publish_new,
    reinstate,
    reinstate_in,
    suspend,
    suspend_in,
    withdraw,
)

__all__ = [
    "Said",
    "agree",
    "confirm_offers",
    "give_consent",
    "products_of_communes",
    "products_of_groups",
    "products_of_producers",
    "products_of_sets",
    "publish",
    "publish_new",
    "reinstate",
    "reinstate_in",
    "rename",
    "rename_commune",
    "rename_producer",
    "set_availability",
    "set_contact",
    "set_price",
    "show_again",
    "stop_showing",
    "suspend",
    "suspend_in",
    "why_not_again",
    "withdraw",
    "withdraw_consent",
]
