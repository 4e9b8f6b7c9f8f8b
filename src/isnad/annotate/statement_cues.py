"""Reporting words and what opens the content after them: complementizer, quotation, colon, preposition, noun."""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

from isnad.annotate.statement_text import COMMAS, STOPS, Cue, View, takes_of, told
from isnad.lang.pack import Row, Table
from isnad.model.document import Document
from isnad.model.span import Union
from isnad.model.text import Hit, Quote

_VOWELS = re.compile("[\u064b-\u0652\u0640]")
ALEF, ALEF_HAMZA = "\u0627", "\u0623"
REACH = 44
"""Tokens between a reporting word and what opens its content."""
NEAR = 6
"""The same for verbs that report only when their content follows soon ("went on")."""
NOUN = 3
"""Tokens of a source without a name ("a security source")."""
NAME = 4
"""Tokens of a quotation that may be a name (a newspaper's title) rather than speech."""


class Opening(msgspec.Struct, frozen=True):
    """What opens a content: tokens `[first, last)` of the opener; the content starts at token `last`."""

    kind: str
    """`that`, `quote`, `colon`, `prep`, `noun`."""
    first: int
    last: int
    quote: Quote | None = None


def find_cues(document: Document, view: View, table: Table) -> list[Cue]:
    """Reporting words in the analysed text, in order; of several readings of one place the longest, verbs first."""
    parts = Union(document.analysed)
    best: dict[int, Cue] = {}
    for hit in document.hits.get("statement_cues", ()):
        if not parts.covers(hit.span):
            continue
        row = table.rows[hit.row]
        if view.in_name(hit.span):
            continue
        if row["kind"] in ("verb", "participle") and not hit.prefix and follows_noun_word(view, hit.first):
            continue
        if "lead" in row["takes"] and not hit.prefix and not leads(view, hit):
            continue  # elsewhere a preposition of the same letters
        takes = takes_of(row["takes"])
        if not in_place(view, hit, row, takes):
            continue
        cue = Cue(hit.first, hit.last, hit.span, row, row["kind"], takes, bool(hit.prefix), as_told(view, hit), bool(hit.suffix))
        old = best.get(hit.first)
        if old is not None and same_place(old, cue) and not opens(view, old) and opens(view, cue):
            old = None
        if old is None or (cue.last - cue.first, cue.kind == "verb") > (old.last - old.first, old.kind == "verb"):
            best[hit.first] = cue
    verbs = {at for at, cue in best.items() if cue.kind == "verb"}
    # Of two verbs side by side the second is a noun of the same letters: "refused to mention his name".
    nouns = {at for at in verbs if at - 1 in verbs and not best[at].joined and view.norm(at)[0] not in view.words.imperfect}
    return [best[at] for at in sorted(best) if at not in nouns]


def same_place(one: Cue, other: Cue) -> bool:
    """Whether two rows read the same letters as verbs ("connected" and "arrives")."""
    return one.span == other.span and one.kind == other.kind == "verb"


def opens(view: View, cue: Cue) -> bool:
    """Whether something that the row takes opens after a cue."""
    return opening_after(view, cue, frozenset()) is not None


def in_place(view: View, hit: Hit, row: Row, takes: frozenset[str]) -> bool:
    """Whether a reporting word can be one where it stands."""
    before = view.norm(hit.first - 1)
    if row["kind"] == "ascription":
        return hit.suffix != "" or ascribes(view, hit.last)
    if hit.suffix and "to" not in takes and before not in view.words.what:
        return False  # "told him that", "as he announced it": else the pronoun is the thing said, and nothing follows
    if row["kind"] == "noun" and before in view.words.impersonal:
        return False  # "it may be said that", which the outlet says itself
    if "lone" in takes and hit.suffix and not hit.prefix and not leads(view, hit):
        return False  # "his thanks", the noun
    if view.words.future == hit.prefix[-1:] and row.folded[0] not in view.words.imperfect - {ALEF}:
        return False  # the future particle stands before no past
    if "noun" in takes and any(view.norm(i) in view.words.anonymity for i in range(hit.last, hit.last + NEAR)):
        return False  # "who refused to give his name"
    if not spelled(view, hit, row, takes) or ("off" in takes and not set_off(view, hit)):
        return False
    # "accusing" as an adverb, not "the accusers", "proposals" or "is committed to".
    if row["kind"] == "participle" and (row["number"] == "pl" or (row["gender"] == "f" and not takes & {"that", "quote", "colon"})):
        return set_off(view, hit)
    return True


def spelled(view: View, hit: Hit, row: Row, takes: frozenset[str]) -> bool:
    """Whether the hamza of the text allows the form: one that stands on a bare alef of the form makes it the first person
    ("I think"), and an `exact` form has its own.
    """
    written = _VOWELS.sub("", hit.span.of(view.text))
    if "exact" in takes:
        return written == _VOWELS.sub("", row.form)
    return not (row["kind"] == "verb" and row.form.startswith(ALEF) and written.startswith(ALEF_HAMZA))


def ascribes(view: View, at: int) -> bool:
    """Whether what stands after an ascription can say something: a name, a noun of offices, bodies or documents, after words of
    number and nearness; no rule, date or need that something else accords with.
    """
    words = view.words
    skipped = words.quantifier | words.of
    while at < len(view.tokens) and (view.norm(at) in skipped or view.quote_from(at) is not None):
        at += 1
    if view.stripped(at) in words.object_of or view.norm(at) in words.object_of:
        return False
    if at in view.mentions or any(m.type != "place" for m in view.mentions_in(at, at + 3)):
        return True
    return view.is_source_noun(at) or view.norm(at) in view.words.what or view.norm(at) in view.name_words


def as_told(view: View, hit: Hit) -> bool:
    """Whether a verb ends "as … said (it)"."""
    return bool(hit.suffix) and view.norm(hit.first - 1) in view.words.what


def set_off(view: View, hit: Hit) -> bool:
    """Whether a participle opens its own clause: after a comma or a quotation, or joined on."""
    return bool(hit.prefix) or view.is_mark(hit.first - 1)


def leads(view: View, hit: Hit) -> bool:
    """Whether a verb that is also a preposition stands where a verb does: first, after a joint, or before a person."""
    words, before = view.words, view.norm(hit.first - 1)
    if hit.first == view.sentence(hit.first).first:
        follows = view.norm(hit.last)
        return (
            hit.last in view.mentions or view.is_source_noun(hit.last) or view.is_mark(hit.last) or follows in words.that | words.quantifier
        )
    if view.in_mention(hit.first - 1) or before in words.before_lead:
        return True
    name = view.mentions.get(hit.last)
    return view.stripped(hit.last) in words.titled or (name is not None and name.type == "person")


def follows_noun_word(view: View, token: int) -> bool:
    """Whether what looks like a verb stands after a preposition or a determiner, and so is a noun ("after the reply of …")."""
    words = view.words
    return token > view.sentence(token).first and view.bare(token - 1) in words.before_noun


def opening_after(view: View, cue: Cue, others: frozenset[int]) -> Opening | None:
    """What opens the content of a cue; None where nothing does, or another reporting word (`others`) stands before it."""
    last = min(view.sentence(cue.first).last, cue.last + (NEAR if "near" in cue.takes else REACH))
    beyond = cue.last
    for at in stations(view, cue.last, last, others):
        if at < beyond:
            continue
        found = opener_at(view, cue, at)
        if found is not None:
            nearer = any(i in others and (joined(view, i) or related(view, i, at)) for i in range(max(cue.last, at - 2), at))
            return None if nearer else found  # "… and showed him that"
        quote = view.quote_from(at)
        if quote is not None:
            close = view.token_at(quote.outer.end - 1)
            if close - at > NAME + 1:
                return None
            beyond = close + 1
        elif view.is_mark(at, STOPS) or (at in others and (not hands_on(view, at) or joined_verb(view, at))):
            return None
    return None


def stations(view: View, first: int, last: int, others: frozenset[int]) -> list[int]:
    """Tokens among `[first, last)` at which the search for what opens a content may end, in order: at all others it goes on."""
    turns = view.turns[bisect_left(view.turns, first) : bisect_left(view.turns, last)]
    return sorted({first, *turns, *others.intersection(range(first, last))}) if first < last else []


def joined(view: View, token: int) -> bool:
    """Whether a conjunction is written to a token."""
    return view.bare(token) != view.norm(token)


def related(view: View, token: int, opener: int) -> bool:
    """Whether a reporting word right before the opener belongs to a relative clause ("…, who added that")."""
    return token == opener - 1 and view.bare(token - 1) in view.words.relative


def hands_on(view: View, token: int) -> bool:
    """Whether a reporting word opens no clause of its own: after a relative ("as … transmitted"), or not set off by a comma;
    after "that" it does ("after … showed that").
    """
    if view.norm(token - 1) in view.words.that:
        return False
    if view.bare(token - 1) in view.words.relative:
        return True
    return not view.is_mark(token - 1, COMMAS) and view.norm(token - 1) not in view.words.joint


def joined_verb(view: View, token: int) -> bool:
    """Whether a reporting verb is joined on here: what opens after it is its own content."""
    return token in view.verbs and joined(view, token)


def opener_at(view: View, cue: Cue, at: int) -> Opening | None:
    """The opener at one token, if the cue takes it."""
    words, norm = view.words, view.norm(at)
    quote = view.quote_from(at)
    if quote is not None and "quote" in cue.takes and speech(view, cue, at, quote):
        return Opening("quote", at, at + 1, quote)
    if norm == ":" and "colon" in cue.takes and at + 1 < len(view.tokens) and not view.on_clock(at):
        start = at + 2 if view.norm(at + 1) in words.complement else at + 1
        follow = view.quote_from(start)
        return Opening("quote", start, start + 1, follow) if follow else Opening("colon", at, start)
    if bare_that(view, at) and takes_that(view, cue, at):
        return Opening("that", at, at + 1)
    if "as" in cue.takes and at > cue.last and norm.startswith(words.as_) and norm in words.that:
        quoted = view.quote_from(at + 1)
        return Opening("quote", at + 1, at + 2, quoted) if quoted else Opening("that", at, at + 1)
    if "whether" in cue.takes and norm in words.whether and at == cue.last:
        return Opening("that", at, at)
    if "bare" in cue.takes and at == cue.last and cue.kind == "participle" and opens_bare(view, at):
        return Opening("bare", at, at)
    return None


def opens_bare(view: View, at: int) -> bool:
    """Whether a clause without complementizer begins here: one of the small words that open clauses, or a future."""
    norm, words = view.norm(at), view.words
    future = len(norm) > 4 and norm[0] in words.future and norm[1] in words.imperfect
    return norm in words.bare_clause or future


def takes_that(view: View, cue: Cue, at: int) -> bool:
    """Whether a complementizer belongs to the cue: bare where it takes a clause, after a preposition where it takes that one."""
    before = view.norm(at - 1)
    if at == cue.last or before not in view.words.prep:
        return "that" in cue.takes
    return before in told(cue.takes, "prep") or ("that" in cue.takes and at - 1 - cue.last <= NEAR and before in view.words.on)


def bare_that(view: View, at: int) -> bool:
    """Whether a token is a complementizer of a verb, and none of "since", "although", "must" and the like, or part of a name."""
    words = view.words
    if view.norm(at) not in words.that or view.bare(at - 1) in words.other_that:
        return False
    return at not in view.mentions and not view.in_mention(at)


def follows_subject(view: View, cue: Cue, at: int) -> bool:
    """Whether a quotation stands right after the cue, after a mark, or after someone who speaks."""
    if at == cue.last or view.is_mark(at - 1):
        return True
    return view.is_source_noun(cue.last) or any(m.type != "place" for m in view.mentions_in(cue.last, at))


def names_something(view: View, cue: Cue, at: int) -> bool:
    """Whether a short quotation at `at` is what the noun before it is called ("the “NAME” base"): an indefinite noun governs it."""
    before = at - 1
    if before < cue.last or view.is_mark(before) or view.norm(before).startswith(view.words.article):
        return False
    words = view.words
    if view.in_mention(before) or view.norm(before) in words.no_head:
        return False
    return not (view.is_source_noun(cue.last) and at - cue.last <= NOUN)


def called(view: View, quote: Quote) -> bool:
    """Whether a quotation is one name of a body and nothing more."""
    name = view.mentions.get(view.before(quote.inner.start))
    return name is not None and name.type == "organization" and name.span.covers(quote.inner)


def speech(view: View, cue: Cue, at: int, quote: Quote) -> bool:
    """Whether a quotation is speech and no name in marks: long, or neither after a noun of bodies and media nor before "that"."""
    close = view.token_at(quote.outer.end - 1)
    inside = view.before(quote.inner.end) - view.before(quote.inner.start)
    if view.norm(at - 1) == view.words.to:
        return False  # "to “NAME”"
    if "near" in cue.takes and not follows_subject(view, cue, at):
        return False  # "the festival “…” went on"
    if inside > NAME or not quote.closed:
        return True
    if at == cue.last and called(view, quote) and not view.is_mark(close + 1, STOPS):
        return False  # "“NAME” commented on": who speaks
    before = view.norm(at - 1)
    if before in view.words.prep and before not in told(cue.takes, ""):
        return False  # "in “NAME”"
    if inside <= 1 or view.norm(close + 1) in view.words.that or names_something(view, cue, at):
        return False
    return not view.is_source_noun(at - 1) or view.is_mark(close + 1, STOPS)  # what ends the sentence names nobody
