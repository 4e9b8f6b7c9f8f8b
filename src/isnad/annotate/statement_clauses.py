"""Statements whose content is no clause after an opener: objects of speech-act verbs, and clauses before an ascription."""

from __future__ import annotations

from collections.abc import Iterator

from isnad.annotate import statement_sources as sources
from isnad.annotate.statement_content import clause_end, trim_edges, trimmed
from isnad.annotate.statement_objects import end_of_definite, end_of_unnamed, own_act
from isnad.annotate.statement_subjects import is_said, leads_to
from isnad.annotate.statement_text import COMMAS, STOPS, Cue, View, told
from isnad.model.span import Span

Found = tuple[int, sources.Source | None, str]
Ascription = tuple[Cue, Span, sources.Source | None, str]
REACH = 20
LONGEST = 80
"""Tokens among which the phrase of an ascription ends."""
NEAR = 6
"""The same for verbs whose object must follow soon."""
BARRED = 3
"""Tokens after a verb among which a word stands that makes it no speech ("the court condemned", "unveiled his shirt")."""
QUOTED = 3
"""Words of a quotation that may be a name where a verb follows it without a comma."""
SHORTEST = 4
"""Characters of the shortest object."""
ADDRESSING = frozenset({"call", "request", "appeal"})
"""Acts whose verb has an object besides what follows its preposition: the one who is called on."""


def object_after(view: View, cue: Cue) -> Found | None:
    """The token at which the content of a speech act starts whose verb takes a preposition or a noun; its source; the rule."""
    prepositions = told(cue.takes, "prep:")
    noun = "noun" in cue.takes
    if not (prepositions or noun) or lacks_need(view, cue):
        return None
    if view.norm(cue.last) in view.words.resumptive and view.norm(cue.first - 1) in view.words.relative:
        return None  # "the truce that X announced": what is said stands before
    first = view.sentence(cue.first).first
    before = None
    if cue.kind == "verb" and not cue.joined:
        before = sources.ahead(view, first, cue.first) or sources.adjacent(view, cue.first)
    start, source = subject_and_object(view, cue, prepositions, before)
    if "evidence" in cue.takes and not shown_by_document(view, source):
        return None  # "the truth shows a …"
    if start is None or (source is None and cue.kind == "verb" and not cue.joined and cue.first > first):
        return None
    return start, source, f"{cue.kind}-{'preposition' if prepositions and view.norm(start - 1) in view.words.prep else 'object'}"


def shown_by_document(view: View, source: sources.Source | None) -> bool:
    """Whether data, a study or the like is what shows."""
    head = view.token_at(source.phrase.start) if source is not None else -1
    return bool({view.norm(head), view.bare(head), view.stripped(head)} & view.words.documents) if head >= 0 else False


def lacks_need(view: View, cue: Cue) -> bool:
    """Whether a verb speaks only beside a certain noun that does not follow here ("laid the blame on", "carried crates")."""
    needs, barred = told(cue.takes, "needs:"), told(cue.takes, "not:")
    if barred and (any(view.norm(i) in barred for i in range(cue.last, cue.last + BARRED)) or leads_to(view, cue, barred)):
        return True
    return bool(needs) and not any(need in view.norm(i) for i in range(cue.last, cue.last + REACH) for need in needs)


def object_content(view: View, start: int, cuts: list[int]) -> Span | None:
    """The object from its first token on, up to where something else begins."""
    end = clause_end(view, start, cuts)
    ends, without = view.words.meanwhile | view.words.ends_object, view.words.without
    end = next((at for at in range(start + 1, end) if view.norm(at) in ends), end)
    set_off = (at for at in range(start + 2, end) if view.is_mark(at - 1, COMMAS))
    end = next((at for at in set_off if view.norm(at) in without or view.norm(at + 1) in without), end)
    content = trimmed(view, start, end)
    return content if content is not None and content.size >= SHORTEST else None


def subject_and_object(
    view: View, cue: Cue, prepositions: tuple[str, ...], before: sources.Source | None
) -> tuple[int | None, sources.Source | None]:
    """Where the object starts, and the subject: before the verb, or between verb and object."""
    last = min(view.sentence(cue.first).last, cue.last + (NEAR if "near" in cue.takes else REACH))
    if before is not None and cue.takes >= {"to", "noun"} and cue.last < last and not opens_otherwise(view, cue.last, prepositions):
        return cue.last, before  # "X accuses Y of": Y belongs to what is said
    if "noun" in cue.takes and is_said(view, cue.last):
        return cue.last, before
    alone = "noun" in cue.takes and cue.kind == "verb" and before is None
    if alone and (split := sources.object_starts(view, cue.last, last) or own_act(view, cue.last, last)) is not None:
        return split, sources.after(view, cue.last, split)
    for at in range(cue.last, last):
        if view.is_mark(at, STOPS):
            break
        taken = by_preposition(view, at, prepositions)
        if taken is not None:
            if before is None and cue.takes >= {"to", "noun"} and cue.joined and cue.kind == "verb" and not cue.suffix:
                return cue.last, None  # "and accuses Y of": the one noun is the accused
            source = before or subject_between(view, cue, at)
            return addressed(view, cue, source, at) or taken, source
    if "noun" not in cue.takes:
        return None, None
    if before is not None or cue.kind == "participle":
        start = skip_told(view, cue.last, last)
        return (start, before) if not view.is_mark(start) else (None, None)
    told = what_follows(view, cue.last, last)
    if told is not None and told > cue.last:
        return told, sources.after(view, cue.last, told)
    subject = sources.after(view, cue.last, last)
    if subject is None:
        return None, None
    if cue.joined and bare_object(view, cue.last):
        return cue.last, None
    named = subject.span != subject.phrase or view.token_at(subject.span.start) in view.mentions
    definite = view.norm(cue.last).startswith(view.words.article)
    if not named and view.is_source_noun(cue.last):
        boundary = end_of_definite(view, cue.last, last) or end_of_unnamed(view, cue.last, last)
        if boundary is not None:
            phrase = view.span(cue.last, boundary)
            return boundary, sources.Source(phrase, phrase, boundary)
    at = skip_told(view, skip_circumstances(view, view.before(subject.span.end), last), last)
    set_off = view.is_mark(at - 1, COMMAS)
    return (at, subject) if (named or (definite and set_off)) and at < last and not view.is_mark(at) else (None, None)


def addressed(view: View, cue: Cue, source: sources.Source | None, at: int) -> int | None:
    """The token at which the one who is urged or accused stands, set off by a comma from the subject ("urged NAME, the people to …")."""
    if source is None or not cue.takes >= {"to", "noun"} or source.phrase.start < cue.span.end:
        return None
    first = view.before(source.phrase.end)
    set_off = view.is_mark(first, COMMAS) and first + 1 < at
    return first + 1 if set_off and view.norm(first + 1).startswith(view.words.article) else None


def subject_between(view: View, cue: Cue, at: int) -> sources.Source | None:
    """Who speaks, between a verb and the preposition of its object."""
    if at <= cue.last or cue.kind != "verb":
        return None
    split = sources.object_starts(view, cue.last, at) if cue.row["act"] in ADDRESSING else None
    found = sources.after(view, cue.last, split or at)
    return found if found is not None and speaks(view, cue, at) else None


def opens_otherwise(view: View, at: int, prepositions: tuple[str, ...]) -> bool:
    """Whether no object stands at a token: a mark, an adverbial, or the preposition itself."""
    return view.is_mark(at) or sources.opens_circumstance(view, at) or by_preposition(view, at, prepositions) is not None


def bare_object(view: View, token: int) -> bool:
    """Whether an indefinite noun that governs another opens here, and cannot be who speaks: the subject is left out."""
    norm, article = view.norm(token), view.words.article
    if norm.startswith(article) or view.in_mention(token) or view.is_source_noun(token) or view.is_mark(token):
        return False
    after = view.norm(token + 1)
    opens = after.startswith(article) or after in view.words.that or norm in view.words.object_noun
    return opens and token + 1 not in view.mentions and not view.is_mark(token + 1)


def skip_circumstances(view: View, at: int, last: int) -> int:
    """The token after commas and the adverbials set off by them ("…, on Tuesday, …")."""
    while at < last and (view.is_mark(at, COMMAS) or sources.opens_circumstance(view, at)):
        if not view.is_mark(at, COMMAS):
            end = next((i for i in range(at, min(at + 8, last)) if view.is_mark(i, COMMAS)), None)
            if end is None:
                return at
            at = end
        at += 1
    return at


def what_follows(view: View, first: int, last: int) -> int | None:
    """The token of a "what" whose clause is the object ("denied what … announced")."""
    for at in range(first, last):
        if view.norm(at) in view.words.that_what and view.norm(at + 1) not in view.words.before:
            return at
        if view.is_mark(at, STOPS):
            return None
    return None


def skip_told(view: View, at: int, last: int) -> int:
    """The token after an outlet to which something is told, and after words of manner ("strongly"), before an object."""
    while at < last:
        name = view.mentions.get(at)
        if view.norm(at) in view.words.manner:
            at += 1
        elif name is not None and name.span.start > view.tokens[at].start and view.norm(at).startswith(view.words.to):
            at = view.before(name.span.end)
        else:
            return at
    return at


def speaks(view: View, cue: Cue, last: int) -> bool:
    """Whether a phrase between verb and object can be its subject: it holds a name or a noun of offices and bodies."""
    first = cue.last
    if view.mentions_in(first, last) or view.norm(first) in view.words.quantifier:
        return True
    opens = not cue.joined and cue.first == view.sentence(cue.first).first  # "and requests help from": the subject is left out
    opens = opens or not cue.takes & {"noun", "to"}
    if opens and last - first <= 2 and all(view.norm(i).startswith(view.words.article) for i in range(first, last)):
        return True  # nothing but definite words stands between verb and object: its subject
    return any(view.is_source_noun(i) for i in range(first, last))


def by_preposition(view: View, at: int, prepositions: tuple[str, ...]) -> int | None:
    """The token at which an object after one of the prepositions starts, if the preposition stands at `at` and is the verb's own."""
    norm = view.norm(at)
    for folded in prepositions:
        if norm == folded:
            return at + 1 if view.norm(at + 1) not in view.words.that and not governed(view, at) else None
        if len(folded) == 1 and norm.startswith(folded) and len(norm) > 2 and at not in view.mentions and not small(view, at):
            part = norm.startswith(view.words.to * 2) and sources.inside_mention(view, at)  # "the high council for the …"
            return at if not part and not governed(view, at) else None
    return None


def governed(view: View, token: int) -> bool:
    """Whether a preposition belongs to the participle before it ("the report issued by …")."""
    return view.norm(token - 1) in view.words.governing


def small(view: View, token: int) -> bool:
    """Whether a token is a small word that only begins like a noun with a preposition written to it ("after", "between")."""
    norm, words = view.norm(token), view.words
    return norm in words.before or norm in words.circumstance or norm in words.that or norm in words.resumptive or norm in words.manner


class Ascriber:
    """Finds what is ascribed to someone by a word after (or before) it."""

    def __init__(self, view: View, cues: list[Cue], used: set[int]) -> None:
        self.view, self.cues, self.used = view, cues, used
        self.verbs = {c.first: c for c in cues if c.kind == "verb"}
        self.handed: list[tuple[Span, Span]] = []
        """(content, who handed it on) of ascriptions set between another's reporting word and its content."""
        self.opened: list[tuple[int, Span]] = []
        """Contents found so far, with the token of their cue."""

    def ascriptions(self, contents: list[tuple[int, Span]]) -> Iterator[Ascription]:
        """(cue, content, source, rule) of each ascription; `contents` are those already found."""
        known = [c for _, c in contents]
        self.opened = contents
        before: tuple[Cue, Span] | None = None
        for cue in self.cues:
            if cue.kind == "ascription" and cue.first not in self.used:
                found = self.phrase(cue, known)
            elif cue.kind == "as-verb":
                found = self.as_verb(cue, known)
            elif cue.kind == "verb" and cue.first not in self.used:
                found = self.after_quote(cue)
            else:
                found = None
            if found is not None:
                if before is not None and self.follows(before[0], cue, found[1]):
                    found = (found[0], before[1], *found[2:])
                before = (cue, found[1])
                yield found

    def follows(self, earlier: Cue, cue: Cue, content: Span) -> bool:
        """Whether all that stands before an ascription is another one ("…, as X reported, quoting Y"): both are of one content."""
        return self.view.sentence(earlier.first) == self.view.sentence(cue.first) and content.start >= earlier.span.start

    def phrase(self, cue: Cue, known: list[Span]) -> Ascription | None:
        """According to X, …  and  …, according to X."""
        view = self.view
        sentence = view.sentence(cue.first)
        end, farthest = cue.last, min(sentence.last, cue.last + LONGEST)
        while end < farthest and not view.is_mark(end, COMMAS + STOPS + ":") and not self.resumes(end):
            end += 1
        # "wafqan li-l-…": here the preposition belongs to the ascription and opens no circumstance.
        source = sources.after(view, cue.last, end, governed=True) or sources.best(view, cue.last, sources.phrase_end(view, cue.last, end))
        if cue.suffix:
            source, end = None, cue.last  # "according to him"
        if source is None:
            return self.of_left_out(cue, known) if cue.suffix else None
        named = [m for m in view.mentions_in(cue.last, end) if m.span.overlaps(source.span)]
        if named and self.leads(cue, sentence.first) and not view.is_mark(end, COMMAS):
            end = view.before(named[0].span.end)
        inserted = self.inserted(cue.first) if "through" in cue.takes else None
        if inserted is not None:
            self.handed.append((inserted, source.span))
            return None  # "X said, through his spokesman, that"
        if self.leads(cue, sentence.first):
            start = end
            while start < sentence.last and ((view.is_mark(start) and start not in view.quotes) or self.resumes(start)):
                start += 1
            content = trimmed(view, start, clause_end(view, start, [])) if start < sentence.last else None
        else:
            content = self.clause_before(cue.first, known)
        return (cue, content, source, "ascription") if content is not None else None

    def of_left_out(self, cue: Cue, known: list[Span]) -> Ascription | None:
        """…, according to him."""
        content = None if self.leads(cue, self.view.sentence(cue.first).first) else self.clause_before(cue.first, known)
        return (cue, content, None, "ascription-pronoun") if content is not None else None

    def leads(self, cue: Cue, first: int) -> bool:
        """Whether an ascription stands before its clause: first in the sentence, or right after a complementizer."""
        return cue.first - first <= 1 or self.view.norm(cue.first - 1) in self.view.words.that

    def resumes(self, token: int) -> bool:
        """Whether the main clause begins here ("fa-inna", "fa-qad")."""
        norm, words = self.view.norm(token), self.view.words
        return len(norm) > 2 and norm[0] in words.conjunctions and (norm[1:] in words.that or norm[1:] in words.sofar)

    def as_verb(self, cue: Cue, known: list[Span]) -> Ascription | None:
        """…, as X said, and  as X said, …: the verb is the cue; without a subject it is the one who spoke before."""
        verb = self.verbs.get(cue.last) or self.verbs.get(cue.last + 1)
        if verb is None or verb.first in self.used:
            return None
        view = self.view
        end = min(view.sentence(verb.first).last, verb.last + REACH)
        source = None if self.closes(verb.last) else sources.after(view, verb.last, end)
        inserted = self.inserted(cue.first)
        if inserted is not None:
            self.handed += [(inserted, source.span)] if source is not None else []
            return None  # "X said, as Y reported, that …"
        if self.leads(cue, view.sentence(cue.first).first) and self.says_what(cue):
            content = self.clause_after(verb.last if source is None else view.before(source.phrase.end), verb)
        else:
            content = self.clause_before(cue.first, known)
        if not self.says_what(cue) and source is not None and not self.closes(view.before(source.phrase.end)):
            return None  # "as also X announced …": an object of its own follows
        silent = source is None and (verb.suffix or not self.closes(verb.last))
        return (verb, content, source, "as-verb") if content is not None and not silent else None

    def says_what(self, cue: Cue) -> bool:
        """Whether the word before the verb is "according to what", not a bare "as", which also compares."""
        return self.view.norm(cue.last - 1) not in self.view.words.other_that

    def closes(self, token: int) -> bool:
        """Whether the clause of an ascription ends at a token: at a mark, or where the main clause resumes."""
        return self.view.is_mark(token, COMMAS + STOPS) or self.resumes(token)

    def clause_after(self, at: int, verb: Cue) -> Span | None:
        """The main clause after an ascription that leads: behind its comma, or from where it resumes."""
        view = self.view
        last = view.sentence(verb.first).last
        start = next((i for i in range(at, min(last, at + REACH)) if view.is_mark(i, COMMAS) or self.resumes(i)), None)
        if start is None:
            return None
        while start < last and ((view.is_mark(start) and start not in view.quotes) or self.resumes(start)):
            start += 1
        return trimmed(view, start, clause_end(view, start, [])) if start < last else None

    def after_quote(self, cue: Cue) -> Ascription | None:
        """«…», said X."""
        view = self.view
        at = cue.first - 1
        while at > 0 and view.is_mark(at, COMMAS) and at not in view.closes:
            at -= 1
        quote = view.closes.get(at)
        if quote is None or "quote" not in cue.takes or cue.joined:
            return None
        words = view.before(quote.inner.end) - view.before(quote.inner.start)
        if words <= QUOTED and at == cue.first - 1 and not cue.joined:
            return None  # "the club “NAME” says": a name
        content = trim_edges(view.text, quote.inner, stops=True)
        source = sources.after(view, cue.last, min(view.sentence(cue.first).last, cue.last + REACH))
        return (cue, content, source, "quote-verb") if content is not None and source is not None else None

    def inserted(self, cue: int) -> Span | None:
        """The content around which an ascription at a token is set: its reporting word before it, itself after it."""
        view = self.view
        sentence, offset = view.sentence(cue), view.tokens[cue].start
        around = (c for at, c in self.opened if sentence.first <= at < cue and offset < c.start < sentence.end)
        return next(around, None)

    def clause_before(self, cue: int, known: list[Span]) -> Span | None:
        """The clause that ends before a token: a content that ends there, else the sentence's beginning up to there."""
        view = self.view
        sentence = view.sentence(cue)
        inserted = self.inserted(cue)
        if inserted is not None:
            return inserted  # "X said, according to Y, that …"
        end = cue
        while end > sentence.first and view.is_mark(end - 1, COMMAS) and end - 1 not in view.closes:
            end -= 1
        if end <= sentence.first:
            return None
        offset = view.tokens[end - 1].end
        here = [c for c in known if sentence.start <= c.start and offset - 3 <= c.end <= offset]
        if here:
            return min(here, key=lambda c: c.size)
        inside = [view.before(c.end) for c in known if sentence.start <= c.start and c.end < offset]
        return trimmed(view, max([sentence.first, *inside]), end)
