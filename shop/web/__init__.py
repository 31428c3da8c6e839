"""Pages for people: a view reads the request, calls one verb or reader, and answers."""
