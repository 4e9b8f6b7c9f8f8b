"""A model that recognises agencies by how they write, trained on a desk's own archive."""
