"""Small turns of words for pages: one line, a host's name, numbers and their limits."""

from __future__ import annotations

from isnad.model.findings import Bounds
from isnad.text.hosts import deceives, decoded, encoded, host_in, host_words


def one_line(text: str) -> str:
    """The text with every run of whitespace as one space."""
    return " ".join(text.split())


def outlet_words(outlet: str | None, url: str | None, name: str) -> str:
    """An outlet for people: what it calls itself, else its host, else a name for the article.

    A host of letters beyond ASCII stands in both its spellings; one that only looks like another's stands beside whatever name
    its page bears.
    """
    site = host_in(url)
    if site and deceives(site):
        return f"{outlet} – {host_words(site)}" if outlet and host_in(outlet) != site else host_words(site)
    own = host_in(outlet)
    return (host_words(own) if own and encoded(own) != decoded(own) else outlet) or (host_words(site) if site else name)


def bounds(value: float | Bounds) -> tuple[float, float | None]:
    """A number as (low, high)."""
    if isinstance(value, Bounds):
        return (value.min if value.min is not None else 0.0), value.max
    return value, value


def plain(value: float | None) -> str:
    """A number without a superfluous fraction, thousands apart."""
    if value is None:
        return ""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
