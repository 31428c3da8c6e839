"""Plain HTTP: what any service would want of it, without a word of the shop."""
