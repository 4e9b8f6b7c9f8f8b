"""Names in a row of labels."""

from __future__ import annotations


def spans(labels: list[str]) -> set[tuple[str, int, int]]:
    """(type, first, after the last) of names in a row of labels."""
    out, start = set(), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and not (label.startswith("I-") and label[2:] == labels[start][2:]):
            out.add((labels[start][2:], start, i))
            start = None
        if label.startswith("B-") or (label.startswith("I-") and start is None):
            start = i
    return out
