"""Which articles hold words of which: pairs of rewrites found among many articles, and pairs found wrongly.

The peers find articles that are alike as wholes. Isnad's index also finds passages, and gives for every pair which words stand where;
its second side begins with articles that are read already, as they are when an account is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from benchmarks.contests.contest import Answers, Contest, Items, Side, Task, Work, share
from benchmarks.contests.news import MISSING, sample
from benchmarks.contests.rewriting import KINDS, Rewriter, origins

ORIGINS, EACH = 1_000, 120
"""Articles, and how many of them are rewritten in each way."""
SHINGLE, PERMUTATIONS = 4, 128
Pair = tuple[int, int]


class Truth(msgspec.Struct, frozen=True):
    """What is true of the articles by their numbers."""

    wanted: dict[str, list[Pair]]
    """Pairs of an article and its rewrite, by kind."""
    also: list[Pair]
    """Pairs that share words too, by way of a third article: neither asked nor wrong."""


def task() -> Task | str:
    """Articles with little in common, and rewrites of some."""
    texts = origins(sample(4 * ORIGINS), ORIGINS)
    if not texts:
        return MISSING
    rewriter = Rewriter(texts)
    articles, families = list(texts), [{n} for n in range(len(texts))]
    wanted: dict[str, list[Pair]] = {}
    for kind in KINDS:
        for number in sorted(rewriter.chance.sample(range(len(texts)), min(EACH, len(texts) - 1))):
            host = (number + 1) % len(texts)
            wanted.setdefault(kind, []).append((number, len(articles)))
            families.append({number, host} if kind == "passage" else {number})
            articles.append(rewriter.rewrite(texts[number], kind, texts[host]).text)
    asked = {pair for found in wanted.values() for pair in found}
    also = [(a, b) for a, b in related(families) if (a, b) not in asked]
    made = f"{len(articles) - len(texts):,} rewrites, {EACH} of each kind"
    about = f"{len(articles):,} articles: {len(texts):,} of news, with next to nothing in common, and {made}"
    return Task(articles, msgspec.to_builtins(Truth(wanted, also)), about=about)


def related(families: Sequence[set[int]]) -> Iterable[Pair]:
    """Pairs of articles that hold words of the same origin."""
    held: dict[int, list[int]] = {}
    for number, members in enumerate(families):
        for member in members:
            held.setdefault(member, []).append(number)
    return sorted({(a, b) for found in held.values() for n, a in enumerate(found) for b in found[n + 1 :]})


def isnad_whole(_: Items) -> Work:
    """From texts: tokens, layout, the index, the passages."""
    read, find = reader()

    def pairs(texts: Items) -> list[Pair]:
        return find([read(number, text) for number, text in enumerate(texts)])

    return Work(pairs)


def isnad_alone(items: Items) -> Work:
    """From articles that are read: the index and the passages."""
    read, find = reader()
    documents = [read(number, text) for number, text in enumerate(items)]
    return Work(lambda _: find(documents))


def reader() -> tuple[Callable[[int, str], Any], Callable[[list[Any]], list[Pair]]]:
    """What reads an article, and what finds the pairs among those read."""
    from isnad.lang.pack import load_pack
    from isnad.link.reuse import find_reuse
    from isnad.model.article import Article
    from isnad.pipeline import STAGES, annotator

    pack = load_pack("ar")
    annotate = annotator(pack, [s for s in STAGES if s.name == "layout"])

    def read(number: int, text: str) -> Any:
        return annotate(Article(id=str(number), path=f"made#{number}", text=text, outlet=f"outlet {number % 14}"))

    def find(documents: list[Any]) -> list[Pair]:
        return [ordered(int(r.a), int(r.b)) for r in find_reuse(documents, pack)]

    return read, find


def ordered(a: int, b: int) -> Pair:
    """A pair, the smaller number first."""
    return (a, b) if a < b else (b, a)


def shingles(text: str, folded: bool) -> list[str]:
    """Runs of words, as written or in one spelling."""
    from isnad.text.folding import fold_form

    words = re.findall(r"\w+", fold_form(text) if folded else text)
    return [" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)]


def datasketch(threshold: float, folded: bool) -> Callable[[Items], Work]:
    """MinHash and LSH of datasketch; candidates are kept that are estimated to be alike enough."""

    def prepare(_: Items) -> Work:
        from datasketch import MinHash, MinHashLSH

        def pairs(texts: Items) -> list[Pair]:
            made = list(MinHash.bulk(([s.encode() for s in shingles(text, folded)] for text in texts), num_perm=PERMUTATIONS))
            index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
            for number, one in enumerate(made):
                index.insert(number, one)
            met = {ordered(number, other) for number, one in enumerate(made) for other in index.query(one) if other != number}
            return [(a, b) for a, b in met if made[a].jaccard(made[b]) >= threshold]

        return Work(pairs)

    return prepare


def rensa(threshold: float, bands: int, folded: bool) -> Callable[[Items], Work]:
    """MinHash and LSH of rensa, in the same way."""

    def prepare(_: Items) -> Work:
        from rensa import RMinHash, RMinHashLSH

        def pairs(texts: Items) -> list[Pair]:
            made = RMinHash.from_token_sets([shingles(text, folded) for text in texts], num_perm=PERMUTATIONS, seed=1)
            index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=bands)
            index.insert_many(made)
            met = {ordered(number, other) for number, found in enumerate(index.query_all(made)) for other in found if other != number}
            return [(a, b) for a, b in met if made[a].jaccard(made[b]) >= threshold]

        return Work(pairs)

    return prepare


def judge(task: Task, answers: Answers, _: Any) -> Mapping[str, str]:
    """Recall of each kind of rewrite and of all; precision over all pairs given."""
    truth = msgspec.convert(task.truth, Truth)
    found = {ordered(*pair) for pair in answers[0]}
    asked = {pair for pairs in truth.wanted.values() for pair in pairs}
    counted = found - set(truth.also)
    out = {"recall": share(len(found & asked), len(asked)), "precision": share(len(counted & asked), len(counted))}
    return out | {kind: share(len(found & set(pairs)), len(pairs)) for kind, pairs in truth.wanted.items()}


CONTEST = Contest(
    name="duplicates",
    item="article",
    sides=(
        Side("Isnad, from texts", isnad_whole),
        Side("Isnad, from articles as read", isnad_alone),
        Side("datasketch, alike from 0.5", datasketch(0.5, folded=False), ("datasketch",)),
        Side("datasketch, folded, alike from 0.2", datasketch(0.2, folded=True), ("datasketch",)),
        Side("rensa, alike from 0.5", rensa(0.5, 32, folded=False), ("rensa",)),
        Side("rensa, folded, alike from 0.2", rensa(0.2, 64, folded=True), ("rensa",)),
    ),
    against=("Isnad, from texts", "Isnad, from articles as read"),
    task=task,
    judge=judge,
    at_once=True,
)
