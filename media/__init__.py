"""Pictures: knows no products."""
