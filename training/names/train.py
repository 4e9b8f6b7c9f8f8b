"""Train the tagger of names: parts of names from Wikidata, a conditional random field from two annotated sets."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pycrfsuite

from isnad.annotate.name_features import MODELS, PARTS, Lexicon, shape, window
from isnad.annotate.name_tagger import MODEL, OFFSETS, NameTagger
from isnad.lang.pack import load_pack
from isnad.model.text import Kind
from isnad.text.folding import fold_form
from training.names.data import Sentence, newsfane, wojood

HERE = Path(__file__).parent
HELD_OUT = 10
"""Every tenth block of fifty sentences is held out."""


def write_parts(source: Path, target: Path) -> None:
    """Parts of persons' names with how often Wikidata has them, folded; two letters and one bearer say too little."""
    counts: Counter[str] = Counter()
    for line in source.read_text(encoding="utf-8").split("\n"):
        latin, _, rest = line.partition("\t")
        letters, _, count = rest.partition("\t")
        word = fold_form(letters.replace(" ", ""))
        if latin and len(word) >= 3:
            counts[word] += int(count or 1)
    text = "".join(f"{word} {count}\n" for word, count in sorted(counts.items()))
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(text.encode())


def _shaped(word: str) -> str:
    kind = Kind.NUMBER if word[:1].isdigit() else Kind.WORD if word[:1].isalpha() else Kind.PUNCTUATION
    return shape(word, kind)


def features(words: list[str], lexicon: Lexicon) -> list[list[str]]:
    """Features of each word of a sentence with its window."""
    padded = ["", "", *words, "", ""]
    given = [window(word, lexicon) for word in padded]
    return [[f for offset in OFFSETS for f in given[i + offset][offset]] for i in range(2, len(padded) - 2)]


def split(sentences: list[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Training and held-out sentences, by blocks so that articles are not cut much."""
    held = [s for i, s in enumerate(sentences) if (i // 50) % HELD_OUT == HELD_OUT - 1]
    return [s for i, s in enumerate(sentences) if (i // 50) % HELD_OUT != HELD_OUT - 1], held


def train(sentences: list[Sentence], lexicon: Lexicon, path: Path) -> None:
    """Fit with L-BFGS under an elastic net."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        words = [_shaped(word) for word, _ in sentence]
        trainer.append(features(words, lexicon), [label for _, label in sentence])
    trainer.set_params(
        {"c1": 0.15, "c2": 0.01, "max_iterations": int(os.environ.get("ITERATIONS", "120")), "feature.possible_transitions": True}
    )
    trainer.train(str(path))


def export(path: Path, target: Path) -> int:
    """Write the weights that are not nought; returns how many features there are."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    labels = sorted(info.labels)
    weights: dict[str, list[float]] = {}
    for (feature, label), weight in sorted(info.state_features.items()):
        if abs(weight) >= 0.02:
            weights.setdefault(feature, [0.0] * len(labels))[labels.index(label)] = round(weight, 2)
    floor = -8.0
    steps = [[round(info.transitions.get((a, b), floor), 2) for b in labels] for a in labels]
    text = json.dumps({"labels": labels, "transitions": steps, "weights": weights}, ensure_ascii=False, separators=(",", ":"))
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as out:
        out.write(text.encode())
    return len(weights)


def spans(labels: list[str]) -> set[tuple[str, int, int]]:
    """(type, first, last) of names in a row of labels."""
    out, start = set(), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and not (label.startswith("I-") and label[2:] == labels[start][2:]):
            out.add((labels[start][2:], start, i))
            start = None
        if label.startswith("B-") or (label.startswith("I-") and start is None):
            start = i
    return out


def scores(tagger: NameTagger, held: list[Sentence]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of whole names by type."""
    found = tagger.tag([[_shaped(w) for w, _ in s] for s in held])
    hit: Counter[str] = Counter()
    out_of: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for sentence, labels in zip(held, found, strict=True):
        gold, got = spans([label for _, label in sentence]), spans(labels)
        for counter, names in ((hit, gold & got), (out_of, got), (wanted, gold)):
            for kind, _, _ in names:
                counter[kind] += 1
                counter["all"] += 1
    table = {}
    for kind in sorted(wanted):
        p, r = hit[kind] / max(out_of[kind], 1), hit[kind] / wanted[kind]
        table[kind] = {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / max(p + r, 1e-9), 3), "n": wanted[kind]}
    return table


def main() -> None:
    """Make everything again."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
    pack = load_pack("ar")
    models = pack.folder / MODELS
    write_parts(data / "names" / "wikidata-arabic-latin.tsv", models / PARTS)
    lexicon = Lexicon(pack)
    news, other = list(newsfane(data / "ner" / "newsfane-train.tsv")), list(wojood(data / "ner" / "wojood-sample" / "train.txt"))
    kept, held = split(news)
    path = HERE / "names.crfsuite"
    train(kept + other, lexicon, path)
    size = export(path, models / MODEL)
    path.unlink()
    tagger = NameTagger(pack)
    report = {
        "newsfane held out": scores(tagger, held),
        "wojood test": scores(tagger, list(wojood(data / "ner" / "wojood-sample" / "test.txt"))),
    }
    (HERE / "scores.json").write_text(json.dumps({"features": size, **report}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
