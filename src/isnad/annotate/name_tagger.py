"""A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over words, decoded sentence beside sentence.

The weights come from `training/names`. All features belong to single words, so the scores of a word form at each
place of the window are summed once and kept; a document is then one table look-up, five shifted sums and a Viterbi
pass that all its sentences take together.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isnad.annotate.name_features import MARKS, Lexicon, lexicon_of, window
from isnad.annotate.name_letters import MODELS
from isnad.lang.pack import Pack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "names.crf.json.gz"
OFFSETS = tuple(MARKS)
CAUTION = -0.6
"""Added to the score of "no name": below nought more names are found, and more that are none."""
CACHE = 50_000
"""Word forms whose scores are kept; beyond it they are forgotten together."""


class NameTagger:
    """Labels words with `O`, `B-PER`, `I-PER` … ; weights are read at the first use."""

    def __init__(self, pack: Pack) -> None:
        self._path: Path = pack.folder / MODELS / MODEL
        self._pack = pack
        self._ready = False
        self.labels: list[str] = []
        self._places: dict[int, dict[str, int]] = {}
        """By offset, feature to its row of `_weights`."""
        self._weights: NDArray[np.float64]
        self._steps: NDArray[np.float32]
        self._other = 0
        self._caution = CAUTION
        self._rows: dict[str, int] = {}
        self._matrix: NDArray[np.float32]
        self._lexicon: Lexicon

    def _load(self) -> None:
        import numpy as np

        self._lexicon = lexicon_of(self._pack)
        with gzip.open(self._path, "rt", encoding="utf-8") as file:
            model: dict[str, Any] = json.load(file)
        self.labels = model["labels"]
        by_mark = {mark: self._places.setdefault(offset, {}) for offset, mark in MARKS.items()}
        for row, feature in enumerate(model["weights"]):
            by_mark[feature[0]][feature[1:]] = row
        self._weights = np.array(list(model["weights"].values()), np.float64)
        self._steps = np.array(model["transitions"], np.float32)
        self._other = self.labels.index("O")
        self._matrix = np.zeros((1024, len(OFFSETS) * len(self.labels)), np.float32)
        self._ready = True

    def _row(self, word: str) -> int:
        """Add the scores of a word that is met for the first time."""
        import numpy as np

        row = len(self._rows)
        if row == len(self._matrix):
            self._matrix = np.vstack([self._matrix, np.zeros_like(self._matrix)])
        size = len(self.labels)
        given = window(word, self._lexicon)
        for place, offset in enumerate(OFFSETS):
            places = self._places[offset]
            known = [places[feature] for feature in given[offset] if feature in places]
            self._matrix[row, place * size : (place + 1) * size] = np.add.reduce(self._weights[known]) if known else 0.0
        self._rows[word] = row
        return row

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Labels of the shaped words of each sentence."""
        import numpy as np

        if not self._ready:
            self._load()
        if len(self._rows) > CACHE:
            self._rows.clear()
        size, rows = len(self.labels), self._rows
        edge = rows[""] if "" in rows else self._row("")
        ids: list[int] = [edge, edge]
        starts = []
        for words in sentences:
            starts.append(len(ids))
            ids.extend([rows[w] if w in rows else self._row(w) for w in words])
            ids += [edge, edge]
        taken = self._matrix[np.array(ids)]
        total = taken[:, :size].copy()
        total[1:] += taken[:-1, size : 2 * size]
        total[:-1] += taken[1:, 2 * size : 3 * size]
        total[2:] += taken[:-2, 3 * size : 4 * size]
        total[:-2] += taken[2:, 4 * size :]
        total[:, self._other] += self._caution
        best = viterbi(total, self._steps, [(start, len(words)) for start, words in zip(starts, sentences, strict=True)])
        return [[self.labels[k] for k in path] for path in best]


def viterbi(scores: NDArray[np.float32], steps: NDArray[np.float32], parts: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The best labels (Viterbi 1967) of each part `(first row, rows)` of the scores `[word, label]`; `steps` is `[from, to]`.

    All parts take a step together, the longest first, so that those still going on are always the first ones.
    """
    import numpy as np

    order = sorted((i for i, (_, size) in enumerate(parts) if size), key=lambda i: -parts[i][1])
    out: list[list[int]] = [[] for _ in parts]
    if not order:
        return out
    starts = np.array([parts[i][0] for i in order])
    sizes = [parts[i][1] for i in order]
    totals = scores[starts]
    back: list[NDArray[np.intp]] = []
    going = len(order)
    for step in range(1, sizes[0]):
        while sizes[going - 1] <= step:
            going -= 1
        ways = totals[:going, :, None] + steps
        came = ways.argmax(axis=1)
        back.append(came)
        totals[:going] = ways.max(axis=1) + scores[starts[:going] + step]
    for place, label in enumerate(totals.argmax(axis=1).tolist()):
        path = [label]
        for step in range(sizes[place] - 1, 0, -1):
            path.append(int(back[step - 1][place, path[-1]]))
        out[order[place]] = path[::-1]
    return out
