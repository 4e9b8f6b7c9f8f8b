"""Persons around their titles: a name after a title, the title beside a name, a name that comes again alone."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from isnad.annotate.name_flags import COMMON, TITLE
from isnad.annotate.name_given import may_be_family, opens_phrase, title_before
from isnad.annotate.name_words import AND, BONES, COMMAS, DASHES, FEMININE, LONG_PART, NISBA, Found, Words, span_of, word_at
from isnad.model.document import Document
from isnad.model.span import Span
from isnad.model.text import Kind, Token

LONGEST = 5
REACH = 9
"""Words that a title phrase may have before the name."""
LEAST = 3
SECOND = 2
THREE = 3
UNLIKE = -3
"""Likeness of letters to those of names up to which a word is none that nobody bears."""
STROKE = "\u0640"
"""Lengthens a word, and is written for a dash."""
SURE = 0.8
TANWIN = "\u064b"

NOBODY = Found(0, 0, Span(0, 0), "person", "")


def after_titles(document: Document, first: int, last: int, words: Words, taken: Sequence[bool]) -> Iterator[Found]:
    """Names that no other rule found, right after a title: words that are parts of names, or that nothing knows."""
    tokens, at = document.tokens, first
    for place in words.flags.places(tokens, (first, last), TITLE):
        fine = words.title(tokens[place].norm)
        if place < at or fine is None:
            continue
        at = place + 1
        start = _past_title(tokens, at, last, words)
        end = _name_end(tokens, start, last, words, taken)
        if end == start and start > at and not any(taken[start : start + 1]):
            end = _strangers(tokens, start, last, words, taken)
            sure = end > start + 1 or (end > start and words.lexicon.letters.likeness(tokens[start].norm) >= SECOND)
        else:
            sure = end > start and _sure(tokens, start, end, words)
        if sure:
            yield Found(start, end, span_of(document, start, end), "person", f"names@1:after-title {fine}", fine, 0.8)
            at = end


def _past_title(tokens: Sequence[Token], at: int, last: int, words: Words) -> int:
    for j in range(at, min(last, at + REACH)):
        word = word_at(tokens, j)
        if not (word and (words.definite(word) or word in words.modifiers or words.title(word) or (j > at and word in words.places))):
            return j
    return last


def _name_end(tokens: Sequence[Token], at: int, last: int, words: Words, taken: Sequence[bool]) -> int:
    for j in range(at, min(last, at + LONGEST)):
        word = word_at(tokens, j)
        if not word or taken[j] or (words.ends(word) and not (j > at and may_be_family(word, words))) or word in words.nationality:
            return j
        if j == at and words.definite(word):
            return j
        if not (word in words.lexicon.parts or word in words.particles or word in words.seconds):
            return j + 1 if j > at and _strange(word, words) else j
    return min(last, at + LONGEST)


def after_cues(document: Document, part: tuple[int, int], words: Words, taken: Sequence[bool], said: Sequence[int]) -> Iterator[Found]:
    """Words from abroad right after a reporting word (`said`, in order); one alone needs a mark or a complementizer behind it."""
    tokens, (first, last) = document.tokens, part
    for at in said[bisect_left(said, first) : bisect_left(said, last)]:
        if taken[at]:
            continue
        end = _strangers(tokens, at, last, words, taken)
        closes = end < last and (not word_at(tokens, end) or tokens[end].norm in words.boundaries)
        if end > at + 1 or (end > at and closes):
            yield Found(at, end, span_of(document, at, end), "person", "names@1:after-cue", None, 0.8)


def titled_stranger(tokens: Sequence[Token], part: tuple[int, int], words: Words) -> bool:
    """Whether a name that was read as a body or place is a stranger whom a title with its adjective announces."""
    before = word_at(tokens, part[0] - 1)
    announced = before in words.nationality or (words.definite(before) and words.title(before) is not None)
    return announced and words.strange(tokens[part[0]].norm) and title_before(tokens, part[0], 0, words)


def _strangers(tokens: Sequence[Token], at: int, last: int, words: Words, taken: Sequence[bool]) -> int:
    """Words from abroad in a row, after a title that is complete: "the FINNISH minister …"."""
    end = at
    while end < min(last, at + THREE) and not taken[end] and words.strange(word_at(tokens, end)):
        end += 1
    return end


def _strange(word: str, words: Words) -> bool:
    """Whether no table knows the word and nothing is written together with it: a family name from abroad."""
    return len(word) >= LONG_PART and not words.definite(word) and not words.lexicon.classes(word) and word not in words.cues


def _sure(tokens: Sequence[Token], start: int, end: int, words: Words) -> bool:
    """Two parts of names, of which the first is one that many bear."""
    return end - start >= 2 and words.lexicon.parts.get(tokens[start].norm, 0) >= LEAST


def role_before(document: Document, name: Found, first: int, words: Words) -> tuple[Span | None, str | None]:
    """The title phrase that ends where a name or the comma before it begins, and its kind."""
    tokens = document.tokens
    end = name.first - (name.first > first and tokens[name.first - 1].norm in COMMAS)
    best, fine = None, None
    for j in range(end - 1, max(first, end - REACH) - 1, -1):
        word = word_at(tokens, j)
        if not word or (word in words.boundaries and word not in words.modifiers and word not in words.within_titles):
            break
        kind = (words.title_pair(word, word_at(tokens, j + 1)) or words.title(word)) if words.flags[word] & TITLE else None
        if kind is not None:
            best, fine = j, kind
        elif word in words.cues if best is None else not _describes(word, words):
            break
    if best is None:
        return None, None
    norm = tokens[best].norm
    form = next((f for f in words.readings(norm) if f in words.titles or words.bare(f) in words.titles), norm)
    skip = max(0, len(norm) - len(form)) if norm.endswith(form) else max(0, len(norm) - len(form) + 1)
    return span_of(document, best, end, skip), fine


def _describes(word: str, words: Words) -> bool:
    """Whether a word before a title may belong to its phrase."""
    return words.definite(word) or word in words.modifiers or word in words.places or words.head(word) is not None


def role_after(document: Document, name: Found, last: int, words: Words) -> tuple[Span | None, str | None]:
    """A title in apposition after a comma."""
    tokens = document.tokens
    at = name.last
    if at + 1 >= last or tokens[at].norm not in COMMAS:
        return None, None
    fine = words.titles.get(words.bare(tokens[at + 1].norm))
    if fine is None:
        return None, None
    end = at + 2
    while end < min(last, at + REACH):
        word = word_at(tokens, end)
        if not word or (word in words.boundaries and word not in words.modifiers):
            break
        end += 1
    return span_of(document, at + 1, end), fine


def known_parts(found: Sequence[Found], document: Document, words: Words) -> dict[str, Found]:
    """Last parts under which the persons of a document may come again, with the fuller name."""
    out: dict[str, Found] = {}
    for name in found:
        norm = document.tokens[name.last - 1].norm
        if name.type != "person" or (name.last - name.first < 2 and not words.strange(norm)):
            continue
        if (
            not words.strange(norm)
            and not any(t.norm in words.lexicon.parts for t in document.tokens[name.first : name.last])
            and name.score < SURE
        ):
            continue
        if len(norm) < 4 or words.ends(norm) or norm in words.nationality or norm in words.places or norm in words.seconds:
            continue
        out.setdefault(norm, name)
        if len(norm) >= LONG_PART and len(bones := words.bones(norm)) >= LEAST + len(BONES):
            out.setdefault(bones, name)
    return out


def again(
    document: Document, parts: Sequence[tuple[int, int]], words: Words, named: dict[str, Found], taken: Sequence[bool]
) -> Iterator[Found]:
    """Parts of names found before, standing alone."""
    all_words = words.flags.of(document.tokens)
    norms, present = all_words.norms, all_words.present
    bones = {key for key in named if key.startswith(BONES)}
    said = words.saying(named.keys() - bones, present)
    if bones:
        # A reading begins with one of the first letters of its word, and bones hold none but letters of their word.
        letters = [frozenset(key[len(BONES) :]) for key in bones]
        initials = {key[len(BONES)] for key in bones}
        alike = [norm for norm in present if len(norm) >= LONG_PART and not initials.isdisjoint(norm[:THREE])]
        alike = [norm for norm in alike if any(within.issubset(norm) for within in letters)]
        said.update(norm for norm in alike if not bones.isdisjoint(words.respellings(norm)))
    told = {norm: next(form for form in words.readings(norm) if _told_before(form, words, named)) for norm in said}
    for at in [at for first, last in parts if told for at in range(first, last) if norms[at] in told]:
        if not taken[at]:
            form = told[norms[at]]
            name = named.get(form) or named.get(words.bones(form), NOBODY)
            span = span_of(document, at, at + 1, max(0, len(norms[at]) - len(form)))
            yield Found(at, at + 1, span, "person", "names@1:again", name.fine, 0.9)


def _told_before(form: str, words: Words, named: dict[str, Found]) -> bool:
    """Whether a word is part of a name found before, or another spelling of one."""
    return form in named or (words.respelled(form) and words.bones(form) in named)


def supported(document: Document, spans: Sequence[Found], words: Words) -> list[Found]:
    """Without single words taken for persons that nothing else speaks for: a title, a cue, a colon, a second time."""
    cues = {hit.last for hit in document.hits.get("statement_cues", ())}
    tokens = document.tokens
    counts = Counter(tokens[f.first].norm for f in spans if f.type == "person" and f.last == f.first + 1)
    starts = {f.first for f in spans if f.type == "person"}
    ends = {f.last for f in spans if f.type == "person"}
    out = []
    for name in spans:
        if name.type == "person" and name.last == name.first + 1:
            norm = tokens[name.first].norm
            before, after = word_at(tokens, name.first - 1), tokens[name.last].norm if name.last < len(tokens) else ""
            if _governed(norm, words) or document.text[name.span.end - 1] == TANWIN or (words.definite(norm) and counts[norm] < SECOND):
                continue
            row = (name.last in starts and words.joined_on(tokens[name.last].norm)) or (name.first in ends and words.joined_on(norm))
            if not (
                counts[norm] >= SECOND or row or name.first in cues or after == ":" or words.title(before) or before in words.modifiers
            ):
                continue
        out.append(name)
    return out


def _governed(norm: str, words: Words) -> bool:
    """Whether a preposition is written to a noun with article, and nobody bears either ("threatened with the bankruptcy")."""
    noun = norm[1:]
    return norm[0] in words.prepositions and words.definite(noun) and not any(map(words.bearers, (norm, noun, words.bare(noun))))


def freed(document: Document, spans: Sequence[Found], words: Words) -> list[Found]:
    """Persons without a noun before them ("the visit of NAME"): one whom nobody bears, where others carry the name behind it."""
    tokens = document.tokens
    families = Counter(tokens[f.last - 1].norm for f in spans if f.type == "person" and f.last - f.first == SECOND)
    families.update(tokens[f.first].norm for f in spans if f.type == "person" and f.last == f.first + 1)
    out = []
    for name in spans:
        noun, family = tokens[name.first].norm, tokens[name.last - 1].norm
        ordinary = noun.endswith(FEMININE) and not words.bearers(noun) and noun not in words.particles
        if name.type == "person" and name.last - name.first == SECOND and ordinary and families[family] > 1:
            name = msgspec.structs.replace(name, first=name.first + 1, span=span_of(document, name.first + 1, name.last))
        out.append(name)
    return out


def people(document: Document, part: tuple[int, int], words: Words) -> Iterator[tuple[int, int]]:
    """The persons of a row that was read as one name: parted by "and", by itself or written to a given name, or by a dash set off."""
    tokens, (first, last) = document.tokens, part
    start = first
    for at in range(first + 1, last):
        norm, word = tokens[at].norm, tokens[at].kind == Kind.WORD
        dash = (not word or tokens[at].start - tokens[at - 1].end > 1) and _dashed(document, at)
        joined = norm[0] == AND and len(norm) > 1 and tokens[at - 1].norm not in words.particles and words.joined_on(norm)
        if at > start and (dash or norm == AND or joined):
            yield start, at
            start = at + (norm == AND or (dash and not word))
    if start < last:
        yield start, last


def _dashed(document: Document, at: int) -> bool:
    """Whether a dash set off by spaces is a token or stands before it; a lengthening stroke that is used as one is no token."""
    gap = document.text[document.tokens[at - 1].end : document.tokens[at].end]
    return gap[:1].isspace() and gap.strip()[:1] in DASHES + STROKE


def owned_noun(tokens: Sequence[Token], part: tuple[int, int], words: Words) -> int:
    """Whether a noun with a pronoun written to it stands before the given name in a tagged person ("the first of them, NAME")."""
    first, last = part
    if last - first < SECOND or words.bearers(tokens[first + 1].norm) < COMMON or words.bearers(tokens[first].norm):
        return 0
    word = tokens[first].norm
    return int(
        word.endswith(words.pronouns) and word[-1] != FEMININE and not words.definite(word) and words.lexicon.letters.likeness(word) <= 0
    )


def _other_word(word: str, words: Words) -> bool:
    """Whether a later word of a tagged person is another one: a small word with "and" or a preposition, or letters like no name's."""
    if any(form in words.no_person for form in words.readings(word)[:2]):
        return True
    if len(word) < SECOND or words.bearers(word) or words.definite(word) or word in words.particles:
        return False
    return words.lexicon.letters.likeness(word) <= UNLIKE or any(form in words.boundaries for form in words.readings(word)[1:])


def person_end(document: Document, part: tuple[int, int], words: Words) -> int:
    """Where a tagged person's name ends: without words with article that no name has, with second parts that follow."""
    tokens, (first, last) = document.tokens, part
    others = (at for at in range(first + 1, last) if _to_somebody(tokens[at].norm, words) or accusative(document, at))
    last = next(others, last)
    last = next((at for at in range(first + 1, last) if _other_word(tokens[at].norm, words)), last)
    while last > first + 1 and tokens[last - 1].norm in words.like_boundary and opens_phrase(tokens, last, words):
        last -= 1
    while last > first + THREE and tokens[last - 1].norm[0] in words.prepositions and not words.bearers(tokens[last - 1].norm):
        last -= 1  # "NAME NAME NAME clearly": an adverb with its preposition
    while last > first + 1 and words.title(tokens[last - 1].norm) and words.bearers(tokens[last - 1].norm) < LEAST:
        last -= 1  # "NAME as ambassador"
    while last > first + 1 and _with_pronoun(tokens[last - 1].norm, words):
        last -= 1
    while last > first + 1 and words.definite(tokens[last - 1].norm) and not _name_like(tokens, last - 1, words):
        last -= 1
    while last > first + 2 and _plain_word(tokens[last - 1].norm, words):
        last -= 1
    while last > first + 1 and not word_at(tokens, last - 1):
        last -= 1
    if last == first + 1 and tokens[first].norm in words.particles and word_at(tokens, last) not in words.boundaries | {""}:
        last += 1  # "father of …" is no name by itself
    elif _open(tokens, last, words):
        last += 1
    if last < len(tokens) and tokens[last - 1].norm in words.seconds and last > first + 1:
        word = word_at(tokens, last)
        borne = words.bearers(word) >= SECOND or words.bearers(words.bare(word)) >= COMMON
        if words.definite(word) and borne and not words.ends(word) and word not in words.nationality:
            last += 1
    return _continued(tokens, last, words)


def _open(tokens: Sequence[Token], last: int, words: Words) -> bool:
    """Whether a name breaks off at a particle ("NAME, father of"): the word after it belongs to it."""
    particle, word = tokens[last - 1].norm, word_at(tokens, last)
    if particle not in words.openings or particle in words.boundaries or not word or word in words.boundaries:
        return False
    return tokens[last].start - tokens[last - 1].end == 1


def _continued(tokens: Sequence[Token], last: int, words: Words) -> int:
    """Where a name goes on after a particle of descent: "son of …", the house of …, whatever word follows."""
    while last < len(tokens):
        open_end = tokens[last - 1].norm == words.house or tokens[last - 1].norm in words.descent
        at = last if open_end else last + 1
        joint = tokens[last].norm in words.descent or open_end
        word, before = word_at(tokens, at), tokens[at - 1].norm
        borne = before == words.house or (before in words.descent and words.bearers(word) >= COMMON)  # a name like a small word
        if not joint or not word or (word in words.boundaries and not borne):
            break
        last = at + 1
    return last


def accusative(document: Document, at: int) -> bool:
    """Whether a word bears the written nunation of an accusative: an adverb or object ("NAME, able to"), no part of a name."""
    span = document.tokens[at].span
    return TANWIN in document.text[span.end - SECOND : span.end]


def _to_somebody(word: str, words: Words) -> bool:
    """Whether a word has a preposition written to it: to the …, to a known place or body ("told REUTERS"), or with a pronoun."""
    if word in words.lexicon.parts or word[:1] not in words.prepositions:
        return False
    if word.startswith(words.joined) and len(word) > LONG_PART:
        return True
    if len(word) > LONG_PART and word.endswith(words.pronouns):
        return True
    return any(form in words.places or form in words.agencies or words.head(form) for form in words.readings(word)[1:])


def _plain_word(word: str, words: Words) -> bool:
    """Whether a third word is rather an ordinary one: no article, borne by hardly any, letters like any word's."""
    if words.definite(word) or word in words.particles or words.bearers(word) >= LEAST:
        return False
    return bool(word) and words.lexicon.letters.likeness(word) <= 0


def _with_pronoun(word: str, words: Words) -> bool:
    """Whether a word that none bears as a name ends with a pronoun ("his guests")."""
    return not words.bearers(word) and not words.definite(word) and word.endswith(words.pronouns)


def _name_like(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Whether a word with article can end a name: of an origin, borne by some, or right after a common given name."""
    word, parts = tokens[at].norm, words.lexicon.parts
    if word in words.seconds or word.endswith(NISBA) or parts.get(word, 0) >= SECOND:
        return True
    before = tokens[at - 1].norm
    return before not in words.places and words.bearers(before) >= COMMON and may_be_family(word, words)
