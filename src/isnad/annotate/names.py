"""Names of persons, places and organizations: fixed names, the grammar of bodies, titles, and a tagger for the rest.

What is surer comes first: names that a table holds, bodies by their head noun, then what the tagger (`name_tagger`)
reads from letters and neighbours, then names after titles. A name found once is found again in the same document by
its last part. Spans hold the name alone; the title beside it is the mention's `role`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

import msgspec

from isnad.annotate.name_features import SHAPELESS
from isnad.annotate.name_flags import BOUNDARY, COMMA, GIVEN, HEAD, LETTER, NATIONAL, OTHER_SITE, PLACE_HEAD, SINGLE, SITE_HEAD, TITLE, TOWN
from isnad.annotate.name_given import after_place, announced, apposed_names, extended, given_names, given_skip, surely_given
from isnad.annotate.name_kinds import kinds
from isnad.annotate.name_organizations import described, for_purpose, organizations
from isnad.annotate.name_persons import (
    after_cues,
    after_titles,
    again,
    freed,
    known_parts,
    owned_noun,
    people,
    person_end,
    role_after,
    role_before,
    supported,
    titled_stranger,
)
from isnad.annotate.name_places import after_place_heads, places_again
from isnad.annotate.name_sites import sites, towns
from isnad.annotate.name_spelled import hyphened, initials, spelled
from isnad.annotate.name_tagger import NameTagger
from isnad.annotate.name_words import AND, DASHES, TYPES, Found, Words, span_of, word_at
from isnad.lang.pack import Pack, Table
from isnad.model.document import Document, Finder
from isnad.model.findings import Mention
from isnad.model.span import Span
from isnad.model.text import Hit, Kind

SHORTEST = 2
EARLY = ((LETTER, spelled), (SINGLE, initials), (SITE_HEAD, sites), (TOWN, towns))
"""Rules that look into a part only where a word opens what they find."""
PERSON = "B-PER"
LED = frozenset({"government", "military"})
"""Kinds of bodies that are told by who leads them."""
Part = tuple[int, int]
"""Tokens `[first, last)` of a sentence or a cut of one."""


def name_finder(pack: Pack) -> Finder:
    """Compile the tables of the stage; the finder adds the mentions to a document."""
    words, tagger = Words(pack), NameTagger(pack)
    fixed = _fixed_names(pack)

    def find(document: Document) -> Document:
        parts = _parts(document)
        if not parts:
            return document
        tagged = tagger.tag([SHAPELESS.get(t.kind, t.norm) for t in document.tokens], parts)
        found = _find_all(document, parts, tagged, words, fixed)
        owners = _owners(parts, found)
        mentions = kinds(document, [_mention(document, name, owners[i], words) for i, name in enumerate(found)], found, owners, words)
        return msgspec.structs.replace(document, mentions=tuple(mentions))

    return find


def _parts(document: Document) -> list[Part]:
    """Tokens of the sentences that lie in the analysed parts of a document."""
    analysed = document.analysed
    out: list[Part] = []
    at = 0
    for sentence in document.sentences:
        while at < len(analysed) and analysed[at].end <= sentence.start:
            at += 1
        if at == len(analysed):
            break
        first, last = sentence.first, sentence.last
        while first < last and document.tokens[first].start < analysed[at].start:
            first += 1
        while last > first and document.tokens[last - 1].end > analysed[-1].end:
            last -= 1
        if first < last and sentence.end > analysed[at].start:
            out.append((first, last))
    return out


def _fixed_names(pack: Pack) -> Callable[[Document], list[Found]]:
    tables: dict[str, Table] = {name: pack.table(name) for name in ("organizations", "agencies", "places")}

    def fixed(document: Document) -> list[Found]:
        hits = [hit for name in tables for hit in document.hits.get(name, ())]
        return [_of_hit(hit, tables) for hit in _longest(hits)]

    return fixed


def _longest(hits: list[Hit]) -> list[Hit]:
    """Of hits that share a token the longest; a conjunction's letter may otherwise make a short form begin earlier."""
    taken: set[int] = set()
    out = []
    for hit in sorted(hits, key=lambda h: (h.first - h.last, h.span.start - h.span.end, h.span.start)):
        tokens = range(hit.first, hit.last)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            out.append(hit)
    return sorted(out, key=lambda h: h.first)


def _of_hit(hit: Hit, tables: dict[str, Table]) -> Found:
    row = tables[hit.table].rows[hit.row]
    by = f"names@1:{row.where}"
    if hit.table == "places":
        return Found(hit.first, hit.last, hit.span, "place", by, row["kind"])
    return Found(hit.first, hit.last, hit.span, "organization", by, "agency" if hit.table == "agencies" else row["fine"])


def _find_all(
    document: Document, parts: list[Part], tagged: list[str], words: Words, fixed: Callable[[Document], list[Found]]
) -> list[Found]:
    known = [f for f in fixed(document) if not _is_adjective(document, f, words) and not _is_word(document, f, words)]
    known = [f for f, part in zip(known, _owners(parts, known), strict=True) if part[0] <= f.first < part[1]]
    opens = [words.flags.opened(document.tokens, part) for part in parts]
    alone = words.flags.of(document.tokens).present
    spans = [f for part in parts for f in _tagged(document, part, tagged[part[0] : part[1]], words, alone)]
    spans = [_led(document, extended(document, name, words), words) for name in supported(document, freed(document, spans, words), words)]
    taken = [False] * len(document.tokens)
    found: list[Found] = []
    held = _held(document, known, words)
    long_persons = [f for f in spans if f.type == "person" and f.last - f.first >= SHORTEST and held.isdisjoint(range(f.first, f.last))]
    early = [*known, *_bodies(document, parts, opens, words, tagged, known), *long_persons, *_early(document, parts, opens, words)]
    _keep(found, taken, sorted(early, key=lambda f: (f.span.start - f.span.end, f.span.start)))
    _keep(found, taken, spans)
    _late(document, parts, opens, words, found, taken)
    return hyphened(document, sorted(_unsplit(document, found, words), key=lambda f: f.span.start), taken, words)


def _unsplit(document: Document, found: list[Found], words: Words) -> list[Found]:
    """The names without those that are the rest of a word whose first letter only looks like a proclitic; a body's head keeps it."""
    out = []
    for name in found:
        token = document.tokens[name.first]
        joint = int(token.norm[1:] in words.undivided and token.norm[0] == AND)
        if name.span.start > token.start + joint and (joint or token.norm in words.undivided):
            if name.last == name.first + 1 and name.type != "person":
                continue
            name = msgspec.structs.replace(name, span=span_of(document, name.first, name.last, joint))
        out.append(name)
    return out


def _late(document: Document, parts: list[Part], opens: list[int], words: Words, found: list[Found], taken: list[bool]) -> None:
    """Add what stands beside titles, reporting words and nouns of places, and what was found before."""
    verbs = document.hits.get("statement_cues", ())
    said = frozenset(hit.last for hit in verbs if document.tokens[hit.last - 1].norm in words.speaking)
    heard = sorted(said)
    rows = {name.last for name in found if name.type == "person"}
    for (first, last), bits in zip(parts, opens, strict=True):
        if bits & TITLE:
            _keep(found, taken, list(after_titles(document, first, last, words, taken)))
        _keep(found, taken, list(after_cues(document, (first, last), words, taken, heard)))
        if bits & GIVEN:
            _keep(found, taken, list(given_names(document, (first, last), words, taken, said, rows)))
        if bits & PLACE_HEAD:
            _keep(found, taken, list(after_place_heads(document, (first, last), words, taken)))
    _keep(found, taken, list(places_again(document, parts, words, found)))
    named = known_parts(found, document, words)
    if named:
        _keep(found, taken, list(again(document, parts, words, named, taken)))


def _bodies(
    document: Document, parts: list[Part], opens: list[int], words: Words, tagged: Sequence[str], known: Sequence[Found]
) -> list[Found]:
    starts = {f.first: f.last for f in known if f.type == "organization"}
    headed = (part for part, bits in zip(parts, opens, strict=True) if bits & HEAD)
    return [f for part in headed for f in organizations(document, part, words, tagged, starts)]


def _early(document: Document, parts: list[Part], opens: list[int], words: Words) -> list[Found]:
    """What the rules of writing, of sites and of names between commas propose before anything is taken."""
    free = [False] * len(document.tokens)
    out: list[Found] = []
    for part, bits in zip(parts, opens, strict=True):
        if bits & GIVEN:
            out += surely_given(document, part, words, free)
        if bits & TITLE and bits & COMMA:
            out += apposed_names(document, part, words, free)
        for bit, rule in EARLY:
            if bits & bit:
                out += rule(document, part, words, free)
    return out


def _held(document: Document, known: Sequence[Found], words: Words) -> set[int]:
    """Tokens of fixed bodies that are no part of anybody's name: no longer name of a person takes them in."""
    bodies = [f for f in known if f.type == "organization" and not words.bearers(document.tokens[f.last - 1].norm)]
    return {at for f in bodies for at in range(f.first, f.last)}


def _led(document: Document, name: Found, words: Words) -> Found:
    """The person in "the government of PERSON", which the tagger takes for one body."""
    tokens = document.tokens
    if name.type != "organization" or name.last - name.first < SHORTEST + 1:
        return name
    head = words.head(tokens[name.first].norm)
    if given_skip(tokens[name.first + 1].norm, words) != 0 or head is None or head[1] not in LED:
        return name
    return Found(name.first + 1, name.last, span_of(document, name.first + 1, name.last), "person", "names@1:tagger led", None, 0.7)


def _is_adjective(document: Document, name: Found, words: Words) -> bool:
    """Whether a country's name that is also its adjective follows the noun that it describes; so with agencies called by one."""
    token = document.tokens[name.first]
    if name.fine == "agency" and name.last == name.first + 1 and token.norm in words.nationality:
        return True
    if name.type != "place" or name.last != name.first + 1 or token.norm not in words.nationality:
        return False
    before = word_at(document.tokens, name.first - 1)
    return before in words.described or before in words.nationality or (words.definite(before) and before not in words.places)


def _is_word(document: Document, name: Found, words: Words) -> bool:
    """Whether a name that is also an ordinary word is that word here: "opened the …", "with us"."""
    tokens = document.tokens
    if name.last > name.first + 1 or tokens[name.first].norm not in words.doubtful:
        return False
    before, after = word_at(tokens, name.first - 1), word_at(tokens, name.last)
    if words.definite(after) and after not in words.nationality:
        return True
    opening = name.first > 0 and tokens[name.first - 1].kind == Kind.PUNCTUATION and tokens[name.first - 1].norm != "."
    return not (opening or before in words.speaking or before in words.boundaries or words.head(before))


def _keep(found: list[Found], taken: list[bool], proposed: Sequence[Found]) -> None:
    """Take those whose tokens are all free, in the order given."""
    for name in proposed:
        if name.span.end > name.span.start and not any(taken[name.first : name.last]):
            taken[name.first : name.last] = [True] * (name.last - name.first)
            found.append(name)


def _tagged(document: Document, part: Part, labels: Sequence[str], words: Words, alone: frozenset[str]) -> list[Found]:
    """Names that the tagger found, without titles and proclitics at their start."""
    out: list[Found] = []
    at, size = 0, len(labels) if labels.count("O") < len(labels) else 0
    while at < size:
        label = labels[at]
        if label == "O":
            at += 1
            continue
        end = at + 1
        while end < size and labels[end] == "I" + label[1:]:
            end += 1
        whole = (part[0] + at, part[0] + end)
        for piece in people(document, whole, words) if label == PERSON else (whole,):
            name = _trimmed(document, piece, label[2:], words, alone)
            if name is not None:
                out.append(name)
        at = end
    return out


def _trimmed(document: Document, part: Part, kind: str, words: Words, alone: frozenset[str]) -> Found | None:
    tokens, flags = document.tokens, words.flags
    first, last = part
    while first < last and len(tokens[first].norm) == 1 and tokens[first].norm in words.letters_before:
        first += 1
    while first < last and flags[tokens[first].norm] & BOUNDARY:
        if kind == "PER" and tokens[first].norm in words.particles and last - first > 1 and words.bearers(tokens[first + 1].norm):
            break
        first += 1
    if kind == "PER":
        while first < last and (
            tokens[first].kind != Kind.WORD or words.title(tokens[first].norm) or tokens[first].norm in words.no_opening
        ):
            first += 1
        first += after_place(tokens, (first, last), words)
        first += owned_noun(tokens, (first, last), words)
    while last > first and (tokens[last - 1].kind != Kind.WORD or tokens[last - 1].norm in words.boundaries):
        last -= 1
    if kind == "PER":
        last = person_end(document, (first, last), words)
    kind = "PER" if kind != "PER" and titled_stranger(tokens, (first, last), words) else kind
    if kind != "ORG":  # "CITY- agency": what stands beyond a dash set off by a space is another thing
        last = next((i for i in range(first + 1, last) if tokens[i].norm in DASHES and not _joins(document, i)), last)
    if kind == "LOC":
        last = next((i for i in range(first + 1, last) if flags[tokens[i].norm] & OTHER_SITE), last)
        if last - first >= SHORTEST and any(words.place_head(form) for form in words.readings(tokens[first].norm)):
            first += 1
    if first == last or (kind != "ORG" and any(t.kind == Kind.NUMBER for t in tokens[first:last])):
        return None
    norm = tokens[first].norm
    if last - first == 1 and (norm in words.nationality or words.ends(norm) or len(norm) < SHORTEST or words.head(norm)):
        return None
    if norm in words.boundaries or (kind != "ORG" and norm in words.nationality):
        return None
    if kind == "ORG" and not _like_body(document, (first, last), words):
        return None
    if kind == "LOC" and any(flags[t.norm] & NATIONAL for t in tokens[first:last]):
        return None
    kept = kind == "PER" and announced(tokens, first, words) and not words.joined_on(norm)
    skip = 0 if kept else words.proclitic(norm, alone)
    return Found(first, last, span_of(document, first, last, skip), TYPES[kind], "names@1:tagger", None, 0.7)


def _joins(document: Document, at: int) -> bool:
    """Whether a mark stands between two words without a space on either side."""
    span = document.tokens[at].span
    return not document.text[span.start - 1].isspace() and not document.text[span.end : span.end + 1].isspace()


def _like_body(document: Document, part: Part, words: Words) -> bool:
    """Whether tagged words may be an organization: they open with a head noun, or hold no ordinary word."""
    tokens = document.tokens[part[0] : part[1]]
    if words.head(tokens[0].norm):
        if len(tokens) < 2 or words.title(tokens[0].norm) or words.ends(tokens[1].norm):
            return False
        if any(for_purpose(tokens, (0, at), definite=words.definite(tokens[0].norm), words=words) for at in range(1, len(tokens))):
            return False
        if all(words.bare(t.norm) in words.common for t in tokens[1:]) or described(tokens, words):
            return False
        # "the party NAME": what follows a head with article has it too, or is someone else.
        return words.definite(tokens[1].norm) or not any(words.definite(form) for form in words.readings(tokens[0].norm))
    return not any(words.definite(form) or words.ends(form) or form in words.nationality for t in tokens for form in words.readings(t.norm))


def _owners(parts: list[Part], found: Sequence[Found]) -> list[Part]:
    """The part in which each name lies, else the next or last one; both are in text order."""
    ends = [last for _, last in parts[:-1]]
    return [parts[bisect_right(ends, name.first)] for name in found]


def _mention(document: Document, name: Found, part: Part, words: Words) -> Mention:
    role: Span | None = None
    fine = name.fine
    if name.type == "person":
        role, kind = role_before(document, name, part[0], words)
        if role is None:
            role, kind = role_after(document, name, part[1], words)
        fine = kind or fine
    return Mention(span=name.span, type=name.type, by=name.by, fine=fine, role=role, score=name.score)
