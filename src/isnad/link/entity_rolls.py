"""What linking names needs of an article: its names by form, their titles, and names that stand side by side for one bearer.

Small, so that the rolls of a whole stream fit in memory and in a store.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import msgspec

from isnad.lang.pack import Pack
from isnad.link.entity_names import Names
from isnad.model.document import Document
from isnad.model.findings import Mention, MentionType
from isnad.text.folding import fold_form

OPENERS, CLOSERS = '([\u00ab\u201c"', ')]\u00bb\u201d"'


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A name in one article."""

    key: str
    """What its forms share: `Form.key`."""
    type: MentionType
    """That of most of its mentions here."""
    texts: dict[str, int]
    """Forms as they stand, with how often."""
    roles: tuple[str, ...] = ()
    """Titles beside it, each once."""


class Roll(msgspec.Struct, frozen=True, array_like=True):
    """The names of an article."""

    article: str
    day: str | None
    names: tuple[Seen, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    """Keys of two names that the article gives as one: the second in brackets, or after words like "known as"."""


class Reader:
    """Makes rolls; compiled once a pack."""

    def __init__(self, pack: Pack, names: Names) -> None:
        self.names = names
        self.marks = tuple(pack.forms("name_rules", "kind", "alias-mark"))

    def key(self, text: str) -> str:
        """The key of a name, empty where nothing of it is a letter or digit."""
        return self.names.form(text).key

    def roll(self, document: Document) -> Roll:
        """The roll of a document with mentions."""
        held: dict[str, list[Mention]] = {}
        text = document.text
        for mention in document.mentions:
            if key := self.key(mention.span.of(text)):
                held.setdefault(key, []).append(mention)
        names = []
        for key, mentions in sorted(held.items()):
            types = Counter(m.type for m in mentions)
            roles = sorted({m.role.of(text) for m in mentions if m.role is not None})
            texts = dict(sorted(Counter(m.span.of(text) for m in mentions).items()))
            names.append(Seen(key, max(types, key=lambda t: (types[t], t)), texts, tuple(roles)))
        day = (document.publication.date or "")[:10] or None
        return Roll(document.id, day, tuple(names), self.aliases(document))

    def aliases(self, document: Document) -> tuple[tuple[str, str], ...]:
        """Pairs of neighbouring mentions of one type, the second in brackets or after a mark."""
        out = set()
        text = document.text
        ordered = sorted(document.mentions, key=lambda m: m.span)
        for a, b in pairwise(ordered):
            gap = text[a.span.end : b.span.start]
            if a.type != b.type or a.type == "place" or not 0 < len(gap) <= 24:
                continue
            after = text[b.span.end : b.span.end + 1]
            bare = gap.strip()
            bracket = len(bare) == 1 and bare in OPENERS[:2] and after in CLOSERS[:2] and after != ""
            if bracket or fold_form(bare.strip(OPENERS + CLOSERS)) in self.marks:
                pair = sorted((self.key(a.span.of(text)), self.key(b.span.of(text))))
                if all(pair) and pair[0] != pair[1]:
                    out.add((pair[0], pair[1]))
        return tuple(sorted(out))
