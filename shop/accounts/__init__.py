"""People: how they come in, what they are to each producer, and what they are told."""
