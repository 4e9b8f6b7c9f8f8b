"""`python -m training.doubtful_cues`: would a learned scorer tell reporting words from look-alikes better than the rules do?

Logistic regression over named features of each reporting word that the table finds, trained on the cases of `lang/ar/cases` (ours), and
measured on the annotated stories beside the rules: precision and recall of reporting words. Nothing of it ships; see the decision record.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from evaluation.corpus import scorer, stories, with_raw_only

import isnad.lang.ar
from isnad.annotate.names import name_finder
from isnad.annotate.parse import parse
from isnad.annotate.statement_cues import find_cues, opening_after
from isnad.annotate.statement_text import Cue, View, Words
from isnad.annotate.statements import statement_finder
from isnad.lang.pack import Pack, load_pack
from isnad.model.article import Article
from isnad.model.document import Document, Layout
from isnad.model.span import Span
from isnad.pipeline import STAGES, annotator
from isnad.read.sources import read_articles
from isnad.settings import Settings

CASES = Path(isnad.lang.ar.__file__).parent / "cases"
STEPS, RATE, PENALTY = 400, 0.5, 1e-3
Features = dict[str, float]


def features(view: View, cue: Cue) -> Features:
    """Named features of one reporting word where it stands."""
    opening = opening_after(view, cue, frozenset())
    after, before = cue.last, cue.first - 1
    named = any(m.type != "place" for m in view.mentions_in(after, after + 6))
    found = {
        f"kind={cue.kind}": 1.0, f"opens={opening.kind if opening else None}": 1.0, f"joined={cue.joined}": 1.0,
        f"first={cue.first == view.sentence(cue.first).first}": 1.0, f"mark-before={view.is_mark(before)}": 1.0,
        f"definite-after={view.norm(after).startswith(view.words.article)}": 1.0, f"source-after={view.is_source_noun(after)}": 1.0,
        f"source-before={view.is_source_noun(before)}": 1.0, f"named-after={named}": 1.0,
        f"relative={view.norm(before) in view.words.relative}": 1.0,
    }  # fmt: skip
    found |= {f"takes={t.partition(':')[0]}": 1.0 for t in cue.takes}
    found |= {f"kind={cue.kind} opens={opening.kind if opening else None}": 1.0, f"row={cue.row.id}": 1.0}
    return found


class Reader:
    """Reporting words of a document with their features, and which of them the rules take."""

    def __init__(self, pack: Pack) -> None:
        self.words, self.table = Words(pack), pack.table("statement_cues")
        self.find = statement_finder(pack)

    def cues(self, document: Document) -> Iterator[tuple[Cue, Features, bool]]:
        """(word, features, taken by the rules)."""
        view = View(document, self.words)
        taken = {s.cue for s in self.find(document).statements}
        for cue in find_cues(document, view, self.table):
            if cue.kind in ("verb", "participle"):
                yield cue, features(view, cue), cue.span in taken


def cases() -> Iterator[tuple[str, list[str]]]:
    """(text without marks, reporting words wanted) of every case."""
    for path in sorted(CASES.glob("statements_*.toml")):
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
            for text in (*group.get("examples", ()), *group.get("none", ())):
                wanted = [part.split(">")[0] for part in text.split("<")[1:]] if "none" not in group else []
                yield "".join(c for c in text if c not in "<>{}[]"), wanted


def training_rows(reader: Reader, pack: Pack) -> list[tuple[Features, bool]]:
    """Features and truth of each reporting word of the cases."""
    names = name_finder(pack)
    out = []
    for text, wanted in cases():
        document = parse(Article(id="case", path="case.txt", text=text), pack)
        document = names(msgspec.structs.replace(document, layout=Layout(body=(Span(0, len(text)),))))
        out += [(found, cue.span.of(text) in wanted) for cue, found, _ in reader.cues(document)]
    return out


def fit(rows: list[tuple[Features, bool]]) -> tuple[dict[str, int], np.ndarray[Any, Any]]:
    """Weights of logistic regression by gradient descent; the last one is the bias."""
    index = {name: i for i, name in enumerate(sorted({n for found, _ in rows for n in found}))}
    matrix = np.stack([vector(found, index) for found, _ in rows])
    truth = np.array([right for _, right in rows], dtype=float)
    weights = np.zeros(matrix.shape[1])
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        weights -= RATE * (matrix.T @ (guess - truth) / len(truth) + PENALTY * weights)
    return index, weights


def vector(found: Features, index: dict[str, int]) -> np.ndarray[Any, Any]:
    """Features as a row of the matrix."""
    out = np.zeros(len(index) + 1)
    out[-1] = 1.0
    for name in found:
        if name in index:
            out[index[name]] = 1.0
    return out


def articles(folder: Path) -> dict[str, Article]:
    """The articles of a folder, by file name."""
    return {Path(r.article.path).name: r.article for r in read_articles([str(folder)], Settings()) if r.article}


def story_rows(story: Path, reader: Reader, pack: Pack) -> Iterator[tuple[Features, bool, bool]]:
    """(features, taken by the rules, reports in the gold) of each reporting word of a story; optional gold rows count neither way."""
    gold = scorer().load_gold(story)
    before = [stage for stage in STAGES if stage.name in ("layout", "names", "times", "publication")]
    annotate = annotator(pack, before)
    texts = with_raw_only(story, articles)
    for doc in gold["documents"]:
        document = annotate(texts[doc["file"]])
        fresh = parse(document.article, pack)  # annotating lets its folded text and hits go
        document = msgspec.structs.replace(document, folded=fresh.folded, hits=fresh.hits)
        marked = {tuple(row["cue_span"]): bool(row.get("optional")) for row in doc.get("statements") or [] if row.get("cue_span")}
        for cue, found, taken in reader.cues(document):
            optional = next((o for span, o in marked.items() if Span(*span).overlaps(cue.span)), None)
            if optional is not True:
                yield found, taken, optional is False


def rates(pairs: list[tuple[bool, bool]]) -> str:
    """Precision, recall and F1 of (guessed, true)."""
    hits, guessed, true = sum(a and b for a, b in pairs), sum(a for a, _ in pairs), sum(b for _, b in pairs)
    p, r = hits / max(1, guessed), hits / max(1, true)
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"


def main() -> None:
    """Train on the cases, measure on every annotated story."""
    pack = load_pack("ar")
    reader = Reader(pack)
    rows = training_rows(reader, pack)
    index, weights = fit(rows)
    print(f"trained on {len(rows)} reporting words of cases, {sum(right for _, right in rows)} of them reporting")
    for story in stories():
        found = list(story_rows(story, reader, pack))
        learned = [bool(vector(f, index) @ weights > 0) for f, _, _ in found]
        print(story.name, len(found))
        print("  rules            ", rates([(taken, true) for _, taken, true in found]))
        print("  learned          ", rates([(guess, true) for guess, (_, _, true) in zip(learned, found, strict=True)]))
        print("  rules and learned", rates([(taken and guess, true) for guess, (_, taken, true) in zip(learned, found, strict=True)]))
        print("  rules or learned ", rates([(taken or guess, true) for guess, (_, taken, true) in zip(learned, found, strict=True)]))


if __name__ == "__main__":
    main()
