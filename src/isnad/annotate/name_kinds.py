"""What kind of source a name is: by its title, by the body that the title names, by what the document says of it elsewhere,
and where nothing says it by a guess from the words around (`name_guess`).

A title such as minister or coach says it alone; director, spokesman or member say only that somebody speaks for a body,
and then the body says it. What is told once of a name holds for the same name all over the document.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import msgspec

from isnad.annotate.name_guess import FAR, features_of
from isnad.annotate.name_words import Found, Words
from isnad.model.document import Document
from isnad.model.findings import Mention
from isnad.text.folding import fold_form

Part = tuple[int, int]
MOST = 4
"""Mentions of a name that a guess asks."""
PERSONS_OF = {"company": "business", "academic": "academic", "medical": "academic", "agency": "media"}
"""Kinds of persons who speak for a kind of body, where they are called otherwise."""


def kinds(document: Document, mentions: Sequence[Mention], found: Sequence[Found], parts: Sequence[Part], words: Words) -> list[Mention]:
    """The mentions with the kind of source, where it can be told; `found` and `parts` are theirs: tokens, and the sentence's tokens."""
    told = [_told(document, mention, mentions, words) for mention in mentions]
    keys: list[tuple[str, str]] = [(m.type, document.tokens[name.last - 1].norm) for m, name in zip(told, found, strict=True)]
    votes: dict[tuple[str, str], Counter[str]] = {}
    untold: dict[tuple[str, str], list[int]] = {}
    for number, (key, mention) in enumerate(zip(keys, told, strict=True)):
        if mention.type == "place":
            continue
        if mention.fine:
            votes.setdefault(key, Counter())[mention.fine] += 1
        else:
            untold.setdefault(key, []).append(number)
    for key, numbers in untold.items():
        kind = _voted(votes[key]) if key in votes else _guessed(document, key[0], [(found[i], parts[i]) for i in numbers[:MOST]], words)
        for number in numbers if kind else ():
            told[number] = msgspec.structs.replace(told[number], fine=kind)
    return told


def _voted(votes: Counter[str]) -> str:
    return min(votes, key=lambda kind: (-votes[kind], kind))


def _guessed(document: Document, type_: str, places: Sequence[tuple[Found, Part]], words: Words) -> str | None:
    rows = []
    for name, (first, last) in places:
        start = max(first, name.first - FAR)
        norms = [t.norm for t in document.tokens[start : min(last, name.last + FAR)]]
        rows.append(features_of(norms, name.first - start, name.last - start, words.lexicon))
    return words.guesses.kind(type_, rows)


def _told(document: Document, mention: Mention, others: Sequence[Mention], words: Words) -> Mention:
    if mention.type != "person" or mention.role is None or mention.fine not in (None, "politician"):
        return mention
    folded = fold_form(mention.role.of(document.text)).split()
    if not folded or not words.general(folded[0]):
        return mention
    role = mention.role
    first = bisect_left(others, role.start, key=lambda o: o.span.start)
    inside = itertools.takewhile(lambda o: o.span.start < role.end, itertools.islice(others, first, None))
    bodies = [o.fine for o in inside if o.type == "organization" and o.fine and o.span.end <= role.end]
    heads = [head[1] for word in folded[1:] if (head := words.head(word))]
    for kind in (*bodies, *heads):
        return msgspec.structs.replace(mention, fine=PERSONS_OF.get(kind, kind))
    return mention
