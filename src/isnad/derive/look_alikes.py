"""Outlets of an account that a reader could take for one another: told as issues, never counted as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from isnad.model.document import Document
from isnad.model.outcome import Issue
from isnad.text.hosts import host_in, host_words, look_alikes
from isnad.text.spoofing import spelled_out


def look_alike_outlets(documents: Sequence[Document]) -> tuple[Issue, ...]:
    """One issue for each group of hosts or outlets that look alike, at the first article of the one least heard of."""
    holders: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        for name in {document.outlet or "", host_in(document.article.url)} - {""}:
            holders[name].append(document.path)
    issues = []
    for group in look_alikes(list(holders)):
        rarest = min(group, key=lambda name: (len(holders[name]), name))
        told = " ≈ ".join(spelled_out(host_words(name) if host_in(name) else name) for name in group)
        issues.append(Issue(path=min(holders[rarest]), code="look-alike-outlets", detail=told))
    return tuple(issues)
