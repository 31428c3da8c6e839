"""Papers that vouch for products: what sets are asked for, which kinds there are, what was sent."""
