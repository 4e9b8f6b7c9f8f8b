"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over words, decoded sentence beside sentence.

The weights come from `training/names`. All features belong to single words, so the scores of a word form at each
place of the window are summed once and kept; a document is then one table look-up and five shifted sums. Scores are
hundredths in whole numbers: their sums are exact, in whatever order they are added. Most words cannot be part of a name
whatever stands beside them; only the runs of words between those are decoded, all together.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from isnad.annotate.name_features import MARKS, REACHES, Lexicon, WordFeatures, lexicon_of
from isnad.annotate.name_letters import MODELS
from isnad.lang.pack import Pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Part = tuple[int, int]
MODEL = "names.crf.json.gz"
OFFSETS = tuple(MARKS)
UNIT = 100
"""Weights are told in hundredths."""
CAUTION = -60
"""Added to the score of "no name": below nought more names are found, and more that are none."""
FAR = 10_000_000
"""More than any sentence can win."""
CACHE = 200_000
"""Word forms whose scores are kept; beyond it they are forgotten together."""


class Model(msgspec.Struct, frozen=True):
    """What `training/names` writes."""

    labels: list[str]
    transitions: list[list[float]]
    """From a label to another."""
    weights: dict[str, list[float]]
    """By mark and feature, for each label."""


class Weights(msgspec.Struct, frozen=True):
    """The model: one row a feature, its scores for each label at each offset side by side."""

    labels: tuple[str, ...]
    steps: NDArray[np.int32]
    """Scores `[from, to]` of a label after another."""
    matrix: NDArray[np.int32]
    """`[feature, offset × label]`; row 0 is nought."""
    rows: dict[tuple[str, int], dict[str, int]]
    """By kind and reach, a feature's key to its row."""


def read_weights(path: Path) -> Weights:
    """The weights as `training/names` wrote them."""
    import numpy as np

    model = msgspec.json.decode(gzip.decompress(path.read_bytes()), type=Model)
    blocks = {mark: place for place, mark in enumerate(MARKS.values())}
    places: dict[str, dict[int, int]] = {}
    for number, feature in enumerate(model.weights):
        places.setdefault(feature[1:], {})[blocks[feature[0]]] = number
    rows: dict[tuple[str, int], dict[str, int]] = {}
    cells: list[tuple[int, int, int]] = []
    count = 1
    for feature, where in places.items():
        told: dict[tuple[int, ...], int] = {}
        for reach, offsets in enumerate(REACHES):
            used = tuple(block for block in range(len(offsets)) if block in where)
            if used and used not in told:
                told[used] = count
                cells += [(count, block, where[block]) for block in used]
                count += 1
            if used:
                rows.setdefault((feature[0], reach), {})[feature[1:]] = told[used]
    size = len(model.labels)
    values, steps = (np.rint(np.array(numbers) * UNIT).astype(np.int32) for numbers in (list(model.weights.values()), model.transitions))
    matrix = np.zeros((count, len(MARKS), size), np.int32)
    row, block_of, number_of = np.array(cells).T
    matrix[row, block_of] = values[number_of]
    return Weights(tuple(model.labels), steps, matrix.reshape(count, -1), rows)


class NameTagger:
    """Labels words with `O`, `B-PER`, `I-PER` … ; weights are read at the first use."""

    def __init__(self, pack: Pack) -> None:
        self._path: Path = pack.folder / MODELS / MODEL
        self._pack = pack
        self._known: Known | None = None

    def tag(self, words: Sequence[str], parts: Sequence[Part]) -> list[str]:
        """Labels of shaped words; `parts` are the words `[first, last)` of each sentence, in order. Words outside of them are `O`."""
        if self._known is None:
            self._known = Known(read_weights(self._path), lexicon_of(self._pack))
        return self._known.tag(words, parts)


class Known:
    """A model with the scores of the words that it has met."""

    def __init__(self, weights: Weights, lexicon: Lexicon) -> None:
        import numpy as np

        self._weights, self._lexicon = weights, lexicon
        self._features = WordFeatures(lexicon, lambda kind, reach: weights.rows.get((kind, reach), {}).get)
        self._other = weights.labels.index("O")
        self._decoder = Decoder(weights.steps, self._other)
        self._rows: dict[str, int] = {}
        self._matrix = np.zeros((1024, weights.matrix.shape[1]), np.int32)

    def _add(self, new: Collection[str]) -> None:
        """Add the scores of words that are met for the first time."""
        import numpy as np

        first, last = len(self._rows), len(self._rows) + len(new)
        while last > len(self._matrix):
            self._matrix = np.vstack([self._matrix, np.zeros_like(self._matrix)])
        self._lexicon.letters.learnt({*new, *map(self._lexicon.stem, new)})
        given: list[int | None] = []
        starts: list[int] = []
        for word in new:
            starts.append(len(given))
            for rows in self._features.of(word):  # of which none is empty: each word ends somehow
                given += rows
        taken = self._weights.matrix.take([row or 0 for row in given], axis=0)
        self._matrix[first:last] = np.add.reduceat(taken, starts, axis=0)
        self._rows.update(zip(new, range(first, last), strict=True))

    def scores(self, word: str) -> list[int]:
        """What a word scores for each label at each offset, label beside label."""
        if word not in self._rows:
            self._add([word])
        row: list[int] = self._matrix[self._rows[word]].tolist()
        return row

    def tag(self, words: Sequence[str], parts: Sequence[Part]) -> list[str]:
        """Labels of shaped words, sentence by sentence."""
        import numpy as np

        # Two empty words before and after each sentence stand for its edges.
        padded, places = ["", ""], [-1, -1]
        for first, last in parts:
            padded += (*words[first:last], "", "")
            places += (*range(first, last), -1, -1)
        inside = np.array(places) >= 0
        labels = ["O"] * len(words)
        for at, path in self._decoder.names(self._summed(padded), inside):
            labels[places[at] : places[at] + len(path)] = [self._weights.labels[k] for k in path]
        return labels

    def _of(self, words: Sequence[str]) -> list[int]:
        """The rows of words."""
        if len(self._rows) > CACHE:
            self._rows.clear()
        found = list(map(self._rows.get, words))
        if None in found:
            self._add({word for word, row in zip(words, found, strict=True) if row is None})
        return list(map(self._rows.__getitem__, words))

    def _summed(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Scores `[word, label]` of words in their windows."""
        rows = self._of(words)
        taken = self._matrix.take(rows, axis=0)
        size = len(self._weights.labels)
        total = taken[:, :size].copy()
        total[1:] += taken[:-1, size : 2 * size]
        total[:-1] += taken[1:, 2 * size : 3 * size]
        total[2:] += taken[:-2, 3 * size : 4 * size]
        total[:-2] += taken[2:, 4 * size :]
        total[:, self._other] += CAUTION
        return total


class Decoder:
    """Finds the best labels; `steps` are scores `[from, to]`, `other` is the label of words that are no part of a name.

    What a run of words can win by being a name has a bound; where that is less than nought, there is none. A run is
    what stands between two words that are no name; against it stands the same run without a name. The first word wins
    by the step from "no name", another one by the best step to it, and the end by the step back. The best run through
    a word is then a difference of sums (Bentley 1984).
    """

    def __init__(self, steps: NDArray[np.int32], other: int) -> None:
        import numpy as np

        stay = steps[other, other]
        self._steps, self._other = steps, other
        self._names = [label for label in range(len(steps)) if label != other]
        self._first = (steps[other] - stay)[self._names, None]
        self._later = (steps.max(axis=0) - stay)[self._names, None]
        self._end = max(0, int(np.delete(steps[:, other] - stay, other).max()))

    def possible(self, total: NDArray[np.int32], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The words that may be part of a name on a best path; `inside` are those that stand in a sentence."""
        import numpy as np

        # A label's scores lie side by side here: the greatest of few labels is then found for all words at once.
        by_label = total.T
        lead = by_label[self._names] - by_label[self._other]
        first = np.maximum.reduce(lead + self._first)
        opening = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
        # No step leads to the first word of a sentence.
        first[opening] = np.maximum.reduce(lead[:, opening] + self._first.clip(0))
        sums = np.where(inside, np.maximum.reduce(lead + self._later), -FAR).cumsum()
        won = np.maximum.accumulate(first - sums) + np.maximum.accumulate(sums[::-1])[::-1]
        found: NDArray[np.bool_] = (won + self._end >= 0) & inside
        return found

    def names(self, total: NDArray[np.int32], inside: NDArray[np.bool_]) -> list[tuple[int, list[int]]]:
        """The runs of words that may be part of a name: the place of the first, and the best labels. Changes `total`."""
        import numpy as np

        found = self.possible(total, inside)
        edges = np.flatnonzero(found[1:] != found[:-1]) + 1  # what stands at the ends is in no sentence
        firsts, lasts = edges[::2], edges[1::2]
        # The words beside a run are no names or stand outside of the sentence.
        total[firsts] += np.where(inside[firsts - 1, None], self._steps[self._other], 0)
        total[lasts - 1] += np.where(inside[lasts, None], self._steps[:, self._other], 0)
        runs = list(zip(firsts.tolist(), (lasts - firsts).tolist(), strict=True))
        return [(first, path) for (first, _), path in zip(runs, viterbi(total, self._steps, runs), strict=True)]


def viterbi(scores: NDArray[np.int32], steps: NDArray[np.int32], parts: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The best labels (Viterbi 1967) of each part `(first row, rows)` of the scores `[word, label]`; `steps` is `[from, to]`.

    All parts take a step together, the longest first, so that those still going on are always the first ones. Sums leave room for a
    last digit that tells the label before; of equal sums the one after the first such label is then the greatest.
    """
    import numpy as np

    order = sorted((i for i, (_, size) in enumerate(parts) if size), key=lambda i: -parts[i][1])
    out: list[list[int]] = [[] for _ in parts]
    if not order:
        return out
    starts = np.array([parts[i][0] for i in order])
    sizes = [parts[i][1] for i in order]
    last = len(steps) - 1
    room = 1 << last.bit_length()
    moves = (steps * room + np.arange(last, -1, -1, dtype=np.int32)[:, None])[:, :, None]
    # A label's numbers lie side by side: the greatest over the labels before is then found for all parts at once.
    gains = np.ascontiguousarray(scores.T) * room
    totals = gains.take(starts, axis=1)
    back: list[list[list[int]]] = []
    going = len(order)
    for step in range(1, sizes[0]):
        while sizes[going - 1] <= step:
            going -= 1
        best = np.maximum.reduce(totals[:, None, :going] + moves)
        back.append(best.tolist())
        best &= -room
        best += gains.take(starts[:going] + step, axis=1)
        totals[:, :going] = best
    for place, label in enumerate(totals.argmax(axis=0).tolist()):
        path = [label]
        for step in range(sizes[place] - 2, -1, -1):
            path.append(last - (back[step][path[-1]][place] & (room - 1)))
        out[order[place]] = path[::-1]
    return out
