"""Training sentences from the two sets whose licences let weights ship, in this project's own tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from isnad.text.folding import fold_form

Sentence = list[tuple[str, str]]
"""(folded word, label) in order."""

PERSON = {"Politician", "Athlete", "Artist", "Other_PER", "Religious_PER", "Scientist", "Businessperson", "Lawyer", "Engineer"}
PLACE = {
    "Nation", "Population-Center", "State-or-Province", "GPE-Cluster", "Water-Body", "Continent", "Land", "County-or-District",
    "Land-Region-Natural", "Path", "Airport", "Celestial",
}  # fmt: skip
ORGANIZATION = {
    "Non-Governmental", "Sports", "Government", "Media", "Commercial", "Educational", "Police", "Medical-Science",
    "Entertainment", "Religious_ORG", "Building-Grounds",
}  # fmt: skip
CLITICS = {"\u0648", "\u0641", "\u0628", "\u0644", "\u0643"}
ARTICLE = "\u0627\u0644"


def _coarse(label: str) -> str:
    if label == "O" or "-" not in label:
        return "O"
    mark, kind = label.split("-", 1)
    for name, kinds in (("PER", PERSON), ("LOC", PLACE), ("ORG", ORGANIZATION)):
        if kind in kinds:
            return f"{mark}-{name}"
    return "O"


def _joined(rows: Sentence) -> Sentence:
    """Clitics that the set cut off, written together with their word again."""
    out: Sentence = []
    pending = ""
    for number, (word, label) in enumerate(rows):
        last = number == len(rows) - 1
        if word in CLITICS and label == "O" and not last and re.fullmatch(r"[^\W\d_]+", rows[number + 1][0]):
            pending += word
            continue
        if pending.endswith("\u0644") and word.startswith(ARTICLE):
            word = word[1:]
        out.append((pending + word, label))
        pending = ""
    return out


def newsfane(path: Path) -> Iterator[Sentence]:
    """Sentences of a token-tab-label file with empty lines between them."""
    rows: Sentence = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        word, _, label = line.rstrip("\r").partition("\t")
        if word.strip() and label:
            rows.append((fold_form(word) or word, _coarse(label.strip())))
        elif rows:
            yield _joined(rows)
            rows = []


def _flat(labels: list[str]) -> str:
    """Of nested labels the outermost name; occupations are left out, the names in them kept."""
    for label in labels:
        for kind, name in (("ORG", "ORG"), ("PERS", "PER"), ("GPE", "LOC"), ("LOC", "LOC"), ("FAC", "ORG")):
            if label.endswith("-" + kind):
                return f"{label[0]}-{name}"
    return "O"


def wojood(path: Path) -> Iterator[Sentence]:
    """Sentences of nested BIO lines."""
    rows: Sentence = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        word, *labels = line.split() if line.strip() else [""]
        if word:
            rows.append((fold_form(word) or word, _flat(labels)))
        elif rows:
            yield _repaired(rows)
            rows = []


def _repaired(rows: Sentence) -> Sentence:
    out: Sentence = []
    before = "O"
    for word, label in rows:
        if label.startswith("I-") and before[2:] != label[2:]:
            label = "B" + label[1:]
        out.append((word, label))
        before = label
    return out
