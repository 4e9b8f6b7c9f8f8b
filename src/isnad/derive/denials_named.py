"""Denials that hold what they deny in their own sentence.

Four ways: the verb names the claim ("denied the reports that …"); a pronoun points back at what the sentence told before
("…, which the ministry denied"); the claim is called untrue after it is told ("what is said of … is not true"); and before
("there is no truth in …").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from isnad.derive.tellings import days_apart
from isnad.lang.pack import Pack
from isnad.lang.terms import Terms, likeness, term_reader, to_clause_end
from isnad.model.account import Conflict, Evidence, Links
from isnad.model.document import Document
from isnad.model.span import Span, trim
from isnad.model.text import Kind, Token
from isnad.text.stems import known_form

SAME = 0.55
"""Likeness of two denied claims of one day from which on they are one."""
FEWEST = 2
"""Fewest terms of a denied claim."""
NAMED = 14
"""Tokens after the verb within which the denied claim is named, and before "not true"."""
REJECTED = 5
"""The same for "rejected", which has other objects too."""
BACK = 9
"""Tokens before a verb that points back within which its own clause begins."""
NEAR = 2
"""Days within which like denials are one."""
LONGEST, SHORTEST = 160, 12
"""Characters of what is denied."""
QUOTES = '\u00ab\u201c"\u201e'
KINDS = (
    "deny", "deny-it", "reject", "that", "claim", "charge", "claimed", "or", "report", "of-what", "what", "but", "relative",
    "truth", "true", "no-truth", "untrue", "naked", "comment",
)  # fmt: skip
"""Kinds of words that are looked for."""


class NamedDenials:
    """Denials that hold what they deny in their own sentence; compiled once a pack."""

    def __init__(self, pack: Pack) -> None:
        self.words = {k: pack.forms("conflict_words", "kind", k) for k in KINDS}
        self.affixes, self.terms = pack.affixes, term_reader(pack)
        self.denying = self.words["deny"] | self.words["deny-it"] | self.words["reject"]
        self.naming = self.words["claim"] | self.words["report"] | self.words["charge"]

    def find(self, documents: Sequence[Document], links: Links) -> Iterator[Conflict]:
        """One conflict for each claim that is denied, by its fullest telling in a text."""
        found = [(d, *pair) for d in documents for pair in self.of_document(d)]
        found.sort(key=lambda f: (in_title(f[0], f[1]), f[0].publication.date or "9999", -f[1].size, f[0].path))
        shown: list[tuple[str, Terms]] = []
        for document, claim, denial in found:
            terms = self.terms.read(document, links.mention_entity).inside(claim)
            day = (document.publication.date or "")[:10]
            if len(terms) >= FEWEST and all(not near(day, other_day) or likeness(terms, other, {}) < SAME for other_day, other in shown):
                shown.append((day, terms))
                yield named_denial(document, claim, denial)

    def of_document(self, document: Document) -> Iterator[tuple[Span, Span]]:
        """(what is denied, who denies it) within sentences of the document."""
        for sentence in document.sentences:
            if not any(p.covers(sentence.span) for p in document.analysed):
                continue
            tokens = document.tokens[sentence.first : sentence.last]
            for at in range(len(tokens)):
                pair = self.at(document, sentence.span, tokens, at)
                if pair is not None:
                    yield pair

    def at(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int) -> tuple[Span, Span] | None:
        """The claim and its denial where a word of denial stands."""
        norm, before = tokens[at].norm, tokens[at - 1].norm if at else ""
        if norm in self.words["true"] and before in self.words["untrue"]:
            return self.untrue(document, sentence, tokens, at - 1, at)
        if norm in self.words["naked"]:
            end = next((n for n in range(at + 1, min(at + 4, len(tokens))) if tokens[n].norm in self.words["truth"]), None)
            first = at - 1 if before in self.words["no-truth"] else at
            return self.untrue(document, sentence, tokens, first, end) if end is not None else None
        if norm in self.words["truth"] and before in self.words["no-truth"]:
            return self.no_truth(document, sentence, tokens, at)
        word = self.bare(norm)
        if word not in self.denying or any(t.norm in self.words["or"] for t in tokens[max(0, at - 2) : at]):
            return None
        if document.text[max(0, tokens[at].start - 1)] in QUOTES:
            return None  # The title of a book, a word that is spoken of.
        suffixed = word in self.words["deny-it"]
        if suffixed or (word not in self.words["reject"] and self.points(tokens, at)):
            return self.before_it(document, sentence, tokens, at)
        after = self.rejected if word in self.words["reject"] else self.after_it
        return after(document, sentence, tokens, at)

    def bare(self, norm: str) -> str:
        """A folded word without its conjunction, or the relative word that a lost space ties to it.

        Verbs take no other particle without another meaning ("in order to deny").
        """
        if norm[:1] in self.affixes.conjunctions and norm[1:] in self.denying:
            return norm[1:]
        tied = next((w for w in self.words["relative"] if norm.startswith(w) and norm[len(w) :] in self.words["deny-it"]), "")
        return norm[len(tied) :]

    def points(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the object of the verb is a pronoun that points back."""
        return any(t.norm in self.words["that"] for t in tokens[at + 1 : at + 2])

    def after_it(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int) -> tuple[Span, Span] | None:
        """The claim that the denial names, from its noun to the end of the clause."""
        window = tokens[at + 1 : at + NAMED + 2]
        for number, token in enumerate(window[:-1]):
            if self.names(token.norm, [t.norm for t in window[number + 1 : number + 3]]):
                return claim_at(document, sentence, tokens[at], token)
        return None

    def rejected(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int) -> tuple[Span, Span] | None:
        """The charges that are rejected; who refuses to speak of them rejects nothing."""
        for number, token in enumerate(tokens[at + 1 : at + REJECTED + 1], at + 2):
            if token.norm in self.words["comment"]:
                return None
            said = token.norm in self.words["what"] and any(t.norm in self.words["claimed"] for t in tokens[number : number + 1])
            if said or known_form(token.norm, self.affixes, self.words["charge"]) in self.words["charge"]:
                return claim_at(document, sentence, tokens[at], token)
        return None

    def names(self, norm: str, following: Sequence[str]) -> bool:
        """Whether a word names a claim: by itself, with what it is about after it, or as "what was announced"."""
        if norm in self.words["what"]:
            return any(w in self.words["claimed"] for w in following[:1])
        word = known_form(norm, self.affixes, self.naming)
        named = word in self.words["claim"] | self.words["charge"]
        return named or (word in self.words["report"] and any(w in self.words["of-what"] for w in following[:1]))

    def untrue(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int, end: int) -> tuple[Span, Span] | None:
        """A claim that is told and then called untrue, by the tokens from `at` to `end`."""
        for number in range(max(0, at - NAMED), at):
            following = [t.norm for t in tokens[number + 1 : number + 3]]
            if self.names(tokens[number].norm, following):
                claim = trim(document.text, Span(tokens[number].start, tokens[at].start))
                return (claim, Span(tokens[at].start, tokens[end].end)) if claim.size >= SHORTEST else None
        return None

    def no_truth(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int) -> tuple[Span, Span] | None:
        """A claim that is said to have no truth in it."""
        if at + 1 >= len(tokens) or not self.spoken_of(tokens[at + 1].norm, [t.norm for t in tokens[at + 2 : at + 4]]):
            return None
        claim = to_clause_end(document, tokens[at + 1].span, min(sentence.end, tokens[at + 1].start + LONGEST))
        return (claim, Span(tokens[at - 1].start, tokens[at].end)) if claim.size >= SHORTEST else None

    def spoken_of(self, norm: str, following: Sequence[str]) -> bool:
        """Whether a word after "no truth" is what is said: a noun of reports, "what was announced", or anything after "in"."""
        noun = known_form(norm, self.affixes, self.naming)
        return norm.startswith(self.affixes.swallowing) or noun in self.naming or self.names(norm, following)

    def before_it(self, document: Document, sentence: Span, tokens: Sequence[Token], at: int) -> tuple[Span, Span] | None:
        """What the sentence told before a denial that points back at it; the denial begins with its own clause."""
        own = [n for n in range(max(0, at - BACK), at + 1) if tokens[n].norm in self.words["but"] or tokens[n].kind == Kind.PUNCTUATION]
        first = own[-1] if own else max(0, at - 3)
        first += tokens[first].kind == Kind.PUNCTUATION and first < at
        end = tokens[first].start
        start = max(sentence.start, end - LONGEST)
        while sentence.start < start < end and not document.text[start - 1].isspace():
            start += 1
        claim = trim(document.text, Span(start, max(start, end)))
        denial = Span(tokens[first].start, tokens[min(at + 3, len(tokens) - 1)].end)
        return (claim, denial) if claim.size >= SHORTEST else None


def claim_at(document: Document, sentence: Span, denial: Token, noun: Token) -> tuple[Span, Span] | None:
    """The claim from its noun to the end of the clause, and the denial before it; None where hardly anything is claimed."""
    claim = to_clause_end(document, noun.span, min(sentence.end, noun.start + LONGEST))
    return (claim, Span(denial.start, max(denial.end, noun.start - 1))) if claim.size >= SHORTEST else None


def near(day: str, other: str) -> bool:
    """Whether two publication days, if known, lie so near that one denial may be told on both."""
    return not (day and other) or days_apart(day, other) <= NEAR


def in_title(document: Document, span: Span) -> bool:
    """Whether a span stands in the headline."""
    return document.layout.title is not None and document.layout.title.covers(span)


def named_denial(document: Document, claim: Span, denial: Span) -> Conflict:
    """A claim and its denial in one sentence."""
    return Conflict(
        kind="denial", about=" ".join(claim.of(document.text).split()[:12]), relation="contradiction",
        a=Evidence(document.id, claim), b=Evidence(document.id, denial), why="denied-here",
        details={"who": denial.of(document.text)}, by="conflicts@2:denial named",
    )  # fmt: skip
