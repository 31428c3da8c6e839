"""Readers of the listings: each keeps a cursor and does its work again safely."""
