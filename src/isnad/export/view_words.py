"""Small turns of words for pages: one line, a host's name, numbers and their limits."""

from __future__ import annotations

from urllib.parse import urlsplit

from isnad.model.findings import Bounds


def one_line(text: str) -> str:
    """The text with every run of whitespace as one space."""
    return " ".join(text.split())


def host(url: str | None) -> str:
    """The host of an address, without a leading www."""
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


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
