"""Hosts as people must see them: both spellings of an international name, and whether it only looks like another.

A host of letters beyond ASCII travels as `xn--…` (Punycode, RFC 3492). It deceives where a label mixes Latin letters with ones
that look like them, or is of such letters only under a Latin ending, or holds characters that show nothing (UTS #39, and what
browsers refuse to show). An Arabic host is no disguise.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from isnad.model.document import Document
from isnad.text.spoofing import looks, oddities, stands_in

PREFIX = "xn--"
LONGEST = 253
"""Characters of the longest host (RFC 1035); longer ones are left as they are."""


def host_in(text: str | None) -> str:
    """The host of an address, or the text itself where it is a bare host; lower case, without `www.`; empty where there is none."""
    if not text or len(text) > 4_000:
        return ""
    try:
        host = urlsplit(text).hostname or ("" if "/" in text or " " in text else urlsplit(f"//{text}").hostname or "")
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def decoded(host: str) -> str:
    """The host with its `xn--` labels in their own letters; a label that is no Punycode stays as it is."""
    return ".".join(_decoded(label) for label in host.split(".")) if len(host) <= LONGEST else host


def encoded(host: str) -> str:
    """The host as it travels: `xn--` labels in place of letters beyond ASCII."""
    if host.isascii() or len(host) > LONGEST:
        return host
    plain = unicodedata.normalize("NFKC", host).lower()
    return ".".join(_encoded(label) for label in plain.split("."))


def _decoded(label: str) -> str:
    if not label.startswith(PREFIX):
        return label
    try:
        found = label[len(PREFIX) :].encode("ascii").decode("punycode")
        found.encode("utf-8")
    except (UnicodeError, OverflowError, ValueError):
        return label
    return found if found.isprintable() or oddities(found) else label


def _encoded(label: str) -> str:
    return label if label.isascii() else PREFIX + label.encode("utf-8", "replace").decode("utf-8").encode("punycode").decode("ascii")


def deceives(host: str) -> bool:
    """Whether a host is written so that a reader takes it for another."""
    *labels, ending = decoded(host).split(".")
    if any(oddities(label) for label in (*labels, ending)):
        return True
    return ending.isascii() and not encoded(ending).startswith(PREFIX) and any(stands_in(label) for label in labels)


def host_words(host: str) -> str:
    """A host for people: the form that travels first, then in brackets its letters where they are others."""
    travels, letters = encoded(host), decoded(host)
    return travels if letters == travels else f"{travels} ({letters})"


def outlet_name(outlet: str | None, url: str | None) -> str | None:
    """By what an outlet is told from others: what it calls itself, but its host where that only looks like another's.

    So that a page under a disguised host is never counted as the outlet whose name it bears. None where nothing is known.
    """
    host = host_in(url)
    if host and deceives(host):
        return encoded(host)
    return outlet or None


def outlet_names(known: Sequence[tuple[str | None, str | None]]) -> list[str | None]:
    """`outlet_name` of several (outlet, address), where the hosts of one name that look alike tell their outlets apart too."""
    alike: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    hosts = [host_in(url) for _, url in known]
    for (outlet, _), host in zip(known, hosts, strict=True):
        if host:
            alike[outlet, looks(decoded(host))].add(encoded(host))
    out = []
    for (outlet, url), host in zip(known, hosts, strict=True):
        several = host and len(alike[outlet, looks(decoded(host))]) > 1
        out.append(f"{outlet} ({encoded(host)})" if several and outlet else outlet_name(outlet, url))
    return out


def told_by(documents: Sequence[Document]) -> dict[str, str]:
    """Who tells each article, by article id: its outlet, else its host, else itself; hosts that look alike are several tellers."""
    names = outlet_names([(d.outlet or host_in(d.article.url), d.article.url) for d in documents])
    return {d.id: name or d.id for d, name in zip(documents, names, strict=True)}


def look_alikes(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Groups of different hosts, or of names of outlets in letters of several alphabets, that a reader takes for one, in order."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for name in sorted(names):
        host = host_in(name)
        groups[looks(decoded(host) if host else name)].setdefault(encoded(host) if host else name.casefold(), name)
    return sorted(tuple(group.values()) for group in groups.values() if len(group) > 1 and any(map(_foreign, group.values())))


def _foreign(name: str) -> bool:
    """Whether a name is a host, or not of Arabic script alone: Arabic names are spelled in several ways that look alike."""
    return bool(host_in(name)) or any("a" <= c.lower() <= "z" or stands_in(c) for c in name)
