"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.57,
    "same-words": 0.0,
    "covered": 0.43,
    "shared-mass": 5.68,
    "same-speaker-mass": 1.66,
    "same-letters": 0.36,
    "same-head": 0.29,
    "same-speaker-covered": 1.24,
    "other-speaker": -0.21,
    "other-speaker-own": 0.0,
    "same-deed": 1.44,
    "same-deed-once": 1.25,
    "same-name": 0.0,
    "other-name": -0.74,
    "other-place": -1.18,
    "other-day": -1.49,
    "same-figure": 1.36,
    "other-polarity": 0.0,
    "contraries": 0.0,
    "same-culprit": 0.03,
    "contained": 1.81,
    "same-speaker-contained": 1.78,
    "lead-covered": 0.53,
    "same-speaker-lead": 0.86,
    "headline": 0.49,
    "headline-lead": 0.49,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
