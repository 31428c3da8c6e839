"""The public document in other people's formats: pure functions of the document."""
