"""Finding things: knows no database and no web framework."""
