"""What looks like something else in an article as read: in its text, in what its outlet calls itself, in its host."""

from __future__ import annotations

from collections import defaultdict

from isnad.model.article import Article
from isnad.model.outcome import Issue
from isnad.model.span import Span
from isnad.text.hosts import deceives, host_in, host_words
from isnad.text.spoofing import Odd, oddities, spelled_out

CODES = {"turning": "turned-text", "hidden": "hidden-characters", "other-letter": "look-alike-letters"}
"""The kind of an odd character to the issue that tells of it."""
NAMED = 4
"""Different characters that an issue names."""


def spoof_issues(article: Article) -> tuple[Issue, ...]:
    """One issue for each kind of odd character in the text, bound to the first place; one each for outlet and host."""
    issues = [_found(article, odd) for odd in _by_kind(article.text)]
    issues += [
        Issue(path=article.path, code=CODES[odd[0].kind], detail=f"outlet: {spelled_out(article.outlet or '')[:120]}")
        for odd in _by_kind(article.outlet or "")
    ]
    # An outlet that no metadata names is often known by the host alone.
    for host in dict.fromkeys((host_in(article.url), host_in(article.outlet))):
        if host and deceives(host):
            issues.append(Issue(path=article.path, code="deceptive-host", detail=spelled_out(host_words(host))))
    return tuple(issues)


def _by_kind(text: str) -> list[list[Odd]]:
    kinds: dict[str, list[Odd]] = defaultdict(list)
    for odd in oddities(text):
        kinds[odd.kind].append(odd)
    return list(kinds.values())


def _found(article: Article, odd: list[Odd]) -> Issue:
    """Odd characters of one kind: how many, which, and where the first stands."""
    codes = list(dict.fromkeys(o.code for o in odd))
    named = " ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
    place = Span(odd[0].at, odd[0].at + 1)
    return Issue(path=article.path, code=CODES[odd[0].kind], detail=f"{len(odd)} places: {named}", span=place)
