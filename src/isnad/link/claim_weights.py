"""Weights of the features of `claim_pairs`, as `python -m training.claims` learned them; see training/claims/README.md."""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "bias": -3.54,
    "same-words": 0.0,
    "covered": 0.25,
    "shared-mass": 5.48,
    "same-speaker-mass": 1.25,
    "same-letters": 0.17,
    "same-head": 0.21,
    "same-speaker-covered": 1.17,
    "other-speaker": -0.07,
    "other-speaker-own": 0.0,
    "same-deed": 1.38,
    "same-deed-once": 1.18,
    "same-name": 0.21,
    "other-name": -0.71,
    "other-place": -1.21,
    "other-day": -1.33,
    "same-figure": 1.12,
    "other-polarity": -0.4,
    "contraries": 0.0,
    "same-culprit": 0.03,
    "contained": 2.09,
    "same-speaker-contained": 2.05,
    "lead-covered": 0.9,
    "same-speaker-lead": 1.09,
    "headline": 0.48,
    "headline-lead": 0.48,
}
"""What each feature counts, in log odds; `bias` is the log odds of two statements of which nothing speaks."""
