"""The citation gate: no sentence leaves without the spans it stands on, checked mechanically.

A sentence passes when it has evidence, every span lies inside its article, and every word and number of it stands in that
evidence, but for the words of a closed list of templates. What the gate refuses is returned, never silently lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from isnad.model.account import BriefSentence
from isnad.model.text import Kind
from isnad.text.folding import fold
from isnad.text.tokens import tokenize


class Verdict(msgspec.Struct, frozen=True):
    """Whether a sentence may leave; `reason` is empty if it may."""

    sentence: BriefSentence
    reason: str
    """`no-evidence`, `unknown-article`, `span-outside`, `unsupported`."""
    words: tuple[str, ...] = ()
    """Words that no evidence holds."""

    @property
    def passed(self) -> bool:
        """Whether the sentence may leave."""
        return not self.reason


def content_words(text: str) -> list[str]:
    """Folded words and numbers of a text, in order."""
    return [t.norm for t in tokenize(fold(text)) if t.kind != Kind.PUNCTUATION]


def check(sentence: BriefSentence, texts: Mapping[str, str], free: frozenset[str]) -> Verdict:
    """Check one sentence against the article texts; `free` holds the folded words of the templates, never numbers."""
    if not sentence.evidence:
        return Verdict(sentence, "no-evidence")
    held: set[str] = set()
    for place in sentence.evidence:
        text = texts.get(place.article)
        if text is None:
            return Verdict(sentence, "unknown-article")
        if not 0 <= place.span.start < place.span.end <= len(text):
            return Verdict(sentence, "span-outside")
        held.update(content_words(place.span.of(text)))
    missing = tuple(w for w in content_words(sentence.text) if w not in held and (w not in free or w[0].isdigit()))
    return Verdict(sentence, "unsupported", missing) if missing else Verdict(sentence, "")


def gate(
    sentences: Iterable[BriefSentence], texts: Mapping[str, str], free: frozenset[str]
) -> tuple[tuple[BriefSentence, ...], tuple[Verdict, ...]]:
    """The sentences that may leave, in order, and the verdicts on the others."""
    verdicts = [check(s, texts, free) for s in sentences]
    return tuple(v.sentence for v in verdicts if v.passed), tuple(v for v in verdicts if not v.passed)
