"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over words, decoded with few states.

The weights come from `training/names`. All features belong to single words, so the scores of a word form at each
place of the window are summed once and kept; a document is then one table look-up, five shifted sums and a Viterbi
pass in which words that are surely no name have a single state.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isnad.annotate.name_features import MODELS, Lexicon, lexicon_of, window
from isnad.lang.pack import Pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "names.crf.json.gz"
OFFSETS = (0, -1, 1, -2, 2)
MARGIN = 4.0
"""A label that scores so much less than the best of its word is not followed."""
CACHE = 50_000
"""Word forms whose scores are kept; beyond it they are forgotten together."""


class NameTagger:
    """Labels words with `O`, `B-PER`, `I-PER` … ; weights are read at the first use."""

    def __init__(self, pack: Pack) -> None:
        self._path: Path = pack.folder / MODELS / MODEL
        self._pack = pack
        self._ready = False
        self.labels: list[str] = []
        self._weights: dict[str, list[float]] = {}
        self._steps: list[list[float]] = []
        self._rows: dict[str, int] = {}
        self._matrix: NDArray[np.float32]
        self._lexicon: Lexicon

    def _load(self) -> None:
        import numpy as np

        self._lexicon = lexicon_of(self._pack)
        with gzip.open(self._path, "rt", encoding="utf-8") as file:
            model: dict[str, Any] = json.load(file)
        self.labels, self._steps, self._weights = model["labels"], model["transitions"], model["weights"]
        self._matrix = np.zeros((1024, len(OFFSETS) * len(self.labels)), np.float32)
        self._ready = True

    def _row(self, word: str) -> int:
        import numpy as np

        row = self._rows.get(word)
        if row is not None:
            return row
        row = len(self._rows)
        if row == len(self._matrix):
            self._matrix = np.vstack([self._matrix, np.zeros_like(self._matrix)])
        size = len(self.labels)
        given = window(word, self._lexicon)
        scores = [0.0] * (len(OFFSETS) * size)
        for place, offset in enumerate(OFFSETS):
            for feature in given[offset]:
                for label, weight in enumerate(self._weights.get(feature, ())):
                    scores[place * size + label] += weight
        self._matrix[row] = scores
        self._rows[word] = row
        return row

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Labels of the shaped words of each sentence."""
        import numpy as np

        if not self._ready:
            self._load()
        if len(self._rows) > CACHE:
            self._rows.clear()
        size = len(self.labels)
        edge = self._row("")
        ids: list[int] = [edge, edge]
        starts = []
        for words in sentences:
            starts.append(len(ids))
            ids.extend([self._row(w) for w in words])
            ids += [edge, edge]
        taken = self._matrix[np.array(ids)]
        total = taken[:, :size].copy()
        total[1:] += taken[:-1, size : 2 * size]
        total[:-1] += taken[1:, 2 * size : 3 * size]
        total[2:] += taken[:-2, 3 * size : 4 * size]
        total[:-2] += taken[2:, 4 * size :]
        sure = (total >= total.max(axis=1, keepdims=True) - MARGIN).sum(axis=1) == 1
        best: list[int] = total.argmax(axis=1).tolist()
        lone: list[bool] = sure.tolist()
        for start, words in zip(starts, sentences, strict=True):
            self._decode(total, best, lone, (start, start + len(words)))
        return [[self.labels[k] for k in best[s : s + len(words)]] for s, words in zip(starts, sentences, strict=True)]

    def _decode(self, total: NDArray[np.float32], best: list[int], lone: list[bool], part: tuple[int, int]) -> None:
        """Viterbi (1967) between words whose label is sure, over the labels near the best of each word."""
        at, last = part
        while at < last:
            if lone[at]:
                at += 1
                continue
            end = at + 1
            while end < last and not lone[end]:
                end += 1
            rows = total[at:end].tolist()
            if at > part[0]:
                step = self._steps[best[at - 1]]
                rows[0] = [score + value for score, value in zip(rows[0], step, strict=True)]
            if end < last:
                rows[-1] = [score + step[best[end]] for score, step in zip(rows[-1], self._steps, strict=True)]
            best[at:end] = _path(rows, self._steps)
            at = end


def _path(rows: list[list[float]], steps: list[list[float]]) -> list[int]:
    """The labels of the best path through rows of scores."""
    back = []
    totals = _near(rows[0])
    for row in rows[1:]:
        now, came = {}, {}
        for label, score in _near(row).items():
            value, came[label] = max((total + steps[before][label], before) for before, total in totals.items())
            now[label] = value + score
        back.append(came)
        totals = now
    label = max(totals, key=lambda k: totals[k])
    path = [label]
    for came in reversed(back):
        label = came[label]
        path.append(label)
    return path[::-1]


def _near(row: list[float]) -> dict[int, float]:
    floor = max(row) - 2 * MARGIN
    return {label: score for label, score in enumerate(row) if score >= floor}
