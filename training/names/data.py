"""Training sentences from the two sets whose licences let weights ship, in words as news writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from isnad.text.folding import fold_form

Sentence = list[tuple[str, str]]
"""(folded word, label) in order."""

PERSONS = {
    "Politician": "politician", "Athlete": "sport", "Artist": "art", "Other_PER": "", "Religious_PER": "religious",
    "Scientist": "academic", "Businessperson": "business", "Lawyer": "law", "Engineer": "civil", "Police": "military",
}  # fmt: skip
"""The set calls soldiers and defence ministers "Police"."""
PLACES = dict.fromkeys(
    (
        "Nation", "Population-Center", "State-or-Province", "GPE-Cluster", "Water-Body", "Continent", "County-or-District",
        "Land-Region-Natural", "Path", "Airport", "Celestial", "Building-Grounds", "Subarea-Facility",
    ),
    "",
)  # fmt: skip
ORGANIZATIONS = {
    "Non-Governmental": "ngo", "Sports": "sport", "Government": "government", "Media": "media", "Commercial": "company",
    "Educational": "academic", "Medical-Science": "medical", "Entertainment": "art", "Religious_ORG": "religious",
}  # fmt: skip
KINDS = {
    label: (coarse, fine) for coarse, kinds in (("PER", PERSONS), ("LOC", PLACES), ("ORG", ORGANIZATIONS)) for label, fine in kinds.items()
}
"""Coarse and fine class of a label of the set; what is not here (books, films, vehicles, groups) is no name for us."""
CLITICS = {"\u0648", "\u0641", "\u0628", "\u0644", "\u0643"}
PRONOUNS = {"\u0647", "\u0647\u0627", "\u0646\u0627", "\u0643", "\u0643\u0645", "\u0647\u0645\u0627"}
ARTICLE, JOINED = "\u0627\u0644", "\u0644\u0644"
FEMININE, OPEN_FEMININE = "\u0647", "\u062a"
TORN = (("\u0627\u0644\u0627\u0644", "\u0627\u0644\u0644"), ("\u0644\u0627\u0644", JOINED))
"""Beginnings that the set's own reading tore from words whose first letter is the article's."""
WORD = re.compile(r"[^\W\d_]+")


def newsfane(path: Path, usual: Counter[str] | None = None, fine: bool = False) -> Iterator[Sentence]:
    """Sentences of a token-tab-label file with empty lines between them; `usual` counts words of undamaged text."""
    rows: Sentence = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        word, _, label = line.rstrip("\r").partition("\t")
        if word.strip() and label:
            rows.append((_mended(fold_form(word) or word, usual or Counter()), _label(label.strip(), fine)))
        elif rows:
            yield _repaired(_joined(rows))
            rows = []


def _label(label: str, fine: bool) -> str:
    mark, _, name = label.partition("-")
    if name not in KINDS:
        return "O"
    coarse, kind = KINDS[name]
    return f"{mark}-{coarse}.{kind}" if fine and kind else f"{mark}-{coarse}"


def _mended(word: str, usual: Counter[str]) -> str:
    """A torn word as undamaged text has it."""
    for torn, whole in TORN:
        if word.startswith(torn):
            better = whole + word[len(torn) :]
            if usual[better] > usual[word]:
                return better
    return word


def _joined(rows: Sentence) -> Sentence:
    """Clitics and pronouns that the set cut off, written together with their word again."""
    out: Sentence = []
    pending = ""
    for number, (word, label) in enumerate(rows):
        last = number == len(rows) - 1
        if word in CLITICS and label == "O" and not last and WORD.fullmatch(rows[number + 1][0]):
            pending += word
            continue
        if word in PRONOUNS and not pending and out and WORD.fullmatch(out[-1][0]) and len(out[-1][0]) > 1 and word != "\u0643":
            before, its = out[-1]
            out[-1] = ((before[:-1] + OPEN_FEMININE if before.endswith(FEMININE) else before) + word, its)
            continue
        if pending.endswith("\u0644") and word.startswith(ARTICLE):
            word = word[1:]
        out.append((pending + word, label))
        pending = ""
    return out


def _flat(labels: list[str]) -> str:
    """Of nested labels the outermost name; occupations are left out, the names in them kept."""
    for label in labels:
        for kind, name in (("ORG", "ORG"), ("PERS", "PER"), ("GPE", "LOC"), ("LOC", "LOC"), ("FAC", "LOC")):
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


def words_of(*paths: Path) -> Counter[str]:
    """How often running text has a folded word."""
    return Counter(fold_form(word) for path in paths for word in WORD.findall(path.read_text(encoding="utf-8")))
