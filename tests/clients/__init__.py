"""Clients of other languages, generated from the description: `sh tests/clients/check.sh`."""
