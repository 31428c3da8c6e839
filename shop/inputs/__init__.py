"""Text as people write it → typed values, or a sentence that says what would be right."""
