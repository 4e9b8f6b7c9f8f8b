"""Reading a query: words, phrases, fields, days and figures into a tree.

    query  := part+ ( OR part+ )*            parts side by side must all hold; OR binds weaker
    part   := [-|NOT] ( "(" query ")" | phrase | field:value | figure | word[*] )
    phrase := "…" | «…» | “…”
    field  := text title said speaker about outlet story date after before
    value  := word | phrase | day | day..day       (date:2024-01, date:2024-01-03..2024-02, after:2024)
    figure := measure>100 | figure:measure>100 | figure>100 (any measure); relations < <= = >= >

Names of fields, operators and measures may be in Arabic too (table `search_words`). A word that is no field before a
colon is an error, not a word: a mistyped field must not find nothing in silence. Stopwords count only in phrases and
where nothing else is asked for.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from isnad.errors import UsageError
from isnad.lang.pack import Pack
from isnad.model.search import FIELDS, All, Any, Days, Field, FigureIs, InStory, Node, Not, Outlet, Words
from isnad.search.days import days
from isnad.search.query_parts import Part, parts_of
from isnad.search.terms import Terms
from isnad.text.folding import fold_form

DEEPEST = 20
"""Brackets in brackets."""
MOST_OPEN = 8
"""Words with an open end in one query: each may stand for every word of the index."""
OTHER_FIELDS = ("outlet", "story", "date", "after", "before", "figure")
NOTHING = All(())
Relation = Literal["<", "<=", "=", ">=", ">"]

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?$")


class QueryReader:
    """Reads queries in one language; compiled once."""

    def __init__(self, pack: Pack) -> None:
        self.terms = Terms(pack)
        rows = pack.table("search_words").rows

        def named(kind: str) -> dict[str, str]:
            return {r.folded: r.id for r in rows if r["kind"] == kind}

        self.fields = named("field") | {f: f for f in (*FIELDS, *OTHER_FIELDS)}
        self.operators = named("operator") | {"OR": "or", "NOT": "not"}
        events = sorted({r.id for r in pack.table("event_triggers").rows})
        self.measures = {e: e for e in events} | named("measure")

    def read(self, query: str) -> Node:
        """The tree of a query; raises `UsageError` that says what was expected where."""
        parts = parts_of(query)
        if len({p.text for p in parts if p.kind == "word" and p.text.endswith("*")}) > MOST_OPEN:
            raise UsageError(f"query: more than {MOST_OPEN} words that end in *")
        reading = _Reading(self, parts)
        tree = reading.alternatives(0)
        if (left := reading.peek()) is not None:
            raise UsageError(f"query: {left.place} closes nothing")
        if tree == NOTHING:
            raise UsageError("query: nothing to look for; expected words, a phrase or a field such as outlet:NAME")
        return tree

    def words(self, field: Field, text: str, phrase: bool) -> Node:
        """Words that stand side by side, nothing where there are none; a star after a bare word leaves its end open."""
        if not phrase and text.endswith("*") and (start := self.terms.beginning(text[:-1])):
            return Words(field, (start,), prefix=True)
        terms = tuple(t for t, _ in self.terms.of_text(text))
        return Words(field, terms) if terms else NOTHING

    def in_field(self, name: str, value: Part, text: str) -> Node:
        """What a field with a value looks for."""
        match name:
            case "outlet":
                return Outlet(fold_form(text).lower())
            case "story":
                return InStory(text)
            case "date":
                return days(text)
            case "after":
                return Days(days(text).first, None)
            case "before":
                return Days(None, days(text).last)
            case _:
                return self.words(cast(Field, name), text, value.kind == "quoted")


class _Reading:
    """One pass over the pieces of a query."""

    def __init__(self, reader: QueryReader, parts: list[Part]) -> None:
        self.reader, self.parts, self.at = reader, parts, 0

    def peek(self, ahead: int = 0) -> Part | None:
        return self.parts[self.at + ahead] if self.at + ahead < len(self.parts) else None

    def take(self) -> Part:
        self.at += 1
        return self.parts[self.at - 1]

    def sign(self, ahead: int = 0) -> Part | None:
        """The sign that is joined to the piece before it."""
        part = self.peek(ahead)
        return part if part is not None and part.kind == "sign" and not part.spaced else None

    def operator(self) -> str | None:
        """What the next piece says of its neighbours, if it is an operator."""
        part = self.peek()
        if part is None or self.sign(1):
            return None
        if part.text == "|":
            return "or"
        return self.reader.operators.get(fold_form(part.text)) if part.kind == "word" else None

    def alternatives(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise UsageError(f"query: more than {DEEPEST} brackets in brackets")
        found = [self.together(depth)]
        while self.operator() == "or":
            self.take()
            found.append(self.together(depth))
        kept = tuple(dict.fromkeys(f for f in found if f != NOTHING))
        return Any(kept) if len(kept) > 1 else kept[0] if kept else NOTHING

    def together(self, depth: int) -> Node:
        telling: list[Node] = []
        idle: list[Node] = []
        while (part := self.peek()) is not None and part.text != ")" and self.operator() != "or":
            plain = part.kind == "word" and not self.sign(1) and self.operator() is None and self.reader.terms.is_stopword(part.text)
            node = self.one(depth)
            if node != NOTHING:
                (idle if plain else telling).append(node)
        parts = tuple(dict.fromkeys(telling or idle))
        return parts[0] if len(parts) == 1 else All(parts)

    def one(self, depth: int) -> Node:
        negated = self.operator() == "not" and self.peek(1) is not None
        part = self.take()
        if part.kind == "minus" or negated:
            # A chain of minus signs is a nesting like that of brackets.
            return self.without(depth + 1)
        if part.text == "(":
            inside = self.alternatives(depth + 1)
            if (end := self.peek()) is not None and end.text == ")":
                self.take()
            return inside
        if part.kind == "quoted":
            return self.reader.words("text", part.inside, phrase=True)
        if part.kind == "word" and self.sign():
            return self.field(part, self.take())
        if part.kind != "word":
            raise UsageError(f"query: {part.place}: expected a word, a phrase or a field before it")
        return self.reader.words("text", part.text, phrase=False)

    def without(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise UsageError(f"query: more than {DEEPEST} negations in negations")
        inside = self.one(depth)
        return Not(inside) if inside != NOTHING else NOTHING

    def field(self, name: Part, sign: Part) -> Node:
        key = self.reader.fields.get(fold_form(name.text).lower())
        if sign.text != ":":
            return self.figure(None if key == "figure" else name, sign)
        if key is None:
            raise UsageError(f"query: no field {name.text!r}; there are {', '.join((*FIELDS, *OTHER_FIELDS))}")
        value = self.peek()
        if value is None or value.spaced or value.kind not in ("word", "quoted"):
            raise UsageError(f"query: the field {name.place} has no value")
        self.take()
        if key == "figure":
            relation = self.sign()
            if relation is None:
                raise UsageError(f"query: figure:{value.text} needs a comparison, such as figure:{value.text}>100")
            return self.figure(value, self.take())
        return self.reader.in_field(key, value, value.inside if value.kind == "quoted" else self.whole(value))

    def whole(self, value: Part) -> str:
        """An unquoted value up to the next space: an outlet's address may hold colons."""
        text = value.text
        while (more := self.peek()) is not None and not more.spaced and more.kind in ("word", "sign"):
            text += self.take().text
        return text

    def figure(self, measure: Part | None, sign: Part) -> Node:
        value = self.peek()
        number = fold_form(value.text) if value is not None else ""
        if sign.text == ":" or not _NUMBER.match(number):
            raise UsageError(f"query: expected a comparison and a number, such as killed>100, at character {sign.at + 1}")
        self.take()
        key = self.reader.measures.get(fold_form(measure.text).lower()) if measure else None
        if measure is not None and key is None:
            raise UsageError(f"query: no measure {measure.text!r}; there are {', '.join(sorted(set(self.reader.measures.values())))}")
        return FigureIs(key, cast(Relation, sign.text), float(number.replace(",", "")))
