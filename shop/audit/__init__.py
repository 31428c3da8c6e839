"""The audit: who did what to which thing, and when; sealed into a chain (docs/adr/0036)."""

from shop.audit.recording import digest_of, record, record_many

__all__ = ["digest_of", "record", "record_many"]
