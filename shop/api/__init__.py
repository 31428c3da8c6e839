"""JSON for programs; /openapi.json describes all of it."""
