"""Arabic words: what annotating and its parts cost beside tokenizers, stemmers and morphological analysers.

No other program finds what `annotate` finds (names, times, quantities, statements with their speakers, labels), so its line is the
price of all that. What compares is the part that makes index terms: tokens, and for each word a lemma or stem without what is
written together with it. It is asked which forms of words it makes one, of pairs that are one word and of pairs that only look so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.contests.contest import Answers, Contest, Items, Side, Task, Work, share
from benchmarks.contests.news import MISSING, as_article, sample, written

ARTICLES = 200
PAIRS = Path(__file__).parent / "word_pairs.tsv"
WORD = re.compile(r"[^\W\d_]+")
SLOW = 16.0
"""Processor seconds that a slow side gets each round."""


def pairs() -> list[tuple[bool, str, str]]:
    """Pairs of word forms: whether they are forms of one word, and the two."""
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return [(kind == "same", a, b) for kind, a, b, *_ in rows]


def task() -> Task | str:
    """Real articles, and pairs of words."""
    articles = [written(r) for r in sample(ARTICLES)]
    if not articles:
        return MISSING
    count = sum(len(WORD.findall(a["text"])) for a in articles) / len(articles)
    about = f"{len(articles)} news articles of {count:.0f} words on average; {len(pairs())} pairs of word forms"
    return Task(articles, question=sorted({word for _, *both in pairs() for word in both}), about=about)


def annotate(_: Items) -> Work:
    """The whole of annotating."""
    from isnad.lang.pack import load_pack
    from isnad.pipeline import annotator

    work = annotator(load_pack("ar"))
    return Work(lambda record: len(work(as_article(record)).tokens))


def parse(_: Items) -> Work:
    """The first step of annotating: folding, tokens, sentences, quotations, and the scan for all vocabulary."""
    from isnad.annotate.parse import parse as parsed
    from isnad.lang.pack import load_pack

    pack = load_pack("ar")
    assert pack.scanner
    return Work(lambda record: len(parsed(as_article(record), pack).tokens))


def terms(_: Items) -> Work:
    """Index terms: folding, tokens, lemma or stem of each word without its particles."""
    from isnad.lang.pack import load_pack
    from isnad.search.terms import Terms

    make = Terms(load_pack("ar"))
    make.of_text("\u0628\u064a\u062a")  # what is loaded on first use
    return by_text(lambda text: len(make.of_text(text)), make.of_word)


def light_stems(_: Items) -> Work:
    """Tokens and light stems, as stories compare them."""
    from isnad.lang.pack import load_pack
    from isnad.text.folding import fold, fold_form
    from isnad.text.stems import light_stem
    from isnad.text.tokens import tokenize

    affixes = load_pack("ar").affixes
    return by_text(lambda t: len([light_stem(k.norm, affixes) for k in tokenize(fold(t))]), lambda w: light_stem(fold_form(w), affixes))


def by_text(do: Callable[[str], int], form: Callable[[str], str] | None = None) -> Work:
    """A side that reads an article's text and counts its tokens, and one that tells the form of a word."""
    return Work(lambda record: do(record["text"]), (lambda words: [form(w) for w in words]) if form else None)


def spacy_blank(_: Items) -> Work:
    """The tokenizer that comes with spaCy, and sentences by their marks; a trained Arabic pipeline there is none."""
    import spacy

    pipeline = spacy.blank("ar")
    pipeline.add_pipe("sentencizer")
    return by_text(lambda text: len(pipeline(text)))


def pyarabic_tokens(_: Items) -> Work:
    """Tokens without vowel marks."""
    from pyarabic import araby

    return by_text(lambda text: len(araby.tokenize(text, morphs=araby.strip_tashkeel)))


def snowball(_: Items) -> Work:
    """The Arabic stemmer of Snowball in Python, over words cut by a pattern."""
    import snowballstemmer

    stemmer = snowballstemmer.stemmer("arabic")
    return by_text(lambda text: len(stemmer.stemWords(WORD.findall(text))), stemmer.stemWord)


def simplemma_lemmas(_: Items) -> Work:
    """The lemma dictionary that Isnad uses too, alone."""
    import simplemma

    simplemma.lemmatize("\u0628\u064a\u062a", lang="ar")  # the dictionary is loaded on first use
    return by_text(lambda text: len(simplemma.text_lemmatizer(text, lang="ar")), lambda word: simplemma.lemmatize(word, lang="ar"))


def tashaphyne_stems(_: Items) -> Work:
    """The light stemmer of Tashaphyne."""
    from tashaphyne.stemming import ArabicLightStemmer

    stemmer = ArabicLightStemmer()

    def stem(word: str) -> str:
        stemmer.light_stem(word)
        return str(stemmer.get_stem())

    return by_text(lambda text: len([stem(word) for word in WORD.findall(text)]), stem)


def qalsadi_lemmas(_: Items) -> Work:
    """The lemmatizer of Qalsadi."""
    from qalsadi.lemmatizer import Lemmatizer

    lemmatizer = Lemmatizer()
    return by_text(lambda text: len(lemmatizer.lemmatize_text(text)), lambda word: str(lemmatizer.lemmatize(word)))


def farahidi_lemmas(_: Items) -> Work:
    """The morphological analyser after AlKhalil, with the reading that fits the sentence; for a word alone its first one."""
    import farahidi

    analyser = farahidi.Analyzer()

    def lemma(word: str) -> str:
        found = analyser.analyze(word)
        return str(found[0].lemma or word) if found else word

    lemma("\u0628\u064a\u062a")
    return by_text(lambda text: len(farahidi.analyze_text(text)), lemma)


def judge(task: Task, answers: Answers, asked: Any) -> Mapping[str, str]:
    """Tokens an article; pairs made one that are one word, and that are not."""
    out = {"tokens an article": f"{sum(answers) / max(1, len(answers)):.0f}"}
    if asked is None:
        return out
    return out | joined(dict(zip(task.question, asked, strict=True)))


def joined(forms: Mapping[str, str]) -> dict[str, str]:
    """Of pairs of one word and of pairs of two, how many have one form, but for vowels and spelling."""
    from isnad.text.folding import fold_form

    one, two = ([fold_form(forms[a]) == fold_form(forms[b]) for same, a, b in pairs() if same is kind] for kind in (True, False))
    return {"one word, made one": share(sum(one), len(one)), "two words, made one": share(sum(two), len(two))}


CONTEST = Contest(
    name="analysis",
    item="article",
    sides=(
        Side("Isnad, annotate", annotate),
        Side("Isnad, parse and scan", parse),
        Side("Isnad, index terms", terms),
        Side("Isnad, light stems", light_stems),
        Side("spaCy, blank Arabic", spacy_blank, ("spacy",)),
        Side("PyArabic, tokens", pyarabic_tokens, ("pyarabic",)),
        Side("Snowball, Arabic", snowball, ("snowballstemmer",)),
        Side("simplemma alone", simplemma_lemmas, ("simplemma",)),
        Side("Tashaphyne", tashaphyne_stems, ("tashaphyne",), SLOW),
        Side("Qalsadi", qalsadi_lemmas, ("qalsadi",), SLOW),
        Side("farahidi", farahidi_lemmas, ("farahidi",), SLOW),
    ),
    against=("Isnad, annotate", "Isnad, index terms"),
    task=task,
    judge=judge,
    left_out={
        "Stanza": "its Arabic models are fetched from a model hub, and it brings torch with CUDA",
        "CAMeL Tools, camel-lite": "their morphological databases are fetched on first use",
        "Farasa (farasapy)": "needs Java, and fetches its jars on first use",
        "SinaTools": "its dictionaries are fetched on first use",
    },
)
