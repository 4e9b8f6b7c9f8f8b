"""Bytes from the network: polite to hosts, safe for the desk. Readers make articles of them."""
