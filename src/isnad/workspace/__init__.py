"""The workspace of a desk: add, watch, search, judge, tell, give out."""
