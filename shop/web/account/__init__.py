"""Coming in and being signed in: of producers, and of officials."""
