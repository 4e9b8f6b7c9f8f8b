"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.95,
    "same-words": 1.14,
    "covered": 4.38,
    "same-letters": 1.13,
    "same-head": 0.18,
    "same-speaker-covered": 4.79,
    "other-speaker": -0.08,
    "other-speaker-own": -0.07,
    "same-deed": 1.64,
    "same-deed-once": 1.25,
    "same-name": 0.0,
    "other-name": -0.18,
    "other-place": -0.71,
    "other-day": 0.0,
    "same-figure": 1.86,
    "other-polarity": -0.28,
    "contraries": 0.0,
    "same-culprit": 1.04,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
