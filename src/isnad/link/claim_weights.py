"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.25,
    "same-words": 0.0,
    "covered": 0.72,
    "shared-mass": 5.68,
    "same-speaker-mass": 1.3,
    "same-letters": 0.01,
    "same-head": 0.43,
    "same-speaker-covered": 1.11,
    "other-speaker": -0.31,
    "other-speaker-own": 0.0,
    "same-deed": 1.45,
    "same-deed-once": 1.12,
    "same-name": 0.0,
    "other-name": -0.83,
    "other-place": -1.31,
    "other-day": -1.35,
    "same-figure": 1.1,
    "other-polarity": -0.32,
    "contraries": 0.0,
    "same-culprit": 0.03,
    "contained": 1.75,
    "same-speaker-contained": 1.63,
    "lead-covered": 0.04,
    "same-speaker-lead": 1.06,
    "headline": 0.47,
    "headline-lead": 0.47,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
