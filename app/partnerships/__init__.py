"""Needs and offers, the suggestions between them, and the partnerships that grow from them."""
