"""The history of the tables, as PostgreSQL goes through it."""
