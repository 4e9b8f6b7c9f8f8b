"""Archives: reading and linking what no single process can hold. Read `order.py` first."""
