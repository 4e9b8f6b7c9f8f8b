"""Weights that tell the kind of source of a name from its words and neighbours, and how well they do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite

from isnad.annotate.name_features import Lexicon
from isnad.annotate.name_guess import NOTHING, Guesses, features_of
from isnad.lang.pack import Pack
from training.names.data import Sentence
from training.names.files import write_gzip
from training.names.spans import spans

TYPES = {"PER": "person", "ORG": "organization"}
LEAST = 0.03
"""Weights under it are left out."""
Example = tuple[str, dict[str, int], str]
"""Type, features, kind."""


def examples(sentences: list[Sentence], pack: Pack, lexicon: Lexicon) -> Iterator[Example]:
    """Names of persons and organizations; a body whose whole name or head a table knows has the table's kind."""
    heads = {row.folded: row["fine"] for row in pack.table("organization_heads")}
    fixed = {row.folded: row["fine"] for row in pack.table("organizations")}
    for sentence in sentences:
        words = [word for word, _ in sentence]
        for label, first, last in sorted(spans([label for _, label in sentence]), key=lambda s: s[1]):
            coarse, _, fine = label.partition(".")
            if coarse not in TYPES:
                continue
            if coarse == "ORG":
                name = " ".join(words[first:last])
                bare = lexicon.stem(words[first])
                fine = fixed.get(name) or heads.get(words[first]) or heads.get(bare) or fine
            yield TYPES[coarse], features_of(words, first, last, lexicon), fine or NOTHING


def fit(rows: list[Example], path: Path) -> Guesses:
    """Multinomial logistic regression: a conditional random field over rows of one."""
    labels: dict[str, list[str]] = {}
    weights: dict[str, list[float]] = {}
    for kind in sorted(set(TYPES.values())):
        trainer = pycrfsuite.Trainer(verbose=False)
        for type_, features, label in rows:
            if type_ == kind:
                trainer.append([{k: float(v) for k, v in features.items()}], [label])
        trainer.set_params({"c1": 0.1, "c2": 0.3, "max_iterations": 80})
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        labels[kind] = sorted(info.labels)
        for (feature, label), weight in sorted(info.state_features.items()):
            if abs(weight) >= LEAST:
                weights.setdefault(f"{kind}:{feature}", [0.0] * len(labels[kind]))[labels[kind].index(label)] = round(weight, 2)
        path.unlink()
    return Guesses(labels, weights)


def write(model: Guesses, target: Path) -> None:
    """Write the weights."""
    text = json.dumps({"labels": model.labels, "weights": model.weights}, ensure_ascii=False, separators=(",", ":"))
    write_gzip(target, text.encode())


def scores(model: Guesses, rows: list[Example]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 by kind; what is left untold costs recall."""
    hit: Counter[str] = Counter()
    told: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for type_, features, label in rows:
        guess = model.kind(type_, [features])
        for counter, name in ((told, guess), (wanted, label)):
            if name not in (None, NOTHING):
                counter[f"{type_} {name}"] += 1
                counter["all"] += 1
        if guess == label:
            hit[f"{type_} {label}"] += 1
            hit["all"] += 1
    table = {}
    for key in sorted(wanted):
        p, r = hit[key] / max(told[key], 1), hit[key] / wanted[key]
        table[key] = {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(p + r, 1e-9), 3), "n": wanted[key]}
    return table
