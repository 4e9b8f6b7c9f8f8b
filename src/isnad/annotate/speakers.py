"""Who is meant by the source of each statement, resolved inside the document.

A source named here is itself, or the fuller name that a title, a shortened name or "the ministry" points back to. A source
left out is the subject that the reporting word inherits: of the main verb for a participle, of the last statement whose
speaker fits its number and gender for a verb.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec

from isnad.annotate.speaker_kinds import SpeakerKinds
from isnad.annotate.speaker_nouns import Nouns, nouns_of
from isnad.lang.pack import Pack
from isnad.model.document import Document, Finder
from isnad.model.findings import Mention, Speaker, SpeakerForm, Statement
from isnad.model.span import Cover, Span
from isnad.text.folding import fold_form

STAGE = "speakers@1"
OPENING = 90
"""Characters from the beginning of a clause in which its subject stands."""
NAMELIKE = 3
"""Words of the longest phrase that may be a name that was not found as one."""
FARTHEST = 300
"""Names and statements that are looked back at: more than any article of news has, and no list of ten thousand is one."""
_WORD = re.compile(r"\w+")


def speaker_finder(pack: Pack) -> Finder:
    """Compile the noun kinds; the finder sets `Statement.speaker`."""
    nouns, kinds = nouns_of(pack), SpeakerKinds(pack)

    def find(document: Document) -> Document:
        if not document.statements:
            return document
        named = Cover(m.span for m in document.mentions)
        told = tuple(shown(s, named) for s in Resolver(document, nouns).resolved())
        # An unnamed source keeps the words with which it was introduced, wherever it speaks again.
        phrases = {s.speaker.span: s.source_phrase for s in reversed(told) if s.speaker and s.source_phrase}
        told = tuple(
            msgspec.structs.replace(s, speaker=kinds.told(s.speaker, phrases.get(s.speaker.span), document)) if s.speaker else s
            for s in told
        )
        return msgspec.structs.replace(document, statements=told)

    return find


def shown(statement: Statement, named: Cover) -> Statement:
    """A speaker without a name taken over from another statement is shown as the source here too: nothing else tells who it is."""
    speaker = statement.speaker
    if speaker is None or statement.source is not None:
        return statement
    if speaker.form != "unnamed" and (speaker.form not in ("role", "document") or named.of(speaker.span)):
        return statement
    return msgspec.structs.replace(statement, source=speaker.span)


class Resolver:
    """Resolves the speakers of one document, statement by statement in text order."""

    def __init__(self, document: Document, nouns: Nouns) -> None:
        self.document, self.nouns, self.text = document, nouns, document.text
        self.names = sorted((m for m in document.mentions if m.type != "place"), key=lambda m: m.span)
        self.said: list[tuple[Statement, Speaker]] = []
        self.genders: dict[Span, set[str]] = {}
        self.feminine: dict[Span, bool] = {}
        self.breaks = [m.start() for m in re.finditer("\n", document.text)]
        self.sentence_starts = [s.start for s in document.sentences]

    def resolved(self) -> tuple[Statement, ...]:
        """All statements with their speakers, in their order."""
        by_cue = sorted(self.document.statements, key=lambda s: (s.cue or s.content[0]).start)
        done: dict[str, Statement] = {}
        for statement in by_cue:
            speaker = self.speaker(statement)
            if speaker is not None:
                self.remember(statement, speaker)
                statement = msgspec.structs.replace(statement, speaker=speaker)
            done[statement.id] = statement
        return tuple(done[s.id] for s in self.document.statements)

    def speaker(self, statement: Statement) -> Speaker | None:
        """The speaker of one statement."""
        if statement.source is not None:
            return self.named(statement, statement.source, statement.source_phrase or statement.source)
        return self.left_out(statement)

    def named(self, statement: Statement, source: Span, phrase: Span) -> Speaker:
        """A source that stands here: a name, or a noun phrase that may point back."""
        mention = self.mention_at(source)
        if mention is not None:
            fuller = self.fuller(mention)
            rule = "shortened-name" if fuller is not mention else "named-here"
            return Speaker(span=fuller.span, form="named" if mention.type == "person" else "institution", by=f"{STAGE}:{rule}")
        words = fold_form(phrase.of(self.text)).split()
        if words[0] in self.nouns.latter and (last := self.last_named(phrase)) is not None:
            return last
        head, kinds = self.nouns.head(phrase.of(self.text))
        back = self.points_back(statement, words, head, kinds)
        if back is not None:
            return back
        known = self.known_by(words) if not kinds else None
        if known is not None:
            return Speaker(span=known.span, form="named", by=f"{STAGE}:shortened-name")
        inside = [m for m in self.document.mentions_over(phrase) if m.type != "place" and phrase.covers(m.span)]
        if inside and "unnamed" not in kinds:
            return Speaker(span=inside[0].span, form=form_of(kinds, inside[0]), by=f"{STAGE}:name-in-phrase")
        if inside and kinds & {"role"} and not kinds & {"media", "document"}:
            return Speaker(span=inside[0].span, form="role", by=f"{STAGE}:body-of-unnamed")
        namelike = not kinds and len(words) <= NAMELIKE and not self.nouns.definite(words[0])
        return Speaker(span=phrase, form="named" if namelike else form_of(kinds, None), by=f"{STAGE}:phrase")

    def last_named(self, phrase: Span) -> Speaker | None:
        """Whom "the latter" means: the name that stands nearest before it, a person's first, in this sentence or the one before."""
        at = bisect_right(self.sentence_starts, phrase.start) - 1
        start = self.document.sentences[max(0, at - 1)].start
        lead = Span(start, max(start, phrase.start))
        near = [m for m in self.document.mentions_over(lead) if lead.covers(m.span)]
        last = next((m for m in reversed(near) if m.type == "person"), near[-1] if near else None)
        if last is None:
            return None
        fuller = self.fuller(last)
        return Speaker(span=fuller.span, form="named" if last.type == "person" else "institution", by=f"{STAGE}:latter")

    def known_by(self, words: list[str]) -> Mention | None:
        """The one person of the document whose name ends with these words."""
        if not 0 < len(words) <= 2:
            return None
        found = [m for m, named in self.first_names if m.type == "person" and named[-len(words) :] == words]
        return max(found, key=lambda m: m.span.size, default=None)

    def mention_at(self, source: Span) -> Mention | None:
        """The mention that a source is."""
        over = [m for m in self.document.mentions_over(source) if m.span.shared(source) * 2 > source.size]
        # "President of X" is no X: a place is the source only where it stands alone (a capital that speaks).
        return next((m for m in over if m.type != "place" or m.span.covers(source)), None)

    def fuller(self, mention: Mention) -> Mention:
        """The longest mention of the same type in the document whose name holds this one's words."""
        words = fold_form(mention.span.of(self.text)).split()
        size, kind, wanted = mention.span.size, mention.type, set(words)
        holding = self.names_with.get(words[0], []) if words else self.first_names
        longer = [(m, named) for m, named in holding if m.type == kind and m.span.size > size and wanted.issubset(named)]
        if mention.type == "organization":  # "the team of BODY" is another body: a fuller name begins with the same noun
            longer = [(m, named) for m, named in longer if named[0] == words[0]]
        if not longer or len({named[0] for _, named in longer}) > 1:
            return mention
        return max((m for m, _ in longer), key=lambda m: (m.span.size, -m.span.start))

    @cached_property
    def first_names(self) -> list[tuple[Mention, list[str]]]:
        """The first names of the document with their folded words: who is named in full is named so early on."""
        return [(m, fold_form(m.span.of(self.text)).split()) for m in self.names[:FARTHEST]]

    @cached_property
    def names_with(self) -> dict[str, list[tuple[Mention, list[str]]]]:
        """Those of the first names that have a word, by word."""
        out: dict[str, list[tuple[Mention, list[str]]]] = {}
        for mention, named in self.first_names:
            for word in set(named):
                out.setdefault(word, []).append((mention, named))
        return out

    def points_back(self, statement: Statement, words: list[str], head: str, kinds: frozenset[str]) -> Speaker | None:
        """A definite title or body without a name ("the minister", "the ministry", "the source itself") and whom it means."""
        if not head or len(words) > 3 or not self.nouns.definite(words[0]):
            return None
        if len(words) > 1 and not all(self.nouns.definite(w) or w in self.nouns.backward for w in words[1:]):
            return None
        stem = self.nouns.bare(head)
        for earlier, speaker in self.recent():
            phrase = (earlier.source_phrase or speaker.span).of(self.text)
            stems = {self.nouns.bare(w) for w in fold_form(phrase).split()}
            if stem in stems and not stem_is_role_of_body(kinds, speaker):
                return Speaker(span=speaker.span, form=speaker.form, by=f"{STAGE}:points-back")
        start = (statement.cue or statement.content[0]).start
        named = bisect_left(self.names, start, key=lambda m: m.span.start)
        for mention in reversed(self.names[max(0, named - FARTHEST) : named]):
            where = Span(mention.role.start, mention.span.end) if mention.role else mention.span
            if stem in {self.nouns.bare(w) for w in fold_form(where.of(self.text)).split()}:
                return Speaker(span=mention.span, form="named" if mention.type == "person" else "institution", by=f"{STAGE}:title")
        return None

    def left_out(self, statement: Statement) -> Speaker | None:
        """The subject that a reporting word inherits."""
        cue = statement.cue or statement.content[0]
        gender, number, kind = self.nouns.agreement.get(fold_form(cue.of(self.text)), ("m", "sg", "verb"))
        if kind == "verb" and statement.nested_in is None and not self.spoken_since(self.line_start(cue), cue):
            subject = self.subject_before(cue, gender, number)
            if subject is not None:
                return subject
        if kind == "participle":
            same = self.same_sentence(cue)
            if same is not None:
                return same
        subject = self.opening_subject(statement, cue) if kind in ("participle", "noun") else None
        if subject is not None:
            return subject
        line = self.line(cue)
        candidates = (s for s in self.recent() if self.outside(statement, s[0]))
        for earlier, speaker in candidates:
            if self.agrees(speaker, earlier, gender, number):
                where = "left-out" if self.line(earlier.cue or earlier.content[0]) == line else "left-out-paragraph"
                return Speaker(span=speaker.span, form=speaker.form, by=f"{STAGE}:{where}")
        return None

    def recent(self) -> Iterator[tuple[Statement, Speaker]]:
        """What was said before, latest first, as far back as a reader remembers."""
        return itertools.islice(reversed(self.said), FARTHEST)

    def line_start(self, cue: Span) -> int:
        """Where the paragraph of a place begins."""
        at = bisect_right(self.breaks, cue.start)
        return self.breaks[at - 1] + 1 if at else 0

    def spoken_since(self, start: int, cue: Span) -> bool:
        """Whether somebody spoke between a place and a cue."""
        spoken = ((s.cue or s.content[0]).start for s, _ in reversed(self.said))
        return any(at < cue.start for at in itertools.takewhile(lambda at: at >= start, spoken))

    def subject_before(self, cue: Span, gender: str, number: str) -> Speaker | None:
        """Who acts in the cue's sentence before it, else in the sentence before that in the paragraph, and agrees with the verb."""
        at = bisect_right(self.sentence_starts, cue.start) - 1
        start = self.line_start(cue)
        for sentence in reversed(self.document.sentences[max(0, at - 1) : at + 1]):
            if sentence.start < start:
                break
            subject = self.acting(Span(sentence.start, min(sentence.end, cue.start)), gender, number)
            if subject is not None:
                return subject
        return None

    def acting(self, clause: Span, gender: str, number: str) -> Speaker | None:
        """The first name near the beginning of a clause: a person for a masculine verb, a body or country for a feminine one."""
        if number not in ("sg", ""):
            return None
        near = Span(clause.start, min(clause.end, clause.start + OPENING))
        names = [m for m in self.document.mentions_over(near) if near.covers(m.span)]
        if gender == "f":
            return self.feminine_subject(clause, [m for m in names if m.type == "organization"]) or self.country(clause, names)
        first = next((m for m in names if m.type == "person"), None)
        return Speaker(span=first.span, form="named", by=f"{STAGE}:main-subject") if first is not None else None

    def country(self, clause: Span, names: list[Mention]) -> Speaker | None:
        """A country or capital that opens a clause."""
        word = _WORD.search(self.text, *clause)
        first = next((m for m in names if m.type == "place" and word is not None and m.span.start - word.start() <= 1), None)
        return Speaker(span=first.span, form="institution", by=f"{STAGE}:main-subject") if first is not None else None

    def outside(self, statement: Statement, earlier: Statement) -> bool:
        """Whether an earlier statement is none that is nested elsewhere than this one."""
        return earlier.nested_in is None or earlier.nested_in == statement.nested_in

    def same_sentence(self, cue: Span) -> Speaker | None:
        """The speaker of the last statement of the same sentence, for a participle."""
        sentence, gender = self.sentence(cue), self.gender(cue)
        here = itertools.takewhile(lambda s: (s[0].cue or s[0].content[0]).start >= sentence.start, reversed(self.said))
        said = [(e, s) for e, s in here if e.cue is not None and sentence.covers(e.cue) and e.nested_in is None]
        # "X denied a report in which the agency had said …, adding that": the participle agrees with X.
        fitting = next((s for e, s in said if e.cue and self.gender(e.cue) in (gender, "")), said[0][1] if said else None)
        return Speaker(span=fitting.span, form=fitting.form, by=f"{STAGE}:participle") if fitting is not None else None

    def gender(self, cue: Span) -> str:
        """The gender of a reporting word; empty where its form does not tell."""
        return self.nouns.agreement.get(fold_form(cue.of(self.text)), ("", "", ""))[0]

    def sentence(self, cue: Span) -> Span:
        """The sentence of a place."""
        at = bisect_right(self.sentence_starts, cue.start) - 1
        return self.document.sentences[at].span if at >= 0 else cue

    def opening_subject(self, statement: Statement, cue: Span) -> Speaker | None:
        """The first person or body of the cue's sentence, where the main verb reports nothing."""
        sentence = self.sentence(cue)
        lead = Span(sentence.start, cue.start)
        before = [m for m in self.document.mentions_over(lead) if m.type != "place" and lead.covers(m.span)]
        gender, number, _ = self.nouns.agreement.get(fold_form(cue.of(self.text)), ("", "", ""))
        if gender == "f" and number == "sg":
            return self.feminine_subject(sentence, before)
        people = [m for m in before if m.type == "person"] or before
        if not people:
            return None
        return Speaker(span=people[0].span, form="named" if people[0].type == "person" else "institution", by=f"{STAGE}:main-subject")

    def feminine_subject(self, sentence: Span, before: list[Mention]) -> Speaker | None:
        """Who a feminine participle can mean: the definite noun right after the sentence's verb, else a body."""
        words = [m.span() for m in _WORD.finditer(self.text, *sentence)][:2]
        if len(words) > 1:
            second = Span(*words[1])
            word = fold_form(second.of(self.text))
            _, kinds = self.nouns.head(word)
            if kinds and self.nouns.definite(word) and self.nouns.is_feminine(word):
                known = next((m for m in before if m.span.covers(second)), None)
                form = form_of(kinds, known)
                return Speaker(span=known.span if known else second, form=form, by=f"{STAGE}:main-subject")
        body = next((m for m in before if m.type == "organization"), None)
        return Speaker(span=body.span, form="institution", by=f"{STAGE}:main-subject") if body is not None else None

    def agrees(self, speaker: Speaker, earlier: Statement, gender: str, number: str) -> bool:
        """Whether a speaker fits a verb: a feminine verb wants a body or a woman, a plural one several."""
        if number != "sg":
            return True
        feminine = self.is_feminine(earlier.source_phrase or speaker.span) or self.spoke_as(speaker, "f")
        return feminine if gender == "f" else not feminine or self.spoke_as(speaker, "m")

    def is_feminine(self, phrase: Span) -> bool:
        """Whether a phrase's head looks feminine; each is asked for again and again."""
        found = self.feminine.get(phrase)
        if found is None:
            found = self.feminine[phrase] = self.nouns.is_feminine(phrase.of(self.text))
        return found

    def spoke_as(self, speaker: Speaker, gender: str) -> bool:
        """Whether an earlier verb with this very speaker had that gender."""
        return gender in self.genders.get(speaker.span, ())

    def remember(self, statement: Statement, speaker: Speaker) -> None:
        """Keep who said what, and the gender of the verb where the speaker is named beside it."""
        self.said.append((statement, speaker))
        if statement.cue is not None and statement.source is not None:
            gender, number, kind = self.nouns.agreement.get(fold_form(statement.cue.of(self.text)), ("", "", ""))
            if number == "sg" and kind == "verb":
                self.genders.setdefault(speaker.span, set()).add(gender)

    def line(self, span: Span) -> int:
        """Line number of a place."""
        return bisect_right(self.breaks, span.start)


def form_of(kinds: Iterable[str], mention: Mention | None) -> SpeakerForm:
    """The form of a speaker from the kinds of its head noun and the name inside it."""
    found = set(kinds)
    if "unnamed" in found and mention is None:
        return "unnamed"
    if "document" in found:
        return "document"
    if mention is not None:
        return "role" if "role" in found and mention.type != "person" else "named" if mention.type == "person" else "institution"
    if found & {"body", "media"}:
        return "institution"
    return "role" if "role" in found else "unnamed"


def stem_is_role_of_body(kinds: frozenset[str], speaker: Speaker) -> bool:
    """Whether a role would point at a speaker that is a body: "the minister" is not the ministry."""
    return kinds == {"role"} and speaker.form == "institution"
