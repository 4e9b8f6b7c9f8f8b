"""Of which event a number is: its counted noun may say it, or the word before or after it in the sentence."""

from __future__ import annotations

from isnad.annotate.quantity_context import Around, Candidate, Noun, Trigger
from isnad.model.text import Kind, Sentence

SOFT = frozenset({"participants", "attackers", "displaced", "hostages", "arrested"})
"""Events that a noun tells only as long as no word of the sentence tells a harder one."""
HARD = frozenset({"killed", "injured", "arrested", "missing", "released", "deported", "evacuated", "rescued"})
NO_EVENT = "none"
"""Id of phrases that only look like a trigger ("the number reached")."""
COUNTED = 12
"""How many tokens before a bare number a phrase such as "the number of the dead" may stand."""
FAR, NEAR, BARE, AFTER = 18, 3, 7, 7
"""How many tokens before the number a trigger may stand: for persons, other nouns, no noun; and how many after the noun."""
MONEY_BEFORE, MONEY_AFTER = 12, 6
MEASURE_OF = {"money": "money", "percent": "percent"}


def event_of(candidate: Candidate, noun: Noun | None, around: Around, sentence: Sentence) -> tuple[str | None, str]:
    """The event and where it was read, `noun` or the trigger's row."""
    kind = noun.kind if noun else ""
    if kind in MEASURE_OF:
        found = _of_measure(candidate, noun, around, sentence, MEASURE_OF[kind])
        return (found.event, found.where) if found else (None, "")
    if kind not in ("", "person", "word"):
        return None, ""
    own = noun.event if noun else ""
    if own and own not in SOFT:
        return own, "noun"
    found = _of_person(candidate, noun, around, sentence)
    if found and found.event != NO_EVENT and (not own or found.event in HARD):
        return found.event, found.where
    return (own, "noun") if own else (None, "")


def _of_measure(candidate: Candidate, noun: Noun | None, around: Around, sentence: Sentence, measures: str) -> Trigger | None:
    """The nearest word of price, income, change … around an amount."""
    end = noun.last if noun else candidate.last
    low, high = max(sentence.first, candidate.first - MONEY_BEFORE), min(sentence.last, end + MONEY_AFTER)
    found = [t for t in around.triggers_in(low, high) if t.measures == measures and not candidate.first <= t.first < end]
    return min(found, key=lambda t: candidate.first - t.last if t.first < candidate.first else t.first - end + 3, default=None)


def _of_person(candidate: Candidate, noun: Noun | None, around: Around, sentence: Sentence) -> Trigger | None:
    before, after = _before(candidate, noun, around, sentence), _after(candidate, noun, around, sentence)
    if before is None or after is None:
        return before or after
    end = noun.last if noun and noun.first >= candidate.first else candidate.last
    return after if after.first - end <= 1 and candidate.first - before.last > 1 else before


def _before(candidate: Candidate, noun: Noun | None, around: Around, sentence: Sentence) -> Trigger | None:
    reach = FAR if noun and noun.kind == "person" else NEAR if noun else BARE
    found = [
        t
        for t in around.triggers_in(max(sentence.first, candidate.first - max(reach, COUNTED)), candidate.first)
        if t.side == "before" and t.measures == "person" and t.last <= candidate.first
        if t.first >= candidate.first - reach or (noun is None and t.last - t.first > 1)
    ]
    return max(found, key=lambda t: (t.last, -t.first), default=None)  # Of phrases with one end the longest: "death and injury of".


def _after(candidate: Candidate, noun: Noun | None, around: Around, sentence: Sentence) -> Trigger | None:
    start = max(candidate.last, noun.last) if noun else candidate.last
    stop = min(sentence.last, start + AFTER)
    for at in range(start, stop):
        if around.tokens[at].kind in (Kind.PUNCTUATION, Kind.NUMBER):
            stop = at
            break
    found = [t for t in around.triggers_in(start, stop) if t.side == "after" and t.measures == "person"]
    if found and any(t.side == "before" and t.first < found[0].first for t in around.triggers_in(start, stop)):
        return None
    return next((t for t in found if t.event in HARD), found[0]) if found else None
