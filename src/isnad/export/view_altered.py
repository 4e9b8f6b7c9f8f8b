"""An altered quotation as one line: words both tell, words only the first tells, words only the second tells."""

from __future__ import annotations

from collections.abc import Mapping

from isnad.model.account import AlteredQuote

Difference = tuple[tuple[str, str], ...]
"""(`equal`, `delete` or `insert`, words) in order; `delete` stands in the first only, `insert` in the second only."""


def difference(quote: AlteredQuote, texts: Mapping[str, str]) -> Difference:
    """The aligned difference of a quotation; `texts` by article id."""
    a, b = texts[quote.a.article], texts[quote.b.article]
    out: list[tuple[str, str]] = []
    for tag, left, right in quote.changes:
        if tag == "equal":
            out.append(("equal", " ".join(left.of(a).split())))
            continue
        if left.size:
            out.append(("delete", " ".join(left.of(a).split())))
        if right.size:
            out.append(("insert", " ".join(right.of(b).split())))
    return tuple(out)


def marked(pieces: Difference) -> str:
    """The difference in plain text: [-only the first-] and {+only the second+}."""
    shapes = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return " ".join(shapes[tag].format(words) for tag, words in pieces)
