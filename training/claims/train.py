"""The weights of `link/claim_weights.py`: logistic regression under sign constraints, and how well it does."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from isnad.lang.pack import load_pack
from isnad.link import claims
from isnad.link.claim_pairs import FEATURES
from training.claims.data import Pair, headline_pairs, invented_pairs

Matrix = npt.NDArray[np.float64]
AGAINST = frozenset(
    {
        "other-speaker", "other-speaker-own", "other-name", "other-place", "other-day", "other-polarity", "contraries",
    }
)  # fmt: skip
"""Features that may only speak against; all others only for."""
RIDGE = 0.5
STEPS = 4000
HEADLINES = 0.5
"""What the headline pairs weigh together against the invented ones."""


def matrix(pairs: Sequence[Pair]) -> tuple[Matrix, Matrix]:
    """Values, a bias last, and labels."""
    x = np.array([[*(p.values[n] for n in FEATURES), 1.0] for p in pairs])
    return x, np.array([float(p.same) for p in pairs])


def fit(sets: Sequence[tuple[Sequence[Pair], float]]) -> dict[str, float]:
    """Weights by projected gradient descent; in each set both classes weigh the same, and sets as they are told to."""
    xs, ys, ws = [], [], []
    for all_pairs, share in sets:
        pairs = [p for p in all_pairs if not p.apart]
        x, y = matrix(pairs)
        weight = np.where(y == 1.0, 1.0 / max(1.0, y.sum()), NEGATIVE / max(1.0, (1 - y).sum()))
        xs.append(x)
        ys.append(y)
        ws.append(share * weight / weight.sum())
    x, y, w = np.concatenate(xs), np.concatenate(ys), np.concatenate(ws)
    w /= w.sum()
    signs = np.array([-1.0 if n in AGAINST else 1.0 for n in FEATURES])
    theta = np.zeros(x.shape[1])
    rate = 4.0
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-x @ theta))
        gradient = x.T @ (w * (p - y))
        gradient[:-1] += RIDGE * theta[:-1] / 1000.0
        theta -= rate * gradient
        theta[:-1] = signs * np.maximum(0.0, signs * theta[:-1])
    return {"bias": round(float(theta[-1]), 2)} | {n: round(float(t), 2) for n, t in zip(FEATURES, theta, strict=False)}


NEGATIVE = 3.0
"""What the pairs that differ weigh together against those that say the same: a wrong join costs more than a missed one."""


def probabilities(pairs: Sequence[Pair], weights: dict[str, float]) -> Matrix:
    """Of each pair that it says the same."""
    x, _ = matrix(pairs)
    theta = np.array([*(weights[n] for n in FEATURES), weights["bias"]])
    apart = np.array([p.apart for p in pairs])
    return np.where(apart, 0.0, 1.0 / (1.0 + np.exp(-x @ theta)))


def measured(pairs: Sequence[Pair], weights: dict[str, float]) -> str:
    """Precision, recall and F1 at the threshold."""
    found, same = probabilities(pairs, weights) >= claims.SAME, np.array([p.same for p in pairs])
    hit = int((found & same).sum())
    p, r = hit / max(1, int(found.sum())), hit / max(1, int(same.sum()))
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} ({int(same.sum())} same of {len(pairs)})"


def main() -> None:
    """Train, report, print the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ans", type=Path, help="folder with train.csv and dev.csv of the headline pairs")
    options = parser.parse_args()
    pack = load_pack("ar")
    own, train, dev = (
        list(invented_pairs(pack)),
        headline_pairs(options.ans / "train.csv", pack),
        headline_pairs(options.ans / "dev.csv", pack),
    )
    weights = fit([(own, 1.0), (train, HEADLINES)])
    for name, value in weights.items():
        print(f'    "{name}": {value},')
    held = []
    for story in dict.fromkeys(p.group for p in own):
        rest = fit([([p for p in own if p.group != story], 1.0), (train, HEADLINES)])
        held += [
            (p, q)
            for p, q in zip([p for p in own if p.group == story], probabilities([p for p in own if p.group == story], rest), strict=True)
        ]
    found, same = np.array([q >= claims.SAME for _, q in held]), np.array([p.same for p, _ in held])
    hit = int((found & same).sum())
    print(f"invented, each story held out: P {hit / max(1, found.sum()):.3f} R {hit / same.sum():.3f}")
    for name, pairs in (("invented", own), ("headlines train", train), ("headlines dev", dev)):
        print(f"{name}: {measured(pairs, weights)}")


if __name__ == "__main__":
    main()
