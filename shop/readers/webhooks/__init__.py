"""Webhooks: one more reader of the change log, which tells others where its head is."""

from shop.readers.webhooks.deliveries import LEASE
from shop.readers.webhooks.messages import TEST, TYPE
from shop.readers.webhooks.sending import DEBOUNCE, Sender

__all__ = ["DEBOUNCE", "LEASE", "TEST", "TYPE", "Sender"]
