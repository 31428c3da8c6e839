"""Annexes of decisions: read, matched with the products that are here, kept, and recorded."""
