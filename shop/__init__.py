"""The service: tables, rules, pages and API of Sản vật Hải Phòng."""

__version__ = "0.2.0"
