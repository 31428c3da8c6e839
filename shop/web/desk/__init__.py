"""What officials do: helping producers in, and answering for it."""
