"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.43,
    "same-words": 0.0,
    "covered": 1.32,
    "same-letters": 0.3,
    "same-head": 0.27,
    "same-speaker-covered": 1.1,
    "other-speaker": 0.0,
    "other-speaker-own": -0.37,
    "same-deed": 1.13,
    "same-deed-once": 0.96,
    "same-name": 0.5,
    "other-name": -0.33,
    "other-place": -1.07,
    "other-day": -1.37,
    "same-figure": 1.3,
    "other-polarity": -0.59,
    "contraries": 0.0,
    "same-culprit": 0.39,
    "contained": 2.17,
    "same-speaker-contained": 2.2,
    "lead-covered": 2.21,
    "same-speaker-lead": 1.72,
    "headline": 0.0,
    "headline-covered": 0.0,
    "claimed-and-blamed": 0.0,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
