"""Which words of two articles are the same: passages of an article and its rewrite, on the same lists of words.

Words are folded and told by numbers beforehand, for every side alike. Isnad's passages may be found in another order than in the
origin and bridge small differences; the peers' runs go forward in both articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.contests.contest import Answers, Contest, Items, Side, Task, Work, share
from benchmarks.contests.news import MISSING, sample
from benchmarks.contests.rewriting import CHANGED, KINDS, Rewriter, origins

EACH = 50
"""Pairs of each kind of rewrite."""
Block = tuple[int, int, int, int]
"""Words `[a, a_end)` of one article that stand as `[b, b_end)` in the other."""


def task() -> Task | str:
    """Pairs of texts as folded words."""
    from isnad.text.folding import fold_forms

    texts = origins(sample(12 * EACH, seed=2), 2 * EACH)
    if not texts:
        return MISSING
    rewriter = Rewriter(texts, seed=2)
    items, truth = [], []
    for kind in KINDS:
        for number in range(min(EACH, len(texts) - 1)):
            made = rewriter.rewrite(texts[number], kind, texts[-1 - number])
            # A word of nothing but marks that folding drops is still one word.
            items.append([[f or "-" for f in fold_forms(words)] for words in (texts[number].split(), made.text.split())])
            truth.append({"kind": kind, "origin": list(made.origin)})
    size = sum(len(a) + len(b) for a, b in items) / (2 * len(items))
    return Task(items, truth, about=f"{len(items)} pairs of an article and its rewrite, {size:.0f} words a text on average")


def isnad(items: Items, again: bool = False) -> Work:
    """Passages as copies are found by: shared runs, chained and grown. A text is laid out first, once for all texts that it meets."""
    from isnad.annotate.parse import parse
    from isnad.lang.pack import load_pack
    from isnad.link.reuse_align import aligned, laid
    from isnad.model.article import Article

    document = parse(Article(id="", path="", text=""), load_pack("ar"))
    made = {id(item): [words(document, side) for side in item] for item in items}

    def blocks(item: Any) -> list[Block]:
        if not again:
            laid.cache_clear()
        return [(k.a, k.a_end, k.b, k.b_end) for k in aligned(*made[id(item)])]

    for pair in made.values() if again else ():
        for text in pair:
            laid(text)
    return Work(blocks)


def isnad_again(items: Items) -> Work:
    """The same for texts that have met others before, as most have."""
    return isnad(items, again=True)


def words(document: Any, folded: Sequence[str]) -> Any:
    """An article's words as the index has them, all the writer's own."""
    import numpy as np

    from isnad.link.reuse_index import Words, runs, word_key

    keys = np.array([word_key(w) for w in folded], dtype=np.uint64)
    places = np.arange(len(folded), dtype=np.int64)
    return Words(
        document=document, keys=keys, starts=places, ends=places + 1, own=np.ones(len(folded)),
        figures=np.array([w.isdigit() for w in folded], dtype=np.bool_), shingles=runs(keys),
    )  # fmt: skip


def difflib_blocks(items: Items) -> Work:
    """Matching blocks of Python's own `difflib`."""
    import difflib

    made = {id(item): keyed(item) for item in items}

    def blocks(item: Any) -> list[Block]:
        a, b = made[id(item)]
        matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
        return [(m.a, m.a + m.size, m.b, m.b + m.size) for m in matcher.get_matching_blocks() if m.size]

    return Work(blocks)


def rapidfuzz_blocks(items: Items) -> Work:
    """The longest common subsequence by rapidfuzz."""
    from rapidfuzz.distance import LCSseq

    made = {id(item): keyed(item) for item in items}

    def blocks(item: Any) -> list[Block]:
        return [(o.src_start, o.src_end, o.dest_start, o.dest_end) for o in LCSseq.opcodes(*made[id(item)]) if o.tag == "equal"]

    return Work(blocks)


def keyed(item: Sequence[Sequence[str]]) -> list[list[int]]:
    """Two texts as numbers of words."""
    from isnad.link.reuse_index import word_key

    return [[word_key(w) for w in side] for side in item]


def judge(task: Task, answers: Answers, _: Any) -> Mapping[str, str]:
    """By words of the rewrites: how many that come from the origin are laid beside the place they come from, and how many rightly."""
    totals = {kind: [0, 0] for kind in KINDS}
    right = given = 0
    for told, blocks in zip(task.truth, answers, strict=False):
        hit, shown = counted(told["origin"], blocks)
        totals[told["kind"]][0] += hit
        totals[told["kind"]][1] += sum(n >= 0 for n in told["origin"])
        right, given = right + hit, given + shown
    found, wanted = (sum(t[n] for t in totals.values()) for n in (0, 1))
    out = {"recall": share(found, wanted), "precision": share(right, given)}
    return out | {kind: share(*totals[kind]) for kind in ("heavy", "moved", "passage")}


def counted(origin: Sequence[int], blocks: Sequence[Sequence[int]]) -> tuple[int, int]:
    """How many words of a rewrite are laid beside a passage with the word they come from, and how many are laid beside any.

    A word that was put for another counts in neither: it may stand in a passage.
    """
    hit = shown = 0
    for a, a_end, b, b_end in blocks:
        for number in range(b, b_end):
            shown += origin[number] != CHANGED
            hit += a <= origin[number] < a_end
    return hit, shown


CONTEST = Contest(
    name="alignment",
    item="pair",
    sides=(
        Side("Isnad", isnad),
        Side("Isnad, texts laid out", isnad_again),
        Side("difflib", difflib_blocks),
        Side("rapidfuzz, LCSseq", rapidfuzz_blocks, ("rapidfuzz",)),
    ),
    against=("Isnad", "Isnad, texts laid out"),
    task=task,
    judge=judge,
)
