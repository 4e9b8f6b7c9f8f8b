"""Which agency writes like that: hand-written habits of agencies, or a model that a desk trained on its own archive.

The habits are rows of `agency_style.tsv`: words as the agency spells them, how it names days, to whom people speak ("told
the agency"). They weigh by group, so that one habit in many words does not decide alone. Nothing in them is learned from
articles. `training/wires` makes a model; its file is no part of the package.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import msgspec
import numpy as np
import numpy.typing as npt

from isnad.errors import UsageError
from isnad.lang.pack import Pack
from isnad.model.document import Document
from isnad.model.text import Kind
from isnad.text.folding import fold_form

GROUP = 3.0
"""What the habits of one group may weigh."""
SURE = 5.0
"""What an agency's habits must weigh in all."""
AHEAD = 0.8
"""How much more than those of the next agency."""
LEAST = 40
"""Words of the shortest body that tells how it was written."""
MOST = 600
"""Words of the body that are looked at."""
WEEKDAY = "{weekday}"
BUCKETS = 1 << 17
"""Features of a trained model."""
OTHER = "other"
"""The class of texts of no agency."""


class Guess(msgspec.Struct, frozen=True):
    """The agency that a text was written by, how sure that is, and why."""

    agency: str
    sure: float
    why: str


class Style(Protocol):
    """Tells the agency of a document's body; None where it cannot."""

    def __call__(self, document: Document, /) -> Guess | None: ...


def body_spelled(document: Document) -> list[str]:
    """Words and numbers of the body as they are spelled, not folded."""
    out: list[str] = []
    body, part = document.layout.body, 0
    for token in document.tokens:
        while part < len(body) and body[part].end <= token.start:
            part += 1
        if part == len(body) or len(out) == MOST:
            break
        if token.start >= body[part].start and token.kind in (Kind.WORD, Kind.NUMBER):
            out.append(document.text[token.start : token.end])
    return out


class Habits:
    """The table, ready to use."""

    def __init__(self, pack: Pack) -> None:
        self.weekdays = pack.forms("weekdays")
        self.rows: dict[str, list[tuple[tuple[str, ...], str, str, float]]] = defaultdict(list)
        for row in pack.table("agency_style"):
            words = tuple(row.form.split())
            self.rows[words[0]].append((words, row.id, row["group"], float(row["weight"])))
        # A day that stands alone is one that none of these introduces.
        self.before = {w[0] for w in (r[0] for r in self.rows[WEEKDAY]) if len(w) == 1} and {
            words[0] for rows in self.rows.values() for words, *_ in rows if len(words) == 2 and words[1] == WEEKDAY
        }

    def __call__(self, document: Document) -> Guess | None:
        """The agency whose habits the body has."""
        words = body_spelled(document)
        if len(words) < LEAST:
            return None
        found = self.weighed(words)
        if not found:
            return None
        ranked = sorted(((sum(min(GROUP, w) for w in groups.values()), agency) for agency, groups in found.items()), reverse=True)
        best, agency = ranked[0]
        if best < SURE or (len(ranked) > 1 and best - ranked[1][0] < AHEAD):
            return None
        return Guess(agency, best, " ".join(f"{g} {min(GROUP, w):.1f}" for g, w in sorted(found[agency].items())))

    def weighed(self, words: Sequence[str]) -> dict[str, dict[str, float]]:
        """What stands for each agency, by group; each form counts once."""
        day = [fold_form(w) in self.weekdays for w in words]
        seen: set[tuple[tuple[str, ...], str, str]] = set()
        out: dict[str, dict[str, float]] = {}
        for at, word in enumerate(words):
            alone = day[at] and (at == 0 or words[at - 1] not in self.before)
            for form, agency, group, weight in (*self.rows.get(word, ()), *(self.rows.get(WEEKDAY, ()) if alone else ())):
                end = at + len(form)
                fits = end <= len(words) and all(
                    f in (WEEKDAY, w) and (f != WEEKDAY or d) for f, w, d in zip(form, words[at:end], day[at:end], strict=True)
                )
                if fits and (form, agency, group) not in seen:
                    seen.add((form, agency, group))
                    groups = out.setdefault(agency, {})
                    groups[group] = groups.get(group, 0.0) + weight
        return out


@lru_cache(maxsize=262_144)
def bucket(word: str) -> int:
    """A number for a word, the same in every process."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")


def features(words: Sequence[str]) -> npt.NDArray[np.int64]:
    """Words and pairs of words that stand in a text, as numbers below `BUCKETS`."""
    single = np.array([bucket(w) for w in words], dtype=np.int64)
    pairs = single[:-1] * 31 + single[1:] * 17 + 7
    return np.unique(np.concatenate([single, pairs]) % BUCKETS)


class Model:
    """A trained model: a weight for each feature and class; made by `training/wires`."""

    def __init__(self, classes: Sequence[str], weights: npt.NDArray[np.float32], least: float = 0.6) -> None:
        self.classes, self.weights, self.least = tuple(classes), weights, least

    def __call__(self, document: Document) -> Guess | None:
        """The likeliest class, unless that is no agency or not likely enough."""
        words = body_spelled(document)
        if len(words) < LEAST:
            return None
        odds = self.odds(features(words))
        best = int(odds.argmax())
        if self.classes[best] == OTHER or odds[best] < self.least:
            return None
        return Guess(self.classes[best], float(odds[best]), "model")

    def odds(self, found: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Probability of each class."""
        scores = self.weights[found].sum(axis=0, dtype=np.float64) / max(1.0, len(found)) ** 0.5
        scores = np.exp(scores - scores.max())
        out: npt.NDArray[np.float64] = scores / scores.sum()
        return out

    def save(self, path: Path) -> None:
        """Write as `.npz`."""
        with path.open("wb") as file:
            np.savez_compressed(file, classes=np.array(self.classes), weights=self.weights.astype(np.float16), least=self.least)

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read a file that `save` wrote; raises `UsageError` for any other."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                made = cls([str(c) for c in kept["classes"]], kept["weights"].astype(np.float32), float(kept["least"]))
        except (OSError, EOFError, TypeError, ValueError, KeyError, BadZipFile) as error:
            raise UsageError(f"{path}: no model of agencies, expected a file that `python -m training.wires` wrote: {error}") from error
        if made.weights.shape != (BUCKETS, len(made.classes)):
            raise UsageError(f"{path}: weights of shape {made.weights.shape}, expected {(BUCKETS, len(made.classes))}")
        return made


def styles(pack: Pack, model: str | None) -> tuple[Style, ...]:
    """The ways to tell an agency by its writing: the desk's own model, if there is one, and the table."""
    return (*((Model.load(Path(model)),) if model else ()), Habits(pack))


def train(texts: Iterable[tuple[Sequence[str], str]], epochs: int = 4, rate: float = 0.5) -> Model:
    """Multinomial logistic regression by AdaGrad over (words as spelled, class); the order of the texts is that of learning."""
    data = [(features(words), name) for words, name in texts if len(words) >= LEAST]
    classes = sorted({name for _, name in data})
    model = Model(classes, np.zeros((BUCKETS, len(classes)), dtype=np.float32))
    squares = np.full_like(model.weights, 1e-6)
    place = {name: n for n, name in enumerate(classes)}
    for _ in range(epochs):
        for found, name in data:
            slope = model.odds(found)
            slope[place[name]] -= 1.0
            step = (slope / max(1.0, len(found)) ** 0.5).astype(np.float32)
            squares[found] += step * step
            model.weights[found] -= rate * step / np.sqrt(squares[found])
    return model
