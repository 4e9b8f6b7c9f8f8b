"""Train the tagger of names: parts of names from Wikidata, a conditional random field from two annotated sets."""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections import Counter
from pathlib import Path

import pycrfsuite

from isnad.annotate.name_features import CITIES, MARKS, PARTS, Lexicon, Spelled, cities, name_parts, shape
from isnad.annotate.name_guess import GUESSES
from isnad.annotate.name_letters import LETTERS, MODELS, name_letters
from isnad.annotate.name_tagger import MODEL, NameTagger
from isnad.lang.pack import Pack, load_pack
from isnad.model.text import Kind
from isnad.text.folding import fold_form
from training.names.cities import write_cities
from training.names.data import Sentence, newsfane, wojood, words_of
from training.names.files import write_gzip
from training.names.kinds import examples, fit, write
from training.names.kinds import scores as kind_scores
from training.names.letters import write_letters
from training.names.spans import spans

HERE = Path(__file__).parent
SEEN = 2
"""How often a word must come in running text to tell how ordinary words are spelt."""
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
    write_gzip(target, text.encode())


def _shaped(word: str) -> str:
    kind = Kind.NUMBER if word[:1].isdigit() else Kind.WORD if word[:1].isalpha() else Kind.PUNCTUATION
    return shape(word, kind)


def features(words: list[str], lexicon: Lexicon) -> list[list[str]]:
    """Features of each word of a sentence with its window."""
    padded = ["", "", *words, "", ""]
    spelled = Spelled(lexicon)
    given = [spelled.window(word) for word in padded]
    return [[mark + f for offset, mark in MARKS.items() for f in given[i + offset][offset]] for i in range(2, len(padded) - 2)]


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
    steps = [[round(info.transitions.get((a, b), 0.0), 2) for b in labels] for a in labels]
    text = json.dumps({"labels": labels, "transitions": steps, "weights": weights}, ensure_ascii=False, separators=(",", ":"))
    write_gzip(target, text.encode())
    return len(weights)


def scores(tagger: NameTagger, held: list[Sentence]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of whole names by type."""
    ends = list(itertools.accumulate(map(len, held), initial=0))
    parts = list(itertools.pairwise(ends))
    labels = tagger.tag([_shaped(word) for sentence in held for word, _ in sentence], parts)
    found = [labels[first:last] for first, last in parts]
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


def lists(pack: Pack, ordinary: Counter[str]) -> None:
    """Towns and letters, which the features read."""
    bearers = name_parts(pack.folder)
    lexicon = Lexicon(pack)

    def is_word(word: str) -> bool:
        import simplemma

        stem = lexicon.stem(word)
        return bool(ordinary[word] or ordinary[stem]) or any(simplemma.is_known(form, lang=pack.code) for form in (word, stem))

    write_cities(pack.folder / MODELS / CITIES, is_word, bearers)
    words = (word for word, count in ordinary.items() if count >= SEEN and bearers.get(word, 0) <= SEEN and word)
    write_letters(bearers, words, pack.folder / MODELS / LETTERS)
    cities.cache_clear()
    name_letters.cache_clear()


def main() -> None:
    """Make everything again."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
    pack = load_pack("ar")
    models = pack.folder / MODELS
    write_parts(data / "names" / "wikidata-arabic-latin.tsv", models / PARTS)
    usual = words_of(
        data / "ans" / "claim" / "train.csv", data / "ans" / "stance" / "train.csv", data / "ner" / "wojood-sample" / "train.txt"
    )
    news, other = list(newsfane(data / "ner" / "newsfane-train.tsv", usual)), list(wojood(data / "ner" / "wojood-sample" / "train.txt"))
    kept, held = split(news)
    lists(pack, usual + Counter(word for sentence in kept for word, label in sentence if label == "O"))
    lexicon = Lexicon(pack)
    path = HERE / "names.crfsuite"
    train(kept + other, lexicon, path)
    size = export(path, models / MODEL)
    path.unlink()
    tagger = NameTagger(pack)
    told, told_held = split(list(newsfane(data / "ner" / "newsfane-train.tsv", usual, fine=True)))
    guess = fit(list(examples(told, pack, lexicon)), path)
    write(guess, models / GUESSES)
    report: dict[str, object] = {
        "kinds of newsfane held out": kind_scores(guess, list(examples(told_held, pack, lexicon))),
        "newsfane held out": scores(tagger, held),
        "wojood test": scores(tagger, list(wojood(data / "ner" / "wojood-sample" / "test.txt"))),
    }
    (HERE / "scores.json").write_text(json.dumps({"features": size, **report}, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
