"""Isnad: reads many Arabic news articles about the same events and gives a sourced account of them."""
