"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.51,
    "same-words": 0.0,
    "covered": 1.47,
    "same-letters": 0.36,
    "same-head": 0.32,
    "same-speaker-covered": 1.46,
    "other-speaker": 0.0,
    "other-speaker-own": -0.51,
    "same-deed": 1.54,
    "same-deed-once": 1.36,
    "same-name": 0.4,
    "other-name": -0.3,
    "other-place": -1.14,
    "other-day": -1.27,
    "same-figure": 1.42,
    "other-polarity": -0.51,
    "contraries": 0.0,
    "same-culprit": 0.35,
    "contained": 2.22,
    "same-speaker-contained": 2.64,
    "lead-covered": 1.89,
    "same-speaker-lead": 1.39,
    "headline": 0.52,
    "headline-lead": 0.52,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
