"""Hostile input: seeds made by code, a harness for each way in, campaigns by coverage or by chance, measured in limited children."""
