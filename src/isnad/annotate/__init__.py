"""One document: each module is one stage."""
