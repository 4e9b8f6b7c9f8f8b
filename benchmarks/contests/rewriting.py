"""Rewrites with a known truth: an article copied, retyped, edited, cut, put in another order, or a passage of it set into another.

Every word of a rewrite knows which word of its origin it is, so that both copies and their alignment can be judged. The edits are
made by chance with a seed: the same articles give the same rewrites.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import msgspec

from benchmarks.contests.news import Record

NEW, CHANGED = -1, -2
"""Origin of a word that is the rewriter's own, and of one that was put for another."""
LIGHT, HEAVY = 0.03, 0.1
"""Share of the words that are changed, left out or put in."""
PASSAGE = (30, 70)
"""Words of a passage that is set into another article."""
SHORTEST, LONGEST = 120, 600
"""Words of an article that is taken for an origin."""
RUN, SHARED = 4, 5
"""No two origins share more than so many different runs of so many words: what is found between them is found wrongly."""
_SPELLING = str.maketrans("\u0623\u0625\u0649\u0629", "\u0627\u0627\u064a\u0647")
"""Alef with hamza to bare alef, alef maqsura to ya, ta marbuta to ha."""

Paragraphs = list[list[str]]
Traced = list[list[tuple[str, int]]]


class Rewrite(msgspec.Struct, frozen=True):
    """A rewritten text; `origin` gives for each of its words the number of the word that it comes from, `NEW` or `CHANGED`."""

    text: str
    kind: str
    origin: tuple[int, ...]


def paragraphs(text: str) -> Paragraphs:
    """A text as paragraphs of words; one of a single paragraph is cut into three, so that there is something to put in order."""
    found = [line.split() for line in text.split("\n") if line.strip()]
    if len(found) < 3:
        words = [w for line in found for w in line]
        third = max(1, len(words) // 3)
        found = [p for p in (words[:third], words[third : 2 * third], words[2 * third :]) if p]
    return found


def origins(records: Sequence[Record], most: int) -> list[str]:
    """Texts of articles that have next to nothing in common, in the form that rewrites are made of."""
    kept: list[str] = []
    holders: dict[tuple[str, ...], list[int]] = {}
    for record in records:
        parts = paragraphs(record["text"])
        words = [w for p in parts for w in p]
        if not SHORTEST <= len(words) <= LONGEST:
            continue
        plain = re.findall(r"\w+", " ".join(words).translate(_SPELLING))
        runs = {tuple(plain[n : n + RUN]) for n in range(len(plain) - RUN + 1)}
        shared: dict[int, int] = {}
        for run in runs:
            for number in holders.get(run, ()):
                shared[number] = shared.get(number, 0) + 1
        if max(shared.values(), default=0) > SHARED:
            continue
        for run in runs:
            holders.setdefault(run, []).append(len(kept))
        kept.append(joined(parts))
        if len(kept) == most:
            break
    return kept


def joined(parts: Sequence[Sequence[str]]) -> str:
    """Paragraphs as a text, one a line."""
    return "\n".join(" ".join(p) for p in parts)


class Rewriter:
    """Rewrites texts; new words are taken from all of them."""

    def __init__(self, texts: Sequence[str], seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.words = sorted({w for text in texts for w in text.split()})

    def rewrite(self, text: str, kind: str, host: str = "") -> Rewrite:
        """A text rewritten in a way of `KINDS`; `host` is the article that a passage is set into."""
        traced = self.traced(text)
        made = self.inserted(traced, host) if kind == "passage" else self.whole(traced, kind)
        flat = [pair for paragraph in made for pair in paragraph]
        return Rewrite(joined([[w for w, _ in p] for p in made]), kind, tuple(origin for _, origin in flat))

    def traced(self, text: str) -> Traced:
        """The words of each paragraph with their numbers."""
        number, out = 0, []
        for line in text.split("\n"):
            words = line.split()
            out.append([(word, number + n) for n, word in enumerate(words)])
            number += len(words)
        return out

    def whole(self, parts: Traced, kind: str) -> Traced:
        """A rewrite of the whole text."""
        if kind == "retyped":
            return [[(w.translate(_SPELLING), n) for w, n in p] for p in parts]
        if kind in ("light", "heavy"):
            return [self.edited(p, LIGHT if kind == "light" else HEAVY) for p in parts]
        if kind == "cut":
            return parts[: max(1, (len(parts) + 1) // 2)]
        if kind == "moved":
            at = self.chance.randint(1, len(parts) - 1)
            return parts[at:] + parts[:at]
        return parts

    def edited(self, words: Sequence[tuple[str, int]], share: float) -> list[tuple[str, int]]:
        """Words with some left out, put in or exchanged for others."""
        out: list[tuple[str, int]] = []
        for word, number in words:
            edit = self.chance.choice(("out", "in", "other")) if self.chance.random() < share else ""
            if edit == "in":
                out.append((self.chance.choice(self.words), NEW))
            if edit != "out":
                out.append((self.chance.choice(self.words), CHANGED) if edit == "other" else (word, number))
        return out

    def inserted(self, parts: Traced, host: str) -> Traced:
        """A passage of the text as a paragraph of another."""
        words = [pair for p in parts for pair in p]
        size = self.chance.randint(*PASSAGE)
        at = self.chance.randint(0, len(words) - size)
        other: Traced = [[(w, NEW) for w in line.split()] for line in host.split("\n")]
        other.insert(self.chance.randint(1, len(other)), words[at : at + size])
        return other


KINDS = ("copied", "retyped", "light", "heavy", "moved", "cut", "passage")
"""As it is; in another spelling; 3 and 10 of 100 words edited; paragraphs in another order; the first half; a passage elsewhere."""
